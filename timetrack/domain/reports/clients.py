"""The client report: hours and amounts per client in each currency, and what no invoice holds yet."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlmodel import Session

from timetrack.domain import policy, project_hours
from timetrack.domain.project_hours import Value
from timetrack.domain.reports.basis import Asked, Basis
from timetrack.domain.reports.lines import Figures, Line, basis_of, figures_of, read_lines, span_of, with_running
from timetrack.domain.reports.names import Named, Names, names_of
from timetrack.domain.reports.projects import by_project_id
from timetrack.models import User

BY = ("project_id", "is_billable", "hourly_rate", "currency")


@dataclass(frozen=True)
class ClientProject:
    """The work on one project of a client. ``unbilled`` is all of it that no invoice has, since the beginning, for who leads."""

    project_id: int | None
    named: Named
    figures: Figures
    unbilled: Value


@dataclass(frozen=True)
class ClientWork:
    """The work for one client; ``client_id`` is None for internal work and for time without a project."""

    client_id: int | None
    name: str
    figures: Figures
    projects: tuple[ClientProject, ...]


@dataclass(frozen=True)
class ClientsReport:
    """Every client with time in the report's days, most hours first, internal work last."""

    basis: Basis
    clients: tuple[ClientWork, ...]
    figures: Figures
    shows_unbilled: bool


def clients_report(session: Session, actor: User, *, asked: Asked) -> ClientsReport:
    """What was worked for which client, as far as ``actor`` may see it, in amounts per currency.

    Lines and their rounding are those of the project report. Raises as ``timesheet`` does.
    """
    basis = basis_of(session, actor, asked)
    lines = read_lines(session, actor, asked, basis, by=BY, bounds=span_of(basis))
    names, by_project = names_of(session, lines), by_project_id(lines)
    leads = policy.leads(actor)
    keys = [*filter(None, by_project)]
    unbilled = project_hours.value_per_project(session, actor, keys, unbilled=True) if leads and keys else {}
    by_client: dict[int | None, list[Line]] = {}
    for project_id, of in by_project.items():
        by_client.setdefault(names.project(project_id).client_id, []).extend(of)
    found = [_client(client_id, of, names, unbilled) for client_id, of in by_client.items()]
    found.sort(key=lambda one: (one.client_id is None, -one.figures.seconds, one.name))
    return ClientsReport(with_running(basis, lines), tuple(found), figures_of(lines), leads)


def _client(client_id: int | None, lines: Sequence[Line], names: Names, unbilled: dict[int, Value]) -> ClientWork:
    projects = [
        ClientProject(project_id, names.project(project_id), figures_of(of), unbilled.get(project_id or 0, Value()))
        for project_id, of in by_project_id(lines).items()
    ]
    projects.sort(key=lambda one: (-one.figures.seconds, one.named.name))
    return ClientWork(client_id, projects[0].named.client_name, figures_of(lines), tuple(projects))
