"""Where to split an entry; the browser says as one types how long both parts become (assets/time.js)."""

import reflex as rx

from timetrack.components.dialog import dialog, dialog_foot
from timetrack.components.form import error_line, field
from timetrack.states.time_split import SplitState


def split_dialog() -> rx.Component:
    """Ask for the time between start and end; a refusal stands below it."""
    row = SplitState.entry
    return dialog(
        "split-entry",
        "Split entry",
        rx.el.form(
            rx.el.p(
                rx.el.b(rx.cond(row.description != "", row.description, "No description"), class_name="tt-name"),
                rx.el.span(" · ", row.range_text, class_name="tt-muted tt-num"),
            ),
            field(
                "Split at",
                "at",
                default_value=row.at_text,
                required=True,
                auto_complete="off",
                auto_focus=True,
                custom_attrs={"data-split": row.start_second, "data-seconds": row.seconds},
            ),
            rx.el.p(
                rx.el.span(class_name="tt-split-part", custom_attrs={"data-part": "first"}),
                rx.el.span(class_name="tt-split-part", custom_attrs={"data-part": "second"}),
                class_name="tt-split-parts",
                aria_live="polite",
            ),
            error_line(SplitState.problem),
            dialog_foot("Split"),
            on_submit=SplitState.split,
            key=SplitState.asked,
        ),
        is_open=SplitState.is_open,
        on_close=SplitState.close,
    )
