"""The doors: the sign-in, the setup and the invitation page, and where somebody who does not belong there is sent."""

import reflex as rx
from reflex.event import EventSpec

from timetrack import db
from timetrack.domain import admission, auth
from timetrack.domain.people import organisation
from timetrack.errors import InvitationExpired, InvitationUnknown, InvitationUsed, TooManyAttempts
from timetrack.states.base import AppState, in_thread, public


class DoorState(AppState):
    """What somebody outside may know: the workspace's name, and what their own invitation says."""

    workspace: str = ""
    invited_name: str = ""
    invited_email: str = ""
    join_to: str = ""
    join_refusal: str = ""
    was_used: bool = False

    @public
    async def open_login(self) -> EventSpec | None:
        """Show the sign-in page; before there is a workspace lead to setup, and who is signed in to the dashboard."""
        if await self._enter():
            return rx.redirect("/")
        name = await in_thread(_workspace)
        if name is None:
            return rx.redirect("/setup")
        self._show(workspace=name)
        return None

    @public
    async def open_setup(self) -> EventSpec | None:
        """Show the setup page while there is nobody yet."""
        return None if await in_thread(_workspace) is None else rx.redirect("/login")

    @public
    async def open_invitation(self) -> None:
        """Show what the link in the address invites to, or why it does not; only its holder can have asked."""
        token = self.router.url.path.rstrip("/").rpartition("/")[2]
        self._show(invited_name="", invited_email="", join_to="", join_refusal="", was_used=False)
        try:
            address = self.router.session.client_ip
            found = await in_thread(admission.invitation_for, token=token, address=address)
        except (InvitationUnknown, InvitationExpired, InvitationUsed, TooManyAttempts) as refused:
            self._show(join_refusal=refused.message, was_used=isinstance(refused, InvitationUsed))
            return
        self._show(workspace=found.workspace, invited_name=found.name, invited_email=found.email)
        self._show(join_to=f"/auth/join/{token}")


def _workspace() -> str | None:
    with db.transaction() as session:
        return organisation(session).name if auth.is_set_up(session) else None
