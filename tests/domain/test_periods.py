"""Days, weeks and months in a person's zone."""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from timetrack.domain import periods
from timetrack.errors import InvalidInput

BERLIN = "Europe/Berlin"


@pytest.mark.parametrize(
    ("day", "zone", "start"),
    [
        (date(2026, 3, 11), BERLIN, "2026-03-10T23:00"),
        (date(2026, 7, 1), BERLIN, "2026-06-30T22:00"),
        (date(2026, 3, 11), "Asia/Kathmandu", "2026-03-10T18:15"),
        (date(2026, 3, 11), "Pacific/Kiritimati", "2026-03-10T10:00"),
        (date(2026, 3, 11), "Pacific/Niue", "2026-03-11T11:00"),
        (date(2018, 11, 4), "America/Sao_Paulo", "2018-11-04T03:00"),
        (date(2025, 4, 25), "Africa/Cairo", "2025-04-24T22:00"),
        (date(2025, 10, 26), "Atlantic/Azores", "2025-10-26T00:00"),
        (date(2011, 12, 30), "Pacific/Apia", "2011-12-30T10:00"),
        (date(2011, 12, 31), "Pacific/Apia", "2011-12-30T10:00"),
    ],
)
def test_a_day_starts_with_its_first_instant(day: date, zone: str, start: str) -> None:
    assert periods.day_start(day, zone) == datetime.fromisoformat(start).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("day", "zone", "hours"),
    [
        (date(2026, 3, 29), BERLIN, 23),
        (date(2026, 10, 25), BERLIN, 25),
        (date(2026, 3, 28), BERLIN, 24),
        (date(2026, 4, 5), "Australia/Lord_Howe", 24.5),
        (date(2026, 10, 4), "Australia/Lord_Howe", 23.5),
        (date(2025, 4, 25), "Africa/Cairo", 23),
        (date(2011, 12, 30), "Pacific/Apia", 0),
    ],
)
def test_days_are_as_long_as_they_are(day: date, zone: str, hours: float) -> None:
    start, end = periods.day_bounds(day, day, zone)
    assert end - start == timedelta(hours=hours)


@pytest.mark.parametrize("week_start", range(1, 8))
def test_a_week_holds_its_day(week_start: int) -> None:
    for n in range(400):
        day = date(2025, 12, 1) + timedelta(days=n)
        first, last = periods.week_of(day, week_start)
        assert first <= day <= last
        assert (first.isoweekday(), last - first) == (week_start, timedelta(days=6))


@pytest.mark.parametrize(
    ("day", "first", "last"),
    [
        (date(2026, 2, 14), date(2026, 2, 1), date(2026, 2, 28)),
        (date(2028, 2, 29), date(2028, 2, 1), date(2028, 2, 29)),
        (date(2026, 12, 31), date(2026, 12, 1), date(2026, 12, 31)),
    ],
)
def test_a_month_holds_its_day(day: date, first: date, last: date) -> None:
    assert periods.month_of(day) == (first, last)


@pytest.mark.parametrize("day", [date.min, date.max, date(1899, 12, 31), date(9001, 1, 1)])
def test_a_year_out_of_all_reason_is_refused(day: date) -> None:
    for ask in (
        lambda: periods.day_start(day, "Pacific/Kiritimati"),
        lambda: periods.day_bounds(day, day, "Pacific/Niue"),
        lambda: periods.week_of(day, 7),
        lambda: periods.month_of(day),
        lambda: periods.at_wall_clock(day, time(0), "Pacific/Kiritimati"),
    ):
        with pytest.raises(InvalidInput):
            ask()


