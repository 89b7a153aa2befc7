"""What clients owe: how many invoices stand where, and what is open per currency, by how late it is."""

from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal

from sqlalchemy import func, select
from sqlmodel import Session

from timetrack.domain import policy
from timetrack.domain.invoices.invoice_rows import INVOICES
from timetrack.domain.invoices.issuing import today
from timetrack.domain.invoices.reading import Standing, left_open, standing
from timetrack.domain.invoices.sums import NOTHING
from timetrack.models import InvoiceKind, InvoiceStatus, User

LATE_DAYS = (15, 30)
"""Where one step of lateness ends and the next begins."""


@dataclass(frozen=True)
class Age:
    """How late: from ``first`` to ``last`` days after the due date. ``word`` stands for it in addresses."""

    word: str
    label: str
    first: int
    last: int


EVER = 100_000
"""More days than any invoice is late or early."""
AGES = (
    Age("not-due", "Not due", -EVER, 0),
    Age("1-30", "1 – 30 days", 1, 30),
    Age("31-60", "31 – 60 days", 31, 60),
    Age("61-90", "61 – 90 days", 61, 90),
    Age("over-90", "Over 90 days", 91, EVER),
)
"""The steps of the ageing report."""


@dataclass(frozen=True)
class Owed:
    """What is open in a currency: not due yet, up to 15 days late, up to 30, and later than that."""

    currency: str
    not_due: Decimal
    late: Decimal
    later: Decimal
    latest: Decimal

    @property
    def overdue(self) -> Decimal:
        return self.late + self.later + self.latest

    @property
    def total(self) -> Decimal:
        return self.not_due + self.overdue


def standing_counts(session: Session, actor: User) -> dict[Standing, int]:
    """How many invoices and credit notes stand where today; those where none does are left out."""
    policy.require_biller(actor)
    stands = standing(today(session)).label("stands")
    found = select(stands).select_from(INVOICES).subquery()
    counted = session.execute(select(found.c.stands, func.count()).group_by(found.c.stands))
    return {Standing(row[0]): row[1] for row in counted}


def owed(session: Session, actor: User) -> list[Owed]:
    """What clients owe today per currency, the largest sum first; what they are owed is not taken off."""
    policy.require_biller(actor)
    day, still = today(session), left_open()
    invoices = INVOICES.c
    of_each = (
        select(invoices.currency, invoices.due_date, still.label("still"))
        .where(
            invoices.status == InvoiceStatus.ISSUED,
            invoices.kind == InvoiceKind.INVOICE,
            invoices.due_date.is_not(None),
        )
        .subquery()
    )
    first, second = (day - timedelta(days=days) for days in LATE_DAYS)
    due = of_each.c.due_date
    steps = (due >= day, (due < day) & (due >= first), (due < first) & (due >= second), due < second)
    sums = [func.coalesce(func.sum(of_each.c.still).filter(step), NOTHING) for step in steps]
    wanted = select(of_each.c.currency, *sums).where(of_each.c.still > 0).group_by(of_each.c.currency)
    return sorted((Owed(*row) for row in session.execute(wanted)), key=lambda one: (-one.total, one.currency))
