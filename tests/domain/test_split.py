"""Splitting an entry: two parts that together are what it was."""

from datetime import timedelta
from decimal import Decimal

import pytest
from sqlmodel import Session

from tests import factories
from tests.factories import NOW, FrozenClock
from timetrack.domain import entries, people, split, timer
from timetrack.domain.split import WORK
from timetrack.errors import ChangedElsewhere, EntryTooLong, InvalidInput, NotFound
from timetrack.models import TimeEntry, User

HOUR, SECOND = timedelta(hours=1), timedelta(seconds=1)


@pytest.fixture
def morning(session: Session, mira: User) -> TimeEntry:
    """Three hours with everything an entry can say, at a rate set by hand."""
    project = factories.project(session, members=[mira])
    task = factories.task(session, project)
    made = factories.entry(
        session, mira, start=NOW - 3 * HOUR, hours=3, description="Wiring", tags=["ux", "call"],
        project_id=project.project_id, task_id=task.task_id,
    )  # fmt: skip
    return entries.edit_entry(session, factories.lead(session), entry_id=made.entry_id, hourly_rate=Decimal("70.1001"))


def test_both_parts_keep_everything_and_nothing_is_lost(session: Session, mira: User, morning: TimeEntry) -> None:
    people.set_default_rate(session, factories.lead(session), user_id=mira.user_id, hourly_rate=Decimal(99))
    at = morning.start_time + timedelta(hours=1, seconds=7)
    first, second = split.split_entry(session, mira, entry_id=morning.entry_id, at=at, seen=morning.updated_at)
    assert (first.entry_id, first.start_time, first.end_time) == (morning.entry_id, morning.start_time, at)
    assert (second.start_time, second.end_time) == (at, morning.end_time)
    for part in (first, second):
        assert [getattr(part, name) for name in WORK] == [getattr(morning, name) for name in WORK]
    assert first.duration_seconds == 3607
    assert second.duration_seconds == 3 * 3600 - 3607


@pytest.mark.parametrize("off", [-SECOND, timedelta(), 3 * HOUR, 3 * HOUR + SECOND])
def test_a_split_at_an_end_or_beyond_is_refused(
    session: Session, mira: User, morning: TimeEntry, off: timedelta
) -> None:
    with pytest.raises(InvalidInput, match=r"between its start and its end .*08:00 – 11:00"):
        split.split_entry(session, mira, entry_id=morning.entry_id, at=morning.start_time + off)
    assert entries.visible_entry(session, mira, morning.entry_id) == morning


def test_a_split_within_a_second_is_cut_to_the_second(session: Session, mira: User, morning: TimeEntry) -> None:
    at = morning.start_time + timedelta(seconds=1, microseconds=900_000)
    first, second = split.split_entry(session, mira, entry_id=morning.entry_id, at=at)
    assert (first.duration_seconds, second.duration_seconds) == (1, 3 * 3600 - 1)


def test_of_a_running_timer_the_first_part_ends_and_the_second_runs_on(
    session: Session, mira: User, frozen: FrozenClock
) -> None:
    running = timer.start_timer(session, mira, description="Call")
    now = frozen.forward(hours=2)
    with pytest.raises(InvalidInput, match="– now"):
        split.split_entry(session, mira, entry_id=running.entry_id, at=now)
    first, second = split.split_entry(session, mira, entry_id=running.entry_id, at=now - HOUR)
    assert (first.entry_id, first.end_time) == (running.entry_id, now - HOUR)
    assert (second.start_time, second.end_time, second.description) == (now - HOUR, None, "Call")
    assert timer.running_entry(session, mira.user_id) == second


def test_a_first_part_of_more_than_a_day_is_refused(session: Session, mira: User, frozen: FrozenClock) -> None:
    running = timer.start_timer(session, mira)
    frozen.forward(hours=30)
    with pytest.raises(EntryTooLong):
        split.split_entry(session, mira, entry_id=running.entry_id, at=running.start_time + 24 * HOUR + SECOND)
    first, _ = split.split_entry(session, mira, entry_id=running.entry_id, at=running.start_time + 24 * HOUR)
    assert first.duration_seconds == 86_400


def test_what_another_tab_changed_is_not_split(session: Session, mira: User, morning: TimeEntry) -> None:
    entries.edit_entry(session, mira, entry_id=morning.entry_id, description="Newer")
    with pytest.raises(ChangedElsewhere):
        split.split_entry(session, mira, entry_id=morning.entry_id, at=NOW - HOUR, seen=morning.updated_at)


def test_nobody_splits_anothers_time_but_who_leads(
    session: Session, noor: User, manager: User, morning: TimeEntry
) -> None:
    with pytest.raises(NotFound):
        split.split_entry(session, noor, entry_id=morning.entry_id, at=NOW - HOUR)
    first, second = split.split_entry(session, manager, entry_id=morning.entry_id, at=NOW - HOUR)
    assert first.user_id == second.user_id == morning.user_id
