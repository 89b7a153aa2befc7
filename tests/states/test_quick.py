"""Quick actions of one tab: a new task from anywhere, starting the timer from elsewhere than its bar, the palette."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from tests import factories, visitors
from tests.states.pages import Tab, open_page
from tests.visitors import Visitor
from timetrack import clock, db
from timetrack.domain import periods, tasks, timer
from timetrack.errors import TimetrackError
from timetrack.models import Project, TimeEntry
from timetrack.states.palette import PaletteState
from timetrack.states.quick import QuickState
from timetrack.states.start import StartState
from timetrack.states.timer import TimerState

pytestmark = [pytest.mark.usefixtures("workspace"), pytest.mark.anyio]


@pytest.fixture
def bar(tab: Tab) -> Callable[..., Any]:
    """The timer bar of a page: `await bar(visitor, "/time")`."""
    return lambda visitor, address="/": open_page(tab, TimerState, visitor, address)


def on_project(*people: Visitor, name: str, **terms: Any) -> Project:
    with db.transaction() as session:
        members = [visitor.person for visitor in people]
        return factories.project(session, name=name, is_public=False, members=members, **terms)


def running(visitor: Visitor) -> TimeEntry | None:
    with db.transaction() as session:
        return timer.running_entry(session, visitor.person.user_id)


def names(project: Project) -> list[str]:
    with db.transaction() as session:
        found = tasks.visible_tasks(session, visitors.ann().person, project_id=project.project_id)
        return [task.name for task in found]


async def test_a_task_is_added_from_anywhere_to_a_project_of_ones_own(bar: Callable[..., Any]) -> None:
    jonas = visitors.joined("Jonas Quick")
    mine, foreign = on_project(jonas, name="Mine quick"), on_project(name="Foreign quick")
    quick = await (await bar(jonas)).get_state(QuickState)
    await QuickState.begin.fn(quick)
    assert (quick.is_open, quick.project) == (True, "")
    for form, why in (
        ({"project": "", "task_name": "Drafts"}, "Choose the project"),
        ({"project": str(mine.project_id), "task_name": " "}, "A task's name is missing"),
        ({"project": str(foreign.project_id), "task_name": "Drafts"}, "not here any more"),
        ({"project": "1; DROP", "task_name": "Drafts"}, "This value cannot be used"),
    ):
        await QuickState.save.fn(quick, form)
        assert why in quick.problem
        assert quick.is_open
    await QuickState.save.fn(quick, {"project": str(mine.project_id), "task_name": "Drafts"})
    assert (quick.is_open, quick.problem, names(mine), names(foreign)) == (False, "", ["Drafts"], [])
    assert (quick.notices[-1].title, quick.notices[-1].action) == ("Task added", "")


async def test_on_a_projects_page_that_project_is_chosen_already(bar: Callable[..., Any]) -> None:
    portal = on_project(name="Portal quick")
    quick = await (await bar(visitors.ann(), f"/projects/{portal.project_id}/")).get_state(QuickState)
    await QuickState.begin.fn(quick)
    assert quick.project == str(portal.project_id)
    await QuickState.save.fn(quick, {"project": quick.project, "task_name": "Oops"})
    assert names(portal) == ["Oops"]
    await QuickState.take_back.fn(quick, quick.notices[-1].notice_id)
    assert names(portal) == []


async def test_the_timer_starts_on_a_task_and_what_ran_is_told(bar: Callable[..., Any]) -> None:
    jonas = visitors.joined("Jonas Start")
    mine, foreign = on_project(jonas, name="Mine start"), on_project(name="Foreign start")
    with db.transaction() as session:
        task = factories.task(session, mine)
    shown = await bar(jonas)
    start = await shown.get_state(StartState)
    await StartState.start_on.fn(start, mine.project_id, task.task_id)
    assert (shown.timer.is_running, shown.timer.project, shown.timer.task) == (True, "Mine start", task.name)
    with pytest.raises(TimetrackError):
        await StartState.start_on.fn(start, foreign.project_id, 0)
    still = running(jonas)
    assert still is not None
    assert still.task_id == task.task_id
    await StartState.start_on.fn(start, mine.project_id, 0)
    assert (shown.timer.task, start.notices[-1].title) == ("", "Switched")


async def test_what_was_worked_on_last_is_resumed(bar: Callable[..., Any]) -> None:
    jonas = visitors.joined("Jonas Resume")
    shown = await bar(jonas)
    start = await shown.get_state(StartState)
    await StartState.resume_last.fn(start)
    assert (running(jonas), start.notices[-1].title) == (None, "There is nothing to resume yet.")
    with db.transaction() as session:
        before = clock.now() - timedelta(hours=3)
        factories.entry(session, jonas.person, start=before, description="Inbox")
        factories.entry(session, jonas.person, start=before - timedelta(hours=3), description="Older")
    await StartState.resume_last.fn(start)
    assert shown.timer.description == "Inbox"
    first = running(jonas)
    await StartState.resume_last.fn(start)
    assert (running(jonas), start.notices[-1].title) == (first, "The timer runs already.")


async def test_the_palette_shows_what_its_viewer_may_see_and_where_it_leads(bar: Callable[..., Any]) -> None:
    jonas, lena = visitors.joined("Jonas Palette"), visitors.joined("Lena Palette")
    with db.transaction() as session:
        opal = factories.client(session, name="Opal palette")
    portal = on_project(jonas, name="Palette portal", client_id=opal.client_id, color="crimson")
    start = clock.now() - timedelta(hours=30)
    with db.transaction() as session:
        task = factories.task(session, portal, name="Palette task")
        on = {"project_id": portal.project_id, "task_id": task.task_id}
        mine = factories.entry(session, jonas.person, start=start, hours=1.5, description="Palette work", **on)
        timer.start_timer(session, lena.person, description="Palette, privately")

    palette = await (await bar(jonas)).get_state(PaletteState)
    await PaletteState.find.fn(palette, "  palette ")
    assert [(row.key, row.detail, row.color, row.way) for row in palette.work] == [
        (f"project-{portal.project_id}", "Opal palette", "crimson", f"/projects/{portal.project_id}"),
        (f"client-{opal.client_id}", "EUR", "", "/clients"),
    ]
    assert [(row.name, row.way, row.starts) for row in palette.tasks] == [
        ("Palette task", f"/projects/{portal.project_id}", True)
    ]
    (found,) = palette.entries
    day = periods.local_date(start, jonas.person.timezone)
    assert found.way == f"/time/?from={day}&to={day}"
    assert found.detail.endswith(" · 1:30")
    assert (found.entry_id, found.name) == (mine.entry_id, "Palette work")
    assert [row.way for row in palette.people] == [f"/time/?person={jonas.person.user_id}"]

    ann = await (await bar(visitors.ann())).get_state(PaletteState)
    await PaletteState.find.fn(ann, "palette")
    assert [row.detail.partition(" · ")[0] for row in ann.entries] == ["Lena Palette", "Jonas Palette"]
    assert ann.entries[0].detail.endswith("running")
    assert f"person={lena.person.user_id}" in ann.entries[0].way
    assert {row.name for row in ann.people} == {"Jonas Palette", "Lena Palette"}
    await PaletteState.find.fn(ann, "")
    assert (ann.words, ann.work, ann.entries) == ("", [], [])
