"""Cells of the Time page: what saves, what is refused with its text kept, and who was first."""

from decimal import Decimal

import pytest

from tests import visitors
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
    somebody,
    stored,
)
from tests.visitors import Visitor
from timetrack import db
from timetrack.domain import entries, profile, timer
from timetrack.errors import InvalidInput
from timetrack.models import Role
from timetrack.states.time import TimeState
from timetrack.states.time_cells import EntryCellsState

pytestmark = [pytest.mark.usefixtures("workspace", "frozen"), pytest.mark.anyio]


@pytest.mark.parametrize("typed", ["25h", "-1", "1:99", "١:٣٠", "0", "", "1" * 10_000, "NaN", "1e9", "1:30; DROP"])
async def test_what_is_no_duration_stays_in_its_cell_and_saves_nothing(tab: Tab, mira: Visitor, typed: str) -> None:
    entry = logged(mira, 3, description="Stand-up")
    state = await open_time(tab, mira)
    await call(state, EntryCellsState.last, entry.entry_id, typed)
    row = line(state, entry.entry_id)
    assert row.problem
    assert (row.problem_field, row.rev, row.hours) == ("hours", 0, "1:00")
    assert len(row.problem + row.problem_detail) < 300
    assert stored(mira, entry.entry_id).duration_seconds == 3600
    await call(state, EntryCellsState.dismiss, entry.entry_id)
    assert (line(state, entry.entry_id).problem, line(state, entry.entry_id).rev) == ("", 1)


@pytest.mark.parametrize(
    ("typed", "shown"),
    [("1.5", "1:30"), ("1:30", "1:30"), ("1:30:20", "1:30"), ("90m", "1:30"), ("1h 30m", "1:30"), ("1,5", "1:30")],
)
async def test_a_duration_moves_the_end(tab: Tab, mira: Visitor, typed: str, shown: str) -> None:
    entry = logged(mira, 3, description="Stand-up")
    state = await open_time(tab, mira)
    await call(state, EntryCellsState.last, entry.entry_id, typed)
    assert line(state, entry.entry_id).hours == shown
    assert stored(mira, entry.entry_id).start_time == entry.start_time


async def test_a_pasted_novel_is_refused_and_offered_back(tab: Tab, mira: Visitor) -> None:
    entry = logged(mira, 3, description="Stand-up")
    state = await open_time(tab, mira)
    for handler in (EntryCellsState.describe, EntryCellsState.tag_entry, EntryCellsState.move):
        await call(state, handler, entry.entry_id, "novel " * 1700)
        row = line(state, entry.entry_id)
        assert row.problem
        assert len(row.problem + row.problem_detail) < 300
    assert stored(mira, entry.entry_id).description == "Stand-up"


async def test_another_cell_of_a_row_that_changed_is_saved_beside_it(tab: Tab, mira: Visitor) -> None:
    entry = logged(mira, 3, description="Stand-up")
    state = await open_time(tab, mira)
    changed(mira, entry.entry_id, tags=["ux"])
    await call(state, EntryCellsState.describe, entry.entry_id, "Daily", "Stand-up")
    assert (stored(mira, entry.entry_id).description, stored(mira, entry.entry_id).tags) == ("Daily", ["ux"])
    assert line(state, entry.entry_id).problem == ""


async def test_the_same_cell_asks_which_of_the_two_shall_be(tab: Tab, mira: Visitor, frozen: FrozenClock) -> None:
    entry = logged(mira, 3, description="Stand-up")
    state = await open_time(tab, mira)
    changed(mira, entry.entry_id, description="From elsewhere")
    await state._refresh()
    await call(state, EntryCellsState.describe, entry.entry_id, "Mine", "Stand-up")
    row = line(state, entry.entry_id)
    assert (row.description, row.problem_kind, row.problem_field) == ("From elsewhere", "newer", "")
    assert row.problem_detail == "There: “From elsewhere” · yours: “Mine”"
    await call(state, EntryCellsState.dismiss, entry.entry_id)
    assert line(state, entry.entry_id).problem == ""
    assert stored(mira, entry.entry_id).description == "From elsewhere"

    await call(state, EntryCellsState.describe, entry.entry_id, "Mine", "Stand-up")
    changed(mira, entry.entry_id, description="Even newer")
    await call(state, EntryCellsState.use_mine, entry.entry_id)
    assert line(state, entry.entry_id).problem_detail == "There: “Even newer” · yours: “Mine”"
    await call(state, EntryCellsState.use_mine, entry.entry_id)
    assert stored(mira, entry.entry_id).description == "Mine"
    assert line(state, entry.entry_id).problem == ""


async def test_who_typed_the_same_has_nothing_to_choose(tab: Tab, mira: Visitor) -> None:
    entry = logged(mira, 3, description="Stand-up")
    state = await open_time(tab, mira)
    changed(mira, entry.entry_id, description="Daily")
    await call(state, EntryCellsState.describe, entry.entry_id, "Daily", "Stand-up")
    assert (line(state, entry.entry_id).problem, stored(mira, entry.entry_id).description) == ("", "Daily")


