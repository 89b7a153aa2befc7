"""The people page: who is in the workspace, in which role, at what rate, and who is still to come."""

from timetrack import clock
from timetrack.db import Session
from timetrack.domain import colleagues, invitations, policy
from timetrack.domain.invitations import Standing
from timetrack.domain.people import organisation
from timetrack.models import User
from timetrack.states import people_shown
from timetrack.states.base import AppState, guarded
from timetrack.states.keeping import Keeping
from timetrack.states.people_rows import KeptPersonRow
from timetrack.states.project_rows import LinkRow
from timetrack.states.rows import OptionRow

Listed = list[tuple[User, Standing]]


class PeopleState(Keeping, AppState):
    """The people who are here, or with ``?show=deactivated`` those who left."""

    rows: list[KeptPersonRow] = []  # noqa: RUF012
    roles: list[OptionRow] = []  # noqa: RUF012
    shows_gone: bool = False
    views: list[LinkRow] = []  # noqa: RUF012

    @guarded
    async def open(self) -> None:
        """Show the page that the address asks for."""
        self._watch("team", "structure")
        self._start_over()
        self._show(link="", has_link=False)
        self._show(shows_gone=self.router.url.query_parameters.get("show") == "deactivated")
        await self._refresh()

    async def _refresh(self) -> None:
        viewer = self._actor
        if not policy.leads(viewer):
            self._show(rows=[], roles=[], views=[], may_edit=False, is_loaded=True)
            return
        found, currency = await self._read(_people, gone=self.shows_gone)
        now = clock.now()
        self._show(
            rows=[
                people_shown.person_row(one, stands, viewer, now, currency, self._cell(str(one.user_id)))
                for one, stands in found
            ],
            roles=people_shown.role_options(viewer),
            views=[
                LinkRow("Active", "/people", not self.shows_gone),
                LinkRow("Deactivated", "/people?show=deactivated", self.shows_gone),
            ],
            may_edit=True,
            is_loaded=True,
        )


def _people(session: Session, actor: User, *, gone: bool) -> tuple[Listed, str]:
    stands = invitations.standings(session, actor)
    everybody = colleagues.every_person(session, actor)
    listed = [(one, stands[one.user_id]) for one in everybody if (one.deactivated_at is not None) == gone]
    return listed, organisation(session).currency
