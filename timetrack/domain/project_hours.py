"""What was worked on projects: hours per project, task and person, and for who leads what they come to."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from decimal import Decimal

from sqlalchemy import BigInteger, ColumnElement, TableValuedAlias, func, literal, select
from sqlalchemy.dialects.postgresql import ARRAY
from sqlmodel import Session

from timetrack import clock
from timetrack.domain import money, policy, worked_totals
from timetrack.domain.entry_list import Hours
from timetrack.models import InvoicedEntry, TimeEntry, User, table
from timetrack.models.base import INSTANT, INSTANTS

ENTRIES, USERS, LINKS = table(TimeEntry), table(User), table(InvoicedEntry)
EVER = (datetime(1900, 1, 1, tzinfo=UTC), datetime(2300, 1, 1, tzinfo=UTC))


@dataclass(frozen=True)
class Share:
    """What one person worked on one task of a project, or on none."""

    task_id: int | None
    user_id: int
    hours: Hours


@dataclass(frozen=True)
class Value:
    """What billable work comes to in each currency, with the number of entries and the start of the oldest."""

    amounts: dict[str, Decimal] = field(default_factory=dict)
    entries: int = 0
    oldest_time: datetime | None = None


def hours_per_project(
    session: Session, actor: User, *, project_ids: Sequence[int] | None = None, bounds: Sequence[datetime] = EVER
) -> dict[int, Hours]:
    """The hours on each project, or on some, what runs included, as far as ``actor`` may see the entries.

    ``bounds`` are the instants between which they are counted.
    """
    by = ("project_id",)
    if bounds == EVER:
        found = worked_totals.worked_in_all(session, actor, by=by)
    else:
        found = worked_totals.worked_between(session, actor, bounds[0], bounds[-1], by=by)
    return {
        project_id: hours
        for (project_id,), hours in found.items()
        if project_id is not None and (project_ids is None or project_id in project_ids)
    }


def shares_of_project(session: Session, actor: User, project_id: int) -> list[Share]:
    """Who worked how much on which task of a project, as far as ``actor`` may see the entries."""
    found = slices(session, actor)
    wanted = select(found.c.task_id, found.c.user_id, *_sums(found)).where(found.c.project_id == project_id)
    rows = session.execute(wanted.group_by(found.c.task_id, found.c.user_id))
    return [
        Share(task_id, user_id, Hours(int(worked), int(billable or 0))) for task_id, user_id, worked, billable in rows
    ]


def total(shares: Iterable[Share]) -> Hours:
    """All of ``shares`` together."""
    kept = list(shares)
    return Hours(sum(share.hours.seconds for share in kept), sum(share.hours.billable_seconds for share in kept))


def value_per_project(
    session: Session, actor: User, project_ids: Sequence[int], *, unbilled: bool = False
) -> dict[int, Value]:
    """What the billable work on some projects comes to: a line per rate, each rounded as it is printed.

    What runs still is not billable yet, and work without a rate comes to nothing. ``unbilled`` counts only what no
    invoice has, a draft included. Raises NotPermitted for who does not lead.
    """
    policy.require_lead(actor)
    entries = ENTRIES.c
    line = (entries.project_id, entries.currency, entries.hourly_rate)
    wanted = select(*line, func.sum(entries.duration_seconds), func.count(), func.min(entries.start_time)).where(
        entries.project_id.in_(project_ids), entries.is_billable, entries.end_time.is_not(None), entries.hourly_rate > 0
    )
    if unbilled:
        wanted = wanted.where(~select(LINKS.c.entry_id).where(LINKS.c.entry_id == entries.entry_id).exists())
    found: dict[int, Value] = {}
    for project_id, currency, hourly_rate, seconds, count, oldest_time in session.execute(wanted.group_by(*line)):
        amount = money.line_amount(int(seconds), hourly_rate, currency)
        found[project_id] = _with_line(found.get(project_id, Value()), currency, amount, count, oldest_time)
    return found


def slices(session: Session, actor: User, bounds: Sequence[datetime] = EVER) -> TableValuedAlias:
    """The time of everyone whose entries ``actor`` may see, cut at ``bounds``, from the one function that counts hours."""
    people: Sequence[int] = session.execute(select(USERS.c.user_id).where(policy.visible_people(actor))).scalars().all()
    return func.entry_slices(
        literal(list(bounds), INSTANTS), literal(list(people), ARRAY(BigInteger)), literal(clock.now(), INSTANT)
    ).table_valued("entry_id", "user_id", "project_id", "task_id", "is_billable", "period", "seconds")


def _sums(found: TableValuedAlias) -> tuple[ColumnElement[int], ColumnElement[int]]:
    return func.sum(found.c.seconds), func.sum(found.c.seconds).filter(found.c.is_billable)


def _with_line(value: Value, currency: str, amount: Decimal, count: int, oldest_time: datetime) -> Value:
    amounts = {**value.amounts, currency: value.amounts.get(currency, Decimal(0)) + amount}
    oldest_time = min(oldest_time, value.oldest_time or oldest_time)
    return Value(amounts, value.entries + count, oldest_time)
