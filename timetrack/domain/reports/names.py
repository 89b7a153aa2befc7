"""The names that a report's lines are shown with."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from sqlalchemy import BigInteger, any_, bindparam, select
from sqlalchemy.dialects.postgresql import ARRAY
from sqlmodel import Session

from timetrack.db import Prepared
from timetrack.domain.clients import CLIENTS
from timetrack.domain.people import USERS
from timetrack.domain.projects import PROJECTS
from timetrack.domain.reports.lines import Line
from timetrack.domain.tasks import TASKS

KEYS = bindparam("keys", type_=ARRAY(BigInteger))


@dataclass(frozen=True)
class Named:
    """A project, or none, as a report shows it."""

    name: str = ""
    color: str = ""
    client_id: int | None = None
    client_name: str = ""


@dataclass(frozen=True)
class Names:
    """People, projects and tasks by their keys."""

    people: dict[int, str] = field(default_factory=dict)
    projects: dict[int, Named] = field(default_factory=dict)
    tasks: dict[int, str] = field(default_factory=dict)

    def project(self, project_id: int | None) -> Named:
        """A project by its key; without one nothing is named."""
        return self.projects.get(project_id or 0, Named())

    def task(self, task_id: int | None) -> str:
        """A task by its key, or nothing."""
        return self.tasks.get(task_id or 0, "")


def names_of(session: Session, lines: Iterable[Line]) -> Names:
    """The names that occur in ``lines``: whoever sees the time sees what it was for, also where they have left since."""
    kept = list(lines)
    people = _found(session, _people(), {one.user_id for one in kept})
    tasks = _found(session, _tasks(), {one.task_id for one in kept})
    projects = _found(session, _projects(), {one.project_id for one in kept})
    return Names(
        people={one.key: one.name for one in people},
        projects={one.key: Named(one.name, one.color, one.client_id, one.client_name or "") for one in projects},
        tasks={one.key: one.name for one in tasks},
    )


def _found(session: Session, wanted: Prepared, keys: set[int] | set[int | None]) -> list[Any]:
    named = [key for key in keys if key]
    return wanted.records(session, keys=named) if named else []


@lru_cache
def _people() -> Prepared:
    return Prepared(select(USERS.c.user_id.label("key"), USERS.c.name).where(USERS.c.user_id == any_(KEYS)))


@lru_cache
def _tasks() -> Prepared:
    return Prepared(select(TASKS.c.task_id.label("key"), TASKS.c.name).where(TASKS.c.task_id == any_(KEYS)))


@lru_cache
def _projects() -> Prepared:
    columns = (PROJECTS.c.name, PROJECTS.c.color, CLIENTS.c.client_id, CLIENTS.c.name.label("client_name"))
    wanted = select(PROJECTS.c.project_id.label("key"), *columns)
    wanted = wanted.outerjoin(CLIENTS, CLIENTS.c.client_id == PROJECTS.c.client_id)
    return Prepared(wanted.where(PROJECTS.c.project_id == any_(KEYS)))
