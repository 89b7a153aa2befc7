"""A person's entries, newest first, in pages by key, and what they add up to per day."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import lru_cache
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, Select, Text, any_, bindparam, func, or_, select, tuple_
from sqlalchemy.dialects.postgresql import array
from sqlmodel import Session

from timetrack.db import Prepared
from timetrack.domain import policy
from timetrack.domain.periods import day_bounds
from timetrack.domain.text import plain
from timetrack.models import Client, Project, Task, TimeEntry, User, table
from timetrack.models.base import INSTANT, INSTANTS

ENTRIES, PROJECTS, TASKS, CLIENTS = (table(model) for model in (TimeEntry, Project, Task, Client))
PAGE = 50


@dataclass(frozen=True)
class EntryFilter:
    """Which entries: of whom, that touch ``[since, until)``, and what they must have. None asks for nothing."""

    user_id: int
    since: datetime | None = None
    until: datetime | None = None
    project_id: int | None = None
    tag: str = ""
    words: str = ""
    is_billable: bool | None = None


@dataclass(frozen=True)
class Key:
    """The place of an entry in the list: where the page before it ended."""

    start_time: datetime
    entry_id: int


@dataclass(frozen=True)
class ListedEntry:
    """An entry with the names it is shown with."""

    entry_id: int
    user_id: int
    project_id: int | None
    task_id: int | None
    description: str
    start_time: datetime
    end_time: datetime | None
    duration_seconds: int | None
    is_billable: bool
    hourly_rate: Decimal
    rate_source: str
    currency: str
    tags: list[str]
    updated_at: datetime
    project_name: str | None
    color: str | None
    task_name: str | None
    client_name: str | None


@dataclass(frozen=True)
class Hours:
    """Seconds worked, and how many of them are billable."""

    seconds: int = 0
    billable_seconds: int = 0


def entry_page(
    session: Session, actor: User, wanted: EntryFilter, *, after: Key | None = None, limit: int = PAGE
) -> list[ListedEntry]:
    """The next ``limit`` entries, newest first; the key keeps a page as fast at any depth."""
    if not policy.may_see_time_of(actor, wanted.user_id):
        return []
    given = _asked(wanted) | {"page_size": limit}
    if after is not None:
        given |= {"after_time": after.start_time, "after_id": after.entry_id}
    return _page(*given).values(session, ListedEntry, **given)


def listed_entry(session: Session, actor: User, entry_id: int) -> ListedEntry | None:
    """One entry with its names, if ``actor`` may see it."""
    found = _one().values(session, ListedEntry, entry=entry_id)
    return next((entry for entry in found if policy.may_see_time_of(actor, entry.user_id)), None)


def listed_timer(session: Session, actor: User) -> ListedEntry | None:
    """The entry of ``actor`` that runs, with its names."""
    return next(iter(_timer().values(session, ListedEntry, person=actor.user_id)), None)


def recent_work(session: Session, actor: User, *, limit: int = 8) -> list[ListedEntry]:
    """What ``actor`` worked on last, each description with its project and task once, newest first."""
    latest = entry_page(session, actor, EntryFilter(actor.user_id), limit=200)
    distinct = {(e.description.casefold(), e.project_id, e.task_id): e for e in reversed(latest)}
    return sorted(distinct.values(), key=lambda e: e.start_time, reverse=True)[:limit]


def hours_per_period(
    session: Session, actor: User, wanted: EntryFilter, bounds: Sequence[datetime], *, at: datetime
) -> list[Hours]:
    """The hours in each period between consecutive ``bounds``; what runs is counted up to ``at``."""
    hours = _hours_by("period", session, actor, wanted, bounds, at)
    return [hours.get(period, Hours()) for period in range(1, len(bounds))]


def hours_per_project(
    session: Session, actor: User, wanted: EntryFilter, bounds: Sequence[datetime], *, at: datetime
) -> dict[int | None, Hours]:
    """The hours of each project between the first and the last of ``bounds``."""
    return _hours_by("project_id", session, actor, wanted, [bounds[0], bounds[-1]], at)


def hours_per_day(
    session: Session, actor: User, wanted: EntryFilter, first: date, last: date, zone: str, *, at: datetime
) -> dict[date, Hours]:
    """The hours of each day in ``zone`` from ``first`` to ``last``; an entry over midnight counts on both days."""
    bounds = day_bounds(first, last, zone)
    return {
        first + timedelta(days=n): hours
        for n, hours in enumerate(hours_per_period(session, actor, wanted, bounds, at=at))
    }


def _asked(wanted: EntryFilter) -> dict[str, Any]:
    """What the filter asks for; a statement is built once for each set of these names."""
    asked = {
        "since": wanted.since,
        "until": wanted.until,
        "project": wanted.project_id,
        "tag": plain(wanted.tag) if wanted.tag else None,
        "words": plain(wanted.words) if wanted.words else None,
        "billable": wanted.is_billable,
    }
    return {"person": wanted.user_id, **{name: value for name, value in asked.items() if value is not None}}


@lru_cache
def _one() -> Prepared:
    return Prepared(_listed().where(ENTRIES.c.entry_id == bindparam("entry")))


@lru_cache
def _timer() -> Prepared:
    return Prepared(_listed().where(ENTRIES.c.user_id == bindparam("person"), ENTRIES.c.end_time.is_(None)))


@lru_cache
def _page(*asked: str) -> Prepared:
    entries = ENTRIES.c
    page = _listed().where(entries.user_id == bindparam("person"), *_within(asked), *_having(asked))
    if "after_id" in asked:
        after = tuple_(bindparam("after_time", type_=INSTANT), bindparam("after_id", type_=BigInteger))
        page = page.where(tuple_(entries.start_time, entries.entry_id) < after)
    page = page.order_by(entries.start_time.desc(), entries.entry_id.desc())
    return Prepared(page.limit(bindparam("page_size", type_=BigInteger)))


def _listed() -> Select[Any]:
    shown = [column for column in ENTRIES.c if column.name != "created_at"]
    return (
        select(
            *shown,
            PROJECTS.c.name.label("project_name"),
            PROJECTS.c.color,
            TASKS.c.name.label("task_name"),
            CLIENTS.c.name.label("client_name"),
        )
        .outerjoin_from(ENTRIES, PROJECTS, PROJECTS.c.project_id == ENTRIES.c.project_id)
        .outerjoin(TASKS, TASKS.c.task_id == ENTRIES.c.task_id)
        .outerjoin(CLIENTS, CLIENTS.c.client_id == PROJECTS.c.client_id)
    )


def _within(asked: Sequence[str]) -> list[ColumnElement[bool]]:
    """The span. Nothing starts later than what runs, so its start, if it is early, bounds the index as a day does."""
    entries, running = ENTRIES.c, ENTRIES.alias().c
    conditions: list[ColumnElement[bool]] = []
    if "since" in asked:
        since = bindparam("since", type_=INSTANT)
        runs = select(running.start_time).where(running.user_id == bindparam("person"), running.end_time.is_(None))
        conditions.append(entries.start_time >= func.least(since - timedelta(hours=24), runs.scalar_subquery()))
        conditions.append(or_(entries.end_time > since, entries.end_time.is_(None)))
    if "until" in asked:
        conditions.append(entries.start_time < bindparam("until"))
    return conditions


def _having(asked: Sequence[str]) -> list[ColumnElement[bool]]:
    entries = ENTRIES.c
    words = func.lower(bindparam("words", type_=Text))
    conditions: dict[str, ColumnElement[bool]] = {
        "project": entries.project_id == bindparam("project"),
        "tag": bindparam("tag", type_=Text) == any_(entries.tags),
        "words": func.strpos(func.lower(entries.description), words) > 0,
        "billable": entries.is_billable == bindparam("billable"),
    }
    return [condition for name, condition in conditions.items() if name in asked]


def _hours_by(
    column: str, session: Session, actor: User, wanted: EntryFilter, bounds: Sequence[datetime], at: datetime
) -> dict[Any, Hours]:
    if not policy.may_see_time_of(actor, wanted.user_id):
        return {}
    asked = {name: value for name, value in _asked(wanted).items() if name not in ("since", "until")}
    found = _hours(column, *asked).records(session, **asked, bounds=list(bounds), at=at)
    return {key: Hours(int(seconds), int(billable or 0)) for key, seconds, billable in found}


@lru_cache
def _hours(column: str, *asked: str) -> Prepared:
    """The person's hours by a column of the slices, with a join to the entries only where the filter needs them."""
    slices = func.entry_slices(
        bindparam("bounds", type_=INSTANTS),
        array([bindparam("person", type_=BigInteger)]),
        bindparam("at", type_=INSTANT),
    ).table_valued("entry_id", "project_id", "is_billable", "period", "seconds")
    key, seconds = slices.c[column], slices.c.seconds
    total = func.sum(seconds).label("total")
    billable = func.sum(seconds).filter(slices.c.is_billable).label("billable")
    hours = select(key, total, billable).group_by(key)
    having = _having(asked)
    if not having:
        return Prepared(hours)
    return Prepared(hours.join_from(slices, ENTRIES, ENTRIES.c.entry_id == slices.c.entry_id).where(*having))
