"""What to look at before an invoice is drafted: what would be missing from it, and what would surprise the client."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from enum import StrEnum

from sqlalchemy import BigInteger, any_, func, literal, select
from sqlalchemy.dialects.postgresql import ARRAY
from sqlmodel import Session

from timetrack.db import rows
from timetrack.domain import durations, figures, money, periods, policy, project_hours
from timetrack.domain.entry_rows import ENTRIES
from timetrack.domain.invoices import planning, work
from timetrack.domain.invoices.sums import NOTHING
from timetrack.domain.invoices.wishes import Wish
from timetrack.domain.invoices.work import Span, Work
from timetrack.domain.people import organisation
from timetrack.domain.project_hours import Value
from timetrack.domain.projects import PROJECTS
from timetrack.domain.rounding import Rounding, rounding_of
from timetrack.errors import TimetrackError
from timetrack.models import BillingType, Client, Organisation, Project, User


class Subject(StrEnum):
    """What a finding is about; a page offers a fix for each."""

    REFUSED = "REFUSED"
    RUNNING_TIMERS = "RUNNING_TIMERS"
    NO_RATE = "NO_RATE"
    OTHER_CURRENCY = "OTHER_CURRENCY"
    NOT_BILLED = "NOT_BILLED"
    FIXED_WITHOUT_AMOUNT = "FIXED_WITHOUT_AMOUNT"
    OLDER_WORK = "OLDER_WORK"
    OVER_BUDGET = "OVER_BUDGET"
    NO_ADDRESS = "NO_ADDRESS"
    NO_ADDRESS_OF_OURS = "NO_ADDRESS_OF_OURS"


@dataclass(frozen=True)
class Finding:
    """Something to know before drafting, as a sentence, with what it is about. ``is_blocking``: no draft as it is.

    ``invoice_id`` is the invoice that has the work, where none is left.
    """

    subject: Subject
    sentence: str
    is_blocking: bool = False
    entry_ids: Sequence[int] = ()
    project_ids: Sequence[int] = ()
    invoice_id: int | None = None


def preflight(session: Session, actor: User, *, wish: Wish) -> list[Finding]:
    """What to know before ``wish`` is drafted, what keeps it from being drafted first. Nothing is written.

    Raises NotFound for a client that is not there, InvalidInput for a period that is none.
    """
    policy.require_biller(actor)
    workspace, client = organisation(session), work.client_of(session, wish.client_id)
    rounding, span = rounding_of(workspace), planning.span_of_wish(workspace, wish)
    there = work.uninvoiced(session, span, rounding)
    return [
        *_refusal(session, wish, span),
        *_running(session, span),
        *_of_work(there, client, wish),
        *_older(session, span, rounding),
        *_over_budget(session, actor, there, wish),
        *_addresses(workspace, client),
    ]


def earliest_day(session: Session, actor: User, *, entry_ids: Sequence[int]) -> date | None:
    """The day on which the first of these entries began, in the workspace's zone: where an invoice begins that has them."""
    policy.require_biller(actor)
    these = ENTRIES.c.entry_id == any_(literal(list(entry_ids), ARRAY(BigInteger)))
    first = session.scalars(select(func.min(ENTRIES.c.start_time)).where(these)).one()
    return periods.local_date(first, organisation(session).timezone) if first else None


def _refusal(session: Session, wish: Wish, span: Span) -> Iterator[Finding]:
    try:
        if not planning.plan(session, wish).lines:
            yield _nothing_left(session, span)
    except TimetrackError as refused:
        yield Finding(Subject.REFUSED, refused.message.removesuffix(" Nothing was saved."), is_blocking=True)


def _nothing_left(session: Session, span: Span) -> Finding:
    held = work.invoice_with(session, span)
    told = "There is no billable time here that is not billed yet."
    if held is None:
        return Finding(Subject.REFUSED, told, is_blocking=True)
    return Finding(Subject.REFUSED, f"{told} It is on {work.place(*held)}.", is_blocking=True, invoice_id=held[1])


def _running(session: Session, span: Span) -> Iterator[Finding]:
    wanted = select(ENTRIES.c.entry_id).join(PROJECTS, PROJECTS.c.project_id == ENTRIES.c.project_id)
    running = session.scalars(wanted.where(*replace(span, since=None).conditions(running=True))).all()
    if running:
        told = "A timer runs" if len(running) == 1 else f"{len(running)} timers run"
        yield Finding(
            Subject.RUNNING_TIMERS, f"{told} on this work and will not be on the invoice.", entry_ids=list(running)
        )


