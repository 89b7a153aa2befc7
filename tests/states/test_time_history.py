"""The history of an entry, and what one did lately: every version and every act can be brought or taken back."""

import pytest

from tests.states.pages import Tab, call
from tests.states.time_page import changed, last_notice, lines, logged, open_time, somebody, stored
from tests.visitors import Visitor
from timetrack.errors import NotFound
from timetrack.states.time import TimeState
from timetrack.states.time_bulk import BulkState
from timetrack.states.time_cells import EntryCellsState
from timetrack.states.time_changes import ChangesState
from timetrack.states.time_history import HistoryState
from timetrack.states.time_menu import EntryMenuState
from timetrack.states.time_selection import SelectionState

pytestmark = [pytest.mark.usefixtures("workspace", "frozen"), pytest.mark.anyio]


async def test_versions_are_told_and_an_old_one_is_brought_back(tab: Tab, mira: Visitor) -> None:
    entry = logged(mira, 3, description="Stand-up")
    state = await open_time(tab, mira)
    await call(state, EntryCellsState.describe, entry.entry_id, "Daily")
    await call(state, EntryCellsState.last, entry.entry_id, "30m")
    history = await state.get_state(HistoryState)
    await HistoryState.look_back.fn(history, entry.entry_id)
    assert (history.is_open, history.subject) == (True, "Daily")
    assert [(one.who, one.what, one.is_now, one.can_restore) for one in history.versions] == [
        ("Mira", "changed it", True, False),
        ("Mira", "changed it", False, True),
        ("Mira", "logged it", False, True),
    ]
    newest, renamed, first = history.versions
    assert [(one.field, one.was, one.now) for one in newest.changes] == [
        ("End", "Thu 19 Nov, 12:36:20", "Thu 19 Nov, 12:06:20")
    ]
    assert [(one.field, one.was, one.now) for one in renamed.changes] == [("Description", "Stand-up", "Daily")]
    assert ("Description", "", "Stand-up") in [(one.field, one.was, one.now) for one in first.changes]
    await HistoryState.restore_version.fn(history, first.sequence)
    assert (stored(mira, entry.entry_id).description, stored(mira, entry.entry_id).duration_seconds) == (
        "Stand-up",
        3600,
    )
    assert (last_notice(state), history.versions[0].what) == (("Version restored", "Daily", "Undo"), "brought it back")
    assert lines(state)[0].description == "Stand-up"
    await HistoryState.take_back.fn(history, history.notices[-1].notice_id)
    assert stored(mira, entry.entry_id).description == "Daily"
    await HistoryState.close.fn(history)
    assert (history.is_open, history.versions) == (False, [])


async def test_nobody_else_looks_into_a_history(tab: Tab, mira: Visitor) -> None:
    entry = logged(mira, 3, description="Stand-up")
    state = await open_time(tab, somebody("Noor"))
    history = await state.get_state(HistoryState)
    with pytest.raises(NotFound):
        await HistoryState.look_back.fn(history, entry.entry_id)
    assert (history.versions, history.is_open) == ([], False)


async def test_what_was_deleted_comes_back_long_after_the_notice(tab: Tab, mira: Visitor) -> None:
    one, two = logged(mira, 3, description="Stand-up"), logged(mira, 1, description="Review")
    state = await open_time(tab, mira)
    await call(state, SelectionState.tick, one.entry_id, True)
    await call(state, SelectionState.tick, two.entry_id, True)
    await call(state, BulkState.delete_selected)
    await TimeState.dismiss_notice.fn(state, state.notices[-1].notice_id)

    again = await open_time(tab, mira)
    dialog = await again.get_state(ChangesState)
    await ChangesState.ask.fn(dialog)
    assert dialog.is_open
    assert [(line.what, line.detail, line.can_undo) for line in dialog.changes] == [
        ("Deleted · 2 entries", "Stand-up, Thu 19 Nov 11:36 – 12:36 and more", True),
        ("Logged", "Review, Thu 19 Nov 13:36 – 14:36", False),
        ("Logged", "Stand-up, Thu 19 Nov 11:36 – 12:36", False),
    ]
    await ChangesState.undo.fn(dialog, dialog.changes[0].change_id)
    assert [row.description for row in lines(again)] == ["Review", "Stand-up"]
    assert [(line.what, line.can_undo) for line in dialog.changes][:2] == [
        ("Took a change back · 2 entries", True),
        ("Deleted · 2 entries", False),
    ]
    await ChangesState.close.fn(dialog)
    assert (dialog.is_open, dialog.changes) == (False, [])


async def test_what_cannot_be_undone_any_more_says_so(tab: Tab, mira: Visitor) -> None:
    entry = logged(mira, 3, description="Stand-up")
    state = await open_time(tab, mira)
    await call(state, EntryMenuState.delete, entry.entry_id)
    dialog = await state.get_state(ChangesState)
    await ChangesState.ask.fn(dialog)
    logged(mira, 3, description="In its place")
    await ChangesState.undo.fn(dialog, dialog.changes[0].change_id)
    assert dialog.problem == "This overlaps “In its place” (11:36 – 12:36). Nothing was saved."
    for forged in ("", "forged", "00000000-0000-4000-8000-000000000000"):
        await ChangesState.undo.fn(dialog, forged)
        assert dialog.problem == "There is nothing here that you could undo. Nothing was changed."


async def test_one_persons_acts_are_no_business_of_anothers(tab: Tab, mira: Visitor) -> None:
    entry = logged(mira, 3, description="Stand-up")
    changed(mira, entry.entry_id, description="Mira's")
    own = await (await open_time(tab, mira)).get_state(ChangesState)
    await ChangesState.ask.fn(own)
    other = await (await open_time(tab, somebody("Noor"))).get_state(ChangesState)
    await ChangesState.ask.fn(other)
    assert other.changes == []
    await ChangesState.undo.fn(other, own.changes[0].change_id)
    assert other.problem
    assert stored(mira, entry.entry_id).description == "Mira's"
