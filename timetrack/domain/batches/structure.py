"""The people, clients, projects and tasks that a batch names: which there are, and creating the others.

Names are compared as the database's own unique indexes compare them, so what is absent can always be created.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Table, Text, any_, column, func, literal, select
from sqlalchemy.dialects.postgresql import ARRAY
from sqlmodel import Session

from timetrack import db
from timetrack.domain import audit
from timetrack.domain.batches.rows import Batch, BatchRow, Placed
from timetrack.domain.batches.values import insert_rows
from timetrack.domain.clients import CLIENTS
from timetrack.domain.people import USERS, add_person
from timetrack.domain.projects import MEMBERS, PALETTE, PROJECTS
from timetrack.domain.tasks import TASKS
from timetrack.models import BillingType, Client, Organisation, Project, ProjectStatus, Task, User

ACTION = "IMPORT"


@dataclass
class Structure:
    """What the names of a batch stand for. ``lower`` is the database's lower case of each of them."""

    lower: dict[str, str]
    people: dict[str, User]
    clients: dict[str, Client] = field(default_factory=dict)
    projects: dict[tuple[int | None, str], Project] = field(default_factory=dict)
    tasks: dict[tuple[int, str], Task] = field(default_factory=dict)

    def client_of(self, row: BatchRow) -> Client | None:
        """The client a row names."""
        return self.clients.get(self.lower[row.client])

    def project_of(self, row: BatchRow) -> Project | None:
        """The project a row names: its client's, or one without a client."""
        client = self.client_of(row)
        if row.client and client is None:
            return None
        return self.projects.get((client.client_id if client else None, self.lower[row.project]))

    def task_of(self, row: BatchRow) -> Task | None:
        """The task a row names, in its project."""
        project = self.project_of(row)
        return self.tasks.get((project.project_id, self.lower[row.task])) if project else None

    def closed(self, row: BatchRow) -> str:
        """Why a row's project takes no time; nothing when it does, or is yet to be created."""
        project = self.project_of(row)
        if project is None or project.status == ProjectStatus.ACTIVE:
            return ""
        return f"the project “{project.name}” is {project.status.lower()}, so it takes no new time"


def find_structure(session: Session, rows: Sequence[BatchRow]) -> Structure:
    """What there is of all that ``rows`` name; the people are locked, lowest key first, because their time follows."""
    emails = literal(sorted({row.email for row in rows}), ARRAY(Text))
    wanted = (
        select(USERS).where(USERS.c.email == any_(emails)).order_by(USERS.c.user_id).with_for_update(key_share=True)
    )
    people = {person.email: person for person in db.rows(session, User, wanted)}
    lower = _lower(session, {"", *(name for row in rows for name in (row.client, row.project, row.task))})
    structure = Structure(lower, people)
    for key, found in _named(session, CLIENTS, lower):
        structure.clients[key] = Client(**found)
    for key, found in _named(session, PROJECTS, lower):
        structure.projects[found["client_id"], key] = Project(**found)
    for key, found in _named(session, TASKS, lower):
        structure.tasks[found["project_id"], key] = Task(**found)
    return structure


def create_absent(
    session: Session,
    actor: User | None,
    structure: Structure,
    placed: Sequence[Placed],
    *,
    workspace: Organisation,
    timezone: str,
) -> Batch:
    """Create what ``placed`` rows name and is not there, spelled as the first of them spells it. Returns the names."""
    rows = sorted((found.row for found in placed), key=lambda row: row.number)
    made = Batch()
    made.people = _create_people(session, actor, structure, rows, workspace, timezone)
    made.clients = _create_clients(session, actor, structure, rows, workspace)
    made.projects = _create_projects(session, actor, structure, rows, workspace)
    made.tasks = _create_tasks(session, actor, structure, rows)
    _add_members(session, actor, structure, rows)
    return made


def _lower(session: Session, names: set[str]) -> dict[str, str]:
    given = func.unnest(literal(sorted(names), ARRAY(Text))).table_valued(column("name", Text)).render_derived()
    return {name: lower for name, lower in session.execute(select(given.c.name, func.lower(given.c.name)))}


def _named(session: Session, subject: Table, lower: dict[str, str]) -> Iterator[tuple[str, dict[str, Any]]]:
    key = func.lower(subject.c.name)
    wanted = select(key.label("lower_name"), subject).where(key == any_(literal([*lower.values()], ARRAY(Text))))
    for found in session.execute(wanted).mappings():
        values = dict(found)
        yield values.pop("lower_name"), values


