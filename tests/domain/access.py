"""Measuring who may do what: each recipe is run by every role, on things that are Mira's."""

import importlib
import inspect
import re
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Any

import pytest
from sqlalchemy import TextClause, text
from sqlmodel import Session

from tests import factories
from tests.domain.people_recipes import LOGO, hashed
from tests.domain.recipes import Recipe, World, build_world
from timetrack import domain
from timetrack.domain import (
    audit,
    auth,
    clients,
    colleagues,
    entries,
    favourites,
    people,
    profile,
    projects,
    saved_filters,
    tasks,
)
from timetrack.errors import NotFound, NotPermitted, TimetrackError
from timetrack.models import Role, SQLModel, User

SIGNS = {
    "c": "Zebra Holdings",
    "p": "Quokka",
    "t": "Numbat",
    "e": "private diary|running secretly",
    "h": r"(seconds=|: |'EUR': Decimal\(')(3600|7200|10800|50)\b",
    "f": "my habit|my filter",
    "n": "'Mira Ito'|Noor Sato",
    "r": r"50\.37|61\.73",
    "s": "Mira Ito's laptop",
    "i": r"Standing\(",
    "l": re.escape(repr(LOGO)[2:-1]),
    "m": r"123\.45|60\.00|, 5400\)|(invoice|draft) [0-9]+",
}
"""How an answer tells of Mira's client, project, task, entry, hours, favourite or filter, name, rate or session; of who is
invited; of the logo; of what is billed and paid."""
OWN, REFUSED, NOTHING = "=", "-", "."
ME = -1
"""Stands in a recipe for the key of whoever runs it."""
UNRECORDED = {"audit_log", "job_failures", "sign_in_failures", "worked_totals", "invoiced_entries"}
"""The log itself, why jobs failed, failed tries, sums of what is recorded, and which entries an invoice bills: the record of a line has
their hours, the issued document their keys."""
Rows = dict[tuple[str, int], dict[str, Any]]


@dataclass(frozen=True)
class Company:
    """A world whose project is closed, and who tries things in it, by the letter of the role."""

    world: World
    roles: dict[str, User]
    secrets: dict[str, str]
    """What the cookie of each of them holds."""
    old_project_id: int


def build_company(session: Session) -> Company:
    """Mira Owns all there is; a Colleague is on her project and a Stranger is not; a Manager and an Administrator lead."""
    world = build_world(session)
    session.info.pop("change_id")
    member = factories.person(session, name="Cem", password_hash=hashed())
    _name_what_is_miras(session, world)
    projects.add_member(session, world.ada, project_id=world.project.project_id, user_id=member.user_id)
    roles = {
        "O": people.lock_person(session, world.mira.user_id),
        "C": member,
        "S": factories.person(session, name="Sol", password_hash=hashed()),
        "M": factories.person(session, name="Max", role=Role.MANAGER, password_hash=hashed()),
        "A": world.ada,
    }
    old = projects.create_project(session, world.ada, name="Old Quokka", is_public=False)
    projects.set_project_status(session, world.ada, project_id=old.project_id, status="ARCHIVED")
    for person in roles.values():
        _signed_in(session, person, "phone")
    secrets = {role: _signed_in(session, person, "laptop") for role, person in roles.items()}
    return Company(world, roles, secrets, old.project_id)


