"""For states: a tab without a browser, and the guard's sample app behind a real server."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import reflex as rx
from reflex.istate.data import HeaderData, SessionData

from tests import visitors
from tests.factories import FrozenClock
from tests.states import raw
from tests.states.time_page import THURSDAY, somebody
from tests.visitors import Visitor
from timetrack import clock


@pytest.fixture(scope="module")
def workspace(server: str, template: str) -> Iterator[str]:
    """A workspace of its own for all tests of a module."""
    with visitors.workspace(server, template, "states") as url:
        yield url


@pytest.fixture(scope="module")
def log(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What the server wrote."""
    return tmp_path_factory.mktemp("server") / "log"


@pytest.fixture(scope="module")
def sample(workspace: str, log: Path) -> Iterator[str]:
    """The URL of the sample app, served."""
    with raw.serving("tests.states.sample:app", log, DATABASE_URL=workspace) as url:
        yield url


@pytest.fixture
def tab() -> Callable[[str], rx.State]:
    """Makes the whole state of a tab whose browser sends a cookie: `await tab(cookie).get_state(TimerState)`."""

    def made(cookie: str = "") -> rx.State:
        root = rx.State(_reflex_internal_init=True)  # type: ignore[call-arg]
        root.rx_router_headers = HeaderData(cookie=cookie)
        root.rx_router_session = SessionData(client_token="the tab under test")
        return root

    return made


@pytest.fixture
def anyio_backend() -> str:
    """Reflex runs on asyncio."""
    return "asyncio"


@pytest.fixture
def frozen(monkeypatch: pytest.MonkeyPatch) -> FrozenClock:
    """Thursday 19 November, 14:36:20 in Berlin."""
    standing = FrozenClock(THURSDAY)
    monkeypatch.setattr(clock, "now", standing.now)
    return standing


@pytest.fixture
def mira(frozen: FrozenClock) -> Visitor:
    """Somebody new in Berlin."""
    return somebody()
