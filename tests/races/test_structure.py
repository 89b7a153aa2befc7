"""Two who create the same thing at once get one thing and one clean refusal."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from sqlmodel import Session

from tests import factories
from tests.factories import FrozenClock
from tests.races.crowd import at_once, broken, committed, counted, kinds
from timetrack.domain import auth, clients, people, projects, tasks
from timetrack.models import User

CROWD = 16


@pytest.mark.parametrize(
    ("table", "create"),
    [
        ("clients", lambda s, a: clients.create_client(s, a, name="Opal")),
        ("projects", lambda s, a: projects.create_project(s, a, name="Portal")),
        ("tasks", lambda s, a: tasks.create_task(s, a, project_id=1, name="Wireframes")),
        ("users", lambda s, a: people.add_person(s, a, name="Kai", email="kai@harbour.example", timezone="UTC")),
    ],
)
def test_of_many_with_one_name_one_is_created(lead: User, table: str, create: Callable[[Session, User], Any]) -> None:
    if table == "tasks":
        assert committed(factories.project).project_id == 1
    before = counted(f"SELECT count(*) FROM {table}")
    results = at_once([lambda session: create(session, lead)] * CROWD)
    assert kinds(results)["AlreadyExists"] == CROWD - 1
    assert counted(f"SELECT count(*) FROM {table}") == before + 1
    assert broken() == []


def test_of_many_who_rename_to_one_name_one_gets_it(lead: User) -> None:
    made = [committed(factories.client) for _ in range(8)]
    renames = [
        lambda session, key=client.client_id: clients.rename_client(session, lead, client_id=key, name="Opal")
        for client in made
    ]
    assert kinds(at_once(renames)) == {"Client": 1, "AlreadyExists": 7}
    assert broken() == []


def test_members_and_rates_come_once(lead: User, mira: User) -> None:
    project = committed(lambda session: factories.project(session, is_public=False))
    who = {"project_id": project.project_id, "user_id": mira.user_id}
    joined = at_once([lambda session: projects.add_member(session, lead, **who)] * CROWD)
    priced = at_once(
        [
            lambda session, n=n: projects.set_project_user_rate(session, lead, **who, hourly_rate=Decimal(n))
            for n in range(CROWD)
        ]
    )
    assert kinds(joined) == {"NoneType": CROWD}
    assert (priced.count(None), len({*priced})) == (1, CROWD), "each is told the rate it replaced, the first none"
    assert counted("SELECT count(*) FROM project_members") == counted("SELECT count(*) FROM project_user_rates") == 1
    assert broken() == []


def test_edits_of_one_project_while_timers_start_on_it(lead: User, mira: User) -> None:
    """An edit locks the project, a new entry points at it: neither may wait for the other in a circle."""
    project = committed(factories.project)
    crew = [committed(factories.person) for _ in range(8)]
    key = project.project_id
    edits = [
        lambda session, n=n: projects.edit_project(session, lead, project_id=key, hourly_rate=Decimal(n))
        for n in range(8)
    ]
    logs = [lambda session, who=who: factories.entry(session, who, project_id=key) for who in crew]
    assert kinds(at_once(edits + logs)) == {"Project": 8, "TimeEntry": 8}
    assert broken() == []


def test_one_workspace_is_founded(frozen: FrozenClock) -> None:
    def found(session: Session, n: int) -> User:
        given = {"workspace": f"W{n}", "name": "Ann", "email": f"a{n}@h.example", "timezone": "UTC", "currency": "EUR"}
        return auth.create_workspace(session, password_hash="x", **given)

    results = at_once([lambda session, n=n: found(session, n) for n in range(8)])
    assert kinds(results) == {"User": 1, "AlreadySetUp": 7}
    assert counted("SELECT count(*) FROM users") == 1
    assert broken() == []
