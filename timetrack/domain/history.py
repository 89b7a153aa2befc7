"""The history of one entry, from the audit log: who changed what and when, and any version of it brought back."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, Table, select
from sqlmodel import Session

from timetrack.domain import policy, recorded
from timetrack.domain.entries import lock_owner, refuse_overlap, visible_entry
from timetrack.domain.entry_rows import ENTRIES, change_entry, insert_entry
from timetrack.domain.rates import terms_for
from timetrack.errors import NotFound
from timetrack.models import AuditRecord, Project, RateSource, Task, TimeEntry, User, table

PLACES = {"project_id": ("project", table(Project)), "task_id": ("task", table(Task))}
"""Columns that a person knows by a name: what they are called, and whose name it is."""
MONEY = ("hourly_rate", "rate_source", "currency")
TOLD = ("description", "project_id", "task_id", "start_time", "end_time", "is_billable", "tags", *MONEY)
"""What a version consists of, in the order in which it is told."""


@dataclass(frozen=True)
class Change:
    """A field that changed: ``project`` and ``task`` by the name they have today, all else as it is kept."""

    field: str
    was: Any
    now: Any


@dataclass(frozen=True)
class Version:
    """An entry as one change left it; without an actor the installation itself acted.

    ``action`` is the code of the audit record. A first version tells all that it says, a deletion nothing.
    """

    sequence: int
    action: str
    actor_id: int | None
    actor_name: str
    recorded_at: datetime
    changes: tuple[Change, ...]
    can_restore: bool


def entry_history(session: Session, actor: User, entry_id: int) -> list[Version]:
    """Every version of an entry, newest first, of a deleted one for whoever may edit that person's time.

    Rates are told to who may see them. Raises NotFound for what ``actor`` may not see.
    """
    records = _records(session, actor, entry_id)
    newest, owner_id = _state(records[0].after), _owner_id(records)
    names = _names(session, records)
    told = TOLD if policy.may_see_money_of(actor, owner_id) else TOLD[: -len(MONEY)]
    may_edit = policy.may_edit_time_of(actor, owner_id)
    versions = [
        Version(
            *(record.sequence, record.action, record.actor_id, record.actor_name or "", record.recorded_at),
            changes=tuple(_changes(was, now, told, names)),
            can_restore=may_edit and bool(now) and _said(now) != _said(newest),
        )
        for record, was, now in _steps(records)
    ]
    return versions[::-1]


def restore_version(session: Session, actor: User, *, entry_id: int, sequence: int) -> TimeEntry:
    """Make an entry, deleted or not, what it was after the change ``sequence``.

    Its rate comes back too for who leads; anybody else keeps a rate that was set by hand since, and the one it has for
    the same work. Raises NotFound where there is no such version, OverlappingEntry when its place is taken, and for
    another project or task what logging time on it would raise.
    """
    person = lock_owner(session, actor, _owner_id(_records(session, actor, entry_id)))
    records = _records(session, actor, entry_id)
    version = next((_state(record.after) for record in records if record.sequence == sequence), {})
    if not version:
        raise NotFound("There is no such version of this entry. Nothing was changed.")
    last = _state(records[0].after or records[0].before)
    is_there = records[0].after is not None
    values = _said(version) | _rate_kept(actor, last, version)
    changed = {name: value for name, value in values.items() if value != last[name]}
    if {"project_id", "task_id"} & changed.keys():
        terms_for(session, actor, person, project_id=values["project_id"], task_id=values["task_id"])
    if not is_there or {"start_time", "end_time"} & changed.keys():
        refuse_overlap(session, person, values["start_time"], values["end_time"], but=entry_id)
    if not is_there:
        kept = {name: value for name, value in last.items() if name != "updated_at"}
        return insert_entry(session, actor, "RESTORE", kept | values, person)
    if not changed:
        return visible_entry(session, actor, entry_id)
    return change_entry(session, actor, "RESTORE", entry_id, changed, person)


def _records(session: Session, actor: User, entry_id: int) -> list[Row[Any]]:
    """The records of an entry, newest first. Raises NotFound where there are none that ``actor`` may see."""
    log, users = table(AuditRecord), table(User)
    wanted = (
        select(
            *log.c["sequence", "action", "actor_id", "recorded_at"],
            users.c.name.label("actor_name"),
            *(recorded.exact(log.c[side]).label(side) for side in ("before", "after")),
        )
        .outerjoin(users, users.c.user_id == log.c.actor_id)
        .where(log.c.subject_type == ENTRIES.name, log.c.subject_id == entry_id)
    )
    found = list(session.execute(wanted.order_by(log.c.sequence.desc())))
    may = policy.may_see_time_of if found and found[0].after else policy.may_edit_time_of
    if not found or not may(actor, _owner_id(found)):
        raise NotFound
    return found


def _owner_id(records: Sequence[Row[Any]]) -> int:
    owner_id: int = _state(records[0].after or records[0].before)["user_id"]
    return owner_id


def _state(side: str | None) -> recorded.Columns:
    return recorded.columns(ENTRIES, side)


def _said(state: recorded.Columns) -> recorded.Columns:
    return {name: state[name] for name in TOLD if name in state}


def _steps(records: Sequence[Row[Any]]) -> Iterator[tuple[Row[Any], recorded.Columns, recorded.Columns]]:
    """Each record, oldest first, with what was there before: of what is brought back, what was deleted."""
    was: recorded.Columns = {}
    for record in reversed(records):
        now = _state(record.after)
        yield record, was, now
        was = now or was


def _changes(
    was: recorded.Columns, now: recorded.Columns, told: Sequence[str], names: dict[tuple[str, int], str]
) -> Iterator[Change]:
    for column in told:
        before, after = was.get(column), now.get(column)
        is_new = bool(after) if not was else before != after
        if not now or not is_new:
            continue
        if column in PLACES:
            field, _ = PLACES[column]
            yield Change(field, *(key and names.get((field, key), f"#{key}") for key in (before, after)))
        else:
            yield Change(column, before, after)


def _names(session: Session, records: Sequence[Row[Any]]) -> dict[tuple[str, int], str]:
    """What the projects and tasks of all versions are called."""
    names: dict[tuple[str, int], str] = {}
    for column, (field, there) in PLACES.items():
        keys = {_state(record.after).get(column) for record in records} - {None}
        names |= {(field, key): name for key, name in _named(session, there, keys)}
    return names


def _named(session: Session, there: Table, keys: set[Any]) -> list[Any]:
    (key,) = there.primary_key.columns
    return list(session.execute(select(key, there.c.name).where(key.in_(keys)))) if keys else []


def _rate_kept(actor: User, last: recorded.Columns, version: recorded.Columns) -> recorded.Columns:
    """The rate that stays though the version had another: only who leads changes what an hour costs."""
    if policy.leads(actor) or last["currency"] != version["currency"]:
        return {}
    is_same_work = all(last[name] == version[name] for name in ("project_id", "task_id", "is_billable"))
    keeps = is_same_work or last["rate_source"] == RateSource.MANUAL
    return {name: last[name] for name in MONEY} if keeps else {}
