"""Whoever comes second while the first has not committed waits, and then sees what the first did."""

from datetime import timedelta
from decimal import Decimal

from tests import factories
from tests.factories import NOW, FrozenClock
from tests.races.crowd import broken, committed, counted, kinds, one_behind_the_other, overlapping_pairs
from timetrack.domain import clients, entries, projects, tasks, timer
from timetrack.models import User

HOUR = timedelta(hours=1)


def test_a_start_behind_a_start(mira: User) -> None:
    start = lambda session: timer.start_timer(session, mira)  # noqa: E731
    assert kinds(one_behind_the_other(start, start)) == {"TimeEntry": 1, "ActiveTimerExists": 1}


def test_a_start_behind_a_stop(mira: User, frozen: FrozenClock) -> None:
    committed(lambda session: timer.start_timer(session, mira))
    frozen.forward(hours=1)
    results = one_behind_the_other(
        lambda session: timer.stop_timer(session, mira), lambda session: timer.start_timer(session, mira)
    )
    assert kinds(results) == {"Stopped": 1, "TimeEntry": 1}
    assert overlapping_pairs() == 0


def test_an_entry_behind_an_entry(mira: User) -> None:
    results = one_behind_the_other(
        lambda session: factories.entry(session, mira, start=NOW, description="First"),
        lambda session: factories.entry(session, mira, start=NOW + HOUR / 2),
    )
    assert kinds(results) == {"TimeEntry": 1, "OverlappingEntry": 1}
    assert "“First”" in results[1].message


def test_an_edit_behind_a_deletion(mira: User) -> None:
    made = committed(lambda session: factories.entry(session, mira))
    results = one_behind_the_other(
        lambda session: entries.delete_entry(session, mira, entry_id=made.entry_id),
        lambda session: entries.edit_entry(session, mira, entry_id=made.entry_id, description="Late"),
    )
    assert kinds(results) == {"TimeEntry": 1, "NotFound": 1}


def test_a_member_behind_a_member(lead: User, mira: User) -> None:
    project = committed(factories.project)
    who = {"project_id": project.project_id, "user_id": mira.user_id}
    add = lambda session: projects.add_member(session, lead, **who)  # noqa: E731
    assert one_behind_the_other(add, add) == [None, None]
    assert counted("SELECT count(*) FROM project_members") == 1


def test_a_rate_behind_a_rate(lead: User, mira: User) -> None:
    project = committed(factories.project)
    who = {"project_id": project.project_id, "user_id": mira.user_id}
    results = one_behind_the_other(
        lambda session: projects.set_project_user_rate(session, lead, **who, hourly_rate=Decimal(1)),
        lambda session: projects.set_project_user_rate(session, lead, **who, hourly_rate=Decimal(2)),
    )
    assert results == [None, Decimal(1)]
    assert (counted("SELECT hourly_rate FROM project_user_rates"), broken()) == (2, [])


def test_edits_of_one_client_project_and_task(lead: User) -> None:
    client, project = committed(factories.client), committed(factories.project)
    task = committed(lambda session: factories.task(session, project))
    for act in (
        lambda session: clients.archive_client(session, lead, client_id=client.client_id),
        lambda session: projects.edit_project(session, lead, project_id=project.project_id, name="New"),
        lambda session: tasks.edit_task(session, lead, task_id=task.task_id, name="New"),
    ):
        first, second = one_behind_the_other(act, act)
        assert type(first) is type(second)
    assert broken() == []


def test_time_may_be_logged_on_a_project_that_is_being_edited(lead: User, mira: User) -> None:
    """Whoever starts a timer must not wait for somebody who edits its project."""
    project = committed(factories.project)
    results = one_behind_the_other(
        lambda session: projects.edit_project(session, lead, project_id=project.project_id, name="New"),
        lambda session: factories.entry(session, mira, project_id=project.project_id),
    )
    assert kinds(results) == {"Project": 1, "TimeEntry": 1}
