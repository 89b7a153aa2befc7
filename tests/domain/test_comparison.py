"""This week against last week, up to the same moment."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from sqlmodel import Session

from tests import factories
from tests.factories import NOW, FrozenClock
from timetrack.domain import comparison, timer
from timetrack.models import User

HOUR, WEEK = timedelta(hours=1), timedelta(days=7)


def test_last_week_counts_up_to_the_same_moment(session: Session, mira: User) -> None:
    factories.entry(session, mira, start=NOW - WEEK - HOUR, end=NOW - WEEK + 2 * HOUR)
    factories.entry(session, mira, start=NOW - WEEK + 30 * HOUR, hours=5)
    factories.entry(session, mira, start=NOW - 3 * HOUR, end=NOW)
    found = comparison.week_comparison(session, mira)
    assert (found.this_seconds, found.last_seconds) == (3 * 3600, 3600)
    assert found.change_percent == Decimal(200)
    wednesday, thursday = found.days[2], found.days[3]
    assert (wednesday.day, wednesday.this_seconds, wednesday.last_seconds) == (date(2026, 3, 11), 3 * 3600, 3600)
    assert (wednesday.last_rest_seconds, thursday.last_rest_seconds) == (2 * 3600, 5 * 3600)
    assert (found.moment, found.last_moment) == (NOW, NOW - WEEK)


def test_what_runs_is_part_of_its_days(session: Session, mira: User, frozen: FrozenClock) -> None:
    frozen.instant = datetime(2026, 3, 11, 22, 0, tzinfo=UTC)
    timer.start_timer(session, mira)
    frozen.forward(hours=3)
    found = comparison.week_comparison(session, mira)
    assert [(day.this_seconds, day.running_seconds) for day in found.days[2:4]] == [(3600, 3600), (7200, 7200)]
    assert found.this_seconds == 3 * 3600


def test_what_is_logged_ahead_does_not_count_yet(session: Session, mira: User) -> None:
    factories.entry(session, mira, start=NOW - HOUR, end=NOW + HOUR)
    factories.entry(session, mira, start=NOW + 30 * HOUR, hours=5)
    assert comparison.week_comparison(session, mira).this_seconds == 3600


def test_nothing_last_week_is_no_percentage(session: Session, mira: User) -> None:
    factories.entry(session, mira)
    assert comparison.week_comparison(session, mira).change_percent is None


@pytest.mark.parametrize(
    ("week_start", "first"),
    [(1, date(2026, 3, 9)), (7, date(2026, 3, 8)), (3, date(2026, 3, 11)), (4, date(2026, 3, 5))],
)
def test_the_week_starts_on_the_persons_day(
    session: Session, frozen: FrozenClock, week_start: int, first: date
) -> None:
    person = factories.person(session, week_start=week_start)
    assert comparison.week_comparison(session, person).days[0].day == first


def test_the_week_the_clocks_change(session: Session, mira: User, frozen: FrozenClock) -> None:
    """At 12:00 on the Monday after, last week's moment is 12:00 too, an hour later in UTC."""
    frozen.instant = datetime(2026, 3, 30, 10, tzinfo=UTC)
    found = comparison.week_comparison(session, mira)
    assert found.last_moment == datetime(2026, 3, 23, 11, tzinfo=UTC)
    factories.entry(session, mira, start=datetime(2026, 3, 28, 23, tzinfo=UTC), hours=23)
    sunday = comparison.week_comparison(session, mira).days[6]
    assert (sunday.day, sunday.last_rest_seconds) == (date(2026, 4, 5), 23 * 3600)


def test_another_persons_week_is_for_those_who_lead(session: Session, mira: User, noor: User, manager: User) -> None:
    timer.start_timer(session, noor)
    factories.entry(session, mira, hours=2)
    assert comparison.week_comparison(session, noor, user_id=mira.user_id).this_seconds == 0
    hers = comparison.week_comparison(session, manager, user_id=mira.user_id)
    assert (hers.this_seconds, sum(day.running_seconds for day in hers.days)) == (7200, 0)
    prying = comparison.week_comparison(session, mira, user_id=noor.user_id)
    assert [day.running_seconds for day in prying.days] == [0] * 7
