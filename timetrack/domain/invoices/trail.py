"""What happened to an invoice, from the audit log, and the other invoices it has to do with."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, or_, select
from sqlmodel import Session

from timetrack.db import rows
from timetrack.domain import policy
from timetrack.domain.invoices.invoice_rows import INVOICES
from timetrack.models import AuditRecord, InvoiceKind, InvoiceStatus, Payment, User, table

PAYMENTS = table(Payment)
TOLD = ("DRAFT", "CREDIT", "ISSUE", "SEND", "MAIL", "VOID")
"""The acts on an invoice that are told; what was edited while it was a draft is not."""


@dataclass(frozen=True)
class Event:
    """Something that was done; ``payment`` is what came in, or went back, if it was that."""

    action: str
    actor_name: str
    recorded_at: datetime
    payment: Payment | None = None


@dataclass(frozen=True)
class Related:
    """Another invoice: ``how`` is CREDITS, CREDITED_BY, REPLACES or REPLACED_BY. A draft has no ``number``."""

    how: str
    invoice_id: int
    number: str | None


def invoice_trail(session: Session, actor: User, *, invoice_id: int) -> list[Event]:
    """What was done to an invoice and by whom, newest first, with the payments that stand."""
    policy.require_biller(actor)
    log, users = table(AuditRecord), table(User)
    found = rows(session, Payment, select(PAYMENTS).where(PAYMENTS.c.invoice_id == invoice_id))
    paid = {one.payment_id: one for one in found}
    is_told = and_(log.c.subject_type == INVOICES.name, log.c.subject_id == invoice_id, log.c.action.in_(TOLD))
    is_paid = and_(
        log.c.subject_type == PAYMENTS.name, log.c.subject_id.in_(list(paid)), log.c.action.in_(("PAY", "REFUND"))
    )
    wanted = (
        select(*log.c["action", "subject_type", "subject_id", "recorded_at"], users.c.name)
        .outerjoin(users, users.c.user_id == log.c.actor_id)
        .where(or_(is_told, is_paid))
        .order_by(log.c.audit_id.desc())
    )
    return [
        Event(action, name or "", at, paid[key] if subject == PAYMENTS.name else None)
        for action, subject, key, at, name in session.execute(wanted)
    ]


def related(session: Session, actor: User, *, invoice_id: int) -> list[Related]:
    """The invoice that this one credits or replaces, and those that credit or replace it, without void ones."""
    policy.require_biller(actor)
    this = INVOICES.alias("this")
    columns = INVOICES.c["invoice_id", "number", "credits_id", "replaces_id", "kind"]
    wanted = (
        select(*columns, this.c.credits_id.label("credited"))
        .join(
            this,
            or_(
                and_(
                    or_(INVOICES.c.credits_id == this.c.invoice_id, INVOICES.c.replaces_id == this.c.invoice_id),
                    INVOICES.c.status != InvoiceStatus.VOID,
                ),
                INVOICES.c.invoice_id == this.c.credits_id,
                INVOICES.c.invoice_id == this.c.replaces_id,
            ),
        )
        .where(this.c.invoice_id == invoice_id)
        .order_by(INVOICES.c.invoice_id)
    )
    found = []
    for row in session.execute(wanted):
        if invoice_id in (row.credits_id, row.replaces_id):
            how = "CREDITED_BY" if row.kind == InvoiceKind.CREDIT_NOTE else "REPLACED_BY"
        else:
            how = "CREDITS" if row.invoice_id == row.credited else "REPLACES"
        found.append(Related(how, row.invoice_id, row.number))
    return found
