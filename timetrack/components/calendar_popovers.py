"""The calendar's popovers: an entry with its fields, and the short form for what was drawn on empty time."""

from typing import Any

import reflex as rx

from timetrack.components.calendar_grid import ENTRY, FIELDS, NEW
from timetrack.components.controls import button
from timetrack.components.form import error_line
from timetrack.components.kinds import Handler
from timetrack.components.menu import popover
from timetrack.models import DESCRIPTION_LENGTH
from timetrack.states.calendar_rows import PickedEntry
from timetrack.states.rows import PickRow


def entry_popover(
    entry: PickedEntry,
    picks: list[PickRow],
    *,
    shown: str,
    problem: str,
    on_save: Handler,
    on_split: Handler,
    on_delete: Handler,
) -> rx.Component:
    """Show the picked entry; calendar.js opens it when `shown` changes and closes it when that is empty."""
    return popover(
        ENTRY,
        rx.el.form(
            _text("Description", "description", entry.description, max_length=DESCRIPTION_LENGTH),
            _labelled(
                "Project and task",
                rx.el.select(
                    rx.el.option(entry.choice_text, value=entry.choice),
                    rx.cond(entry.choice == "0:0", rx.fragment(), rx.el.option("No project", value="0:0")),
                    rx.foreach(picks, lambda pick: _option(pick, entry.choice)),
                    name="project",
                    default_value=entry.choice,
                    class_name="tt-select",
                ),
            ),
            rx.el.div(
                _labelled("Day", rx.el.input(type="date", name="day", default_value=entry.day, class_name="tt-input")),
                _text("From", "from", entry.from_text),
                rx.cond(entry.is_running, rx.fragment(), _text("To", "to", entry.to_text)),
                class_name="tt-cal-times",
            ),
            rx.el.label(
                rx.el.input(type="checkbox", name="billable", default_checked=entry.is_billable),
                "Billable",
                class_name="tt-check",
            ),
            error_line(problem),
            rx.el.div(
                button(
                    "Delete", icon="trash_2", kind="danger", type="button", on_click=lambda: on_delete(entry.entry_id)
                ),
                button("Save", kind="solid", type="submit"),
                class_name="tt-cal-foot",
            ),
            on_submit=on_save,
            key=shown,
            class_name="tt-cal-form",
        ),
        rx.el.form(
            _text("Split at", "at", entry.split_text),
            button("Split", icon="scissors", kind="outline", type="submit"),
            on_submit=on_split,
            key=f"split {shown}",
            class_name="tt-cal-split",
        ),
        rx.el.span(hidden=True, custom_attrs={"data-shown": shown}),
        label="Entry",
        role="dialog",
    )


def new_popover(picks: list[PickRow], *, problem: str, on_create: Handler) -> rx.Component:
    """Ask what the drawn time was; calendar.js fills the hidden fields and says the range."""
    return popover(
        NEW,
        rx.el.form(
            rx.el.p(class_name="tt-cal-when"),
            _text("Description", "description", "", max_length=DESCRIPTION_LENGTH),
            _labelled(
                "Project and task",
                rx.el.select(
                    rx.el.option("No project", value="0:0"),
                    rx.foreach(picks, lambda pick: _option(pick, "")),
                    name="project",
                    class_name="tt-select",
                ),
            ),
            *[rx.el.input(type="hidden", name=name) for name in FIELDS],
            error_line(problem),
            rx.el.div(button("Log", kind="solid", type="submit"), class_name="tt-cal-foot"),
            on_submit=on_create,
            class_name="tt-cal-form",
        ),
        label="New entry",
        role="dialog",
    )


def _text(label: str, name: str, value: str | rx.Var, **props: Any) -> rx.Component:
    field = rx.el.input(
        type="text", name=name, default_value=value, auto_complete="off", class_name="tt-input", **props
    )
    return _labelled(label, field)


def _labelled(label: str, control: rx.Component) -> rx.Component:
    return rx.el.label(rx.el.span(label), control, class_name="tt-label tt-cal-label")


def _option(pick: PickRow, but: str | rx.Var) -> rx.Component:
    value = f"{pick.project_id}:{pick.task_id}"
    words = rx.cond(pick.is_child, f"{pick.project} › {pick.task}", pick.project)
    return rx.fragment(rx.cond(value == but, rx.fragment(), rx.el.option(words, value=value)), key=value)
