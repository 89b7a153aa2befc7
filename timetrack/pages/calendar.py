"""/calendar: a day or a week of entries as blocks."""

import reflex as rx

from timetrack.components.calendar_grid import calendar_grid, day_strip_tabs
from timetrack.components.calendar_popovers import entry_popover, new_popover
from timetrack.components.clock import growing_total
from timetrack.components.controls import button, key
from timetrack.components.key_sheet import CALENDAR
from timetrack.components.page import page
from timetrack.components.skeleton import skeleton_rows
from timetrack.components.week_period import week_period
from timetrack.states.calendar import CalendarState
from timetrack.states.calendar_acts import CalendarActsState
from timetrack.states.log import LogState
from timetrack.states.timer import TimerState


@rx.page(route="/calendar", title="Calendar · Timetrack", on_load=[TimerState.open, CalendarState.open])
def calendar() -> rx.Component:
    """The calendar."""
    state = CalendarState
    return page(
        rx.cond(state.is_loaded, _grid(), skeleton_rows(8)),
        entry_popover(
            state.picked,
            TimerState.picks,
            shown=state.shown,
            problem=state.problem,
            on_save=CalendarActsState.save,
            on_split=CalendarActsState.split_at,
            on_delete=CalendarActsState.delete,
        ),
        new_popover(TimerState.picks, problem=state.problem, on_create=CalendarActsState.create),
        rx.el.script(src="/calendar.js", type="module", custom_attrs={"async": True}),
        title="Calendar",
        current="/calendar",
        head=[
            week_period(
                "calendar-period",
                state.period_text,
                state.first_day,
                earlier=state.earlier,
                later=state.later,
                this_week=state.show_today,
                show_of=state.show_day_of,
            ),
            button("Today", kind="ghost", on_click=state.show_today, class_name="tt-btn tt-wide"),
        ],
        side=[
            _total(),
            _views(),
            button("Log time", icon="plus", class_name="tt-btn tt-compact", on_click=LogState.begin),
        ],
    )


def _grid() -> rx.Component:
    state = CalendarState
    return rx.fragment(
        day_strip_tabs(state.days, state.place, state.show_day),
        calendar_grid(
            state.days,
            state.hours,
            view=state.view,
            place=state.place,
            rev=state.rev,
            now_second=state.now_second,
            on_pick=state.pick,
            on_draw=CalendarActsState.draw,
        ),
        rx.el.p(
            rx.el.span(
                "Drag to draw, move or resize, by quarters of an hour, with Alt by minutes. Double click splits."
            ),
            *[rx.el.span(*map(key, keys), f" {words}") for keys, words in CALENDAR],
            class_name="tt-muted tt-small tt-wide tt-cal-legend",
        ),
    )


def _total() -> rx.Component:
    state = CalendarState
    return rx.fragment(
        rx.el.span("billable ", state.billable_text, class_name="tt-muted tt-total-billable"),
        growing_total(state.total_text, state.base_seconds, state.since, class_name="tt-total"),
    )


def _views() -> rx.Component:
    return rx.el.div(
        _view("day", "Day"),
        _view("week", "Week"),
        class_name="tt-segments tt-wide",
        role="group",
        aria_label="View",
    )


def _view(name: str, words: str) -> rx.Component:
    return rx.el.button(
        words,
        type="button",
        on_click=lambda: CalendarState.show_view(name),
        custom_attrs={"aria-current": rx.cond(CalendarState.view == name, "true", "false")},
    )
