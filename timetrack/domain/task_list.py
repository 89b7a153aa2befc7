"""Tasks over all projects: filtered, ordered by when they are due, with what was worked on them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sqlalchemy import and_, func, or_, select
from sqlmodel import Session

from timetrack.domain import policy
from timetrack.domain.project_hours import slices
from timetrack.domain.text import plain
from timetrack.models import Project, ProjectStatus, Task, User, table

TASKS, PROJECTS, USERS = table(Task), table(Project), table(User)
PAGE = 100


@dataclass(frozen=True)
class TaskFilter:
    """Which tasks: of one project, of one assignee, that hold some words. ``is_open`` leaves out what was put away."""

    project_id: int | None = None
    assignee_id: int | None = None
    words: str = ""
    is_open: bool = True


@dataclass(frozen=True)
class ListedTask:
    """A task with the names it is shown with; ``takes_time`` is false where its project takes none any more."""

    task_id: int
    project_id: int
    name: str
    estimated_hours: Decimal | None
    is_billable: bool | None
    due_date: date | None
    assignee_id: int | None
    is_archived: bool
    project_name: str
    color: str
    billing_type: str
    takes_time: bool
    assignee_name: str | None


def task_page(session: Session, actor: User, *, wanted: TaskFilter, limit: int = PAGE) -> list[ListedTask]:
    """The first ``limit`` tasks of the projects that ``actor`` may see: the earliest due first, then by project and name."""
    task, project = TASKS.c, PROJECTS.c
    takes_time = project.status == ProjectStatus.ACTIVE
    found = (
        select(
            task.task_id, task.project_id, task.name, task.estimated_hours, task.is_billable, task.due_date,
            task.assignee_id, task.archived_at.is_not(None), project.name, project.color, project.billing_type,
            takes_time, USERS.c.name,
        )
        .join_from(TASKS, PROJECTS, project.project_id == task.project_id)
        .outerjoin(USERS, USERS.c.user_id == task.assignee_id)
        .where(policy.visible_projects(actor))
        .order_by(task.due_date.asc().nulls_last(), func.lower(project.name), func.lower(task.name), task.task_id)
        .limit(limit)
    )  # fmt: skip
    if wanted.is_open:
        found = found.where(and_(task.archived_at.is_(None), takes_time))
    if wanted.project_id is not None:
        found = found.where(task.project_id == wanted.project_id)
    if wanted.assignee_id is not None:
        found = found.where(task.assignee_id == wanted.assignee_id)
    for word in plain(wanted.words).lower().split():
        in_name = func.strpos(func.lower(task.name), word) > 0
        found = found.where(or_(in_name, func.strpos(func.lower(project.name), word) > 0))
    return [ListedTask(*row) for row in session.execute(found)]


def seconds_per_task(session: Session, actor: User, *, tasks: Sequence[ListedTask]) -> dict[int, int]:
    """The seconds worked on each of ``tasks``, what runs included, as far as ``actor`` may see the entries."""
    found = slices(session, actor)
    ids, projects = [one.task_id for one in tasks], {one.project_id for one in tasks}
    wanted = select(found.c.task_id, func.sum(found.c.seconds)).where(
        found.c.project_id.in_(projects), found.c.task_id.in_(ids)
    )
    return {task_id: int(seconds) for task_id, seconds in session.execute(wanted.group_by(found.c.task_id))}
