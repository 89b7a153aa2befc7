"""The history of an entry: what each change did, told to who may know it, and each version brought back."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from sqlmodel import Session

from tests import factories
from tests.factories import NOW, FrozenClock
from timetrack.domain import audit, entries, history, projects, split, timer
from timetrack.domain.history import Change
from timetrack.errors import NotFound, NotPermitted, OverlappingEntry, ProjectAccessDenied
from timetrack.models import TimeEntry, User

HOUR = timedelta(hours=1)


@pytest.fixture
def entry(session: Session, mira: User) -> TimeEntry:
    return factories.entry(session, mira, start=NOW - 5 * HOUR, description="Draft", tags=["ux"])


def edited(session: Session, actor: User, entry: TimeEntry, **changes: Any) -> TimeEntry:
    return entries.edit_entry(session, actor, entry_id=entry.entry_id, **changes)


def told(session: Session, actor: User, entry: TimeEntry) -> list[tuple[str, list[Change], bool]]:
    found = history.entry_history(session, actor, entry.entry_id)
    return [(version.action, list(version.changes), version.can_restore) for version in found]


def test_it_tells_who_changed_what_newest_first(session: Session, mira: User, manager: User, entry: TimeEntry) -> None:
    edited(session, mira, entry, description="Final", end_time=entry.end_time + HOUR)
    edited(session, manager, entry, tags=[])
    last, edit, first = history.entry_history(session, mira, entry.entry_id)
    assert [version.sequence for version in (last, edit, first)] == [3, 2, 1]
    assert (last.actor_name, edit.actor_name, first.actor_id) == ("Ada", "Mira", mira.user_id)
    assert (last.changes, last.can_restore) == ((Change("tags", ["ux"], []),), False)
    assert edit.changes == (
        Change("description", "Draft", "Final"), Change("end_time", entry.end_time, entry.end_time + HOUR),
    )  # fmt: skip
    assert edit.can_restore
    assert [(change.field, change.was, change.now) for change in first.changes] == [
        ("description", None, "Draft"), ("start_time", None, entry.start_time), ("end_time", None, entry.end_time),
        ("tags", None, ["ux"]), ("rate_source", None, "NONE"), ("currency", None, "EUR"),
    ]  # fmt: skip


def test_projects_and_tasks_are_told_by_name(session: Session, mira: User, entry: TimeEntry) -> None:
    project = factories.project(session, name="Portal", hourly_rate=Decimal("70.1001"))
    task = factories.task(session, project, name="Wireframes")
    edited(session, mira, entry, project_id=project.project_id, task_id=task.task_id)
    (_, changes, _), *_ = told(session, mira, entry)
    assert changes == [
        Change("project", None, "Portal"), Change("task", None, "Wireframes"), Change("is_billable", False, True),
        Change("hourly_rate", Decimal(0), Decimal("70.1001")), Change("rate_source", "NONE", "PROJECT"),
    ]  # fmt: skip


def test_a_deletion_and_a_return_are_told(session: Session, mira: User, entry: TimeEntry) -> None:
    entries.delete_entry(session, mira, entry_id=entry.entry_id)
    assert [(action, can) for action, _, can in told(session, mira, entry)] == [("DELETE", False), ("CREATE", True)]
    entries.restore_entry(session, mira, entry_id=entry.entry_id)
    (action, changes, can_restore), *_ = told(session, mira, entry)
    assert (action, changes, can_restore) == ("RESTORE", [], False)


def test_nobody_reads_the_history_of_time_that_is_not_theirs_to_see(
    session: Session, noor: User, manager: User, mira: User, entry: TimeEntry
) -> None:
    for deleted in (False, True):
        with pytest.raises(NotFound):
            history.entry_history(session, noor, entry.entry_id)
        with pytest.raises((NotFound, NotPermitted)):
            history.restore_version(session, noor, entry_id=entry.entry_id, sequence=1)
        assert told(session, manager, entry)
        if not deleted:
            entries.delete_entry(session, mira, entry_id=entry.entry_id)
    with pytest.raises(NotFound):
        history.entry_history(session, manager, 10**9)


def test_money_is_told_to_who_may_see_it(
    session: Session, mira: User, entry: TimeEntry, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(history.policy, "may_see_money_of", lambda *_: False)
    ((_, changes, _),) = told(session, mira, entry)
    assert not {change.field for change in changes} & set(history.MONEY)


def test_a_version_comes_back_whole_and_is_a_version_of_its_own(session: Session, mira: User, entry: TimeEntry) -> None:
    edited(session, mira, entry, description="Final", tags=["call"], start_time=entry.start_time - HOUR)
    back = history.restore_version(session, mira, entry_id=entry.entry_id, sequence=1)
    assert back.model_dump(exclude={"updated_at"}) == entry.model_dump(exclude={"updated_at"})
    again = history.restore_version(session, mira, entry_id=entry.entry_id, sequence=2)
    assert again.description == "Final"
    assert history.restore_version(session, mira, entry_id=entry.entry_id, sequence=2) == again
    assert [action for action, _, _ in told(session, mira, entry)] == ["RESTORE", "RESTORE", "EDIT", "CREATE"]
    assert audit.broken_chains(session) == []


def test_a_deleted_entry_comes_back_as_any_of_its_versions(session: Session, mira: User, entry: TimeEntry) -> None:
    edited(session, mira, entry, description="Final")
    entries.delete_entry(session, mira, entry_id=entry.entry_id)
    with pytest.raises(NotFound, match="no such version"):
        history.restore_version(session, mira, entry_id=entry.entry_id, sequence=3)
    back = history.restore_version(session, mira, entry_id=entry.entry_id, sequence=1)
    assert back.model_dump(exclude={"updated_at"}) == entry.model_dump(exclude={"updated_at"})


def test_a_place_that_was_taken_since_is_named(session: Session, mira: User, entry: TimeEntry) -> None:
    split.split_entry(session, mira, entry_id=entry.entry_id, at=entry.start_time + HOUR / 2)
    with pytest.raises(OverlappingEntry, match="Draft"):
        history.restore_version(session, mira, entry_id=entry.entry_id, sequence=1)


def test_a_version_that_ran_runs_again_unless_another_does(session: Session, mira: User, frozen: FrozenClock) -> None:
    running = timer.start_timer(session, mira)
    frozen.forward(hours=1)
    timer.stop_timer(session, mira)
    assert history.restore_version(session, mira, entry_id=running.entry_id, sequence=1).end_time is None
    frozen.forward(hours=1)
    timer.switch_timer(session, mira)
    with pytest.raises(OverlappingEntry):
        history.restore_version(session, mira, entry_id=running.entry_id, sequence=1)


def test_a_project_one_has_left_does_not_come_back(session: Session, mira: User, entry: TimeEntry) -> None:
    project = factories.project(session, is_public=False, members=[mira])
    edited(session, mira, entry, project_id=project.project_id)
    edited(session, mira, entry, project_id=None)
    projects.remove_member(session, factories.lead(session), project_id=project.project_id, user_id=mira.user_id)
    with pytest.raises(ProjectAccessDenied):
        history.restore_version(session, mira, entry_id=entry.entry_id, sequence=2)


def test_only_who_leads_brings_an_older_rate_back(session: Session, mira: User, manager: User) -> None:
    one, other = (factories.project(session, hourly_rate=Decimal(rate)) for rate in (80, 90))
    entry = factories.entry(session, mira, project_id=one.project_id, description="Draft")
    edited(session, manager, entry, hourly_rate=Decimal(60))
    edited(session, mira, entry, description="Final", project_id=other.project_id)
    for sequence, project in ((1, one), (3, other), (2, one)):
        back = history.restore_version(session, mira, entry_id=entry.entry_id, sequence=sequence)
        assert (back.project_id, back.hourly_rate, back.rate_source) == (project.project_id, Decimal(60), "MANUAL")
    back = history.restore_version(session, manager, entry_id=entry.entry_id, sequence=1)
    assert (back.description, back.hourly_rate, back.rate_source) == ("Draft", Decimal(80), "PROJECT")
    back = history.restore_version(session, mira, entry_id=entry.entry_id, sequence=2)
    assert back.hourly_rate == Decimal(80), "the same work keeps the rate it has"
