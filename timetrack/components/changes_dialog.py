"""What the viewer did lately, with the undo of each act: the way back for when the notice is gone."""

import reflex as rx

from timetrack.components.controls import button
from timetrack.components.dialog import dialog
from timetrack.components.form import error_line
from timetrack.states.time_changes import ChangeLine, ChangesState


def changes_dialog() -> rx.Component:
    """Show the last acts on entries, newest first."""
    return dialog(
        "changes",
        "Your last changes",
        error_line(ChangesState.problem),
        rx.cond(
            ChangesState.changes,
            rx.el.ol(rx.foreach(ChangesState.changes, _change), class_name="tt-versions"),
            rx.el.p("Nothing yet. What you change, split or delete can be undone here.", class_name="tt-muted"),
        ),
        rx.el.div(button("Close", kind="quiet", custom_attrs={"data-closes": ""}), class_name="tt-dialog-foot"),
        is_open=ChangesState.is_open,
        on_close=ChangesState.close,
    )


def _change(one: ChangeLine) -> rx.Component:
    return rx.el.li(
        rx.el.div(
            rx.el.p(
                rx.el.b(one.what, class_name="tt-name"),
                rx.el.span(" · ", one.when, class_name="tt-muted tt-figures"),
                rx.el.span(one.detail, class_name="tt-change-detail tt-figures"),
            ),
            rx.cond(
                one.can_undo,
                button(
                    "Undo",
                    size=1,
                    kind="soft",
                    aria_label=f"Undo: {one.what}, {one.detail}",
                    on_click=lambda: ChangesState.undo(one.change_id),
                ),
                rx.el.span("Changed since", class_name="tt-muted tt-small"),
            ),
            class_name="tt-version-head",
        ),
        key=one.change_id,
    )
