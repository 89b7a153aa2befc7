"""From a wish to an invoice that is not written yet: its lines, taxes and sums. Preview and draft are both this."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy import func, select
from sqlmodel import Session

from timetrack.domain import money
from timetrack.domain.invoices import sums, taxes, work
from timetrack.domain.invoices.invoice_rows import INVOICES, LINES
from timetrack.domain.invoices.sums import Charge, Sums
from timetrack.domain.invoices.wishes import DEFAULT_TAX, ExtraLine, FixedAmount, Wish
from timetrack.domain.invoices.work import Span, Work
from timetrack.domain.people import organisation
from timetrack.domain.rounding import rounding_of
from timetrack.domain.text import line
from timetrack.errors import InvalidInput, MixedCurrencies
from timetrack.models import BillingType, Client, InvoiceStatus, LineKind, Organisation, Project

LONGEST_DESCRIPTION = 1000
MOST_QUANTITY = Decimal("9999999999.9999")


@dataclass(frozen=True)
class PlannedLine:
    """A line to be: of hours with the entries and the seconds each counts for, or of a quantity."""

    kind: LineKind
    description: str
    rate: Decimal
    amount: Decimal
    tax_rate_id: int | None
    discount_percent: Decimal = Decimal(0)
    quantity_seconds: int | None = None
    quantity: Decimal | None = None
    unit: str = ""
    project_id: int | None = None
    task_id: int | None = None
    entry_ids: Sequence[int] = ()
    seconds: Sequence[int] = ()


@dataclass(frozen=True)
class Plan:
    """An invoice to be."""

    client: Client
    currency: str
    lines: tuple[PlannedLine, ...]
    sums: Sums


def plan(session: Session, wish: Wish, *, people: Sequence[int] | None = None) -> Plan:
    """What ``wish`` comes to now, with the work of ``people`` alone where they are given.

    Work to which no rule gave a rate is left out, and stays to be billed when it has one. Raises MixedCurrencies, and
    InvalidInput for what no invoice can have.
    """
    workspace, client = organisation(session), work.client_of(session, wish.client_id)
    span = span_of_wish(workspace, wish)
    projects = _projects(session, client, wish)
    zone = workspace.timezone
    found = work.uninvoiced(session, span, rounding_of(workspace), people=people, grouping=wish.grouping, zone=zone)
    billed = [one for one in found if _is_billed(one, projects, wish)]
    currency = _one_currency(billed, projects, wish, client)
    rates = taxes.rates_for(session, client, wish.tax_rate_id)
    lines = (
        *_work_lines(session, billed, projects, wish, currency, rates.pick(DEFAULT_TAX)),
        *(extra_line(extra, currency, rates) for extra in wish.extras),
    )
    charges = (Charge(one.amount, one.tax_rate_id, rates.percent(one.tax_rate_id)) for one in lines)
    percent, amount = check_discount(wish.discount_percent, wish.discount_amount, currency)
    total = sums.add_up(charges, discount_percent=percent, discount_amount=amount, currency=currency)
    return Plan(client, currency, lines, total)


def span_of_wish(workspace: Organisation, wish: Wish) -> Span:
    """The work that a wish names."""
    project_ids = wish.project_ids
    if project_ids is not None:
        project_ids = (*project_ids, *(fixed.project_id for fixed in wish.fixed))
    return work.span_of(workspace, wish.client_id, wish.first_day, wish.last_day, project_ids)


def extra_line(extra: ExtraLine, currency: str, rates: taxes.Rates) -> PlannedLine:
    """A line for anything but tracked time. Raises InvalidInput for negative quantities and rates, among others."""
    money.check_amount(extra.quantity, what="A quantity", highest=MOST_QUANTITY)
    money.check_amount(extra.rate, what="A price")
    percent = taxes.check_percent(extra.discount_percent, what="A discount")
    return PlannedLine(
        kind=LineKind.EXTRA,
        description=line(extra.description, what="What a line is for", at_most=1000, needed=True),
        rate=extra.rate,
        amount=sums.unit_amount(extra.quantity, extra.rate, percent, currency),
        tax_rate_id=rates.pick(extra.tax_rate_id),
        discount_percent=percent,
        quantity=extra.quantity,
        unit=line(extra.unit, what="A unit", at_most=20),
    )


def check_discount(percent: Decimal | None, amount: Decimal, currency: str) -> tuple[Decimal | None, Decimal]:
    """A discount in percent, or else an amount that can be paid. Raises InvalidInput for any other."""
    if percent is not None:
        return taxes.check_percent(percent, what="A discount"), Decimal(0)
    check_payable(amount, currency, what="A discount")
    return None, amount


def check_payable(amount: Decimal, currency: str, *, what: str) -> None:
    """Raise InvalidInput for an amount that is negative, or has more decimals than ``currency``."""
    money.check_amount(amount, what=what)
    if money.round_line(amount, currency) != amount:
        raise InvalidInput(f"{what} in {currency} has {money.minor_unit(currency)} decimals. Nothing was saved.")


def left_of_budget(session: Session, project: Project) -> Decimal | None:
    """What of a project's budget no invoice has yet; None without a budget, never less than nothing."""
    if project.budget_amount is None:
        return None
    wanted = (
        select(func.coalesce(func.sum(LINES.c.amount), 0))
        .join(INVOICES, INVOICES.c.invoice_id == LINES.c.invoice_id)
        .where(
            LINES.c.project_id == project.project_id,
            LINES.c.kind == LineKind.FIXED,
            LINES.c.credits_line_id.is_(None),
            INVOICES.c.status != InvoiceStatus.VOID,
        )
    )
    billed: Decimal = session.scalars(wanted).one()
    return max(project.budget_amount - billed, Decimal(0))


