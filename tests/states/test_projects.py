"""The projects page of one tab."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

from tests import factories, visitors
from tests.states.pages import Tab, open_page
from timetrack import db
from timetrack.domain import clients, projects
from timetrack.errors import NotPermitted
from timetrack.models import Project, ProjectStatus
from timetrack.states.projects import ProjectsState
from timetrack.states.rows import ProjectRow

pytestmark = [pytest.mark.usefixtures("workspace"), pytest.mark.anyio]

FORM = {"name": "", "client": "0", "new_client": "", "billing_type": "HOURLY", "hourly_rate": "", "budget_hours": ""}


@pytest.fixture
def opened(tab: Tab) -> Callable[..., Any]:
    """Open the page as somebody: `await opened(visitor, "/projects?status=archived")`."""
    return lambda visitor, address="/projects": open_page(tab, ProjectsState, visitor, address)


def project(name: str, **terms: Any) -> Project:
    with db.transaction() as session:
        return factories.project(session, name=name, **terms)


def row(state: ProjectsState, project_id: int) -> ProjectRow:
    return next(row for row in state.rows if row.project_id == project_id)


def stored(project_id: int) -> Project:
    with db.transaction() as session:
        return projects.visible_project(session, visitors.ann().person, project_id)


async def test_terms_are_edited_in_place(opened: Callable[..., Any]) -> None:
    portal = project("Portal")
    with db.transaction() as session:
        opal = factories.client(session, name="Opal")
    state = await opened(visitors.ann())
    await ProjectsState.rename.fn(state, portal.project_id, "Patient portal")
    await ProjectsState.change_rate.fn(state, portal.project_id, "€95.50")
    await ProjectsState.change_budget.fn(state, portal.project_id, "100 h")
    await ProjectsState.change_client.fn(state, portal.project_id, str(opal.client_id))
    shown = row(state, portal.project_id)
    assert (shown.name, shown.rate_text, shown.budget_text, shown.client) == (
        "Patient portal",
        "€95.50",
        "100\u00a0h",
        "Opal",
    )
    assert (shown.rev, shown.problem) == (4, "")
    await ProjectsState.change_rate.fn(state, portal.project_id, "")
    await ProjectsState.change_client.fn(state, portal.project_id, "0")
    assert (stored(portal.project_id).hourly_rate, stored(portal.project_id).client_id) == (None, None)


@pytest.mark.parametrize(
    ("handler", "typed", "field"),
    [
        (ProjectsState.rename, "   ", "name"),
        (ProjectsState.rename, "x" * 201, "name"),
        (ProjectsState.change_rate, "-5", "rate"),
        (ProjectsState.change_rate, "ninety", "rate"),
        (ProjectsState.change_budget, "4 weeks", "budget"),
        (ProjectsState.change_client, "999999", "client"),
        (ProjectsState.change_client, "new", "client"),
    ],
)
async def test_a_refused_edit_is_said_beside_its_cell(
    opened: Callable[..., Any], handler: Any, typed: str, field: str
) -> None:
    refused = project(f"Refused {field} {typed[:8]}", hourly_rate=Decimal(80))
    state = await opened(visitors.ann())
    await handler.fn(state, refused.project_id, typed)
    shown = row(state, refused.project_id)
    assert (shown.problem_field, shown.rev, shown.name) == (field, 0, refused.name)
    assert shown.problem
    assert stored(refused.project_id) == refused


async def test_how_much_of_the_budget_is_used(opened: Callable[..., Any]) -> None:
    ann = visitors.joined("Budget Ann", visitors.Role.MANAGER)
    in_hours, in_money = project("In hours", budget_hours=Decimal(2)), project("In money", budget_amount=Decimal(1000))
    with db.transaction() as session:
        projects.edit_project(session, ann.person, project_id=in_money.project_id, hourly_rate=Decimal(100))
        start = factories.NOW
        factories.entry(session, ann.person, start=start, hours=3, project_id=in_hours.project_id)
        later = start + factories.timedelta(hours=4)
        factories.entry(session, ann.person, start=later, hours=9.5, project_id=in_money.project_id)
    state = await opened(ann)
    over, warn = row(state, in_hours.project_id), row(state, in_money.project_id)
    assert (over.used_text, over.used_percent, over.tone) == ("150\u00a0%", 100, "bad")
    assert (warn.used_text, warn.hours_text, warn.tone) == ("95\u00a0%", "9:30", "warn")


async def test_the_address_filters_by_state_and_client(opened: Callable[..., Any]) -> None:
    with db.transaction() as session:
        kestrel = factories.client(session, name="Kestrel")
    trail, put_away = project("Trail", client_id=kestrel.client_id), project("Put away", client_id=kestrel.client_id)
    state = await opened(visitors.ann(), f"/projects?client={kestrel.client_id}")
    assert {row.name for row in state.rows} == {"Trail", "Put away"}
    await ProjectsState.archive.fn(state, put_away.project_id)
    assert [row.name for row in state.rows] == ["Trail"]
    assert [view.path for view in state.views] == [
        f"/projects?client={kestrel.client_id}",
        f"/projects?status=completed&client={kestrel.client_id}",
        f"/projects?status=archived&client={kestrel.client_id}",
    ]
    archived = await opened(visitors.ann(), "/projects?status=archived")
    assert [row.name for row in archived.rows] == ["Put away"]
    await ProjectsState.take_back.fn(state, state.notices[-1].notice_id)
    assert stored(put_away.project_id).status == ProjectStatus.ACTIVE

    nonsense = await opened(visitors.ann(), "/projects?status=%27;--&client=1e9")
    assert (nonsense.status, nonsense.client) == ("ACTIVE", "")
    assert trail.project_id in [row.project_id for row in nonsense.rows]


async def test_a_new_project_opens_with_its_new_client(opened: Callable[..., Any]) -> None:
    state = await opened(visitors.ann())
    await ProjectsState.ask.fn(state)
    form = {**FORM, "name": "Grid", "client": "new", "new_client": "Tidewater", "hourly_rate": "110", "is_public": "on"}
    sent = await ProjectsState.add.fn(state, form)
    made = next(row for row in (await opened(visitors.ann())).rows if row.name == "Grid")
    assert f"/projects/{made.project_id}" in str(sent.args)
    assert (made.client, made.rate_text, state.is_asking) == ("Tidewater", "€110.00", False)
    assert stored(made.project_id).is_public is True


async def test_a_refused_new_project_makes_no_client_either(opened: Callable[..., Any]) -> None:
    state = await opened(visitors.ann())
    await ProjectsState.ask.fn(state)
    form = {**FORM, "name": " ", "client": "new", "new_client": "Half saved"}
    assert await ProjectsState.add.fn(state, form) is None
    assert (state.is_asking, state.refusal) == (True, "A project's name is missing. Nothing was saved.")
    with db.transaction() as session:
        names = [client.name for client in clients.visible_clients(session, visitors.ann().person)]
    assert "Half saved" not in names
    await ProjectsState.add.fn(state, {**FORM, "name": "Fine", "budget_hours": "much"})
    assert state.refusal.startswith("A budget looks like")


async def test_an_employee_reads_their_projects_without_money_and_changes_none(opened: Callable[..., Any]) -> None:
    jonas = visitors.joined("Jonas Projects")
    terms = {"hourly_rate": Decimal(80), "budget_hours": Decimal(10)}
    mine = project("Mine", is_public=False, members=[jonas.person], **terms)
    foreign = project("Foreign", is_public=False)
    state = await opened(jonas)
    shown = row(state, mine.project_id)
    assert foreign.project_id not in [row.project_id for row in state.rows]
    assert (shown.rate_text, shown.budget_text, shown.has_budget, state.may_edit) == ("", "", False, False)

    await ProjectsState.rename.fn(state, mine.project_id, "Hacked")
    await ProjectsState.change_rate.fn(state, foreign.project_id, "1")
    await ProjectsState.add.fn(state, {**FORM, "name": "Hacked"})
    assert state.refusal == "Only a manager may do this. Nothing was changed."
    for handler in (ProjectsState.archive, ProjectsState.unarchive):
        with pytest.raises(NotPermitted):
            await handler.fn(state, mine.project_id)
    assert stored(mine.project_id) == mine
    assert stored(foreign.project_id) == foreign
