"""The board: what each viewer reads of everybody's work, and how little a change sends."""

import asyncio
import json
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import text

from tests import factories, visitors
from tests.factories import NOW, FrozenClock
from tests.states.pages import Tab, open_page
from tests.visitors import Visitor
from timetrack import clock, db
from timetrack.domain import auth, timer
from timetrack.models import Role
from timetrack.states.base import acting_for
from timetrack.states.board import PARTS, BoardState, WallState
from timetrack.states.board_rows import CardRow

HOUR = timedelta(hours=1)


@pytest.fixture
def frozen(monkeypatch: pytest.MonkeyPatch) -> FrozenClock:
    standing = FrozenClock()
    monkeypatch.setattr(clock, "now", standing.now)
    return standing


@pytest.fixture
def company(frozen: FrozenClock, database: str) -> None:
    """Ann's workspace, with nobody else in it yet."""
    visitors.found_workspace()


pytestmark = pytest.mark.usefixtures("company")


def joined(name: str, role: Role = Role.EMPLOYEE) -> Visitor:
    """Somebody in Berlin."""
    with db.transaction() as session:
        person = factories.person(session, name=name, role=role)
    return visitors.signed_in(person, stay=True)


def starts(who: Visitor, description: str, **work: Any) -> None:
    with db.transaction() as session:
        timer.start_timer(session, who.person, description=description, **work)


def project(name: str, *members: Visitor, is_public: bool = False) -> int:
    with db.transaction() as session:
        people = [member.person for member in members]
        return factories.project(session, name=name, is_public=is_public, members=people, color="pink").project_id


def board(tab: Tab, viewer: Visitor) -> BoardState:
    return asyncio.run(open_page(tab, BoardState, viewer, "/team"))


def cards(state: Any) -> dict[str, CardRow]:
    """Every card by name, in the order shown."""
    found = {key: row for n in range(PARTS) for key, row in state.get_value(f"part_{n}").items()}
    return {found[key].name: found[key] for key in state.order}


def test_who_works_is_away_and_is_out(tab: Tab, frozen: FrozenClock) -> None:
    mira, jonas, noor = joined("Mira"), joined("Jonas"), joined("Noor")
    with db.transaction() as session:
        factories.entry(session, noor.person, start=NOW - 3 * HOUR, hours=2, description="Data import")
    starts(jonas, "API paging", project_id=project("Grid dashboard", jonas, is_public=True))
    frozen.forward(minutes=44, seconds=12)
    state = board(tab, mira)
    shown = cards(state)
    assert list(shown) == ["Mira", "Jonas", "Noor", "Ann Founder", "Lead"]
    assert [card.state for card in shown.values()] == ["out", "working", "away", "out", "out"]
    working = shown["Jonas"]
    assert (working.since_text, working.hours, working.seconds) == ("since 11:00", "0:44", ":12")
    assert (working.description, working.project, working.color) == ("API paging", "Grid dashboard", "pink")
    assert (working.today_seconds, working.today_text) == (0, "0:44")
    assert [(block.minute, block.minutes, block.is_running) for block in working.blocks] == [(240, 44, True)]
    assert (shown["Noor"].since_text, shown["Noor"].today_text) == ("until 10:00", "2:00")
    assert (shown["Mira"].is_you, shown["Mira"].since_text) == (True, "")
    figures = state.figures
    assert (figures.working, figures.away, figures.out, figures.people) == (1, 1, 3, 5)
    assert figures.total_text == "2:44"
    assert (figures.total_seconds, figures.rate) == (7200, 1)


def test_the_teams_total_grows_once_per_timer(tab: Tab, frozen: FrozenClock) -> None:
    for n in range(3):
        starts(joined(f"Person {n}"), "Work")
        frozen.forward(minutes=10)
    figures = board(tab, joined("Mira")).figures
    elapsed = frozen.instant.timestamp() - figures.since
    assert figures.total_seconds + figures.rate * elapsed == (30 + 20 + 10) * 60


def test_a_project_that_the_viewer_may_not_see_is_not_named_nor_its_work_told(tab: Tab, frozen: FrozenClock) -> None:
    jonas, mira, boss = joined("Jonas"), joined("Mira"), joined("Boss", Role.MANAGER)
    starts(jonas, "Merger papers", project_id=project("Zebra", jonas))
    frozen.forward(hours=1)
    own = board(tab, mira)
    card = cards(own)["Jonas"]
    assert (card.project, card.color, card.description, card.is_hidden) == ("Another project", "", "", True)
    assert [block.name for block in card.blocks] == ["Another project"]
    assert "Zebra" not in str(own.dict())
    assert "Merger" not in str(own.dict())
    for insider in (boss, jonas):
        seen = cards(board(tab, insider))["Jonas"]
        assert (seen.project, seen.description) == ("Zebra", "Merger papers")


