"""What times typed into an entry mean."""

from datetime import UTC, date, datetime

import pytest

from timetrack.domain import durations, retime
from timetrack.errors import EntryEndsBeforeStart, InvalidInput

BERLIN = "Europe/Berlin"


def berlin(day: int, hour: int, minute: int = 0, second: int = 0, *, month: int = 11, fold: int = 0) -> datetime:
    from zoneinfo import ZoneInfo

    there = datetime(2026, month, day, hour, minute, second, fold=fold, tzinfo=ZoneInfo(BERLIN))
    return there.astimezone(UTC)


@pytest.mark.parametrize(
    ("typed", "start", "end"),
    [
        ("9:00 – 10:30", berlin(19, 9), berlin(19, 10, 30)),
        ("9-10", berlin(19, 9), berlin(19, 10)),
        ("0900 to 5pm", berlin(19, 9), berlin(19, 17)),
        ("8:52 – 11:00", berlin(19, 8, 52, 7), berlin(19, 11)),
        ("8:52:00 – 10:20", berlin(19, 8, 52, 7), berlin(19, 10, 20, 50)),
        ("8:52:30 – 10:20", berlin(19, 8, 52, 30), berlin(19, 10, 20, 50)),
        ("23:30 – 0:15", berlin(19, 23, 30), berlin(20, 0, 15)),
    ],
)
def test_a_typed_range(typed: str, start: datetime, end: datetime) -> None:
    was = berlin(19, 8, 52, 7), berlin(19, 10, 20, 50)
    assert retime.typed_range(typed, *was, BERLIN) == (start, end)


def test_swapped_ends_are_a_slip_and_not_a_night_of_work() -> None:
    with pytest.raises(EntryEndsBeforeStart):
        retime.typed_range("10:30 – 9:00", berlin(19, 9), berlin(19, 10), BERLIN)


def test_a_night_shift_stays_one() -> None:
    was = berlin(19, 20), berlin(20, 10)
    assert retime.typed_range("20:00 – 9:30", *was, BERLIN) == (berlin(19, 20), berlin(20, 9, 30))


@pytest.mark.parametrize(
    "typed", ["", "9", "9 – ", "9 – 10 – 11", "25:00 – 26:00", "9:75 – 10", "nine – ten", "٩ – ١٠"]
)
def test_what_is_no_range(typed: str) -> None:
    with pytest.raises(InvalidInput):
        retime.typed_range(typed, berlin(19, 9), berlin(19, 10), BERLIN)


def test_a_time_that_the_clocks_skip_is_refused() -> None:
    with pytest.raises(InvalidInput, match="clocks in Europe/Berlin skip 02:30"):
        retime.typed_range("2:30 – 4:00", berlin(29, 1, month=3), berlin(29, 4, month=3), BERLIN)


def test_in_the_hour_that_comes_twice_an_entry_stays_in_its_own() -> None:
    second_time = berlin(25, 2, 10, month=10, fold=1)
    start, _ = retime.typed_range("2:20 – 3:00", second_time, berlin(25, 3, month=10), BERLIN)
    assert start == berlin(25, 2, 20, month=10, fold=1)


def test_a_timer_that_starts_later_than_now_started_yesterday() -> None:
    now = berlin(20, 0, 30)
    assert retime.typed_start("23:50", berlin(20, 0, 10), BERLIN, not_after=now) == berlin(19, 23, 50)
    assert retime.typed_start("0:05", berlin(20, 0, 10), BERLIN, not_after=now) == berlin(20, 0, 5)


def test_worked_time_over_midnight_ends_the_next_day() -> None:
    first, last = durations.parse_clock("23:40"), durations.parse_clock("0:20")
    assert retime.logged_range(date(2026, 11, 19), first, last, BERLIN) == (berlin(19, 23, 40), berlin(20, 0, 20))


@pytest.mark.parametrize("typed", ["", "19.11.2026", "2026-02-30", "tomorrow"])
def test_what_is_no_day(typed: str) -> None:
    with pytest.raises(InvalidInput):
        retime.typed_day(typed)
