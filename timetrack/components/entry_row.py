"""One entry on the Time page, with the gaps below it and what was refused about it."""

from dataclasses import dataclass
from typing import Any

import reflex as rx

from timetrack.components.clock import running_clock
from timetrack.components.controls import billable_mark, button, icon_button
from timetrack.components.edit import BASED, edit_cell
from timetrack.components.entry_menu import entry_menu
from timetrack.components.kinds import Handler
from timetrack.components.project_chip import project_button
from timetrack.states.time_rows import EntryRow, GapRow

PICKER = "entry-project"
"""The id of the page's one project picker: `project_picker(PICKER, picks, on_choose)` stands beside the day cards."""
SHIFT = rx.Var(_js_expr="(_e?.nativeEvent?.shiftKey ?? false)", _var_type=bool)


@dataclass(frozen=True)
class EntryActions:
    """What a row asks for; every handler gets the entry's id first, those of cells what was typed and what it was."""

    describe: Handler  # (entry_id, text, based)
    move: Handler  # (entry_id, text, based) such as 09:00 – 10:30
    last: Handler  # (entry_id, text, based) such as 1h 30m
    tag: Handler  # (entry_id, text, based), separated by commas
    pick: Handler  # (entry_id): the picker was opened for this entry
    turn_billable: Handler  # (entry_id)
    tick: Handler  # (entry_id, is_on, to_here)
    tick_day: Handler  # (day, is_on)
    resume: Handler  # (entry_id)
    stop: Handler  # ()
    delete: Handler  # (entry_id)
    duplicate: Handler  # (entry_id)
    ask_split: Handler  # (entry_id)
    join: Handler  # (entry_id, "before" or "after")
    keep: Handler  # (entry_id): among the favourites
    look_back: Handler  # (entry_id): its history
    look_at: Handler  # (entry_id): everything about it
    fill: Handler  # (gap_id)
    unfold: Handler  # (entry_id): show the identical entries
    fix: Handler  # (entry_id): repair the overlap
    use_mine: Handler  # (entry_id): over what somebody else wrote
    dismiss: Handler  # (entry_id): drop the refused text
    selected: Any  # list[int]: the ids that are ticked
    ticked_days: Any  # dict[str, str]: of a day, whether "all" or "some" of it is


def entry_row(row: EntryRow, act: EntryActions) -> rx.Component:
    """Show the entry as cells that edit in place, then its refusal and the free time below it."""
    return rx.fragment(
        rx.el.li(
            rx.el.div(_lead(row, act), class_name="tt-lead"),
            _what(row, act),
            project_button(
                row.project,
                row.color,
                row.task,
                popover=PICKER,
                on_click=lambda: act.pick(row.entry_id),
                disabled=row.locked != "",
            ),
            _tags(row, act),
            rx.el.div(
                billable_mark(row.is_billable, lambda: act.turn_billable(row.entry_id), locked=row.locked),
                class_name="tt-mark",
            ),
            rx.cond(row.is_running, _range_now(row, act), _range(row, act)),
            rx.cond(
                row.is_running,
                running_clock(row.hours, row.seconds, row.start, class_name="tt-hours"),
                _hours(row, act),
            ),
            rx.el.button(
                type="button",
                class_name="tt-open",
                aria_label=f"Open {row.description}",
                on_click=lambda: act.look_at(row.entry_id),
            ),
            _go(row, act),
            entry_menu(row, act),
            class_name="tt-entry",
            custom_attrs={"data-running": rx.cond(row.is_running, "true", "false"), "data-entry": row.entry_id},
        ),
        rx.cond(row.problem != "", clash_row(row, act)),
        rx.foreach(row.gaps, lambda gap: _gap(gap, act)),
        key=row.entry_id,
    )


def clash_row(row: EntryRow, act: EntryActions, *, element: str = "li") -> rx.Component:
    """Say what is not saved and why; the ways out stand at the right."""
    show = rx.el.li if element == "li" else rx.el.div
    return show(
        rx.icon("triangle_alert", size=16),
        rx.el.div(rx.el.b(row.problem), " ", rx.el.span(row.problem_detail, class_name="tt-muted"), role="alert"),
        rx.el.div(
            rx.match(
                row.problem_kind,
                ("overlap", button("Fix…", size=1, on_click=lambda: act.fix(row.entry_id))),
                ("newer", button("Use mine", size=1, on_click=lambda: act.use_mine(row.entry_id))),
                rx.fragment(),
            ),
            button(
                rx.cond(row.problem_kind == "newer", "Keep theirs", "Discard"),
                kind="ghost",
                size=1,
                on_click=lambda: act.dismiss(row.entry_id),
            ),
        ),
        class_name="tt-clash",
        custom_attrs={"data-kind": row.problem_kind},
    )


