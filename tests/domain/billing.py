"""Work to bill and what else an invoice needs, made through the domain; every argument has a default that works."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

from sqlalchemy import text
from sqlmodel import Session

from tests import factories
from timetrack.domain import projects
from timetrack.domain.invoices import credit_notes, drafting, invoice_rows, issuing, taxes
from timetrack.domain.invoices.wishes import ExtraLine, Wish
from timetrack.models import Client, Invoice, Project, TaxRate, TimeEntry, User

FEBRUARY = (date(2026, 2, 1), date(2026, 2, 28))
MORNING = datetime(2026, 2, 2, 8, 0, tzinfo=UTC)


def billed_project(
    session: Session, client: Client, *, rate: str | None = "95", name: str = "", **terms: Any
) -> Project:
    """A project of a client at this hourly rate."""
    hourly_rate = None if rate is None else Decimal(rate)
    return factories.project(session, name=name, client_id=client.client_id, hourly_rate=hourly_rate, **terms)


def work(
    session: Session,
    of: User,
    on: Project,
    *,
    day: int = 2,
    month: int = 2,
    at: int = 8,
    seconds: int = 3600,
    **values: Any,
) -> TimeEntry:
    """Billable work of a person in 2026."""
    start = datetime(2026, month, day, at, 0, tzinfo=UTC)
    end = start + timedelta(seconds=seconds)
    return factories.entry(session, of, start=start, end=end, project_id=on.project_id, **values)


def vat(session: Session, rate: str = "19", *, name: str = "", **values: Any) -> TaxRate:
    """A tax rate in percent."""
    return taxes.add_tax_rate(
        session, factories.lead(session), name=name or f"VAT {rate} %", rate=Decimal(rate), **values
    )


def drafted(session: Session, client: Client, *extras: ExtraLine, **wish: Any) -> Invoice:
    """A draft for a client of everything that is not billed yet."""
    return drafting.draft(session, factories.lead(session), wish=Wish(client.client_id, extras=extras, **wish))


def issued(session: Session, client: Client, *extras: ExtraLine, **wish: Any) -> Invoice:
    """The same, issued."""
    draft = drafted(session, client, *extras, **wish)
    return issuing.issue(session, factories.lead(session), invoice_id=draft.invoice_id)


def extra(rate: str = "100", quantity: str = "1", *, description: str = "Hosting", **values: Any) -> ExtraLine:
    """A line for anything else."""
    return ExtraLine(description, Decimal(rate), Decimal(quantity), **values)


def settle(session: Session) -> None:
    """Have everything checked that waits for the commit."""
    session.execute(text("SET CONSTRAINTS ALL IMMEDIATE"))
    session.execute(text("SET CONSTRAINTS ALL DEFERRED"))


def left_of_lines(session: Session, actor: User, invoice_id: int) -> dict[int, Decimal]:
    """What of each line of an invoice no credit note takes back, by its key."""
    taken = credit_notes.taken_back(session, actor, invoice_id=invoice_id)
    lines = invoice_rows.lines_of(session, invoice_id)
    return {line.line_item_id: line.amount - taken.get(line.line_item_id, 0) for line in lines}


def set_rate(session: Session, project: Project, rate: str) -> None:
    """Change what an hour of a project costs from now on."""
    projects.edit_project(session, factories.lead(session), project_id=project.project_id, hourly_rate=Decimal(rate))
