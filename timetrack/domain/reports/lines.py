"""Reading what a report adds up: seconds worked alike, cut at the bounds of its periods, rounded as the workspace asks."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from decimal import Decimal
from functools import lru_cache
from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    ColumnElement,
    Integer,
    Select,
    Text,
    any_,
    bindparam,
    case,
    cast,
    extract,
    func,
    select,
)
from sqlalchemy import column as column_of
from sqlalchemy.dialects.postgresql import ARRAY, array
from sqlmodel import Session

from timetrack import clock
from timetrack.db import Prepared
from timetrack.domain import money, people, periods, policy
from timetrack.domain.invoices.invoice_rows import LINKS
from timetrack.domain.people import USERS
from timetrack.domain.projects import PROJECTS
from timetrack.domain.reports.basis import NONE, Asked, Basis, check_span
from timetrack.domain.rounding import rounding_of
from timetrack.domain.text import plain
from timetrack.errors import InvalidInput
from timetrack.models import RoundingMode, User
from timetrack.models.base import INSTANT, INSTANTS, MONEY

LINES_AT_MOST = 50_000
SLICE = (
    column_of("entry_id", BigInteger),
    column_of("user_id", BigInteger),
    column_of("project_id", BigInteger),
    column_of("task_id", BigInteger),
    column_of("is_billable", Boolean),
    column_of("period", Integer),
    column_of("seconds", BigInteger),
    column_of("start_time", INSTANT),
    column_of("end_time", INSTANT),
    column_of("description", Text),
    column_of("tags", ARRAY(Text)),
    column_of("hourly_rate", MONEY),
    column_of("currency", Text),
)
"""What ``entry_slices`` tells of an entry's part in a period."""
NOTHING = Decimal(0)


@dataclass(frozen=True)
class Line:
    """What was worked alike. What a report does not ask for is left at its default; ``period`` counts from 1."""

    seconds: int
    entries: int
    is_running: bool
    period: int = 1
    user_id: int = 0
    project_id: int | None = None
    task_id: int | None = None
    description: str = ""
    is_billable: bool = False
    hourly_rate: Decimal = NOTHING
    currency: str = ""

    @property
    def amount(self) -> Decimal:
        """What it comes to, rounded as it is printed; nothing where it is not billable."""
        return money.line_amount(self.seconds, self.hourly_rate, self.currency) if self.is_billable else NOTHING


@dataclass(frozen=True)
class Figures:
    """What some lines add up to; ``amounts`` are by currency."""

    seconds: int = 0
    billable_seconds: int = 0
    entries: int = 0
    amounts: dict[str, Decimal] = field(default_factory=dict)


def figures_of(lines: Iterable[Line]) -> Figures:
    """The sum of the printed lines, amounts included."""
    seconds = billable_seconds = entries = 0
    amounts: dict[str, Decimal] = {}
    for line in lines:
        seconds += line.seconds
        entries += line.entries
        if line.is_billable:
            billable_seconds += line.seconds
            if amount := line.amount:
                amounts[line.currency] = amounts.get(line.currency, NOTHING) + amount
    return Figures(seconds, billable_seconds, entries, amounts)


def merged(lines: Iterable[Line], **without: Any) -> list[Line]:
    """The same lines with some of their columns set alike, so that fewer are left; their seconds are added."""
    found: dict[Line, list[Line]] = {}
    for line in lines:
        found.setdefault(replace(line, seconds=0, entries=0, is_running=False, **without), []).append(line)
    return [
        replace(
            alike,
            seconds=sum(one.seconds for one in of),
            entries=sum(one.entries for one in of),
            is_running=any(one.is_running for one in of),
        )
        for alike, of in found.items()
    ]


def basis_of(session: Session, actor: User, asked: Asked) -> Basis:
    """What a report for ``actor`` stands on: their zone, the workspace's rounding, now. Raises InvalidInput."""
    check_span(asked)
    rounding = rounding_of(people.organisation(session))
    return Basis(asked.first, asked.last, actor.timezone, rounding, clock.now(), actor.time_format)


def span_of(basis: Basis) -> list[datetime]:
    """The first instant of the report's first day, and the first after its last."""
    bounds = periods.day_bounds(basis.first, basis.last, basis.zone)
    return [bounds[0], bounds[-1]]


