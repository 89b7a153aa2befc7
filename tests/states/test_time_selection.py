"""Ticked entries, and what the bar does to all of them as one change."""

from typing import Any

import pytest
from reflex_base.constants.state import FIELD_MARKER

from tests import visitors
from tests.states.pages import Tab, call
from tests.states.time_page import (
    changed,
    last_notice,
    lines,
    logged,
    open_time,
    project_of,
    somebody,
    stored,
)
from tests.visitors import Visitor
from timetrack import db
from timetrack.domain import entries, timer
from timetrack.errors import ChangedElsewhere, NotFound
from timetrack.models import Role, TimeEntry
from timetrack.states.rows import OptionRow
from timetrack.states.time import TimeState
from timetrack.states.time_bulk import BulkState
from timetrack.states.time_cells import EntryCellsState
from timetrack.states.time_selection import SelectionState
from timetrack.states.timer import TimerState

pytestmark = [pytest.mark.usefixtures("workspace", "frozen"), pytest.mark.anyio]


@pytest.fixture
def three(mira: Visitor) -> list[TimeEntry]:
    """Newest first: two of today, one of yesterday."""
    return [
        logged(mira, 1, description="Review", tags=["ux"]),
        logged(mira, 3, description="Stand-up", tags=["team"]),
        logged(mira, 26, description="Yesterday"),
    ]


async def selection_of(state: TimeState) -> SelectionState:
    return await state.get_state(SelectionState)


async def ticked(state: TimeState, *wanted: TimeEntry) -> None:
    for entry in wanted:
        await call(state, SelectionState.tick, entry.entry_id, True)


async def undo(state: TimeState) -> None:
    await TimeState.take_back.fn(state, state.notices[-1].notice_id)
    await state._refresh()


def every(visitor: Visitor, wanted: list[TimeEntry], name: str) -> list[Any]:
    return [getattr(stored(visitor, entry.entry_id), name) for entry in wanted]


async def test_ticks_are_counted_and_summed_by_line_day_and_range(
    tab: Tab, mira: Visitor, three: list[TimeEntry]
) -> None:
    state = await open_time(tab, mira)
    selection = await selection_of(state)
    newest, middle, oldest = (entry.entry_id for entry in three)
    await call(state, SelectionState.tick, newest, True, False)
    assert (selection.selected, selection.selected_text, selection.selected_sum) == ([newest], "1 selected", "1:00")
    assert selection.ticked_days == {"2026-11-19": "some"}
    await call(state, SelectionState.tick, oldest, True, True)
    assert (selection.selected, selection.selected_text) == ([newest, middle, oldest], "3 selected")
    assert selection.ticked_days == {"2026-11-19": "all", "2026-11-18": "all"}
    await call(state, SelectionState.tick_day, "2026-11-19", False)
    assert selection.selected == [oldest]
    await call(state, SelectionState.clear_selection)
    assert (selection.selected, selection.selected_text, selection.ticked_days) == ([], "", {})


async def test_what_is_gone_from_the_page_is_ticked_no_more(tab: Tab, mira: Visitor, three: list[TimeEntry]) -> None:
    state = await open_time(tab, mira)
    selection = await selection_of(state)
    await ticked(state, *three)
    with db.transaction() as session:
        entries.delete_entry(session, mira.person, entry_id=three[0].entry_id)
    await state._refresh()
    assert (selection.selected_text, selection.selected_sum) == ("2 selected", "2:00")
    assert (selection.ticked_days, selection.common_tags) == ({"2026-11-19": "all", "2026-11-18": "all"}, ["team"])


async def test_nothing_is_ticked_on_a_page_just_opened_and_the_browser_is_told(tab: Tab, mira: Visitor) -> None:
    """Also by a server that knows nothing of the ticks, because it was started after they were made."""
    state = await open_time(tab, mira)
    told = state._get_root_state().get_delta()[SelectionState.get_full_name()]
    assert {name.removesuffix(FIELD_MARKER): value for name, value in told.items()} == {
        "selected": [],
        "selected_text": "",
        "selected_sum": "0:00",
        "ticked_days": {},
        "common_tasks": [],
        "common_tags": [],
    }


async def test_who_may_not_see_a_page_any_more_keeps_no_ticks_of_it(
    tab: Tab, mira: Visitor, three: list[TimeEntry]
) -> None:
    lead = visitors.joined(f"Lead {mira.person.user_id}", Role.MANAGER)
    state = await open_time(tab, lead, f"/time?person={mira.person.user_id}")
    selection = await selection_of(state)
    await ticked(state, *three)
    assert selection.common_tags == ["team", "ux"]
    await state._empty()
    assert (state.days, selection.selected, selection.selected_text, selection.common_tags) == ([], [], "", [])


