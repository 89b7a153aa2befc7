"""What the viewer did lately, and taking any of it back: the undo for when the notice is gone."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from timetrack import clock
from timetrack.domain import periods, recent_changes, undo
from timetrack.domain.recent_changes import RecentChange, TouchedEntry
from timetrack.errors import InvalidInput, NotSignedIn, TimetrackError
from timetrack.models import User
from timetrack.states.base import AppState, guarded
from timetrack.states.time import TimeState
from timetrack.states.timer import UNDO
from timetrack.states.when import moment

DID = {
    "DELETE": "Deleted", "EDIT": "Changed", "SPLIT": "Split", "MERGE": "Merged", "TRIM": "Trimmed to make room",
    "SHIFT": "Moved", "REPAIR": "Repaired an overlap", "RESTORE": "Brought back", "UNDO": "Took a change back",
    "DUPLICATE": "Duplicated", "IMPORT": "Imported", "CREATE": "Logged",
}  # fmt: skip
"""What an act of several records was is told by the first of these that is among them."""


@dataclass(frozen=True)
class ChangeLine:
    """One act: what was done, to what, when; it ``can_undo`` while nothing came on top of it."""

    change_id: str
    what: str = ""
    detail: str = ""
    when: str = ""
    can_undo: bool = False


class ChangesState(AppState):
    """The viewer's last acts on entries, newest first, while their dialog is open."""

    changes: list[ChangeLine] = []  # noqa: RUF012
    is_open: bool = False
    problem: str = ""

    @guarded
    async def ask(self) -> None:
        """Show them."""
        await self._list()
        self._show(is_open=True, problem="")

    @guarded
    async def close(self) -> None:
        """Close them."""
        self._show(is_open=False, changes=[], problem="")

    @guarded
    async def undo(self, change_id: str) -> None:
        """Take one act back; a refusal stands above the list."""
        try:
            await self._act(undo.undo_change, change_id=_read_id(change_id))
        except NotSignedIn:
            raise
        except TimetrackError as refused:
            self.problem = refused.message
        else:
            self.problem = ""
            self._tell("Taken back", action=UNDO, way_back=self._undo())
            await (await self.get_state(TimeState))._refresh()
        await self._list()

    async def _list(self) -> None:
        found = await self._read(recent_changes.recent_changes)
        self._show(changes=[_line(one, self._actor, clock.now()) for one in found])


def _line(one: RecentChange, viewer: User, now: datetime) -> ChangeLine:
    return ChangeLine(
        change_id=str(one.change_id),
        what=_what(one),
        detail=_detail(one.entries, viewer),
        when=moment(one.recorded_at, viewer, now),
        can_undo=one.can_undo,
    )


def _what(one: RecentChange) -> str:
    did = next((words for action, words in DID.items() if action in one.actions), "Changed")
    return did if len(one.entries) == 1 else f"{did} · {len(one.entries)} entries"


def _detail(entries: Sequence[TouchedEntry], viewer: User) -> str:
    first = min(entries, key=lambda entry: entry.start_time)
    times = periods.shown_range(first.start_time, first.end_time, viewer.timezone, form=viewer.time_format)
    return f"{first.description or 'No description'}, {times}{' and more' if len(entries) > 1 else ''}"


def _read_id(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise InvalidInput("There is nothing here that you could undo. Nothing was changed.") from None
