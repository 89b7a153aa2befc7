"""The team board's cards: who works on what, since when, and today on a strip. The wall shows the same, larger."""

from typing import Any

import reflex as rx

from timetrack.components.clock import growing_total, running_clock
from timetrack.components.controls import badge
from timetrack.components.kinds import Handler
from timetrack.components.project_chip import project_chip
from timetrack.states.board import PARTS
from timetrack.states.board_rows import BlockRow, CardRow


def each_card(state: Any, view: Handler) -> rx.Component:
    """Show the cards of a board's state in their order; `view(card)`."""
    cards = state.part_0
    for n in range(1, PARTS):
        cards = cards.merge(getattr(state, f"part_{n}"))
    return rx.foreach(_bound(cards), lambda bound: rx.foreach(state.order, lambda key: view(bound[key])))


def board_card(card: CardRow) -> rx.Component:
    """Show one person."""
    return rx.el.li(
        rx.el.div(
            person_mark(card),
            rx.el.div(
                rx.el.h2(card.name, rx.cond(card.is_you, rx.el.span(" (you)", class_name="tt-muted"))),
                rx.el.span(card.since_text, class_name="tt-muted tt-small tt-num"),
            ),
            rx.cond(
                card.since > 0, card_clock(card), badge(card.state_text, rx.cond(card.state == "away", "warn", ""))
            ),
            class_name="tt-board-head",
        ),
        board_work(card),
        rx.el.div(
            board_strip(card),
            growing_total(card.today_text, card.today_seconds, card.today_since, key=card.today_since),
            class_name="tt-board-day",
        ),
        key=card.user_id,
        class_name="tt-card tt-board-card",
        custom_attrs={"data-state": card.state},
    )


def board_work(card: CardRow) -> rx.Component:
    """Say what is worked on, or was last; the week's total stands beside the project."""
    return rx.el.div(
        rx.cond(
            card.is_hidden,
            rx.el.p(rx.icon("eye_off", size=16), "Description hidden", class_name="tt-board-what tt-muted"),
            rx.el.p(
                rx.cond(
                    card.state == "out",
                    "No time today",
                    rx.cond(card.description != "", card.description, "No description"),
                ),
                class_name="tt-board-what tt-cut",
            ),
        ),
        rx.el.div(
            rx.cond(card.state == "away", rx.el.span("last on", class_name="tt-muted")),
            rx.cond(card.state != "out", project_chip(card.project, card.color, card.task)),
            rx.el.span(
                "week ",
                growing_total(card.week_text, card.week_seconds, card.week_since, key=card.week_since),
                class_name="tt-board-week",
            ),
            class_name="tt-board-on",
        ),
        class_name="tt-board-work",
    )


def card_clock(card: CardRow) -> rx.Component:
    """Show how long the timer runs."""
    return running_clock(card.hours, card.seconds, card.since, class_name="tt-board-clock", key=card.since)


def person_mark(card: CardRow, size: int = 2) -> rx.Component:
    """Show a person's initial with their state as a dot; the state stands beside it in words."""
    return rx.el.span(
        rx.el.span(
            card.initial, class_name="tt-avatar", custom_attrs={"data-size": str(size), "data-color": card.tint}
        ),
        rx.el.i(class_name="tt-state-dot", custom_attrs={"data-state": card.state}),
        rx.el.span(card.state_text, class_name="tt-sr"),
        class_name="tt-mark",
    )


def board_strip(card: CardRow) -> rx.Component:
    """Show today from 07 to 19; board.js moves the tick for now, and what runs grows up to it."""
    return rx.el.svg(
        rx.foreach(card.blocks, _block),
        rx.el.svg.rect(y=-1, width=3, height=8, custom_attrs={"data-now": ""}),
        class_name="tt-strip",
        view_box="0 0 720 6",
        preserve_aspect_ratio="none",
        role="img",
        aria_label=card.strip_text,
    )


def _block(block: BlockRow) -> rx.Component:
    running = rx.cond(block.is_running, "true", "false")
    return rx.el.svg.rect(
        x=block.minute,
        y=0,
        width=block.minutes,
        height=6,
        custom_attrs={
            "data-color": block.color,
            "data-running": running,
            "style": rx.Var.create({"--from": block.minute}),
        },
    )


def _bound(cards: Any) -> Any:
    """A list with the cards alone: going through it binds them once, instead of merging them for every field."""
    return rx.Var.create([cards]).to(list[dict[str, CardRow]])
