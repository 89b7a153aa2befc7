"""The history of one entry: who changed what, from what to what, and the way back to any version."""

import reflex as rx

from timetrack.components.controls import badge, button
from timetrack.components.dialog import dialog
from timetrack.states.history_shown import ChangeRow, VersionRow
from timetrack.states.time_history import HistoryState


def entry_history() -> rx.Component:
    """Show the versions, newest first, each with the way back to it."""
    title = HistoryState.subject
    return dialog(
        "entry-history",
        "History",
        rx.el.p(rx.cond(title != "", title, "No description"), class_name="tt-muted tt-cut"),
        rx.el.ol(rx.foreach(HistoryState.versions, _version), class_name="tt-versions"),
        rx.el.div(button("Close", kind="quiet", custom_attrs={"data-closes": ""}), class_name="tt-dialog-foot"),
        is_open=HistoryState.is_open,
        on_close=HistoryState.close,
    )


def _version(version: VersionRow) -> rx.Component:
    return rx.el.li(
        rx.el.div(
            rx.el.p(
                rx.el.b(version.who, class_name="tt-name"), " ", version.what,
                rx.el.span(" · ", version.when, class_name="tt-muted tt-figures"),
            ),
            rx.cond(
                version.is_now,
                badge("Now", "accent"),
                rx.cond(
                    version.can_restore,
                    button(
                        "Restore this version",
                        size=1,
                        aria_label=f"Restore the version of {version.when}",
                        on_click=lambda: HistoryState.restore_version(version.sequence),
                    ),
                ),
            ),
            class_name="tt-version-head",
        ),
        rx.cond(version.changes, rx.el.dl(rx.foreach(version.changes, _change), class_name="tt-changes")),
        key=version.sequence,
    )  # fmt: skip


def _change(change: ChangeRow) -> rx.Component:
    return rx.el.div(
        rx.el.dt(change.field),
        rx.el.dd(
            rx.cond(
                change.was != "",
                rx.fragment(rx.el.del_(change.was), rx.el.span(" → ", aria_label="became")),
            ),
            change.now,
        ),
    )
