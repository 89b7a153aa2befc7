"""Mails to clients: asked for here, kept whatever becomes of them, and sent by a job."""

import re
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any
from urllib.parse import urlsplit

from sqlalchemy import ColumnElement, case, insert, select, update
from sqlmodel import Session

from timetrack import clock
from timetrack.config import settings
from timetrack.db import first, rows
from timetrack.domain import audit, jobs, mail_words, payments, policy
from timetrack.domain.invoices import reading, sharing
from timetrack.domain.invoices.invoice_rows import INVOICES, change_invoice, lock_invoice, lock_issued
from timetrack.domain.invoices.issuing import today
from timetrack.domain.people import parse_email
from timetrack.domain.text import line, paragraph
from timetrack.errors import InvalidInput, NotFound
from timetrack.models import Invoice, InvoiceKind, InvoiceStatus, Mail, MailKind, User, table

MAILS = table(Mail)
TOPICS = ("invoices",)
RECIPIENTS_AT_MOST = 10
MOST = 100


class MailState(StrEnum):
    """What became of a mail; NO_SMTP is that nobody has said through which server mails go."""

    WAITING = "WAITING"
    SENT = "SENT"
    FAILED = "FAILED"
    NO_SMTP = "NO_SMTP"


@dataclass(frozen=True)
class Mailed:
    """A mail, the number of its invoice, what became of it, and when it is tried next where that is later."""

    mail: Mail
    number: str
    state: MailState
    next_try: datetime | None = None


@dataclass(frozen=True)
class MailWords:
    """What a mail about an invoice begins with."""

    recipients: str
    subject: str
    body: str


@dataclass(frozen=True)
class Parcel:
    """A locked mail that is to be sent now, with the invoice it brings. ``gone`` says why it is not to be sent after all."""

    mail: Mail
    invoice: Invoice
    gone: str = ""


def suggested_mail(session: Session, actor: User, *, invoice_id: int, is_reminder: bool = False) -> MailWords:
    """What a mail about an issued invoice says, unless somebody changes it. Raises NotPermitted, InvoiceNotOpen."""
    document, _ = reading.issued_document(session, actor, invoice_id=invoice_id)
    shared = sharing.live_link(session, actor, invoice_id=invoice_id)
    link = sharing.address_of(shared) if shared else ""
    subject, body = mail_words.invoice_words(document, link=link)
    if is_reminder:
        invoice = _invoice(session, invoice_id)
        left = payments.open_amount(session, invoice)
        subject, body = mail_words.reminder_words(document, open_amount=left, today=today(session), link=link)
    return MailWords(document["buyer"]["email"], subject, body)


def send_invoice(
    session: Session, actor: User, *, invoice_id: int, to: str, subject: str, body: str, is_reminder: bool = False
) -> Mail:
    """Send an issued invoice to a client with its PDF, once this is committed.

    ``to`` has up to ten addresses. Raises InvalidInput for what is no address, for a subject of several lines, for the
    same mail while it is on its way, and for a reminder of what is paid; InvoiceNotOpen for a draft and a void one.
    """
    policy.require_biller(actor)
    invoice = lock_issued(session, invoice_id)
    recipients = parse_recipients(to)
    if is_reminder:
        _require_open(session, invoice)
    if re.search(r"[\r\n]", subject):
        raise InvalidInput("A subject is one line. Nothing was sent.")
    values = {
        "kind": MailKind.REMINDER if is_reminder else MailKind.SEND,
        "recipients": recipients,
        "subject": line(subject, what="A subject", at_most=300, needed=True),
        "body": paragraph(body, what="The text of a mail", at_most=20_000),
    }
    _refuse_twice(session, invoice_id, values)
    return enqueue_mail(session, actor, invoice, **values)


def enqueue_mail(session: Session, actor: User | None, invoice: Invoice, **values: Any) -> Mail:
    """Keep a mail about a locked invoice and put its sending in line."""
    asked_by = actor.user_id if actor else None
    values |= {"invoice_id": invoice.invoice_id, "message_id": _message_id(), "asked_by": asked_by}
    (made,) = audit.record(session, actor, "ASK", insert(MAILS).values(values), *TOPICS)
    _enqueue(session, made["mail_id"])
    return Mail(**made)


