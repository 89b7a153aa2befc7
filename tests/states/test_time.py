"""The Time page and the timer bar of one tab."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tests import factories, visitors
from tests.factories import FrozenClock
from tests.states.pages import Tab, call, open_page
from tests.visitors import Visitor
from timetrack import clock, db
from timetrack.domain import entries, timer
from timetrack.models import Role, TimeEntry
from timetrack.states.log import LogState
from timetrack.states.time import TimeState
from timetrack.states.time_cells import EntryCellsState
from timetrack.states.time_menu import EntryMenuState
from timetrack.states.timer import TimerState

pytestmark = [pytest.mark.usefixtures("workspace", "frozen"), pytest.mark.anyio]
THURSDAY = datetime(2026, 11, 19, 13, 36, 20, tzinfo=UTC)
HOUR = timedelta(hours=1)


@pytest.fixture
def frozen(monkeypatch: pytest.MonkeyPatch) -> FrozenClock:
    """Thursday 19 November, 14:36:20 in Berlin."""
    standing = FrozenClock(THURSDAY)
    monkeypatch.setattr(clock, "now", standing.now)
    return standing


@pytest.fixture
def mira(frozen: FrozenClock) -> Visitor:
    """Somebody new in Berlin."""
    with db.transaction() as session:
        person = factories.person(session, name="Mira")
    return visitors.signed_in(person, stay=True)


@pytest.fixture
def opened(tab: Tab) -> Callable[..., Any]:
    return lambda visitor, address="/time": open_page(tab, TimeState, visitor, address)


def logged(visitor: Visitor, hours_ago: float, hours: float = 1, **work: Any) -> TimeEntry:
    start = THURSDAY - hours_ago * HOUR
    with db.transaction() as session:
        return entries.create_manual_entry(
            session, visitor.person, start_time=start, end_time=start + hours * HOUR, **work
        )


def stored(visitor: Visitor, entry_id: int) -> TimeEntry:
    with db.transaction() as session:
        return entries.visible_entry(session, visitor.person, entry_id)


async def test_days_have_their_entries_totals_and_free_time(opened: Callable[..., Any], mira: Visitor) -> None:
    logged(mira, 3, description="Stand-up")
    logged(mira, 1.5, description="Review")
    logged(mira, 24, description="Yesterday")
    state = await opened(mira)
    today, yesterday = state.days
    assert (today.name, today.date_text, today.total_text) == ("Today", "Thu 19 Nov", "2:00")
    assert [line.description for line in today.lines] == ["Review", "Stand-up"]
    assert [gap.text for gap in today.lines[0].gaps] == ["12:36 – 13:06 · 0:30 free"]
    assert (yesterday.name, state.total_text, state.period_text) == ("Yesterday", "3:00", "16 – 22 Nov")


async def test_cells_are_edited_and_refusals_keep_their_cell(opened: Callable[..., Any], mira: Visitor) -> None:
    first = logged(mira, 3, description="Stand-up")
    second = logged(mira, 1, description="Review")
    state = await opened(mira)
    await call(state, EntryCellsState.describe, first.entry_id, "Daily stand-up")
    await call(state, EntryCellsState.last, first.entry_id, "1h 30m")
    assert stored(mira, first.entry_id).duration_seconds == 5400
    await call(state, EntryCellsState.tag_entry, first.entry_id, "ux, UX, v2")
    assert stored(mira, first.entry_id).tags == ["ux", "v2"]
    await call(state, EntryCellsState.move, first.entry_id, "13:00 – 14:00")
    line = next(line for line in state.days[0].lines if line.entry_id == first.entry_id)
    assert line.problem == "“Daily stand-up” 13:00 – 14:00 is not saved."
    assert line.problem_detail == "It overlaps “Review” (13:36 – 14:36) by 0:23."
    assert (line.problem_field, line.problem_kind) == ("range", "overlap")
    assert stored(mira, first.entry_id).duration_seconds == 5400
    await call(state, EntryCellsState.dismiss, first.entry_id)
    line = next(line for line in state.days[0].lines if line.entry_id == first.entry_id)
    assert (line.problem, line.description) == ("", "Daily stand-up")
    await call(state, EntryCellsState.last, second.entry_id, "25h")
    assert next(line for line in state.days[0].lines if line.entry_id == second.entry_id).problem_field == "hours"


async def test_what_another_tab_changed_first_is_not_overwritten(opened: Callable[..., Any], mira: Visitor) -> None:
    entry = logged(mira, 3, description="Stand-up")
    state = await opened(mira)
    with db.transaction() as session:
        entries.edit_entry(session, mira.person, entry_id=entry.entry_id, description="From elsewhere")
    await call(state, EntryCellsState.describe, entry.entry_id, "Mine")
    assert stored(mira, entry.entry_id).description == "From elsewhere"
    row = state.days[0].lines[0]
    assert (row.description, row.problem) == ("From elsewhere", "Changed in another tab just now.")
    assert row.problem_detail == "There: “From elsewhere” · yours: “Mine”"
    await call(state, EntryCellsState.use_mine, entry.entry_id)
    assert stored(mira, entry.entry_id).description == "Mine"
    assert state.days[0].lines[0].problem == ""


async def test_a_deleted_entry_comes_back_by_the_notice(opened: Callable[..., Any], mira: Visitor) -> None:
    entry = logged(mira, 3, description="Stand-up")
    state = await opened(mira)
    await call(state, EntryMenuState.delete, entry.entry_id)
    assert state.days == []
    assert (state.notices[-1].title, state.notices[-1].action) == ("Entry deleted", "Undo")
    await TimeState.take_back.fn(state, state.notices[-1].notice_id)
    assert stored(mira, entry.entry_id).description == "Stand-up"


async def test_the_list_is_paged_by_key(opened: Callable[..., Any], mira: Visitor) -> None:
    for n in range(53):
        logged(mira, 60 - n, hours=0.5, description=f"no. {n}")
    state = await opened(mira, "/time?period=all")
    assert state.has_more
    assert sum(len(day.lines) for day in state.days) == 50
    await TimeState.show_more.fn(state)
    assert not state.has_more
    lines = [line.description for day in state.days for line in day.lines]
    assert lines == [f"no. {n}" for n in reversed(range(53))]
    assert state.total_text == "26:30"


async def test_filters_come_from_the_address(opened: Callable[..., Any], mira: Visitor) -> None:
    logged(mira, 3, description="Stand-up", tags=["ux"])
    logged(mira, 1, description="Review")
    state = await opened(mira, "/time?tag=ux&q=stand")
    assert [line.description for day in state.days for line in day.lines] == ["Stand-up"]
    assert (state.total_text, state.is_filtered) == ("1:00", True)


async def test_only_who_leads_sees_somebody_elses_time(opened: Callable[..., Any], mira: Visitor) -> None:
    logged(mira, 3, description="Mine alone")
    lead = visitors.joined(f"Lead {mira.person.user_id}", Role.MANAGER)
    state = await opened(lead, f"/time?person={mira.person.user_id}")
    assert state.days[0].lines[0].description == "Mine alone"
    other = visitors.joined(f"Other {mira.person.user_id}")
    with pytest.raises(Exception, match="not here any more"):
        await opened(other, f"/time?person={mira.person.user_id}")


async def test_the_timer_is_started_changed_and_stopped(tab: Tab, mira: Visitor, frozen: FrozenClock) -> None:
    state = await open_page(tab, TimerState, mira, "/time")
    await TimerState.tag.fn(state, "ux, v2")
    await TimerState.start.fn(state, {"description": "Checkout flow"})
    assert (state.timer.is_running, state.timer.description, state.timer.tags_text) == (True, "Checkout flow", "ux, v2")
    frozen.forward(hours=2)
    await TimerState.move_start.fn(state, "14:00")
    assert state.timer.since_text == "14:00"
    await TimerState.stop.fn(state)
    assert not state.timer.is_running
    with db.transaction() as session:
        assert timer.running_entry(session, mira.person.user_id) is None


async def test_starting_beside_a_running_timer_offers_to_switch(tab: Tab, mira: Visitor, frozen: FrozenClock) -> None:
    state = await open_page(tab, TimerState, mira, "/time")
    with db.transaction() as session:
        timer.start_timer(session, mira.person, description="Elsewhere")
    frozen.forward(minutes=5)
    await TimerState.start.fn(state, {"description": "Here"})
    assert (state.timer.description, state.notices[-1].action) == ("Elsewhere", "Switch")
    await TimerState.take_back.fn(state, state.notices[-1].notice_id)
    with db.transaction() as session:
        running = timer.running_entry(session, mira.person.user_id)
    assert running is not None
    assert running.description == "Here"


async def test_a_forgotten_timer_asks_when_the_work_ended(tab: Tab, mira: Visitor, frozen: FrozenClock) -> None:
    state = await open_page(tab, TimerState, mira, "/time")
    await TimerState.start.fn(state, {"description": "Forgotten"})
    frozen.forward(hours=30)
    await TimerState.stop.fn(state)
    assert (state.is_asking_end, state.asked_day, state.timer.is_running) == (True, "2026-11-19", True)
    await TimerState.stop_at.fn(state, {"day": "2026-11-19", "time": "9:00"})
    assert state.ends_problem
    await TimerState.stop_at.fn(state, {"day": "2026-11-19", "time": "18:00"})
    assert (state.is_asking_end, state.timer.is_running) == (False, False)


async def test_worked_time_is_logged_by_the_form(tab: Tab, mira: Visitor) -> None:
    state = await open_page(tab, TimerState, mira, "/time")
    log = await state.get_state(LogState)
    await LogState.begin.fn(log)
    assert (log.day, log.from_text, log.to_text) == ("2026-11-19", "13:36", "14:36")
    form = {
        "description": "Stand-up",
        "day": "2026-11-19",
        "from": "9:00",
        "to": "9:15",
        "tags": "ux",
        "project": "0:0",
    }
    await LogState.save.fn(log, form)
    assert not log.is_open
    await LogState.begin.fn(log)
    await LogState.save.fn(log, form)
    assert log.problem == "This overlaps “Stand-up” (09:00 – 09:15). Nothing was saved."
    await LogState.fill.fn(log, "1795078800-1795080600")
    assert log.is_open


async def test_a_day_that_only_goes_on_from_the_night_before_is_shown(
    opened: Callable[..., Any], mira: Visitor
) -> None:
    logged(mira, 40, hours=11, description="Night shift")
    state = await opened(mira)
    assert [(day.name, day.total_text, len(day.lines)) for day in state.days] == [
        ("Yesterday", "9:36", 0),
        ("Tuesday", "1:23", 1),
    ]
    assert state.days[0].note == "Goes on from Tue 17 Nov: Night shift"