def _projects(session: Session, client: Client, wish: Wish) -> dict[int, Project]:
    """The projects that the wish names, all of which must be billable in the way it says."""
    fixed = [one.project_id for one in wish.fixed]
    if len(set(fixed)) < len(fixed):
        raise InvalidInput("A project at a fixed amount has one line on an invoice. Nothing was saved.")
    projects = work.projects_of(session, client, [*(wish.project_ids or ()), *fixed])
    for project in projects.values():
        is_fixed = project.billing_type == BillingType.FIXED
        if is_fixed != (project.project_id in fixed):
            how = "at a fixed amount: say how much" if is_fixed else "by the hour, not at a fixed amount"
            raise InvalidInput(f"“{project.name}” is billed {how}. Nothing was saved.")
    return projects


def _is_billed(found: Work, projects: Mapping[int, Project], wish: Wish) -> bool:
    if found.billing_type == BillingType.HOURLY:
        return found.has_rate and (wish.project_ids is None or found.project_id in wish.project_ids)
    return found.billing_type == BillingType.FIXED and found.project_id in projects


def _one_currency(billed: Iterable[Work], projects: Mapping[int, Project], wish: Wish, client: Client) -> str:
    """That of the work, or without any the client's."""
    found = {one.currency for one in billed if one.billing_type == BillingType.HOURLY}
    found |= {projects[one.project_id].currency for one in wish.fixed}
    if len(found) > 1:
        raise MixedCurrencies(
            f"This work is in {' and '.join(sorted(found))}. An invoice is in one currency, and amounts are never"
            " converted: choose projects of one. Nothing was saved."
        )
    return next(iter(found), client.currency)


def _work_lines(
    session: Session,
    billed: Sequence[Work],
    projects: Mapping[int, Project],
    wish: Wish,
    currency: str,
    tax_rate_id: int | None,
) -> Iterator[PlannedLine]:
    for fixed in wish.fixed:
        project = projects[fixed.project_id]
        linked = [one for one in billed if one.project_id == fixed.project_id and one.currency == currency]
        yield _fixed_line(session, project, fixed, linked, tax_rate_id)
    for one in billed:
        if one.billing_type == BillingType.HOURLY:
            yield _time_line(one, tax_rate_id)


def _fixed_line(
    session: Session, project: Project, fixed: FixedAmount, linked: Sequence[Work], tax_rate_id: int | None
) -> PlannedLine:
    amount = left_of_budget(session, project) if fixed.amount is None else fixed.amount
    if amount is None:
        raise InvalidInput(f"“{project.name}” has no budget, so say how much to bill. Nothing was saved.")
    amount = money.round_line(amount, project.currency) if fixed.amount is None else amount
    check_payable(amount, project.currency, what="A fixed amount")
    return PlannedLine(
        kind=LineKind.FIXED,
        description=line(fixed.description, what="What a line is for", at_most=1000) or project.name,
        rate=amount,
        amount=amount,
        tax_rate_id=tax_rate_id,
        quantity=Decimal(1),
        project_id=project.project_id,
        entry_ids=[entry_id for one in linked for entry_id in one.entry_ids],
        seconds=[seconds for one in linked for seconds in one.seconds],
    )


def _time_line(found: Work, tax_rate_id: int | None) -> PlannedLine:
    seconds = sum(found.seconds)
    return PlannedLine(
        kind=LineKind.TIME,
        description=found.description[:LONGEST_DESCRIPTION],
        rate=found.hourly_rate,
        amount=sums.time_amount(seconds, found.hourly_rate, Decimal(0), found.currency),
        tax_rate_id=tax_rate_id,
        quantity_seconds=seconds,
        project_id=found.project_id,
        task_id=found.task_id,
        entry_ids=found.entry_ids,
        seconds=found.seconds,
    )
