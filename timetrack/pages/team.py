"""/team: who works on what right now, since when, and what today and this week brought."""

import reflex as rx

from timetrack.components.board_card import board_card, each_card
from timetrack.components.board_day import board_day, board_table
from timetrack.components.controls import button, link_button
from timetrack.components.empty import empty
from timetrack.components.page import page
from timetrack.components.skeleton import skeleton_cards
from timetrack.states.board import BoardState
from timetrack.states.timer import TimerState

FIGURES = BoardState.figures


@rx.page(route="/team", title="Team · Timetrack", on_load=[TimerState.open, BoardState.open])
def team() -> rx.Component:
    """The team board."""
    return page(
        rx.el.div(
            rx.cond(BoardState.is_loaded, rx.cond(BoardState.order, _board(), _nobody()), _loading()),
            rx.cond((FIGURES.people == 1) & BoardState.is_loaded, _alone()),
            rx.el.button(
                "New day", type="button", hidden=True, on_click=BoardState.turn_day, custom_attrs={"data-new-day": ""}
            ),
            class_name="tt-board",
            custom_attrs={"data-strip-start": FIGURES.strip_start, "data-day-ends": FIGURES.day_ends},
        ),
        title="Team",
        current="/team",
        head=[_counts()],
        side=[
            _total(),
            _search(),
            _views(),
            link_button(rx.el.span("Wall screen"), to="/team/wall", icon="monitor", class_name="tt-btn tt-wide"),
        ],
    )


def _board() -> rx.Component:
    return rx.cond(
        BoardState.is_table,
        board_table(BoardState),
        rx.fragment(
            rx.el.ul(each_card(BoardState, board_card), class_name="tt-board-cards", aria_label="The team"),
            board_day(BoardState),
        ),
    )


def _nobody() -> rx.Component:
    return empty(
        "users",
        "Nobody here",
        rx.cond(
            BoardState.words != "",
            rx.el.span("No name holds “", BoardState.words, "”."),
            "Nobody has a timer running right now.",
        ),
        button("Show everybody", kind="soft", on_click=BoardState.show_everybody),
    )


def _alone() -> rx.Component:
    return empty(
        "user_plus",
        "You are the only one here",
        "Whoever joins your workspace shows up on this board with what they work on.",
        link_button("Add people", to="/people", kind="soft"),
    )


def _loading() -> rx.Component:
    return rx.el.div(skeleton_cards(6), class_name="tt-board-cards", role="status", aria_label="Loading")


def _counts() -> rx.Component:
    """How many are in each state; the first shows only them."""
    return rx.el.div(
        rx.el.button(
            _dot("working"),
            rx.el.b(FIGURES.working),
            " working",
            type="button",
            class_name="tt-tally",
            on_click=BoardState.show_working(~BoardState.only_working),
            custom_attrs={
                "aria-pressed": rx.cond(BoardState.only_working, "true", "false"),
                "data-tip": "Show only them",
            },
        ),
        rx.el.span(_dot("away"), rx.el.b(FIGURES.away), " away", class_name="tt-tally"),
        rx.el.span(_dot("out"), rx.el.b(FIGURES.out), " out", class_name="tt-tally"),
        class_name="tt-tallies",
    )


def _dot(state: str) -> rx.Component:
    return rx.el.i(class_name="tt-state-dot", aria_hidden="true", custom_attrs={"data-state": state})


def _total() -> rx.Component:
    return rx.el.span(
        rx.el.span("team today ", class_name="tt-muted"),
        rx.el.span(
            FIGURES.total_text,
            key=FIGURES.since,
            class_name="tt-total",
            custom_attrs={"data-since": FIGURES.since, "data-base": FIGURES.total_seconds, "data-rate": FIGURES.rate},
        ),
        class_name="tt-board-total",
    )


def _search() -> rx.Component:
    return rx.el.input(
        type="search",
        placeholder="Find a person",
        aria_label="Find a person",
        class_name="tt-input tt-board-find",
        on_change=BoardState.find.debounce(150),
        key=BoardState.asked,
    )


def _views() -> rx.Component:
    return rx.el.div(
        _view("layout_grid", "Board", False),
        _view("table_2", "Table", True),
        class_name="tt-segments",
        role="group",
        aria_label="View",
    )


def _view(icon: str, name: str, is_table: bool) -> rx.Component:
    is_shown = BoardState.is_table if is_table else ~BoardState.is_table
    return rx.el.button(
        rx.icon(icon, size=16),
        rx.el.span(name),
        type="button",
        on_click=BoardState.show_table(is_table),
        custom_attrs={"aria-current": rx.cond(is_shown, "true", "false")},
    )
