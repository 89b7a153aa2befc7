"""The team board: what everyone works on right now and what today and this week brought, in one statement for all."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property, lru_cache
from itertools import groupby
from typing import Any

from sqlalchemy import BigInteger, CompoundSelect, Integer, Select, any_, bindparam, func, select, true, union
from sqlalchemy.dialects.postgresql import ARRAY
from sqlmodel import Session

from timetrack import clock
from timetrack.db import Prepared
from timetrack.domain import periods
from timetrack.domain.entry_rows import ENTRIES
from timetrack.domain.people import USERS
from timetrack.domain.projects import MEMBERS, PROJECTS
from timetrack.domain.tasks import TASKS
from timetrack.models.base import INSTANT, INSTANTS

STATES = ("working", "away", "out")


@dataclass(frozen=True)
class BoardWork:
    """One entry on the board. ``is_public`` and ``member_ids`` say who may know its project."""

    description: str
    start_time: datetime
    end_time: datetime | None
    project_id: int | None
    project_name: str | None
    color: str | None
    task_name: str | None
    is_public: bool
    member_ids: tuple[int, ...]


@dataclass(frozen=True)
class BoardPerson:
    """One person: today's work, earliest first, or what was worked on last; seconds count up to ``at``.

    One is shared by all who look at it, so what follows from it is found once.
    """

    user_id: int
    name: str
    hides_description: bool
    day_target_seconds: int
    week_target_seconds: int
    today_seconds: int
    week_seconds: int
    at: datetime
    day_start: datetime
    week_start: datetime
    work: tuple[BoardWork, ...]

    @cached_property
    def running(self) -> BoardWork | None:
        """What runs."""
        return next((work for work in self.work if work.end_time is None), None)

    @cached_property
    def last(self) -> BoardWork | None:
        """What was worked on last and has ended."""
        return next((work for work in reversed(self.work) if work.end_time is not None), None)

    @cached_property
    def state(self) -> str:
        """Working while a timer runs, away when today has time but no timer, out when it has none."""
        if self.running:
            return "working"
        return "away" if self.today_seconds else "out"

    @cached_property
    def since_time(self) -> datetime | None:
        """Since when today's total grows."""
        return max(self.running.start_time, self.day_start) if self.running else None

    @cached_property
    def place(self) -> tuple[int, str, int]:
        """Where the person stands: who works first, then who is away, then who is out, each by name."""
        return STATES.index(self.state), self.name.casefold(), self.user_id


def board(session: Session, *, zone: str, week_start: int) -> list[BoardPerson]:
    """Everybody who may work here, by name. Today is a day in ``zone``, the week begins on ``week_start``.

    Who reads it out to somebody leaves out what ``policy.may_see_project`` keeps from them.
    """
    return _read(session, zone, week_start, ())


def board_of(session: Session, user_ids: Sequence[int], *, zone: str, week_start: int) -> list[BoardPerson]:
    """The same for some people only: what one change makes stale. Who left is not in it."""
    return _read(session, zone, week_start, user_ids) if user_ids else []


def _read(session: Session, zone: str, week_start: int, user_ids: Sequence[int]) -> list[BoardPerson]:
    now = clock.now()
    today = periods.local_date(now, zone)
    first, last = periods.week_of(today, week_start)
    bounds = periods.day_bounds(first, last, zone)
    place = (today - first).days
    given = {
        "bounds": bounds,
        "at": now,
        "today": place + 1,
        "day_start": bounds[place],
        "day_end": bounds[place + 1],
    }
    named = {"people": list(user_ids)} if user_ids else {}
    found = _statement(bool(user_ids)).records(session, **given, **named)
    is_workday = today.isoweekday() <= periods.WORKING_DAYS
    starts = bounds[place], bounds[0]
    return [_person(rows, now, starts, is_workday) for _, rows in groupby(found, lambda row: row.user_id)]


