"""What tells an administrator that this is a demo workspace, and removes it."""

import reflex as rx

from timetrack.components.controls import button
from timetrack.components.kinds import Handler
from timetrack.states.rows import FrameRow


def demo_banner(viewer: FrameRow, on_remove: Handler) -> rx.Component:
    """Show one quiet line above the page; `on_remove()`."""
    return rx.cond(
        viewer.may_remove_demo,
        rx.el.section(
            rx.icon("flask_conical", size=16),
            rx.el.p("This is a demo workspace: nobody and nothing in it is real."),
            button("Remove it", size=1, on_click=lambda: on_remove()),
            class_name="tt-demo",
            aria_label="Demo workspace",
        ),
    )
