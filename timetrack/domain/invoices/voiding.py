"""Voiding: an issued invoice counts no more. It keeps its number, and lets its entries go."""

from collections import defaultdict

from sqlalchemy import delete, func, select
from sqlmodel import Session

from timetrack import clock
from timetrack.domain import money, policy
from timetrack.domain.invoices.drafting import copy_draft
from timetrack.domain.invoices.invoice_rows import (
    INVOICES,
    LINKS,
    change_invoice,
    lines_of,
    lock_issued,
    taxes_of,
    write_taxes,
)
from timetrack.domain.invoices.sums import Sums, TaxSum
from timetrack.domain.text import line
from timetrack.errors import InvalidInput, InvoiceNotOpen
from timetrack.models import Invoice, InvoiceKind, InvoiceStatus, Payment, User, table

PAYMENTS = table(Payment)


def void(
    session: Session, actor: User, *, invoice_id: int, reason: str, with_replacement: bool = False
) -> tuple[Invoice, Invoice | None]:
    """Declare an invoice void, so that its entries can be billed anew; with a draft in its place where wanted.

    The draft has the same lines, entries, discount and notes, and may be corrected before it is issued. Raises
    InvoiceNotOpen for a draft, a void one, and one that was paid or credited: refund or void that first.
    """
    policy.require_biller(actor)
    said = line(reason, what="Why an invoice is void", at_most=1000, needed=True)
    invoice = lock_issued(session, invoice_id)
    _refuse_settled(session, invoice)
    if with_replacement and invoice.kind == InvoiceKind.CREDIT_NOTE:
        raise InvalidInput("A credit note is not replaced: write another for its invoice. Nothing was changed.")
    linked = _linked(session, invoice_id)
    gone = change_invoice(
        session, actor, "VOID", invoice_id, status=InvoiceStatus.VOID, voided_at=clock.now(), void_reason=said
    )
    session.execute(delete(LINKS).where(LINKS.c.invoice_id == invoice_id))
    if not with_replacement:
        return gone, None
    made = copy_draft(session, actor, gone, lines_of(session, invoice_id), linked)
    taxes = [
        TaxSum(tax.tax_rate_id, tax.net_amount, tax.discount_amount, tax.tax_amount)
        for tax in taxes_of(session, invoice_id)
    ]
    write_taxes(session, actor, "DRAFT", made.invoice_id, Sums(gone.net_amount, gone.discount_amount, tuple(taxes)))
    return gone, made


def _refuse_settled(session: Session, invoice: Invoice) -> None:
    paid = select(func.coalesce(func.sum(PAYMENTS.c.amount), 0)).where(PAYMENTS.c.invoice_id == invoice.invoice_id)
    amount = session.scalars(paid).one()
    if amount:
        raise InvoiceNotOpen(
            f"{money.shown(amount, invoice.currency)} was paid for {invoice.number}. Refund it first, or write a credit"
            " note; nothing was changed."
        )
    credited = select(INVOICES.c.number, INVOICES.c.invoice_id).where(
        INVOICES.c.credits_id == invoice.invoice_id, INVOICES.c.status != InvoiceStatus.VOID
    )
    note = session.execute(credited.limit(1)).first()
    if note is not None:
        there = f"Credit note {note.number} takes" if note.number else f"Draft {note.invoice_id} of a credit note takes"
        raise InvoiceNotOpen(f"{there} {invoice.number} back. Void or delete that first; nothing was changed.")


def _linked(session: Session, invoice_id: int) -> dict[int, dict[int, int]]:
    """The billed seconds of each entry, by line."""
    found: dict[int, dict[int, int]] = defaultdict(dict)
    wanted = select(LINKS.c.line_item_id, LINKS.c.entry_id, LINKS.c.seconds).where(LINKS.c.invoice_id == invoice_id)
    for line_item_id, entry_id, seconds in session.execute(wanted):
        found[line_item_id][entry_id] = seconds
    return found