def test_a_hidden_description_is_told_to_nobody_else(tab: Tab) -> None:
    jonas, boss = joined("Jonas"), joined("Boss", Role.MANAGER)
    with db.transaction() as session:
        session.execute(text("UPDATE users SET hides_description = true WHERE name = 'Jonas'"))
    starts(jonas, "Private matters", project_id=project("Grid", is_public=True))
    seen = board(tab, boss)
    card = cards(seen)["Jonas"]
    assert (card.description, card.is_hidden, card.project) == ("", True, "Grid")
    assert "Private" not in str(seen.dict())
    assert cards(board(tab, jonas))["Jonas"].description == "Private matters"


def test_a_wall_shows_not_even_the_viewers_own_hidden_description(tab: Tab) -> None:
    jonas = joined("Jonas")
    with db.transaction() as session:
        session.execute(text("UPDATE users SET hides_description = true WHERE name = 'Jonas'"))
    starts(jonas, "Private matters")
    wall = asyncio.run(open_page(tab, WallState, jonas, "/team/wall"))
    card = cards(wall)["Jonas"]
    assert (card.description, card.is_hidden, card.is_you) == ("", True, False)
    assert wall.workspace == "Harbour Studio"


def test_a_name_and_who_works_are_found(tab: Tab) -> None:
    mira, jonas = joined("Mira"), joined("Jonas")
    starts(jonas, "Work")

    async def scene() -> list[list[str]]:
        state = await open_page(tab, BoardState, mira, "/team")
        shown = []
        for handler, argument in (
            (BoardState.show_working, True),
            (BoardState.find, " MIR "),
            (BoardState.show_working, False),
        ):
            await handler.fn(state, argument)
            shown.append(list(cards(state)))
        return shown

    assert asyncio.run(scene()) == [["Jonas"], [], ["Mira"]]


def test_a_change_sends_the_card_it_concerns_and_little_else(tab: Tab, frozen: FrozenClock) -> None:
    mira = joined("Mira")
    team = [joined(f"Person {n}") for n in range(20)]

    async def scene() -> dict[str, Any]:
        state = await open_page(tab, BoardState, mira, "/team")
        state._get_root_state()._clean()
        starts(team[7], "Checkout flow: address step")
        await refreshed(state, mira, f"user:{team[7].person.user_id}")
        (delta,) = [values for name, values in state.get_delta().items() if name.endswith("board_state")]
        return delta

    delta = asyncio.run(scene())
    parts = [name for name in delta if name.startswith("part_")]
    assert len(parts) == 1
    assert len(delta[parts[0]]) <= 2
    assert len(json.dumps(delta, default=vars)) < 3000


def test_who_left_and_who_is_new_are_read(tab: Tab) -> None:
    mira, jonas = joined("Mira"), joined("Jonas")

    async def scene() -> list[list[str]]:
        state = await open_page(tab, BoardState, mira, "/team")
        with db.transaction() as session:
            session.execute(text("UPDATE users SET deactivated_at = now() WHERE name = 'Jonas'"))
        await refreshed(state, mira, f"user:{jonas.person.user_id}", "team")
        shown = [list(cards(state))]
        lena = joined("Lena")
        await refreshed(state, mira, f"user:{lena.person.user_id}")
        return [*shown, list(cards(state))]

    assert asyncio.run(scene()) == [["Mira", "Ann Founder"], ["Mira", "Ann Founder", "Lena"]]


def test_a_new_day_is_read_whatever_changed(tab: Tab, frozen: FrozenClock) -> None:
    mira, jonas = joined("Mira"), joined("Jonas")
    with db.transaction() as session:
        factories.entry(session, jonas.person, hours=2)

    async def scene() -> tuple[str, str]:
        state = await open_page(tab, BoardState, mira, "/team")
        before = cards(state)["Jonas"].state
        frozen.forward(days=1)
        await refreshed(state, mira, f"user:{mira.person.user_id}")
        return before, cards(state)["Jonas"].state

    assert asyncio.run(scene()) == ("away", "out")


async def refreshed(state: Any, viewer: Visitor, *topics: str) -> None:
    """What live does when these topics are announced."""
    visit = auth.visit(viewer.key)
    assert visit is not None
    with acting_for(visit, {}, frozenset(topics)):
        await state._refresh()
