"""This week and last, side by side by day: the card with its legend, its chart, and the same numbers as a table."""

from typing import Any

import reflex as rx

from timetrack.components.charts import week_chart
from timetrack.components.controls import icon_button
from timetrack.components.kinds import Handler
from timetrack.components.stat import card
from timetrack.states.dashboard_rows import ComparedDayRow


def week_card(week: Any, is_table: bool | rx.Var, on_turn: Handler) -> rx.Component:
    """Show a WeekRow; `on_turn()` changes between chart and table."""
    return card(
        "This week and last",
        rx.cond(is_table, _table(week), _chart(week)),
        beside=rx.el.div(
            rx.el.div(
                _series("this", "This week"),
                _series("last", week.last_name),
                _series("rest", "the rest of it"),
                class_name="tt-legend tt-wide",
            ),
            icon_button(
                "table_2",
                "Show as a table",
                size=1,
                on_click=lambda: on_turn(),
                custom_attrs={"aria-pressed": _yes(is_table)},
            ),
            class_name="tt-chart-side",
        ),
        columns=8,
    )


def week_skeleton() -> rx.Component:
    """Show the card, as high as it will be, before its numbers are here."""
    return card("This week and last", rx.el.div(class_name="tt-chart"), columns=8)


def _series(name: str, words: str | rx.Var) -> rx.Component:
    return rx.el.span(rx.el.i(aria_hidden="true", custom_attrs={"data-series": name}), words)


def _chart(week: Any) -> rx.Component:
    return rx.el.div(
        rx.el.div(week_chart(week), class_name="tt-chart-plot"),
        rx.el.ol(rx.foreach(week.days, _day_name), class_name="tt-chart-days", aria_hidden="true"),
        class_name="tt-chart",
        role="img",
        aria_label=week.words,
    )


def _day_name(day: ComparedDayRow) -> rx.Component:
    return rx.el.li(
        day.name, rx.el.span(" ", day.date_text, class_name="tt-wide"), custom_attrs={"data-today": _yes(day.is_today)}
    )


def _table(week: Any) -> rx.Component:
    heads = ("This week", week.last_name, "The rest of it")
    totals = (week.this_total, week.last_total, week.rest_total)
    return rx.el.div(
        rx.el.table(
            rx.el.caption("Hours by day, this week and last", class_name="tt-sr"),
            rx.el.thead(rx.el.tr(rx.el.th("Day", scope="col"), *[rx.el.th(head, scope="col") for head in heads])),
            rx.el.tbody(rx.foreach(week.days, _day)),
            rx.el.tfoot(rx.el.tr(rx.el.th("Week", scope="row"), *[rx.el.td(total) for total in totals])),
            class_name="tt-figures",
        ),
        class_name="tt-chart",
    )


def _day(day: ComparedDayRow) -> rx.Component:
    return rx.el.tr(
        rx.el.th(day.name, " ", day.date_text, scope="row"),
        rx.el.td(day.this_text),
        rx.el.td(day.last_text),
        rx.el.td(day.rest_text),
        custom_attrs={"data-today": _yes(day.is_today)},
    )


def _yes(value: bool | rx.Var) -> rx.Var:
    return rx.cond(value, "true", "false")
