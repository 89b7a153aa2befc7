"""The timesheet of one tab."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from tests import factories, visitors
from tests.factories import FrozenClock
from tests.states.pages import Tab, open_page
from tests.visitors import Visitor
from timetrack import db
from timetrack.domain import entries, profile, timer, timesheet
from timetrack.errors import InvalidInput
from timetrack.states.timer import TimerState
from timetrack.states.timesheet import TimesheetState
from timetrack.states.timesheet_rows import SheetCell
from timetrack.states.week_address import asked_week, week_name

pytestmark = [pytest.mark.usefixtures("workspace", "frozen"), pytest.mark.anyio]
THURSDAY = datetime(2026, 11, 19, 13, 36, 20, tzinfo=UTC)
MONDAY, HOUR = date(2026, 11, 16), timedelta(hours=1)


@pytest.fixture
def opened(tab: Tab) -> Callable[..., Any]:
    async def made(visitor: Visitor, address: str = "/timesheet") -> Any:
        state = await open_page(tab, TimerState, visitor, address)
        sheet = await state.get_state(TimesheetState)
        await TimesheetState.open.fn(sheet)
        return sheet

    return made


def project(name: str) -> int:
    with db.transaction() as session:
        return factories.project(session, name=name).project_id


def log(visitor: Visitor, day: date, hour: float, hours: float, **work: Any) -> None:
    start = datetime(day.year, day.month, day.day, tzinfo=UTC) + (hour - 1) * HOUR
    with db.transaction() as session:
        entries.create_manual_entry(session, visitor.person, start_time=start, end_time=start + hours * HOUR, **work)


def cell(state: TimesheetState, day: date, row: int = 0) -> SheetCell:
    return state.rows[row].cells[(day - MONDAY).days]


async def test_a_week_has_rows_days_and_totals(opened: Callable[..., Any], mira: Visitor) -> None:
    site = project("Webshop")
    log(mira, MONDAY, 9, 7.75, project_id=site)
    log(mira, date(2026, 11, 17), 23, 2, project_id=site)
    with db.transaction() as session:
        timer.start_timer(session, mira.person, project_id=site)
    state = await opened(mira)
    (row,) = state.rows
    assert [one.text for one in row.cells] == ["7:45", "1:00", "1:00", "0:00", "", "", ""]
    assert (cell(state, MONDAY).label, row.cells[3].since) == ("Webshop, Mon 16 Nov", int(THURSDAY.timestamp()))
    assert (row.total_text, row.base_seconds, state.total_text) == ("9:45", 35_100, "9:45")
    assert (state.period_text, state.shown_place, state.target_text) == ("16 – 22 Nov", 3, "40:00")
    assert [day.target_text for day in state.days] == ["−0:15", "−7:00", "−7:00", "−8:00", "8:00", "", ""]
    assert [day.name for day in state.days][:2] == ["Mon 16", "Tue 17"]


@pytest.mark.parametrize(("text", "shown"), [("1.5", "1:30"), ("1:30", "1:30"), ("90m", "1:30"), ("1h 30m", "1:30")])
async def test_typed_hours_are_laid_and_undone(
    opened: Callable[..., Any], mira: Visitor, text: str, shown: str
) -> None:
    state = await opened(mira, "/timesheet?rows=0-0")
    await TimesheetState.fill.fn(state, "2026-11-16", 0, 0, text)
    assert (cell(state, MONDAY).text, cell(state, MONDAY).rev) == (shown, 1)
    assert (state.notices[-1].title, state.notices[-1].detail) == ("1:30 added", "Mon 16 Nov, 09:00 – 10:30")
    await TimesheetState.take_back.fn(state, state.notices[-1].notice_id)
    await state._refresh()
    assert cell(state, MONDAY).text == ""


@pytest.mark.parametrize("text", ["25h", "-1", "1:99", "١:٣٠", "x" * 10_000, "٣"])
async def test_a_refused_text_stays_with_its_reason(opened: Callable[..., Any], mira: Visitor, text: str) -> None:
    log(mira, MONDAY, 9, 1)
    state = await opened(mira)
    await TimesheetState.fill.fn(state, "2026-11-16", 0, 0, text)
    shown = cell(state, MONDAY)
    assert (shown.text, shown.rev) == ("1:00", 0)
    assert shown.problem.endswith("Nothing was saved.")
    assert len(shown.problem) < 150
    assert state.rows[0].problem == shown.problem
    await TimesheetState.fill.fn(state, "2026-11-16", 0, 0, "")
    assert (cell(state, MONDAY).text, cell(state, MONDAY).problem, state.rows[0].is_empty) == ("", "", True)


async def test_over_newer_hours_there_is_a_choice(opened: Callable[..., Any], mira: Visitor) -> None:
    log(mira, MONDAY, 9, 1)
    state = await opened(mira)
    known = str(cell(state, MONDAY).known)
    log(mira, MONDAY, 10, 2)
    await TimesheetState.fill.fn(state, "2026-11-16", 0, 0, "2:30", known)
    shown = cell(state, MONDAY)
    assert (shown.text, shown.mine, shown.rev) == ("3:00", "2:30", 1)
    assert shown.problem == "Changed in another place meanwhile: 3:00 there, “2:30” here. Yours was not saved."
    assert (state.rows[0].has_mine, state.rows[0].problem_day) == (True, "2026-11-16")
    await TimesheetState.use_mine.fn(state, "2026-11-16", 0, 0)
    assert (cell(state, MONDAY).text, cell(state, MONDAY).problem) == ("2:30", "")
    await TimesheetState.use_mine.fn(state, "2026-11-16", 0, 0)
    assert cell(state, MONDAY).text == "2:30"


async def test_what_was_not_saved_is_discarded(opened: Callable[..., Any], mira: Visitor) -> None:
    log(mira, MONDAY, 9, 1)
    state = await opened(mira)
    await TimesheetState.fill.fn(state, "2026-11-16", 0, 0, "25h", "3600")
    assert cell(state, MONDAY).problem != ""
    await TimesheetState.dismiss.fn(state, "2026-11-16", 0, 0)
    assert (cell(state, MONDAY).text, state.rows[0].problem) == ("1:00", "")


async def test_hours_are_shown_as_the_viewer_reads_them(opened: Callable[..., Any]) -> None:
    with db.transaction() as session:
        person = factories.person(session, name="Ann")
        person = profile.edit_profile(session, person, time_format="H12", duration_format="DECIMAL")
    ann = visitors.signed_in(person)
    log(ann, MONDAY, 9, 7.75)
    state = await opened(ann)
    assert (cell(state, MONDAY).text, state.rows[0].total_text, state.days[0].total_text) == ("7.75", "7.75", "7.75")
    assert (state.days[0].target_text, state.days[4].target_text) == ("−0.25", "8.00")
    assert (state.total_text, state.target_text, state.zero_text) == ("7.75\u00a0h", "40.00\u00a0h", "0.00")
    await TimesheetState.fill.fn(state, "2026-11-16", 0, 0, "8.00\u00a0h")
    assert (state.notices[-1].title, state.notices[-1].detail) == (
        "0.25\u00a0h added", "Mon 16 Nov, 4:45 pm – 5:00 pm",
    )  # fmt: skip
    log(ann, MONDAY - timedelta(days=7), 9, 20, project_id=project("Webshop D"))
    with pytest.raises(InvalidInput, match=r"Mon 16 Nov has 16\.00.h free, and 20\.00.h would go there"):
        await TimesheetState.copy_hours.fn(state)


async def test_rows_are_added_and_copied_into_the_address(opened: Callable[..., Any], mira: Visitor) -> None:
    site, other = project("Webshop A"), project("Other A")
    log(mira, MONDAY - timedelta(days=7), 9, 1, project_id=site)
    state = await opened(mira)
    gone = await TimesheetState.add_row.fn(state, other, 0)
    assert f"/timesheet/?week=2026-W47&rows={other}-0" in str(gone)
    state = await opened(mira, f"/timesheet?rows={other}-0+{other}-0+x+9-9-9")
    assert [(row.project, row.is_empty) for row in state.rows] == [("Other A", True)]
    assert f"rows={other}-0+{site}-0" in str(await TimesheetState.copy_rows.fn(state))
    assert "rows" not in str(await TimesheetState.remove_row.fn(state, other, 0))
    state = await opened(mira, f"/timesheet?rows={site}-0")
    with pytest.raises(InvalidInput, match="Every row of last week is here already"):
        await TimesheetState.copy_rows.fn(state)


async def test_last_weeks_hours_are_copied_and_taken_back_as_one(opened: Callable[..., Any], mira: Visitor) -> None:
    for n in range(3):
        log(mira, MONDAY + timedelta(days=n - 7), 9, 1.5)
    state = await opened(mira)
    await TimesheetState.copy_hours.fn(state)
    assert [one.text for one in state.rows[0].cells][:4] == ["1:30", "1:30", "1:30", ""]
    assert (state.notices[-1].title, state.notices[-1].detail) == ("Last week copied", "3 entries, 4:30.")
    await TimesheetState.take_back.fn(state, state.notices[-1].notice_id)
    await state._refresh()
    assert state.rows == []


async def test_a_row_is_cleared_and_brought_back(opened: Callable[..., Any], mira: Visitor) -> None:
    log(mira, MONDAY, 9, 1)
    log(mira, MONDAY, 11, 1)
    state = await opened(mira)
    await TimesheetState.clear_row.fn(state, 0, 0)
    assert state.rows[0].is_empty
    await TimesheetState.take_back.fn(state, state.notices[-1].notice_id)
    await state._refresh()
    assert state.rows[0].total_text == "2:00"


async def test_a_timer_is_started_on_a_row(opened: Callable[..., Any], mira: Visitor) -> None:
    site = project("Timed")
    state = await opened(mira, f"/timesheet?rows={site}-0")
    await TimesheetState.start.fn(state, site, 0)
    with db.transaction() as session:
        running = timer.running_entry(session, mira.person.user_id)
    assert running is not None
    assert running.project_id == site
    assert state.rows[0].cells[3].since == int(THURSDAY.timestamp())


async def test_other_weeks_are_reached(opened: Callable[..., Any], mira: Visitor) -> None:
    state = await opened(mira, "/timesheet?week=2026-01-01")
    assert (state.period_text, state.is_this_week, state.shown_place) == ("29 Dec 2025 – 4 Jan 2026", False, 0)
    assert "week=2026-W02" in str(await TimesheetState.later.fn(state))
    assert "week=2025-W52" in str(await TimesheetState.earlier.fn(state))
    assert "week=2026-W47" in str(await TimesheetState.show_this_week.fn(state))
    assert "week=2027-W01" in str(await TimesheetState.show_week_of.fn(state, {"day": "2027-01-05"}))


@pytest.mark.parametrize(
    ("asked", "week_start", "first"),
    [
        ("2026-W47", 1, "2026-11-16"),
        ("2026-W47", 7, "2026-11-15"),
        ("2026-W47", 6, "2026-11-14"),
        ("2026-11-15", 7, "2026-11-15"),
        ("2026-11-15", 1, "2026-11-09"),
        ("2026-W99", 1, "2026-11-16"),
        ("0001-01-01", 1, "2026-11-16"),
        ("rubbish", 1, "2026-11-16"),
        ("", 7, "2026-11-15"),
    ],
)
async def test_an_address_names_a_week(asked: str, week_start: int, first: str) -> None:
    found = asked_week({"week": asked}, date(2026, 11, 19), week_start)
    assert found.isoformat() == first
    assert asked_week({"week": week_name(found)}, date(2020, 1, 1), week_start) == found


async def test_the_week_begins_where_its_person_says(opened: Callable[..., Any], frozen: FrozenClock) -> None:
    with db.transaction() as session:
        person = factories.person(session, name="Kai", timezone="Pacific/Auckland", week_start=7)
    state = await opened(visitors.signed_in(person))
    assert [day.name for day in state.days][::6] == ["Sun 15", "Sat 21"]
    assert [day.is_today for day in state.days].index(True) == 5
    assert len(state.days) == timesheet.DAYS
