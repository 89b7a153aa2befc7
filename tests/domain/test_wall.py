"""Where instants stand on the wall of a day, also where the clocks change within it."""

from datetime import date, timedelta
from itertools import pairwise

import pytest

from tests.domain.transitions import shapes
from timetrack.domain import periods
from timetrack.errors import InvalidInput

SHORT, LONG = date(2026, 3, 29), date(2026, 10, 25)


def test_a_usual_day_is_one_part() -> None:
    (part,) = periods.wall_parts(date(2026, 3, 11), "Europe/Berlin")
    assert (part.wall_second, (part.end - part.start).total_seconds()) == (0, 86_400)


def test_a_day_on_which_the_clocks_change_has_two() -> None:
    early, late = periods.wall_parts(SHORT, "Europe/Berlin")
    assert (early.wall_second, late.wall_second, (early.end - early.start).total_seconds()) == (0, 10_800, 7200)
    early, late = periods.wall_parts(LONG, "Europe/Berlin")
    assert (early.wall_second, late.wall_second, (early.end - early.start).total_seconds()) == (0, 7200, 10_800)


def test_around_every_change_of_the_clocks_the_parts_fill_the_days() -> None:
    for transition in shapes():
        middle = periods.local_date(transition.instant, transition.zone)
        for day in (middle - timedelta(days=1), middle, middle + timedelta(days=1)):
            parts = periods.wall_parts(day, transition.zone)
            bounds = periods.day_bounds(day, day, transition.zone)
            assert [parts[0].start, parts[-1].end] == bounds, (transition, day)
            assert all(one.end == other.start for one, other in pairwise(parts))
            for part in parts:
                lasts = int((part.end - part.start).total_seconds())
                last = part.end - timedelta(seconds=1)
                assert periods.wall_second(last, day, transition.zone) == part.wall_second + lasts - 1, transition


def test_seconds_on_the_wall_reach_into_the_days_around() -> None:
    day = date(2026, 3, 30)
    for second in (-3600, 0, 45_296, 86_400, 90_000):
        instant = periods.at_wall_second(day, second, "Europe/Berlin")
        assert periods.wall_second(instant, day, "Europe/Berlin") == second


def test_a_skipped_second_is_refused_and_one_that_comes_twice_is_asked_for() -> None:
    with pytest.raises(InvalidInput, match="there is no such time"):
        periods.at_wall_second(SHORT, 9000, "Europe/Berlin")
    once, again = (periods.at_wall_second(LONG, 9000, "Europe/Berlin", fold=fold) for fold in (0, 1))
    assert again - once == timedelta(hours=1)
    for far in (10**6, -(10**6)):
        with pytest.raises(InvalidInput, match="too far"):
            periods.at_wall_second(LONG, far, "Europe/Berlin")
