"""One day of the Time page: head with strip and totals, then its entries."""

import reflex as rx

from timetrack.components.clock import growing_total
from timetrack.components.day_strip import day_strip
from timetrack.components.entry_row import EntryActions, entry_row
from timetrack.states.time_rows import DayRow


def day_card(day: DayRow, act: EntryActions) -> rx.Component:
    """Show a day; the page adds one `project_picker(PICKER, …)` beside all its day cards."""
    return rx.el.section(
        rx.el.header(
            _tick(day, act),
            rx.el.h2(day.name),
            rx.el.span(day.date_text, class_name="tt-muted"),
            day_strip(day.strip, day.now_minute, day.strip_text),
            rx.el.span("billable ", day.billable_text, class_name="tt-day-billable"),
            growing_total(day.total_text, day.total_seconds, day.since, form=day.hours_form, class_name="tt-day-total"),
            class_name="tt-day-head",
        ),
        rx.cond(day.note != "", rx.el.p(day.note, class_name="tt-day-note")),
        rx.el.ul(rx.foreach(day.lines, lambda row: entry_row(row, act))),
        class_name="tt-card",
        aria_label=f"{day.name} {day.date_text}",
        key=day.day,
        custom_attrs={"data-day": day.day},
    )


def _tick(day: DayRow, act: EntryActions) -> rx.Component:
    return rx.el.input(
        type="checkbox",
        class_name="tt-day-tick",
        aria_label=f"Select {day.name} {day.date_text}",
        on_change=lambda is_on: act.tick_day(day.day, is_on),
        custom_attrs={"data-ticked": act.ticked_days.get(day.day, "none")},
    )
