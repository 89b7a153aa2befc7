"""For routes: our own, behind the security middleware, called in this process as a browser without scripts would."""

import asyncio
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from starlette.applications import Starlette
from starlette.responses import HTMLResponse, PlainTextResponse
from starlette.routing import Route
from starlette.types import ASGIApp

from tests import visitors
from timetrack import config
from timetrack.api import auth
from timetrack.api.security import Security

HOST = "http://time.example"


@pytest.fixture(autouse=True)
def _no_settings(clean_environment: pytest.MonkeyPatch) -> Iterator[pytest.MonkeyPatch]:
    config.settings.cache_clear()
    yield clean_environment
    config.settings.cache_clear()


@pytest.fixture
def setting(_no_settings: pytest.MonkeyPatch) -> Callable[[str, str], None]:
    """Sets a setting for this test: `setting("BASE_URL", "https://time.example")`."""

    def make(name: str, value: str) -> None:
        _no_settings.setenv(name, value)
        config.settings.cache_clear()

    return make


@pytest.fixture
def pages(tmp_path: Path) -> Path:
    """A folder of compiled pages with one script of its own and one from a file."""
    (tmp_path / "index.html").write_text(
        '<script>let own = 1;</script><script type="module" async="">import "/a.js"</script><script src="/b.js"></script>'
    )
    return tmp_path


class Browser:
    """A browser that keeps cookies and follows no redirects."""

    def __init__(self, app: ASGIApp) -> None:
        self.app, self.cookies = app, httpx.Cookies()

    def get(self, path: str, **looks: Any) -> httpx.Response:
        """Open a page."""
        return asyncio.run(self._request("GET", path, **looks))

    def post(self, path: str, **looks: Any) -> httpx.Response:
        """Submit a form."""
        return asyncio.run(self._request("POST", path, **looks))

    async def _request(self, method: str, path: str, **looks: Any) -> httpx.Response:
        transport = httpx.ASGITransport(self.app)
        async with httpx.AsyncClient(transport=transport, base_url=HOST, cookies=self.cookies) as client:
            answer = await client.request(method, path, **looks)
            self.cookies.update(client.cookies)
        return answer


@pytest.fixture
def browser(pages: Path) -> Browser:
    """A browser at our own routes."""
    routes = [
        *auth.routes,
        Route("/", lambda _: HTMLResponse("<p>hello")),
        Route("/data", lambda _: PlainTextResponse("x")),
    ]
    return Browser(Security(Starlette(routes=routes), pages))


@pytest.fixture
def founded(database: str) -> str:
    """A database where Ann has founded the workspace."""
    visitors.found_workspace()
    return database
