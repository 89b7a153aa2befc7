"""The demo workspace's way out."""

import reflex as rx
from reflex.event import EventSpec

from timetrack.domain.demo.removing import remove_demo
from timetrack.states.base import AppState, forget, guarded


class DemoState(AppState):
    """What the banner of a demo workspace does."""

    @guarded
    async def remove(self) -> EventSpec:
        """Remove the demo with everything in it, and begin anew; other tabs hear that their session ended."""
        await self._act(remove_demo)
        await forget(self)
        return rx.redirect("/setup")
