"""The logo's way in and out."""

import asyncio
import hashlib
from collections.abc import AsyncIterator

import httpx
import pytest
from starlette.applications import Starlette

from tests import visitors
from tests.api import pictures
from tests.api.conftest import HOST, Browser
from timetrack import db
from timetrack.api import workspace as routes
from timetrack.api.security import LARGEST_PICTURE, Security
from timetrack.domain import people
from timetrack.models import Role

PATH = "/api/workspace/logo"
OWN = {"X-Timetrack": "1"}

pytestmark = pytest.mark.usefixtures("founded")


@pytest.fixture
def browser(pages: object) -> Browser:
    return Browser(Security(Starlette(routes=routes.routes), pages))  # type: ignore[arg-type]


def sign_in(browser: Browser, visitor: visitors.Visitor) -> Browser:
    name, _, value = visitor.cookie.partition("=")
    browser.cookies.set(name, value)
    return browser


def kept() -> bytes | None:
    with db.transaction() as session:
        return people.organisation(session).logo


def refusal(answer: httpx.Response) -> tuple[int, str]:
    return answer.status_code, answer.json()["error"]["message"]


def test_an_administrators_picture_becomes_the_logo_under_its_hash(browser: Browser) -> None:
    answer = sign_in(browser, visitors.ann()).post(PATH, content=pictures.picture("JPEG"), headers=OWN)
    assert (answer.status_code, answer.json()) == (200, {"message": "Logo saved."})
    png = kept()
    assert png is not None
    sha256 = hashlib.sha256(png).hexdigest()
    shown = sign_in(browser, visitors.joined("Max")).get(f"{PATH}/{sha256}.png")
    assert (shown.status_code, shown.content) == (200, png)
    assert shown.headers["content-type"] == "image/png"
    assert shown.headers["x-content-type-options"] == "nosniff"
    assert shown.headers["cache-control"] == "private, max-age=31536000, immutable"
    for other in ("0" * 64, "nothex", "", "0"):
        assert browser.get(f"{PATH}/{other}.png").status_code == 404


@pytest.mark.parametrize(
    "fake", [b"<!doctype html><script>alert(1)</script>", b"<svg xmlns='http://www.w3.org/2000/svg'/>", b""]
)
def test_what_only_calls_itself_a_picture_is_refused_in_a_sentence(browser: Browser, fake: bytes) -> None:
    headers = OWN | {"Content-Type": "image/png"}
    answer = sign_in(browser, visitors.ann()).post(PATH, content=fake, headers=headers)
    assert refusal(answer) == (
        422,
        "A logo is a picture: PNG, JPEG or WebP. This file is none of them. Nothing was saved.",
    )
    assert kept() is None


def test_a_bomb_is_refused(browser: Browser) -> None:
    answer = sign_in(browser, visitors.ann()).post(PATH, content=pictures.png_claiming(50_000, 50_000), headers=OWN)
    assert answer.status_code == 422
    assert "4,000 × 4,000 are plenty" in refusal(answer)[1]


def test_only_an_administrator_with_our_own_header_from_our_own_origin(browser: Browser) -> None:
    good = {"content": pictures.picture()}
    assert browser.post(PATH, **good, headers=OWN).status_code == 401
    for name, role in (("Max", Role.EMPLOYEE), ("Lea", Role.MANAGER)):
        assert sign_in(browser, visitors.joined(name, role)).post(PATH, **good, headers=OWN).status_code == 403
    sign_in(browser, visitors.ann())
    assert browser.post(PATH, **good).status_code == 403
    assert browser.post(PATH, **good, headers=OWN | {"Origin": "https://evil.example"}).status_code == 403
    assert browser.post(PATH, **good, headers=OWN | {"Sec-Fetch-Site": "cross-site"}).status_code == 403
    assert browser.get(PATH).status_code == 405
    assert kept() is None
    assert browser.post(PATH, **good, headers=OWN | {"Origin": HOST}).status_code == 200


def test_nobody_sees_the_logo_without_signing_in(browser: Browser) -> None:
    sign_in(browser, visitors.ann()).post(PATH, content=pictures.picture(), headers=OWN)
    sha256 = hashlib.sha256(kept() or b"").hexdigest()
    browser.cookies.clear()
    assert browser.get(f"{PATH}/{sha256}.png").status_code == 401


def test_what_is_too_large_is_refused_by_its_length_unread(browser: Browser) -> None:
    answer = sign_in(browser, visitors.ann()).post(PATH, content=b"x" * (LARGEST_PICTURE + 1), headers=OWN)
    assert answer.status_code == 413


def test_a_length_that_lies_is_counted_while_it_arrives(browser: Browser) -> None:
    read = 0

    async def endless() -> AsyncIterator[bytes]:
        nonlocal read
        for _ in range(1000):
            read += 64 * 1024
            yield b"x" * 64 * 1024

    answer = asyncio.run(_streamed(sign_in(browser, visitors.ann()), endless()))
    assert (answer.status_code, "2 MB" in answer.json()["error"]["message"]) == (422, True)
    assert read <= LARGEST_PICTURE + 2 * 64 * 1024


async def _streamed(browser: Browser, content: AsyncIterator[bytes]) -> httpx.Response:
    """Pieces as they come, past what the length states; so without the transport, which would gather them first."""
    messages: list[dict] = []  # type: ignore[type-arg]

    async def receive() -> dict:  # type: ignore[type-arg]
        piece = await anext(content, b"")
        return {"type": "http.request", "body": piece, "more_body": bool(piece)}

    async def send(message: dict) -> None:  # type: ignore[type-arg]
        messages.append(message)

    cookie = "; ".join(f"{name}={value}" for name, value in browser.cookies.items())
    headers = [
        (b"host", b"time.example"),
        (b"cookie", cookie.encode()),
        (b"x-timetrack", b"1"),
        (b"content-length", b"9"),
    ]
    scope = {
        "type": "http", "method": "POST", "path": PATH, "raw_path": PATH.encode(), "query_string": b"",
        "headers": headers, "scheme": "http", "server": ("time.example", 80), "client": ("192.0.2.1", 1),
        "root_path": "", "http_version": "1.1",
    }  # fmt: skip
    await browser.app(scope, receive, send)  # type: ignore[arg-type]
    body = b"".join(message.get("body", b"") for message in messages)
    return httpx.Response(messages[0]["status"], content=body)
