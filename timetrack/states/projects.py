"""The projects page: every project the viewer may see, its terms and how much of its budget is used."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

import reflex as rx
from reflex.event import EventSpec

from timetrack.db import Session
from timetrack.domain import clients, figures, new_project, policy, project_hours, projects
from timetrack.domain.entry_list import Hours
from timetrack.domain.project_hours import Value
from timetrack.models import BillingType, Client, Project, ProjectStatus, User
from timetrack.states import wording
from timetrack.states.base import AppState, guarded
from timetrack.states.cells import Cell, Cells, Form, chosen_id, is_ticked
from timetrack.states.forms import form_number, form_text
from timetrack.states.project_rows import LinkRow
from timetrack.states.project_shown import BILLING_TEXTS, STATUS_TEXTS
from timetrack.states.rows import OptionRow, ProjectRow

NEW_CLIENT = "new"


@dataclass(frozen=True)
class Overview:
    """What the page shows: the projects asked for, what was worked on them, and the clients they can be for."""

    projects: list[Project]
    hours: dict[int, Hours]
    values: dict[int, Value]
    clients: list[Client]
    shows_money: bool


def every_client(session: Session, actor: User) -> list[Client]:
    """The clients that ``actor`` may see, those put away last."""
    return [
        client for archived in (False, True) for client in clients.visible_clients(session, actor, archived=archived)
    ]


def client_options(found: list[Client], in_use: set[int | None]) -> list[OptionRow]:
    """The clients a project can be for; one put away only where it is ``in_use``."""
    kept = [client for client in found if client.archived_at is None or client.client_id in in_use]
    return [OptionRow(str(client.client_id), client.name) for client in kept]


class ProjectsState(Cells, AppState):
    """The projects with the status and the client that the address names; without one, those that take time."""

    rows: list[ProjectRow] = []  # noqa: RUF012
    status: str = ""
    client: str = ""
    is_filtered: bool = False
    views: list[LinkRow] = []  # noqa: RUF012
    client_filter: list[OptionRow] = []  # noqa: RUF012
    client_choices: list[OptionRow] = []  # noqa: RUF012

    @guarded
    async def open(self) -> None:
        """Show the page that the address asks for."""
        self._watch("structure", f"user:{self._actor.user_id}")
        self._start_over()
        asked = self.router.url.query_parameters
        self._show(status=_status(asked.get("status", "")), client=_client(asked.get("client", "")))
        await self._refresh()

    async def _refresh(self) -> None:
        found = await self._read(_overview, status=self.status, client_id=chosen_id(self.client))
        names = {client.client_id: client.name for client in found.clients}
        options = client_options(found.clients, {one.client_id for one in found.projects})
        self._show(
            rows=[_row(one, found, names, self._cell(str(one.project_id))) for one in found.projects],
            views=[_view(status, self.status, self.client) for status in ProjectStatus],
            client_filter=[OptionRow("", "All clients"), *options],
            client_choices=[OptionRow("0", "No client"), *options],
            is_filtered=bool(self.client) or self.status != ProjectStatus.ACTIVE,
            may_edit=policy.leads(self._actor),
            is_loaded=True,
        )

    @guarded
    async def filter_client(self, client: str) -> EventSpec:
        """Show only one client's projects."""
        return rx.redirect(_path(self.status, _client(client)))

    @guarded
    async def rename(self, project_id: int, text: str) -> None:
        """Give a project another name."""
        with self._saving(str(project_id), "name"):
            await self._act(projects.edit_project, project_id=project_id, name=text)
        await self._refresh()

    @guarded
    async def change_client(self, project_id: int, value: str) -> None:
        """Say whom a project is for."""
        with self._saving(str(project_id), "client"):
            await self._act(projects.edit_project, project_id=project_id, client_id=chosen_id(value))
        await self._refresh()

    @guarded
    async def change_rate(self, project_id: int, text: str) -> None:
        """Set the rate of those who have none of their own."""
        with self._saving(str(project_id), "rate"):
            rate = figures.parse_rate(text)
            project, before = await self._act(_set_rate, project_id=project_id, hourly_rate=rate)
            self._tell_cleared(rate, before, project.name, (projects.edit_project, {"project_id": project_id}))
        await self._refresh()

    @guarded
    async def change_budget(self, project_id: int, text: str) -> None:
        """Set how many hours a project may take."""
        with self._saving(str(project_id), "budget"):
            hours = figures.parse_hours(text, what="A budget")
            await self._act(projects.edit_project, project_id=project_id, budget_hours=hours)
        await self._refresh()

    @guarded
    async def add(self, form: Form) -> EventSpec | None:
        """Add the project that the dialog describes, its client too if that is new, and open it."""
        with self._answering():
            made = await self._act(_add, form=form)
            return rx.redirect(f"/projects/{made.project_id}")
        return None

    @guarded
    async def archive(self, project_id: int) -> None:
        """Put a project away; the notice takes it back."""
        before = next((row for row in self.rows if row.project_id == project_id), None)
        gone = await self._act(projects.set_project_status, project_id=project_id, status=ProjectStatus.ARCHIVED)
        status = self.status if before else ProjectStatus.ACTIVE
        self._tell_status("Project archived", gone, status)
        await self._refresh()

    @guarded
    async def unarchive(self, project_id: int) -> None:
        """Take a project back into the list."""
        back = await self._act(projects.set_project_status, project_id=project_id, status=ProjectStatus.ACTIVE)
        self._tell_status("Project is back", back, ProjectStatus.ARCHIVED)
        await self._refresh()

    def _tell_status(self, title: str, project: Project, before: str) -> None:
        undo = {"project_id": project.project_id, "status": before}
        self._tell(title, project.name, way_back=(projects.set_project_status, undo))


