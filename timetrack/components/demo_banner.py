"""What tells an administrator that this is a demo workspace, and removes it once they have said so twice."""

import reflex as rx

from timetrack.components.controls import button
from timetrack.components.dialog import dialog
from timetrack.components.kinds import Handler
from timetrack.states.rows import FrameRow

DIALOG = "remove-demo"


def demo_banner(viewer: FrameRow, on_remove: Handler) -> rx.Component:
    """Show one quiet line above the page; `on_remove()`. It asks, because nothing brings the demo back as it was."""
    return rx.cond(
        viewer.may_remove_demo,
        rx.el.section(
            rx.icon("flask_conical", size=16),
            rx.el.p(
                "This is a demo workspace", rx.el.span(": nobody and nothing in it is real", class_name="tt-wide"), "."
            ),
            button("Remove it", size=1, custom_attrs={"data-opens": DIALOG}),
            _question(on_remove),
            class_name="tt-demo",
            aria_label="Demo workspace",
        ),
    )


def _question(on_remove: Handler) -> rx.Component:
    return dialog(
        DIALOG,
        "Remove the demo workspace?",
        rx.el.p(
            "All of it goes, with whatever you added. There is no way back, but you can make a new demo at any time.",
            class_name="tt-muted",
        ),
        rx.el.div(
            button("Keep it", kind="quiet", custom_attrs={"data-closes": ""}),
            button("Remove everything", kind="solid", on_click=lambda: on_remove()),
            class_name="tt-dialog-foot",
        ),
    )
