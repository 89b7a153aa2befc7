"""Refreshing without a socket: who left is forgotten, what may not be seen is emptied, an outage empties nothing."""

import asyncio
from contextlib import asynccontextmanager
from types import SimpleNamespace
from typing import Any

import pytest
import reflex as rx
from reflex.istate.data import SessionData

from tests import visitors
from timetrack.errors import DatabaseAway, NotFound, NotPermitted
from timetrack.live.tabs import Tabs
from timetrack.states import watch
from timetrack.states.base import AppState


class Board(AppState):
    """Shows rows, or fails to."""

    rows: list[str] = []  # noqa: RUF012

    async def _refresh(self) -> None:
        raise FAILURES[self.router.session.client_token]


FAILURES: dict[str, Exception] = {}


class OneTab:
    """An app with one connected tab, whose board shows a row."""

    def __init__(self, token: str) -> None:
        self.root = rx.State(_reflex_internal_init=True)  # type: ignore[call-arg]
        self.root.router_data = {"token": token}
        self.root.rx_router_session = SessionData(client_token=token)
        self.event_namespace = SimpleNamespace(token_to_sid={token: "sid"})
        self.state_manager = SimpleNamespace(get_state=self._touch)
        self.touched: list[str] = []

    @asynccontextmanager
    async def modify_state(self, _token: Any):
        yield self.root

    async def _touch(self, token: Any) -> None:
        self.touched.append(token.ident)


@pytest.mark.parametrize(
    ("raised", "left"), [(NotPermitted(), []), (NotFound(), []), (DatabaseAway(), ["own"]), (ValueError(), ["own"])]
)
def test_only_what_may_not_be_seen_any_more_is_emptied(database: str, raised: Exception, left: list[str]) -> None:
    visitors.found_workspace()
    ann, app = visitors.ann(), OneTab("board")
    FAILURES["board"] = raised

    async def scene() -> list[str]:
        tabs = Tabs(app)  # type: ignore[arg-type]
        tab = watch.know("board", ann.key, ann.session_id, ann.person)
        watch.show(tab, "/", Board, ["structure"])
        board = await app.root.get_state(Board)
        board.rows = ["own"]
        await tabs.announce(["structure"])
        while tabs._running:
            await asyncio.sleep(0.01)
        return list(board.rows)

    assert asyncio.run(scene()) == left
    watch.forget("board")


def test_connected_tabs_are_kept_alive_and_leavers_forgotten() -> None:
    app = OneTab("here")
    person = visitors.User(user_id=5, role="EMPLOYEE")  # type: ignore[call-arg]
    for token in ("here", "gone"):
        watch.know(token, token.encode(), 1, person)
    asyncio.run(Tabs(app).keep_alive())  # type: ignore[arg-type]
    assert app.touched == ["here"]
    assert "gone" not in [tab.token for tab in watch.tabs()]
    watch.forget("here")
