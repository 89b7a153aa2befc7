"""One change, however many rows it touched, is taken back as one, and each row is then exactly what it was."""

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import text
from sqlmodel import Session

from tests import factories
from tests.factories import NOW
from timetrack import db
from timetrack.domain import audit, entries, merge, split, timer, undo
from timetrack.errors import ChangedElsewhere, NotFound, OverlappingEntry
from timetrack.models import Role, TimeEntry, User

HOUR = timedelta(hours=1)


@pytest.fixture
def mira(database: str) -> User:
    """Somebody with a rate that no float could hold."""
    with db.transaction() as session:
        return factories.person(session, hourly_rate="70.1001")


def changed(act: Callable[[Session], Any]) -> UUID:
    """Commit ``act`` as one change."""
    with db.transaction() as session:
        act(session)
        return audit.change_of(session)


def undone(actor: User, change_id: UUID) -> int:
    with db.transaction() as session:
        return undo.undo_change(session, actor, change_id=change_id)


def rows() -> list[dict[str, Any]]:
    """Every column of every entry."""
    with db.reading() as session:
        return list(session.execute(text("SELECT to_jsonb(e)::text FROM time_entries e ORDER BY entry_id")).scalars())


def logged(mira: User, **values: Any) -> TimeEntry:
    with db.transaction() as session:
        project = factories.project(session, members=[mira])
        return factories.entry(session, mira, start=NOW - 3 * HOUR, project_id=project.project_id, **values)


ACTIONS: dict[str, Callable[[Session, User, TimeEntry], Any]] = {
    "log": lambda s, mira, _: factories.entry(s, mira, start=NOW - 9 * HOUR, tags=["ux"]),
    "edit": lambda s, mira, entry: entries.edit_entry(
        s, mira, entry_id=entry.entry_id, project_id=None, tags=["x"], end_time=entry.end_time + HOUR
    ),
    "delete": lambda s, mira, entry: entries.delete_entry(s, mira, entry_id=entry.entry_id),
    "start": lambda s, mira, _: timer.start_timer(s, mira, description="Call"),
    "edit two and delete one of them": lambda s, mira, entry: [
        entries.edit_entry(s, mira, entry_id=entry.entry_id, end_time=entry.start_time + timedelta(seconds=7)),
        factories.entry(s, mira, start=entry.start_time + timedelta(seconds=7), end=entry.end_time),
        entries.delete_entry(s, mira, entry_id=entry.entry_id),
    ],
}


@pytest.mark.parametrize("name", ACTIONS)
def test_everything_is_as_it_was_and_undoing_that_brings_it_back(mira: User, name: str) -> None:
    entry = logged(mira, tags=["a, b"], description="Naïve “draft”")
    before = rows()
    change = changed(lambda session: ACTIONS[name](session, mira, entry))
    after = rows()
    assert after != before
    back = changed(lambda session: undo.undo_change(session, mira, change_id=change))
    assert rows() == before
    undone(mira, back)
    assert rows() == after


def test_what_was_changed_again_since_stays(mira: User) -> None:
    entry = logged(mira)
    change = changed(lambda s: entries.edit_entry(s, mira, entry_id=entry.entry_id, description="One"))
    changed(lambda s: entries.edit_entry(s, mira, entry_id=entry.entry_id, description="Two"))
    before = rows()
    with pytest.raises(ChangedElsewhere, match="changed again since"):
        undone(mira, change)
    assert rows() == before


def test_a_place_that_was_taken_meanwhile_is_named(mira: User) -> None:
    entry = logged(mira)
    change = changed(lambda s: entries.delete_entry(s, mira, entry_id=entry.entry_id))
    changed(lambda s: factories.entry(s, mira, start=entry.start_time, hours=0.5, description="Design review"))
    with pytest.raises(OverlappingEntry, match="Design review"):
        undone(mira, change)


def test_only_who_made_a_change_or_leads_takes_it_back(mira: User) -> None:
    entry = logged(mira)
    with db.transaction() as session:
        noor, lead = factories.person(session), factories.person(session, role=Role.MANAGER)
    by_lead = changed(lambda s: entries.edit_entry(s, lead, entry_id=entry.entry_id, description="Mended"))
    for somebody in (noor, mira):
        with pytest.raises(NotFound):
            undone(somebody, by_lead)
    undone(lead, by_lead)
    by_mira = changed(lambda s: entries.delete_entry(s, mira, entry_id=entry.entry_id))
    with pytest.raises(NotFound):
        undone(noor, by_mira)
    assert undone(lead, by_mira) == 1


def test_what_is_no_entry_cannot_be_undone_so(mira: User) -> None:
    change = changed(lambda s: [factories.client(s), factories.entry(s, mira)])
    for change_id in (change, uuid4()):
        with pytest.raises(NotFound):
            undone(mira, change_id)


def test_changes_are_undone_one_after_the_other_newest_first(mira: User) -> None:
    entry = logged(mira)
    before = rows()
    at = entry.start_time + HOUR / 2
    apart = changed(lambda s: split.split_entry(s, mira, entry_id=entry.entry_id, at=at))
    after_split = rows()
    ids = [json.loads(row)["entry_id"] for row in after_split]
    joined = changed(lambda s: merge.merge_entries(s, mira, entry_ids=ids))
    with pytest.raises(ChangedElsewhere):
        undone(mira, apart)
    undone(mira, joined)
    assert rows() == after_split
    undone(mira, apart)
    assert rows() == before


def test_a_deletion_is_undone_as_it_was_last_deleted(mira: User) -> None:
    entry = logged(mira)
    first = changed(lambda s: entries.delete_entry(s, mira, entry_id=entry.entry_id))
    undone(mira, first)
    changed(lambda s: entries.edit_entry(s, mira, entry_id=entry.entry_id, description="Later"))
    last = changed(lambda s: entries.delete_entry(s, mira, entry_id=entry.entry_id))
    with pytest.raises(ChangedElsewhere):
        undone(mira, first)
    undone(mira, last)
    assert json.loads(rows()[0])["description"] == "Later"


def test_undoing_twice_is_refused(mira: User) -> None:
    change = changed(lambda s: factories.entry(s, mira))
    undone(mira, change)
    with pytest.raises(ChangedElsewhere):
        undone(mira, change)
    assert rows() == []
