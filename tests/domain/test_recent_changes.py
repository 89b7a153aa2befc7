"""What somebody did lately: act by act, told as it was before, with the way back while nothing came on top."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import Session

from tests import factories
from tests.factories import NOW
from timetrack import db
from timetrack.domain import bulk, entries, recent_changes, split, timer, undo
from timetrack.domain.recent_changes import RecentChange
from timetrack.models import Role, TimeEntry, User

HOUR = timedelta(hours=1)


@pytest.fixture
def mira(database: str) -> User:
    with db.transaction() as session:
        return factories.person(session, name="Mira")


def done(act: Callable[[Session], Any]) -> Any:
    """Commit one act."""
    with db.transaction() as session:
        return act(session)


def recent(actor: User) -> list[RecentChange]:
    with db.reading() as session:
        return recent_changes.recent_changes(session, actor)


def told(actor: User) -> list[tuple[tuple[str, ...], list[str], bool]]:
    return [(one.actions, [entry.description for entry in one.entries], one.can_undo) for one in recent(actor)]


def logged(mira: User, hours_ago: int, description: str) -> TimeEntry:
    start = NOW - hours_ago * HOUR
    return done(
        lambda session: entries.create_manual_entry(
            session, mira, start_time=start, end_time=start + HOUR, description=description
        )
    )


def test_acts_are_told_newest_first_as_entries_were_before_them(mira: User) -> None:
    one, two = logged(mira, 5, "Draft"), logged(mira, 3, "Call")
    done(lambda session: entries.edit_entry(session, mira, entry_id=one.entry_id, description="Final"))
    done(lambda session: bulk.delete_entries(session, mira, entry_ids=[one.entry_id, two.entry_id]))
    assert told(mira) == [
        (("DELETE", "DELETE"), ["Final", "Call"], True),
        (("EDIT",), ["Draft"], False),
        (("CREATE",), ["Call"], False),
        (("CREATE",), ["Draft"], False),
    ]


def test_one_act_is_one_line_and_what_it_names_can_be_undone(mira: User) -> None:
    entry = logged(mira, 5, "Workshop")
    done(lambda session: split.split_entry(session, mira, entry_id=entry.entry_id, at=entry.start_time + HOUR / 2))
    newest = recent(mira)[0]
    assert (newest.actions, len(newest.entries), newest.entries[0].end_time) == (("SPLIT", "SPLIT"), 2, entry.end_time)
    done(lambda session: undo.undo_change(session, mira, change_id=newest.change_id))
    assert [(one.actions[0], one.can_undo) for one in recent(mira)] == [
        ("UNDO", True),
        ("SPLIT", False),
        ("CREATE", True),
    ]


def test_the_timer_and_what_others_did_are_left_out(mira: User) -> None:
    def corrected(session: Session) -> None:
        lead = factories.person(session, role=Role.MANAGER)
        entries.edit_entry(session, lead, entry_id=entry.entry_id, description="Corrected")

    entry = logged(mira, 5, "Draft")
    done(lambda session: timer.start_timer(session, mira, description="Calls"))
    done(lambda session: timer.stop_timer(session, mira, end_time=None))
    done(corrected)
    assert told(mira) == [(("CREATE",), ["Draft"], False)]


def test_who_no_longer_leads_cannot_undo_what_they_did_to_others(mira: User) -> None:
    entry = logged(mira, 5, "Draft")
    lead = done(lambda session: factories.person(session, role=Role.MANAGER))
    done(lambda session: entries.delete_entry(session, lead, entry_id=entry.entry_id))
    assert [one.can_undo for one in recent(lead)] == [True]
    lead.role = Role.EMPLOYEE
    assert [one.can_undo for one in recent(lead)] == [False]


def test_only_whole_acts_and_the_last_thirty_are_told(mira: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(recent_changes, "RECORDS", 5)
    monkeypatch.setattr(recent_changes, "SHOWN", 2)
    made = [logged(mira, hours, f"no. {hours}") for hours in (4, 3, 2)]
    assert len(told(mira)) == 2
    done(lambda session: bulk.delete_entries(session, mira, entry_ids=[entry.entry_id for entry in made]))
    logged(mira, 9, "later")
    logged(mira, 8, "last")
    monkeypatch.setattr(recent_changes, "SHOWN", 30)
    assert [actions for actions, _, _ in told(mira)] == [("CREATE",), ("CREATE",)]
