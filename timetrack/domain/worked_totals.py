"""What was worked in all, from the totals kept beside the entries: as fast over ten million entries as over ten.

Whole months in UTC come from the totals, and only the edges of a span from the entries; so a span may begin at any
instant, in any zone, and still comes out equal to the second.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    Date,
    Integer,
    Select,
    any_,
    bindparam,
    cast,
    column,
    extract,
    func,
    select,
    text,
    union_all,
)
from sqlalchemy.dialects.postgresql import ARRAY
from sqlmodel import Session

from timetrack import clock
from timetrack.db import Prepared
from timetrack.domain import policy
from timetrack.domain.entry_list import ENTRIES, Hours
from timetrack.models import User, WorkedTotal, table
from timetrack.models.base import INSTANT, INSTANTS

TOTALS, USERS = table(WorkedTotal), table(User)
Key = tuple[int | None, ...]
KEYS = ("project_id", "user_id")
EDGES = ("before", "after")


@dataclass(frozen=True)
class Edge:
    """What lies between an end of the span and its nearest month: missing from the months (1), or too much (-1)."""

    sign: int
    start: datetime
    end: datetime


def worked_in_all(session: Session, actor: User, *, by: Sequence[str]) -> dict[Key, Hours]:
    """All hours by project, by person or by both, what runs included, as far as ``actor`` may see the entries."""
    return _hours(_of_all_time(*by, everyone=policy.leads(actor)), session, by, me=actor.user_id, at=clock.now())


def worked_between(
    session: Session, actor: User, since: datetime, until: datetime, *, by: Sequence[str]
) -> dict[Key, Hours]:
    """The hours in ``[since, until)`` by project, by person or by both, as far as ``actor`` may see the entries."""
    first, last = _nearest_month(since), _nearest_month(until)
    if first < last:
        edges = [_edge(since, first, missing=since < first), _edge(last, until, missing=last < until)]
    else:
        edges = [Edge(1, since, until), Edge(1, until, until)]
    visible = select(USERS.c.user_id).where(policy.visible_people(actor))
    given: dict[str, Any] = {"people": list(session.execute(visible).scalars()), "since": since, "until": until}
    for name, edge in zip(EDGES, edges, strict=True):
        given |= {f"{name}_sign": edge.sign, f"{name}_start": edge.start, f"{name}_bounds": [edge.start, edge.end]}
    months = {"first_month": first.date(), "last_month": last.date()}
    return _hours(_of_a_span(*by), session, by, at=clock.now(), **months, **given)


def drifted_totals(session: Session) -> list[str]:
    """Every total that differs from what its entries add up to, in words."""
    found = session.execute(text("SELECT user_id, project_id, is_billable, month, seconds FROM worked_totals_drift()"))
    return [
        f"person {user_id}, project {project_id or 'none'}, {'billable' if is_billable else 'not billable'},"
        f" {f'{month:%Y-%m}' if month else 'all time'}: {abs(seconds)} s too {'many' if seconds > 0 else 'few'}"
        for user_id, project_id, is_billable, month, seconds in found
    ]


def recount_totals(session: Session) -> None:
    """Count all totals again from the entries; nobody changes an entry meanwhile."""
    session.execute(text("SELECT worked_totals_recount()"))


def _hours(statement: Prepared, session: Session, by: Sequence[str], **given: Any) -> dict[Key, Hours]:
    found = statement.rows(session, **given)
    hours = {tuple(row[name] for name in by): Hours(int(row["total"]), int(row["billable"] or 0)) for row in found}
    return {key: worked for key, worked in hours.items() if worked.seconds}


def _nearest_month(instant: datetime) -> datetime:
    """The start of a month in UTC that lies closest, so that little is left to count between."""
    start = instant.astimezone(UTC).replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    following = start.replace(year=start.year + start.month // 12, month=start.month % 12 + 1)
    return start if instant - start < following - instant else following


def _edge(one: datetime, other: datetime, *, missing: bool) -> Edge:
    return Edge(1 if missing else -1, min(one, other), max(one, other))


@lru_cache
def _of_all_time(*by: str, everyone: bool) -> Prepared:
    totals = select(*TOTALS.c[KEYS], TOTALS.c.is_billable, TOTALS.c.seconds).where(TOTALS.c.month.is_(None))
    at = bindparam("at", type_=INSTANT)
    seconds = cast(extract("epoch", at - ENTRIES.c.start_time), BigInteger)
    running = select(*ENTRIES.c[KEYS], ENTRIES.c.is_billable, seconds).where(
        ENTRIES.c.end_time.is_(None), ENTRIES.c.start_time < at
    )
    if not everyone:
        me = bindparam("me", type_=BigInteger)
        totals, running = totals.where(TOTALS.c.user_id == me), running.where(ENTRIES.c.user_id == me)
    return _summed([totals, running], by)


@lru_cache
def _of_a_span(*by: str) -> Prepared:
    people = bindparam("people", type_=ARRAY(BigInteger))
    whole = select(*TOTALS.c[KEYS], TOTALS.c.is_billable, TOTALS.c.seconds).where(
        TOTALS.c.month >= bindparam("first_month", type_=Date),
        TOTALS.c.month < bindparam("last_month", type_=Date),
        TOTALS.c.user_id == any_(people),
    )
    at, since, until = (bindparam(name, type_=INSTANT) for name in ("at", "since", "until"))
    clipped = func.least(at, until) - func.greatest(ENTRIES.c.start_time, since)
    running = select(*ENTRIES.c[KEYS], ENTRIES.c.is_billable, cast(extract("epoch", clipped), BigInteger)).where(
        ENTRIES.c.end_time.is_(None),
        ENTRIES.c.start_time < func.least(at, until),
        at > since,
        ENTRIES.c.user_id == any_(people),
    )
    return _summed([whole, running, *(_edge_slices(name, people) for name in EDGES)], by)


def _edge_slices(name: str, people: Any) -> Select[Any]:
    """The ended entries of an edge: with an ``at`` at its beginning the function leaves out what runs."""
    bounds, start = bindparam(f"{name}_bounds", type_=INSTANTS), bindparam(f"{name}_start", type_=INSTANT)
    found = func.entry_slices(bounds, people, start).table_valued(
        column("project_id", BigInteger),
        column("user_id", BigInteger),
        column("is_billable", Boolean),
        column("seconds", BigInteger),
    )
    return select(*found.c[KEYS], found.c.is_billable, found.c.seconds * bindparam(f"{name}_sign", type_=Integer))


def _summed(parts: Sequence[Select[Any]], by: Sequence[str]) -> Prepared:
    found = union_all(*parts).subquery("found")
    seconds = found.c.seconds
    wanted = select(
        *found.c[tuple(by)],
        func.sum(seconds).label("total"),
        func.sum(seconds).filter(found.c.is_billable).label("billable"),
    )
    return Prepared(wanted.group_by(*found.c[tuple(by)]))
