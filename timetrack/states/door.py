"""The doors: the sign-in and the setup page, and where somebody who does not belong there is sent."""

import reflex as rx
from reflex.event import EventSpec

from timetrack import db
from timetrack.domain import auth
from timetrack.domain.people import organisation
from timetrack.states.base import AppState, in_thread, public


class DoorState(AppState):
    """What somebody outside may know: the workspace's name."""

    workspace: str = ""

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


def _workspace() -> str | None:
    with db.transaction() as session:
        return organisation(session).name if auth.is_set_up(session) else None
