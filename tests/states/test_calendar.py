"""The calendar of one tab: where blocks lie on the wall, and what drawing does."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest

from tests import factories, visitors
from tests.states.calendars import MONDAY, drawn, log, on, places, stored
from tests.states.pages import Tab, call, open_page
from tests.visitors import Visitor
from timetrack import db
from timetrack.domain import entries, profile, timer
from timetrack.states.calendar import CalendarState
from timetrack.states.calendar_acts import CalendarActsState

pytestmark = [pytest.mark.usefixtures("workspace", "frozen"), pytest.mark.anyio]
THURSDAY = datetime(2026, 11, 19, 13, 36, 20, tzinfo=UTC)


@pytest.fixture
def opened(tab: Tab) -> Callable[..., Any]:
    return lambda visitor, address="/calendar": open_page(tab, CalendarState, visitor, address)


async def test_a_week_shows_blocks_and_totals(opened: Callable[..., Any], mira: Visitor) -> None:
    log(mira, MONDAY, "06:00", 1.5, description="Plan")
    log(mira, date(2026, 11, 17), "22:00", 3, description="Night")
    with db.transaction() as session:
        timer.start_timer(session, mira.person, description="Now")
    state = await opened(mira)
    (plan,) = on(state, MONDAY).blocks
    assert (plan.top, plan.height, plan.hours_text) == ("25.0000%", "6.2500%", "1:30")
    assert plan.label == "Plan, Mon 16 Nov 06:00 – 07:30, 1:30"
    (evening,), (morning,) = (on(state, date(2026, 11, n)).blocks for n in (17, 18))
    assert (evening.entry_id, evening.has_tail) == (morning.entry_id, False)
    assert (morning.first, morning.last, morning.has_head) == (-7200, 3600, False)
    (running,) = on(state, date(2026, 11, 19)).blocks
    assert (running.is_running, running.has_tail, state.now_second) == (True, False, 52_580)
    assert (state.period_text, state.total_text, state.view) == ("16 – 22 Nov", "4:30", "week")
    assert [one.total_text for one in state.days] == ["1:30", "2:00", "1:00", "0:00", "", "", ""]


async def test_a_day_alone_counts_its_own_hours(opened: Callable[..., Any], mira: Visitor) -> None:
    log(mira, MONDAY, "06:00", 1)
    log(mira, date(2026, 11, 17), "06:00", 2)
    state = await opened(mira, "/calendar?view=day&day=2026-11-17")
    assert (state.view, state.place, state.total_text, state.period_text) == ("day", 1, "2:00", "Tue 17 Nov")
    assert "day=2026-11-18" in str(await CalendarState.later.fn(state))
    await CalendarState.show_day.fn(state, 0)
    assert (state.place, state.total_text) == (0, "1:00")
    state = await opened(mira, "/calendar?view=year&day=rubbish")
    assert (state.view, state.place) == ("week", 3)


async def test_the_hour_that_is_skipped_shows_as_a_gap(opened: Callable[..., Any], mira: Visitor) -> None:
    sunday = date(2026, 3, 29)
    log(mira, sunday, "01:00", 2)
    state = await opened(mira, f"/calendar?day={sunday}")
    day = on(state, sunday)
    assert (day.change, day.change_top, day.change_height) == ("The clocks skip 02:00 – 03:00", "8.3333%", "4.1667%")
    assert places(day.blocks) == [("4.1667%", "4.1667%", ""), ("12.5000%", "4.1667%", "")]
    assert day.total_text == "2:00"


async def test_the_hour_that_comes_twice_has_two_lanes(opened: Callable[..., Any], mira: Visitor) -> None:
    sunday = date(2026, 10, 25)
    entry = log(mira, sunday, "01:00", 3)
    state = await opened(mira, f"/calendar?day={sunday}")
    day = on(state, sunday)
    assert (day.change, day.twice, day.total_text) == ("02:00 – 03:00 comes twice", "7200-10800", "3:00")
    assert places(day.blocks) == [("4.1667%", "8.3333%", "first"), ("8.3333%", "4.1667%", "second")]
    await call(state, CalendarActsState.draw, drawn(entry, "end", sunday, 2.5, fold="1"))
    assert [block.hours_text for block in on(state, sunday).blocks] == ["2:30", "2:30"]
    entry = state._entries[0]
    await call(state, CalendarActsState.draw, drawn(entry, "end", sunday, 2.5, fold="0"))
    assert [block.hours_text for block in on(state, sunday).blocks] == ["1:30"]


async def test_blocks_are_moved_resized_and_taken_back(opened: Callable[..., Any], mira: Visitor) -> None:
    entry = log(mira, MONDAY, "09:00", 1.5)
    state = await opened(mira)
    await call(state, CalendarActsState.draw, drawn(entry, "move", date(2026, 11, 17), 23.5))
    assert (stored(mira, entry.entry_id), state.rev) == ("Tue 17 Nov 23:30 – 01:00", 1)
    await call(state, CalendarActsState.draw, drawn(state._entries[0], "start", date(2026, 11, 18), -1.0))
    assert stored(mira, entry.entry_id) == "Tue 17 Nov 23:00 – 01:00"
    await call(state, CalendarActsState.draw, drawn(state._entries[0], "end", date(2026, 11, 17), 24.0))
    assert stored(mira, entry.entry_id) == "Tue 17 Nov 23:00 – 00:00"
    await CalendarState.take_back.fn(state, state.notices[-1].notice_id)
    assert stored(mira, entry.entry_id) == "Tue 17 Nov 23:00 – 01:00"


async def test_a_move_keeps_every_second(opened: Callable[..., Any], mira: Visitor) -> None:
    entry = log(mira, MONDAY, "09:00:20", 1 + 1 / 3600)
    state = await opened(mira)
    await call(state, CalendarActsState.draw, drawn(entry, "move", MONDAY, 10))
    assert state._entries[0].duration_seconds == 3601


@pytest.mark.parametrize(
    ("what", "day", "hour", "refusal"),
    [
        ("move", MONDAY, 12.5, "This overlaps “Other” (13:00 – 14:00)."),
        ("end", MONDAY, 9.0, "An entry must end after it starts."),
        (
            "move",
            date(2026, 3, 29),
            2.5,
            "On Sun 29 Mar the clocks in Europe/Berlin skip 02:30: there is no such time.",
        ),
        ("move", date(2026, 11, 19), 14.5, "This overlaps “Runs” (14:36 – now)."),
        ("dance", MONDAY, 9.0, "This value cannot be used."),
    ],
)
async def test_what_is_refused_goes_back_and_is_said(
    opened: Callable[..., Any], mira: Visitor, what: str, day: date, hour: float, refusal: str
) -> None:
    entry = log(mira, MONDAY, "09:00", 1)
    log(mira, MONDAY, "13:00", 1, description="Other")
    with db.transaction() as session:
        timer.start_timer(session, mira.person, description="Runs")
    state = await opened(mira)
    before = state.days
    await call(state, CalendarActsState.draw, drawn(entry, what, day, hour))
    assert (state.notices[-1].tone, state.notices[-1].title) == ("error", refusal)
    assert (state.days, state.rev) == (before, 1)


async def test_clocks_and_hours_are_shown_as_the_viewer_reads_them(opened: Callable[..., Any]) -> None:
    with db.transaction() as session:
        person = factories.person(session, name="Ann")
        person = profile.edit_profile(session, person, time_format="H12", duration_format="DECIMAL")
    ann, sunday = visitors.signed_in(person), date(2026, 10, 25)
    entry = log(ann, sunday, "13:05:10", 1.5, description="Plan")
    log(ann, sunday, "19:00", 1, description="Call")
    state = await opened(ann, f"/calendar?day={sunday}")
    assert (state.hours[0], state.hours[11], state.hours[-1]) == ("1 am", "12 pm", "11 pm")
    assert state.total_text == "2.50\u00a0h"
    assert on(state, sunday).change == "2:00 am – 3:00 am comes twice"
    assert on(state, sunday).blocks[0].label == "Plan, Sun 25 Oct 1:05 pm – 2:35 pm, 1.50\u00a0h"
    await call(state, CalendarActsState.draw, drawn(entry, "move", sunday, 19))
    assert state.notices[-1].title == "This overlaps “Call” (7:00 pm – 8:00 pm)."
    await CalendarState.pick.fn(state, entry.entry_id)
    assert (state.picked.from_text, state.picked.split_text) == ("1:05:10 pm", "1:50 pm")
    form = {"description": "Plan", "project": "0:0", "day": str(sunday), "to": state.picked.to_text}
    await call(state, CalendarActsState.save, form | {"from": "12:30 pm"})
    assert state.notices[-1].detail == "Plan: Sun 25 Oct 12:30 pm – 2:35 pm"


async def test_empty_time_is_logged_or_refused_in_the_form(opened: Callable[..., Any], mira: Visitor) -> None:
    log(mira, MONDAY, "09:00", 1, description="There")
    state = await opened(mira)
    form = {"what": "new", "day": "2026-11-16", "second": "34200", "until": "37800", "description": "Call"}
    await call(state, CalendarActsState.create, form)
    assert (state.problem, state.rev) == ("This overlaps “There” (09:00 – 10:00). Nothing was saved.", 0)
    await call(state, CalendarActsState.create, form | {"second": "82800", "until": "90000", "project": "0:0"})
    assert [block.label for block in on(state, MONDAY).blocks][1] == "Call, Mon 16 Nov 23:00 – 01:00, 2:00"
    await call(state, CalendarActsState.create, form | {"second": "1", "until": "999999999"})
    assert state.problem == "This value cannot be used. Nothing was saved."


async def test_the_popover_changes_splits_and_deletes(opened: Callable[..., Any], mira: Visitor) -> None:
    with db.transaction() as session:
        site = factories.project(session, name="Site").project_id
    entry = log(mira, MONDAY, "09:00:10", 1.5, description="Plan", project_id=site)
    state = await opened(mira)
    await CalendarState.pick.fn(state, entry.entry_id)
    picked = state.picked
    assert (picked.choice, picked.from_text, picked.to_text, picked.split_text) == (
        f"{site}:0", "09:00:10", "10:30:10", "09:45",
    )  # fmt: skip
    assert picked.is_billable
    assert state.shown != ""
    form = {"description": "Planning", "project": picked.choice, "day": "2026-11-16", "from": "09:00:10", "to": "10:00"}
    await call(state, CalendarActsState.save, form)
    assert state.shown == ""
    assert (state.notices[-1].title, state.notices[-1].detail) == (
        "Entry changed", "Planning: Mon 16 Nov 09:00 – 10:00",
    )  # fmt: skip
    changed = state._entries[0]
    assert (changed.description, changed.duration_seconds, changed.is_billable) == ("Planning", 3590, False)

    await CalendarState.pick.fn(state, entry.entry_id)
    await call(state, CalendarActsState.save, form | {"to": "8:30"})
    assert state.problem.startswith("An entry must end after it starts")
    await call(state, CalendarActsState.save, form | {"to": "noon"})
    assert state.problem.startswith("A time looks like 9:00")
    await call(state, CalendarActsState.split_at, {"at": "8:00"})
    assert state.problem.startswith("An entry is split between its start and its end")
    await call(state, CalendarActsState.split_at, {"at": "9:30"})
    assert [block.hours_text for block in on(state, MONDAY).blocks] == ["0:29", "0:30"]
    await call(state, CalendarActsState.delete, entry.entry_id)
    assert len(on(state, MONDAY).blocks) == 1
    await CalendarState.take_back.fn(state, state.notices[-1].notice_id)
    await state._refresh()
    assert len(on(state, MONDAY).blocks) == 2


async def test_nobody_elses_entry_is_touched(opened: Callable[..., Any], mira: Visitor) -> None:
    with db.transaction() as session:
        other = factories.person(session, name="Other")
        theirs = factories.entry(session, other)
    state = await opened(mira)
    for what in ("move", "start", "end", "split", "delete"):
        await call(state, CalendarActsState.draw, drawn(theirs, what, MONDAY, 9))
    await CalendarState.pick.fn(state, theirs.entry_id)
    assert (state.shown, state.days[0].blocks) == ("", ())
    with db.transaction() as session:
        assert entries.visible_entry(session, other, theirs.entry_id).updated_at == theirs.updated_at
