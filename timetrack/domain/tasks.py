"""Tasks: the parts of a project, with an estimate and perhaps a billing rule of their own."""

from datetime import date
from decimal import Decimal
from typing import TypedDict, Unpack

from sqlalchemy import func, insert, or_, select, true, update
from sqlmodel import Session

from timetrack import clock
from timetrack.db import first, rows
from timetrack.domain import audit, money, policy
from timetrack.domain.projects import PROJECTS, lock_project
from timetrack.domain.text import line
from timetrack.errors import InvalidInput, NotFound
from timetrack.models import Project, ProjectMember, Role, Task, User, table

TASKS, MEMBERS, USERS = table(Task), table(ProjectMember), table(User)


class TaskTerms(TypedDict, total=False):
    """What may be set on a task; what is left out stays.

    ``is_billable`` None leaves it to the project. ``assignee_id`` is who is to do it: somebody who may put time there.
    """

    estimated_hours: Decimal | None
    is_billable: bool | None
    due_date: date | None
    assignee_id: int | None


class TaskChanges(TaskTerms, total=False):
    """The same for a task that exists already, whose name may change too."""

    name: str


def visible_tasks(
    session: Session, actor: User, *, project_id: int | None = None, archived: bool = False
) -> list[Task]:
    """The tasks of the projects that ``actor`` may see, by name."""
    is_archived = TASKS.c.archived_at.is_not(None) if archived else TASKS.c.archived_at.is_(None)
    wanted = select(TASKS).join(PROJECTS, PROJECTS.c.project_id == TASKS.c.project_id)
    wanted = wanted.where(policy.visible_projects(actor), is_archived).order_by(func.lower(TASKS.c.name))
    if project_id is not None:
        wanted = wanted.where(TASKS.c.project_id == project_id)
    return rows(session, Task, wanted)


def assignable_people(session: Session, actor: User, *, project_id: int) -> list[User]:
    """Who may put time on a project and so can be asked to do a task of it, by name. Raises NotPermitted."""
    policy.require_lead(actor)
    here = first(session, Project, select(PROJECTS).where(PROJECTS.c.project_id == project_id))
    if here is None:
        raise NotFound
    on_it = select(MEMBERS.c.user_id).where(MEMBERS.c.project_id == project_id)
    leads = USERS.c.role.in_([Role.MANAGER, Role.ADMIN])
    may = true() if here.is_public else or_(leads, USERS.c.user_id.in_(on_it))
    wanted = select(USERS).where(may, USERS.c.deactivated_at.is_(None))
    return rows(session, User, wanted.order_by(func.lower(USERS.c.name)))


def create_task(session: Session, actor: User, *, project_id: int, name: str, **terms: Unpack[TaskTerms]) -> Task:
    """Add a task to a project that ``actor`` may put time on. Raises AlreadyExists for a name the project has.

    What is billable and who is to do it is for those who lead; of anybody else it is not taken.
    """
    _require_access(session, actor, project_id)
    if not policy.leads(actor):
        terms.pop("is_billable", None)
        terms.pop("assignee_id", None)
    _check_assignee(session, actor, project_id, terms.get("assignee_id"))
    values = {"project_id": project_id, **_checked({**terms, "name": name})}
    (made,) = audit.record(session, actor, "CREATE", insert(TASKS).values(values), *_topics(project_id))
    return Task(**made)


def edit_task(session: Session, actor: User, *, task_id: int, **terms: Unpack[TaskChanges]) -> Task:
    """Change a task. Entries that exist stay as billable as they were.

    Raises InvalidInput for an assignee who may not put time on the project.
    """
    return _change(session, actor, "EDIT", task_id, _checked(dict(terms)))


def archive_task(session: Session, actor: User, *, task_id: int) -> Task:
    """Put a task away; its time stays."""
    return _change(session, actor, "ARCHIVE", task_id, {"archived_at": clock.now()})


def unarchive_task(session: Session, actor: User, *, task_id: int) -> Task:
    """Take a task back into the list."""
    return _change(session, actor, "UNARCHIVE", task_id, {"archived_at": None})


def _change(session: Session, actor: User, action: str, task_id: int, values: dict[str, object]) -> Task:
    policy.require_lead(actor)
    task = first(session, Task, select(TASKS).where(TASKS.c.task_id == task_id).with_for_update(key_share=True))
    if task is None:
        raise NotFound
    if not values:
        return task
    assignee_id = values.get("assignee_id")
    if isinstance(assignee_id, int):
        _check_assignee(session, actor, task.project_id, assignee_id)
    change = update(TASKS).where(TASKS.c.task_id == task_id).values(**values)
    (made,) = audit.record(session, actor, action, change, *_topics(task.project_id))
    return Task(**made)


def _require_access(session: Session, actor: User, project_id: int) -> Project:
    project = lock_project(session, project_id)
    wanted = select(PROJECTS.c.project_id).where(PROJECTS.c.project_id == project_id, policy.visible_projects(actor))
    if session.execute(wanted).first() is None:
        raise NotFound
    return project


def _check_assignee(session: Session, actor: User, project_id: int, assignee_id: int | None) -> None:
    if assignee_id is None:
        return
    if all(person.user_id != assignee_id for person in assignable_people(session, actor, project_id=project_id)):
        raise InvalidInput("This person is not on the project. Put them on it first. Nothing was saved.")


def _checked(terms: dict[str, object]) -> dict[str, object]:
    if "name" in terms:
        terms["name"] = line(str(terms["name"]), what="A task's name", at_most=200, needed=True)
    hours = terms.get("estimated_hours")
    if isinstance(hours, Decimal):
        money.check_amount(hours, what="An estimate of hours", highest=money.MOST_HOURS)
    return terms


def _topics(project_id: int) -> tuple[str, str]:
    return "structure", f"project:{project_id}"
