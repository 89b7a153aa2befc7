"""Tables whose cells edit in place; on phones each row becomes two lines."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

import reflex as rx

from timetrack.components.controls import icon_button
from timetrack.components.kinds import Handler, Piece
from timetrack.components.menu import popover
from timetrack.components.stat import track

COLORS = (
    "blue",
    "cyan",
    "teal",
    "grass",
    "gold",
    "brown",
    "orange",
    "tomato",
    "crimson",
    "pink",
    "plum",
    "purple",
    "slate",
)
"""The project palette; slate is for internal work."""


@dataclass(frozen=True)
class Column:
    """One column: its head, whether it holds figures, and from which width it is shown ("" always, md 768, lg 1280)."""

    name: str
    is_number: bool = False
    shown_from: Literal["", "md", "lg"] = ""
    is_hidden: bool = False


def table(columns: Sequence[Column], rows: Any, row: Handler, *, label: str) -> rx.Component:
    """Show rows under their columns; `row(one)` gives a `table_row`."""
    return rx.el.div(
        rx.el.table(
            rx.el.thead(rx.el.tr(*[_head(column) for column in columns])),
            rx.el.tbody(rx.foreach(rows, row)),
            class_name="tt-table",
            aria_label=label,
        ),
        class_name="tt-card tt-table-wrap",
    )


def table_row(
    columns: Sequence[Column], cells: Sequence[Piece], *, key: int | rx.Var, is_archived: bool | rx.Var = False
) -> rx.Component:
    """Show one row: a cell per column, in the same order."""
    return rx.el.tr(
        *[_cell(column, cell) for column, cell in zip(columns, cells, strict=True)],
        key=key,
        custom_attrs={"data-archived": rx.cond(is_archived, "true", "false")},
    )


def value(text: Piece) -> rx.Component:
    """Show a text that does not edit, aligned with the cells that do."""
    return rx.el.span(text, class_name="tt-value")


def used(
    value: int | rx.Var,
    text: str | rx.Var,
    tone: str | rx.Var,
    *,
    is_known: bool | rx.Var,
    color: str | rx.Var = "",
    otherwise: str = "no estimate",
) -> rx.Component:
    """Show how much of a budget or estimate is used, as a bar with its figure."""
    return rx.cond(
        is_known,
        rx.el.span(
            track(value, 100, f"Used {text}", tone=tone, color=color),
            rx.el.span(text, class_name="tt-num"),
            class_name="tt-used",
            custom_attrs={"data-tone": tone},
        ),
        rx.el.span(otherwise, class_name="tt-muted"),
    )


def archive_button(name: str | rx.Var, is_archived: bool | rx.Var, on_turn: Handler) -> rx.Component:
    """Show the button that archives or brings back; `on_turn()`."""
    return rx.cond(
        is_archived,
        icon_button(
            "archive_restore",
            f"Bring back {name}",
            on_click=lambda: on_turn(),
            tip="Bring back",
            custom_attrs={"data-tip-side": "left"},
        ),
        icon_button(
            "archive",
            f"Archive {name}",
            on_click=lambda: on_turn(),
            tip="Archive",
            custom_attrs={"data-tip-side": "left"},
        ),
    )


def swatch(name: str | rx.Var, color: str | rx.Var, on_choose: Handler) -> rx.Component:
    """Show a project's colour as a square that opens the palette; `name` is unique on the page, `on_choose(color)`."""
    return rx.fragment(
        rx.el.button(
            rx.el.span(class_name="tt-square", custom_attrs={"data-color": color}),
            type="button",
            class_name="tt-icon-btn",
            aria_label=f"Colour: {color}",
            custom_attrs={"popoverTarget": name},
        ),
        popover(
            name,
            *[_color(one, color, name, on_choose) for one in COLORS],
            kind="tt-swatches",
            label="Colour",
            role="group",
        ),
    )


def _color(one: str, color: str | rx.Var, name: str | rx.Var, on_choose: Handler) -> rx.Component:
    return rx.el.button(
        rx.el.span(class_name="tt-square", custom_attrs={"data-color": one}),
        type="button",
        aria_label=one,
        on_click=lambda: on_choose(one),
        custom_attrs={
            "popoverTarget": name,
            "popoverTargetAction": "hide",
            "aria-pressed": rx.cond(color == one, "true", "false"),
        },
    )


def _head(column: Column) -> rx.Component:
    words = rx.el.span(column.name, class_name="tt-sr") if column.is_hidden else column.name
    return rx.el.th(words, scope="col", **_looks(column))


def _cell(column: Column, cell: Piece) -> rx.Component:
    return rx.el.td(cell, **_looks(column))


def _looks(column: Column) -> dict[str, Any]:
    attrs = {"data-name": column.name, **({"data-from": column.shown_from} if column.shown_from else {})}
    return {"class_name": "tt-num" if column.is_number else "", "custom_attrs": attrs}
