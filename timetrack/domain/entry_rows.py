"""The rows of time entries: each write is one statement, and so is the look around before a new entry."""

from collections.abc import Collection, Sequence
from datetime import datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Insert,
    Select,
    Update,
    any_,
    bindparam,
    delete,
    func,
    insert,
    literal_column,
    select,
    true,
    update,
)
from sqlalchemy.dialects.postgresql import ARRAY
from sqlmodel import Session

from timetrack.db import Prepared, value
from timetrack.domain import audit, rates
from timetrack.models import TimeEntry, User, table
from timetrack.models.base import INSTANT

ENTRIES = table(TimeEntry)
THE_ENTRY = ENTRIES.c.entry_id == bindparam("new_entry_id")
THESE_ENTRIES = ENTRIES.c.entry_id == any_(bindparam("new_entry_ids", type_=ARRAY(BigInteger)))
REMOVAL = delete(ENTRIES).where(THE_ENTRY)
REMOVALS = delete(ENTRIES).where(THESE_ENTRIES)
AT_MOST = 20
ENDING = (
    update(ENTRIES)
    .where(
        ENTRIES.c.user_id == bindparam("person"),
        ENTRIES.c.end_time.is_(None),
        ENTRIES.c.start_time.between(bindparam("earliest"), bindparam("latest")),
    )
    .values(end_time=bindparam("new_end_time"), updated_at=func.clock_timestamp())
)


def insert_entry(session: Session, actor: User, action: str, values: dict[str, Any], person: User) -> TimeEntry:
    """Write a new entry of ``person`` and tell everyone who shows that person's time."""
    (made,) = _write(session, actor, action, _insertion(*values), values, [person])
    return made


def change_entry(
    session: Session, actor: User, action: str, entry_id: int, values: dict[str, Any], person: User
) -> TimeEntry:
    """Write new values of an entry of ``person`` and tell everyone who shows that person's time."""
    (changed,) = _write(session, actor, action, _change(*values), values | {"entry_id": entry_id}, [person])
    return changed


def change_entries(
    session: Session,
    actor: User,
    action: str,
    entry_ids: Sequence[int],
    values: dict[str, Any],
    people: Collection[User],
) -> list[TimeEntry]:
    """Write the same new values of several entries of ``people`` at once."""
    given = values | {"entry_ids": list(entry_ids)}
    return _write(session, actor, action, _changes(*values), given, people)


def end_running(
    session: Session, actor: User, person: User, end_time: datetime, *, earliest: datetime, latest: datetime
) -> TimeEntry | None:
    """End the running entry of ``person`` if it began between ``earliest`` and ``latest``; None when none did.

    The write carries its conditions, so nothing has to be read first; the person is locked already.
    """
    given = {"person": person.user_id, "earliest": earliest, "latest": latest, "new_end_time": end_time}
    changed = audit.record(session, actor, "STOP", ENDING, *_topics(person), **given)
    return value(TimeEntry, changed[0]) if changed else None


def remove_entry(session: Session, actor: User, action: str, entry_id: int, person: User) -> TimeEntry:
    """Delete an entry of ``person`` and tell everyone who shows that person's time. Returns it as it was."""
    (removed,) = _write(session, actor, action, REMOVAL, {"entry_id": entry_id}, [person])
    return removed


def remove_entries(
    session: Session, actor: User, action: str, entry_ids: Sequence[int], people: Collection[User]
) -> list[TimeEntry]:
    """Delete several entries of ``people`` at once. Returns them as they were."""
    return _write(session, actor, action, REMOVALS, {"entry_ids": list(entry_ids)}, people)


def colliding_entries(
    session: Session,
    user_id: int,
    start_time: datetime,
    end_time: datetime | None,
    *,
    but: int | None = None,
    at_most: int | None = AT_MOST,
) -> list[Any]:
    """The entries of a person that touch ``[start_time, end_time)``, earliest first; the running timer has no end.

    ``at_most`` None gives all of them.
    """
    asked = {"person": user_id, "start_time": start_time, "end_time": end_time, "but": but, "at_most": at_most}
    return _collision().records(session, **asked)


def look_around(
    session: Session,
    person: User,
    start_time: datetime,
    end_time: datetime | None,
    *,
    project_id: int | None,
    task_id: int | None,
) -> tuple[list[Any], Any]:
    """Both questions before a new entry in one statement: what it would collide with, and what decides on its terms.

    The second is for ``rates.agreed``.
    """
    found = _around().records(
        session,
        person=person.user_id,
        start_time=start_time,
        end_time=end_time,
        but=None,
        at_most=AT_MOST,
        project=project_id,
        task=task_id,
    )
    return [row for row in found if row.entry_id is not None], found[0]


def _write(
    session: Session,
    actor: User,
    action: str,
    write: audit.Write,
    values: dict[str, Any],
    people: Collection[User],
) -> list[TimeEntry]:
    given = {f"new_{name}": value for name, value in values.items()}
    topics = [topic for person in people for topic in _topics(person)]
    changed = audit.record(session, actor, action, write, *dict.fromkeys(topics), **given)
    return [value(TimeEntry, row) for row in changed]


def _topics(person: User) -> tuple[str, str]:
    return f"user:{person.user_id}", "team"


@lru_cache
def _insertion(*columns: str) -> Insert:
    """Built once for each set of columns, because building a statement takes longer than sending it."""
    return insert(ENTRIES).values({name: bindparam(f"new_{name}") for name in columns})


@lru_cache
def _change(*columns: str) -> Update:
    return _updated(columns).where(THE_ENTRY)


@lru_cache
def _changes(*columns: str) -> Update:
    return _updated(columns).where(THESE_ENTRIES)


def _updated(columns: Sequence[str]) -> Update:
    values: dict[str, Any] = {name: bindparam(f"new_{name}") for name in columns}
    return update(ENTRIES).values(**values, updated_at=func.clock_timestamp())


@lru_cache
def _collision() -> Prepared:
    return Prepared(_collisions())


@lru_cache
def _around() -> Prepared:
    terms, there = rates.terms_asked(), _collisions().subquery()
    return Prepared(
        terms.add_columns(*there.c).outerjoin(there, true()).order_by(there.c.start_time),
    )


def _collisions() -> Select[Any]:
    """The condition is the exclusion constraint's own, word for word, so its index answers."""
    closed: ColumnElement[str] = literal_column("'[]'")
    half_open: ColumnElement[str] = literal_column("'[)'")
    entries = ENTRIES.c
    person, but = (bindparam(name, type_=BigInteger) for name in ("person", "but"))
    start_time, end_time = (bindparam(name, type_=INSTANT) for name in ("start_time", "end_time"))
    people = func.int8range(entries.user_id, entries.user_id, closed)
    times = func.tstzrange(entries.start_time, entries.end_time, half_open)
    return (
        select(entries.entry_id, entries.description, entries.start_time, entries.end_time)
        .where(
            people.op("&&")(func.int8range(person, person, closed)),
            times.op("&&")(func.tstzrange(start_time, end_time, half_open)),
            entries.entry_id.is_distinct_from(but),
        )
        .order_by(entries.start_time)
        .limit(bindparam("at_most", type_=BigInteger))
    )
