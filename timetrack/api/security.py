"""The outermost door: own origin only, small bodies, a socket bound to its cookie, security headers on every answer."""

import hashlib
import re
from base64 import b64encode
from functools import lru_cache
from pathlib import Path
from urllib.parse import parse_qsl, urlencode, urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from timetrack import config
from timetrack.domain import auth

LARGEST_BODY = 64 * 1024
LARGEST_PICTURE = 2 * 1024 * 1024
LOGO_PATH = "/api/workspace/logo"
LARGEST = {LOGO_PATH: LARGEST_PICTURE}
"""Where more than a form may be sent."""
SAFE_METHODS = {"GET", "HEAD", "OPTIONS"}
FOREIGN = (
    "Refused: this came from another address than Timetrack's own, so nothing was changed.\n"
    "If it is your own Timetrack behind a proxy, set BASE_URL to the address people type.\n"
)
TOO_LARGE = "Refused: this is larger than anything Timetrack accepts here. Nothing was changed.\n"
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=(), browsing-topics=()",
}
"""Referrer-Policy is same-origin, not no-referrer: that one makes browsers send `Origin: null` with our own forms."""
POLICY = (
    "default-src 'self'; script-src 'self'{scripts}; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
    "connect-src 'self'{sockets}; font-src 'self'; object-src 'none'; base-uri 'self'; form-action 'self'; "
    "frame-ancestors 'none'"
)
PDF = "application/pdf"
POLICY_OF_PDF = "default-src 'none'; style-src 'unsafe-inline'; object-src 'self'; frame-ancestors 'none'"
"""It runs no script; the rest is what the browser's own viewer is made of."""
_INLINE_SCRIPT = re.compile(r"<script(?P<attributes>[^>]*)>(?P<code>.*?)</script>", re.DOTALL | re.IGNORECASE)
_HOST = re.compile(r"[A-Za-z0-9._\-\[\]:]+")


class Security:
    """ASGI middleware around everything that is served. ``pages`` is the folder of the compiled pages."""

    def __init__(self, app: ASGIApp, pages: Path) -> None:
        self.app, self.pages = app, pages

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Refuse what is foreign or too large; let the rest through, with our headers on the way back."""
        if scope["type"] == "websocket":
            await self._socket(scope, receive, send)
        elif scope["type"] == "http":
            await self._request(scope, receive, send)
        else:
            await self.app(scope, receive, send)

    async def _socket(self, scope: Scope, receive: Receive, send: Send) -> None:
        headers = Headers(scope=scope)
        if is_foreign(headers):
            await receive()
            await send({"type": "websocket.close", "code": 1008})
            return
        bound = {**scope, "query_string": bound_to_cookie(scope["query_string"], headers)}
        await self.app(bound, receive, send)

    async def _request(self, scope: Scope, receive: Receive, send: Send) -> None:
        headers = Headers(scope=scope)

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                self._add_headers(MutableHeaders(scope=message), headers.get("host", ""))
            await send(message)

        refusal = (
            None if scope["method"] in SAFE_METHODS else _refusal(headers, LARGEST.get(scope["path"], LARGEST_BODY))
        )
        await (refusal or self.app)(scope, receive, send_with_headers)

    def _add_headers(self, answer: MutableHeaders, host: str) -> None:
        kind = answer.get("content-type", "text/html")  # a 304 states none
        answer["Content-Security-Policy"] = policy(host, self.pages if kind.startswith("text/html") else None)
        for name, value in HEADERS.items():
            answer[name] = value
        if kind == PDF:
            answer["Content-Security-Policy"] = POLICY_OF_PDF
        if config.settings().is_https:
            answer["Strict-Transport-Security"] = "max-age=31536000"


def is_foreign(headers: Headers) -> bool:
    """Whether a browser says that another site than ours is calling.

    Ours is BASE_URL and whatever host this very request went to; a client that is no browser says nothing and carries
    no cookie that it was not given.
    """
    origin = headers.get("origin", headers.get("referer"))
    if origin is None:
        return headers.get("sec-fetch-site", "none") not in ("same-origin", "none")
    settings, (scheme, host) = config.settings(), _scheme_and_host(origin)
    if f"{scheme}://{host}" == settings.url:
        return False
    schemes = ("https",) if settings.is_https else ("http", "https")
    return scheme not in schemes or host != headers.get("host", "").lower()


def session_secret(headers: Headers) -> str | None:
    """The session's secret that a request brings; HTTP/2 may split its cookies over several lines (RFC 9113 8.2.3)."""
    return auth.cookie_secret("; ".join(headers.getlist("cookie")))


def bound_to_cookie(query: bytes, headers: Headers) -> bytes:
    """The socket's query with Reflex's client token tied to the session cookie beside it.

    Reflex keeps a tab's state under its token, a number that is no secret and no identity. Tied to the cookie, the
    same token with another cookie, or without one, is another tab and finds nothing.
    """
    cookie = session_secret(headers) or ""
    pairs = parse_qsl(query.decode("latin-1"), keep_blank_values=True)
    tied = [(name, _tied(value, cookie) if name == "token" else value) for name, value in pairs]
    return urlencode(tied).encode()


@lru_cache(maxsize=64)
def policy(host: str, pages: Path | None) -> str:
    """The content security policy for an answer from ``host``; for a page it names the build's inline scripts."""
    hashes = inline_scripts(pages) if pages else ()
    sockets = f" ws://{host} wss://{host}" if _HOST.fullmatch(host) else ""
    return POLICY.format(scripts="".join(f" 'sha256-{digest}'" for digest in hashes), sockets=sockets)


@lru_cache
def inline_scripts(pages: Path) -> tuple[str, ...]:
    """The SHA-256 of every script that stands in a compiled page itself."""
    found = set()
    for page in pages.rglob("*.html"):
        for script in _INLINE_SCRIPT.finditer(page.read_text()):
            if not re.search(r"\ssrc\s*=", script["attributes"]):
                found.add(b64encode(hashlib.sha256(script["code"].encode()).digest()).decode())
    return tuple(sorted(found))


def _scheme_and_host(origin: str) -> tuple[str, str]:
    try:
        parts = urlsplit(origin.lower())
    except ValueError:
        return "", ""
    return parts.scheme, parts.netloc


def _tied(token: str, cookie: str) -> str:
    return hashlib.sha256(f"{token}\0{cookie}".encode("utf-8", "replace")).hexdigest()[:40]


def _refusal(headers: Headers, largest: int) -> ASGIApp | None:
    if is_foreign(headers):
        return PlainTextResponse(FOREIGN, 403)
    length = headers.get("content-length", "0")
    if "transfer-encoding" in headers or not length.isdecimal():
        return PlainTextResponse(TOO_LARGE, 411)
    return PlainTextResponse(TOO_LARGE, 413) if int(length) > largest else None
