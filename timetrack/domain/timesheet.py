"""The timesheet: a week as hours per project, task and day, and what typing into one of its cells means."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from itertools import groupby
from typing import Any

from sqlalchemy import BigInteger, bindparam, func, select
from sqlalchemy.dialects.postgresql import array
from sqlmodel import Session

from timetrack import clock
from timetrack.db import Prepared
from timetrack.domain import entries, laying, periods, split
from timetrack.domain.entry_list import PROJECTS, TASKS, EntryFilter, ListedEntry, entry_page
from timetrack.domain.laying import Slot
from timetrack.errors import ChangedElsewhere, InvalidInput
from timetrack.models import TimeEntry, User
from timetrack.models.base import INSTANT, INSTANTS

DAYS = 7
MOMENT = timedelta(seconds=1)
"""Hours are read up to a moment after now, which is taken off again: so a timer of this very second has its cell."""
ALL = 1_000_000
"""More entries than a week can hold."""

Work = tuple[int | None, int | None]
"""A project and one of its tasks; None for neither."""


@dataclass(frozen=True)
class Cell:
    """One row's work on one day; ``since`` is where the timer's part of it begins, None without one, ``running`` its length."""

    seconds: int = 0
    since: datetime | None = None
    running: int = 0

    @property
    def finished_seconds(self) -> int:
        """What stays when the timer is left out."""
        return self.seconds - self.running


@dataclass(frozen=True)
class Row:
    """One project and task with its hours, a cell for each day of the week."""

    work: Work
    project_name: str | None
    color: str | None
    task_name: str | None
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class CellChange:
    """What typing into a cell did: the entries laid for it, and how many were shortened and deleted."""

    laid: tuple[TimeEntry, ...] = ()
    shortened: int = 0
    deleted: int = 0


@dataclass(frozen=True)
class FreeDay:
    """The first free place of a day, None where there is none behind its last entry, and all that is free."""

    next_place: Slot | None
    seconds: int


def week_grid(session: Session, actor: User, *, first_day: date) -> list[Row]:
    """The week of ``actor`` from ``first_day`` on, in their zone, by project and task; no project comes last.

    An entry over midnight counts on both days, what runs counts up to now.
    """
    bounds = periods.day_bounds(first_day, first_day + timedelta(days=DAYS - 1), actor.timezone)
    now = clock.now()
    found = _grid().records(session, bounds=bounds, person=actor.user_id, at=now + MOMENT)
    rows = []
    for (project_id, task_id), cells in groupby(found, lambda one: (one.project_id, one.task_id)):
        by_day = {one.period: one for one in cells}
        some = next(iter(by_day.values()))
        days = [by_day.get(n) for n in range(1, DAYS + 1)]
        shown = [_cell(one, bounds, now) if one else Cell() for one in days]
        rows.append(Row((project_id, task_id), some.project_name, some.color, some.task_name, tuple(shown)))
    return rows


def free_days(session: Session, actor: User, *, first_day: date) -> list[FreeDay]:
    """For each day of a week, where the next hours that are typed would go."""
    last = first_day + timedelta(days=DAYS - 1)
    bounds = periods.day_bounds(first_day, last, actor.timezone)
    found = entries_between(session, actor, bounds[0], bounds[-1])
    return [_free_day(_Span(first_day + timedelta(days=n), actor, found)) for n in range(DAYS)]


def set_cell(
    session: Session,
    actor: User,
    *,
    day: date,
    project_id: int | None,
    task_id: int | None,
    seconds: int,
    description: str | None = None,
    seen: int | None = None,
) -> CellChange:
    """Make what ``actor`` worked on a project and task on ``day`` come to exactly ``seconds``.

    More is laid into the day's free time: from the end of its last entry on, else from 9:00, today never later than
    now; it goes on with the description, tags and billable mark that the cell has, unless ``description`` is given.
    Less is taken off the cell's last entries, and of those over midnight only off the part on this day; what runs is
    never cut. ``seen`` are the finished seconds that were on screen: raises ChangedElsewhere when there are others now.
    Raises InvalidInput where the day has too little free time, or the timer alone is more.
    """
    person = entries.lock_owner(session, actor, actor.user_id)
    whole = _Span(day, person, entries_between(session, actor, *periods.day_bounds(day, day, person.timezone)))
    cell = whole.cell((project_id, task_id))
    missing = seconds - whole.seconds_of(*cell)
    if missing == 0:
        return CellChange()
    if seen not in (None, whole.seconds_of(*_finished(cell))):
        raise ChangedElsewhere("These hours were changed in another place meanwhile. Nothing was saved.")
    if missing < 0:
        return _take_off(session, actor, whole, cell, -missing)
    same = cell[-1] if cell else None
    laid = [
        entries.create_manual_entry(
            session,
            actor,
            start_time=start,
            end_time=end,
            project_id=project_id,
            task_id=task_id,
            description=description if description is not None else same.description if same else "",
            tags=same.tags if same else (),
            is_billable=same.is_billable if same and project_id else None,
        )
        for start, end in whole.room_for(missing)
    ]
    return CellChange(laid=tuple(laid))


def clear_row(
    session: Session, actor: User, *, first_day: date, project_id: int | None, task_id: int | None
) -> CellChange:
    """Take everything off one row of a week, of what goes on beyond it only this part. Raises InvalidInput under a timer."""
    person = entries.lock_owner(session, actor, actor.user_id)
    last = first_day + timedelta(days=DAYS - 1)
    bounds = periods.day_bounds(first_day, last, person.timezone)
    week = _Span(first_day, person, entries_between(session, actor, bounds[0], bounds[-1]), last_day=last)
    cell = week.cell((project_id, task_id))
    return _take_off(session, actor, week, cell, week.seconds_of(*cell))


def entries_between(session: Session, actor: User, since: datetime, until: datetime) -> list[ListedEntry]:
    """Everything of ``actor`` that touches ``[since, until)``, earliest first."""
    wanted = EntryFilter(actor.user_id, since=since, until=until)
    return entry_page(session, actor, wanted, limit=ALL)[::-1]


class _Span:
    """A day of a person, or the days up to ``last_day``, with everything of ``found`` that touches it."""

    def __init__(self, day: date, person: User, found: Sequence[ListedEntry], *, last_day: date | None = None) -> None:
        self.day, self.now, self.form = day, clock.now(), person.duration_format
        self.start, *_, self.end = periods.day_bounds(day, last_day or day, person.timezone)
        self.is_today = self.start <= self.now < self.end
        self.entries = [e for e in found if e.start_time < self.end and (e.end_time or self.end) > self.start]

    def cell(self, work: Work) -> list[ListedEntry]:
        """The entries of one row, earliest first."""
        return [entry for entry in self.entries if (entry.project_id, entry.task_id) == work]

    def seconds_of(self, *some: ListedEntry) -> int:
        """How much of some entries lies within; what runs counts up to now."""
        bounds = [self.start, self.end]
        return sum(periods.split_at(entry.start_time, entry.end_time or self.now, bounds)[0] for entry in some)

    def room_for(self, seconds: int) -> list[Slot]:
        """The free time that takes ``seconds``. Raises InvalidInput where there is too little."""
        laid = laying.lay(seconds, self.free(), after=self.last_end(), opening=self.opening())
        if laying.seconds_of(laid) < seconds:
            raise InvalidInput(self._no_room(seconds, laying.seconds_of(self.free())))
        return laid

    def free(self) -> list[Slot]:
        """The day's free time; today only up to now."""
        until = min(self.end, self.now) if self.is_today else self.end
        return laying.free_slots(self.start, until, [(entry.start_time, entry.end_time) for entry in self.entries])

    def last_end(self) -> datetime:
        """Where the last finished entry of those that began today ends; without one, where the working day begins."""
        ends = [entry.end_time for entry in self.entries if entry.end_time and entry.start_time >= self.start]
        return max(ends, default=self.opening())

    def opening(self) -> datetime:
        """Where the working day begins: 9:00."""
        return max(self.start, self.end - laying.WORKING_DAY)

    def _no_room(self, seconds: int, room: int) -> str:
        before = " before now" if self.is_today else ""
        runs = any(entry.end_time is None for entry in self.entries)
        why = " The time from the running timer's start on is taken until it is stopped." if runs else ""
        day, (free, more) = periods.shown_day(self.day), (periods.shown_hours(n, self.form) for n in (room, seconds))
        return f"{day} has {free} free{before}, and {more} more would be needed.{why} Nothing was saved."