class Tried:
    """One recipe run by one role, with what it did undone again.

    Only the function under test is called as that role, whoever the recipe names; what it prepares is done by whom it
    says, and does not count.
    """

    def __init__(self, session: Session, company: Company, role: str, name: str, recipe: Recipe) -> None:
        self.name, self.role, self.actor = name.partition(" ")[0], role, company.roles[role]
        self.before: Rows = {}
        self.answer, self.refusal = None, None
        with session.begin_nested() as savepoint, pytest.MonkeyPatch.context() as patch:
            self._listen(patch)
            try:
                recipe(session, company.world)
            except TimetrackError as refused:
                self.refusal = refused
            self.after = rows(session)
            savepoint.rollback()

    def done(self) -> str:
        """A cell for what writes: the role where it was done; ``=`` where it only reached what is the actor's own;
        ``-`` where it was refused because of who asked; ``.`` where there was nothing of theirs to do it to."""
        changed = [
            self.after.get(key) or self.before[key]
            for key in self.before.keys() | self.after.keys()
            if self.before.get(key) != self.after.get(key)
        ]
        if self.refusal or not changed:
            assert not changed, f"{self.name} refused {self.role} and changed rows all the same"
            return REFUSED if isinstance(self.refusal, NotPermitted | NotFound) else NOTHING
        is_own = all(row.get("user_id") == self.actor.user_id for row in changed)
        return OWN if is_own and self.role != "O" else self.role

    def seen(self) -> str:
        """A cell for what reads: the letters of ``SIGNS`` in the answer."""
        return "".join(sign for sign, mark in SIGNS.items() if re.search(mark, repr(self.answer))) or REFUSED

    def _listen(self, patch: pytest.MonkeyPatch) -> None:
        called = function(self.name)

        def as_role(session: Session, _: User, *given: Any, **named: Any) -> Any:
            self.before = self.before or rows(session)
            named = {key: self.actor.user_id if value == ME else value for key, value in named.items()}
            self.answer = called(session, self.actor, *given, **named)
            return self.answer

        module, _, name = self.name.rpartition(".")
        patch.setattr(importlib.import_module(f"{domain.__name__}.{module}"), name, as_role)


def asks_who(name: str) -> bool:
    """Whether a function of the domain is told who acts."""
    return list(inspect.signature(function(name)).parameters)[1:2] == ["actor"]


def function(name: str) -> Callable[..., Any]:
    """A function of the domain by its name."""
    module, _, own = name.rpartition(".")
    found: Callable[..., Any] = getattr(importlib.import_module(f"{domain.__name__}.{module}"), own)
    return found


def rows(session: Session) -> Rows:
    """Every row there is, without the log."""
    return {(table, key): row for table, key, row in session.execute(_every_row())}


@cache
def _every_row() -> TextClause:
    keys = {table.name: table.primary_key.columns.keys()[0] for table in SQLModel.metadata.sorted_tables}
    parts = (
        f"SELECT '{table}', {key}::bigint, to_jsonb(t) - {audit.UNRECORDED} FROM {table} t"
        for table, key in keys.items()
        if table not in UNRECORDED
    )
    return text(" UNION ALL ".join(parts))


def _signed_in(session: Session, person: User, on: str) -> str:
    return auth.open_session(session, person, address="192.0.2.1", user_agent=f"{person.name}'s {on}", stay=False)


def _name_what_is_miras(session: Session, world: World) -> None:
    """Give it names that are found again in whatever shows it, and close the project."""
    ada, mira, project_id = world.ada, world.mira, world.project.project_id
    clients.rename_client(session, ada, client_id=world.client.client_id, name="Zebra Holdings")
    projects.edit_project(session, ada, project_id=project_id, name="Quokka", is_public=False)
    on = {"project_id": project_id, "user_id": mira.user_id}
    projects.set_project_user_rate(session, ada, **on, hourly_rate=Decimal("61.73"))
    tasks.edit_task(session, ada, task_id=world.task.task_id, name="Numbat")
    people.set_default_rate(session, ada, user_id=mira.user_id, hourly_rate=Decimal("50.37"))
    colleagues.edit_person(session, ada, user_id=mira.user_id, name="Mira Ito")
    colleagues.edit_person(session, ada, user_id=world.noor.user_id, name="Noor Sato")
    entries.edit_entry(session, mira, entry_id=world.entry.entry_id, description="private diary")
    entries.edit_entry(session, mira, entry_id=world.running.entry_id, description="running secretly")
    favourites.add_favourite(session, mira, description="my habit", project_id=project_id, task_id=None)
    saved_filters.save_filter(session, mira, name="my filter", query="tag=own")
    profile.edit_profile(session, mira, hides_description=True)