def _lead(row: EntryRow, act: EntryActions) -> rx.Component:
    is_ticked = act.selected.contains(row.entry_id)
    return rx.cond(
        row.is_running,
        rx.el.span(class_name="tt-pulse", role="img", aria_label="Running"),
        rx.cond(
            row.locked != "",
            rx.el.span(
                rx.icon("lock", size=14), class_name="tt-lock", role="img", aria_label=row.locked, title=row.locked
            ),
            rx.el.input(
                type="checkbox",
                default_checked=is_ticked,
                aria_label=f"Select {row.description}",
                on_change=lambda is_on: act.tick(row.entry_id, is_on, SHIFT),
                custom_attrs={"data-ticked": rx.cond(is_ticked, "all", "none")},
            ),
        ),
    )


def _what(row: EntryRow, act: EntryActions) -> rx.Component:
    return rx.el.div(
        rx.cond(
            row.count > 1,
            rx.el.button(
                row.count,
                type="button",
                class_name="tt-count",
                aria_label=rx.cond(row.is_open, f"Fold {row.count} entries", f"Show {row.count} entries"),
                aria_expanded=rx.cond(row.is_open, "true", "false"),
                on_click=lambda: act.unfold(row.entry_id),
            ),
        ),
        edit_cell(
            row.description,
            label="Description",
            on_save=lambda text: act.describe(row.entry_id, text, BASED),
            rev=row.rev,
            locked=row.locked,
            is_refused=row.problem_field == "description",
            placeholder="No description",
            attrs={"data-cell": "description"},
        ),
        class_name="tt-what",
    )


def _tags(row: EntryRow, act: EntryActions) -> rx.Component:
    return rx.el.div(
        edit_cell(
            row.tags_text,
            label="Tags, separated by commas",
            on_save=lambda text: act.tag(row.entry_id, text, BASED),
            rev=row.rev,
            locked=row.locked,
            is_refused=row.problem_field == "tags",
        ),
        rx.el.span(
            rx.foreach(row.tags, lambda tag: rx.el.span(tag, class_name="tt-badge")),
            class_name="tt-value",
            aria_hidden="true",
        ),
        class_name="tt-tags tt-under",
    )


def _range(row: EntryRow, act: EntryActions) -> rx.Component:
    return rx.el.div(
        edit_cell(
            row.range_text,
            label="From and to",
            on_save=lambda text: act.move(row.entry_id, text, BASED),
            rev=row.rev,
            edit="range",
            locked=_times_locked(row),
            is_refused=row.problem_field == "range",
        ),
        class_name="tt-range",
    )


def _range_now(row: EntryRow, act: EntryActions) -> rx.Component:
    return rx.el.div(
        edit_cell(
            row.range_text,
            label="Started at",
            on_save=lambda text: act.move(row.entry_id, text, BASED),
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
            f"{row.hours}{row.seconds}",
            label="Duration",
            on_save=lambda text: act.last(row.entry_id, text, BASED),
            rev=row.rev,
            edit="hours",
            locked=_times_locked(row),
            is_refused=row.problem_field == "hours",
            is_number=True,
            attrs={"data-start": row.start, "data-ends": row.end_text},
        ),
        rx.el.span(
            rx.cond(
                row.decimals != "",
                row.decimals,
                rx.fragment(rx.el.span(row.hours), rx.el.span(row.seconds, class_name="tt-sec")),
            ),
            class_name="tt-value",
            aria_hidden="true",
        ),
        class_name="tt-hours tt-under",
    )


def _times_locked(row: EntryRow) -> rx.Var:
    """Identical entries that are folded into one have many times; none of them can be typed."""
    return rx.cond((row.count > 1) & ~row.is_open, "Show the single entries to change their times", row.locked)


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
            custom_attrs={"data-do": "resume"},
        ),
    )


def _gap(gap: GapRow, act: EntryActions) -> rx.Component:
    return rx.el.li(
        rx.el.span(gap.text),
        rx.el.button(rx.icon("plus", size=14), "fill", type="button", on_click=lambda: act.fill(gap.gap_id)),
        class_name="tt-gap",
        key=gap.gap_id,
    )
