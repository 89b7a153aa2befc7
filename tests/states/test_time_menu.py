"""What the menu of a line does: split, duplicate, join, delete, repair an overlap; each with its way back."""

import pytest

from tests.factories import FrozenClock
from tests.states.pages import Tab, call
from tests.states.time_page import (
    changed,
    last_notice,
    line,
    lines,
    logged,
    open_time,
    project_of,
    stored,
)
from tests.visitors import Visitor
from timetrack import db
from timetrack.domain import timer
from timetrack.states.log import LogState
from timetrack.states.repair import RepairState
from timetrack.states.time import TimeState
from timetrack.states.time_cells import EntryCellsState
from timetrack.states.time_menu import EntryMenuState
from timetrack.states.time_split import SplitState

pytestmark = [pytest.mark.usefixtures("workspace", "frozen"), pytest.mark.anyio]


async def undo(state: TimeState) -> None:
    await TimeState.take_back.fn(state, state.notices[-1].notice_id)
    await state._refresh()


async def test_an_entry_is_split_where_it_is_said_and_made_one_again(tab: Tab, mira: Visitor) -> None:
    entry = logged(mira, 3, hours=2, description="Workshop")
    state = await open_time(tab, mira)
    dialog = await state.get_state(SplitState)
    await SplitState.ask.fn(dialog, entry.entry_id)
    asked = dialog.entry
    assert (asked.range_text, asked.at_text, asked.seconds) == ("11:36 – 13:36", "12:35", 7200)
    assert asked.start_second == 11 * 3600 + 36 * 60 + 20
    for typed in ("9:00", "noon", "١٢:٣٠", "12" * 5000):
        await SplitState.split.fn(dialog, {"at": typed})
        assert dialog.is_open
        assert dialog.problem
        assert len(lines(state)) == 1
    await SplitState.split.fn(dialog, {"at": "12:00"})
    assert (dialog.is_open, dialog.problem) == (False, "")
    assert last_notice(state) == ("Entry split", "0:23:40 + 1:36:20", "Undo")
    assert [(row.count, row.range_text) for row in lines(state)] == [(2, "11:36 – 13:36")]
    await undo(state)
    assert stored(mira, entry.entry_id).duration_seconds == 7200
    assert [row.count for row in lines(state)] == [1]


async def test_what_another_tab_changed_is_not_split_unseen(tab: Tab, mira: Visitor) -> None:
    entry = logged(mira, 3, hours=2, description="Workshop")
    state = await open_time(tab, mira)
    dialog = await state.get_state(SplitState)
    await SplitState.ask.fn(dialog, entry.entry_id)
    changed(mira, entry.entry_id, description="Another")
    await SplitState.split.fn(dialog, {"at": "12:00"})
    assert (dialog.is_open, dialog.problem) == (
        True,
        "This was changed in another place meanwhile. Your text is still here; nothing was overwritten.",
    )
    assert lines(state)[0].description == "Another"
    await SplitState.split.fn(dialog, {"at": "12:00"})
    assert not dialog.is_open


async def test_a_running_timer_is_split_and_goes_on(tab: Tab, mira: Visitor, frozen: FrozenClock) -> None:
    with db.transaction() as session:
        running = timer.start_timer(session, mira.person, description="Calls")
    frozen.forward(hours=2)
    state = await open_time(tab, mira)
    dialog = await state.get_state(SplitState)
    await SplitState.ask.fn(dialog, running.entry_id)
    await SplitState.split.fn(dialog, {"at": "15:36:20"})
    assert last_notice(state)[1] == "1:00:00 + running"
    assert [(row.is_running, row.range_text) for row in lines(state)] == [(True, "15:36"), (False, "14:36 – 15:36")]


