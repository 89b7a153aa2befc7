"""Many entries changed or deleted at once: all of them by each one's rules, or none."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from sqlmodel import Session

from tests import factories
from tests.factories import NOW
from timetrack.domain import bulk, entries, projects, timer
from timetrack.errors import ChangedElsewhere, InvalidInput, NotFound, ProjectAccessDenied
from timetrack.models import TimeEntry, User

HOUR = timedelta(hours=1)


def logged(session: Session, of: User, count: int, **values: Any) -> list[TimeEntry]:
    return [factories.entry(session, of, start=NOW - (2 + n) * HOUR, **values) for n in range(count)]


def keys(chosen: list[TimeEntry]) -> list[int]:
    return [entry.entry_id for entry in chosen]


def now(session: Session, actor: User, chosen: list[TimeEntry]) -> list[TimeEntry]:
    return [entries.visible_entry(session, actor, key) for key in keys(chosen)]


def test_what_is_left_out_stays(session: Session, mira: User) -> None:
    chosen = logged(session, mira, 3, description="Wiring", tags=["UX", "call"])
    changed = bulk.edit_entries(session, mira, entry_ids=keys(chosen), add_tags=["plan", "ux"], remove_tags=["CALL "])
    assert keys(changed) == sorted(keys(chosen), reverse=True)
    assert {(entry.description, *entry.tags) for entry in changed} == {("Wiring", "UX", "plan")}
    assert now(session, mira, changed) == changed


def test_each_entry_follows_the_rules_of_an_edit(session: Session, mira: User, manager: User) -> None:
    """One was priced by hand, one is there already, the timer runs, one is another person's."""
    noor = factories.person(session, hourly_rate="50")
    old, new = factories.project(session), factories.project(session, hourly_rate=Decimal(80))
    by_hand, plain = logged(session, mira, 2, project_id=old.project_id)
    entries.edit_entry(session, manager, entry_id=by_hand.entry_id, hourly_rate=Decimal(120))
    there = factories.entry(session, mira, start=NOW - 9 * HOUR, project_id=new.project_id)
    hers = factories.entry(session, noor, project_id=old.project_id)
    running = timer.start_timer(session, mira)
    chosen = [by_hand, plain, there, hers, running]
    bulk.edit_entries(session, manager, entry_ids=keys(chosen), project_id=new.project_id, description="Moved")
    found = now(session, manager, chosen)
    assert {entry.project_id for entry in found} == {new.project_id}
    assert {entry.description for entry in found} == {"Moved"}
    assert [(entry.hourly_rate, entry.rate_source) for entry in found] == [
        (Decimal(120), "MANUAL"), (Decimal(80), "PROJECT"), (Decimal(80), "PROJECT"), (Decimal(50), "USER"),
        (Decimal(80), "PROJECT"),
    ]  # fmt: skip
    assert found[-1].end_time is None


def test_one_refusal_refuses_all(session: Session, mira: User) -> None:
    closed, task_of = factories.project(session, is_public=False), factories.project(session)
    task = factories.task(session, task_of)
    chosen = [*logged(session, mira, 2), factories.entry(session, mira, project_id=task_of.project_id)]
    for error, changes in (
        (ProjectAccessDenied, {"project_id": closed.project_id}),
        (InvalidInput, {"task_id": task.task_id}),
        (InvalidInput, {"description": "x" * 3001}),
        (InvalidInput, {"add_tags": [f"tag {n}" for n in range(51)]}),
    ):
        with pytest.raises(error), session.begin_nested():
            bulk.edit_entries(session, mira, entry_ids=keys(chosen), **changes)  # type: ignore[arg-type]
    assert now(session, mira, chosen) == chosen


def test_nothing_is_written_where_nothing_changes(session: Session, mira: User) -> None:
    chosen = logged(session, mira, 2, description="Wiring")
    bulk.edit_entries(session, mira, entry_ids=keys(chosen), description="Wiring", is_billable=False)
    assert now(session, mira, chosen) == chosen


def test_what_another_tab_changed_is_not_overwritten(session: Session, mira: User) -> None:
    chosen = logged(session, mira, 3)
    seen = {entry.entry_id: entry.updated_at for entry in chosen}
    newer = entries.edit_entry(session, mira, entry_id=chosen[1].entry_id, description="Newer")
    with pytest.raises(ChangedElsewhere):
        bulk.edit_entries(session, mira, entry_ids=keys(chosen), seen=seen, description="Mine")
    seen[newer.entry_id] = newer.updated_at
    bulk.edit_entries(session, mira, entry_ids=keys(chosen), seen=seen, description="Mine")


def test_anothers_entries_are_not_there(session: Session, mira: User, noor: User) -> None:
    chosen = [*logged(session, mira, 1), *logged(session, noor, 1)]
    with pytest.raises(NotFound):
        bulk.edit_entries(session, mira, entry_ids=keys(chosen), description="Mine")
    with pytest.raises(NotFound):
        bulk.delete_entries(session, mira, entry_ids=keys(chosen))
    assert now(session, factories.lead(session), chosen) == chosen


def test_how_many_may_be_chosen(session: Session, mira: User) -> None:
    for entry_ids in ([], list(range(1, 502))):
        with pytest.raises(InvalidInput, match="between 1 and 500"):
            bulk.delete_entries(session, mira, entry_ids=entry_ids)


def test_deleted_entries_come_back_one_by_one_too(session: Session, mira: User, manager: User) -> None:
    chosen = logged(session, mira, 3, tags=["ux"])
    removed = bulk.delete_entries(session, manager, entry_ids=keys(chosen) * 2)
    assert removed == sorted(chosen, key=lambda entry: entry.start_time)
    with pytest.raises(NotFound):
        now(session, mira, chosen)
    entries.restore_entry(session, mira, entry_id=chosen[1].entry_id)


def test_a_project_that_is_closed_takes_no_more_time(session: Session, mira: User) -> None:
    project = factories.project(session)
    chosen = logged(session, mira, 2)
    projects.set_project_status(session, factories.lead(session), project_id=project.project_id, status="ARCHIVED")
    with pytest.raises(InvalidInput, match="closed"):
        bulk.edit_entries(session, mira, entry_ids=keys(chosen), project_id=project.project_id)
