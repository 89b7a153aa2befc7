"""The rows of time entries: each write is one statement, and one looks for what a new entry would collide with."""

from datetime import datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Insert,
    Update,
    bindparam,
    delete,
    func,
    insert,
    literal_column,
    select,
    update,
)
from sqlmodel import Session

from timetrack.db import Prepared, value
from timetrack.domain import audit
from timetrack.models import TimeEntry, User, table
from timetrack.models.base import INSTANT

ENTRIES = table(TimeEntry)
THE_ENTRY = ENTRIES.c.entry_id == bindparam("new_entry_id")
REMOVAL = delete(ENTRIES).where(THE_ENTRY)


def insert_entry(session: Session, actor: User, action: str, values: dict[str, Any], person: User) -> TimeEntry:
    """Write a new entry of ``person`` and tell everyone who shows that person's time."""
    return _write(session, actor, action, _insertion(*values), values, person)


def change_entry(
    session: Session, actor: User, action: str, entry_id: int, values: dict[str, Any], person: User
) -> TimeEntry:
    """Write new values of an entry of ``person`` and tell everyone who shows that person's time."""
    return _write(session, actor, action, _change(*values), values | {"entry_id": entry_id}, person)


def remove_entry(session: Session, actor: User, action: str, entry_id: int, person: User) -> TimeEntry:
    """Delete an entry of ``person`` and tell everyone who shows that person's time. Returns it as it was."""
    return _write(session, actor, action, REMOVAL, {"entry_id": entry_id}, person)


def colliding_entries(
    session: Session, user_id: int, start_time: datetime, end_time: datetime | None, *, but: int | None = None
) -> list[Any]:
    """The entries of a person that touch ``[start_time, end_time)``, earliest first; the running timer has no end."""
    return _collision().records(session, person=user_id, start_time=start_time, end_time=end_time, but=but)


def _write(
    session: Session, actor: User, action: str, write: audit.Write, values: dict[str, Any], person: User
) -> TimeEntry:
    given = {f"new_{name}": value for name, value in values.items()}
    (changed,) = audit.record(session, actor, action, write, f"user:{person.user_id}", "team", **given)
    return value(TimeEntry, changed)


@lru_cache
def _insertion(*columns: str) -> Insert:
    """Built once for each set of columns, because building a statement takes longer than sending it."""
    return insert(ENTRIES).values({name: bindparam(f"new_{name}") for name in columns})


@lru_cache
def _change(*columns: str) -> Update:
    values: dict[str, Any] = {name: bindparam(f"new_{name}") for name in columns}
    return update(ENTRIES).where(THE_ENTRY).values(**values, updated_at=func.clock_timestamp())


@lru_cache
def _collision() -> Prepared:
    """The condition is the exclusion constraint's own, word for word, so its index answers."""
    closed: ColumnElement[str] = literal_column("'[]'")
    half_open: ColumnElement[str] = literal_column("'[)'")
    entries = ENTRIES.c
    person, but = (bindparam(name, type_=BigInteger) for name in ("person", "but"))
    start_time, end_time = (bindparam(name, type_=INSTANT) for name in ("start_time", "end_time"))
    people = func.int8range(entries.user_id, entries.user_id, closed)
    times = func.tstzrange(entries.start_time, entries.end_time, half_open)
    return Prepared(
        select(entries.entry_id, entries.description, entries.start_time, entries.end_time)
        .where(
            people.op("&&")(func.int8range(person, person, closed)),
            times.op("&&")(func.tstzrange(start_time, end_time, half_open)),
            entries.entry_id.is_distinct_from(but),
        )
        .order_by(entries.start_time)
        .limit(20)
    )