async def test_work_is_logged_once_more_where_there_is_room(tab: Tab, mira: Visitor) -> None:
    entry = logged(mira, 4, description="Stand-up")
    logged(mira, 3, hours=1.5, description="Review")
    state = await open_time(tab, mira)
    await call(state, EntryMenuState.duplicate, entry.entry_id)
    assert last_notice(state) == ("Duplicated", "Stand-up, 13:06 – 14:06", "Undo")
    assert [row.count for row in lines(state)] == [2, 1]
    await undo(state)
    assert [row.description for row in lines(state)] == ["Review", "Stand-up"]


async def test_neighbours_become_one_and_a_gap_is_asked_about(tab: Tab, mira: Visitor) -> None:
    one, two = logged(mira, 4, description="Draft"), logged(mira, 3, description="Review")
    apart = logged(mira, 1.5, description="Mails")
    other, _ = project_of()
    else_ = logged(mira, 0.5, hours=0.5, description="Elsewhere", project_id=other.project_id)
    state = await open_time(tab, mira)
    shown = {row.entry_id: (row.joins_before, row.joins_after) for row in lines(state)}
    assert shown == {
        else_.entry_id: (False, False),
        apart.entry_id: (True, False),
        two.entry_id: (True, True),
        one.entry_id: (False, True),
    }
    await call(state, EntryMenuState.join, two.entry_id, "before")
    assert last_notice(state) == ("Merged", "Draft · Review, 2:00:00", "Undo")
    await undo(state)
    await call(state, EntryMenuState.join, two.entry_id, "after")
    assert last_notice(state) == (
        "There is 0:30:00 between these entries that would be added to them.", "Nothing was changed.", "Merge with it",
    )  # fmt: skip
    assert len(lines(state)) == 4
    await undo(state)
    assert stored(mira, two.entry_id).duration_seconds == 9000
    await call(state, EntryMenuState.join, two.entry_id, "sideways")
    assert len(lines(state)) == 3


async def test_identical_entries_are_one_line_that_opens_and_is_deleted_as_one(tab: Tab, mira: Visitor) -> None:
    first, last = logged(mira, 5, description="Inbox"), logged(mira, 2, description="Inbox")
    logged(mira, 3.5, description="Call")
    state = await open_time(tab, mira)
    assert [(row.description, row.count, row.hours) for row in lines(state)] == [
        ("Inbox", 2, "2:00"),
        ("Call", 1, "1:00"),
    ]
    assert line(state, last.entry_id).range_text == "09:36 – 13:36"
    await TimeState.unfold.fn(state, last.entry_id)
    assert [(row.description, row.count, row.is_open) for row in lines(state)] == [
        ("Inbox", 2, True),
        ("Call", 1, False),
        ("Inbox", 1, False),
    ]
    await call(state, EntryCellsState.describe, first.entry_id, "Inbox, early")
    assert stored(mira, last.entry_id).description == "Inbox"
    await call(state, EntryCellsState.describe, first.entry_id, "Inbox")
    await TimeState.unfold.fn(state, last.entry_id)
    await call(state, EntryCellsState.describe, last.entry_id, "Support")
    assert {stored(mira, one.entry_id).description for one in (first, last)} == {"Support"}
    await call(state, EntryMenuState.delete, last.entry_id)
    assert last_notice(state) == ("2 entries deleted", "Support, 2:00:00", "Undo")
    assert [row.description for row in lines(state)] == ["Call"]
    await undo(state)
    assert [row.count for row in lines(state)] == [2, 1]


