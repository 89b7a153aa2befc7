"""The calendar of one tab while somebody else changes, deletes or moves what it shows: a choice, and nothing lost."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from tests.states.calendars import MONDAY, drawn, log, on, stored
from tests.states.pages import Tab, call, open_page
from tests.visitors import Visitor
from timetrack import db
from timetrack.domain import entries
from timetrack.states.calendar import CalendarState
from timetrack.states.calendar_acts import CalendarActsState

pytestmark = [pytest.mark.usefixtures("workspace", "frozen"), pytest.mark.anyio]


@pytest.fixture
def opened(tab: Tab) -> Callable[..., Any]:
    return lambda visitor, address="/calendar": open_page(tab, CalendarState, visitor, address)


async def test_over_a_newer_version_there_is_a_choice(opened: Callable[..., Any], mira: Visitor) -> None:
    entry = log(mira, MONDAY, "09:00", 1)
    state = await opened(mira)
    with db.transaction() as session:
        entries.edit_entry(session, mira.person, entry_id=entry.entry_id, description="Theirs")
    await call(state, CalendarActsState.draw, drawn(entry, "move", MONDAY, 15))
    assert (stored(mira, entry.entry_id), state.notices[-1].action) == ("Mon 16 Nov 09:00 – 10:00", "Save mine instead")
    assert on(state, MONDAY).blocks[0].title == "Theirs"
    await CalendarState.take_back.fn(state, state.notices[-1].notice_id)
    assert stored(mira, entry.entry_id) == "Mon 16 Nov 15:00 – 16:00"


async def test_what_was_deleted_meanwhile_can_come_back_changed(opened: Callable[..., Any], mira: Visitor) -> None:
    entry = log(mira, MONDAY, "09:00", 1, description="Plan")
    state = await opened(mira)
    await CalendarState.pick.fn(state, entry.entry_id)
    with db.transaction() as session:
        entries.delete_entry(session, mira.person, entry_id=entry.entry_id)
    await call(state, CalendarActsState.draw, drawn(entry, "move", MONDAY, 15))
    assert (state.notices[-1].title, state.notices[-1].action, state.rev) == (
        "This was deleted in another place meanwhile.", "Bring it back with mine", 1,
    )  # fmt: skip
    form = {"description": "Planning", "project": "0:0", "day": "2026-11-16", "from": "09:00", "to": "11:00"}
    await call(state, CalendarActsState.save, form)
    await call(state, CalendarActsState.draw, drawn(entry, "move", MONDAY, 16))
    assert state.notices[-1].action == "Bring it back"
    await CalendarState.take_back.fn(state, state.notices[-2].notice_id)
    await state._refresh()
    assert [block.label for block in on(state, MONDAY).blocks] == ["Planning, Mon 16 Nov 09:00 – 11:00, 2:00"]


async def test_what_went_to_another_week_meanwhile_is_asked_about(opened: Callable[..., Any], mira: Visitor) -> None:
    entry = log(mira, MONDAY, "09:00", 1)
    state = await opened(mira)
    with db.transaction() as session:
        there = {"start_time": entry.start_time - timedelta(days=7), "end_time": entry.start_time - timedelta(days=6.9)}
        entries.edit_entry(session, mira.person, entry_id=entry.entry_id, **there)
    await state._refresh()
    await call(state, CalendarActsState.draw, drawn(entry, "move", MONDAY, 15))
    assert (state.notices[-1].action, on(state, MONDAY).blocks) == ("Save mine instead", ())
