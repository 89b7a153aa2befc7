"""How a person reads durations and times of day, on every page: nothing stands there in another form."""

import asyncio
import re
from collections.abc import Iterator

import pytest

from tests import databases
from tests.domain.access import build_company
from tests.factories import NOW, FrozenClock
from tests.states.test_handlers import keys
from tests.states.walk import Walk, on_one_connection, run
from timetrack import clock, db
from timetrack.domain import profile
from timetrack.states import visiting, wording
from timetrack.states.account import AccountState
from timetrack.states.base import AppState
from timetrack.states.board import BoardState, WallState
from timetrack.states.calendar import CalendarState
from timetrack.states.clients import ClientsState
from timetrack.states.dashboard import DashboardState
from timetrack.states.log import LogState
from timetrack.states.palette import PaletteState
from timetrack.states.people import PeopleState
from timetrack.states.person import PersonState
from timetrack.states.project import ProjectState
from timetrack.states.projects import ProjectsState
from timetrack.states.tasks import TasksState
from timetrack.states.timer import TimerState
from timetrack.states.timesheet import TimesheetState

CLOCK = re.compile(r"(?<![\d:])\d{1,3}:\d{2}(?::\d{2})?(?! [ap]m)(?![\d:])")
"""1:30 and 17:30, but neither 5:30 pm nor an address."""
INSTANT = re.compile(r"\d{4}-\d\d-\d\dT[\d:.+]+")
PAGES: dict[type[AppState], tuple[str, str]] = {
    DashboardState: ("3.00\u00a0h", "of 8.00\u00a0h"),
    ProjectsState: ("2.00\u00a0h", "2.00\u00a0h"),
    ProjectState: ("2.00\u00a0h", "2.00\u00a0h"),
    TasksState: ("Numbat", "2.00\u00a0h"),
    ClientsState: ("2.00\u00a0h", "2.00\u00a0h"),
    BoardState: ("since 11:00 am", "since 11:00 am"),
    WallState: ("since 11:00 am", "since 11:00 am"),
    PersonState: ("", "\\d (am|pm)"),
    PeopleState: ("", "until"),
    AccountState: ("Last used .*, \\d+:00 (am|pm)", "Last used .*, \\d+:00 (am|pm)"),
    TimesheetState: ("2.00", "40.00\u00a0h"),
    CalendarState: ("3.00\u00a0h", ""),
    TimerState: ("hours='1.00', seconds='\u00a0h'", "hours='0.00', seconds='\u00a0h'"),
}
"""What each holds for Mira, whose timer runs since eleven in Berlin, and for Ada, who leads."""


@pytest.fixture(scope="module")
def walk(server: str, template: str) -> Iterator[Walk]:
    """A company in which everybody reads decimals and twelve hours."""
    with (
        databases.cloned(server, template, "wording") as url,
        databases.pointed_at(url),
        pytest.MonkeyPatch.context() as patch,
    ):
        frozen = FrozenClock()
        patch.setattr(clock, "now", frozen.now)
        with db.transaction() as session:
            company = build_company(session)
            known = keys(session, company)
            for person in company.roles.values():
                profile.edit_profile(session, person, duration_format="DECIMAL", time_format="H12")
        frozen.forward(hours=1)
        with on_one_connection() as connection:
            yield Walk(connection, company, known)


@pytest.mark.parametrize("kind", PAGES)
def test_a_page_shows_durations_and_times_as_its_viewer_reads_them(walk: Walk, kind: type[AppState]) -> None:
    for role in ("O", "A"):
        with walk.undone():
            text = shown_by(asyncio.run(walk.open(role, kind)))
        assert CLOCK.findall(text) == []
        if role == "A" or kind not in (PersonState, PeopleState):
            assert re.search(PAGES[kind][role == "A"], text)


def test_notices_refusals_and_the_palette_too(walk: Walk) -> None:
    async def scene() -> None:
        timer, log, palette = [await walk.open("O", kind) for kind in (TimerState, LogState, PaletteState)]
        await run(PaletteState.find, palette, text="private")
        assert "1.00\u00a0h" in shown_by(palette)
        await run(LogState.begin, log)
        assert (log.from_text, log.to_text) == ("11:00 am", "12:00 pm")
        await run(LogState.save, log, form={"day": "2026-03-11", "from": "6:30 am", "to": "6:40 am"})
        assert "(6:00 am – 7:00 am)" in log.problem
        await run(LogState.save, log, form={"day": "2026-03-10", "from": "1:00 pm", "to": "2:30 pm"})
        assert (await log.get_state(AppState)).notices[-1].detail == "No description, 1.50\u00a0h"
        await run(TimerState.stop, timer)
        assert (timer.timer.said, timer.timer.hours, timer.timer.seconds) == (
            "Timer stopped at 1.00\u00a0h",
            "0.00",
            "\u00a0h",
        )

    with walk.undone():
        asyncio.run(scene())


def test_whoever_is_known_to_nobody_reads_clocks() -> None:
    assert visiting.reader() is None
    assert (wording.hours(5270), wording.length(5270), wording.loud_and_quiet(5270)) == (
        "1:27",
        "1:27:50",
        ("1:27", ":50"),
    )
    assert wording.clock(NOW, "Europe/Berlin") == "11:00"


def shown_by(state: AppState) -> str:
    """What a page holds by itself, without the frame and without instants that only come back to us."""
    held = repr([getattr(state, name) for name in state.base_vars]).replace("\\xa0", "\u00a0")
    return INSTANT.sub("", held)
