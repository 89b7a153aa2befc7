"""Issuing: a draft gets its number and is frozen. There is no undo; voiding is the way back."""

from datetime import date, datetime, timedelta

from sqlmodel import Session

from timetrack import clock
from timetrack.domain import periods, policy
from timetrack.domain.invoices import document, files, numbering
from timetrack.domain.invoices.drafting import check_dates
from timetrack.domain.invoices.invoice_rows import change_invoice, lines_of, lock_draft, lock_issued, taxes_of
from timetrack.domain.invoices.taxes import rates_for
from timetrack.domain.invoices.work import client_of
from timetrack.domain.people import organisation
from timetrack.errors import InvalidInput, NothingToInvoice
from timetrack.models import Invoice, InvoiceStatus, User


def issue(
    session: Session, actor: User, *, invoice_id: int, invoice_date: date | None = None, seen: datetime | None = None
) -> Invoice:
    """Give a draft its number and freeze it: lines, sums, names and addresses are as they are now for good.

    Its date is ``invoice_date``, else the draft's, else today in the workspace's zone. The number is taken last, and
    given back by whatever fails. Its PDF is put into the store by a job. Raises InvoiceIssued for one that is issued already, NothingToInvoice for one without
    lines, InvalidInput for a reverse charge to a client without a tax id.
    """
    policy.require_biller(actor)
    invoice = lock_draft(session, invoice_id, seen=seen)
    if not lines_of(session, invoice_id):
        raise NothingToInvoice("This draft has no lines. Add one; nothing was issued.")
    _check_reverse_charge(session, invoice)
    invoice.invoice_date = invoice_date or invoice.invoice_date or today(session)
    invoice.due_date = invoice.due_date or invoice.invoice_date + timedelta(days=invoice.terms_days)
    check_dates(invoice.invoice_date, invoice.due_date)
    frozen = document.build(session, invoice)
    files.ask_to_publish(session, invoice_id)
    taken = numbering.take_number(session, actor, invoice.series_id, invoice.invoice_date)
    frozen["number"] = taken["number"]
    return change_invoice(
        session,
        actor,
        "ISSUE",
        invoice_id,
        status=InvoiceStatus.ISSUED,
        issued_at=clock.now(),
        invoice_date=invoice.invoice_date,
        due_date=invoice.due_date,
        line_items=frozen,
        line_items_sha256=document.sha256(frozen),
        **taken,
    )


def mark_sent(session: Session, actor: User, *, invoice_id: int) -> Invoice:
    """Note that an issued invoice went to the client, by mail or otherwise; the first time counts."""
    policy.require_biller(actor)
    invoice = lock_issued(session, invoice_id)
    if invoice.sent_at is not None:
        return invoice
    return change_invoice(session, actor, "SEND", invoice_id, sent_at=clock.now())


def today(session: Session) -> date:
    """The day it is in the workspace's zone."""
    return periods.local_date(clock.now(), organisation(session).timezone)


def _check_reverse_charge(session: Session, invoice: Invoice) -> None:
    client = client_of(session, invoice.client_id)
    rates = rates_for(session, client)
    used = [rates.named(tax.tax_rate_id) for tax in taxes_of(session, invoice.invoice_id) if tax.tax_rate_id]
    if any(rate.is_reverse_charge for rate in used) and not client.tax_id:
        raise InvalidInput(
            f"With a reverse charge {client.name} owes the tax, so their tax id has to stand on the invoice, and there"
            " is none. Nothing was issued."
        )
