"""Reminders of unpaid invoices, sent by themselves so many days before or after an invoice is due.

Each rule is followed once per invoice: whoever comes second, however many workers there are, finds its mail.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlmodel import Session

from timetrack import clock
from timetrack.db import rows
from timetrack.domain import mail_words, mails, payments, periods
from timetrack.domain.invoices import sharing
from timetrack.domain.invoices.invoice_rows import INVOICES, lock_invoice
from timetrack.domain.invoices.issuing import today
from timetrack.domain.mails import MAILS
from timetrack.domain.people import organisation
from timetrack.errors import InvalidInput
from timetrack.models import Invoice, InvoiceKind, InvoiceStatus, Mail, MailKind

LATE_DAYS = 7
"""A rule that was set, or missed, longer ago than this is not followed any more: nobody gets last year's reminders."""
FROM_HOUR, TO_HOUR = 8, 18


@dataclass(frozen=True)
class Reminder:
    """A rule that an invoice has come to: so many ``days`` after it is due, or before where negative."""

    invoice_id: int
    days: int


def reminders_due(session: Session) -> list[Reminder]:
    """What to remind of now, by day in the workspace's zone: of each invoice that went to its client and is not paid,
    the rule it came to last, unless that was followed. Nothing at night.
    """
    rules = organisation(session).reminder_days
    if not rules or not _is_day(session, clock.now()):
        return []
    day = today(session)
    wanted = select(INVOICES).where(
        INVOICES.c.status == InvoiceStatus.ISSUED,
        INVOICES.c.kind == InvoiceKind.INVOICE,
        INVOICES.c.sent_at.is_not(None),
        INVOICES.c.due_date <= day - timedelta(days=min(rules)),
        INVOICES.c.due_date > day - timedelta(days=max(rules) + LATE_DAYS),
    )
    found = [
        Reminder(one.invoice_id, days)
        for one in rows(session, Invoice, wanted.order_by(INVOICES.c.invoice_id))
        for days in _reached(rules, (day - one.due_date).days if one.due_date else -LATE_DAYS)
    ]
    return [one for one in found if _mail_of(session, one) is None]


def remind(session: Session, *, reminder: Reminder) -> Mail | None:
    """Send one reminder, once this is committed; None where it was sent, nothing is open, or there is no address."""
    invoice = lock_invoice(session, reminder.invoice_id)
    if invoice.status != InvoiceStatus.ISSUED or _mail_of(session, reminder) is not None:
        return None
    left, document = payments.open_amount(session, invoice), invoice.line_items or {}
    try:
        recipients = mails.parse_recipients(document["buyer"]["email"])
    except InvalidInput:
        return None
    if left <= 0:
        return None
    link = sharing.link_of(session, invoice.invoice_id)
    seen_at = sharing.address_of(link) if link else ""
    subject, body = mail_words.reminder_words(document, open_amount=left, today=today(session), link=seen_at)
    words = {"recipients": recipients, "subject": subject, "body": body}
    return mails.enqueue_mail(session, None, invoice, kind=MailKind.REMINDER, days_after_due=reminder.days, **words)


def _reached(rules: list[int], late: int) -> list[int]:
    """The rule that an invoice so many days ``late`` came to last, if that is not long ago."""
    reached = [days for days in rules if days <= late < days + LATE_DAYS]
    return [max(reached)] if reached else []


def _mail_of(session: Session, reminder: Reminder) -> int | None:
    wanted = select(MAILS.c.mail_id).where(
        MAILS.c.invoice_id == reminder.invoice_id, MAILS.c.days_after_due == reminder.days
    )
    found: int | None = session.scalar(wanted)
    return found


def _is_day(session: Session, now: datetime) -> bool:
    there = now.astimezone(periods.zone_of(organisation(session).timezone))
    return FROM_HOUR <= there.hour < TO_HOUR
