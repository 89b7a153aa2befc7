"""/timesheet: a week as a grid of typed hours."""

import reflex as rx

from timetrack.components.clock import growing_total
from timetrack.components.controls import Kind, button
from timetrack.components.menu import menu, menu_item, project_picker
from timetrack.components.page import page
from timetrack.components.skeleton import skeleton_rows
from timetrack.components.timesheet_grid import SheetActions, day_tabs, timesheet_grid
from timetrack.components.week_period import week_period
from timetrack.states.timer import TimerState
from timetrack.states.timesheet import TimesheetState

PICKER, COPY = "sheet-project", "sheet-copy"
ACTIONS = SheetActions(
    fill=TimesheetState.fill,
    use_mine=TimesheetState.use_mine,
    dismiss=TimesheetState.dismiss,
    start=TimesheetState.start,
    clear=TimesheetState.clear_row,
    remove=TimesheetState.remove_row,
    show_day=TimesheetState.show_day,
)


@rx.page(route="/timesheet", title="Timesheet · Timetrack", on_load=[TimerState.open, TimesheetState.open])
def timesheet() -> rx.Component:
    """The timesheet."""
    return page(
        rx.cond(TimesheetState.is_loaded, _week(), skeleton_rows(8)),
        project_picker(PICKER, TimerState.picks, TimesheetState.add_row),
        rx.el.script(src="/timesheet.js", custom_attrs={"async": True}),
        title="Timesheet",
        current="/timesheet",
        head=[
            week_period(
                "sheet-period",
                TimesheetState.period_text,
                TimesheetState.first_day,
                earlier=TimesheetState.earlier,
                later=TimesheetState.later,
                this_week=TimesheetState.show_this_week,
                show_of=TimesheetState.show_week_of,
            )
        ],
        side=[_phone_total(), *_copy(), _add("Add row", "outline", "tt-btn tt-wide")],
    )


def _week() -> rx.Component:
    state = TimesheetState
    total = growing_total(state.total_text, state.base_seconds, state.since)
    return rx.fragment(
        day_tabs(state.days, state.shown_place, state.show_day),
        timesheet_grid(
            state.rows,
            state.days,
            ACTIONS,
            total=total,
            target=state.target_text,
            add=_add("Add project or task", "ghost", "tt-btn tt-sheet-more"),
            place=state.shown_place,
            nothing=state.zero_text,
        ),
        rx.el.p(
            f"Hours you type are placed in the free time of that day and never overlap. {state.zone_text}, week starts"
            f" on {state.starts_text}. Times show whole minutes; seconds are kept.",
            class_name="tt-muted tt-small",
        ),
    )


def _phone_total() -> rx.Component:
    state = TimesheetState
    return rx.el.span(
        growing_total(state.total_text, state.base_seconds, state.since, class_name="tt-total"),
        rx.el.span(" / ", state.target_text, class_name="tt-muted"),
        class_name="tt-narrow",
    )


def _copy() -> list[rx.Component]:
    return [
        button(
            "Copy last week",
            icon="copy",
            kind="ghost",
            class_name="tt-btn tt-compact",
            aria_label="Copy last week",
            custom_attrs={"popoverTarget": COPY},
        ),
        menu(
            COPY,
            menu_item("rows_3", "Rows only", of=COPY, on_click=TimesheetState.copy_rows),
            menu_item("copy_plus", "Rows and hours", of=COPY, on_click=TimesheetState.copy_hours),
            label="Copy last week",
        ),
    ]


def _add(words: str, kind: Kind, class_name: str) -> rx.Component:
    return button(words, icon="plus", kind=kind, class_name=class_name, custom_attrs={"popoverTarget": PICKER})
