"""The dialog that splits an entry in two."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from timetrack import clock
from timetrack.domain import durations, periods, split
from timetrack.domain.entry_list import ListedEntry
from timetrack.errors import NotSignedIn, TimetrackError
from timetrack.states.base import AppState, guarded
from timetrack.states.calendar_form import typed_split
from timetrack.states.shown import epoch
from timetrack.states.time import TimeState
from timetrack.states.time_shown import Viewed
from timetrack.states.timer import UNDO

SNAP = timedelta(minutes=5)


@dataclass(frozen=True)
class SplitRow:
    """The entry to split, the time that is offered, and what the browser needs to say how long both parts become.

    ``start_second`` counts from midnight, ``seconds`` is how long the whole lasts.
    """

    entry_id: int
    description: str = ""
    range_text: str = ""
    at_text: str = ""
    start_second: int = 0
    seconds: int = 0


class SplitState(AppState):
    """Which entry is to be split, and why the last try was refused; ``asked`` counts how often it was opened."""

    entry: SplitRow = SplitRow(0)
    is_open: bool = False
    asked: int = 0
    problem: str = ""

    @guarded
    async def ask(self, entry_id: int) -> None:
        """Ask where to split an entry; the middle is offered."""
        page = await self.get_state(TimeState)
        entry = page._listed(entry_id)
        if entry is not None:
            self._show(entry=_split_row(entry, page._view()), is_open=True, asked=self.asked + 1, problem="")

    @guarded
    async def close(self) -> None:
        """Leave the question."""
        self._show(is_open=False, problem="")

    @guarded
    async def split(self, form: dict[str, Any]) -> None:
        """Split the entry at the time that was typed; a refusal stands in the dialog, beside what was typed."""
        page = await self.get_state(TimeState)
        entry = page._listed(self.entry.entry_id)
        if entry is None:
            self.problem = "This entry is not here any more. Nothing was changed."
            return
        try:
            at = typed_split(form, entry, self._actor.timezone)
            parts = await self._act(split.split_entry, entry_id=entry.entry_id, at=at, seen=entry.updated_at)
        except NotSignedIn:
            raise
        except TimetrackError as refused:
            self.problem = refused.message
            await page._refresh()
            return
        self._show(is_open=False, problem="")
        lengths = [durations.shown(part.duration_seconds) if part.duration_seconds else "running" for part in parts]
        self._tell("Entry split", " + ".join(lengths), action=UNDO, way_back=self._undo())
        await page._refresh()


def _split_row(entry: ListedEntry, view: Viewed) -> SplitRow:
    end_time = entry.end_time or clock.now()
    middle = entry.start_time + (end_time - entry.start_time) / 2
    snapped = datetime.fromtimestamp(round(middle.timestamp() / SNAP.seconds) * SNAP.seconds, middle.tzinfo)
    at = (snapped if entry.start_time < snapped < end_time else middle).astimezone(periods.zone_of(view.zone))
    day = periods.local_date(entry.start_time, view.zone)
    return SplitRow(
        entry_id=entry.entry_id,
        description=entry.description,
        range_text=view.range(entry.start_time, entry.end_time, day),
        at_text=f"{at:%H:%M:%S}" if at.second else view.clock(at),
        start_second=periods.wall_second(entry.start_time, day, view.zone),
        seconds=epoch(end_time) - epoch(entry.start_time),
    )
