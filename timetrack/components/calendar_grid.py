"""The calendar's grid: a column per day with its entries as blocks, the now line, and what calendar.js needs to draw."""

from typing import Any

import reflex as rx

from timetrack.components.clock import growing_total
from timetrack.components.kinds import Handler
from timetrack.states.calendar_rows import CalendarBlock, CalendarDay

ENTRY, NEW = "calendar-entry", "calendar-new"
"""The ids of the two popovers: of an entry, and of what was drawn on empty time."""
FIELDS = ("what", "entry_id", "day", "second", "until", "fold", "seen")


def calendar_grid(
    days: list[CalendarDay],
    hours: list[str],
    *,
    view: str,
    place: int,
    rev: int,
    now_second: int,
    on_pick: Handler,
    on_draw: Handler,
) -> rx.Component:
    """Show the week, or in the day view and on phones the day at `place`; `on_draw(form)` gets what was dragged."""
    return rx.el.section(
        rx.el.div(
            rx.el.div(
                rx.el.span(class_name="tt-cal-gutter"),
                rx.foreach(days, _head),
                class_name="tt-cal-heads",
            ),
            rx.el.div(
                rx.el.div(rx.foreach(hours, rx.el.span), class_name="tt-cal-gutter tt-cal-hours", aria_hidden="true"),
                rx.foreach(days, lambda day: _column(day, on_pick)),
                class_name="tt-cal-body",
            ),
            class_name="tt-cal-scroll",
            tab_index=0,
            role="group",
            aria_label="Entries by day and hour",
        ),
        _bridge(on_draw),
        class_name="tt-card tt-cal",
        aria_label="Calendar",
        custom_attrs={"data-view": view, "data-place": place, "data-rev": rev, "data-now": now_second},
    )


def day_strip_tabs(days: list[CalendarDay], place: int, on_show: Handler) -> rx.Component:
    """Show the seven days of the week as tabs, on phones only."""
    return rx.el.div(
        rx.foreach(
            days,
            lambda day: rx.el.button(
                rx.el.span(day.short),
                rx.el.span(day.number, class_name="tt-day-tab-figure"),
                type="button",
                aria_label=day.label,
                on_click=lambda: on_show(day.place),
                class_name="tt-day-tab",
                custom_attrs={"aria-pressed": rx.cond(day.place == place, "true", "false")},
            ),
        ),
        role="group",
        aria_label="Day",
        class_name="tt-day-tabs tt-narrow",
    )


def _head(day: CalendarDay) -> rx.Component:
    return rx.el.div(
        rx.el.span(day.name),
        rx.el.b(day.number),
        growing_total(day.total_text, day.base_seconds, day.since, class_name="tt-cal-total"),
        class_name="tt-cal-head",
        custom_attrs=_place(day),
    )


def _column(day: CalendarDay, on_pick: Handler) -> rx.Component:
    return rx.el.div(
        rx.cond(
            day.change != "",
            rx.el.div(
                rx.el.span(day.change),
                class_name="tt-cal-change",
                custom_attrs={
                    "data-kind": day.change_kind,
                    "style": {"top": day.change_top, "height": day.change_height},
                },
            ),
        ),
        rx.foreach(day.blocks, lambda block: _block(block, on_pick)),
        rx.el.button(
            rx.el.b(),
            rx.el.span(),
            type="button",
            hidden=True,
            tab_index=-1,
            class_name="tt-cal-ghost",
            aria_hidden="true",
            custom_attrs={"popoverTarget": NEW},
        ),
        rx.cond(day.is_today, rx.el.div(class_name="tt-cal-now", aria_hidden="true")),
        role="group",
        tab_index=0,
        aria_label=day.label,
        class_name="tt-cal-day",
        custom_attrs={**_place(day), "data-day": day.day, "data-twice": day.twice},
        key=day.day,
    )


def _block(block: CalendarBlock, on_pick: Handler) -> rx.Component:
    return rx.el.button(
        rx.el.b(block.title),
        rx.el.span(block.project, class_name="tt-cal-project"),
        rx.el.span(block.hours_text, class_name="tt-cal-length"),
        type="button",
        class_name="tt-cal-block",
        aria_label=block.label,
        aria_haspopup="dialog",
        on_click=lambda: on_pick(block.entry_id),
        key=block.key,
        custom_attrs={
            "popoverTarget": ENTRY,
            "data-color": block.color,
            "data-entry": block.entry_id,
            "data-seen": block.seen,
            "data-first": block.first,
            "data-last": block.last,
            "data-lane": block.lane,
            "data-head": rx.cond(block.has_head, "true", "false"),
            "data-tail": rx.cond(block.has_tail, "true", "false"),
            "data-running": rx.cond(block.is_running, "true", "false"),
            "style": {"--top": block.top, "--height": block.height},
        },
    )


def _bridge(on_draw: Handler) -> rx.Component:
    """What calendar.js fills and submits when something was drawn."""
    return rx.el.form(
        *[rx.el.input(type="hidden", name=name) for name in FIELDS], id="calendar-draw", hidden=True, on_submit=on_draw
    )


def _place(day: CalendarDay) -> dict[str, Any]:
    return {
        "data-place": day.place,
        "data-today": rx.cond(day.is_today, "true", "false"),
        "data-weekend": rx.cond(day.is_weekend, "true", "false"),
    }
