"""The names that a report's lines are shown with."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache

from sqlalchemy import BigInteger, any_, bindparam, literal_column, null, select, union_all
from sqlalchemy.dialects.postgresql import ARRAY
from sqlmodel import Session

from timetrack.db import Prepared
from timetrack.domain.clients import CLIENTS
from timetrack.domain.people import USERS
from timetrack.domain.projects import PROJECTS
from timetrack.domain.reports.lines import Line
from timetrack.domain.tasks import TASKS

PROJECT, PERSON, TASK = range(3)


@dataclass(frozen=True)
class Named:
    """A project, or none, as a report shows it."""

    name: str = ""
    color: str = ""
    client_id: int | None = None
    client_name: str = ""


NOTHING = Named()


@dataclass(frozen=True)
class Names:
    """People, projects and tasks by their keys."""

    people: dict[int, str] = field(default_factory=dict)
    projects: dict[int, Named] = field(default_factory=dict)
    tasks: dict[int, str] = field(default_factory=dict)

    def project(self, project_id: int | None) -> Named:
        """A project by its key; without one nothing is named."""
        return self.projects.get(project_id or 0, NOTHING)

    def task(self, task_id: int | None) -> str:
        """A task by its key, or nothing."""
        return self.tasks.get(task_id or 0, "")


def names_of(session: Session, lines: Iterable[Line]) -> Names:
    """The names that occur in ``lines``: whoever sees the time sees what it was for, also where they have left since."""
    kept = list(lines)
    people, tasks, projects = (
        [key for key in keys if key]
        for keys in (
            {one.user_id for one in kept},
            {one.task_id for one in kept},
            {one.project_id for one in kept},
        )
    )
    names = Names()
    for one in _wanted().records(session, people=people, tasks=tasks, projects=projects) if kept else []:
        if one.of == PROJECT:
            names.projects[one.key] = Named(one.name, one.color, one.client_id, one.client_name or "")
        else:
            (names.people if one.of == PERSON else names.tasks)[one.key] = one.name
    return names


@lru_cache
def _wanted() -> Prepared:
    """All three in one: a report of a month is read so often that a round trip is felt."""
    keys = {name: bindparam(name, type_=ARRAY(BigInteger)) for name in ("people", "tasks", "projects")}
    client = (CLIENTS.c.client_id, CLIENTS.c.name.label("client_name"))
    no_client = (null().label("color"), null().label("client_id"), null().label("client_name"))
    projects = (
        select(literal_column(str(PROJECT)).label("of"), PROJECTS.c.project_id.label("key"), PROJECTS.c.name)
        .add_columns(PROJECTS.c.color, *client)
        .outerjoin(CLIENTS, CLIENTS.c.client_id == PROJECTS.c.client_id)
        .where(PROJECTS.c.project_id == any_(keys["projects"]))
    )
    people = select(literal_column(str(PERSON)), USERS.c.user_id, USERS.c.name, *no_client)
    tasks = select(literal_column(str(TASK)), TASKS.c.task_id, TASKS.c.name, *no_client)
    return Prepared(
        union_all(
            projects,
            people.where(USERS.c.user_id == any_(keys["people"])),
            tasks.where(TASKS.c.task_id == any_(keys["tasks"])),
        )
    )
