"""The workspace's logo, in and out; and where the account page has moved."""

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from timetrack import db
from timetrack.api.security import LARGEST_PICTURE, LOGO_PATH
from timetrack.api.signed_in import PRIVATE, actor_of, refused, require_own_header
from timetrack.documents.logo import UnfitLogo, logo_png
from timetrack.domain import policy, workspace
from timetrack.errors import NotFound, TimetrackError
from timetrack.models import User

FOR_EVER = {"Cache-Control": "private, max-age=31536000, immutable"}
"""The address holds the hash, so what it answers never changes; it is for signed-in browsers only."""


async def take_logo(request: Request) -> Response:
    """Take a picture as the workspace's logo: an administrator's, sent by our own script, of at most 2 MB."""
    try:
        actor = await actor_of(request)
        require_own_header(request)
        policy.require_admin(actor)
        picture = await _body(request)
        await run_in_threadpool(_set_logo, actor, picture)
    except TimetrackError as error:
        return refused(error)
    return JSONResponse({"message": "Logo saved."}, headers=PRIVATE)


async def give_logo(request: Request) -> Response:
    """The logo with the hash in the address, for whoever is signed in."""
    try:
        actor = await actor_of(request)
        png = await run_in_threadpool(_logo, actor, request.path_params["sha256"])
    except TimetrackError as error:
        return refused(error)
    return Response(png, media_type="image/png", headers=FOR_EVER)


routes = [
    Route(LOGO_PATH, take_logo, methods=["POST"]),
    Route(LOGO_PATH + "/{sha256}.png", give_logo, methods=["GET"]),
]


async def _body(request: Request) -> bytes:
    """What is sent, piece by piece, and no more than a picture may have, whatever its length claims to be."""
    pieces, size = [], 0
    async for piece in request.stream():
        size += len(piece)
        if size > LARGEST_PICTURE:
            raise UnfitLogo("A logo may have 2 MB; this file is larger. Nothing was saved.")
        pieces.append(piece)
    return b"".join(pieces)


def _set_logo(actor: User, picture: bytes) -> None:
    png = logo_png(picture)
    with db.transaction() as session:
        workspace.set_logo(session, actor, png=png)


def _logo(actor: User, sha256: str) -> bytes:
    try:
        wanted = bytes.fromhex(sha256)
    except ValueError:
        raise NotFound from None
    with db.reading() as session:
        return workspace.logo_png(session, actor, sha256=wanted)
