"""What somebody did to entries lately, each act with the way back that is still open: the undo after the notice is gone."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any
from uuid import UUID

from sqlalchemy import Row, func, select
from sqlmodel import Session

from timetrack.domain import policy, recorded
from timetrack.domain.entry_rows import ENTRIES
from timetrack.domain.undo import stands
from timetrack.models import AuditRecord, User, table

SHOWN = 30
RECORDS = 1000
"""So many records are looked at; one change has up to 500 of them."""
PLAIN = ("START", "STOP", "DISCARD")
"""What only runs the timer: the bar does and undoes that."""


@dataclass(frozen=True)
class TouchedEntry:
    """An entry as it was before the act, or, where it is new, as the act made it."""

    description: str
    start_time: datetime
    end_time: datetime | None


@dataclass(frozen=True)
class RecentChange:
    """One act; ``actions`` are the codes of its records, oldest first. It can be undone while nothing
    came on top, or what did was undone.
    """

    change_id: UUID
    actions: tuple[str, ...]
    recorded_at: datetime
    entries: tuple[TouchedEntry, ...]
    can_undo: bool


def recent_changes(session: Session, actor: User) -> list[RecentChange]:
    """The last 30 acts of ``actor`` on anybody's entries, newest first."""
    found = _records(session, actor)
    acts = [list(records) for _, records in groupby(found, key=lambda record: record.change_id)]
    if len(found) == RECORDS and len(acts) > 1:
        acts.pop()  # the oldest may not be there as a whole
    return [_change(actor, act) for act in acts[:SHOWN]]


def _records(session: Session, actor: User) -> list[Row[Any]]:
    log = table(AuditRecord)
    was = func.coalesce(log.c.before, log.c.after)
    wanted = select(
        *log.c["change_id", "action", "recorded_at", "subject_id"],
        recorded.exact(was).label("was"),
        stands(log).label("stands"),
    ).where(
        log.c.actor_id == actor.user_id,
        log.c.subject_type == ENTRIES.name,
        log.c.action.not_in(PLAIN),
        log.c.change_id.is_not(None),
    )
    return list(session.execute(wanted.order_by(log.c.audit_id.desc()).limit(RECORDS)))


def _change(actor: User, records: list[Row[Any]]) -> RecentChange:
    oldest_first = records[::-1]
    rows = [recorded.columns(ENTRIES, record.was) for record in oldest_first]
    may = all(policy.may_edit_time_of(actor, owner_id) for owner_id in {row["user_id"] for row in rows})
    return RecentChange(
        change_id=records[0].change_id,
        actions=tuple(record.action for record in oldest_first),
        recorded_at=records[0].recorded_at,
        entries=tuple(_touched(oldest_first, rows)),
        can_undo=may and all(record.stands for record in records),
    )


def _touched(records: Iterable[Row[Any]], rows: Iterable[recorded.Columns]) -> Iterator[TouchedEntry]:
    """Each entry once, as its first record tells it."""
    told: set[int] = set()
    for record, row in zip(records, rows, strict=True):
        if record.subject_id not in told:
            told.add(record.subject_id)
            yield TouchedEntry(row["description"], row["start_time"], row["end_time"])
