"""Totals kept beside the entries equal what the entries add up to, whatever was done, in any zone, to the second."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select, text
from sqlmodel import Session

from tests import factories
from tests.domain.transitions import distinct_zones
from timetrack import clock
from timetrack.domain import entries, periods, project_hours, timer, worked_totals
from timetrack.domain.entry_list import Hours
from timetrack.models import Project, User

HOUR = timedelta(hours=1)
NEW_YEAR = datetime(2026, 1, 1, tzinfo=UTC)


@pytest.fixture
def portal(session: Session) -> Project:
    return factories.project(session, name="Portal")


def by_scan(session: Session, actor: User, since: datetime, until: datetime) -> dict[int | None, int]:
    """What the one function that counts hours says."""
    found = project_hours.slices(session, actor, [since, until])
    seconds: dict[int | None, int] = {}
    for row in session.execute(select(*found.c["project_id", "seconds"])).mappings():
        seconds[row["project_id"]] = seconds.get(row["project_id"], 0) + row["seconds"]
    return seconds


def by_totals(session: Session, actor: User, since: datetime, until: datetime) -> dict[int | None, int]:
    found = worked_totals.worked_between(session, actor, since, until, by=["project_id"])
    return {project_id: hours.seconds for (project_id,), hours in found.items()}


def test_totals_follow_every_way_an_entry_changes(
    session: Session, manager: User, mira: User, portal: Project, frozen: factories.FrozenClock
) -> None:
    def total() -> dict[worked_totals.Key, Hours]:
        assert worked_totals.drifted_totals(session) == []
        return worked_totals.worked_in_all(session, manager, by=["project_id", "user_id"])

    on = {"project_id": portal.project_id}
    made = factories.entry(session, mira, start=NEW_YEAR - HOUR, hours=3, **on)
    assert total() == {(portal.project_id, mira.user_id): Hours(3 * 3600, 3 * 3600)}
    entries.edit_entry(session, mira, entry_id=made.entry_id, is_billable=False)
    assert total() == {(portal.project_id, mira.user_id): Hours(3 * 3600, 0)}
    entries.edit_entry(session, mira, entry_id=made.entry_id, end_time=NEW_YEAR - HOUR / 2, project_id=None)
    assert total() == {(None, mira.user_id): Hours(1800, 0)}
    entries.delete_entry(session, mira, entry_id=made.entry_id)
    assert total() == {}
    timer.start_timer(session, mira, **on)
    frozen.forward(hours=2)
    assert total() == {(portal.project_id, mira.user_id): Hours(7200, 7200)}
    timer.stop_timer(session, mira)
    assert total() == {(portal.project_id, mira.user_id): Hours(7200, 7200)}


def test_an_entry_over_new_year_counts_in_both_months(
    session: Session, manager: User, mira: User, portal: Project
) -> None:
    factories.entry(session, mira, start=NEW_YEAR - HOUR, hours=3, project_id=portal.project_id)
    found = session.execute(text("SELECT month, seconds FROM worked_totals WHERE seconds <> 0 ORDER BY month"))
    assert [tuple(row) for row in found] == [
        (date(2025, 12, 1), 3600),
        (date(2026, 1, 1), 7200),
        (None, 10800),
    ]


def test_ones_own_alone_for_who_does_not_lead(session: Session, mira: User, noor: User, portal: Project) -> None:
    factories.entry(session, mira, hours=2, project_id=portal.project_id)
    factories.entry(session, noor, hours=5, project_id=portal.project_id)
    since, until = factories.NOW - timedelta(days=90), factories.NOW + HOUR
    assert worked_totals.worked_in_all(session, mira, by=["project_id"]) == {(portal.project_id,): Hours(7200, 7200)}
    found = worked_totals.worked_between(session, mira, since, until, by=["user_id"])
    assert found == {(mira.user_id,): Hours(7200, 7200)}


def test_what_was_changed_behind_our_back_is_found_and_counted_again(
    session: Session, manager: User, mira: User, portal: Project
) -> None:
    factories.entry(session, mira, hours=2, project_id=portal.project_id)
    session.execute(text("UPDATE worked_totals SET seconds = seconds + 5 WHERE month IS NULL"))
    (drifted,) = worked_totals.drifted_totals(session)
    assert drifted.endswith("billable, all time: 5 s too many")
    worked_totals.recount_totals(session)
    assert worked_totals.drifted_totals(session) == []
    assert worked_totals.worked_in_all(session, manager, by=["user_id"]) == {(mira.user_id,): Hours(7200, 7200)}


@pytest.mark.slow
def test_months_of_every_zone_equal_the_scan(session: Session, manager: User, mira: User, portal: Project) -> None:
    """Work all around every end of a month, also where a zone is half a day away from UTC."""
    start = datetime(2025, 11, 29, tzinfo=UTC)
    for n in range(60):
        on = {"project_id": portal.project_id if n % 3 else None}
        factories.entry(session, mira, start=start + n * 37 * HOUR, hours=19.5, **on)
    for zone in distinct_zones():
        for first, last in ((date(2025, 12, 1), date(2025, 12, 31)), (date(2025, 12, 1), date(2026, 2, 28))):
            since, until = periods.day_start(first, zone), periods.day_start(last + timedelta(days=1), zone)
            assert by_totals(session, manager, since, until) == by_scan(session, manager, since, until), zone


INSTANTS = st.integers(0, 200 * 86_400).map(lambda s: datetime(2025, 10, 1, tzinfo=UTC) + timedelta(seconds=s))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.tuples(INSTANTS, INSTANTS).map(sorted).filter(lambda span: span[0] < span[1]))
def test_any_span_equals_the_scan(crowd: tuple[Session, User], span: list[datetime]) -> None:
    session, manager = crowd
    assert by_totals(session, manager, *span) == by_scan(session, manager, *span)


@pytest.fixture
def crowd(
    session: Session, manager: User, mira: User, noor: User, portal: Project, frozen: factories.FrozenClock
) -> tuple[Session, User]:
    """Two people with work all over half a year, some over midnight and ends of months, and a timer that runs."""
    for n in range(90):
        factories.entry(session, mira, start=factories.NOW - (n + 1) * 41 * HOUR, hours=17 + n / 13)
        factories.entry(session, noor, start=factories.NOW - (n + 1) * 29 * HOUR, hours=8, project_id=portal.project_id)
    timer.start_timer(session, noor, project_id=portal.project_id)
    frozen.forward(hours=9)
    assert clock.now() > factories.NOW
    return session, manager
