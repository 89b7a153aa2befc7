"""Everyone's today on one axis, and the board as a table."""

from typing import Any

import reflex as rx

from timetrack.components.board_card import each_card, person_mark
from timetrack.components.clock import growing_total
from timetrack.components.project_chip import project_chip
from timetrack.components.table import Column, table_row
from timetrack.states.board_rows import BlockRow, CardRow

HOURS = (8, 10, 12, 14, 16, 18)
FIRST_HOUR, SHOWN_HOURS = 7, 12
COLUMNS = (
    Column("Person"),
    Column("State"),
    Column("Project"),
    Column("Description", shown_from="lg"),
    Column("Since", is_number=True, shown_from="md"),
    Column("Today", is_number=True),
    Column("This week", is_number=True),
)


def board_day(state: Any) -> rx.Component:
    """Show a lane per person, 07 to 19, with today's total and target."""
    return rx.el.section(
        rx.el.div(
            rx.el.h2("Today"),
            rx.el.div(*[_hour(hour) for hour in HOURS], class_name="tt-lane-hours", aria_hidden="true"),
            rx.el.span("Today", class_name="tt-num"),
            rx.el.span("Target", class_name="tt-num"),
            class_name="tt-lane tt-lane-head",
        ),
        rx.el.ul(each_card(state, _lane)),
        class_name="tt-card tt-lanes",
        aria_label="Today, person by person",
    )


def board_table(state: Any) -> rx.Component:
    """Show the same as a table."""
    return rx.el.div(
        rx.el.table(
            rx.el.thead(rx.el.tr(*[_head(column) for column in COLUMNS])),
            rx.el.tbody(each_card(state, _row)),
            class_name="tt-table",
            aria_label="The team",
        ),
        class_name="tt-card tt-table-wrap",
    )


def _hour(hour: int) -> rx.Component:
    return rx.el.span(f"{hour:02d}", style={"left": f"{(hour - FIRST_HOUR) / SHOWN_HOURS:.4%}"})


def _lane(card: CardRow) -> rx.Component:
    return rx.el.li(
        rx.el.span(
            rx.el.span(
                card.initial, class_name="tt-avatar", aria_hidden="true", custom_attrs={"data-color": card.tint}
            ),
            rx.el.span(card.name, class_name="tt-name tt-cut"),
            class_name="tt-lane-who",
        ),
        rx.el.div(
            rx.foreach(card.blocks, _piece),
            rx.el.i(class_name="tt-lane-now"),
            class_name="tt-lane-day",
            role="img",
            aria_label=card.strip_text,
        ),
        growing_total(
            card.today_text, card.today_seconds, card.today_since, key=card.today_since, class_name="tt-num tt-name"
        ),
        rx.el.span(card.target_text, class_name="tt-num tt-muted"),
        key=card.user_id,
        class_name="tt-lane",
    )


def _piece(block: BlockRow) -> rx.Component:
    return rx.el.span(
        block.name,
        class_name="tt-piece",
        custom_attrs={
            "data-color": block.color,
            "data-running": rx.cond(block.is_running, "true", "false"),
            "style": rx.Var.create({"--from": block.minute, "--minutes": block.minutes}),
        },
    )


def _head(column: Column) -> rx.Component:
    attrs = {"data-name": column.name, **({"data-from": column.shown_from} if column.shown_from else {})}
    return rx.el.th(column.name, scope="col", class_name="tt-num" if column.is_number else "", custom_attrs=attrs)


def _row(card: CardRow) -> rx.Component:
    cells = [
        rx.el.span(person_mark(card, size=1), rx.el.span(card.name, class_name="tt-name"), class_name="tt-lane-who"),
        rx.el.span(card.state_text),
        rx.cond(card.state == "out", "–", project_chip(card.project, card.color, card.task)),
        rx.cond(card.is_hidden, rx.el.span("Description hidden", class_name="tt-muted"), card.description),
        card.since_text,
        growing_total(card.today_text, card.today_seconds, card.today_since, key=card.today_since),
        growing_total(card.week_text, card.week_seconds, card.week_since, key=card.week_since),
    ]
    return table_row(COLUMNS, cells, key=card.user_id)
