"""Documents that lie in the folder, for whoever has a link that we signed; those in a bucket come from the bucket."""

from urllib.parse import quote

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from timetrack.api.signed_in import PRIVATE, refused
from timetrack.documents.storage import ROUTE, FileStore, store
from timetrack.errors import NotPermitted, TimetrackError

PDF = "application/pdf"


async def file(request: Request) -> Response:
    """The document that a link names; 403 for a link that is over or was not made here."""
    try:
        content, name = await run_in_threadpool(_read, request.path_params["key"], dict(request.query_params))
    except TimetrackError as error:
        return refused(error)
    headers = PRIVATE | {"Content-Disposition": f"inline; filename*=UTF-8''{quote(name, safe='')}"}
    return Response(content, media_type=PDF, headers=headers)


routes = [Route(ROUTE + "{key:path}", file)]


def _read(key: str, query: dict[str, str]) -> tuple[bytes, str]:
    here, name, until = store(), query.get("name", ""), query.get("until", "")
    is_number = until.isascii() and until.isdigit() and len(until) <= 12
    if not isinstance(here, FileStore) or not is_number:
        raise NotPermitted("This link does not work.")
    if not here.is_link(key, until=int(until), name=name, signature=query.get("signature", "")):
        raise NotPermitted("This link is over, or was not made here. Ask whoever sent it for a new one.")
    return here.get(key), name
