"""The ageing of receivables: what each client owes today, per currency, by how late it is."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import case, func, literal, select
from sqlmodel import Session

from timetrack import clock
from timetrack.domain import periods, policy
from timetrack.domain.clients import CLIENTS
from timetrack.domain.invoices.invoice_rows import INVOICES
from timetrack.domain.invoices.issuing import today
from timetrack.domain.invoices.reading import late_days, left_open
from timetrack.domain.invoices.receivables import AGES, Age
from timetrack.domain.invoices.sums import NOTHING
from timetrack.domain.people import organisation
from timetrack.domain.reports.basis import Asked
from timetrack.errors import NotFound
from timetrack.models import InvoiceKind, InvoiceStatus, User


@dataclass(frozen=True)
class AgeingBasis:
    """What the figures stand on."""

    day: date
    zone: str
    at: datetime

    def sentences(self) -> list[str]:
        """What is said under the report and at the head of every export."""
        return [
            f"As of {periods.long_day(self.day)} in {self.zone}.",
            "Issued invoices less payments and credit notes; drafts and void ones are left out.",
            "Amounts are never converted.",
        ]


@dataclass(frozen=True)
class ClientOwes:
    """What a client owes in a currency: an amount for each of ``AGES``."""

    client_id: int
    name: str
    currency: str
    amounts: tuple[Decimal, ...]

    @property
    def total(self) -> Decimal:
        return sum(self.amounts, NOTHING)

    @property
    def overdue(self) -> Decimal:
        return self.total - self.amounts[0]


@dataclass(frozen=True)
class Receivables:
    """Who owes what, the largest sums first; ``totals`` has a row per currency."""

    basis: AgeingBasis
    clients: tuple[ClientOwes, ...]
    totals: tuple[ClientOwes, ...]
    ages: Sequence[Age] = AGES


def receivables_report(session: Session, actor: User, *, asked: Asked) -> Receivables:
    """What clients owe today; of what is asked only the client matters. What a client is owed is not taken off.

    Raises NotFound for who does not bill.
    """
    if not policy.may_bill(actor):
        raise NotFound("There is no report of this name.")
    day, still, late = today(session), left_open(), late_days(today(session))
    of_each = (
        select(
            INVOICES.c.client_id,
            INVOICES.c.currency,
            still.label("still"),
            case(*((late <= age.last, literal(at)) for at, age in enumerate(AGES[:-1])), else_=len(AGES) - 1).label(
                "age"
            ),
        )
        .where(INVOICES.c.status == InvoiceStatus.ISSUED, INVOICES.c.kind == InvoiceKind.INVOICE)
        .subquery()
    )
    sums = [func.coalesce(func.sum(of_each.c.still).filter(of_each.c.age == at), NOTHING) for at in range(len(AGES))]
    key = (of_each.c.client_id, CLIENTS.c.name, of_each.c.currency)
    wanted = select(*key, *sums).join(CLIENTS, CLIENTS.c.client_id == of_each.c.client_id).where(of_each.c.still > 0)
    if asked.client_id is not None:
        wanted = wanted.where(of_each.c.client_id == asked.client_id)
    found = [ClientOwes(row[0], row[1], row[2], tuple(row[3:])) for row in session.execute(wanted.group_by(*key))]
    found.sort(key=lambda one: (-one.total, one.name, one.currency))
    basis = AgeingBasis(day, organisation(session).timezone, clock.now())
    return Receivables(basis, tuple(found), tuple(_totals(found)))


def _totals(found: Sequence[ClientOwes]) -> list[ClientOwes]:
    by_currency: dict[str, list[ClientOwes]] = {}
    for one in found:
        by_currency.setdefault(one.currency, []).append(one)
    summed = [
        ClientOwes(
            0, "", currency, tuple(sum(column, NOTHING) for column in zip(*(one.amounts for one in of), strict=True))
        )
        for currency, of in by_currency.items()
    ]
    return sorted(summed, key=lambda one: (-one.total, one.currency))