def _free_day(whole: _Span) -> FreeDay:
    free, after = whole.free(), whole.last_end()
    behind = ((max(start, after), end) for start, end in free if end > after)
    return FreeDay(next(behind, None), laying.seconds_of(free))


def _take_off(session: Session, actor: User, whole: _Span, cell: Sequence[ListedEntry], seconds: int) -> CellChange:
    finished = _finished(cell)
    if whole.seconds_of(*finished) < seconds:
        raise InvalidInput("The timer alone has run for longer here. Stop it first; nothing was saved.")
    shortened = deleted = 0
    for entry in reversed(finished):
        off = min(seconds, whole.seconds_of(entry))
        if off == 0:
            break
        seconds -= off
        if _shorten(session, actor, whole, entry, off):
            shortened += 1
        else:
            deleted += 1
    return CellChange(shortened=shortened, deleted=deleted)


def _finished(cell: Sequence[ListedEntry]) -> list[ListedEntry]:
    return [entry for entry in cell if entry.end_time]


def _shorten(session: Session, actor: User, whole: _Span, entry: ListedEntry, seconds: int) -> bool:
    """Take ``seconds`` off the part of an entry that lies within; whether anything of the entry is left."""
    start, end, off = entry.start_time, entry.end_time or whole.now, timedelta(seconds=seconds)
    if start >= whole.start and end <= whole.end and end - start == off:
        entries.delete_entry(session, actor, entry_id=entry.entry_id)
        return False
    if start >= whole.start and end > whole.end:
        entries.edit_entry(session, actor, entry_id=entry.entry_id, start_time=start + off)
        return True
    if end > whole.end:
        split.split_entry(session, actor, entry_id=entry.entry_id, at=whole.end)
    entries.edit_entry(session, actor, entry_id=entry.entry_id, end_time=min(end, whole.end) - off)
    return True


