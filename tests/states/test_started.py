"""A timer started in a tab stands on its Time page at once, from what the tab knows; reading it again changes nothing."""

from datetime import timedelta
from typing import Any

import pytest

from bench.script import recorded
from tests import factories, visitors
from tests.factories import FrozenClock
from tests.states.pages import Tab, open_page
from tests.visitors import Visitor
from timetrack import clock, db
from timetrack.domain import clients, entries, timer
from timetrack.models import Role
from timetrack.states.time import TimeState
from timetrack.states.timer import TimerState

pytestmark = [pytest.mark.usefixtures("workspace", "frozen"), pytest.mark.anyio]
ONLY_THE_START = ["SELECT", "SELECT", "SELECT", "WITH", "COMMIT"]
"""Who is signed in, and the start; nothing after it."""


@pytest.fixture
def frozen(monkeypatch: pytest.MonkeyPatch) -> FrozenClock:
    standing = FrozenClock()
    monkeypatch.setattr(clock, "now", standing.now)
    return standing


@pytest.fixture
def mira() -> Visitor:
    with db.transaction() as session:
        person = factories.person(session, name="Mira")
    return visitors.signed_in(person, stay=True)


async def opened(tab: Tab, visitor: Visitor, address: str = "/time") -> tuple[TimeState, TimerState]:
    page = await open_page(tab, TimeState, visitor, address)
    bar = await page.get_state(TimerState)
    await TimerState.open.fn(bar)
    return page, bar


async def sent_by_start(bar: TimerState, description: str = "Checkout flow") -> list[str]:
    with recorded(db.engine()) as sent:
        await TimerState.start.fn(bar, {"description": description})
    return [statement.split()[0] for statement, _ in sent if statement != "BEGIN"]


def as_shown(page: TimeState) -> dict[str, Any]:
    return {name: getattr(page, name) for name in page.base_vars}


async def test_the_row_needs_no_reading_and_the_echo_changes_nothing(
    tab: Tab, mira: Visitor, frozen: FrozenClock
) -> None:
    now = frozen.now()
    with db.transaction() as session:
        ada = factories.person(session, role=Role.ADMIN)
        client = clients.create_client(session, ada, name="Harbour")
        project = factories.project(session, client_id=client.client_id)
        task = factories.task(session, project)
        logged = {"start_time": now - timedelta(hours=30), "end_time": now - timedelta(hours=27)}
        entries.create_manual_entry(session, mira.person, **logged)
    page, bar = await opened(tab, mira, "/time?period=all")
    await TimerState.choose.fn(bar, project.project_id, task.task_id)
    await TimerState.tag.fn(bar, "ux")
    assert await sent_by_start(bar) == ONLY_THE_START
    line = page.days[0].lines[0]
    assert (line.description, line.project, line.task, line.tags) == ("Checkout flow", project.name, task.name, ("ux",))
    assert (page.days[0].name, line.is_running, page.total_since) == ("Today", True, line.start)
    assert page._entries[0].client_name == "Harbour"
    shown, listed = as_shown(page), page._entries
    await page._refresh()
    assert (as_shown(page), page._entries) == (shown, listed)


@pytest.mark.parametrize("address", ["/time?q=review", "/time?tag=ux", "/time?from=2020-01-01&to=2020-01-07"])
async def test_where_it_may_not_be_listed_the_page_is_read_again(tab: Tab, mira: Visitor, address: str) -> None:
    page, bar = await opened(tab, mira, address)
    assert len(await sent_by_start(bar)) > len(ONLY_THE_START)
    assert page.days == []


async def test_beside_a_timer_that_still_seems_to_run_the_page_is_read_again(
    tab: Tab, mira: Visitor, frozen: FrozenClock
) -> None:
    with db.transaction() as session:
        timer.start_timer(session, mira.person, description="Elsewhere")
    page, bar = await opened(tab, mira)
    frozen.forward(hours=1)
    with db.transaction() as session:
        timer.stop_timer(session, mira.person)
    await sent_by_start(bar)
    assert [(row.description, row.is_running) for day in page.days for row in day.lines] == [
        ("Checkout flow", True),
        ("Elsewhere", False),
    ]