def _overview(session: Session, actor: User, *, status: str, client_id: int | None) -> Overview:
    found = projects.visible_projects(session, actor, statuses=(status,), client_id=client_id)
    in_money = [one.project_id for one in found if one.budget_amount and not one.budget_hours]
    leads = policy.leads(actor)
    values = project_hours.value_per_project(session, actor, in_money) if in_money and leads else {}
    hours = project_hours.hours_per_project(session, actor, project_ids=[one.project_id for one in found])
    return Overview(found, hours, values, every_client(session, actor), leads)


def _add(session: Session, actor: User, *, form: Form) -> Project:
    name = form_text(form, "name")
    terms: projects.ProjectTerms = {
        "billing_type": form_text(form, "billing_type") or BillingType.HOURLY,
        "hourly_rate": figures.parse_rate(form_text(form, "hourly_rate")),
        "budget_hours": figures.parse_hours(form_text(form, "budget_hours"), what="A budget"),
        "is_public": is_ticked(form, "is_public"),
    }
    if form_text(form, "client") == NEW_CLIENT:
        client_name = form_text(form, "new_client")
        return new_project.create_project_for_new_client(session, actor, client_name=client_name, name=name, **terms)
    terms["client_id"] = form_number(form, "client") or None
    return projects.create_project(session, actor, name=name, **terms)


def _set_rate(
    session: Session, actor: User, *, project_id: int, hourly_rate: Decimal | None
) -> tuple[Project, Decimal | None]:
    """The project with its new rate, and the one before."""
    before = projects.visible_project(session, actor, project_id).hourly_rate
    return projects.edit_project(session, actor, project_id=project_id, hourly_rate=hourly_rate), before


def _row(one: Project, found: Overview, names: dict[int, str], cell: Cell) -> ProjectRow:
    seconds = found.hours.get(one.project_id, Hours()).seconds
    terms = _terms(one, seconds, found.values.get(one.project_id, Value())) if found.shows_money else {}
    return ProjectRow(
        project_id=one.project_id,
        name=one.name,
        color=one.color,
        client_id=one.client_id or 0,
        client=names.get(one.client_id or 0, ""),
        billing=one.billing_type,
        billing_text=BILLING_TEXTS[BillingType(one.billing_type)],
        hours_text=wording.hours(seconds) if seconds else "–",
        is_archived=one.status == ProjectStatus.ARCHIVED,
        **terms,
        **cell,
    )


def _terms(one: Project, seconds: int, value: Value) -> dict[str, Any]:
    percent = _used(one, seconds, value)
    return {
        "rate_text": figures.shown_rate(one.hourly_rate, one.currency),
        "budget_text": figures.shown_budget(one.budget_hours),
        "used_text": figures.shown_percent(percent or 0),
        "used_percent": min(percent or 0, 100),
        "has_budget": percent is not None,
        "tone": figures.tone_of(percent or 0),
    }


def _used(one: Project, seconds: int, value: Value) -> int | None:
    """How much of the budget is used, in percent; that in hours counts where there is one in money as well."""
    if one.budget_hours:
        return figures.percent_of(seconds, one.budget_hours * 3600)
    if one.budget_amount:
        return figures.percent_of(value.amounts.get(one.currency, 0), one.budget_amount)
    return None


def _view(status: ProjectStatus, current: str, client: str) -> LinkRow:
    return LinkRow(STATUS_TEXTS[status], _path(status, client), status == current)


def _path(status: str, client: str) -> str:
    asked = {"status": "" if status == ProjectStatus.ACTIVE else status.lower(), "client": client}
    query = urlencode({name: value for name, value in asked.items() if value})
    return f"/projects?{query}" if query else "/projects"


def _status(asked: str) -> str:
    return asked.upper() if asked.upper() in list(ProjectStatus) else ProjectStatus.ACTIVE


def _client(asked: str) -> str:
    return asked if asked.isascii() and asked.isdigit() and len(asked) <= 18 else ""
