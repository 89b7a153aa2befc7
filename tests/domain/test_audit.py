"""Who changed what is noted with every write, and nobody changes the notes unnoticed."""

from typing import Any

import pytest
from sqlalchemy import text
from sqlmodel import Session

from tests import factories
from tests.factories import NOW, FrozenClock
from timetrack.domain import audit, clients, entries, people, projects, tasks, timer
from timetrack.models import User

OPEN = "ALTER TABLE audit_log DISABLE TRIGGER audit_log_append_only"


@pytest.fixture
def history(session: Session, mira: User, manager: User, frozen: FrozenClock) -> dict[str, int]:
    """A few writes of every kind; the keys of what they changed."""
    client = factories.client(session)
    project = factories.project(session, client_id=client.client_id, members=[mira])
    task = factories.task(session, project)
    made = factories.entry(session, mira, project_id=project.project_id, task_id=task.task_id)
    for description in ("One", "Two", "Three"):
        entries.edit_entry(session, mira, entry_id=made.entry_id, description=description)
    deleted = factories.entry(session, mira, start=NOW, hours=2)
    entries.delete_entry(session, manager, entry_id=deleted.entry_id)
    clients.rename_client(session, manager, client_id=client.client_id, name="Opal")
    projects.set_project_status(session, manager, project_id=project.project_id, status="ARCHIVED")
    tasks.archive_task(session, manager, task_id=task.task_id)
    people.set_zone(session, mira, timezone="Asia/Tokyo")
    session.flush()
    return {
        "entry": made.entry_id, "deleted": deleted.entry_id, "client": client.client_id, "project": project.project_id,
        "task": task.task_id, "mira": mira.user_id,
    }  # fmt: skip


def test_a_record_holds_who_what_before_and_after(session: Session, mira: User, manager: User) -> None:
    made = factories.entry(session, mira, description="Review")
    entries.edit_entry(session, manager, entry_id=made.entry_id, description="Call")
    entries.delete_entry(session, mira, entry_id=made.entry_id)
    created, edited, deleted = records(session, "time_entries", made.entry_id)
    assert [(r["action"], r["actor_id"], r["sequence"]) for r in (created, edited, deleted)] == [
        ("CREATE", mira.user_id, 1),
        ("EDIT", manager.user_id, 2),
        ("DELETE", mira.user_id, 3),
    ]
    assert (created["before"], deleted["after"]) == (None, None)
    assert (edited["before"], deleted["before"]) == (created["after"], edited["after"])
    assert (edited["before"]["description"], edited["after"]["description"]) == ("Review", "Call")


def test_no_secret_is_noted(session: Session, manager: User) -> None:
    made = people.add_person(
        session, manager, name="Kai", email="k@h.example", timezone="UTC", password_hash="$argon2id$x"
    )
    (record,) = records(session, "users", made.user_id)
    assert "argon2id" not in str(record)
    assert "password_hash" not in record["after"]


def test_a_discarded_slip_leaves_its_trace(session: Session, mira: User) -> None:
    started = timer.start_timer(session, mira)
    timer.stop_timer(session, mira)
    actions = [record["action"] for record in records(session, "time_entries", started.entry_id)]
    assert actions == ["START", "STOP", "DISCARD"]


def test_honest_histories_hold(session: Session, history: dict[str, int]) -> None:
    assert audit.broken_chains(session) == []


def test_a_restored_entry_carries_its_chain_on(session: Session, mira: User, history: dict[str, int]) -> None:
    entries.restore_entry(session, mira, entry_id=history["deleted"])
    assert [r["sequence"] for r in records(session, "time_entries", history["deleted"])] == [1, 2, 3]
    assert audit.broken_chains(session) == []


@pytest.mark.parametrize("sequence", [2, 4])
@pytest.mark.parametrize(
    "change",
    [
        "UPDATE audit_log SET action = 'NOTHING'",
        "UPDATE audit_log SET actor_id = NULL",
        "UPDATE audit_log SET after = jsonb_set(after, '{description}', '\"forged\"')",
        "UPDATE audit_log SET recorded_at = recorded_at + interval '1 second'",
        "UPDATE audit_log SET audit_id = audit_id + 100000",
        "UPDATE audit_log SET sequence = sequence + 100",
        "UPDATE audit_log SET subject_id = subject_id + 100000",
        "UPDATE audit_log SET subject_type = 'tasks'",
        "UPDATE audit_log SET previous_hash = 'x'",
        "UPDATE audit_log SET hash = 'x'",
        "UPDATE audit_log l SET hash = audit_hash(previous_hash, l), action = 'NOTHING'",
        "DELETE FROM audit_log",
    ],
)
def test_a_changed_record_is_found_out(session: Session, history: dict[str, int], change: str, sequence: int) -> None:
    session.execute(text(OPEN))
    which = f" WHERE subject_type = 'time_entries' AND subject_id = {history['entry']} AND sequence = {sequence}"
    session.execute(text(change + which))
    assert audit.broken_chains(session) != []


