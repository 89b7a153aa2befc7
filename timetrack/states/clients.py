"""The clients page: who the work is for."""

from collections import Counter
from dataclasses import dataclass

from timetrack.db import Session
from timetrack.domain import clients, policy, project_hours, projects
from timetrack.domain.entry_list import Hours
from timetrack.domain.people import organisation
from timetrack.models import Client, ProjectStatus, User
from timetrack.states import wording
from timetrack.states.base import AppState, guarded
from timetrack.states.cells import Cell, Cells, Form
from timetrack.states.forms import form_text
from timetrack.states.project_rows import LinkRow
from timetrack.states.rows import ClientRow


@dataclass(frozen=True)
class Listed:
    """A client with how many projects they have and the seconds worked on them."""

    client: Client
    projects: int
    seconds: int


class ClientsState(Cells, AppState):
    """The clients that are in use, or with ``?show=archived`` those put away."""

    rows: list[ClientRow] = []  # noqa: RUF012
    shows_archived: bool = False
    views: list[LinkRow] = []  # noqa: RUF012
    home_currency: str = ""

    @guarded
    async def open(self) -> None:
        """Show the page that the address asks for."""
        self._watch("structure", f"user:{self._actor.user_id}")
        self._start_over()
        self._show(shows_archived=self.router.url.query_parameters.get("show") == "archived")
        await self._refresh()

    async def _refresh(self) -> None:
        found, currency = await self._read(_clients, archived=self.shows_archived)
        self._show(
            rows=[_row(one, self._cell(str(one.client.client_id))) for one in found],
            views=[
                LinkRow("Active", "/clients", not self.shows_archived),
                LinkRow("Archived", "/clients?show=archived", self.shows_archived),
            ],
            home_currency=currency,
            may_edit=policy.leads(self._actor),
            is_loaded=True,
        )

    @guarded
    async def rename(self, client_id: int, text: str) -> None:
        """Give a client another name."""
        with self._saving(str(client_id), "name"):
            await self._act(clients.rename_client, client_id=client_id, name=text)
        await self._refresh()

    @guarded
    async def change_currency(self, client_id: int, text: str) -> None:
        """Set what new projects of a client are paid in."""
        with self._saving(str(client_id), "currency"):
            await self._act(clients.set_client_currency, client_id=client_id, currency=text)
        await self._refresh()

    @guarded
    async def add(self, form: Form) -> None:
        """Add the client that the dialog describes."""
        with self._answering():
            name, currency = form_text(form, "name"), form_text(form, "currency")
            made = await self._act(clients.create_client, name=name, currency=currency or None)
            self._tell("Client added", made.name)
        await self._refresh()

    @guarded
    async def archive(self, client_id: int) -> None:
        """Put a client away; the notice takes it back."""
        gone = await self._act(clients.archive_client, client_id=client_id)
        self._tell("Client archived", gone.name, way_back=(clients.unarchive_client, {"client_id": client_id}))
        await self._refresh()

    @guarded
    async def unarchive(self, client_id: int) -> None:
        """Take a client back into the list."""
        back = await self._act(clients.unarchive_client, client_id=client_id)
        self._tell("Client is back", back.name, way_back=(clients.archive_client, {"client_id": client_id}))
        await self._refresh()


def _clients(session: Session, actor: User, *, archived: bool) -> tuple[list[Listed], str]:
    everything = projects.visible_projects(session, actor, statuses=tuple(ProjectStatus))
    worked = project_hours.hours_per_project(session, actor)
    count = Counter(project.client_id for project in everything if project.status == ProjectStatus.ACTIVE)
    hours: Counter[int | None] = Counter()
    for project in everything:
        hours[project.client_id] += worked.get(project.project_id, Hours()).seconds
    found = clients.visible_clients(session, actor, archived=archived)
    listed = [Listed(client, count[client.client_id], hours[client.client_id]) for client in found]
    return listed, organisation(session).currency


def _row(one: Listed, cell: Cell) -> ClientRow:
    return ClientRow(
        client_id=one.client.client_id,
        name=one.client.name,
        currency=one.client.currency,
        projects_text=str(one.projects) if one.projects else "–",
        hours_text=wording.hours(one.seconds) if one.seconds else "–",
        is_archived=one.client.archived_at is not None,
        **cell,
    )
