"""One entry on the Time page, with the gap below it and what was refused about it."""

from dataclasses import dataclass

import reflex as rx

from timetrack.components.clock import running_clock
from timetrack.components.controls import billable_mark, button, icon_button
from timetrack.components.edit import edit_cell
from timetrack.components.kinds import Handler
from timetrack.components.menu import menu, menu_item, menu_rule
from timetrack.components.project_chip import project_button
from timetrack.models import DESCRIPTION_LENGTH
from timetrack.states.rows import EntryRow

PICKER = "entry-project"
"""The id of the page's one project picker: `project_picker(PICKER, picks, on_choose)` stands beside the day cards."""


@dataclass(frozen=True)
class EntryActions:
    """What a row asks for; every handler gets the entry's id first."""

    describe: Handler  # (entry_id, text)
    move: Handler  # (entry_id, text) such as 09:00 – 10:30
    last: Handler  # (entry_id, text) such as 1h 30m
    pick: Handler  # (entry_id): the picker was opened for this entry
    tag: Handler  # (entry_id, text), separated by commas
    turn_billable: Handler  # (entry_id)
    resume: Handler  # (entry_id)
    stop: Handler  # ()
    delete: Handler  # (entry_id)
    fill: Handler | None = None  # (gap_id)
    unfold: Handler | None = None  # (entry_id): show the identical entries
    dismiss: Handler | None = None  # (entry_id): drop the refused text


def entry_row(row: EntryRow, act: EntryActions) -> rx.Component:
    """Show the entry as cells that edit in place, then its refusal and the free time below it."""
    return rx.fragment(
        rx.el.li(
            rx.el.div(_lead(row), class_name="tt-lead"),
            _what(row, act),
            project_button(
                row.project,
                row.color,
                row.task,
                popover=PICKER,
                on_click=lambda: act.pick(row.entry_id),
                disabled=row.locked != "",
            ),
            rx.el.div(rx.foreach(row.tags, lambda tag: rx.el.span(tag, class_name="tt-badge")), class_name="tt-tags"),
            rx.el.div(
                billable_mark(row.is_billable, lambda: act.turn_billable(row.entry_id), locked=row.locked),
                class_name="tt-mark",
            ),
            rx.cond(row.is_running, _range_now(row, act), _range(row, act)),
            rx.cond(row.is_running, _hours_now(row), _hours(row, act)),
            _go(row, act),
            _more(row, act),
            class_name="tt-entry",
            custom_attrs={"data-running": rx.cond(row.is_running, "true", "false"), "data-entry": row.entry_id},
        ),
        rx.cond(row.problem != "", clash_row(row.problem, row.problem_detail, *_dismiss(row, act))),
        rx.cond(row.gap_text != "", _gap(row, act)),
        key=row.entry_id,
    )


def clash_row(problem: str | rx.Var, detail: str | rx.Var, *ways_out: rx.Component) -> rx.Component:
    """Say what is not saved and why; the ways out stand at the right."""
    return rx.el.li(
        rx.icon("triangle_alert", size=16),
        rx.el.div(rx.el.b(problem), " ", rx.el.span(detail, class_name="tt-muted"), role="alert"),
        rx.el.div(*ways_out),
        class_name="tt-clash",
    )


def _lead(row: EntryRow) -> rx.Component:
    return rx.cond(
        row.is_running,
        rx.el.span(class_name="tt-pulse", role="img", aria_label="Running"),
        rx.cond(
            row.locked != "",
            rx.el.span(
                rx.icon("lock", size=14), class_name="tt-lock", role="img", aria_label=row.locked, title=row.locked
            ),
        ),
    )


def _what(row: EntryRow, act: EntryActions) -> rx.Component:
    unfold = act.unfold
    return rx.el.div(
        rx.cond(
            row.count > 1,
            rx.el.button(
                row.count,
                type="button",
                class_name="tt-count",
                aria_label=f"Show {row.count} entries",
                on_click=lambda: unfold(row.entry_id),
            ),
        )
        if unfold is not None
        else rx.fragment(),
        edit_cell(
            row.description,
            label="Description",
            on_save=lambda text: act.describe(row.entry_id, text),
            rev=row.rev,
            locked=row.locked,
            is_refused=row.problem_field == "description",
            placeholder="No description",
            max_length=DESCRIPTION_LENGTH,
        ),
        class_name="tt-what",
    )


