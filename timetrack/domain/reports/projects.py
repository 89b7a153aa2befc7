"""The project report: hours per task, the billable part, amounts, and how much of the budget is used."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy import func, select
from sqlmodel import Session

from timetrack.db import rows
from timetrack.domain import policy, project_hours
from timetrack.domain.projects import PROJECTS
from timetrack.domain.reports.basis import Asked, Basis
from timetrack.domain.reports.budgets import BudgetUse, budgets_of
from timetrack.domain.reports.lines import (
    Figures,
    Line,
    basis_of,
    figures_of,
    merged,
    read_lines,
    span_of,
    with_running,
)
from timetrack.domain.reports.names import Named, Names, names_of
from timetrack.domain.tasks import TASKS
from timetrack.models import Project, User

BY = ("project_id", "task_id", "is_billable", "hourly_rate", "currency")


@dataclass(frozen=True)
class TaskWork:
    """The hours on one task of a project, or on none, with its estimate.

    ``used_seconds`` is what counts against the estimate: all since the beginning, where it has one, for who leads.
    """

    task_id: int | None
    name: str
    figures: Figures
    estimated_hours: Decimal | None
    used_seconds: int | None = None


@dataclass(frozen=True)
class ProjectWork:
    """The work on one project, or on none, in the report's days; the budget is the whole project's."""

    project_id: int | None
    named: Named
    billing_type: str
    figures: Figures
    tasks: tuple[TaskWork, ...]
    budget: BudgetUse | None


@dataclass(frozen=True)
class ProjectsReport:
    """Every project with time in the report's days, most hours first."""

    basis: Basis
    projects: tuple[ProjectWork, ...]
    figures: Figures


def projects_report(session: Session, actor: User, *, asked: Asked) -> ProjectsReport:
    """What was worked on which project, as far as ``actor`` may see it; budgets for who leads.

    A line is a project at one rate; its amount is rounded as it is printed, and totals are the sum of lines, as in
    ``project_hours.value_per_project``. Raises as ``timesheet`` does.
    """
    basis = basis_of(session, actor, asked)
    lines = read_lines(session, actor, asked, basis, by=BY, bounds=span_of(basis))
    names, by_project = names_of(session, lines), by_project_id(lines)
    known = _known(session, by_project)
    budgets = budgets_of(session, actor, list(known.values()), at=basis.at)
    estimates = _estimates(session, lines)
    used = _used(session, actor, estimates, by_project)
    found = [
        ProjectWork(
            project_id=project_id,
            named=names.project(project_id),
            billing_type=known[project_id].billing_type if project_id in known else "",
            figures=figures_of(merged(of, task_id=None)),
            tasks=_tasks(of, names, estimates, used),
            budget=budgets.get(project_id or 0),
        )
        for project_id, of in by_project.items()
    ]
    found.sort(key=lambda one: (-one.figures.seconds, one.named.name))
    return ProjectsReport(with_running(basis, lines), tuple(found), figures_of(merged(lines, task_id=None)))


def by_project_id(lines: Iterable[Line]) -> dict[int | None, list[Line]]:
    """The lines of each project, or of none."""
    found: dict[int | None, list[Line]] = {}
    for line in lines:
        found.setdefault(line.project_id, []).append(line)
    return found


def _tasks(
    lines: Sequence[Line], names: Names, estimates: dict[int, Decimal], used: dict[int, int]
) -> tuple[TaskWork, ...]:
    found: dict[int | None, list[Line]] = {}
    for line in lines:
        found.setdefault(line.task_id, []).append(line)
    tasks = [
        TaskWork(task_id, names.task(task_id), figures_of(of), estimates.get(task_id or 0), used.get(task_id or 0))
        for task_id, of in found.items()
    ]
    return tuple(sorted(tasks, key=lambda task: (-task.figures.seconds, task.name)))


def _known(session: Session, keys: Iterable[int | None]) -> dict[int | None, Project]:
    wanted = select(PROJECTS).where(PROJECTS.c.project_id.in_([*filter(None, keys)]))
    return {one.project_id: one for one in rows(session, Project, wanted)}


def _estimates(session: Session, lines: Iterable[Line]) -> dict[int, Decimal]:
    keys = {line.task_id for line in lines if line.task_id}
    wanted = select(TASKS.c.task_id, TASKS.c.estimated_hours).where(TASKS.c.task_id.in_(keys))
    return {task_id: hours for task_id, hours in session.execute(wanted) if hours is not None}


def _used(
    session: Session, actor: User, estimates: dict[int, Decimal], projects: Iterable[int | None]
) -> dict[int, int]:
    """The seconds on each task with an estimate since it began; nothing for who does not lead: it takes everybody's."""
    if not estimates or not policy.leads(actor):
        return {}
    found = project_hours.slices(session, actor)
    wanted = select(found.c.task_id, func.sum(found.c.seconds)).where(
        found.c.project_id.in_([*filter(None, projects)]), found.c.task_id.in_(estimates)
    )
    return {task_id: int(seconds) for task_id, seconds in session.execute(wanted.group_by(found.c.task_id))}