async def test_the_other_is_trimmed_after_both_were_shown(tab: Tab, mira: Visitor) -> None:
    other = logged(mira, 3, hours=1.25, description="Wireframes")
    mine = logged(mira, 1, hours=0.5, description="Call")
    state = await open_time(tab, mira)
    await call(state, EntryCellsState.move, mine.entry_id, "12:30 – 13:10")
    assert line(state, mine.entry_id).problem_kind == "overlap"
    repair = await state.get_state(RepairState)
    await call(state, EntryCellsState.fix, mine.entry_id)
    row = repair.repair
    assert (row.title, [side.description for side in row.sides]) == ("These two overlap", ["Call", "Wireframes"])
    assert [way.way for way in row.ways] == ["TRIM", "SHIFT", "SPLIT"]
    assert [way.words for way in row.ways] == [
        "Wireframes ends at 12:30 and becomes 0:53",
        "Call moves to 12:51 – 13:31, the nearest free time",
        "Only 12:51 – 13:10 is kept, 0:18",
    ]
    assert [way.verb for way in row.ways] == ["Trim and save", "Shift and save", "Split and save"]
    assert [way.total_text for way in row.ways] == ["1:33", "1:55", "1:33"]
    await RepairState.close.fn(repair)
    assert line(state, mine.entry_id).problem_kind == "overlap"
    await call(state, EntryCellsState.fix, mine.entry_id)
    await RepairState.carry_out.fn(repair, {"way": "TRIM"})
    assert not repair.is_open
    assert line(state, mine.entry_id).problem == ""
    assert stored(mira, other.entry_id).duration_seconds == 53 * 60 + 40
    assert state.days[0].total_text == "1:33"
    await undo(state)
    assert stored(mira, other.entry_id).duration_seconds == 75 * 60
    assert stored(mira, mine.entry_id).duration_seconds == 1800


async def test_a_repair_that_was_overtaken_is_refused_in_the_dialog(tab: Tab, mira: Visitor) -> None:
    other = logged(mira, 3, hours=1.25, description="Wireframes")
    mine = logged(mira, 1, hours=0.5, description="Call")
    state = await open_time(tab, mira)
    await call(state, EntryCellsState.move, mine.entry_id, "12:30 – 13:10")
    await call(state, EntryCellsState.fix, mine.entry_id)
    repair = await state.get_state(RepairState)
    changed(mira, other.entry_id, end_time=other.end_time.replace(minute=0) if other.end_time else None)
    await RepairState.carry_out.fn(repair, {"way": "TRIM"})
    assert repair.is_open
    assert repair.repair.problem
    assert stored(mira, mine.entry_id).duration_seconds == 1800


async def test_the_form_finds_a_place_for_what_it_was_refused(tab: Tab, mira: Visitor) -> None:
    logged(mira, 3, hours=1.25, description="Wireframes")
    state = await open_time(tab, mira)
    form = await state.get_state(LogState)
    await LogState.begin.fn(form)
    typed = {"description": "Call", "day": "2026-11-19", "from": "12:00", "to": "12:40", "tags": "ux", "project": "0:0"}
    await LogState.save.fn(form, typed)
    assert (form.is_open, form.is_overlap) == (True, True)
    await LogState.fix.fn(form)
    repair = await state.get_state(RepairState)
    assert (repair.is_open, repair.repair.sides[0].label) == (True, "New")
    await RepairState.carry_out.fn(repair, {"way": "SHIFT"})
    assert (repair.is_open, form.is_open) == (False, False)
    await state._refresh()
    assert [(row.description, row.range_text, row.tags) for row in lines(state)] == [
        ("Call", "12:51 – 13:31", ("ux",)),
        ("Wireframes", "11:36 – 12:51", ()),
    ]


async def test_a_gap_is_filled_with_the_form(tab: Tab, mira: Visitor) -> None:
    logged(mira, 3, description="Stand-up")
    logged(mira, 1.5, description="Review")
    state = await open_time(tab, mira)
    form = await state.get_state(LogState)
    await LogState.fill.fn(form, lines(state)[0].gaps[0].gap_id)
    assert (form.is_open, form.day, form.from_text, form.to_text) == (True, "2026-11-19", "12:36:20", "13:06:20")
    await LogState.save.fn(form, {"day": form.day, "from": form.from_text, "to": form.to_text, "project": "0:0"})
    await state._refresh()
    assert [row.gaps for row in lines(state)] == [(), (), ()]