def _person(rows: Iterable[Any], at: datetime, starts: tuple[datetime, datetime], is_workday: bool) -> BoardPerson:
    kept = list(rows)
    about = kept[0]
    week_target = int(about.weekly_target_hours * 3600)
    return BoardPerson(
        user_id=about.user_id,
        name=about.name,
        hides_description=about.hides_description,
        day_target_seconds=week_target // periods.WORKING_DAYS if is_workday else 0,
        week_target_seconds=week_target,
        today_seconds=int(about.today_seconds or 0),
        week_seconds=int(about.week_seconds or 0),
        at=at,
        day_start=starts[0],
        week_start=starts[1],
        work=tuple(_work(row) for row in kept if row.start_time is not None),
    )


def _work(row: Any) -> BoardWork:
    return BoardWork(
        description=row.description,
        start_time=row.start_time,
        end_time=row.end_time,
        project_id=row.project_id,
        project_name=row.project_name,
        color=row.color,
        task_name=row.task_name,
        is_public=bool(row.is_public),
        member_ids=tuple(row.member_ids or ()),
    )


@lru_cache
def _statement(is_some: bool) -> Prepared:
    """One row per person and entry. The hours come from the function every screen has them from."""
    people = select(*USERS.c["user_id", "name", "hides_description", "weekly_target_hours"]).where(
        USERS.c.deactivated_at.is_(None)
    )
    if is_some:
        people = people.where(USERS.c.user_id == any_(bindparam("people", type_=ARRAY(BigInteger))))
    who = people.cte("who")
    hours = _hours(who)
    shown = _shown(who).lateral("shown")
    entries, members = ENTRIES.c, _members()
    columns: list[Any] = [
        *who.c,
        hours.c.today_seconds,
        hours.c.week_seconds,
        *entries["description", "start_time", "end_time", "project_id"],
        PROJECTS.c.name.label("project_name"),
        *PROJECTS.c["color", "is_public"],
        TASKS.c.name.label("task_name"),
        members.label("member_ids"),
    ]
    return Prepared(
        select(*columns)
        .select_from(who)
        .outerjoin(hours, hours.c.user_id == who.c.user_id)
        .outerjoin(shown, true())
        .outerjoin(ENTRIES, entries.entry_id == shown.c.entry_id)
        .outerjoin(PROJECTS, PROJECTS.c.project_id == entries.project_id)
        .outerjoin(TASKS, TASKS.c.task_id == entries.task_id)
        .order_by(func.lower(who.c.name), who.c.user_id, entries.start_time)
    )


def _hours(who: Any) -> Any:
    slices = func.entry_slices(
        bindparam("bounds", type_=INSTANTS),
        func.array(select(who.c.user_id).scalar_subquery(), type_=ARRAY(BigInteger)),
        bindparam("at", type_=INSTANT),
    ).table_valued("user_id", "period", "seconds")
    seconds = func.sum(slices.c.seconds)
    today = seconds.filter(slices.c.period == bindparam("today", type_=Integer))
    return (
        select(slices.c.user_id, seconds.label("week_seconds"), today.label("today_seconds"))
        .group_by(slices.c.user_id)
        .subquery("hours")
    )


def _shown(who: Any) -> CompoundSelect[Any]:
    """What touches today, what runs, and the newest of all: each found by an index."""
    entries = ENTRIES.c
    own: Select[Any] = select(entries.entry_id).where(entries.user_id == who.c.user_id).correlate(who)
    day_start, day_end = (bindparam(name, type_=INSTANT) for name in ("day_start", "day_end"))
    today = own.where(
        entries.start_time > day_start - timedelta(hours=24),
        entries.start_time < day_end,
        entries.end_time > day_start,
    )
    newest = own.where(entries.start_time <= bindparam("at", type_=INSTANT)).order_by(entries.start_time.desc())
    return union(today, own.where(entries.end_time.is_(None)), newest.limit(1))


def _members() -> Any:
    own = select(MEMBERS.c.user_id).where(MEMBERS.c.project_id == PROJECTS.c.project_id, ~PROJECTS.c.is_public)
    return func.array(own.correlate(PROJECTS).scalar_subquery(), type_=ARRAY(BigInteger))
