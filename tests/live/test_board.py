"""The board moves with anyone's change, tells nobody what is not theirs, and asks the database once."""

import asyncio
from collections.abc import Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
import reflex as rx
from reflex.istate.data import HeaderData, ReflexURL, SessionData, URLData
from sqlalchemy import text

from bench.script import recorded
from tests import factories, visitors
from tests.live.test_live import _change
from tests.states import raw
from tests.visitors import Visitor
from timetrack import clock, db
from timetrack.domain import timer
from timetrack.live.tabs import Tabs
from timetrack.models import Role
from timetrack.states import watch
from timetrack.states.board import BoardState
from timetrack.timetrack import app  # noqa: F401 - registers every page and state


@pytest.fixture(scope="module")
def served(workspace: str, log: Path) -> Iterator[str]:
    """The URL of Timetrack itself, without its compiled pages."""
    with raw.serving("timetrack.timetrack:app", log, DATABASE_URL=workspace) as url:
        yield url


@pytest.fixture(scope="module")
def project_id(workspace: str) -> int:
    """A project that only its members and who leads may see."""
    with db.transaction() as session:
        return factories.project(session, name="Zebra merger", is_public=False).project_id


@pytest.mark.parametrize("page", ["/team", "/team/wall"])
def test_a_start_and_a_stop_move_the_boards_of_others(served: str, page: str) -> None:
    mover, viewer = visitors.joined(f"Mover of {page[1:]}"), visitors.joined(f"Viewer of {page[1:]}")

    async def scene() -> None:
        async with raw.tab_of(served, cookie=viewer.cookie, path=page) as board:
            board.forget()
            started(mover, "Wiring the hall")
            await board.hears("Wiring the hall")
            board.forget()
            stopped(mover)
            await board.hears('"state": "away"')

    asyncio.run(scene())


def test_nobody_is_sent_what_they_may_not_see(served: str, project_id: int) -> None:
    boss = visitors.joined("Boss", Role.MANAGER)
    outsider, shy = visitors.joined("Outsider"), visitors.joined("Shy")
    with db.transaction() as session:
        session.execute(text("UPDATE users SET hides_description = true WHERE name = 'Shy'"))

    async def scene() -> None:
        async with (
            raw.tab_of(served, cookie=outsider.cookie, path="/team") as theirs,
            raw.tab_of(served, cookie=boss.again().cookie, path="/team") as insiders,
        ):
            started(boss, "Due diligence", project_id=project_id)
            await asyncio.gather(theirs.hears("Another project"), insiders.hears("Zebra merger"))
            started(shy, "Job applications")
            await asyncio.gather(theirs.hears('"working": 2'), insiders.hears('"working": 2'))
            for tab, words in ((theirs, ("Zebra", "diligence", "applications")), (insiders, ("applications",))):
                await tab.settle()
                assert [word for word in words if word in tab.text] == []

    asyncio.run(scene())
    for who in (boss, shy):
        stopped(who)


def test_who_is_deactivated_leaves_every_board(served: str) -> None:
    gone, viewer = visitors.joined("Leaver"), visitors.joined("Watcher")

    async def scene() -> None:
        async with raw.tab_of(served, cookie=viewer.cookie, path="/team") as board:
            assert str(gone.person.user_id) in board.held["order"]
            board.forget()
            _change(gone, deactivated_at=clock.now())
            await board.hears('"order_rx_state_"')
            assert str(gone.person.user_id) not in board.held["order"]

    asyncio.run(scene())


class Boards:
    """An app in which ``count`` people have the board open; their states are real, their sockets are not."""

    def __init__(self, viewers: list[Visitor]) -> None:
        self.roots: dict[str, Any] = {}
        for n, viewer in enumerate(viewers):
            root: Any = rx.State(_reflex_internal_init=True)  # type: ignore[call-arg]
            token = f"board {n}"
            root.rx_router_headers = HeaderData(cookie=viewer.cookie)
            root.rx_router_session = SessionData(client_token=token)
            root.rx_router_url = URLData.from_url(ReflexURL("http://localhost/team"))
            self.roots[token] = root
        self.event_namespace = SimpleNamespace(token_to_sid=dict.fromkeys(self.roots, "sid"))

    @asynccontextmanager
    async def modify_state(self, token: Any):
        yield self.roots[token.ident]

    async def boards(self) -> list[BoardState]:
        return [await root.get_state(BoardState) for root in self.roots.values()]


def test_a_change_is_read_once_however_many_boards_are_open(database: str) -> None:
    visitors.found_workspace()
    mover, viewers = visitors.joined("Mover"), [visitors.joined(f"Viewer {n}") for n in range(100)]
    sent = {count: asyncio.run(statements_of_one_change(mover, viewers[:count])) for count in (1, 10, 100)}
    assert sent[1] == sent[10] == sent[100]
    assert len(sent[1]) == 2
    assert "sessions" in sent[1][0]
    assert "entry_slices" in sent[1][1]


async def statements_of_one_change(mover: Visitor, viewers: list[Visitor]) -> list[str]:
    """What goes to the database when a timer starts and ``viewers`` have the board open; each of them sees it."""
    here = Boards(viewers)
    boards = await here.boards()
    for board in boards:
        await BoardState.open.fn(board)
    tabs = Tabs(here)  # type: ignore[arg-type]
    started(mover, "Wiring")
    try:
        with recorded(db.engine()) as sent:
            await tabs.announce([f"user:{mover.person.user_id}", "team"])
            while tabs._running:
                await asyncio.sleep(0.01)
        assert [board.figures.working for board in boards] == [1] * len(viewers)
    finally:
        with db.transaction() as session:
            timer.stop_timer(session, mover.person)
        for token in here.roots:
            watch.forget(token)
    return [statement for statement, _ in sent if statement not in ("BEGIN", "COMMIT")]


def started(who: Visitor, description: str, **work: Any) -> None:
    with db.transaction() as session:
        timer.start_timer(session, who.person, description=description, **work)


def stopped(who: Visitor) -> None:
    """Past a minute, so that it is kept: the start moves back before."""
    with db.transaction() as session:
        session.execute(
            text("UPDATE time_entries SET start_time = start_time - interval '5 minutes' WHERE end_time IS NULL")
        )
        timer.stop_timer(session, who.person)