async def test_what_runs_or_is_not_listed_is_never_ticked(tab: Tab, mira: Visitor, three: list[TimeEntry]) -> None:
    with db.transaction() as session:
        running = timer.start_timer(session, mira.person, description="Calls")
    stranger = logged(somebody("Noor"), 3)
    state = await open_time(tab, mira)
    selection = await selection_of(state)
    await ticked(state, running, stranger)
    assert selection.selected == []
    await call(state, SelectionState.tick_day, "2026-11-19", True)
    assert (len(selection.selected), selection.ticked_days) == (2, {"2026-11-19": "all"})


async def test_all_of_them_get_a_project_a_task_tags_and_a_mark(
    tab: Tab, mira: Visitor, three: list[TimeEntry]
) -> None:
    project, (task,) = project_of("Design")
    state = await open_time(tab, mira)
    selection = await selection_of(state)
    await TimerState.open.fn(await state.get_state(TimerState))
    await ticked(state, *three)
    assert (selection.common_tasks, selection.common_tags) == ([], ["team", "ux"])
    await call(state, EntryCellsState.pick, 0)
    await call(state, EntryCellsState.choose, project.project_id, 0)
    assert last_notice(state) == ("3 entries moved", "", "Undo")
    assert every(mira, three, "project_id") == [project.project_id] * 3
    assert len(selection.selected) == 3
    await call(state, SelectionState.tick, three[0].entry_id, True, False)
    assert selection.common_tasks == [OptionRow("0", "No task"), OptionRow(str(task.task_id), task.name)]
    await call(state, BulkState.choose_task, str(task.task_id))
    assert every(mira, three, "task_id") == [task.task_id] * 3
    await call(state, BulkState.choose_task, "999999")
    await call(state, BulkState.add_tags, {"tags": "v2, ux"})
    assert every(mira, three, "tags") == [["ux", "v2"], ["team", "v2", "ux"], ["v2", "ux"]]
    await call(state, BulkState.remove_tag, "v2")
    assert every(mira, three, "tags") == [["ux"], ["team", "ux"], ["ux"]]
    await call(state, BulkState.make_billable, False)
    assert every(mira, three, "is_billable") == [False] * 3
    assert last_notice(state)[0] == "3 entries made not billable"
    await undo(state)
    assert every(mira, three, "is_billable") == [True] * 3
    await call(state, BulkState.add_tags, {"tags": "  "})
    await call(state, BulkState.add_tags, {})
    assert every(mira, three, "tags") == [["ux"], ["team", "ux"], ["ux"]]


async def test_all_are_deleted_and_come_back_as_one(tab: Tab, mira: Visitor, three: list[TimeEntry]) -> None:
    state = await open_time(tab, mira)
    selection = await selection_of(state)
    await ticked(state, *three)
    await call(state, BulkState.delete_selected)
    assert last_notice(state) == ("3 entries deleted", "3:00:00", "Undo")
    assert (state.days, selection.selected, selection.selected_text) == ([], [], "")
    await undo(state)
    assert [row.description for row in lines(state)] == ["Review", "Stand-up", "Yesterday"]


async def test_ticked_neighbours_are_merged(tab: Tab, mira: Visitor) -> None:
    parts = [logged(mira, hours, description="Workshop") for hours in (5, 4, 3)]
    state = await open_time(tab, mira)
    selection = await selection_of(state)
    await call(state, SelectionState.tick, parts[-1].entry_id, True, False)
    assert (selection.selected_text, selection.selected_sum) == ("3 selected", "3:00")
    await call(state, BulkState.merge_selected)
    assert last_notice(state) == ("Merged", "Workshop, 3:00:00", "Undo")
    assert [(row.count, row.hours) for row in lines(state)] == [(1, "3:00")]
    await undo(state)
    assert [row.count for row in lines(state)] == [3]


async def test_nothing_is_changed_over_what_another_tab_did(tab: Tab, mira: Visitor, three: list[TimeEntry]) -> None:
    state = await open_time(tab, mira)
    await ticked(state, *three)
    changed(mira, three[1].entry_id, description="From elsewhere")
    with pytest.raises(ChangedElsewhere):
        await call(state, BulkState.add_tags, {"tags": "late"})
    assert every(mira, three, "tags") == [["ux"], ["team"], []]
    assert [row.description for row in lines(state)] == ["Review", "From elsewhere", "Yesterday"]
    await call(state, BulkState.add_tags, {"tags": "late"})
    assert every(mira, three, "tags") == [["ux", "late"], ["team", "late"], ["late"]]


async def test_ids_in_the_selection_give_no_rights(tab: Tab, mira: Visitor, three: list[TimeEntry]) -> None:
    theirs = logged(somebody("Noor"), 3, description="Noor's")
    state = await open_time(tab, mira)
    selection = await selection_of(state)
    selection.selected = [three[0].entry_id, theirs.entry_id]
    with pytest.raises(NotFound):
        await call(state, BulkState.delete_selected)
    assert stored(mira, three[0].entry_id).description == "Review"
