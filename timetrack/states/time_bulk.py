"""What the bar does to all ticked entries of the Time page: each act is one change with one way back."""

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

from timetrack.domain import bulk, durations, merge
from timetrack.domain.entry_list import ListedEntry
from timetrack.errors import InvalidInput, TimetrackError
from timetrack.states import notices
from timetrack.states.base import AppState, guarded
from timetrack.states.time import TimeState
from timetrack.states.time_selection import SelectionState
from timetrack.states.time_shown import fit_together
from timetrack.states.timer import UNDO


class BulkState(AppState):
    """The acts of the bar. What is ticked knows ``SelectionState``; what is shown afterwards, ``TimeState``."""

    @guarded
    async def choose_task(self, value: str) -> None:
        """Give all ticked entries a task of the project they share."""
        if value in {task.value for task in (await self._selection()).common_tasks}:
            await self._change_all("changed", task_id=int(value) or None)

    @guarded
    async def add_tags(self, form: dict[str, Any]) -> None:
        """Add tags, separated by commas, to all ticked entries."""
        tags = form.get("tags")
        if isinstance(tags, str) and tags.strip():
            await self._change_all("tagged", add_tags=tags.split(","))

    @guarded
    async def remove_tag(self, tag: str) -> None:
        """Take a tag off all ticked entries."""
        await self._change_all("changed", remove_tags=[tag])

    @guarded
    async def make_billable(self, is_billable: bool) -> None:
        """Have all ticked entries billable, or none."""
        await self._change_all("made billable" if is_billable else "made not billable", is_billable=is_billable)

    @guarded
    async def merge_selected(self) -> None:
        """Make one entry of all ticked ones."""
        await self._merge((await self._selection()).selected)

    @guarded
    async def delete_selected(self) -> None:
        """Delete all ticked entries; the notice brings them back."""
        gone = await self._act(bulk.delete_entries, entry_ids=(await self._selection()).selected)
        seconds = sum(entry.duration_seconds or 0 for entry in gone)
        self._tell(f"{_entries(len(gone))} deleted", durations.shown(seconds), action=UNDO, way_back=self._undo())
        await (await self._page())._refresh()

    async def _change_all(self, what: str, **changes: Any) -> None:
        page, selection = await self._page(), await self._selection()
        seen = {entry.entry_id: entry.updated_at for entry in selection._ticked()}
        try:
            changed = await self._act(bulk.edit_entries, entry_ids=selection.selected, seen=seen, **changes)
        except TimetrackError:
            await page._refresh()
            raise
        self._tell(f"{_entries(len(changed))} {what}", action=UNDO, way_back=self._undo())
        for entry_id in seen:
            page._accept(entry_id)
        await page._refresh()

    async def _merge(self, entry_ids: Sequence[int]) -> None:
        """Make one of several entries; where only free time keeps them apart, offer to add it."""
        page = await self._page()
        try:
            merged = await self._act(merge.merge_entries, entry_ids=list(entry_ids))
        except InvalidInput as refused:
            if not _are_only_apart([entry for entry in page._entries if entry.entry_id in entry_ids]):
                raise
            title, detail = notices.refusal(refused)
            way = (merge.merge_entries, {"entry_ids": list(entry_ids), "with_gaps": True})
            self._tell(title, detail, tone="info", action="Merge with it", way_back=way)
            return
        length = f", {durations.shown(merged.duration_seconds)}" if merged.duration_seconds else ""
        self._tell("Merged", f"{merged.description or 'No description'}{length}", action=UNDO, way_back=self._undo())
        await page._refresh()

    async def _page(self) -> TimeState:
        return await self.get_state(TimeState)

    async def _selection(self) -> SelectionState:
        return await self.get_state(SelectionState)


def _are_only_apart(entries: Sequence[ListedEntry]) -> bool:
    """Whether nothing but free time keeps these from being one."""
    pairs = list(pairwise(sorted(entries, key=lambda entry: entry.start_time)))
    is_apart = any(older.end_time != newer.start_time for older, newer in pairs)
    return is_apart and all(fit_together(older, newer) for older, newer in pairs)


def _entries(count: int) -> str:
    return f"{count} {'entry' if count == 1 else 'entries'}"
