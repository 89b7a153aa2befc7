"""How to call what goes out of the house by jobs: see ``tests/domain/recipes.py``."""

from collections.abc import Callable
from typing import Any

from sqlmodel import Session

from timetrack.domain import clients, jobs, mails, reminders
from timetrack.domain.invoices import files, invoice_rows, issuing
from timetrack.models import Invoice, Mail, MailKind

Recipe = Callable[[Session, Any], Any]

READS: dict[str, Recipe] = {
    "invoices.files.ask_to_publish": lambda s, w: files.ask_to_publish(s, w.billing.issued.invoice_id),
    "invoices.files.file_of": lambda s, w: files.file_of(s, w.billing.issued.invoice_id),
    "invoices.files.filed": lambda s, w: files.filed(s, w.ada, invoice_id=w.billing.issued.invoice_id),
    "invoices.files.printable": lambda s, w: files.printable(s, invoice_id=w.billing.issued.invoice_id),
    "invoices.files.publish_again": lambda s, w: files.publish_again(s, w.ada, invoice_id=w.billing.issued.invoice_id),
    "jobs.clear_failures": lambda s, _: jobs.clear_failures(s),
    "jobs.enqueue": lambda s, w: jobs.enqueue(s, jobs.PUBLISH, invoice_id=w.billing.issued.invoice_id),
    "jobs.job_of": lambda s, w: jobs.job_of(s, jobs.PUBLISH, invoice_id=w.billing.issued.invoice_id),
    "jobs.jobs_page": lambda s, w: jobs.jobs_page(s, w.ada),
    "jobs.note_failure": lambda s, w: jobs.note_failure(s, job_id=_job(s, w), error="The store is away"),
    "jobs.retry_job": lambda s, w: jobs.retry_job(s, w.ada, job_id=_job(s, w)),
    "jobs.start_again": lambda s, w: jobs.start_again(s, _job(s, w)),
    "reminders.reminders_due": lambda s, _: reminders.reminders_due(s),
    "mails.claim": lambda s, _: mails.claim(s, mail_id=0),
    "mails.mails_of": lambda s, w: mails.mails_of(s, w.ada, invoice_id=w.billing.issued.invoice_id),
    "mails.mails_page": lambda s, w: mails.mails_page(s, w.ada),
    "mails.suggested_mail": lambda s, w: mails.suggested_mail(s, w.ada, invoice_id=w.billing.issued.invoice_id),
}
"""Jobs have no audit records: what they do to a row of ours has."""

WRITES: dict[str, Recipe] = {
    "invoices.files.record_file": lambda s, w: files.record_file(
        s, invoice_id=w.billing.issued.invoice_id, sha256=bytes(32), object_key="invoices/1/x.pdf", size_bytes=9
    ),
    "mails.enqueue_mail": lambda s, w: mails.enqueue_mail(
        s,
        w.ada,
        invoice_rows.lock_issued(s, w.billing.issued.invoice_id),
        kind=MailKind.SEND,
        recipients="opal@opal.example",
        subject="Invoice",
        body="Hello",
    ),
    "mails.record_failure": lambda s, w: mails.record_failure(
        s, mail_id=mail(s, w).mail_id, error="Away", is_final=True
    ),
    "mails.record_held": lambda s, w: mails.record_held(s, mail_id=mail(s, w).mail_id),
    "mails.record_sent": lambda s, w: mails.record_sent(s, parcel=_parcel(s, w)),
    "reminders.remind": lambda s, w: reminders.remind(
        s, reminder=reminders.Reminder(_with_address(s, w).invoice_id, 3)
    ),
    "mails.retry_mail": lambda s, w: mails.retry_mail(s, w.ada, mail_id=_held(s, w).mail_id),
    "mails.send_invoice": lambda s, w: mail(s, w),
}


def mail(session: Session, world: Any) -> Mail:
    """The issued invoice is sent to the client."""
    words = {"to": "opal@opal.example", "subject": "Invoice", "body": "Hello"}
    return mails.send_invoice(session, world.ada, invoice_id=world.billing.issued.invoice_id, **words)


def _with_address(session: Session, world: Any) -> Invoice:
    client_id = world.billing.client.client_id
    clients.edit_client_billing(session, world.ada, client_id=client_id, email="opal@opal.example")
    return issuing.issue(session, world.ada, invoice_id=world.billing.draft.invoice_id)


def _held(session: Session, world: Any) -> Mail:
    made = mail(session, world)
    mails.record_held(session, mail_id=made.mail_id)
    return made


def _parcel(session: Session, world: Any) -> mails.Parcel:
    found = mails.claim(session, mail_id=mail(session, world).mail_id)
    assert found is not None
    return found


def _job(session: Session, world: Any) -> int:
    return jobs.enqueue(session, jobs.PUBLISH, invoice_id=world.billing.issued.invoice_id)
