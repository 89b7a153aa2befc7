"""/team/wall: the team board for a screen on the wall, dark and readable from five metres."""

import reflex as rx

from timetrack.components.board_card import board_strip, card_clock, each_card, person_mark
from timetrack.components.clock import growing_total
from timetrack.components.controls import link
from timetrack.components.frame import logo
from timetrack.components.project_chip import project_chip
from timetrack.states.board import WallState
from timetrack.states.board_rows import CardRow

FIGURES = WallState.figures
DARK = {"data-accent-color": "iris", "data-gray-color": "slate", "data-radius": "medium", "data-scaling": "100%"}


@rx.page(route="/team/wall", title="Wall screen · Timetrack", on_load=WallState.open)
def wall() -> rx.Component:
    """The wall screen: dark whatever the system prefers."""
    return rx.el.main(
        _head(),
        rx.el.ul(
            each_card(WallState, _card),
            class_name="tt-wall-cards",
            aria_label="The team",
            custom_attrs={"data-people": rx.cond(FIGURES.people > 12, "20", rx.cond(FIGURES.people > 6, "12", "6"))},
        ),
        rx.el.button(
            "New day", type="button", hidden=True, on_click=WallState.turn_day, custom_attrs={"data-new-day": ""}
        ),
        class_name="radix-themes dark tt-wall tt-board",
        custom_attrs={
            **DARK,
            "data-strip-start": FIGURES.strip_start,
            "data-day-ends": FIGURES.day_ends,
            "data-wall": "",
            "data-hours-form": FIGURES.hours_form,
            "data-clock-form": FIGURES.clock_form,
        },
    )


def _head() -> rx.Component:
    return rx.el.header(
        logo(24),
        rx.el.h1(link(WallState.workspace, to="/team", class_name="")),
        rx.el.p(FIGURES.working, " of ", FIGURES.people, " working", class_name="tt-muted"),
        rx.el.p(
            rx.el.span("team today ", class_name="tt-muted"),
            rx.el.b(
                FIGURES.total_text,
                key=FIGURES.since,
                custom_attrs={
                    "data-since": FIGURES.since,
                    "data-base": FIGURES.total_seconds,
                    "data-rate": FIGURES.rate,
                },
            ),
            class_name="tt-wall-total",
        ),
        rx.el.p(
            rx.el.span(FIGURES.day_text, class_name="tt-muted"),
            rx.el.time(custom_attrs={"data-clock": FIGURES.zone}),
        ),
    )


def _card(card: CardRow) -> rx.Component:
    return rx.el.li(
        rx.el.div(
            person_mark(card),
            rx.el.h2(card.name, class_name="tt-cut"),
            rx.el.span(rx.cond(card.state == "out", "", card.since_text), class_name="tt-muted"),
            class_name="tt-wall-who",
        ),
        rx.el.p(
            rx.cond(card.is_hidden, "Description hidden", card.description),
            class_name="tt-wall-what tt-cut",
            custom_attrs={"data-hidden": rx.cond(card.is_hidden, "true", "false")},
        ),
        rx.el.div(
            rx.cond(card.state != "out", project_chip(card.project, card.color, card.task)), class_name="tt-wall-on"
        ),
        rx.el.div(
            rx.cond(
                card.since > 0,
                card_clock(card),
                rx.el.span(rx.cond(card.state == "away", "Away", "Out"), class_name="tt-board-clock"),
            ),
            rx.el.span(
                rx.el.span("today ", class_name="tt-muted"),
                growing_total(card.today_text, card.today_seconds, card.today_since, key=card.today_since),
                class_name="tt-wall-today",
            ),
            class_name="tt-wall-time",
        ),
        board_strip(card),
        key=card.user_id,
        class_name="tt-wall-card",
        custom_attrs={"data-state": card.state},
    )
