"""Copying a week's hours into another: the same work at the same times of day, or in the next free time."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlmodel import Session

from timetrack.domain import entries, laying, periods, projects
from timetrack.domain.entry_list import ListedEntry
from timetrack.domain.laying import Slot
from timetrack.domain.timesheet import DAYS, entries_between
from timetrack.errors import InvalidInput
from timetrack.models import User


@dataclass(frozen=True)
class CopiedWeek:
    """How much was copied, and the projects that take no new time, so their hours were left out."""

    entries: int
    seconds: int
    left_out: tuple[str, ...] = ()


def copy_week(session: Session, actor: User, *, from_week: date, to_week: date) -> CopiedWeek:
    """Lay the finished hours of the week that begins on ``from_week`` into the one that begins on ``to_week``.

    Each entry goes to the same weekday and time of day where that is free, otherwise into the next free time of that
    day; none gets longer or shorter. Raises InvalidInput where there is nothing to copy, where the week has hours on
    one of those rows already, and where a day has too little free time: then nothing at all is copied.
    """
    person = entries.lock_owner(session, actor, actor.user_id)
    source, taken = (_week(session, actor, first, person.timezone) for first in (from_week, to_week))
    _refuse_second(source, taken)
    open_projects = {project.project_id for project in projects.visible_projects(session, actor)} | {None}
    wanted = [entry for entry in source if entry.project_id in open_projects]
    left_out = {entry.project_name or "" for entry in source if entry.project_id not in open_projects}
    busy: list[tuple[datetime, datetime | None]] = [(entry.start_time, entry.end_time) for entry in taken]
    for entry, slots in _placed(wanted, busy, from_week, to_week, person):
        for start, end in slots:
            _copy(session, actor, entry, start, end)
    seconds = sum(int((end - start).total_seconds()) for start, end in _slots(wanted, from_week, person.timezone))
    return CopiedWeek(len(wanted), seconds, tuple(sorted(left_out)))


def _week(session: Session, actor: User, first: date, zone: str) -> list[ListedEntry]:
    bounds = periods.day_bounds(first, first + timedelta(days=DAYS - 1), zone)
    return entries_between(session, actor, bounds[0], bounds[-1])


def _refuse_second(source: list[ListedEntry], taken: list[ListedEntry]) -> None:
    source[:] = [entry for entry in source if entry.end_time]
    if not source:
        raise InvalidInput("That week has no finished hours. Nothing was copied.")
    rows = {(entry.project_id, entry.task_id) for entry in source}
    there = next((entry for entry in taken if (entry.project_id, entry.task_id) in rows), None)
    if there is not None:
        name = " › ".join(filter(None, (there.project_name, there.task_name))) or "no project"
        raise InvalidInput(f"This week has hours on {name} already. Copy the rows only; nothing was copied.")


def _placed(
    wanted: list[ListedEntry],
    busy: list[tuple[datetime, datetime | None]],
    from_week: date,
    to_week: date,
    person: User,
) -> list[tuple[ListedEntry, list[Slot]]]:
    """Where each entry goes: first all that fit where they were, then the others into what is left."""
    days, zone = (to_week - from_week).days, person.timezone
    placed, displaced = [], []
    for entry, (start, end) in zip(wanted, _slots(wanted, from_week, zone), strict=True):
        first = periods.same_moment(start, zone, days=days)
        last = first + (end - start)
        if laying.free_slots(first, last, busy) == [(first, last)]:
            placed.append((entry, [(first, last)]))
            busy.append((first, last))
        else:
            displaced.append((entry, first, last))
    for entry, first, last in displaced:
        slots = _next_free(first, last, busy, person)
        placed.append((entry, slots))
        busy += slots
    return placed


def _slots(wanted: list[ListedEntry], first_day: date, zone: str) -> list[Slot]:
    """From when to when each entry lies in the week."""
    bounds = periods.day_bounds(first_day, first_day + timedelta(days=DAYS - 1), zone)
    return [(max(entry.start_time, bounds[0]), min(entry.end_time, bounds[-1])) for entry in wanted if entry.end_time]


def _next_free(
    first: datetime, last: datetime, busy: list[tuple[datetime, datetime | None]], person: User
) -> list[Slot]:
    zone = person.timezone
    day = periods.local_date(first, zone)
    since, until = periods.day_bounds(day, day, zone)
    seconds = int((last - first).total_seconds())
    slots = laying.lay(seconds, laying.free_slots(since, until, busy), after=first, opening=first)
    room = laying.seconds_of(slots)
    if room < seconds:
        why = " The running timer takes the time from its start on." if any(end is None for _, end in busy) else ""
        free, wanted = (periods.shown_hours(n, person.duration_format) for n in (room, seconds))
        raise InvalidInput(
            f"{periods.shown_day(day)} has {free} free, and {wanted} would go there.{why} Nothing was copied."
        )
    return slots


def _copy(session: Session, actor: User, entry: ListedEntry, start_time: datetime, end_time: datetime) -> None:
    entries.create_manual_entry(
        session,
        actor,
        start_time=start_time,
        end_time=end_time,
        description=entry.description,
        project_id=entry.project_id,
        task_id=entry.task_id,
        tags=entry.tags,
        is_billable=entry.is_billable if entry.project_id else None,
    )
