"""The link by which a client sees an invoice: made, revoked, and what it shows."""

import secrets
from dataclasses import dataclass

from sqlalchemy import insert, select, update
from sqlmodel import Session

from timetrack import clock
from timetrack.config import settings
from timetrack.db import first
from timetrack.domain import audit, policy
from timetrack.domain.admission import looks_like_a_token
from timetrack.domain.invoices import reading
from timetrack.domain.invoices.document import Document
from timetrack.domain.invoices.invoice_rows import lock_issued
from timetrack.domain.invoices.reading import Listed
from timetrack.errors import InvoiceLinkUnknown, NotFound
from timetrack.models import InvoiceLink, User, table

SHARED = table(InvoiceLink)


@dataclass(frozen=True)
class Shared:
    """What the holder of a link sees: the document as it was issued, its hash, and where the invoice stands."""

    document: Document
    sha256: bytes
    listed: Listed


def share(session: Session, actor: User, *, invoice_id: int) -> InvoiceLink:
    """The link of an issued invoice, made now unless there is one. Raises InvoiceNotOpen for a draft and a void one."""
    policy.require_biller(actor)
    lock_issued(session, invoice_id)
    known = live_link(session, actor, invoice_id=invoice_id)
    if known is not None:
        return known
    values = {"invoice_id": invoice_id, "token": secrets.token_urlsafe(32)}
    (made,) = audit.record(session, actor, "SHARE", insert(SHARED).values(values), "invoices")
    return InvoiceLink(**made)


def revoke_link(session: Session, actor: User, *, invoice_id: int) -> InvoiceLink:
    """Make the link of an invoice worthless; the next one is another. Raises NotFound where there is none."""
    policy.require_biller(actor)
    reading.visible_invoice(session, actor, invoice_id=invoice_id)
    is_live = (SHARED.c.invoice_id == invoice_id, SHARED.c.revoked_at.is_(None))
    found = first(session, InvoiceLink, select(SHARED).where(*is_live).with_for_update())
    if found is None:
        raise NotFound("This invoice has no link any more. Nothing was changed.")
    gone = update(SHARED).where(SHARED.c.link_id == found.link_id).values(revoked_at=clock.now())
    (made,) = audit.record(session, actor, "REVOKE", gone, "invoices")
    return InvoiceLink(**made)


def live_link(session: Session, actor: User, *, invoice_id: int) -> InvoiceLink | None:
    """The link by which clients see an invoice, where there is one."""
    policy.require_biller(actor)
    return link_of(session, invoice_id)


def link_of(session: Session, invoice_id: int) -> InvoiceLink | None:
    """The same; whoever calls has asked who may."""
    is_live = (SHARED.c.invoice_id == invoice_id, SHARED.c.revoked_at.is_(None))
    return first(session, InvoiceLink, select(SHARED).where(*is_live))


def address_of(link: InvoiceLink) -> str:
    """Where the client sees the invoice."""
    return f"{settings().url}/i/{link.token}"


def shared_invoice(session: Session, *, token: str) -> Shared:
    """What the link behind ``token`` shows; the link is the permission.

    Raises InvoiceLinkUnknown for one that never was and for one that was revoked, in the same words.
    """
    found = _live(session, token)
    sheet, sha256 = reading.frozen_document(session, found.invoice_id)
    return Shared(sheet, sha256, reading.listed_invoice(session, found.invoice_id))


def note_opened(session: Session, *, token: str) -> None:
    """Note that somebody outside has opened the link behind ``token``; the first time counts."""
    found = _live(session, token, lock=True)
    if found.opened_at is None:
        opened = update(SHARED).where(SHARED.c.link_id == found.link_id).values(opened_at=clock.now())
        audit.record(session, None, "OPEN", opened, "invoices")


def _live(session: Session, token: str, *, lock: bool = False) -> InvoiceLink:
    if not looks_like_a_token(token):
        raise InvoiceLinkUnknown
    wanted = select(SHARED).where(SHARED.c.token == token, SHARED.c.revoked_at.is_(None))
    found = first(session, InvoiceLink, wanted.with_for_update() if lock else wanted)
    if found is None:
        raise InvoiceLinkUnknown
    return found
