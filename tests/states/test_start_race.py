"""However many open tabs press Start at once, one timer runs, and every other tab is offered to switch."""

import asyncio
from pathlib import Path

import pytest

from tests import databases, visitors
from tests.states import raw
from tests.states.raw import RawTab
from timetrack.states.timer import TimerState

CROWD, ROUNDS = 64, 20
START = f"{TimerState.get_full_name()}.start"


@pytest.mark.slow
def test_of_64_tabs_that_start_at_once_one_wins(workspace: str, log: Path) -> None:
    mira = visitors.joined("Mira")
    user_id = mira.person.user_id

    async def press(tabs: list[RawTab]) -> None:
        for tab in tabs:
            tab.forget()
        await asyncio.gather(*[tab.send(START, form={"description": f"tab {n}"}) for n, tab in enumerate(tabs)])
        await asyncio.gather(*[tab.finish() for tab in tabs])

    async def scene(url: str) -> None:
        tabs = [await raw.open_tab(url, cookie=mira.cookie, hydrate=False) for _ in range(CROWD)]
        try:
            for _ in range(ROUNDS):
                await press(tabs)
                assert entries_of(workspace, user_id, "end_time IS NULL") == 1
                assert entries_of(workspace, user_id, "TRUE") == 1
                offered = [tab for tab in tabs if "A timer is running already" in tab.text]
                assert len(offered) >= CROWD - 1, "the winner may still show what it was told in the round before"
                clear(workspace, user_id)
        finally:
            await asyncio.gather(*[tab.close() for tab in tabs])

    with raw.serving("timetrack.timetrack:app", log, DATABASE_URL=workspace) as url:
        asyncio.run(scene(url))


def entries_of(url: str, user_id: int, condition: str) -> int:
    """How many entries a person has, as the database knows it."""
    with databases.connected(url) as connection:
        found = connection.execute(
            f"SELECT count(*) FROM time_entries WHERE user_id = %s AND {condition}", [user_id]
        ).fetchone()
    assert found is not None
    return int(found[0])


def clear(url: str, user_id: int) -> None:
    """Nothing runs and nothing was logged, for the next round."""
    with databases.connected(url) as connection:
        connection.execute("DELETE FROM time_entries WHERE user_id = %s", [user_id])
