"""The outermost door: foreign origins, large bodies, and the headers on every answer."""

import hashlib
from base64 import b64encode
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.datastructures import Headers
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from tests.api.conftest import Browser
from timetrack.api.security import LARGEST_BODY, Security, bound_to_cookie, inline_scripts, is_foreign

FORM = {"Content-Type": "application/x-www-form-urlencoded"}
Setting = Callable[[str, str], None]


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "http://time.example", "host": "time.example"},
        {"origin": "https://time.example", "host": "time.example"},
        {"origin": "http://192.168.1.5:8000", "host": "192.168.1.5:8000"},
        {"origin": "http://localhost:8000", "host": "127.0.0.1:8000"},
        {"referer": "http://time.example/login", "host": "time.example"},
        {"host": "time.example"},
        {"host": "time.example", "sec-fetch-site": "same-origin"},
    ],
)
def test_our_own_pages_are_known(headers: dict[str, str]) -> None:
    assert not is_foreign(Headers(headers))


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "http://evil.example", "host": "time.example"},
        {"origin": "http://time.example.evil.example", "host": "time.example"},
        {"origin": "http://time.example:81", "host": "time.example"},
        {"origin": "null", "host": "time.example"},
        {"origin": "", "host": "time.example"},
        {"origin": "file://", "host": "time.example"},
        {"origin": "ftp://time.example", "host": "time.example"},
        {"origin": "http://evil@time.example", "host": "time.example"},
        {"referer": "http://evil.example/time.example", "host": "time.example"},
        {"host": "time.example", "sec-fetch-site": "cross-site"},
        {"host": "time.example", "sec-fetch-site": "same-site"},
        {"origin": "http://[", "host": "time.example"},
    ],
)
def test_anything_else_is_foreign(headers: dict[str, str]) -> None:
    assert is_foreign(Headers(headers))


def test_with_a_base_url_both_it_and_the_host_itself_are_ours(setting: Setting) -> None:
    setting("BASE_URL", "https://time.example")
    assert not is_foreign(Headers({"origin": "https://time.example", "host": "internal:8000"}))
    assert not is_foreign(Headers({"origin": "https://other.example", "host": "other.example"}))
    assert is_foreign(Headers({"origin": "http://time.example", "host": "time.example"}))


@pytest.mark.parametrize("path", ["/auth/login", "/auth/logout", "/auth/setup", "/nothing/here"])
def test_a_form_from_another_site_is_refused(browser: Browser, path: str) -> None:
    answer = browser.post(path, content=b"x=1", headers=FORM | {"Origin": "http://evil.example"})
    assert answer.status_code == 403
    assert "BASE_URL" in answer.text
    assert "set-cookie" not in answer.headers


def test_a_large_body_is_refused_unread(browser: Browser) -> None:
    answer = browser.post("/auth/login", content=b"x" * (LARGEST_BODY + 1), headers=FORM)
    assert answer.status_code == 413


def test_a_body_of_unknown_length_is_refused(browser: Browser) -> None:
    answer = browser.post("/auth/login", content=_chunks(), headers=FORM)
    assert answer.status_code == 411


@pytest.mark.parametrize("path", ["/", "/data", "/nothing/here", "/auth/login"])
def test_every_answer_carries_the_headers(browser: Browser, path: str) -> None:
    headers = browser.get(path).headers
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "same-origin"
    assert headers["x-frame-options"] == "DENY"
    assert "camera=()" in headers["permissions-policy"]
    assert "strict-transport-security" not in headers
    for rule in ("default-src 'self'", "object-src 'none'", "frame-ancestors 'none'", "base-uri 'self'"):
        assert rule in headers["content-security-policy"]
    assert "unsafe-eval" not in headers["content-security-policy"]


def test_a_pdf_runs_no_script_and_stands_in_no_frame(pages: Path) -> None:
    routes = [Route("/paper.pdf", lambda _: Response(b"%PDF", media_type="application/pdf"))]
    headers = Browser(Security(Starlette(routes=routes), pages)).get("/paper.pdf").headers
    assert headers["x-frame-options"] == "DENY"
    assert headers["content-security-policy"].endswith("frame-ancestors 'none'")
    assert "script-src" not in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"


def test_an_unchanged_page_keeps_its_scripts(pages: Path) -> None:
    """A browser takes the policy of the 304 for the page it has kept."""
    routes = [Route("/", lambda _: HTMLResponse("<p>hello")), Route("/kept", lambda _: Response(status_code=304))]
    browser = Browser(Security(Starlette(routes=routes), pages))
    sent, unchanged = (browser.get(path).headers["content-security-policy"] for path in ("/", "/kept"))
    assert unchanged == sent


def test_a_page_may_run_the_builds_own_inline_scripts_and_no_other(browser: Browser, pages: Path) -> None:
    policy = browser.get("/").headers["content-security-policy"]
    own = b64encode(hashlib.sha256(b"let own = 1;").digest()).decode()
    assert "script-src 'self' 'sha256-" in policy
    assert f"'sha256-{own}'" in policy
    assert "'unsafe-inline'" not in policy.partition("script-src")[2].partition(";")[0]
    assert len(inline_scripts(pages)) == 2


def test_sockets_may_go_to_the_host_the_page_came_from(browser: Browser) -> None:
    assert "connect-src 'self' ws://time.example wss://time.example;" in _policy(browser, "time.example")
    assert "connect-src 'self';" in _policy(browser, "evil.example; script-src *")


def test_https_is_remembered(browser: Browser, setting: Setting) -> None:
    setting("BASE_URL", "https://time.example")
    assert browser.get("/").headers["strict-transport-security"].startswith("max-age=31536000")


def test_a_token_is_tied_to_the_cookie_beside_it() -> None:
    def tied(cookie: str, token: bytes = b"t") -> bytes:
        return bound_to_cookie(b"EIO=4&transport=websocket&token=" + token, Headers({"cookie": cookie}))

    own = tied("timetrack=a")
    assert own == tied("theme=dark; timetrack=a")
    assert len({own, tied("timetrack=b"), tied(""), tied("timetrack=a", b"u")}) == 4
    assert own.startswith(b"EIO=4&transport=websocket&token=")
    assert b"=t&" not in own + b"&"


async def _chunks() -> AsyncIterator[bytes]:
    yield b"email="
    yield b"x"


def test_cookies_on_several_lines_are_one_header() -> None:
    split = Headers(raw=[(b"cookie", b"theme=dark"), (b"cookie", b"timetrack=a")])
    assert bound_to_cookie(b"token=t", split) == bound_to_cookie(b"token=t", Headers({"cookie": "timetrack=a"}))


def _policy(browser: Browser, host: str) -> str:
    return browser.get("/", headers={"Host": host}).headers["content-security-policy"]