@pytest.mark.parametrize(
    ("subject", "key"),
    [("time_entries", "entry"), ("time_entries", "deleted"), ("clients", "client"), ("projects", "project"),
     ("tasks", "task"), ("users", "mira"), ("project_members", None), ("organisation", None)],
)  # fmt: skip
def test_a_last_record_that_is_gone_is_missed(
    session: Session, history: dict[str, int], subject: str, key: str | None
) -> None:
    session.execute(text(OPEN))
    which = "" if key is None else f" AND subject_id = {history[key]}"
    last = f"(SELECT max(audit_id) FROM audit_log WHERE subject_type = '{subject}'{which})"
    session.execute(text(f"DELETE FROM audit_log WHERE audit_id = {last}"))
    assert audit.broken_chains(session) != []


def test_a_record_with_a_new_hash_of_its_own_breaks_the_one_behind_it(
    session: Session, history: dict[str, int]
) -> None:
    session.execute(text(OPEN))
    which = f" WHERE subject_type = 'time_entries' AND subject_id = {history['entry']} AND sequence = 2"
    session.execute(text("UPDATE audit_log SET action = 'NOTHING'" + which))
    session.execute(text("UPDATE audit_log l SET hash = audit_hash(previous_hash, l)" + which))
    assert audit.broken_chains(session) != []


def test_two_records_that_changed_places_are_found_out(session: Session, history: dict[str, int]) -> None:
    session.execute(text(OPEN))
    which = f"subject_type = 'time_entries' AND subject_id = {history['entry']}"
    for old, new in ((2, 99), (3, 2), (99, 3)):
        session.execute(text(f"UPDATE audit_log SET sequence = {new} WHERE {which} AND sequence = {old}"))
    assert audit.broken_chains(session) != []


def test_a_record_that_was_slipped_in_is_found_out(session: Session, history: dict[str, int]) -> None:
    forged = (
        "INSERT INTO audit_log (subject_type, subject_id, action, before, after) SELECT subject_type, subject_id, 'EDIT',"
        " after, jsonb_set(after, '{description}', '\"forged\"') FROM audit_log"
        f" WHERE subject_type = 'time_entries' AND subject_id = {history['entry']} AND sequence = 4"
    )
    session.execute(text(forged))
    assert audit.broken_chains(session) != []


def test_an_emptied_log_is_missed(session: Session, history: dict[str, int]) -> None:
    session.execute(text(OPEN))
    session.execute(text("TRUNCATE audit_log"))
    assert len(audit.broken_chains(session)) >= 6


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE time_entries SET hourly_rate = 500",
        "UPDATE time_entries SET end_time = end_time + interval '1 hour'",
        "DELETE FROM time_entries",
        "UPDATE clients SET name = 'Forged'",
        "UPDATE projects SET hourly_rate = 500",
        "UPDATE tasks SET is_billable = true",
        "UPDATE users SET role = 'ADMIN' WHERE role = 'EMPLOYEE'",
        "DELETE FROM project_members",
        "UPDATE organisation SET currency = 'USD'",
        "INSERT INTO project_user_rates (project_id, user_id, hourly_rate) SELECT project_id, user_id, 9 FROM project_members",
    ],
)
def test_a_row_that_was_changed_past_the_log_is_found_out(
    session: Session, history: dict[str, int], change: str
) -> None:
    session.execute(text(change))
    assert audit.broken_chains(session) != []


def records(session: Session, subject: str, key: int) -> list[dict[str, Any]]:
    """The chain of a subject."""
    wanted = "SELECT * FROM audit_log WHERE subject_type = :subject AND subject_id = :key ORDER BY sequence"
    return [dict(row) for row in session.execute(text(wanted), {"subject": subject, "key": key}).mappings()]