async def test_a_manager_and_the_owner_edit_one_row(tab: Tab, mira: Visitor) -> None:
    entry = logged(mira, 3, description="Stand-up")
    lead = visitors.joined(f"Nils {mira.person.user_id}", Role.MANAGER)
    theirs = await open_time(tab, lead, f"/time?person={mira.person.user_id}")
    assert (theirs.days[0].lines[0].locked, theirs.days[0].lines[0].gaps) == ("", ())
    changed(mira, entry.entry_id, description="By Mira")
    await call(theirs, EntryCellsState.describe, entry.entry_id, "By the manager", "Stand-up")
    assert line(theirs, entry.entry_id).problem == "Mira changed this just now."
    await call(theirs, EntryCellsState.use_mine, entry.entry_id)
    own = await open_time(tab, mira)
    await call(own, EntryCellsState.describe, entry.entry_id, "Mira again", "By Mira")
    assert line(own, entry.entry_id).problem == f"Nils {mira.person.user_id} changed this just now."
    assert stored(mira, entry.entry_id).description == "By the manager"


async def test_an_entry_that_is_gone_gives_back_what_was_typed(tab: Tab, mira: Visitor) -> None:
    entry = logged(mira, 3, description="Stand-up")
    state = await open_time(tab, mira)
    with db.transaction() as session:
        entries.delete_entry(session, mira.person, entry_id=entry.entry_id)
    await call(state, EntryCellsState.describe, entry.entry_id, "A long thought")
    assert last_notice(state)[:2] == (
        "This entry is not here any more.",
        "You typed “A long thought”. Nothing was saved.",
    )
    assert lines(state) == []


async def test_project_task_and_mark_change_by_a_click(tab: Tab, mira: Visitor) -> None:
    entry = logged(mira, 3, description="Stand-up")
    project, (task,) = project_of("Design")
    state = await open_time(tab, mira)
    with pytest.raises(InvalidInput, match="Choose a project first"):
        await call(state, EntryCellsState.turn_billable, entry.entry_id)
    await call(state, EntryCellsState.pick, entry.entry_id)
    await call(state, EntryCellsState.choose, project.project_id, task.task_id)
    row = line(state, entry.entry_id)
    assert (row.project, row.task, row.is_billable) == (project.name, task.name, True)
    await call(state, EntryCellsState.turn_billable, entry.entry_id)
    assert not line(state, entry.entry_id).is_billable
    await call(state, EntryCellsState.choose, 0, 0)
    assert line(state, entry.entry_id).project == ""


async def test_the_start_of_what_runs_is_moved(tab: Tab, mira: Visitor, frozen: FrozenClock) -> None:
    with db.transaction() as session:
        running = timer.start_timer(session, mira.person, description="Calls")
    frozen.forward(hours=1)
    state = await open_time(tab, mira)
    await call(state, EntryCellsState.move, running.entry_id, "15:00", "14:36")
    row = line(state, running.entry_id)
    assert (row.range_text, row.hours, row.seconds, row.problem) == ("15:00", "0:36", ":20", "")
    await call(state, EntryCellsState.move, running.entry_id, "25:00", "15:00")
    assert line(state, running.entry_id).problem_field == "range"


async def test_the_sheet_shows_one_entry_and_why_its_hour_costs_that(tab: Tab, mira: Visitor) -> None:
    project, _ = project_of(hourly_rate=Decimal(95))
    entry = logged(mira, 3, description="Stand-up", project_id=project.project_id)
    state = await open_time(tab, mira)
    await TimeState.look_at.fn(state, entry.entry_id)
    assert (state.is_sheet_open, state.sheet.description) == (True, "Stand-up")
    assert state.sheet_why.sentence == "€95.00 — the project's rate"
    await call(state, EntryCellsState.describe, entry.entry_id, "Daily")
    assert state.sheet.description == "Daily"
    await TimeState.close_sheet.fn(state)
    assert not state.is_sheet_open
    await TimeState.look_at.fn(state, entry.entry_id)
    with db.transaction() as session:
        entries.delete_entry(session, mira.person, entry_id=entry.entry_id)
    await state._refresh()
    assert not state.is_sheet_open


async def test_who_reads_decimals_and_twelve_hours_reads_them_here(tab: Tab) -> None:
    who = somebody("Dee")
    with db.transaction() as session:
        dee = profile.edit_profile(session, who.person, duration_format="DECIMAL", time_format="H12")
    entry = logged(who, 3, hours=1.5, description="Stand-up")
    state = await open_time(tab, visitors.signed_in(dee, stay=True))
    row = line(state, entry.entry_id)
    assert (row.range_text, row.decimals, f"{row.hours}{row.seconds}") == (
        "11:36 am – 1:06 pm",
        "1.50\u00a0h",
        "1:30:00",
    )
    assert (state.total_text, state.days[0].total_text) == ("1.50\u00a0h", "1.50\u00a0h")
    await call(state, EntryCellsState.move, entry.entry_id, "11:30 am – 1:00 pm", row.range_text)
    row = line(state, entry.entry_id)
    assert (row.problem, row.range_text) == ("", "11:30 am – 1:00 pm")
