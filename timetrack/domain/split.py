"""Splitting: one entry becomes two that follow one another."""

from datetime import datetime
from typing import Any

from sqlmodel import Session

from timetrack import clock
from timetrack.domain import periods
from timetrack.domain.entries import check_range, lock_entry, whole_second
from timetrack.domain.entry_rows import change_entry, insert_entry
from timetrack.errors import ChangedElsewhere, InvalidInput
from timetrack.models import TimeEntry, User

WORK = (
    "user_id",
    "project_id",
    "task_id",
    "description",
    "is_billable",
    "hourly_rate",
    "rate_source",
    "currency",
    "tags",
)
"""Everything an entry says but when: what its parts have in common."""


def split_entry(
    session: Session, actor: User, *, entry_id: int, at: datetime, seen: datetime | None = None
) -> tuple[TimeEntry, TimeEntry]:
    """Split an entry in two; both keep everything it says, its rate to the last digit included.

    Of a running timer the first part ends and the second runs on. Raises InvalidInput unless ``at`` is after its start
    and before its end, ChangedElsewhere when it is newer than what was ``seen``, EntryTooLong for a first part of more
    than 24 hours.
    """
    entry, person = lock_entry(session, actor, entry_id)
    if seen is not None and seen != entry.updated_at:
        raise ChangedElsewhere
    at = whole_second(at)
    if not entry.start_time < at < (entry.end_time or clock.now()):
        there = periods.shown_range(entry.start_time, entry.end_time, person.timezone, form=actor.time_format)
        raise InvalidInput(f"An entry is split between its start and its end ({there}). Nothing was changed.")
    check_range(entry.start_time, at)
    first = change_entry(session, actor, "SPLIT", entry_id, {"end_time": at}, person)
    rest = work_of(entry) | {"start_time": at, "end_time": entry.end_time}
    return first, insert_entry(session, actor, "SPLIT", rest, person)


def work_of(entry: TimeEntry) -> dict[str, Any]:
    """The columns that a part of ``entry`` has in common with it."""
    return {name: getattr(entry, name) for name in WORK}
