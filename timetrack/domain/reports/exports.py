"""Which reports there are, and any of them as a table for a file."""

from collections.abc import Callable
from typing import Any

from sqlalchemy import Select, select
from sqlmodel import Session

from timetrack.domain import people, policy
from timetrack.domain.clients import CLIENTS
from timetrack.domain.projects import PROJECTS
from timetrack.domain.reports import tables
from timetrack.domain.reports.basis import NONE, Asked
from timetrack.domain.reports.clients import clients_report
from timetrack.domain.reports.projects import projects_report
from timetrack.domain.reports.receivables import receivables_report
from timetrack.domain.reports.tables import ReportTable
from timetrack.domain.reports.team import team_report
from timetrack.domain.reports.timesheet import timesheet
from timetrack.domain.reports.weeks import weeks_report
from timetrack.domain.tasks import TASKS
from timetrack.errors import NotFound
from timetrack.models import User

REPORTS: dict[str, tuple[Callable[..., Any], Callable[[Any, str], ReportTable]]] = {
    "timesheet": (timesheet, tables.timesheet_table),
    "projects": (projects_report, tables.projects_table),
    "clients": (clients_report, tables.clients_table),
    "weeks": (weeks_report, tables.weeks_table),
    "team": (team_report, tables.team_table),
    "receivables": (receivables_report, tables.receivables_table),
}


def report_table(session: Session, actor: User, *, name: str, asked: Asked) -> ReportTable:
    """A report as a table for a file, as far as ``actor`` may see it. Raises NotFound for a report that is none."""
    if name not in REPORTS:
        raise NotFound("There is no report of this name.")
    read, make = REPORTS[name]
    return make(read(session, actor, asked=asked), about(session, actor, asked))


def about(session: Session, actor: User, asked: Asked) -> str:
    """Whose time on what is reported, and when: 9 Nov 2026 – 19 Nov 2026 · Mira · Portal."""
    words = [_day(asked.first) if asked.first == asked.last else f"{_day(asked.first)} – {_day(asked.last)}"]
    if asked.user_id is not None:
        words.append(people.visible_person(session, actor, asked.user_id).name)
    return " · ".join([*words, *filter_words(session, actor, asked=asked)])


def filter_words(session: Session, actor: User, *, asked: Asked) -> list[str]:
    """What is asked for beside the days and the person; of names those that ``actor`` may see."""
    client = select(CLIENTS.c.name).where(policy.visible_clients(actor), CLIENTS.c.client_id == asked.client_id)
    project = select(PROJECTS.c.name).where(policy.visible_projects(actor), PROJECTS.c.project_id == asked.project_id)
    task = (
        select(TASKS.c.name)
        .join(PROJECTS, PROJECTS.c.project_id == TASKS.c.project_id)
        .where(policy.visible_projects(actor), TASKS.c.task_id == asked.task_id)
    )
    words = [
        *_named(session, "client", asked.client_id, client),
        *_named(session, "project", asked.project_id, project),
        *_named(session, "task", asked.task_id, task),
    ]
    if asked.tag:
        words.append(f"tag {asked.tag}")
    if asked.is_unbilled:
        words.append("not billed yet")
    elif asked.is_billable is not None:
        words.append("billable" if asked.is_billable else "not billable")
    return words


def _named(session: Session, what: str, key: int | None, wanted: Select[Any]) -> list[str]:
    if key is None:
        return []
    return [f"no {what}"] if key == NONE else [session.scalar(wanted) or f"a {what} that is not yours to see"]


def _day(day: Any) -> str:
    return f"{day.day} {day:%b} {day.year}"
