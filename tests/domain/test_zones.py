"""Hours by day and week in every zone, across every change of the clocks from 2020 to 2035."""

from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import insert
from sqlmodel import Session

from tests import factories
from tests.domain.transitions import Transition, all_transitions, changes, distinct_zones, shapes
from timetrack.domain import periods
from timetrack.domain.entry_list import EntryFilter, hours_per_day, hours_per_period
from timetrack.models import TimeEntry, User, table

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
CUTS = [-33 * HOUR, -9 * HOUR, -30 * MINUTE, 30 * MINUTE, 4 * HOUR, 28 * HOUR]
"""Entries lie between these, seen from the change; from the last a timer runs."""
UNTIL = 34 * HOUR


def test_there_is_something_to_prove() -> None:
    assert len(distinct_zones()) > 300
    assert len(changes()) > 900
    assert all(transition.instant.second == 0 for transition in changes())


@pytest.mark.parametrize("transitions", [shapes, pytest.param(changes, marks=pytest.mark.slow)], ids=["shapes", "all"])
def test_no_second_is_lost_or_counted_twice(session: Session, transitions: object) -> None:
    """Day by day as a walk along the minutes counts them; days, weeks and entries add up to the same."""
    found: Sequence[Transition] = transitions()  # type: ignore[operator]
    people = add_people(session, len(found))
    session.execute(
        insert(table(TimeEntry)), [row for t, person in zip(found, people, strict=True) for row in entries(t, person)]
    )
    for transition, person in zip(found, people, strict=True):
        check_days(session, transition, person)


def check_days(session: Session, transition: Transition, person: User) -> None:
    at, zone, wanted = transition.instant + UNTIL, transition.zone, EntryFilter(person.user_id)
    day = periods.local_date(transition.instant, zone)
    walked = walk(transition)
    per_day = hours_per_day(session, person, wanted, day - 4 * DAY, day + 4 * DAY, zone, at=at)
    assert {d: hours.seconds for d, hours in per_day.items() if hours.seconds} == walked, transition
    assert sum(walked.values()) == (UNTIL - CUTS[0]).total_seconds()
    for week_start in (1, 7):
        weeks = [periods.week_of(day + offset * DAY, week_start)[0] for offset in (-7, 0, 7, 14)]
        bounds = [periods.day_start(first, zone) for first in weeks]
        per_week = [hours.seconds for hours in hours_per_period(session, person, wanted, bounds, at=at)]
        assert per_week == [sum(s for d, s in walked.items() if first <= d < first + 7 * DAY) for first in weeks[:-1]]
        assert sum(per_week) == sum(walked.values()), transition


def walk(transition: Transition) -> Counter[date]:
    """The seconds on each local day, found by asking a clock on the wall every minute."""
    there, found = ZoneInfo(transition.zone), Counter[date]()
    at, until = transition.instant + CUTS[0], transition.instant + UNTIL
    while at < until:
        found[at.astimezone(there).date()] += 60
        at += MINUTE
    return found


def entries(transition: Transition, person: User) -> list[dict[str, object]]:
    terms = {
        "user_id": person.user_id,
        "is_billable": False,
        "hourly_rate": 0,
        "rate_source": "NONE",
        "currency": "EUR",
    }
    ends = [*(transition.instant + cut for cut in CUTS[1:]), None]
    return [
        {**terms, "start_time": transition.instant + cut, "end_time": end} for cut, end in zip(CUTS, ends, strict=True)
    ]


def add_people(session: Session, count: int) -> list[User]:
    factories.organisation(session)
    rows = [
        {"name": f"P{n}", "email": f"p{n}@zones.example", "role": "EMPLOYEE", "timezone": "UTC"} for n in range(count)
    ]
    made = session.execute(insert(table(User)).returning(table(User)), rows)
    return [User(**row) for row in made.mappings()]


@pytest.mark.parametrize(
    "transitions", [shapes, pytest.param(all_transitions, marks=pytest.mark.slow)], ids=["shapes", "all"]
)
def test_days_around_a_change_begin_where_the_wall_says(transitions: object) -> None:
    for transition in transitions():  # type: ignore[operator]
        middle = periods.local_date(transition.instant, transition.zone)
        for day in (middle - DAY, middle, middle + DAY):
            assert is_first_instant(periods.day_start(day, transition.zone), day, transition.zone), (transition, day)


@pytest.mark.slow
def test_every_day_of_every_zone_begins_where_the_wall_says() -> None:
    for zone in distinct_zones():
        bounds = periods.day_bounds(date(2020, 1, 1), date(2035, 12, 31), zone)
        for n, start in enumerate(bounds):
            assert is_first_instant(start, date(2020, 1, 1) + n * DAY, zone), (zone, start)


def is_first_instant(start: datetime, day: date, zone: str) -> bool:
    there = ZoneInfo(zone)
    return (
        start.astimezone(there).date() == day and (start - timedelta(seconds=1)).astimezone(there).date() == day - DAY
    )
