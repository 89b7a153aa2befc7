"""The paper that a draft would be, as PDF or page by page as pictures, for whoever is about to make it."""

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from timetrack import db
from timetrack.api.page_asked import Query, page_asked
from timetrack.api.signed_in import PRIVATE, actor_of, refused
from timetrack.documents.drawn import drawn
from timetrack.documents.page_picture import picture
from timetrack.domain.invoices.previewing import preview_paper
from timetrack.domain.invoices.wish_text import wish_of
from timetrack.errors import NotFound, TimetrackError
from timetrack.models import User

KINDS = {"pdf": "application/pdf", "png": "image/png"}


async def preview_file(request: Request) -> Response:
    """What the wish in the address comes to now; nothing is written, and no browser keeps it."""
    kind = request.path_params["kind"]
    try:
        actor = await actor_of(request)
        if kind not in KINDS:
            raise NotFound("There is no preview of this kind.")
        content = await run_in_threadpool(_made, actor, kind, request.query_params)
    except TimetrackError as error:
        return refused(error)
    place = {"Content-Disposition": f'inline; filename="Preview.{kind}"'}
    return Response(content, media_type=KINDS[kind], headers=PRIVATE | place)


routes = [Route("/api/session/invoices/preview.{kind:str}", preview_file)]


def _made(actor: User, kind: str, query: Query) -> bytes:
    wish = wish_of(query.get("wish", ""))
    page, width = page_asked(query)
    with db.reading() as session:
        paper = preview_paper(session, actor, wish=wish)
    pdf = drawn(paper.document, logo=paper.logo, draft=True)
    return pdf if kind == "pdf" else picture(pdf, page, width)