def read_lines(
    session: Session, actor: User, asked: Asked, basis: Basis, *, by: Sequence[str], bounds: Sequence[datetime]
) -> list[Line]:
    """The time asked for by some columns of Line, cut at ``bounds``, as far as ``actor`` may see it.

    Raises NotFound for a person that ``actor`` may not see, InvalidInput for more lines than anybody reads.
    """
    wanted = {
        "project": asked.project_id,
        "task": asked.task_id,
        "client": asked.client_id,
        "tag": plain(asked.tag) if asked.tag else None,
        "billable": asked.is_billable,
        "unbilled": True if asked.is_unbilled else None,
    }
    given = {name: value for name, value in wanted.items() if value is not None}
    asks = tuple(given)
    given.pop("unbilled", None)
    steps = {"step": basis.rounding.minutes * 60, "least": basis.rounding.minimum_minutes * 60}
    without = tuple(name for name in ("project", "task", "client") if given.get(name) == NONE)
    mode = None if basis.rounding.is_exact else basis.rounding.mode
    whose = _people(session, actor, asked)
    is_one = len(whose) == 1
    found = _statement(tuple(by), asks, without, mode, is_one=is_one).values(
        session, Line, **given, **steps, person=whose[0], people=whose, bounds=list(bounds), at=basis.at
    )
    if len(found) > LINES_AT_MOST:
        raise InvalidInput(f"This is more than {LINES_AT_MOST:,} lines. Choose fewer days, a person or a project.")
    return found


def with_running(basis: Basis, lines: Iterable[Line]) -> Basis:
    """The same, saying so where something among ``lines`` runs."""
    return replace(basis, counts_running=any(line.is_running for line in lines))


def _people(session: Session, actor: User, asked: Asked) -> list[int]:
    if asked.user_id == actor.user_id or (asked.user_id is None and not policy.leads(actor)):
        return [actor.user_id]
    if asked.user_id is not None:
        return [people.visible_person(session, actor, asked.user_id).user_id]
    return list(session.execute(select(USERS.c.user_id).where(policy.visible_people(actor))).scalars())


@lru_cache
def _statement(
    by: tuple[str, ...], asked: tuple[str, ...], without: tuple[str, ...], mode: str | None, *, is_one: bool
) -> Prepared:
    """Asked for one person alone PostgreSQL knows how many are meant, and need not plan anew each time."""
    person, people = bindparam("person", type_=BigInteger), bindparam("people", type_=ARRAY(BigInteger))
    bounds = bindparam("bounds", type_=INSTANTS)
    at = bindparam("at", type_=INSTANT)
    slices = func.entry_slices(bounds, array([person]) if is_one else people, at).table_valued(*SLICE)
    columns = [slices.c[name] for name in by]
    seconds = slices.c.seconds if mode is None else _rounded(slices, bounds, at, mode)
    wanted: Select[Any] = (
        select(
            *columns,
            cast(func.sum(seconds), BigInteger).label("seconds"),
            func.count().label("entries"),
            func.bool_or(slices.c.end_time.is_(None)).label("is_running"),
        )
        .where(*_having(slices, asked, without))
        .group_by(*columns)
        .limit(LINES_AT_MOST + 1)
    )
    if "client" in asked:
        wanted = wanted.join_from(slices, PROJECTS, PROJECTS.c.project_id == slices.c.project_id, isouter=True)
    return Prepared(wanted)


def _having(slices: Any, asked: Sequence[str], without: Sequence[str]) -> list[ColumnElement[bool]]:
    conditions: dict[str, ColumnElement[bool]] = {
        "project": slices.c.project_id == bindparam("project", type_=BigInteger),
        "task": slices.c.task_id == bindparam("task", type_=BigInteger),
        "client": PROJECTS.c.client_id == bindparam("client", type_=BigInteger),
        "tag": bindparam("tag", type_=Text) == any_(slices.c.tags),
        "billable": slices.c.is_billable == bindparam("billable", type_=Boolean),
        "unbilled": slices.c.end_time.is_not(None)
        & ~select(LINKS.c.entry_id).where(LINKS.c.entry_id == slices.c.entry_id).exists(),
    }
    keys = {"project": slices.c.project_id, "task": slices.c.task_id, "client": PROJECTS.c.client_id}
    return [keys[name].is_(None) if name in without else conditions[name] for name in asked]


def _rounded(slices: Any, bounds: Any, at: Any, mode: str) -> ColumnElement[int]:
    """A slice's share of its entry's rounded length, counted from the entry's start.

    Shares of consecutive slices leave nothing over: what an entry counts is the sum of its slices, however it is cut.
    """
    length = _seconds(func.coalesce(slices.c.end_time, at) - slices.c.start_time)
    cut = select(bounds.label("bounds")).cte("cut").c.bounds
    before = func.greatest(_seconds(cut[slices.c.period] - slices.c.start_time), 0)
    counted = _counted(length, mode)
    return func.div(counted * (before + slices.c.seconds), length) - func.div(counted * before, length)


def _counted(length: ColumnElement[int], mode: str) -> ColumnElement[int]:
    """``Rounding.billed`` in SQL, of a rounding that is given with each call."""
    step, least = bindparam("step", type_=BigInteger), bindparam("least", type_=BigInteger)
    more: dict[str, ColumnElement[int]] = {
        RoundingMode.UP: step - 1,
        RoundingMode.NEAREST: func.div(step, 2),
        RoundingMode.DOWN: step - step,
    }
    steps = func.div(length + more[mode], func.nullif(step, 0)) * step
    return func.greatest(case((step > 0, steps), else_=length), least)


def _seconds(interval: Any) -> ColumnElement[int]:
    return cast(extract("epoch", interval), BigInteger)
