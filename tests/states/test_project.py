"""The page of one project in one tab."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

from tests import factories, visitors
from tests.states.pages import Tab, open_page
from timetrack import db
from timetrack.domain import projects, tasks
from timetrack.errors import InvalidInput, NotFound, NotPermitted
from timetrack.models import Project, Task
from timetrack.states.project import ProjectState

pytestmark = [pytest.mark.usefixtures("workspace"), pytest.mark.anyio]


@pytest.fixture
def opened(tab: Tab) -> Callable[..., Any]:
    """Open a project as somebody: `await opened(visitor, project_id)`."""
    return lambda visitor, project_id: open_page(tab, ProjectState, visitor, f"/projects/{project_id}/")


def project(name: str, **terms: Any) -> Project:
    with db.transaction() as session:
        return factories.project(session, name=name, **terms)


def task(of: Project, name: str, **terms: Any) -> Task:
    with db.transaction() as session:
        return factories.task(session, of, name=name, **terms)


def names_of_tasks(state: ProjectState) -> list[str]:
    return [row.name for row in state.open_tasks]


async def test_figures_people_and_tasks_add_up(opened: Callable[..., Any]) -> None:
    mira, lena = visitors.joined("Mira Falk"), visitors.joined("Lena Brandt")
    portal = project("Adds up", hourly_rate=Decimal(100), budget_hours=Decimal(10), members=[mira.person, lena.person])
    design = task(portal, "Design", estimated_hours=Decimal(4))
    with db.transaction() as session:
        both = {"project_id": portal.project_id, "task_id": design.task_id}
        factories.entry(session, mira.person, start=factories.NOW, hours=3, **both)
        factories.entry(session, lena.person, start=factories.NOW, hours=2, **both)
        later = factories.NOW + factories.timedelta(hours=5)
        factories.entry(session, lena.person, start=later, hours=4, project_id=portal.project_id, is_billable=False)
    state = await opened(visitors.ann(), portal.project_id)
    assert [(fact.label, fact.figure, fact.note, fact.tone) for fact in state.facts] == [
        ("Used", "9:00", "of 10\u00a0h · 90\u00a0%", "warn"),
        ("Billable", "55\u00a0%", "5:00 of 9:00", ""),
        ("Unbilled", "€500.00", "2 entries · oldest Wed 11 Mar", ""),
    ]
    assert [(row.name, row.hours_text, row.rate_text, row.why.short) for row in state.people] == [
        ("Lena Brandt", "6:00", "€100.00", "project default"),
        ("Mira Falk", "3:00", "€100.00", "project default"),
    ]
    (shown,) = state.open_tasks
    assert (shown.hours_text, shown.used_text, shown.tone, shown.people) == ("5:00", "125\u00a0%", "bad", "Mira, Lena")


async def test_an_unknown_and_a_foreign_project_look_the_same(opened: Callable[..., Any]) -> None:
    foreign = project("Foreign", is_public=False)
    jonas = visitors.joined("Jonas Stranger")
    for project_id in (foreign.project_id, 999_999, 0, "nonsense", "9" * 30):
        state = await opened(jonas, project_id)
        assert (state.is_loaded, state.is_here, state.head.name, state.open_tasks) == (True, False, "", [])


async def test_a_rate_of_a_person_is_set_and_lifted_in_place(opened: Callable[..., Any]) -> None:
    mira = visitors.joined("Mira Rated")
    portal = project("Rates", hourly_rate=Decimal(80), members=[mira.person])
    state = await opened(visitors.ann(), portal.project_id)
    await ProjectState.change_person_rate.fn(state, mira.person.user_id, "€95.00")
    assert [(row.rate_text, row.why.short, row.rev) for row in state.people] == [("€95.00", "project rate", 1)]
    await ProjectState.change_person_rate.fn(state, mira.person.user_id, "lots")
    assert [(row.rate_text, row.problem_field, row.rev) for row in state.people] == [("€95.00", "rate", 1)]
    await ProjectState.change_person_rate.fn(state, mira.person.user_id, "")
    assert [(row.rate_text, row.why.short, row.problem) for row in state.people] == [("€80.00", "project default", "")]
    assert [(one.title, one.detail, one.action) for one in state.notices] == [
        ("Rate cleared", "Mira Rated on Rates", "Undo")
    ]
    await ProjectState.take_back.fn(state, state.notices[-1].notice_id)
    await state._refresh()
    assert [(row.rate_text, row.why.short) for row in state.people] == [("€95.00", "project rate")]


async def test_people_join_and_leave_with_a_way_back(opened: Callable[..., Any]) -> None:
    lena = visitors.joined("Lena Joins")
    portal = project("People", is_public=False)
    state = await opened(visitors.ann(), portal.project_id)
    assert str(lena.person.user_id) in [option.value for option in state.addable]
    await ProjectState.add_person.fn(state, {"person": str(lena.person.user_id)})
    assert [row.name for row in state.people] == ["Lena Joins"]
    await ProjectState.remove_person.fn(state, lena.person.user_id)
    assert state.people == []
    await ProjectState.take_back.fn(state, state.notices[-1].notice_id)
    assert (await opened(lena, portal.project_id)).is_here


async def test_tasks_are_added_edited_and_put_away(opened: Callable[..., Any]) -> None:
    portal = project("Tasks")
    state = await opened(visitors.ann(), portal.project_id)
    await ProjectState.add_task.fn(state, {"task": "Research", "estimate": "20 h", "field_task": "Research"})
    (row,) = state.open_tasks
    assert (row.name, row.estimate_text, row.billable, row.is_billable, state.task_rev) == (
        "Research",
        "20\u00a0h",
        "",
        True,
        1,
    )
    await ProjectState.add_task.fn(state, {"task": "research", "estimate": ""})
    assert (state.task_refusal, state.task_rev) == ("There is one with this name already. Nothing was saved.", 1)

    await ProjectState.rename_task.fn(state, row.task_id, "Interviews")
    await ProjectState.estimate_task.fn(state, row.task_id, "12:30")
    await ProjectState.bill_task.fn(state, row.task_id, "no")
    (row,) = state.open_tasks
    assert (row.name, row.estimate_text, row.billable, row.rev) == ("Interviews", "12.5\u00a0h", "no", 3)
    await ProjectState.estimate_task.fn(state, row.task_id, "some")
    assert [row.problem_field for row in state.open_tasks] == ["estimate"]
    with pytest.raises(InvalidInput):
        await ProjectState.bill_task.fn(state, row.task_id, "maybe")

    await ProjectState.archive_task.fn(state, row.task_id)
    assert (state.open_tasks, [row.name for row in state.archived_tasks]) == ([], ["Interviews"])
    await ProjectState.unarchive_task.fn(state, row.task_id)
    assert names_of_tasks(state) == ["Interviews"]


async def test_the_dialog_changes_all_terms_or_none(opened: Callable[..., Any]) -> None:
    portal = project("Terms")
    state = await opened(visitors.ann(), portal.project_id)
    form = {
        "name": "New terms",
        "client": "0",
        "billing_type": "FIXED",
        "hourly_rate": "90",
        "currency": "EUR",
        "budget_hours": "50",
        "budget_amount": "4,500",
        "is_public": True,
    }
    await ProjectState.ask.fn(state)
    await ProjectState.edit.fn(state, {**form, "budget_amount": "a lot"})
    assert (state.is_asking, state.head.name) == (True, "Terms")
    assert state.refusal.startswith("A budget looks like 85")
    await ProjectState.edit.fn(state, {**form, "billing_type": "FREE"})
    assert state.head.billing == "HOURLY"
    await ProjectState.edit.fn(state, {**form, "budget_amount": "4500.00"})
    assert (state.is_asking, state.head.name, state.head.billing_text) == (False, "New terms", "Fixed")
    assert (state.head.budget_text, state.head.amount_text) == ("50\u00a0h", "€4,500.00")


async def test_colour_state_and_name_change_in_the_head(opened: Callable[..., Any]) -> None:
    portal = project("Head")
    state = await opened(visitors.ann(), portal.project_id)
    await ProjectState.recolor.fn(state, "teal")
    await ProjectState.rename.fn(state, "Headline")
    await ProjectState.change_status.fn(state, "COMPLETED")
    assert (state.head.color, state.head.name, state.head.status_text) == ("teal", "Headline", "Completed")
    await ProjectState.take_back.fn(state, state.notices[-1].notice_id)
    await state._refresh()
    assert state.head.status_text == "Active"
    for wrong in (ProjectState.recolor.fn(state, "mauve"), ProjectState.change_status.fn(state, "DELETED")):
        with pytest.raises(InvalidInput):
            await wrong


async def test_an_employee_sees_only_their_own_money_and_hours(opened: Callable[..., Any]) -> None:
    jonas, lena = visitors.joined("Jonas Own"), visitors.joined("Lena Other")
    portal = project(
        "Own", is_public=False, hourly_rate=Decimal(80), budget_hours=Decimal(9), members=[jonas.person, lena.person]
    )
    with db.transaction() as session:
        factories.entry(session, lena.person, hours=5, project_id=portal.project_id)
        factories.entry(session, jonas.person, hours=1, project_id=portal.project_id)
    state = await opened(jonas, portal.project_id)
    assert [(fact.label, fact.figure) for fact in state.facts] == [("Your hours", "1:00"), ("Billable", "100\u00a0%")]
    assert [(row.name, row.hours_text, row.rate_text) for row in state.people] == [
        ("Jonas Own", "1:00", "€80.00"),
        ("Lena Other", "", ""),
    ]
    assert (state.may_edit, state.addable, state.head.rate_text, state.head.budget_text) == (False, [], "", "")


async def test_an_employee_changes_nothing_but_may_add_a_task(opened: Callable[..., Any]) -> None:
    jonas = visitors.joined("Jonas Adds")
    portal, foreign = project("Adds"), project("Foreign tasks", is_public=False)
    kept, hidden = task(portal, "Kept"), task(foreign, "Hidden")
    state = await opened(jonas, portal.project_id)
    await ProjectState.add_task.fn(state, {"task": "Mine", "estimate": ""})
    assert names_of_tasks(state) == ["Kept", "Mine"]

    await ProjectState.rename.fn(state, "Hacked")
    await ProjectState.rename_task.fn(state, kept.task_id, "Hacked")
    await ProjectState.estimate_task.fn(state, hidden.task_id, "5")
    await ProjectState.change_person_rate.fn(state, jonas.person.user_id, "500")
    await ProjectState.edit.fn(state, {"name": "Hacked", "billing_type": "HOURLY"})
    for call in (
        ProjectState.recolor.fn(state, "teal"),
        ProjectState.change_status.fn(state, "ARCHIVED"),
        ProjectState.add_person.fn(state, {"person": str(jonas.person.user_id)}),
        ProjectState.remove_person.fn(state, jonas.person.user_id),
        ProjectState.archive_task.fn(state, hidden.task_id),
        ProjectState.unarchive_task.fn(state, hidden.task_id),
    ):
        with pytest.raises((NotPermitted, NotFound)):
            await call
    with db.transaction() as session:
        ann = visitors.ann().person
        assert projects.visible_project(session, ann, portal.project_id) == portal
        assert projects.project_user_rates(session, ann, portal.project_id) == {}
        assert [one.name for one in tasks.visible_tasks(session, ann, project_id=foreign.project_id)] == ["Hidden"]
