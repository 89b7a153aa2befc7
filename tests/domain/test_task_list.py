"""Tasks over all projects: which, in which order, with whose hours."""

from datetime import date, timedelta

import pytest
from sqlmodel import Session

from tests import factories
from tests.factories import NOW
from timetrack.domain import projects, task_list, tasks, timer
from timetrack.domain.task_list import TaskFilter
from timetrack.models import Project, Task, User

HOUR = timedelta(hours=1)


@pytest.fixture
def portal(session: Session, mira: User) -> Project:
    """A project that Mira is on and Noor is not."""
    return factories.project(session, name="Portal", is_public=False, members=[mira])


@pytest.fixture
def some(session: Session, mira: User, portal: Project) -> list[Task]:
    """Four tasks in two projects, made in no order."""
    shop = factories.project(session, name="Shop")
    return [
        factories.task(session, shop, name="Checkout"),
        factories.task(session, portal, name="wireframes", due_date=date(2026, 3, 20), assignee_id=mira.user_id),
        factories.task(session, portal, name="Research"),
        factories.task(session, shop, name="Photos of wires", due_date=date(2026, 3, 2)),
    ]


def listed(session: Session, actor: User, limit: int = 100, **wanted: object) -> list[str]:
    found = task_list.task_page(session, actor, wanted=TaskFilter(**wanted), limit=limit)  # type: ignore[arg-type]
    return [one.name for one in found]


def test_the_earliest_due_come_first_then_by_project_and_name(
    session: Session, mira: User, portal: Project, some: list[Task]
) -> None:
    assert listed(session, mira) == ["Photos of wires", "wireframes", "Research", "Checkout"]
    assert listed(session, mira, limit=2) == ["Photos of wires", "wireframes"]
    assert listed(session, mira, project_id=portal.project_id) == ["wireframes", "Research"]
    assert listed(session, mira, assignee_id=mira.user_id) == ["wireframes"]
    assert listed(session, mira, words=" WIRE ") == ["Photos of wires", "wireframes"]
    assert listed(session, mira, words="portal wire") == ["wireframes"]
    one = task_list.task_page(session, mira, wanted=TaskFilter(assignee_id=mira.user_id))[0]
    assert (one.project_name, one.assignee_name, one.takes_time, one.is_archived) == ("Portal", "Mira", True, False)


def test_foreign_projects_are_not_listed(session: Session, noor: User, portal: Project, some: list[Task]) -> None:
    assert listed(session, noor) == ["Photos of wires", "Checkout"]
    assert listed(session, noor, project_id=portal.project_id) == []


def test_what_was_put_away_is_among_all_only(
    session: Session, mira: User, manager: User, portal: Project, some: list[Task]
) -> None:
    tasks.archive_task(session, manager, task_id=some[0].task_id)
    projects.set_project_status(session, manager, project_id=portal.project_id, status="COMPLETED")
    assert listed(session, mira) == ["Photos of wires"]
    assert listed(session, mira, is_open=False) == ["Photos of wires", "wireframes", "Research", "Checkout"]


def test_hours_are_ones_own_or_everyones_for_who_leads(
    session: Session, mira: User, noor: User, manager: User, some: list[Task]
) -> None:
    checkout, wireframes = some[0], some[1]
    on = {"project_id": checkout.project_id, "task_id": checkout.task_id}
    factories.entry(session, mira, start=NOW - 9 * HOUR, hours=2, **on)
    factories.entry(session, noor, start=NOW - 9 * HOUR, hours=1, **on)
    factories.entry(session, mira, start=NOW - 6 * HOUR, project_id=checkout.project_id)
    timer.start_timer(session, mira, project_id=wireframes.project_id, task_id=wireframes.task_id)
    shown = task_list.task_page(session, manager, wanted=TaskFilter())
    assert task_list.seconds_per_task(session, manager, tasks=shown).get(checkout.task_id) == 3 * 3600
    assert task_list.seconds_per_task(session, mira, tasks=shown).get(checkout.task_id) == 2 * 3600
    assert task_list.seconds_per_task(session, noor, tasks=shown) == {checkout.task_id: 3600}
