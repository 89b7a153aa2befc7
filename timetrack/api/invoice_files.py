"""One invoice as a file for the signed-in browser: the paper as PDF, its pages as pictures, UBL for the client's books."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import quote

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from timetrack import db
from timetrack.api.page_asked import Query, page_asked
from timetrack.api.signed_in import PRIVATE, actor_of, refused
from timetrack.documents import e_invoice, publish
from timetrack.documents.drawn import drawn
from timetrack.documents.page_picture import picture
from timetrack.domain.invoices import files, reading, sharing
from timetrack.domain.people import organisation
from timetrack.errors import InvalidInput, NotFound, TimetrackError
from timetrack.models import Invoice, InvoiceFile, InvoiceKind, InvoiceStatus, User

HIGHEST_KEY = 2**63 - 1
ASK_AGAIN = {"Cache-Control": "private, no-cache"}
"""For what is issued: it stays as it is, but may be declared void."""


@dataclass(frozen=True)
class Paper:
    """What a file is made of."""

    made_of: files.Printable
    status: InvoiceStatus
    name: str
    known: InvoiceFile | None


async def shared_file(request: Request) -> Response:
    """The PDF behind a client's link: the one in the store, or made anew while it does not lie there."""
    try:
        name, content = await run_in_threadpool(_shared, request.path_params["token"])
    except TimetrackError as error:
        return refused(error)
    place = {"Content-Disposition": _named("inline", name, "pdf")}
    return Response(content, media_type="application/pdf", headers={**PRIVATE, **place})


async def invoice_file(request: Request) -> Response:
    """The invoice with the key in the address, in the kind that it asks for."""
    kind = request.path_params["kind"]
    try:
        actor = await actor_of(request)
        if kind not in KINDS:
            raise NotFound("There is no invoice of this kind.")
        media_type, made, place = KINDS[kind]
        paper = await run_in_threadpool(_paper, actor, request.path_params["invoice_id"])
        content = await run_in_threadpool(made, paper, request.query_params)
    except TimetrackError as error:
        return refused(error)
    keeping = PRIVATE if paper.status == InvoiceStatus.DRAFT else ASK_AGAIN
    return Response(
        content, media_type=media_type, headers={**keeping, "Content-Disposition": _named(place, paper.name, kind)}
    )


def _pdf(paper: Paper, _: Query) -> bytes:
    if paper.status == InvoiceStatus.DRAFT:
        return drawn(paper.made_of.document, logo=paper.made_of.logo, draft=True)
    return publish.pdf_of(paper.made_of, paper.known)


def _png(paper: Paper, query: Query) -> bytes:
    page, width = page_asked(query)
    return picture(_pdf(paper, query), page, width)


def _ubl(paper: Paper, _: Query) -> bytes:
    if paper.status == InvoiceStatus.VOID:
        raise InvalidInput("This invoice is void, so that no books should take it in.")
    return e_invoice.ubl(paper.made_of.document)


KINDS: dict[str, tuple[str, Callable[[Paper, Query], bytes], str]] = {
    "pdf": ("application/pdf", _pdf, "inline"),
    "png": ("image/png", _png, "inline"),
    "xml": ("application/xml", _ubl, "attachment"),
}
routes = [
    Route("/api/session/invoices/{invoice_id:int}.{kind:str}", invoice_file),
    Route("/api/shared/{token:str}.pdf", shared_file),
]


def _shared(token: str) -> tuple[str, bytes]:
    """What to call it, and its bytes."""
    with db.reading() as session:
        found = sharing.shared_invoice(session, token=token)
        invoice = found.listed.invoice
        wanted = files.printable(session, invoice_id=invoice.invoice_id)
        known = files.file_of(session, invoice.invoice_id)
    if wanted is None:
        raise NotFound("This invoice is not here any more.")
    return _called(invoice), publish.pdf_of(wanted, known)


def _called(invoice: Invoice) -> str:
    kind = "Credit note" if invoice.kind == InvoiceKind.CREDIT_NOTE else "Invoice"
    return f"{kind} {invoice.number or f'draft {invoice.invoice_id}'}"


def _paper(actor: User, invoice_id: int) -> Paper:
    if invoice_id > HIGHEST_KEY:
        raise NotFound("This invoice is not here any more.")
    with db.reading() as session:
        invoice = reading.visible_invoice(session, actor, invoice_id=invoice_id).invoice
        status = InvoiceStatus(invoice.status)
        document, _ = reading.paper(session, actor, invoice_id=invoice_id)
        made_of = files.Printable(document, organisation(session).logo, status == InvoiceStatus.VOID)
        return Paper(made_of, status, _called(invoice), files.file_of(session, invoice_id))


def _named(place: str, said: str, kind: str) -> str:
    """The name for the file, safe on every disk; numbers may have any letters (RFC 6266)."""
    name = re.sub(r"[^\w .()\-]", "-", said).strip(". ")
    plain = name.encode("ascii", "replace").decode().replace("?", "-")
    return f"{place}; filename=\"{plain}.{kind}\"; filename*=UTF-8''{quote(name)}.{kind}"
