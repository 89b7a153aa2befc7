"""Clock times of another program become the right instants, also in the two nights that are not like the others."""

from datetime import UTC, date, datetime, time

import pytest

from timetrack.errors import EntryEndsBeforeStart, EntryTooLong, InvalidInput
from timetrack.transfer.wall_clock import parse_date, parse_seconds, parse_time, readings

BERLIN = "Europe/Berlin"
SPRING, AUTUMN = date(2026, 3, 29), date(2026, 10, 25)


def utc(day: int, hour: int, minute: int = 0, month: int = 3) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=UTC)


def test_an_ordinary_hour_means_one_thing():
    found, said = readings((date(2026, 3, 4), time(9)), (date(2026, 3, 4), time(10)), BERLIN, 3600)
    assert found == ((utc(4, 8), utc(4, 9)),)
    assert said == ""


def test_work_across_the_skipped_hour_is_as_long_as_it_was():
    found, said = readings((SPRING, time(1, 30)), (SPRING, time(3, 30)), BERLIN, 3600)
    assert found == ((utc(29, 0, 30), utc(29, 1, 30)),)
    assert said == ""


@pytest.mark.parametrize("clock", [time(2), time(2, 30), time(2, 59, 59)])
def test_a_time_that_never_was_is_refused(clock: time):
    with pytest.raises(InvalidInput, match="skip"):
        readings((SPRING, clock), (SPRING, time(3, 30)), BERLIN, None)
    with pytest.raises(InvalidInput, match="skip"):
        readings((SPRING, time(1)), (SPRING, clock), BERLIN, None)


@pytest.mark.parametrize(
    ("start", "end", "seconds", "expected"),
    [
        (time(1, 30), time(2, 30), 3600, (utc(24, 23, 30, 10), utc(25, 0, 30, 10))),
        (time(1, 30), time(2, 30), 7200, (utc(24, 23, 30, 10), utc(25, 1, 30, 10))),
        (time(2, 30), time(3, 30), 3600, (utc(25, 1, 30, 10), utc(25, 2, 30, 10))),
        (time(2, 30), time(3, 30), 7200, (utc(25, 0, 30, 10), utc(25, 2, 30, 10))),
        (time(2, 50), time(2, 10), 1200, (utc(25, 0, 50, 10), utc(25, 1, 10, 10))),
        (time(2, 10), time(2, 50), 6000, (utc(25, 0, 10, 10), utc(25, 1, 50, 10))),
    ],
)
def test_in_the_hour_that_comes_twice_the_duration_decides(
    start: time, end: time, seconds: int, expected: tuple[datetime, datetime]
):
    found, said = readings((AUTUMN, start), (AUTUMN, end), BERLIN, seconds)
    assert found == (expected,)
    assert "comes twice on Sun 25 Oct; its duration tells which" in said


def test_where_the_duration_does_not_tell_both_readings_are_kept_the_earlier_first():
    found, said = readings((AUTUMN, time(2, 10)), (AUTUMN, time(2, 40)), BERLIN, 1800)
    assert found == ((utc(25, 0, 10, 10), utc(25, 0, 40, 10)), (utc(25, 1, 10, 10), utc(25, 1, 40, 10)))
    assert said == "02:10 comes twice on Sun 25 Oct; taken as the first that is free"


def test_start_and_end_count_where_the_duration_says_something_else():
    found, said = readings((SPRING, time(9)), (SPRING, time(10)), BERLIN, 1800)
    assert found == ((utc(29, 7), utc(29, 8)),)
    assert said == "lasts 1:00:00 from start to end but 0:30:00 by its duration; start and end count"


def test_work_that_ends_before_it_starts_or_lasts_too_long_is_refused():
    day = date(2026, 3, 4)
    with pytest.raises(EntryEndsBeforeStart):
        readings((day, time(9)), (day, time(8)), BERLIN, None)
    with pytest.raises(EntryEndsBeforeStart):
        readings((day, time(9)), (day, time(9)), BERLIN, 0)
    with pytest.raises(EntryTooLong):
        readings((day, time(9)), (date(2026, 3, 5), time(9, 0, 1)), BERLIN, None)


def test_twenty_four_clock_hours_of_a_short_day_are_twenty_three():
    found, _ = readings((date(2026, 3, 28), time(12)), (SPRING, time(12)), BERLIN, 23 * 3600)
    assert found == ((utc(28, 11), utc(29, 10)),)


@pytest.mark.parametrize(
    ("cell", "expected"),
    [("9:05:07", time(9, 5, 7)), ("09:05", time(9, 5)), ("12:30:00 AM", time(0, 30)), ("9:05:07 pm", time(21, 5, 7))],
)
def test_both_clocks_are_read(cell: str, expected: time):
    assert parse_time(cell) == expected


@pytest.mark.parametrize("cell", ["", "25:00:00", "09:61", "nine", "13:00 PM", "9.5", "\u0660\u0669:\u0660\u0660"])
def test_what_is_no_time_is_refused(cell: str):
    with pytest.raises(InvalidInput):
        parse_time(cell)


@pytest.mark.parametrize("cell", ["", "2026-02-30", "04/03/2026", "20260304", "2026-W10-1", "0001-01-01", "9999-12-31"])
def test_what_is_no_date_is_refused(cell: str):
    with pytest.raises(InvalidInput, match="is not a date"):
        parse_date(cell)


def test_durations_are_read():
    assert [parse_seconds(cell) for cell in ("", "1:30:00", "00:00:01", "100:00:00")] == [None, 5400, 1, 360_000]
    for cell in ("1.5", "1:30", "x", "1:75:00"):
        with pytest.raises(InvalidInput, match="is not a duration"):
            parse_seconds(cell)
