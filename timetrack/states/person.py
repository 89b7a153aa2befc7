"""The page of one person: what is kept about them, their projects and rates, and how their rates changed."""

from dataclasses import dataclass

from timetrack import clock
from timetrack.db import Session
from timetrack.domain import colleagues, figures, invitations, policy, projects, rate_history
from timetrack.domain.invitations import Standing
from timetrack.domain.people import organisation
from timetrack.domain.rate_history import ProjectRate, RateChange
from timetrack.errors import NotFound
from timetrack.models import Project, User
from timetrack.states import people_shown
from timetrack.states.base import AppState, guarded
from timetrack.states.cells import Form
from timetrack.states.forms import form_number
from timetrack.states.keeping import Keeping
from timetrack.states.people_rows import KeptPersonRow, ProjectRateRow, RateChangeRow
from timetrack.states.rows import OptionRow


@dataclass(frozen=True)
class FoundPerson:
    """Everything one person's page shows."""

    person: User
    stands: Standing
    currency: str
    projects: list[ProjectRate]
    addable: list[Project]
    changes: list[RateChange]


class PersonState(Keeping, AppState):
    """One person, for who leads; for others, and for nobody by that number, the page says the same."""

    person_id: int = 0
    is_here: bool = False
    head: KeptPersonRow = KeptPersonRow()
    roles: list[OptionRow] = []  # noqa: RUF012
    project_rates: list[ProjectRateRow] = []  # noqa: RUF012
    addable: list[OptionRow] = []  # noqa: RUF012
    changes: list[RateChangeRow] = []  # noqa: RUF012

    @guarded
    async def open(self) -> None:
        """Show the person that the address names."""
        person_id = _id_in(self.router.url.path)
        self._watch("team", "structure", f"user:{person_id}")
        if person_id != self.person_id:
            self._show(is_loaded=False, person_id=person_id)
        self._start_over()
        self._show(link="", has_link=False)
        await self._refresh()

    async def _refresh(self) -> None:
        found = await self._found()
        if found is None:
            self._show(is_here=False, is_loaded=True, may_edit=False, head=KeptPersonRow())
            self._show(roles=[], project_rates=[], addable=[], changes=[])
            return
        viewer, person, key = self._actor, found.person, str(self.person_id)
        head = people_shown.person_row(person, found.stands, viewer, clock.now(), found.currency, self._cell(key))
        cells = {one.project_id: self._cell(f"project:{one.project_id}") for one in found.projects}
        self._show(
            head=head,
            roles=people_shown.role_options(viewer),
            project_rates=[people_shown.project_rate_row(one, person, cells[one.project_id]) for one in found.projects],
            addable=[OptionRow(str(one.project_id), one.name) for one in found.addable],
            changes=[people_shown.change_row(n, one, viewer.timezone) for n, one in enumerate(found.changes)],
            may_edit=head.is_kept,
            is_here=True,
            is_loaded=True,
        )

    async def _found(self) -> FoundPerson | None:
        if not policy.leads(self._actor):
            return None
        try:
            return await self._read(_found_person, user_id=self.person_id)
        except NotFound:
            return None

    @guarded
    async def change_project_rate(self, project_id: int, text: str) -> None:
        """Set what the person's hour costs on a project; an empty field lifts it."""
        with self._saving(f"project:{project_id}", "rate"):
            rate = figures.parse_rate(text)
            both = {"project_id": project_id, "user_id": self.person_id}
            before = await self._act(projects.set_project_user_rate, **both, hourly_rate=rate)
            known = {row.project_id: row.name for row in self.project_rates}
            way_back = (projects.set_project_user_rate, both)
            self._tell_cleared(rate, before, f"{self.head.name} on {known.get(project_id, '')}", way_back)
        await self._refresh()

    @guarded
    async def add_project(self, form: Form) -> None:
        """Put the person on a project."""
        project_id = form_number(form, "project")
        if project_id:
            await self._act(projects.add_member, project_id=project_id, user_id=self.person_id)
            await self._refresh()

    @guarded
    async def remove_project(self, project_id: int) -> None:
        """Take the person off a project; the notice puts them back."""
        known = {row.project_id: row.name for row in self.project_rates}
        both = {"project_id": project_id, "user_id": self.person_id}
        await self._act(projects.remove_member, **both)
        self._tell("Taken off the project", known.get(project_id, ""), way_back=(projects.add_member, both))
        await self._refresh()


def _found_person(session: Session, actor: User, *, user_id: int) -> FoundPerson:
    person = colleagues.kept_person(session, actor, user_id)
    rates = rate_history.project_rates(session, actor, person)
    on = {one.project_id for one in rates if one.is_member}
    return FoundPerson(
        person,
        invitations.standings(session, actor)[user_id],
        organisation(session).currency,
        rates,
        [one for one in projects.visible_projects(session, actor) if one.project_id not in on],
        rate_history.rate_changes(session, actor, user_id=user_id),
    )


def _id_in(path: str) -> int:
    """The person that /people/12 names; 0, whom nobody is, for anything else."""
    last = path.rstrip("/").rpartition("/")[2]
    return int(last) if last.isascii() and last.isdigit() and len(last) <= 18 else 0
