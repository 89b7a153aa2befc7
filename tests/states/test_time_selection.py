"""Ticked entries, and what the bar does to all of them as one change."""

from typing import Any

import pytest

from tests.factories import FrozenClock
from tests.states.pages import Tab
from tests.states.time_page import changed, freeze, last_notice, lines, logged, open_time, project_of, somebody, stored
from tests.visitors import Visitor
from timetrack import db
from timetrack.domain import timer
from timetrack.errors import ChangedElsewhere, NotFound
from timetrack.models import TimeEntry
from timetrack.states.rows import OptionRow
from timetrack.states.time import TimeState
from timetrack.states.timer import TimerState

pytestmark = [pytest.mark.usefixtures("workspace", "frozen"), pytest.mark.anyio]


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture
def frozen(monkeypatch: pytest.MonkeyPatch) -> FrozenClock:
    return freeze(monkeypatch)


@pytest.fixture
def mira(frozen: FrozenClock) -> Visitor:
    return somebody()


@pytest.fixture
def three(mira: Visitor) -> list[TimeEntry]:
    """Newest first: two of today, one of yesterday."""
    return [
        logged(mira, 1, description="Review", tags=["ux"]),
        logged(mira, 3, description="Stand-up", tags=["team"]),
        logged(mira, 26, description="Yesterday"),
    ]


async def ticked(state: TimeState, *entries: TimeEntry) -> None:
    for entry in entries:
        await TimeState.tick.fn(state, entry.entry_id, True)


async def undo(state: TimeState) -> None:
    await TimeState.take_back.fn(state, state.notices[-1].notice_id)
    await state._refresh()


def every(visitor: Visitor, entries: list[TimeEntry], name: str) -> list[Any]:
    return [getattr(stored(visitor, entry.entry_id), name) for entry in entries]


async def test_ticks_are_counted_and_summed_by_line_day_and_range(
    tab: Tab, mira: Visitor, three: list[TimeEntry]
) -> None:
    state = await open_time(tab, mira)
    newest, middle, oldest = (entry.entry_id for entry in three)
    await TimeState.tick.fn(state, newest, True, False)
    assert (state.selected, state.selected_text, state.selected_sum) == ([newest], "1 selected", "1:00")
    assert state.ticked_days == {"2026-11-19": "some"}
    await TimeState.tick.fn(state, oldest, True, True)
    assert (state.selected, state.selected_text) == ([newest, middle, oldest], "3 selected")
    assert state.ticked_days == {"2026-11-19": "all", "2026-11-18": "all"}
    await TimeState.tick_day.fn(state, "2026-11-19", False)
    assert state.selected == [oldest]
    await TimeState.clear_selection.fn(state)
    assert (state.selected, state.selected_text, state.ticked_days) == ([], "", {})


async def test_what_runs_or_is_not_listed_is_never_ticked(tab: Tab, mira: Visitor, three: list[TimeEntry]) -> None:
    with db.transaction() as session:
        running = timer.start_timer(session, mira.person, description="Calls")
    stranger = logged(somebody("Noor"), 3)
    state = await open_time(tab, mira)
    await ticked(state, running, stranger)
    assert state.selected == []
    await TimeState.tick_day.fn(state, "2026-11-19", True)
    assert (len(state.selected), state.ticked_days) == (2, {"2026-11-19": "all"})


async def test_all_of_them_get_a_project_a_task_tags_and_a_mark(
    tab: Tab, mira: Visitor, three: list[TimeEntry]
) -> None:
    project, (task,) = project_of("Design")
    state = await open_time(tab, mira)
    await TimerState.open.fn(await state.get_state(TimerState))
    await ticked(state, *three)
    assert (state.common_tasks, state.common_tags) == ([], ["team", "ux"])
    await TimeState.pick.fn(state, 0)
    await TimeState.choose.fn(state, project.project_id, 0)
    assert last_notice(state) == ("3 entries moved", "", "Undo")
    assert every(mira, three, "project_id") == [project.project_id] * 3
    assert len(state.selected) == 3
    await TimeState.tick.fn(state, three[0].entry_id, True, False)
    assert state.common_tasks == [OptionRow("0", "No task"), OptionRow(str(task.task_id), task.name)]
    await TimeState.choose_task.fn(state, str(task.task_id))
    assert every(mira, three, "task_id") == [task.task_id] * 3
    await TimeState.choose_task.fn(state, "999999")
    await TimeState.add_tags.fn(state, {"tags": "v2, ux"})
    assert every(mira, three, "tags") == [["ux", "v2"], ["team", "v2", "ux"], ["v2", "ux"]]
    await TimeState.remove_tag.fn(state, "v2")
    assert every(mira, three, "tags") == [["ux"], ["team", "ux"], ["ux"]]
    await TimeState.make_billable.fn(state, False)
    assert every(mira, three, "is_billable") == [False] * 3
    assert last_notice(state)[0] == "3 entries made not billable"
    await undo(state)
    assert every(mira, three, "is_billable") == [True] * 3
    await TimeState.add_tags.fn(state, {"tags": "  "})
    await TimeState.add_tags.fn(state, {})
    assert every(mira, three, "tags") == [["ux"], ["team", "ux"], ["ux"]]


async def test_all_are_deleted_and_come_back_as_one(tab: Tab, mira: Visitor, three: list[TimeEntry]) -> None:
    state = await open_time(tab, mira)
    await ticked(state, *three)
    await TimeState.delete_selected.fn(state)
    assert last_notice(state) == ("3 entries deleted", "3:00:00", "Undo")
    assert (state.days, state.selected, state.selected_text) == ([], [], "")
    await undo(state)
    assert [row.description for row in lines(state)] == ["Review", "Stand-up", "Yesterday"]


async def test_ticked_neighbours_are_merged(tab: Tab, mira: Visitor) -> None:
    parts = [logged(mira, hours, description="Workshop") for hours in (5, 4, 3)]
    state = await open_time(tab, mira)
    await TimeState.tick.fn(state, parts[-1].entry_id, True, False)
    assert (state.selected_text, state.selected_sum) == ("3 selected", "3:00")
    await TimeState.merge_selected.fn(state)
    assert last_notice(state) == ("Merged", "Workshop, 3:00:00", "Undo")
    assert [(row.count, row.hours) for row in lines(state)] == [(1, "3:00")]
    await undo(state)
    assert [row.count for row in lines(state)] == [3]


async def test_nothing_is_changed_over_what_another_tab_did(tab: Tab, mira: Visitor, three: list[TimeEntry]) -> None:
    state = await open_time(tab, mira)
    await ticked(state, *three)
    changed(mira, three[1].entry_id, description="From elsewhere")
    with pytest.raises(ChangedElsewhere):
        await TimeState.add_tags.fn(state, {"tags": "late"})
    assert every(mira, three, "tags") == [["ux"], ["team"], []]
    assert [row.description for row in lines(state)] == ["Review", "From elsewhere", "Yesterday"]
    await TimeState.add_tags.fn(state, {"tags": "late"})
    assert every(mira, three, "tags") == [["ux", "late"], ["team", "late"], ["late"]]


async def test_ids_in_the_selection_give_no_rights(tab: Tab, mira: Visitor, three: list[TimeEntry]) -> None:
    theirs = logged(somebody("Noor"), 3, description="Noor's")
    state = await open_time(tab, mira)
    state.selected = [three[0].entry_id, theirs.entry_id]
    with pytest.raises(NotFound):
        await TimeState.delete_selected.fn(state)
    assert stored(mira, three[0].entry_id).description == "Review"
