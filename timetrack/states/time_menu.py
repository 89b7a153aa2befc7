"""What the menu of a row does to its entry: delete, duplicate, join. Each is one change with one way back."""

from timetrack.domain import bulk, duplicate, durations, periods
from timetrack.states.base import AppState, guarded
from timetrack.states.time import TimeState
from timetrack.states.time_bulk import BulkState
from timetrack.states.timer import UNDO


class EntryMenuState(AppState):
    """Acts on one line; where it stands for identical entries, ``delete`` takes all of them."""

    @guarded
    async def delete(self, entry_id: int) -> None:
        """Delete an entry, or all that are folded into its line; the notice brings them back."""
        page = await self.get_state(TimeState)
        ids = [entry.entry_id for entry in page._members(entry_id)] or [entry_id]
        gone = await self._act(bulk.delete_entries, entry_ids=ids)
        seconds = sum(entry.duration_seconds or 0 for entry in gone)
        length = f", {durations.shown(seconds)}" if seconds else ""
        what = "Entry deleted" if len(gone) == 1 else f"{len(gone)} entries deleted"
        self._tell(
            what, f"{gone[0].description or 'No description'}{length}",
            action=UNDO, way_back=self._undo(), tone="info",
        )  # fmt: skip
        await page._refresh()

    @guarded
    async def duplicate(self, entry_id: int) -> None:
        """Log the same work once more, in the next free time of its day."""
        page = await self.get_state(TimeState)
        made = await self._act(duplicate.duplicate_entry, entry_id=entry_id)
        times = page._view().range(
            made.start_time, made.end_time, periods.local_date(made.start_time, self._actor.timezone)
        )
        self._tell("Duplicated", f"{made.description or 'No description'}, {times}", action=UNDO, way_back=self._undo())
        await page._refresh()

    @guarded
    async def join(self, entry_id: int, neighbour: str) -> None:
        """Make one entry of this and the one "before" or "after" it."""
        page = await self.get_state(TimeState)
        entry, listed = page._listed(entry_id), page._entries
        if entry is None or neighbour not in ("before", "after"):
            return
        at = listed.index(entry) + (1 if neighbour == "before" else -1)
        if 0 <= at < len(listed):
            await (await self.get_state(BulkState))._merge([entry_id, listed[at].entry_id])
