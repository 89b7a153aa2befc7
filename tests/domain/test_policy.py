"""Who may see and do what: every role against every verb, and against every kind of row."""

from decimal import Decimal
from typing import Any

import pytest
from sqlmodel import Session

from tests import factories
from tests.factories import NOW
from timetrack.domain import clients, entries, entry_list, people, policy, projects, tasks
from timetrack.errors import NotFound, NotPermitted
from timetrack.models import Project, Role, User

ROLES = list(Role)
LEADS = {Role.EMPLOYEE: False, Role.MANAGER: True, Role.ADMIN: True}


@pytest.fixture
def theirs(session: Session, noor: User) -> dict[str, Any]:
    """A client, a closed project with a task, and an entry of Noor's on it."""
    client = factories.client(session)
    project = factories.project(session, is_public=False, members=[noor], client_id=client.client_id)
    task = factories.task(session, project)
    entry = factories.entry(session, noor, project_id=project.project_id, task_id=task.task_id)
    return {"client": client, "project": project, "task": task, "entry": entry, "noor": noor}


VERBS: dict[str, Any] = {
    "create client": lambda s, a, t: clients.create_client(s, a, name="New"),
    "rename client": lambda s, a, t: clients.rename_client(s, a, client_id=t["client"].client_id, name="New"),
    "set client currency": lambda s, a, t: clients.set_client_currency(
        s, a, client_id=t["client"].client_id, currency="USD"
    ),
    "archive client": lambda s, a, t: clients.archive_client(s, a, client_id=t["client"].client_id),
    "unarchive client": lambda s, a, t: clients.unarchive_client(s, a, client_id=t["client"].client_id),
    "create project": lambda s, a, t: projects.create_project(s, a, name="New"),
    "edit project": lambda s, a, t: projects.edit_project(s, a, project_id=t["project"].project_id, name="New"),
    "archive project": lambda s, a, t: projects.set_project_status(
        s, a, project_id=t["project"].project_id, status="ARCHIVED"
    ),
    "add member": lambda s, a, t: projects.add_member(s, a, project_id=t["project"].project_id, user_id=a.user_id),
    "remove member": lambda s, a, t: projects.remove_member(
        s, a, project_id=t["project"].project_id, user_id=t["noor"].user_id
    ),
    "set project rate": lambda s, a, t: projects.set_project_user_rate(
        s, a, project_id=t["project"].project_id, user_id=a.user_id, hourly_rate=Decimal(1)
    ),
    "edit task": lambda s, a, t: tasks.edit_task(s, a, task_id=t["task"].task_id, name="New"),
    "archive task": lambda s, a, t: tasks.archive_task(s, a, task_id=t["task"].task_id),
    "unarchive task": lambda s, a, t: tasks.unarchive_task(s, a, task_id=t["task"].task_id),
    "name a person": lambda s, a, t: people.add_person(s, a, name="New", email="new@h.example", timezone="UTC"),
    "set own rate": lambda s, a, t: people.set_default_rate(s, a, user_id=a.user_id, hourly_rate=Decimal(1)),
    "set another's rate": lambda s, a, t: people.set_default_rate(
        s, a, user_id=t["noor"].user_id, hourly_rate=Decimal(1)
    ),
    "log another's time": lambda s, a, t: factories.entry(s, a, start=NOW, user_id=t["noor"].user_id),
    "set own entry's rate": lambda s, a, t: entries.edit_entry(
        s, a, entry_id=factories.entry(s, a).entry_id, hourly_rate=Decimal(1)
    ),
}
"""What only those who lead may do."""


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("verb", VERBS)
def test_what_only_those_who_lead_may_do(session: Session, theirs: dict[str, Any], role: Role, verb: str) -> None:
    actor = factories.person(session, role=role)
    if LEADS[role]:
        VERBS[verb](session, actor, theirs)
    else:
        with pytest.raises(NotPermitted):
            VERBS[verb](session, actor, theirs)


@pytest.mark.parametrize("role", ROLES)
def test_what_there_is_to_see(session: Session, theirs: dict[str, Any], role: Role) -> None:
    actor = factories.person(session, role=role)
    project_id = theirs["project"].project_id
    seen = {
        "client": theirs["client"] in clients.visible_clients(session, actor),
        "project": theirs["project"] in projects.visible_projects(session, actor),
        "task": theirs["task"] in tasks.visible_tasks(session, actor),
        "person": theirs["noor"] in people.visible_people(session, actor),
        "entry": bool(entry_list.entry_page(session, actor, entry_list.EntryFilter(theirs["noor"].user_id))),
        "listed": entry_list.listed_entry(session, actor, theirs["entry"].entry_id) is not None,
        "members": _found(lambda: projects.members(session, actor, project_id)),
        "one project": _found(lambda: projects.visible_project(session, actor, project_id)),
        "one person": _found(lambda: people.visible_person(session, actor, theirs["noor"].user_id)),
        "one entry": _found(lambda: entries.visible_entry(session, actor, theirs["entry"].entry_id)),
        "new task": _found(lambda: tasks.create_task(session, actor, project_id=project_id, name="Another")),
    }
    assert seen == dict.fromkeys(seen, LEADS[role])


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


def _found(ask: Any) -> bool:
    try:
        return bool(ask())
    except NotFound:
        return False
