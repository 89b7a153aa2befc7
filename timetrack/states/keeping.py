"""What is done to a person, in the table of people and on their own page alike."""

from decimal import Decimal
from typing import Any

from reflex.istate.data import RouterData

from timetrack import config
from timetrack.db import Session
from timetrack.domain import colleagues, figures, invitations, people
from timetrack.domain.invitations import Invited
from timetrack.domain.timer import Stopped
from timetrack.models import User
from timetrack.states import wording
from timetrack.states.base import guarded
from timetrack.states.cells import Cells, Form
from timetrack.states.forms import form_text
from timetrack.states.people_shown import moment


class Keeping(Cells, mixin=True):
    """Cells by person, and an invitation's link, which is shown once and nowhere kept but in the open dialog."""

    link: str = ""
    link_name: str = ""
    link_until: str = ""
    has_link: bool = False

    @guarded
    async def rename(self, user_id: int, text: str) -> None:
        """Give a person another name."""
        await self._edit(user_id, "name", name=text)

    @guarded
    async def change_zone(self, user_id: int, text: str) -> None:
        """Set the zone in which a person sees days and weeks."""
        await self._edit(user_id, "zone", timezone=text.strip())

    @guarded
    async def change_target(self, user_id: int, text: str) -> None:
        """Set how many hours a person means to work in a week; an empty field is none."""
        with self._saving(str(user_id), "target"):
            hours = figures.parse_hours(text, what="A week's target") or Decimal(0)
            await self._act(colleagues.edit_person, user_id=user_id, weekly_target_hours=hours)
        await self._refresh()

    @guarded
    async def change_rate(self, user_id: int, text: str) -> None:
        """Set a person's default rate from now on; what was logged keeps the rate it has."""
        with self._saving(str(user_id), "rate"):
            rate = figures.parse_rate(text)
            person, before = await self._act(_set_rate, user_id=user_id, hourly_rate=rate)
            self._tell_cleared(rate, before, person.name, (people.set_default_rate, {"user_id": user_id}))
        await self._refresh()

    @guarded
    async def change_role(self, user_id: int, value: str) -> None:
        """Make a person employee, manager or administrator."""
        with self._saving(str(user_id), "role"):
            await self._act(colleagues.change_role, user_id=user_id, role=value)
        await self._refresh()

    @guarded
    async def add(self, form: Form) -> None:
        """Name a new person, and show the link to send them."""
        with self._answering():
            who = {name: form_text(form, name) for name in ("name", "email", "role")}
            self._hand_over(await self._act(invitations.add_invited_person, **who))
        await self._refresh()

    @guarded
    async def invite(self, user_id: int) -> None:
        """Show a new link for somebody; the one before is dead."""
        self._hand_over(await self._act(invitations.invite_person, user_id=user_id))
        await self._refresh()

    @guarded
    async def forget_link(self) -> None:
        """Close the dialog with the link; nobody sees the link again."""
        self._show(link="", link_name="", link_until="", has_link=False)

    @guarded
    async def revoke_invitation(self, user_id: int) -> None:
        """Make a person's open link worthless; the notice makes it good again."""
        dead = await self._act(invitations.revoke_invitation, user_id=user_id)
        way_back = (invitations.restore_invitation, {"invitation": dead})
        self._tell("Invitation revoked", "Its link lets nobody in any more.", way_back=way_back)
        await self._refresh()

    @guarded
    async def deactivate(self, user_id: int) -> None:
        """Let a person go; the notice takes them back."""
        gone, stopped = await self._act(colleagues.deactivate_person, user_id=user_id)
        way_back = (colleagues.reactivate_person, {"user_id": user_id})
        self._tell(f"{gone.name} is deactivated", _farewell(stopped), way_back=way_back)
        await self._refresh()

    @guarded
    async def reactivate(self, user_id: int) -> None:
        """Take a person back."""
        back = await self._act(colleagues.reactivate_person, user_id=user_id)
        self._tell(f"{back.name} is back", "With their entries, rates and projects.")
        await self._refresh()

    async def _edit(self, user_id: int, field: str, **changes: Any) -> None:
        with self._saving(str(user_id), field):
            await self._act(colleagues.edit_person, user_id=user_id, **changes)
        await self._refresh()

    def _hand_over(self, invited: Invited) -> None:
        self._show(
            link=f"{_address(self.router)}/join/{invited.secret}",
            link_name=invited.person.name,
            link_until=moment(invited.expires_at, self._actor.timezone),
            has_link=True,
        )


def _set_rate(
    session: Session, actor: User, *, user_id: int, hourly_rate: Decimal | None
) -> tuple[User, Decimal | None]:
    """The person with their new default rate, and the one before."""
    before = colleagues.kept_person(session, actor, user_id).hourly_rate
    return people.set_default_rate(session, actor, user_id=user_id, hourly_rate=hourly_rate), before


def _address(router: RouterData) -> str:
    """Where people reach Timetrack: BASE_URL, or the host that this very page came from."""
    return config.settings().base_url or router.url.origin or config.settings().url


def _farewell(stopped: Stopped | None) -> str:
    after = "They are signed out everywhere; their entries stay."
    if stopped is None:
        return after
    if stopped.was_discarded:
        return f"Their timer, under a minute old, was dropped. {after}"
    return f"Their timer was stopped at {wording.hours(stopped.entry.duration_seconds or 0)}. {after}"
