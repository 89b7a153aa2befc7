"""The PDF of an issued invoice: rendered from its frozen document, kept in the store, and recorded here."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import insert, select, update
from sqlmodel import Session

from timetrack import clock
from timetrack.db import first
from timetrack.domain import audit, jobs, policy
from timetrack.domain.invoices.document import Document
from timetrack.domain.invoices.invoice_rows import INVOICES, lock_invoice
from timetrack.domain.jobs import JobState
from timetrack.domain.people import organisation
from timetrack.errors import InvalidInput
from timetrack.models import Invoice, InvoiceFile, InvoiceStatus, User, table

FILES = table(InvoiceFile)
TOPICS = ("invoices",)


class FileState(StrEnum):
    """Whether the PDF is in the store, on its way there, or was given up."""

    PUBLISHED = "PUBLISHED"
    WAITING = "WAITING"
    FAILED = "FAILED"


@dataclass(frozen=True)
class Filed:
    """How it goes with a PDF; ``error`` is why it is not there yet, ``next_try`` when it is tried again."""

    state: FileState
    file: InvoiceFile | None = None
    error: str = ""
    next_try: datetime | None = None


@dataclass(frozen=True)
class Printable:
    """What a PDF is made of: the frozen document, the logo as it is now, and whether it was declared void since."""

    document: Document
    logo: bytes | None
    is_void: bool = False


def ask_to_publish(session: Session, invoice_id: int) -> None:
    """Have the PDF of an invoice that is being issued put into the store."""
    jobs.enqueue(session, jobs.PUBLISH, lock=f"invoice-{invoice_id}", invoice_id=invoice_id)


def filed(session: Session, actor: User, *, invoice_id: int) -> Filed | None:
    """How it goes with the PDF of an issued invoice; None of a draft. Raises NotPermitted."""
    policy.require_biller(actor)
    status = session.scalar(select(INVOICES.c.status).where(INVOICES.c.invoice_id == invoice_id))
    if status in (None, InvoiceStatus.DRAFT):
        return None
    found = file_of(session, invoice_id)
    if found is not None:
        return Filed(FileState.PUBLISHED, found)
    job = jobs.job_of(session, jobs.PUBLISH, invoice_id=invoice_id)
    if job is None or job.state in (JobState.FAILED, JobState.DONE):
        return Filed(FileState.FAILED, error=job.error if job else "Nobody has asked for it yet.")
    return Filed(FileState.WAITING, error=job.error, next_try=job.next_try)


def publish_again(session: Session, actor: User, *, invoice_id: int) -> None:
    """Have the PDF put into the store now, where that was given up or waits for its next try.

    Raises InvalidInput for a draft, and while it is being done.
    """
    policy.require_biller(actor)
    invoice = lock_invoice(session, invoice_id)
    if invoice.status == InvoiceStatus.DRAFT:
        raise InvalidInput("A draft has no PDF in the store. Issue it first; nothing was changed.")
    job = jobs.job_of(session, jobs.PUBLISH, invoice_id=invoice_id)
    if job is None or job.state is JobState.DONE:
        ask_to_publish(session, invoice_id)
    else:
        jobs.start_again(session, job.job_id)


def printable(session: Session, *, invoice_id: int) -> Printable | None:
    """What the PDF of an invoice is made of; None where it is not issued, or gone."""
    found = first(session, Invoice, select(INVOICES).where(INVOICES.c.invoice_id == invoice_id))
    if found is None or found.line_items is None:
        return None
    return Printable(found.line_items, organisation(session).logo, found.status == InvoiceStatus.VOID)


def file_of(session: Session, invoice_id: int) -> InvoiceFile | None:
    """Where the PDF of an invoice lies."""
    return first(session, InvoiceFile, select(FILES).where(FILES.c.invoice_id == invoice_id))


def record_file(session: Session, *, invoice_id: int, sha256: bytes, object_key: str, size_bytes: int) -> InvoiceFile:
    """Note that the PDF lies in the store; the same one twice is noted once.

    The invoice is locked, so of two that publish at once the second finds what the first has noted.
    """
    lock_invoice(session, invoice_id)
    found = file_of(session, invoice_id)
    if found is not None and found.object_key == object_key:
        return found
    values = {"sha256": sha256, "object_key": object_key, "size_bytes": size_bytes, "published_at": clock.now()}
    if found is None:
        write: audit.Write = insert(FILES).values(invoice_id=invoice_id, **values)
    else:
        write = update(FILES).where(FILES.c.file_id == found.file_id).values(**values)
    (made,) = audit.record(session, None, "PUBLISH", write, *TOPICS)
    return InvoiceFile(**made)
