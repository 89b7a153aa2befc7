"""Where a person is signed in, and their password: two sections of the settings."""

import re
from dataclasses import dataclass
from typing import Any

from timetrack import clock
from timetrack.domain import auth, periods
from timetrack.errors import TimetrackError
from timetrack.models import User, UserSession
from timetrack.states import wording
from timetrack.states.base import AppState, guarded
from timetrack.states.forms import form_text

BROWSERS = (("Edg", "Edge"), ("OPR", "Opera"), ("Firefox", "Firefox"), ("Chrome", "Chrome"), ("Safari", "Safari"))
SYSTEMS = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("Mac OS", "macOS"),
    ("Linux", "Linux"),
)


@dataclass(frozen=True)
class SessionRow:
    """One place where the person is signed in."""

    session_id: int
    browser: str
    seen_text: str
    address: str
    is_this: bool


class AccountState(AppState):
    """The places, and what was refused about a new password."""

    places: list[SessionRow] = []  # noqa: RUF012
    problem: str = ""
    changes: int = 0

    @guarded
    async def open(self) -> None:
        """Show the places, and keep them fresh."""
        self._watch(f"sessions:{self._actor.user_id}")
        self.problem = ""
        await self._refresh()

    async def _refresh(self) -> None:
        found = await self._read(auth.sessions_of)
        self._show(places=[_row(place, self._actor, self._session_id) for place in found])

    @guarded
    async def revoke(self, session_id: int) -> None:
        """Sign one place out."""
        await self._act(auth.revoke_session, session_id=session_id)
        self._tell("Signed out", "That browser has to sign in again.")
        await self._refresh()

    @guarded
    async def change_password(self, form: dict[str, Any]) -> None:
        """Take a new password; every other place is signed out."""
        try:
            await self._act(
                auth.change_password,
                current=form_text(form, "current"),
                new=form_text(form, "new"),
                address=self.router.session.client_ip,
                kept_session_id=self._session_id,
            )
        except TimetrackError as refused:
            self.problem = refused.message
            return
        self.problem, self.changes = "", self.changes + 1
        self._tell("Password changed", "Every other browser was signed out.")
        await self._refresh()


def _row(place: UserSession, viewer: User, session_id: int) -> SessionRow:
    today = periods.local_date(clock.now(), viewer.timezone)
    there = place.last_seen_at.astimezone(periods.zone_of(viewer.timezone))
    day = "today" if there.date() == today else periods.shown_day(there.date())
    return SessionRow(
        session_id=place.session_id,
        browser=browser_name(place.user_agent),
        seen_text=f"Last used {day}, {wording.clock(place.last_seen_at, viewer.timezone)}",
        address=place.address,
        is_this=place.session_id == session_id,
    )


def browser_name(user_agent: str) -> str:
    """“Firefox on Linux”, as far as a User-Agent header tells."""
    browser = next((name for mark, name in BROWSERS if re.search(mark, user_agent)), "A browser")
    system = next((name for mark, name in SYSTEMS if mark in user_agent), "")
    return f"{browser} on {system}" if system else browser
