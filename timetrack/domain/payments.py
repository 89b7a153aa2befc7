"""Payments: what came in for an invoice, and what went back. What is open, paid and overdue follows from them."""

from datetime import date
from decimal import Decimal

from sqlalchemy import delete, func, insert, select
from sqlmodel import Session

from timetrack.db import first, rows
from timetrack.domain import audit, money, policy
from timetrack.domain.invoices.invoice_rows import INVOICES, lock_issued
from timetrack.domain.invoices.issuing import today
from timetrack.domain.text import line
from timetrack.errors import InvalidInput, NotFound, PaymentRefused
from timetrack.models import Invoice, InvoiceKind, InvoiceStatus, Payment, User, table

PAYMENTS = table(Payment)
TOPICS = ("invoices",)


def record_payment(
    session: Session,
    actor: User,
    *,
    invoice_id: int,
    amount: Decimal,
    paid_on: date | None = None,
    method: str = "",
    note: str = "",
) -> Payment:
    """Record money that came in for an issued invoice, in its currency, all of what is open or a part.

    Raises PaymentRefused for more than is open, InvoiceNotOpen for a draft and a void one.
    """
    invoice = _lock(session, actor, invoice_id, amount)
    left = open_amount(session, invoice)
    if amount > left:
        raise PaymentRefused(
            f"{money.shown(max(left, Decimal(0)), invoice.currency)} is open on {invoice.number};"
            f" {money.shown(amount, invoice.currency)} is more. Nothing was saved."
        )
    return _write(session, actor, "PAY", invoice, amount, paid_on, method, note)


def refund(
    session: Session,
    actor: User,
    *,
    invoice_id: int,
    amount: Decimal,
    paid_on: date | None = None,
    method: str = "",
    note: str = "",
) -> Payment:
    """Record money that went back to the client. Raises PaymentRefused for more than was paid."""
    invoice = _lock(session, actor, invoice_id, amount)
    paid = paid_amount(session, invoice_id)
    if amount > paid:
        raise PaymentRefused(
            f"{money.shown(paid, invoice.currency)} was paid for {invoice.number};"
            f" {money.shown(amount, invoice.currency)} cannot go back. Nothing was saved."
        )
    return _write(session, actor, "REFUND", invoice, -amount, paid_on, method, note)


def remove_payment(session: Session, actor: User, *, payment_id: int) -> Payment:
    """Take back a payment or a refund that was recorded by mistake. Returns it as it was.

    Raises PaymentRefused for a payment of which something was refunded.
    """
    policy.require_biller(actor)
    invoice = lock_issued(session, _payment(session, payment_id).invoice_id)
    found = _payment(session, payment_id)
    if paid_amount(session, invoice.invoice_id) < found.amount:
        raise PaymentRefused(
            f"More than came in would have gone back for {invoice.number}. Remove the refund first; nothing was changed."
        )
    audit.record(session, actor, "REMOVE", delete(PAYMENTS).where(PAYMENTS.c.payment_id == payment_id), *TOPICS)
    return found


def payments_of(session: Session, actor: User, *, invoice_id: int) -> list[Payment]:
    """What was paid for an invoice, in order."""
    policy.require_biller(actor)
    wanted = select(PAYMENTS).where(PAYMENTS.c.invoice_id == invoice_id)
    return rows(session, Payment, wanted.order_by(PAYMENTS.c.paid_on, PAYMENTS.c.payment_id))


def paid_amount(session: Session, invoice_id: int) -> Decimal:
    """What came in for an invoice, less what went back."""
    wanted = select(func.coalesce(func.sum(PAYMENTS.c.amount), 0)).where(PAYMENTS.c.invoice_id == invoice_id)
    found: Decimal = session.scalars(wanted).one()
    return found


def open_amount(session: Session, invoice: Invoice) -> Decimal:
    """What is still to be paid: the total less credit notes and payments; negative when the client is owed."""
    wanted = select(func.coalesce(func.sum(INVOICES.c.total_amount), 0)).where(
        INVOICES.c.credits_id == invoice.invoice_id, INVOICES.c.status == InvoiceStatus.ISSUED
    )
    credited: Decimal = session.scalars(wanted).one()
    return invoice.total_amount - credited - paid_amount(session, invoice.invoice_id)


def _payment(session: Session, payment_id: int) -> Payment:
    found = first(session, Payment, select(PAYMENTS).where(PAYMENTS.c.payment_id == payment_id))
    if found is None:
        raise NotFound("This payment is not here any more. Nothing was changed.")
    return found


def _lock(session: Session, actor: User, invoice_id: int, amount: Decimal) -> Invoice:
    policy.require_biller(actor)
    invoice = lock_issued(session, invoice_id)
    if invoice.kind == InvoiceKind.CREDIT_NOTE:
        raise InvalidInput("Money goes back on the invoice itself, as a refund. Nothing was saved.")
    money.check_amount(amount, what="A payment")
    if amount == 0 or money.round_line(amount, invoice.currency) != amount:
        digits = money.minor_unit(invoice.currency)
        raise InvalidInput(
            f"A payment in {invoice.currency} is more than 0 and has {digits} decimals. Nothing was saved."
        )
    return invoice


def _write(
    session: Session,
    actor: User,
    action: str,
    invoice: Invoice,
    amount: Decimal,
    paid_on: date | None,
    method: str,
    note: str,
) -> Payment:
    day = today(session)
    if paid_on is not None and not date(1970, 1, 1) <= paid_on <= day:
        raise InvalidInput("A payment is recorded on its day or later. Nothing was saved.")
    values = {
        "invoice_id": invoice.invoice_id,
        "amount": amount,
        "currency": invoice.currency,
        "paid_on": paid_on or day,
        "method": line(method, what="A way of paying", at_most=60),
        "note": line(note, what="A note", at_most=1000),
    }
    (made,) = audit.record(session, actor, action, insert(PAYMENTS).values(values), *TOPICS)
    return Payment(**made)
