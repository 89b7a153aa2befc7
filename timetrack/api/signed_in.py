"""Who stands behind a request to our own JSON routes, and how a refusal is answered there."""

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse

from timetrack.api.security import session_secret
from timetrack.domain import auth
from timetrack.errors import NotPermitted, NotSignedIn, TimetrackError
from timetrack.models import User

PRIVATE = {"Cache-Control": "no-store"}
OWN_HEADER = "X-Timetrack"
"""What our own script sends along; a foreign page's form cannot set a header, and its script is not let to."""


async def actor_of(request: Request) -> User:
    """The person behind the session cookie. Raises NotSignedIn."""
    secret = session_secret(request.headers)
    visit = await run_in_threadpool(auth.visit, auth.key_of(secret)) if secret else None
    if visit is None:
        raise NotSignedIn
    return visit.actor


def require_own_header(request: Request) -> None:
    """Raise NotPermitted for a change that our own script did not ask for."""
    if OWN_HEADER not in request.headers:
        raise NotPermitted("This did not come from a page of Timetrack. Nothing was changed.")


def refused(error: TimetrackError) -> JSONResponse:
    """The sentence of a refusal, with its code and status."""
    body = {"error": {"code": error.code, "message": error.message}}
    return JSONResponse(body, status_code=error.status, headers=PRIVATE)
