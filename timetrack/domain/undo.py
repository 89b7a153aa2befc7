"""Undo: what one change did to a person's entries, favourites and filters is taken back, from the audit log alone."""

import json
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, FromClause, Row, Select, Table, delete, func, insert, select, update
from sqlmodel import Session

from timetrack.domain import audit, policy, recorded
from timetrack.domain.entries import lock_owner, refuse_overlap
from timetrack.domain.entry_rows import ENTRIES
from timetrack.errors import ChangedElsewhere, NotFound
from timetrack.models import AuditRecord, Favourite, SavedFilter, User, table

UNDOABLE = {subject.name: subject for subject in (ENTRIES, table(Favourite), table(SavedFilter))}
"""What can be undone; each row belongs to the person in its ``user_id``."""


def undo_change(session: Session, actor: User, *, change_id: UUID) -> int:
    """Take back everything that one change did, the last first, so that each row is again exactly what it was.

    Returns how many rows that were. Undoing is a change of its own and can be undone in turn. Raises NotFound for
    another person's change unless ``actor`` leads, and always for another's favourites and filters; ChangedElsewhere
    when something came on top of it that was not undone, OverlappingEntry when the place of an entry has been taken since.
    """
    owners = {_owner(record) for record in _records(session, actor, change_id)}
    people = {user_id: lock_owner(session, actor, user_id) for user_id in sorted(owners)}
    records = _records(session, actor, change_id)
    if not all(record.stands for record in records):
        raise ChangedElsewhere("This was changed again since, so it cannot be undone by itself. Nothing was changed.")
    for record in records:
        _take_back(session, actor, record, people[_owner(record)])
    return len({(record.subject_type, record.subject_id) for record in records})


def stands(log: Table) -> ColumnElement[bool]:
    """Whether what a record of ``log`` is about is as the record's change left it.

    Nothing came on top, or what did was undone: an undo writes the row back exactly, so it is the same again.
    """
    newest, own = log.alias("newest"), log.alias("own")
    left = _last(own, own.c.after, log).where(own.c.change_id == log.c.change_id).scalar_subquery()
    is_last = _last(newest, newest.c.change_id, log).scalar_subquery() == log.c.change_id
    is_same = _last(newest, newest.c.after, log).scalar_subquery() == left
    return func.coalesce(is_last, False) | func.coalesce(is_same, False)


def _last(records: FromClause, column: ColumnElement[Any], log: Table) -> Select[Any]:
    """``column`` of the newest of ``records`` about the same as a record of ``log``."""
    same = records.c.subject_type == log.c.subject_type, records.c.subject_id == log.c.subject_id
    return select(column).where(*same).order_by(records.c.sequence.desc()).limit(1).correlate(log)


def _take_back(session: Session, actor: User, record: Row[Any], person: User) -> None:
    subject = UNDOABLE[record.subject_type]
    was = recorded.columns(subject, record.before)
    if subject is ENTRIES and was:
        refuse_overlap(session, person, was["start_time"], was["end_time"], but=record.subject_id)
    audit.record(session, actor, "UNDO", _reverse(subject, record, was), f"user:{person.user_id}", "team")


def _reverse(subject: Table, record: Row[Any], was: recorded.Columns) -> audit.Write:
    (key,) = subject.primary_key.columns
    if record.after is None:
        return insert(subject).values(was)
    if record.before is None:
        return delete(subject).where(key == record.subject_id)
    return update(subject).where(key == record.subject_id).values(was)


def _records(session: Session, actor: User, change_id: UUID) -> list[Row[Any]]:
    """The records of a change, last first, with whether what each is about is as the change left it."""
    log = table(AuditRecord)
    wanted = select(
        *log.c["subject_type", "subject_id", "actor_id"],
        *(recorded.exact(log.c[side]).label(side) for side in ("before", "after")),
        stands(log).label("stands"),
    ).where(log.c.change_id == change_id)
    found = list(session.execute(wanted.order_by(log.c.audit_id.desc())))
    if not found or not all(_may_undo(actor, record) for record in found):
        raise NotFound("There is nothing here that you could undo. Nothing was changed.")
    return found


def _may_undo(actor: User, record: Row[Any]) -> bool:
    if record.subject_type not in UNDOABLE:
        return False
    may_keep = policy.may_edit_time_of if record.subject_type == ENTRIES.name else policy.may_keep_habits_of
    return (record.actor_id == actor.user_id or policy.leads(actor)) and may_keep(actor, _owner(record))


def _owner(record: Row[Any]) -> int:
    owner: int = json.loads(record.after or record.before)["user_id"]
    return owner
