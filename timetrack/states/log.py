"""The form for time that is already worked, on every page."""

from datetime import UTC, datetime, timedelta
from typing import Any

from timetrack import clock
from timetrack.db import Session
from timetrack.domain import durations, entries, periods, retime
from timetrack.errors import TimetrackError
from timetrack.models import TimeEntry, User
from timetrack.states.base import AppState, guarded
from timetrack.states.forms import form_number, form_text


class LogState(AppState):
    """Whether the form is open, and what was refused in it."""

    is_open: bool = False
    opened: int = 0
    day: str = ""
    from_text: str = ""
    to_text: str = ""
    problem: str = ""

    @guarded
    async def begin(self) -> None:
        """Open the form on today, with the hour that has just gone by."""
        now = clock.now().replace(second=0)
        self._offer(now - timedelta(hours=1), now)

    @guarded
    async def fill(self, gap_id: str) -> None:
        """Open the form on free time, written as two instants in epoch seconds: 1763533440-1763535120."""
        first, _, last = gap_id.partition("-")
        if all(part.isascii() and part.isdigit() and len(part) < 12 for part in (first, last)):
            self._offer(datetime.fromtimestamp(int(first), UTC), datetime.fromtimestamp(int(last), UTC))

    @guarded
    async def end(self) -> None:
        """Close the form."""
        self.is_open, self.problem = False, ""

    @guarded
    async def save(self, form: dict[str, Any]) -> None:
        """Log what the form says; a refusal stands in the form, and nothing typed is lost."""
        try:
            entry = await self._act(_log, form=form)
        except TimetrackError as refused:
            self.problem = refused.message
            return
        self.is_open, self.problem = False, ""
        what = f"{entry.description or 'No description'}, {durations.shown(entry.duration_seconds or 0)}"
        self._tell("Logged", what, way_back=self._undo())

    def _offer(self, start_time: datetime, end_time: datetime) -> None:
        zone = self._actor.timezone
        self.day = periods.local_date(start_time, zone).isoformat()
        self.from_text, self.to_text = _exact(start_time, zone), _exact(end_time, zone)
        self.is_open, self.problem, self.opened = True, "", self.opened + 1


def _exact(instant: datetime, zone: str) -> str:
    there = instant.astimezone(periods.zone_of(zone))
    return f"{there:%H:%M:%S}" if there.second else f"{there:%H:%M}"


def _log(session: Session, actor: User, *, form: dict[str, Any]) -> TimeEntry:
    start_time, end_time = retime.logged_range(
        retime.typed_day(form_text(form, "day")),
        durations.parse_clock(form_text(form, "from")),
        durations.parse_clock(form_text(form, "to")),
        actor.timezone,
    )
    project_id, _, task_id = (form_text(form, "project") or "0").partition(":")
    return entries.create_manual_entry(
        session,
        actor,
        start_time=start_time,
        end_time=end_time,
        description=form_text(form, "description"),
        project_id=form_number({"key": project_id}, "key") or None,
        task_id=form_number({"key": task_id}, "key") or None,
        tags=form_text(form, "tags").split(","),
    )
