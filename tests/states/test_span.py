"""The Time page's address: days, person and filters, there and back."""

from datetime import date

import pytest

from timetrack.states.span import Span

TODAY = date(2026, 11, 19)
WEEK = (date(2026, 11, 16), date(2026, 11, 22))


def asked(**query: str) -> Span:
    return Span.of_address(query, viewer_id=7, today=TODAY, week_start=1)


def test_an_empty_address_is_ones_own_week() -> None:
    assert asked() == Span(*WEEK, user_id=7)
    assert Span.of_address({}, viewer_id=7, today=TODAY, week_start=7).first == date(2026, 11, 15)


@pytest.mark.parametrize(
    "query",
    [
        {"from": "2026-11-40", "to": "2026-11-41"},
        {"from": "2026-11-19"},
        {"from": "2026-11-19", "to": "2026-11-01"},
        {"from": "0001-01-01", "to": "9999-12-31"},
        {"person": "-1", "project": "1e3"},
        {"person": "٣", "project": "9" * 40},
    ],
)
def test_what_cannot_be_read_is_left_out(query: dict[str, str]) -> None:
    assert asked(**query) == Span(*WEEK, user_id=7)


def test_an_address_says_all_there_is_and_comes_back_the_same() -> None:
    span = Span(date(2026, 3, 1), date(2026, 3, 31), user_id=9, project_id=4, tag="üb & co", words="100 %")
    address = span.address(viewer_id=7)
    query = dict(pair.split("=") for pair in address.partition("?")[2].split("&"))
    from urllib.parse import unquote_plus

    assert asked(**{name: unquote_plus(text) for name, text in query.items()}) == span


def test_everything_has_no_days() -> None:
    everything = asked(period="all")
    assert (everything.first, everything.last) == (None, None)
    assert everything.filter("Europe/Berlin").since is None
    assert everything.address(viewer_id=7) == "/time/?period=all"
    assert everything.moved(1) == everything


@pytest.mark.parametrize(
    ("days", "steps", "moved"),
    [
        (WEEK, -1, (date(2026, 11, 9), date(2026, 11, 15))),
        ((date(2026, 1, 1), date(2026, 1, 31)), 1, (date(2026, 2, 1), date(2026, 2, 28))),
        ((date(2026, 3, 1), date(2026, 3, 31)), -1, (date(2026, 2, 1), date(2026, 2, 28))),
        ((TODAY, TODAY), 1, (date(2026, 11, 20), date(2026, 11, 20))),
    ],
)
def test_going_on_and_back(days: tuple[date, date], steps: int, moved: tuple[date, date]) -> None:
    span = Span(*days, user_id=7).moved(steps)
    assert (span.first, span.last) == moved


@pytest.mark.parametrize(
    ("days", "shown"),
    [
        (WEEK, "16 – 22 Nov"),
        ((date(2026, 11, 30), date(2026, 12, 6)), "30 Nov – 6 Dec"),
        ((date(2025, 12, 29), date(2026, 1, 4)), "29 Dec 2025 – 4 Jan 2026"),
        ((date(2025, 3, 3), date(2025, 3, 9)), "3 – 9 Mar 2025"),
        ((TODAY, TODAY), "Thu 19 Nov"),
    ],
)
def test_how_days_are_written(days: tuple[date, date], shown: str) -> None:
    assert Span(*days, user_id=7).shown(TODAY) == shown
