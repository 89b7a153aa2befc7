"""The audit log only grows, and chains its records by itself."""

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session

RECORD = "INSERT INTO audit_log (subject_type, subject_id, action, after) VALUES (:subject, :key, 'EDIT', '{}')"


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit_log SET action = 'NOTHING'",
        "UPDATE audit_log SET action = action WHERE false",
        "DELETE FROM audit_log",
        "TRUNCATE audit_log",
        "TRUNCATE users CASCADE",
    ],
)
def test_a_record_stays_as_it_is(filled: Session, statement: str) -> None:
    with pytest.raises(IntegrityError, match="audit_log only grows"):
        filled.execute(text(statement))


def test_records_of_a_subject_are_chained(filled: Session) -> None:
    filled.execute(text(RECORD), [{"subject": "clients", "key": 1}, {"subject": "clients", "key": 1}])
    assert links(filled, "clients", 1) == [(1, True), (2, True), (3, True)]


def test_each_subject_has_a_chain_of_its_own(filled: Session) -> None:
    filled.execute(text(RECORD), [{"subject": "clients", "key": 2}, {"subject": "projects", "key": 1}])
    assert links(filled, "clients", 2) == [(1, True)]
    assert links(filled, "projects", 1) == [(1, True)]


def test_a_chain_made_in_one_statement_holds_together(filled: Session) -> None:
    many = (
        "INSERT INTO audit_log (subject_type, subject_id, action) SELECT 'tasks', 1, 'EDIT' FROM generate_series(1, 5)"
    )
    filled.execute(text(many))
    assert links(filled, "tasks", 1) == [(n, True) for n in range(1, 6)]


def test_nobody_chooses_place_or_hash(filled: Session) -> None:
    forged = (
        "INSERT INTO audit_log (subject_type, subject_id, sequence, action, previous_hash, hash)"
        " VALUES ('clients', 1, 9, 'EDIT', 'forged', 'forged')"
    )
    filled.execute(text(forged))
    assert links(filled, "clients", 1) == [(1, True), (2, True)]


@pytest.mark.parametrize(
    "column", ["audit_id", "subject_id", "change_id", "action", "actor_id", "recorded_at", "before", "after"]
)
def test_the_hash_covers_every_column(filled: Session, column: str) -> None:
    other = {
        "audit_id": "999",
        "subject_id": "999",
        "change_id": "gen_random_uuid()",
        "action": "'X'",
        "actor_id": "2",
        "recorded_at": "recorded_at + interval '1 microsecond'",
        "before": "'{}'",
        "after": "NULL",
    }[column]
    filled.execute(text("ALTER TABLE audit_log DISABLE TRIGGER audit_log_append_only"))
    filled.execute(text(f"UPDATE audit_log SET {column} = {other}"))
    assert [holds for _, holds in links(filled)] == [False]


def links(session: Session, subject: str | None = None, key: int | None = None) -> list[tuple[int, bool]]:
    """Each record's place, and whether it hangs on the one before and still has the hash of its content."""
    wanted = (
        "SELECT sequence, hash = audit_hash(previous_hash, l) AND previous_hash IS NOT DISTINCT FROM lag(hash) OVER chain"
        " FROM audit_log l WHERE coalesce(subject_type = :subject AND subject_id = :key, true)"
        " WINDOW chain AS (PARTITION BY subject_type, subject_id ORDER BY sequence) ORDER BY sequence"
    )
    return [tuple(row) for row in session.execute(text(wanted), {"subject": subject, "key": key})]
