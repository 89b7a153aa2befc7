"""Duplicating: the same work once more, in the first room after it on its day."""

from datetime import datetime, timedelta

from sqlmodel import Session

from timetrack import clock
from timetrack.domain import durations, periods
from timetrack.domain.entries import entry_values, lock_entry
from timetrack.domain.entry_rows import colliding_entries, insert_entry
from timetrack.domain.free_time import Stretch, first_room
from timetrack.domain.rates import terms_for
from timetrack.errors import InvalidInput
from timetrack.models import TimeEntry, User

ONE_SECOND = timedelta(seconds=1)


def duplicate_entry(session: Session, actor: User, *, entry_id: int) -> TimeEntry:
    """Log the work of an entry once more, as long, in the first free time after it on the owner's day on which it ends.

    Work that is done stays in the past: it is not put beyond now. The terms are those of today, as for any new entry.
    Raises InvalidInput when there is no room, or while the entry still runs, and everything that logging can raise.
    """
    entry, person = lock_entry(session, actor, entry_id)
    if entry.end_time is None:
        raise InvalidInput("This timer still runs, so there is nothing to duplicate yet. Nothing was saved.")
    room = _room(session, person, entry.start_time, entry.end_time)
    terms = terms_for(
        session,
        actor,
        person,
        project_id=entry.project_id,
        task_id=entry.task_id,
        is_billable=entry.is_billable if entry.project_id else None,
    )
    values = entry_values(person, terms, entry.description, entry.tags)
    return insert_entry(session, actor, "DUPLICATE", values | vars(room), person)


def _room(session: Session, person: User, start_time: datetime, end_time: datetime) -> Stretch:
    day = periods.local_date(end_time - ONE_SECOND, person.timezone)
    until = periods.day_start(day + periods.ONE_DAY, person.timezone)
    now = clock.now()
    if end_time <= now:
        until = min(until, now)
    if end_time < until:
        taken = colliding_entries(session, person.user_id, end_time, until, at_most=None)
        there = [Stretch(other.start_time, other.end_time) for other in taken]
        room = first_room(Stretch(end_time, until), there, end_time - start_time)
        if room is not None:
            return room
    length = durations.shown(int((end_time - start_time).total_seconds()), person.duration_format)
    before = "before now " if until == now else ""
    raise InvalidInput(
        f"There is no free {length} left after this entry {before}on {periods.shown_day(day)}. Nothing was saved."
    )
