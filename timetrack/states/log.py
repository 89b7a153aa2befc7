"""The form for time that is already worked, on every page."""

from datetime import UTC, datetime, timedelta
from typing import Any

from timetrack import clock
from timetrack.db import Session
from timetrack.domain import durations, entries, periods, retime
from timetrack.errors import NotSignedIn, OverlappingEntry, TimetrackError
from timetrack.models import TimeEntry, User
from timetrack.states import wording
from timetrack.states.base import AppState, guarded
from timetrack.states.forms import form_number, form_text
from timetrack.states.repair import Case, RepairState
from timetrack.states.repair_shown import Work
from timetrack.states.rows import PickRow
from timetrack.states.timer import TimerState


class LogState(AppState):
    """Whether the form is open, and what was refused in it."""

    is_open: bool = False
    opened: int = 0
    day: str = ""
    from_text: str = ""
    to_text: str = ""
    problem: str = ""
    is_overlap: bool = False
    _form: dict[str, Any] = {}  # noqa: RUF012

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
        self._done()

    @guarded
    async def fix(self) -> None:
        """Show the ways out of the overlap for which the form was refused; the form stays open behind them."""
        if not self.is_overlap:
            return
        wanted = _read(self._form, self._actor.timezone)
        picks = (await self.get_state(TimerState)).picks
        chosen = (wanted["project_id"] or 0, wanted["task_id"] or 0)
        pick = next((one for one in picks if (one.project_id, one.task_id) == chosen), PickRow())
        case = Case(
            start_time=wanted.pop("start_time"),
            end_time=wanted.pop("end_time"),
            shown=Work(wanted["description"], pick.project, pick.color, pick.task),
            asked_by=type(self),
            work=wanted,
        )
        if not await (await self.get_state(RepairState))._propose(case):
            self._show(problem="There is no other way to fit this in. Choose other times; nothing was saved.")

    async def _repaired(self, entry_id: int | None) -> None:  # noqa: ARG002
        self._done()

    def _done(self) -> None:
        self._form = {}
        self._show(is_open=False, problem="", is_overlap=False)

    @guarded
    async def save(self, form: dict[str, Any]) -> None:
        """Log what the form says; a refusal stands in the form, and nothing typed is lost."""
        try:
            entry = await self._act(_log, form=form)
        except NotSignedIn:
            raise
        except TimetrackError as refused:
            self._show(problem=refused.message, is_overlap=isinstance(refused, OverlappingEntry))
            self._form = form if self.is_overlap else {}
            return
        self._done()
        what = f"{entry.description or 'No description'}, {wording.length(entry.duration_seconds or 0)}"
        self._tell("Logged", what, way_back=self._undo())

    def _offer(self, start_time: datetime, end_time: datetime) -> None:
        zone = self._actor.timezone
        self.day = periods.local_date(start_time, zone).isoformat()
        self.from_text, self.to_text = _exact(start_time, zone), _exact(end_time, zone)
        self._show(is_open=True, problem="", is_overlap=False, opened=self.opened + 1)


def _exact(instant: datetime, zone: str) -> str:
    there = instant.astimezone(periods.zone_of(zone))
    return f"{there:%H:%M:%S}" if there.second else wording.clock(instant, zone)


def _log(session: Session, actor: User, *, form: dict[str, Any]) -> TimeEntry:
    return entries.create_manual_entry(session, actor, **_read(form, actor.timezone))


def _read(form: dict[str, Any], zone: str) -> dict[str, Any]:
    """What the form says, as the domain takes it."""
    start_time, end_time = retime.logged_range(
        retime.typed_day(form_text(form, "day")),
        durations.parse_clock(form_text(form, "from")),
        durations.parse_clock(form_text(form, "to")),
        zone,
    )
    project_id, _, task_id = (form_text(form, "project") or "0").partition(":")
    return {
        "start_time": start_time,
        "end_time": end_time,
        "description": form_text(form, "description"),
        "project_id": form_number({"key": project_id}, "key") or None,
        "task_id": form_number({"key": task_id}, "key") or None,
        "tags": form_text(form, "tags").split(","),
    }