def _create_people(
    session: Session,
    actor: User | None,
    structure: Structure,
    rows: Sequence[BatchRow],
    workspace: Organisation,
    timezone: str,
) -> list[str]:
    absent = {row.email: row.person_name for row in reversed(rows) if row.email not in structure.people}
    for email, name in reversed(absent.items()):
        structure.people[email] = add_person(
            session, actor, name=name, email=email, timezone=timezone, week_start=workspace.week_start
        )
    return [f"{name} <{email}>" for email, name in reversed(absent.items())]


def _create_clients(
    session: Session, actor: User | None, structure: Structure, rows: Sequence[BatchRow], workspace: Organisation
) -> list[str]:
    absent: dict[str, dict[str, Any]] = {}
    for row in rows:
        if row.client and structure.client_of(row) is None:
            absent.setdefault(structure.lower[row.client], {"name": row.client, "currency": workspace.currency})
    for values in _recorded(session, actor, CLIENTS, list(absent.values())):
        structure.clients[structure.lower[values["name"]]] = Client(**values)
    return [values["name"] for values in absent.values()]


def _create_projects(
    session: Session, actor: User | None, structure: Structure, rows: Sequence[BatchRow], workspace: Organisation
) -> list[str]:
    absent: dict[tuple[int | None, str], dict[str, Any]] = {}
    shown: dict[tuple[int | None, str], str] = {}
    colors = _colors(session)
    for row in rows:
        client = structure.client_of(row)
        key = (client.client_id if client else None, structure.lower[row.project])
        if row.project and key not in structure.projects and key not in absent:
            absent[key] = {
                "client_id": key[0],
                "name": row.project,
                "currency": client.currency if client else workspace.currency,
                "billing_type": BillingType.HOURLY,
                "color": next(colors),
                "is_public": False,
            }
            shown[key] = f"{client.name} › {row.project}" if client else row.project
    for values in _recorded(session, actor, PROJECTS, list(absent.values())):
        structure.projects[values["client_id"], structure.lower[values["name"]]] = Project(**values)
    return list(shown.values())


def _colors(session: Session) -> Iterator[str]:
    """The palette, from where the projects that there are left off."""
    at = session.execute(select(func.count()).select_from(PROJECTS)).scalar_one()
    while True:
        yield PALETTE[at * 5 % len(PALETTE)]
        at += 1


def _create_tasks(session: Session, actor: User | None, structure: Structure, rows: Sequence[BatchRow]) -> list[str]:
    absent: dict[tuple[int, str], dict[str, Any]] = {}
    shown: dict[tuple[int, str], str] = {}
    for row in rows:
        project = structure.project_of(row)
        if project is None or not row.task or structure.task_of(row):
            continue
        key = (project.project_id, structure.lower[row.task])
        absent.setdefault(key, {"project_id": project.project_id, "name": row.task})
        shown.setdefault(key, f"{project.name} › {row.task}")
    for values in _recorded(session, actor, TASKS, list(absent.values())):
        structure.tasks[values["project_id"], structure.lower[values["name"]]] = Task(**values)
    return list(shown.values())


def _add_members(session: Session, actor: User | None, structure: Structure, rows: Sequence[BatchRow]) -> None:
    """Let everybody go on with the projects they have worked on."""
    worked = {
        (project.project_id, structure.people[row.email].user_id)
        for row in rows
        if (project := structure.project_of(row))
    }
    projects = literal(sorted({project_id for project_id, _ in worked}), ARRAY(MEMBERS.c.project_id.type))
    wanted = select(MEMBERS.c.project_id, MEMBERS.c.user_id).where(MEMBERS.c.project_id == any_(projects))
    absent = sorted(worked - {(project_id, user_id) for project_id, user_id in session.execute(wanted)})
    topics = sorted({f"user:{user_id}" for _, user_id in absent})
    members = [{"project_id": project_id, "user_id": user_id} for project_id, user_id in absent]
    _recorded(session, actor, MEMBERS, members, *topics)


def _recorded(
    session: Session, actor: User | None, subject: Table, rows: Sequence[dict[str, Any]], *topics: str
) -> list[audit.Changed]:
    return audit.record(session, actor, ACTION, insert_rows(subject, rows), "structure", *topics) if rows else []
