"""What policy says beyond the matrix of ``test_access.py``."""

from decimal import Decimal
from typing import Any

import pytest
from sqlmodel import Session

from tests import factories
from timetrack.domain import clients, people, policy, projects, tasks
from timetrack.errors import NotPermitted
from timetrack.models import Project, Role, User


@pytest.fixture
def theirs(session: Session, noor: User) -> dict[str, Any]:
    """A client, a closed project with a task, and an entry of Noor's on it."""
    client = factories.client(session)
    project = factories.project(session, is_public=False, members=[noor], client_id=client.client_id)
    task = factories.task(session, project)
    entry = factories.entry(session, noor, project_id=project.project_id, task_id=task.task_id)
    return {"client": client, "project": project, "task": task, "entry": entry, "noor": noor}


def test_a_member_sees_their_project_and_its_client(session: Session, theirs: dict[str, Any]) -> None:
    noor = theirs["noor"]
    assert clients.visible_clients(session, noor) == [theirs["client"]]
    assert projects.visible_projects(session, noor) == [theirs["project"]]
    assert tasks.visible_tasks(session, noor) == [theirs["task"]]
    assert people.visible_people(session, noor) == [noor]


def test_money_is_for_those_who_lead_and_ones_own(session: Session, mira: User, noor: User, manager: User) -> None:
    project: Project = factories.project(session)
    for someone in (mira, noor):
        given = {"project_id": project.project_id, "user_id": someone.user_id, "hourly_rate": Decimal(someone.user_id)}
        projects.set_project_user_rate(session, manager, **given)
    rates = {someone.user_id: Decimal(someone.user_id) for someone in (mira, noor)}
    assert projects.project_user_rates(session, manager, project.project_id) == rates
    assert projects.project_user_rates(session, mira, project.project_id) == {mira.user_id: rates[mira.user_id]}
    assert policy.may_see_money_of(mira, mira.user_id)
    assert not policy.may_see_money_of(mira, noor.user_id)


def test_nobody_makes_themselves_an_administrator(session: Session, mira: User, manager: User) -> None:
    admin = factories.lead(session)
    new = {"name": "Eve", "email": "eve@harbour.example", "timezone": "UTC", "role": Role.ADMIN}
    for actor in (mira, manager):
        with pytest.raises(NotPermitted):
            people.add_person(session, actor, **new)
    assert people.add_person(session, admin, **new).role == Role.ADMIN
    with pytest.raises(NotPermitted):
        policy.require_admin(manager)