def _range(row: EntryRow, act: EntryActions) -> rx.Component:
    return rx.el.div(
        edit_cell(
            row.range_text,
            label="From and to",
            on_save=lambda text: act.move(row.entry_id, text),
            rev=row.rev,
            edit="range",
            locked=row.locked,
            is_refused=row.problem_field == "range",
        ),
        class_name="tt-range",
    )


def _range_now(row: EntryRow, act: EntryActions) -> rx.Component:
    return rx.el.div(
        edit_cell(
            row.start_text,
            label="Started at",
            on_save=lambda text: act.move(row.entry_id, text),
            rev=row.rev,
            edit="time",
            is_refused=row.problem_field == "range",
        ),
        rx.el.span("– ", rx.el.span("now", class_name="tt-now")),
        class_name="tt-range tt-range-now",
    )


def _hours(row: EntryRow, act: EntryActions) -> rx.Component:
    return rx.el.div(
        edit_cell(
            row.duration_text,
            label="Duration",
            on_save=lambda text: act.last(row.entry_id, text),
            rev=row.rev,
            edit="hours",
            locked=row.locked,
            is_refused=row.problem_field == "hours",
            is_number=True,
            attrs={"data-start": row.start, "data-ends": row.end_text},
        ),
        rx.el.span(
            rx.el.span(row.hours),
            rx.el.span(row.seconds, class_name="tt-sec"),
            class_name="tt-value",
            aria_hidden="true",
        ),
        class_name="tt-hours",
    )


def _hours_now(row: EntryRow) -> rx.Component:
    return running_clock(row.hours, row.seconds, row.since, class_name="tt-hours")


def _go(row: EntryRow, act: EntryActions) -> rx.Component:
    return rx.cond(
        row.is_running,
        icon_button(
            "square",
            "Stop",
            on_click=lambda: act.stop(),
            class_name="tt-icon-btn tt-go",
            custom_attrs={"data-stop": ""},
        ),
        icon_button(
            "play",
            f"Resume {row.description}",
            on_click=lambda: act.resume(row.entry_id),
            class_name="tt-icon-btn tt-go",
        ),
    )


def _more(row: EntryRow, act: EntryActions) -> rx.Component:
    name = f"entry-{row.entry_id}-menu"
    return rx.el.div(
        icon_button("ellipsis_vertical", "More", custom_attrs={"popoverTarget": name}),
        menu(
            name,
            menu_item("play", "Start again", of=name, on_click=lambda: act.resume(row.entry_id)),
            menu_item(
                "trash_2",
                "Delete",
                of=name,
                is_dangerous=True,
                on_click=lambda: act.delete(row.entry_id),
                disabled=row.locked != "",
            ),
            menu_rule(),
            _labelled("Tags, separated by commas", row.tags_text, row, lambda text: act.tag(row.entry_id, text)),
            rx.cond(
                row.is_running,
                rx.fragment(),
                rx.el.div(
                    _labelled("Start and end", row.range_text, row, lambda text: act.move(row.entry_id, text)),
                    class_name="tt-more-range",
                ),
            ),
            label="Entry",
        ),
        class_name="tt-more",
    )


def _labelled(label: str, value: str | rx.Var, row: EntryRow, on_save: Handler) -> rx.Component:
    return rx.el.label(
        rx.el.span(label),
        edit_cell(value, label=label, on_save=on_save, rev=row.rev, locked=row.locked, class_name="tt-input"),
        class_name="tt-label tt-more-field",
    )


def _dismiss(row: EntryRow, act: EntryActions) -> list[rx.Component]:
    dismiss = act.dismiss
    if dismiss is None:
        return []
    return [button("Discard", kind="ghost", size=1, on_click=lambda: dismiss(row.entry_id))]


def _gap(row: EntryRow, act: EntryActions) -> rx.Component:
    fill = act.fill
    return rx.el.li(
        rx.el.span(row.gap_text),
        rx.el.button(rx.icon("plus", size=14), "fill", type="button", on_click=lambda: fill(row.gap_id))
        if fill is not None
        else rx.fragment(),
        class_name="tt-gap",
    )