def retry_mail(session: Session, actor: User, *, mail_id: int) -> Mail:
    """Try to send a mail again, now: one that was given up, that had no server, or that waits for its next try.

    Raises InvalidInput for one that was sent.
    """
    policy.require_biller(actor)
    found = _lock(session, mail_id)
    if found is None:
        raise NotFound("This mail is not here any more. Nothing was changed.")
    if found.sent_at is not None:
        raise InvalidInput("This mail was sent. Nothing was changed.")
    if state_of(found) is MailState.WAITING:
        job = jobs.job_of(session, jobs.SEND, mail_id=mail_id)
        if job is not None and job.state is jobs.JobState.WAITING:
            jobs.start_again(session, job.job_id)
            return found
    made = _change(session, actor, "RETRY", mail_id, failed_at=None, held_at=None, error="")
    _enqueue(session, mail_id)
    return made


def mails_of(session: Session, actor: User, *, invoice_id: int) -> list[Mailed]:
    """The mails about an invoice, newest first."""
    policy.require_biller(actor)
    return _standings(session, MAILS.c.invoice_id == invoice_id)


def mails_page(session: Session, actor: User) -> list[Mailed]:
    """The last mails of all, what was not sent first. Raises NotPermitted for anyone but an administrator."""
    policy.require_admin(actor)
    return _standings(session, MAILS.c.mail_id > 0, case((MAILS.c.sent_at.is_(None), 0), else_=1))


def state_of(mail: Mail) -> MailState:
    """What became of a mail."""
    if mail.sent_at is not None:
        return MailState.SENT
    if mail.held_at is not None:
        return MailState.NO_SMTP
    return MailState.WAITING if mail.failed_at is None else MailState.FAILED


def parse_recipients(typed: str) -> str:
    """Addresses parted by commas, semicolons or blanks, as they stand behind To. Raises InvalidInput."""
    found = dict.fromkeys(parse_email(one) for one in re.split(r"[,;\s]+", typed) if one)
    if not found:
        raise InvalidInput("Say to whom: an e-mail address is missing. Nothing was sent.")
    if len(found) > RECIPIENTS_AT_MOST:
        raise InvalidInput(f"A mail goes to {RECIPIENTS_AT_MOST} addresses at most. Nothing was sent.")
    return ", ".join(found)


def claim(session: Session, *, mail_id: int) -> Parcel | None:
    """Lock a mail that is to be sent now; None where it was sent, given up or removed.

    The lock is held while it is sent, so a second worker waits, and then finds it sent.
    """
    mail = _lock(session, mail_id)
    if mail is None or state_of(mail) is not MailState.WAITING:
        return None
    invoice = _invoice(session, mail.invoice_id)
    gone = "" if invoice.status == InvoiceStatus.ISSUED else f"{invoice.number} was declared void meanwhile."
    if not gone and mail.kind == MailKind.REMINDER and payments.open_amount(session, invoice) <= 0:
        gone = f"{invoice.number} was paid meanwhile."
    return Parcel(mail, invoice, gone)


def record_sent(session: Session, *, parcel: Parcel, refused: str = "") -> Mail:
    """Note that a claimed mail went out, and of its invoice that it went to the client.

    ``refused`` names those of several addresses that the server did not take.
    """
    mail, sender = parcel.mail, _asked_by(session, parcel.mail)
    made = _change(
        session, sender, "SEND", mail.mail_id, tries=mail.tries + 1, error=refused[:1000], sent_at=clock.now()
    )
    invoice = lock_invoice(session, mail.invoice_id)
    if mail.kind == MailKind.SEND and invoice.sent_at is None and invoice.status == InvoiceStatus.ISSUED:
        change_invoice(session, sender, "MAIL", invoice.invoice_id, sent_at=clock.now())
    return made