def _of_work(there: Sequence[Work], client: Client, wish: Wish) -> Iterator[Finding]:
    hourly = [one for one in there if one.billing_type == BillingType.HOURLY]
    unrated = [one for one in hourly if not one.has_rate]
    if unrated:
        yield Finding(Subject.NO_RATE, f"{_time(unrated)} without a rate will be left out.", False, *_keys(unrated))
    foreign = [one for one in hourly if one.has_rate and one.currency != client.currency]
    if foreign:
        told = " and ".join(sorted({one.currency for one in foreign}))
        yield Finding(
            Subject.OTHER_CURRENCY, f"{_time(foreign)} is in {told}, not in {client.currency}.", False, *_keys(foreign)
        )
    unbilled = [one for one in there if one.billing_type == BillingType.NON_BILLABLE]
    if unbilled:
        told = f"{_time(unbilled)} is on projects that are not billed, and will be left out."
        yield Finding(Subject.NOT_BILLED, told, False, *_keys(unbilled))
    stated = {fixed.project_id for fixed in wish.fixed}
    fixed = [one for one in there if one.billing_type == BillingType.FIXED and one.project_id not in stated]
    if fixed:
        names = " and ".join(dict.fromkeys(f"“{one.project_name}”" for one in fixed))
        told = f"{names} is billed at a fixed amount. Say how much, or leave it out."
        yield Finding(Subject.FIXED_WITHOUT_AMOUNT, told, False, *_keys(fixed))


def _older(session: Session, span: Span, rounding: Rounding) -> Iterator[Finding]:
    if span.since is None:
        return
    older = [
        one
        for one in work.uninvoiced(session, replace(span, since=None, until=span.since), rounding)
        if one.billing_type == BillingType.HOURLY
    ]
    if older:
        yield Finding(Subject.OLDER_WORK, f"{_time(older)} from before is not billed yet.", False, *_keys(older))


def _over_budget(session: Session, actor: User, there: Sequence[Work], wish: Wish) -> Iterator[Finding]:
    """Hours and value count all that was ever worked, billed or not; a fixed amount counts against what is left."""
    keys = sorted({one.project_id for one in there} | {fixed.project_id for fixed in wish.fixed})
    values = project_hours.value_per_project(session, actor, keys)
    hours = project_hours.hours_per_project(session, actor, project_ids=keys)
    stated = {fixed.project_id: fixed.amount for fixed in wish.fixed}
    for project in rows(session, Project, select(PROJECTS).where(PROJECTS.c.project_id.in_(keys))):
        key, told = project.project_id, None
        worth = values.get(key, Value()).amounts.get(project.currency, NOTHING)
        if project.billing_type == BillingType.FIXED:
            told = _past_budget(session, project, stated.get(key))
        elif project.budget_amount is not None and worth > project.budget_amount:
            of = money.shown(project.budget_amount, project.currency)
            told = f"“{project.name}” has taken {money.shown(worth, project.currency)} of {of}."
        elif project.budget_hours is not None and key in hours and hours[key].seconds > project.budget_hours * 3600:
            of = figures.shown_budget(project.budget_hours)
            told = f"“{project.name}” has taken {durations.shown(hours[key].seconds)} of {of}."
        if told:
            yield Finding(Subject.OVER_BUDGET, told, project_ids=[key])


def _past_budget(session: Session, project: Project, stated: Decimal | None) -> str | None:
    left = planning.left_of_budget(session, project)
    if left is None or stated is None or stated <= left:
        return None
    return f"Of the budget of “{project.name}” {money.shown(left, project.currency)} is left."


def _addresses(workspace: Organisation, client: Client) -> Iterator[Finding]:
    if not client.address:
        yield Finding(Subject.NO_ADDRESS, f"There is no address of {client.name} to print.")
    if not workspace.address:
        yield Finding(Subject.NO_ADDRESS_OF_OURS, f"There is no address of {workspace.name} to print.")


def _time(some: Sequence[Work]) -> str:
    return durations.shown(sum(sum(one.seconds) for one in some))


def _keys(some: Sequence[Work]) -> tuple[list[int], list[int]]:
    entry_ids = [entry_id for one in some for entry_id in one.entry_ids]
    return entry_ids, list(dict.fromkeys(one.project_id for one in some))
