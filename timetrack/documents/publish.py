"""Putting the PDF of an issued invoice into the store, and getting it out again."""

import hashlib

from timetrack import db
from timetrack.documents import invoice_pdf, storage
from timetrack.domain.invoices import files
from timetrack.errors import NotFound, StoreAway
from timetrack.models import InvoiceFile

PDF = "application/pdf"


def publish(invoice_id: int) -> InvoiceFile | None:
    """Render the PDF of an issued invoice, put it into the store and note where it lies; None where it is not issued.

    It may be repeated, or be cut off at any point and begun again: the same bytes come to lie under the same key, and
    are noted once they lie there. Raises StoreAway.
    """
    with db.transaction() as session:
        wanted, known = files.printable(session, invoice_id=invoice_id), files.file_of(session, invoice_id)
    if wanted is None:
        return None
    store = storage.store()
    if known is not None and store.exists(known.object_key):
        return known
    content = rendered(wanted)
    object_key = storage.invoice_key(invoice_id, content)
    store.put(object_key, content, content_type=PDF)
    sha256 = hashlib.sha256(content).digest()
    with db.transaction() as session:
        return files.record_file(
            session, invoice_id=invoice_id, sha256=sha256, object_key=object_key, size_bytes=len(content)
        )


def pdf_of(wanted: files.Printable, known: InvoiceFile | None) -> bytes:
    """The PDF of an issued invoice: from the store, or rendered anew while it does not lie there; of a void one marked."""
    if wanted.is_void:
        return rendered(wanted, voided=True)
    if known is not None:
        try:
            content = storage.store().get(known.object_key)
        except (NotFound, StoreAway):
            return rendered(wanted)
        if hashlib.sha256(content).digest() == known.sha256:
            return content
    return rendered(wanted)


def rendered(wanted: files.Printable, *, voided: bool = False) -> bytes:
    """The PDF of a frozen document, marked where it is ``voided``, with the logo that it was issued with, if that is still the workspace's."""
    logo = wanted.logo
    if logo is not None and hashlib.sha256(logo).hexdigest() != wanted.document["seller"]["logo_sha256"]:
        logo = None
    return invoice_pdf.render(wanted.document, logo=logo, voided=voided)