@pytest.mark.parametrize(
    "name", ["", "Mars/Olympus", "../../etc/passwd", "europe/berlin", "Europe/Berlin\0", "x" * 10_000, "localtime"]
)
def test_a_zone_that_is_none_is_refused(name: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        periods.zone_of(name)
    assert len(refused.value.message) < 200


def test_the_zones_are_the_pinned_packages() -> None:
    assert len(periods.known_zones()) > 500
    assert periods.zone_of("America/Coyhaique").key == "America/Coyhaique"


def test_a_wall_clock_that_is_skipped_is_refused() -> None:
    with pytest.raises(InvalidInput, match=r"Sun 29 Mar the clocks in Europe/Berlin skip 02:30"):
        periods.at_wall_clock(date(2026, 3, 29), time(2, 30), BERLIN)
    assert periods.at_wall_clock(date(2026, 3, 29), time(3), BERLIN) == datetime(2026, 3, 29, 1, tzinfo=UTC)


def test_a_wall_clock_that_comes_twice_can_be_told_apart() -> None:
    day, clock = date(2026, 10, 25), time(2, 30)
    assert periods.comes_twice(day, clock, BERLIN)
    assert periods.at_wall_clock(day, clock, BERLIN) == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    assert periods.at_wall_clock(day, clock, BERLIN, fold=1) == datetime(2026, 10, 25, 1, 30, tzinfo=UTC)
    assert not periods.comes_twice(day, time(3), BERLIN)
    assert not periods.comes_twice(date(2026, 3, 29), time(2, 30), BERLIN)


@pytest.mark.parametrize(
    ("instant", "days", "moved"),
    [
        ("2026-03-11T10:00", -7, "2026-03-04T10:00"),
        ("2026-03-30T10:00", -7, "2026-03-23T11:00"),
        ("2026-10-26T10:00", -7, "2026-10-19T09:00"),
        ("2026-10-25T01:30", -7, "2026-10-18T00:30"),
        ("2026-03-22T01:30", 7, "2026-03-29T01:30"),
    ],
)
def test_the_same_moment_of_another_week(instant: str, days: int, moved: str) -> None:
    there = periods.same_moment(datetime.fromisoformat(instant).replace(tzinfo=UTC), BERLIN, days=days)
    assert there == datetime.fromisoformat(moved).replace(tzinfo=UTC)


def test_an_entry_is_cut_at_each_bound() -> None:
    bounds = periods.day_bounds(date(2026, 3, 10), date(2026, 3, 12), BERLIN)
    start, end = datetime(2026, 3, 10, 22, 30, tzinfo=UTC), datetime(2026, 3, 11, 23, 0, 1, tzinfo=UTC)
    assert periods.split_at(start, end, bounds) == [1800, 86_400, 1]
    assert periods.split_at(start - timedelta(days=9), start - timedelta(days=8), bounds) == [0, 0, 0]


@pytest.mark.parametrize(
    ("start", "end", "today", "shown"),
    [
        ("2026-03-11T08:00", "2026-03-11T09:30", date(2026, 3, 11), "09:00 – 10:30"),
        ("2026-03-11T08:00", None, date(2026, 3, 11), "09:00 – now"),
        ("2026-03-10T23:30", "2026-03-11T09:30", date(2026, 3, 10), "Wed 11 Mar 00:30 – 10:30"),
    ],
)
def test_a_range_as_people_read_it(start: str, end: str | None, today: date, shown: str) -> None:
    at, until = (text and datetime.fromisoformat(text).replace(tzinfo=UTC) for text in (start, end))
    assert periods.shown_range(at, until or None, BERLIN, today=today) == shown


@pytest.mark.parametrize(("seconds", "shown"), [(0, "0:00"), (17_939, "4:58"), (-60, "−0:01"), (360_000, "100:00")])
def test_hours_as_people_read_them(seconds: int, shown: str) -> None:
    assert periods.shown_hours(seconds) == shown


@pytest.mark.parametrize(
    ("hour", "minute", "h24", "h12"),
    [
        (0, 5, "00:05", "12:05 am"),
        (9, 0, "09:00", "9:00 am"),
        (12, 0, "12:00", "12:00 pm"),
        (17, 30, "17:30", "5:30 pm"),
    ],
)
def test_people_read_times_as_they_like(hour: int, minute: int, h24: str, h12: str) -> None:
    instant = datetime(2026, 3, 11, hour, minute, tzinfo=UTC)
    assert (periods.shown_clock(instant, "UTC"), periods.shown_clock(instant, "UTC", "H12")) == (h24, h12)


def test_a_range_and_a_total_follow_the_persons_format() -> None:
    start, end = datetime(2026, 3, 11, 8, tzinfo=UTC), datetime(2026, 3, 11, 12, 30, tzinfo=UTC)
    today = date(2026, 3, 11)
    assert periods.shown_range(start, end, "Europe/Berlin", today=today, form="H12") == "9:00 am – 1:30 pm"
    assert periods.shown_range(start, None, "Europe/Berlin", form="H12") == "Wed 11 Mar 9:00 am – now"
    assert (periods.shown_hours(17880), periods.shown_hours(17880, "DECIMAL")) == ("4:58", "4.97\u00a0h")