def record_held(session: Session, *, mail_id: int) -> None:
    """Note that there is no server through which a mail could go; it stays until somebody tries again."""
    mail = _lock(session, mail_id)
    if mail is not None and state_of(mail) is MailState.WAITING:
        _change(session, None, "HOLD", mail_id, held_at=clock.now())


def record_failure(session: Session, *, mail_id: int, error: str, is_final: bool) -> None:
    """Note that sending failed, for good where ``is_final``."""
    mail = _lock(session, mail_id)
    if mail is not None and state_of(mail) is MailState.WAITING:
        given_up = clock.now() if is_final else None
        said = jobs.one_line(error)
        _change(session, None, "FAIL", mail_id, tries=mail.tries + 1, error=said, failed_at=given_up)


def _enqueue(session: Session, mail_id: int) -> None:
    jobs.enqueue(session, jobs.SEND, lock=f"mail-{mail_id}", mail_id=mail_id)


def _refuse_twice(session: Session, invoice_id: int, values: dict[str, Any]) -> None:
    """Somebody who clicks twice means one mail; the invoice is locked."""
    same = [MAILS.c[name] == value for name, value in values.items()]
    if first(session, Mail, select(MAILS).where(MAILS.c.invoice_id == invoice_id, _is_waiting(), *same)):
        raise InvalidInput("This very mail is on its way already. Nothing was sent twice.")


def _message_id() -> str:
    here = settings()
    host = here.mail_from.rpartition("@")[2].rstrip(">") or urlsplit(here.url).hostname
    return f"<{secrets.token_hex(16)}@{host}>"


def _is_waiting() -> ColumnElement[bool]:
    return MAILS.c.sent_at.is_(None) & MAILS.c.failed_at.is_(None) & MAILS.c.held_at.is_(None)


def _require_open(session: Session, invoice: Invoice) -> None:
    if invoice.kind == InvoiceKind.CREDIT_NOTE or payments.open_amount(session, invoice) <= 0:
        raise InvalidInput(f"Nothing is open on {invoice.number}, so there is nothing to remind of. Nothing was sent.")


def _invoice(session: Session, invoice_id: int) -> Invoice:
    found = first(session, Invoice, select(INVOICES).where(INVOICES.c.invoice_id == invoice_id))
    if found is None:
        raise NotFound("This invoice is not here any more. Nothing was changed.")
    return found


def _lock(session: Session, mail_id: int) -> Mail | None:
    return first(session, Mail, select(MAILS).where(MAILS.c.mail_id == mail_id).with_for_update())


def _change(session: Session, actor: User | None, action: str, mail_id: int, **values: Any) -> Mail:
    write = update(MAILS).where(MAILS.c.mail_id == mail_id).values(**values)
    (made,) = audit.record(session, actor, action, write, *TOPICS)
    return Mail(**made)


def _asked_by(session: Session, mail: Mail) -> User | None:
    users = table(User)
    return first(session, User, select(users).where(users.c.user_id == mail.asked_by))


def _standings(session: Session, wanted: ColumnElement[bool], *order: ColumnElement[Any]) -> list[Mailed]:
    found = rows(session, Mail, select(MAILS).where(wanted).order_by(*order, MAILS.c.mail_id.desc()).limit(MOST))
    numbers = _numbers(session, [mail.invoice_id for mail in found])
    return [_standing(session, mail, numbers[mail.invoice_id]) for mail in found]


def _numbers(session: Session, invoice_ids: Sequence[int]) -> dict[int, str]:
    wanted = select(*INVOICES.c["invoice_id", "number"]).where(INVOICES.c.invoice_id.in_(set(invoice_ids)))
    return {invoice_id: number or "" for invoice_id, number in session.execute(wanted)}


def _standing(session: Session, mail: Mail, number: str) -> Mailed:
    state = state_of(mail)
    job = jobs.job_of(session, jobs.SEND, mail_id=mail.mail_id) if state is MailState.WAITING else None
    return Mailed(mail, number, state, job.next_try if job else None)
