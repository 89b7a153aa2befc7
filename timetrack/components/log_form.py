"""The form for time that is already worked."""

import reflex as rx

from timetrack.components.controls import button
from timetrack.components.dialog import dialog, dialog_foot
from timetrack.components.form import error_line, field
from timetrack.models import DESCRIPTION_LENGTH
from timetrack.states.log import LogState
from timetrack.states.rows import PickRow
from timetrack.states.timer import TimerState


def log_form() -> rx.Component:
    """Ask what was done, on what, and from when to when; a refusal stands in the form and keeps what was typed."""
    return dialog(
        "log-time",
        "Log time",
        rx.el.form(
            field(
                "Description",
                "description",
                is_wide=True,
                max_length=DESCRIPTION_LENGTH,
                auto_complete="off",
                auto_focus=True,
            ),
            _project(),
            rx.el.div(
                field("Day", "day", type="date", required=True, default_value=LogState.day),
                field(
                    "From",
                    "from",
                    placeholder="9:00",
                    required=True,
                    auto_complete="off",
                    default_value=LogState.from_text,
                ),
                field(
                    "To", "to", placeholder="10:30", required=True, auto_complete="off", default_value=LogState.to_text
                ),
                class_name="tt-fields",
            ),
            field("Tags, separated by commas", "tags", is_wide=True, auto_complete="off"),
            error_line(LogState.problem),
            rx.cond(
                LogState.is_overlap,
                button("Fix…", class_name="tt-btn tt-fix", on_click=LogState.fix),
            ),
            dialog_foot("Log time"),
            on_submit=LogState.save,
            key=LogState.opened,
        ),
        is_open=LogState.is_open,
        on_close=LogState.end,
    )


def _project() -> rx.Component:
    return rx.el.div(
        rx.el.label("Project and task", class_name="tt-label", html_for="field-project"),
        rx.el.select(
            rx.el.option("No project", value="0:0"),
            rx.foreach(TimerState.picks, _option),
            name="project",
            id="field-project",
            class_name="tt-select",
            custom_attrs={"data-size": "2"},
        ),
        class_name="tt-field",
        custom_attrs={"data-span": ""},
    )


def _option(pick: PickRow) -> rx.Component:
    words = rx.cond(pick.is_child, f"{pick.project} › {pick.task}", pick.project)
    value = f"{pick.project_id}:{pick.task_id}"
    return rx.el.option(words, value=value, key=value)
