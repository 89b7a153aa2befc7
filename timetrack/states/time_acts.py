"""What the menu of a row does to its entry: delete, duplicate, join, repair. Each is one change with one way back."""

from timetrack import clock
from timetrack.domain import bulk, duplicate, durations, periods
from timetrack.states.base import guarded
from timetrack.states.repair import Case, RepairState
from timetrack.states.repair_shown import Work
from timetrack.states.time_selection import TimeSelection
from timetrack.states.time_shown import OVERLAP
from timetrack.states.timer import UNDO
from timetrack.states.typed import typed_changes


class TimeActs(TimeSelection, mixin=True):
    """Acts on one line; where it stands for identical entries, ``delete`` takes all of them."""

    @guarded
    async def delete(self, entry_id: int) -> None:
        """Delete an entry, or all that are folded into its line; the notice brings them back."""
        ids = [entry.entry_id for entry in self._members(entry_id)] or [entry_id]
        gone = await self._act(bulk.delete_entries, entry_ids=ids)
        seconds = sum(entry.duration_seconds or 0 for entry in gone)
        length = f", {durations.shown(seconds)}" if seconds else ""
        what = "Entry deleted" if len(gone) == 1 else f"{len(gone)} entries deleted"
        self._tell(
            what, f"{gone[0].description or 'No description'}{length}",
            action=UNDO, way_back=self._undo(), tone="info",
        )  # fmt: skip
        await self._refresh()

    @guarded
    async def duplicate(self, entry_id: int) -> None:
        """Log the same work once more, in the next free time of its day."""
        made = await self._act(duplicate.duplicate_entry, entry_id=entry_id)
        times = self._view().range(
            made.start_time, made.end_time, periods.local_date(made.start_time, self._actor.timezone)
        )
        self._tell("Duplicated", f"{made.description or 'No description'}, {times}", action=UNDO, way_back=self._undo())
        await self._refresh()

    @guarded
    async def join(self, entry_id: int, neighbour: str) -> None:
        """Make one entry of this and the one "before" or "after" it."""
        entry = self._listed(entry_id)
        if entry is None or neighbour not in ("before", "after"):
            return
        at = self._entries.index(entry) + (1 if neighbour == "before" else -1)
        if 0 <= at < len(self._entries):
            await self._merge([entry_id, self._entries[at].entry_id])

    @guarded
    async def fix(self, entry_id: int) -> None:
        """Show the ways out of an overlap that was refused."""
        entry, refused = self._listed(entry_id), self._refused.get(entry_id)
        if entry is None or refused is None or refused.kind != OVERLAP:
            return
        times = typed_changes(entry, refused.field, refused.text, self._actor.timezone, clock.now())
        case = Case(
            start_time=times.get("start_time", entry.start_time),
            end_time=times.get("end_time", entry.end_time),
            shown=Work(entry.description, entry.project_name or "", entry.color or "", entry.task_name or ""),
            asked_by=type(self),
            entry_id=entry_id,
            seen=entry.updated_at,
            user_id=entry.user_id,
        )
        if not await (await self.get_state(RepairState))._propose(case):
            await self._save(entry_id, refused.field, refused.text)

    async def _repaired(self, entry_id: int | None) -> None:
        if entry_id is not None:
            self._accept(entry_id)
        await self._refresh()
