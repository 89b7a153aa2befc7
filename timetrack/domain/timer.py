"""The timer: start, stop, switch and resume. A timer is the one entry of a person that has no end yet."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, TypedDict, Unpack

from sqlalchemy import bindparam, select
from sqlmodel import Session

from timetrack import clock
from timetrack.db import Prepared, first
from timetrack.domain.entries import LONGEST, check_range, entry_values, refuse_collision, visible_entry
from timetrack.domain.entry_rows import ENTRIES, change_entry, end_running, insert_entry, look_around, remove_entry
from timetrack.domain.people import lock_person
from timetrack.domain.rates import agreed
from timetrack.errors import ActiveTimerExists, EntryTooLong, InvalidInput, NoActiveTimer
from timetrack.models import TimeEntry, User

SLIP = timedelta(seconds=60)
RUNNING = Prepared(select(ENTRIES).where(ENTRIES.c.user_id == bindparam("person"), ENTRIES.c.end_time.is_(None)))


@dataclass(frozen=True)
class Stopped:
    """What stopping did: the entry, and whether it was discarded as a slip (``restore_entry`` brings it back)."""

    entry: TimeEntry
    was_discarded: bool


class Work(TypedDict, total=False):
    """What somebody works on. Without ``is_billable`` the task and the project decide."""

    description: str
    project_id: int | None
    task_id: int | None
    tags: Sequence[str]
    is_billable: bool | None


def running_entry(session: Session, user_id: int) -> TimeEntry | None:
    """The timer of a person, if one runs."""
    return first(session, TimeEntry, RUNNING, person=user_id)


def start_timer(session: Session, actor: User, **work: Unpack[Work]) -> TimeEntry:
    """Start the timer, with or without a project.

    Raises ActiveTimerExists when one runs, OverlappingEntry when time is already logged from now on,
    ProjectAccessDenied.
    """
    person = lock_person(session, actor.user_id)
    return _start(session, actor, person, clock.now(), work)


def stop_timer(session: Session, actor: User, *, end_time: datetime | None = None) -> Stopped:
    """End the running timer, now or at the ``end_time`` that the person says.

    Stopped now and under a minute old it counts as a slip and is discarded. Raises NoActiveTimer when none runs,
    EntryTooLong past 24 hours: then ask when the work really ended.
    """
    person = lock_person(session, actor.user_id)
    if end_time is None:
        stopped = _stop(session, actor, person, clock.now())
    else:
        stopped = _stop_at(session, actor, person, end_time)
    if stopped is None:
        raise NoActiveTimer
    return stopped


def stop_for_leaving(session: Session, actor: User, person: User) -> Stopped | None:
    """End the timer of a locked ``person`` who leaves, if one runs; ``actor`` is who sees them off.

    A timer that ran past 24 hours is ended after 24: nobody is left to say when the work ended.
    """
    now, entry = clock.now(), running_entry(session, person.user_id)
    if entry is not None and now - entry.start_time > LONGEST:
        return Stopped(_end(session, actor, person, entry, entry.start_time + LONGEST), was_discarded=False)
    return _stop(session, actor, person, now)


def switch_timer(session: Session, actor: User, **work: Unpack[Work]) -> tuple[TimeEntry, Stopped | None]:
    """Stop what runs, if anything, and start something else in the same second, or do neither.

    Raises what stopping and starting can raise.
    """
    person = lock_person(session, actor.user_id)
    now = clock.now()
    stopped = _stop(session, actor, person, now)
    return _start(session, actor, person, now, work), stopped


def resume_entry(session: Session, actor: User, *, entry_id: int) -> tuple[TimeEntry, Stopped | None]:
    """Go on with the work of an earlier entry: switch to a new timer with its description, project, task and tags."""
    entry = visible_entry(session, actor, entry_id)
    return switch_timer(
        session,
        actor,
        description=entry.description,
        project_id=entry.project_id,
        task_id=entry.task_id,
        tags=entry.tags,
        is_billable=entry.is_billable if entry.project_id else None,
    )


def _start(session: Session, actor: User, person: User, now: datetime, work: Work) -> TimeEntry:
    project_id, task_id = work.get("project_id"), work.get("task_id")
    there, found = look_around(session, person, now, None, project_id=project_id, task_id=task_id)
    _refuse_other_time(there, person, now)
    terms = agreed(found, actor, person, project_id=project_id, task_id=task_id, is_billable=work.get("is_billable"))
    values = entry_values(person, terms, work.get("description", ""), work.get("tags", ())) | {"start_time": now}
    return insert_entry(session, actor, "START", values, person)


def _stop(session: Session, actor: User, person: User, now: datetime) -> Stopped | None:
    """End what runs, if anything. The usual case is one write; only when it changes nothing has a timer to be read."""
    ended = end_running(session, actor, person, now, earliest=now - LONGEST, latest=now - SLIP)
    if ended is not None:
        return Stopped(ended, was_discarded=False)
    entry = running_entry(session, person.user_id)
    if entry is None:
        return None
    if now - entry.start_time > LONGEST:
        raise EntryTooLong("This timer has run for more than 24 hours. Say when the work really ended; it still runs.")
    return _discard(session, actor, person, entry, now)


def _refuse_other_time(there: Sequence[Any], person: User, now: datetime) -> None:
    running = next((entry for entry in there if entry.end_time is None), None)
    if running is not None:
        raise ActiveTimerExists(running.entry_id, running.description)
    refuse_collision(there, person, now)


def _stop_at(session: Session, actor: User, person: User, end_time: datetime) -> Stopped | None:
    entry = running_entry(session, person.user_id)
    if entry is None:
        return None
    _, end_time = check_range(entry.start_time, end_time)
    if end_time > clock.now():
        raise InvalidInput("A timer cannot end in the future. It still runs.")
    return Stopped(_end(session, actor, person, entry, end_time), was_discarded=False)


def _end(session: Session, actor: User, person: User, entry: TimeEntry, end_time: datetime) -> TimeEntry:
    return change_entry(session, actor, "STOP", entry.entry_id, {"end_time": end_time}, person)


def _discard(session: Session, actor: User, person: User, entry: TimeEntry, now: datetime) -> Stopped:
    """End it first, so that what is brought back has its end, then delete it."""
    ended = _end(session, actor, person, entry, max(now, entry.start_time + timedelta(seconds=1)))
    remove_entry(session, actor, "DISCARD", entry.entry_id, person)
    return Stopped(ended, was_discarded=True)
