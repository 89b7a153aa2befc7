"""Signing in, signing out, founding the workspace and joining it: native forms posted to routes of our own.

A page is asked for again after each (303), so the new session starts with a socket of its own.
"""

import logging
from collections.abc import Callable, Iterable
from urllib.parse import parse_qsl

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from timetrack import config, db
from timetrack.api.security import session_secret
from timetrack.domain import admission, auth, invitations
from timetrack.domain.clients import check_currency
from timetrack.domain.demo.creating import create_demo
from timetrack.domain.passwords import check_password, hash_password, new_password
from timetrack.domain.people import parse_email
from timetrack.domain.periods import known_zones, zone_of
from timetrack.domain.text import line
from timetrack.errors import AlreadySetUp, InvalidInput, SignInFailed, TimetrackError, TooManyAttempts
from timetrack.models import User

log = logging.getLogger(__name__)

MOST_FIELDS = 20
DEMO_ZONE = "Europe/Berlin"
Form = dict[str, str]


async def login(request: Request) -> Response:
    """Open a session for the right e-mail and password; otherwise back to the page with a code, and no session."""
    form = await _form(request)
    try:
        person = await run_in_threadpool(
            auth.prove, email=form.get("email", ""), password=form.get("password", ""), address=address_of(request)
        )
    except SignInFailed:
        return _back("/login?error=invalid")
    except TooManyAttempts:
        return _back("/login?error=throttled")
    return await _signed_in(request, person, stay=form.get("stay") == "on", to=local_path(form.get("next", "")))


async def logout(request: Request) -> Response:
    """End the session of this browser, in every open tab of it."""
    secret = session_secret(request.headers)
    if secret is not None:
        await run_in_threadpool(_sign_out, secret)
    answer = _back("/login")
    answer.delete_cookie(auth.cookie_name(), secure=config.settings().is_https, httponly=True, samesite="lax")
    return answer


async def setup(request: Request) -> Response:
    """Found the workspace with its first person and sign them in; only while there is nobody."""
    form = await _form(request)
    if await run_in_threadpool(_is_set_up):
        return _back("/setup?error=taken")
    if refused := first_refused(form, _CHECKS):
        return _back(f"/setup?error={refused}")
    try:
        person = await run_in_threadpool(_found, form)
    except AlreadySetUp:
        return _back("/setup?error=taken")
    return await _signed_in(request, person, stay=False, to="/#start-timer")


async def demo(request: Request) -> Response:
    """Make the demo workspace and sign its administrator in; only while there is nobody."""
    form = await _form(request)
    try:
        person = await run_in_threadpool(_found_demo, form.get("timezone", ""))
    except AlreadySetUp:
        return _back("/setup?error=taken")
    return await _signed_in(request, person, stay=True, to="/")


async def join(request: Request) -> Response:
    """Let the person behind an invitation set a password and come in; otherwise back to its page with a code.

    A guess at a link is charged like one at a password, and answered the same whatever else was sent with it.
    """
    token, form = request.path_params["token"], await _form(request)
    try:
        await run_in_threadpool(admission.invitation_for, token=token, address=address_of(request))
        if refused := first_refused(form, JOINING):
            return _back(f"/join/{token}?error={refused}")
        person = await run_in_threadpool(_join, token, form)
    except TimetrackError:
        return _back(f"/join/{token if admission.looks_like_a_token(token) else 'unknown'}")
    return await _signed_in(request, person, stay=False, to="/#start-timer")


routes = [
    Route("/auth/login", login, methods=["POST"]),
    Route("/auth/join/{token}", join, methods=["POST"]),
    Route("/auth/logout", logout, methods=["POST"]),
    Route("/auth/setup", setup, methods=["POST"]),
    Route("/auth/demo", demo, methods=["POST"]),
]


def address_of(request: Request) -> str:
    """Where a request comes from: the peer, or what as many proxies as TRUSTED_PROXIES says have noted.

    Each of them appends to X-Forwarded-For, so what a client wrote itself stands further left and is never read.
    """
    peer = request.client.host if request.client else ""
    hops = config.settings().trusted_proxies
    noted = [part.strip() for part in request.headers.get("x-forwarded-for", "").split(",")]
    return noted[-hops] if hops and len(noted) >= hops and noted[-hops] else peer


def local_path(path: str) -> str:
    """``path`` when it leads to a page of ours, else the dashboard."""
    return path if path.startswith("/") and path[1:2] not in ("/", "\\") and path.isprintable() else "/"


def first_refused(form: Form, fields: Iterable[str]) -> str | None:
    """The first of ``fields`` that cannot be used as it stands in the form."""
    for field, check in ((name, _CHECKS[name]) for name in fields):
        try:
            check(form.get(field, ""))
        except InvalidInput:
            return field
    return None


_CHECKS: dict[str, Callable[[str], object]] = {
    "workspace": lambda typed: line(typed, what="A workspace name", at_most=200, needed=True),
    "name": lambda typed: line(typed, what="A name", at_most=200, needed=True),
    "email": parse_email,
    "password": check_password,
    "timezone": zone_of,
    "currency": check_currency,
}

JOINING = ("name", "password", "timezone")


async def _form(request: Request) -> Form:
    """The fields of a form, which the security middleware has found to be small."""
    if request.headers.get("content-type", "").partition(";")[0].strip() != "application/x-www-form-urlencoded":
        return {}
    try:
        return dict(parse_qsl((await request.body()).decode(), keep_blank_values=True, max_num_fields=MOST_FIELDS))
    except ValueError:
        return {}


async def _signed_in(request: Request, person: User, *, stay: bool, to: str) -> Response:
    secret = await run_in_threadpool(_open_session, request, person, stay)
    answer = _back(to)
    answer.set_cookie(
        auth.cookie_name(),
        secret,
        max_age=int(auth.STAY.total_seconds()) if stay else None,
        httponly=True,
        secure=config.settings().is_https,
        samesite="lax",
    )
    return answer


def _open_session(request: Request, person: User, stay: bool) -> str:
    with db.transaction() as session:
        return auth.open_session(
            session,
            person,
            address=address_of(request),
            user_agent=request.headers.get("user-agent", ""),
            stay=stay,
            replaces=session_secret(request.headers),
        )


def _sign_out(secret: str) -> None:
    visit = auth.visit(auth.key_of(secret))
    if visit is not None:
        with db.transaction() as session:
            auth.sign_out(session, visit.actor, session_id=visit.session_id)


def _is_set_up() -> bool:
    with db.transaction() as session:
        return auth.is_set_up(session)


def _found(form: Form) -> User:
    password_hash = hash_password(form["password"])
    fields = {name: form[name] for name in _CHECKS if name != "password"}
    with db.transaction() as session:
        return auth.create_workspace(session, password_hash=password_hash, **fields)


def _found_demo(timezone: str) -> User:
    """Nobody knows the password: who makes the demo in a browser is in it, and others are invited."""
    zone = timezone if timezone in known_zones() else DEMO_ZONE
    with db.transaction() as session:
        if auth.is_set_up(session):
            raise AlreadySetUp
        return create_demo(session, password_hash=hash_password(new_password()), timezone=zone)


def _join(token: str, form: Form) -> User:
    password_hash = hash_password(form["password"])
    who = {"name": form["name"], "timezone": form["timezone"]}
    with db.transaction() as session:
        return invitations.accept_invitation(session, token=token, password_hash=password_hash, **who)


def _back(to: str) -> RedirectResponse:
    return RedirectResponse(to, status_code=303, headers={"Cache-Control": "no-store"})
