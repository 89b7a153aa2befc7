"""Duplicating an entry: as long, in the first free time after it, on today's terms."""

from datetime import timedelta
from decimal import Decimal

import pytest
from sqlmodel import Session

from tests import factories
from tests.factories import NOW, FrozenClock
from timetrack.domain import duplicate, entries, people, projects, timer
from timetrack.errors import InvalidInput, NotFound, ProjectAccessDenied
from timetrack.models import User

HOUR, SECOND = timedelta(hours=1), timedelta(seconds=1)


def test_it_follows_the_original_with_all_it_says(session: Session, mira: User) -> None:
    project = factories.project(session, members=[mira])
    task = factories.task(session, project)
    old = factories.entry(
        session, mira, start=NOW - 5 * HOUR, hours=1.5, description="Wiring", tags=["ux"], is_billable=False,
        project_id=project.project_id, task_id=task.task_id,
    )  # fmt: skip
    made = duplicate.duplicate_entry(session, mira, entry_id=old.entry_id)
    assert (made.start_time, made.duration_seconds) == (old.end_time, 5400)
    said = ("user_id", "description", "tags", "project_id", "task_id", "is_billable")
    assert [getattr(made, name) for name in said] == [getattr(old, name) for name in said]


def test_it_goes_round_what_is_there(session: Session, mira: User) -> None:
    old = factories.entry(session, mira, start=NOW - 6 * HOUR)
    factories.entry(session, mira, start=NOW - 5 * HOUR + SECOND, hours=0.5)
    factories.entry(session, mira, start=NOW - 4 * HOUR, hours=1)
    made = duplicate.duplicate_entry(session, mira, entry_id=old.entry_id)
    assert made.start_time == NOW - 3 * HOUR


def test_work_that_is_done_is_not_put_beyond_now(session: Session, mira: User) -> None:
    old = factories.entry(session, mira, start=NOW - 2 * HOUR + SECOND)
    with pytest.raises(InvalidInput, match="no free 1:00:00 left after this entry before now on Wed 11 Mar"):
        duplicate.duplicate_entry(session, mira, entry_id=old.entry_id)
    planned = factories.entry(session, mira, start=NOW + HOUR)
    assert duplicate.duplicate_entry(session, mira, entry_id=planned.entry_id).start_time == NOW + 2 * HOUR


def test_it_stays_on_the_owners_day(session: Session, mira: User, manager: User, frozen: FrozenClock) -> None:
    """22:30 to 23:20 in Berlin: after it the day has forty minutes."""
    late = factories.entry(session, mira, start=NOW - timedelta(hours=12, minutes=30), hours=5 / 6)
    with pytest.raises(InvalidInput, match="on Tue 10 Mar"):
        duplicate.duplicate_entry(session, manager, entry_id=late.entry_id)
    entries.edit_entry(session, mira, entry_id=late.entry_id, end_time=late.start_time + HOUR * 2 / 3)
    assert duplicate.duplicate_entry(session, mira, entry_id=late.entry_id).end_time == NOW - timedelta(
        hours=11, minutes=10
    )


def test_work_over_midnight_is_duplicated_on_the_day_it_ends(session: Session, mira: User) -> None:
    night = factories.entry(session, mira, start=NOW - timedelta(hours=11, minutes=30))
    assert duplicate.duplicate_entry(session, mira, entry_id=night.entry_id).start_time == night.end_time


def test_an_entry_up_to_midnight_has_no_room_left(session: Session, mira: User) -> None:
    night = factories.entry(session, mira, start=NOW - 12 * HOUR)
    with pytest.raises(InvalidInput, match="on Tue 10 Mar"):
        duplicate.duplicate_entry(session, mira, entry_id=night.entry_id)


def test_nothing_is_put_over_a_running_timer_and_what_runs_is_not_duplicated(
    session: Session, mira: User, frozen: FrozenClock
) -> None:
    old = factories.entry(session, mira)
    running = timer.start_timer(session, mira)
    frozen.forward(hours=5)
    for entry_id, said in ((old.entry_id, "no free"), (running.entry_id, "still runs")):
        with pytest.raises(InvalidInput, match=said):
            duplicate.duplicate_entry(session, mira, entry_id=entry_id)


def test_it_gets_the_terms_of_today(session: Session, mira: User, manager: User) -> None:
    project = factories.project(session, hourly_rate=Decimal(80))
    old = factories.entry(session, mira, start=NOW - 9 * HOUR, project_id=project.project_id)
    entries.edit_entry(session, manager, entry_id=old.entry_id, hourly_rate=Decimal(120))
    people.set_default_rate(session, manager, user_id=mira.user_id, hourly_rate=Decimal(95))
    made = duplicate.duplicate_entry(session, mira, entry_id=old.entry_id)
    assert (made.hourly_rate, made.rate_source, made.is_billable) == (Decimal(95), "USER", True)


def test_who_may_not_log_there_any_more_duplicates_nothing(session: Session, mira: User, noor: User) -> None:
    project = factories.project(session, is_public=False, members=[mira])
    old = factories.entry(session, mira, start=NOW - 9 * HOUR, project_id=project.project_id)
    with pytest.raises(NotFound):
        duplicate.duplicate_entry(session, noor, entry_id=old.entry_id)
    who = {"project_id": project.project_id, "user_id": mira.user_id}
    projects.remove_member(session, factories.lead(session), **who)
    with pytest.raises(ProjectAccessDenied):
        duplicate.duplicate_entry(session, mira, entry_id=old.entry_id)