def _cell(found: Any, bounds: Sequence[datetime], now: datetime) -> Cell:
    midnight, next_midnight = bounds[found.period - 1 : found.period + 1]
    runs_now = found.since is not None and midnight <= now < next_midnight
    since = found.since and max(found.since, midnight)
    return Cell(int(found.seconds) - runs_now, since, int(found.running or 0) - runs_now)


@lru_cache
def _grid() -> Prepared:
    slices = func.entry_slices(
        bindparam("bounds", type_=INSTANTS),
        array([bindparam("person", type_=BigInteger)]),
        bindparam("at", type_=INSTANT),
    ).table_valued("project_id", "task_id", "period", "seconds", "start_time", "end_time")
    is_running = slices.c.end_time.is_(None)
    shown = [PROJECTS.c.name.label("project_name"), PROJECTS.c.color, TASKS.c.name.label("task_name")]
    key = [slices.c.project_id, slices.c.task_id, slices.c.period]
    return Prepared(
        select(
            *key,
            *shown,
            func.sum(slices.c.seconds).label("seconds"),
            func.sum(slices.c.seconds).filter(is_running).label("running"),
            func.max(slices.c.start_time).filter(is_running).label("since"),
        )
        .select_from(slices)
        .outerjoin(PROJECTS, PROJECTS.c.project_id == slices.c.project_id)
        .outerjoin(TASKS, TASKS.c.task_id == slices.c.task_id)
        .group_by(*key, PROJECTS.c.name, PROJECTS.c.color, TASKS.c.name)
        .order_by(func.lower(PROJECTS.c.name), slices.c.project_id, func.lower(TASKS.c.name).nulls_first(), *key[1:])
    )
