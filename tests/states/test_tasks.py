"""The Tasks page of one tab."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from tests import factories, visitors
from tests.states.pages import Tab, open_page
from timetrack import clock, db
from timetrack.domain import task_list
from timetrack.errors import NotPermitted
from timetrack.models import Project, Task
from timetrack.states.task_rows import TaskLine
from timetrack.states.tasks import TasksState

pytestmark = [pytest.mark.usefixtures("workspace", "frozen"), pytest.mark.anyio]
TODAY = date(2026, 3, 11)


@pytest.fixture
def frozen(monkeypatch: pytest.MonkeyPatch) -> factories.FrozenClock:
    """Wednesday 11 March 2026 in Berlin; sessions were opened when it really was."""
    standing = factories.FrozenClock(datetime.combine(TODAY, factories.NOW.timetz()))
    monkeypatch.setattr(clock, "now", standing.now)
    return standing


@pytest.fixture
def opened(tab: Tab) -> Callable[..., Any]:
    """Open the page as somebody: `await opened(visitor, "/tasks?who=me")`."""
    return lambda visitor, address="/tasks": open_page(tab, TasksState, visitor, address)


def project(name: str, **terms: Any) -> Project:
    with db.transaction() as session:
        return factories.project(session, name=name, **terms)


def task(of: Project, name: str, **terms: Any) -> Task:
    with db.transaction() as session:
        return factories.task(session, of, name=name, **terms)


def row(state: TasksState, task_id: int) -> TaskLine:
    return next(row for row in state.rows if row.task_id == task_id)


async def test_who_leads_edits_in_place_and_a_refusal_stays_in_its_cell(opened: Callable[..., Any]) -> None:
    shop = project("Shop edit")
    made, other = task(shop, "Checkout"), task(shop, "Design")
    state = await opened(visitors.ann(), f"/tasks?project={shop.project_id}")
    await TasksState.rename.fn(state, made.task_id, " Cart ")
    await TasksState.estimate.fn(state, made.task_id, "12:30")
    await TasksState.move_due.fn(state, made.task_id, "2026-03-10")
    await TasksState.bill.fn(state, made.task_id, "no")
    shown = row(state, made.task_id)
    assert (shown.name, shown.estimate_text, shown.billable, shown.rev) == ("Cart", "12.5\u00a0h", "no", 4)
    assert (shown.due, shown.due_text, shown.due_word, shown.due_tone) == (
        "2026-03-10", "Tue 10 Mar", "1 day over", "bad",
    )  # fmt: skip
    for handler, text, field in (
        (TasksState.rename, "design", "name"),
        (TasksState.estimate, "lots", "estimate"),
        (TasksState.move_due, "soon", "due"),
    ):
        await handler.fn(state, made.task_id, text)
        assert (row(state, made.task_id).problem_field, row(state, made.task_id).rev) == (field, 4)
    await TasksState.move_due.fn(state, made.task_id, "")
    assert (row(state, made.task_id).due, row(state, made.task_id).problem) == ("", "")
    assert row(state, other.task_id).rev == 0


async def test_tracked_hours_stand_against_the_estimate(opened: Callable[..., Any]) -> None:
    shop = project("Shop hours")
    made = task(shop, "Over it", estimated_hours=Decimal(2), due_date=TODAY)
    ann = visitors.ann()
    with db.transaction() as session:
        start = clock.now() - timedelta(hours=8)
        factories.entry(session, ann.person, start=start, hours=3, project_id=shop.project_id, task_id=made.task_id)
    shown = row(await opened(ann), made.task_id)
    assert (shown.hours_text, shown.used_text, shown.tone, shown.due_word) == (
        "3:00", "150\u00a0% over", "bad", "today",
    )  # fmt: skip
    lena = visitors.joined("Lena Hours")
    shown = row(await opened(lena), made.task_id)
    assert (shown.hours_text, shown.used_text, shown.has_estimate) == ("–", "", False)


async def test_somebody_on_the_project_is_asked(opened: Callable[..., Any]) -> None:
    jonas, noor = visitors.joined("Jonas Asked"), visitors.joined("Noor Unasked")
    shop = project("Shop asked", is_public=False, members=[jonas.person])
    made = task(shop, "Checkout")
    state = await opened(visitors.ann())
    await TasksState.pick.fn(state, made.task_id)
    assert jonas.person.user_id in [one.user_id for one in state.people]
    assert noor.person.user_id not in [one.user_id for one in state.people]
    await TasksState.assign.fn(state, jonas.person.user_id)
    assert (row(state, made.task_id).assignee, row(state, made.task_id).assignee_initial) == ("Jonas Asked", "J")
    mine = await opened(jonas, "/tasks?who=me")
    assert [(one.name, one.assignee) for one in mine.rows] == [("Checkout", "Jonas Asked")]
    await TasksState.assign.fn(state, noor.person.user_id)
    assert row(state, made.task_id).problem.startswith("This person is not on the project")
    await TasksState.assign.fn(state, 0)
    assert row(state, made.task_id).assignee == ""


async def test_archiving_is_taken_back_by_its_notice(opened: Callable[..., Any]) -> None:
    made = task(project("Shop archive"), "Gone")
    ann = visitors.ann()
    state = await opened(ann)
    await TasksState.archive.fn(state, made.task_id)
    assert made.task_id not in [one.task_id for one in state.rows]
    everything = await opened(ann, "/tasks?show=all")
    assert (row(everything, made.task_id).is_archived, row(everything, made.task_id).starts) == (True, False)
    await TasksState.take_back.fn(state, state.notices[-1].notice_id)
    await state._refresh()
    assert row(state, made.task_id).starts is True


async def test_filters_live_in_the_address(opened: Callable[..., Any]) -> None:
    shop = project("Shop filters")
    task(shop, "Needle in hay")
    state = await opened(visitors.ann(), f"/tasks?who=me&q=needle&project={shop.project_id}&show=all")
    assert (state.who, state.words, state.project, state.is_filtered) == ("me", "needle", str(shop.project_id), True)
    assert state.rows == []
    assert [one.path for one in state.views] == [
        f"/tasks/?who=me&project={shop.project_id}&q=needle",
        f"/tasks/?show=all&who=me&project={shop.project_id}&q=needle",
    ]
    strange = await opened(visitors.ann(), "/tasks?who=1&project=1;2&show=x&q=")
    assert (strange.who, strange.project, strange.is_filtered) == ("", "", False)


async def test_more_are_shown_when_asked_for(opened: Callable[..., Any], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(task_list, "PAGE", 2)
    shop = project("Shop pages")
    for number in range(5):
        task(shop, f"Task {number}")
    state = await opened(visitors.ann(), f"/tasks?project={shop.project_id}")
    shown = []
    while state.has_more:
        shown.append(len(state.rows))
        await TasksState.show_more.fn(state)
    assert [*shown, len(state.rows)] == [2, 4, 5]


async def test_an_employee_reads_the_tasks_of_their_projects_and_changes_none(opened: Callable[..., Any]) -> None:
    jonas = visitors.joined("Jonas Reads")
    mine = task(project("Mine read", is_public=False, members=[jonas.person]), "Mine to see")
    foreign = task(project("Foreign read", is_public=False), "Not mine")
    state = await opened(jonas)
    names = [one.name for one in state.rows]
    assert "Mine to see" in names
    assert "Not mine" not in names
    assert state.may_edit is False
    await TasksState.rename.fn(state, mine.task_id, "Hacked")
    await TasksState.rename.fn(state, foreign.task_id, "Hacked")
    assert row(state, mine.task_id).problem.startswith("Only a manager may do this")
    for handler in (TasksState.archive, TasksState.unarchive, TasksState.pick):
        with pytest.raises(NotPermitted):
            await handler.fn(state, mine.task_id)
    assert "Hacked" not in [one.name for one in (await opened(visitors.ann(), "/tasks?show=all")).rows]
