"""Figures on cards: one loud number, what it is measured against, and a bar."""

from typing import Any, Literal

import reflex as rx

from timetrack.components.kinds import Piece

Columns = Literal[3, 4, 5, 6, 7, 8, 12]


def stat(
    label: str, figure: Piece, *, of: Piece | None = None, track: rx.Component | None = None, note: Piece | None = None
) -> rx.Component:
    """Show a figure with its label; `of` stands beside it (hidden on phones), `note` below the bar."""
    return rx.el.div(
        rx.el.span(label, class_name="tt-label"),
        rx.el.span(figure, *([rx.el.small(of)] if of is not None else []), class_name="tt-stat-figure"),
        *([track] if track is not None else []),
        *([rx.el.span(note, class_name="tt-note")] if note is not None else []),
        class_name="tt-stat",
    )


def stat_card(label: str, figure: Piece, *, columns: Columns = 3, **rest: Any) -> rx.Component:
    """Show a stat on a card of its own inside `card_grid`."""
    return rx.el.section(
        stat(label, figure, **rest), class_name="tt-card", aria_label=label, custom_attrs={"data-cols": str(columns)}
    )


def stat_row(*stats: rx.Component) -> rx.Component:
    """Show up to four stats side by side on one card, two by two on phones."""
    return rx.el.section(*stats, class_name="tt-card tt-stat-row", aria_label="Figures")


def track(
    value: int | rx.Var, most: int | rx.Var, label: str | rx.Var, *, tone: str | rx.Var = "", color: str | rx.Var = ""
) -> rx.Component:
    """Show a figure against its whole; tone warn or bad, or a project's colour. The figure stands beside it in words."""
    attrs = {"data-tone": tone, "data-color": color}
    return rx.el.progress(value=value, max=most, class_name="tt-track", aria_label=label, custom_attrs=attrs)


def card_grid(*cards: rx.Component) -> rx.Component:
    """Lay cards on twelve columns; phones show them below each other (columns=3 two by two)."""
    return rx.el.div(*cards, class_name="tt-grid")


def card(title: str | rx.Var, *body: Piece, beside: Piece | None = None, columns: Columns = 12) -> rx.Component:
    """Show a card with a head; `beside` stands at the right of its title (a legend, a link, a period)."""
    return rx.el.section(
        rx.el.header(rx.el.h2(title), *([beside] if beside is not None else []), class_name="tt-card-head"),
        *body,
        class_name="tt-card",
        custom_attrs={"data-cols": str(columns)},
    )
