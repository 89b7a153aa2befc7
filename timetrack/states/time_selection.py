"""Entries that are ticked on the Time page, and what the bar does to all of them at once, in one change."""

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

from timetrack.domain import bulk, durations, merge
from timetrack.domain.entry_list import ListedEntry
from timetrack.errors import InvalidInput, TimetrackError
from timetrack.states import notices
from timetrack.states.base import guarded
from timetrack.states.rows import OptionRow
from timetrack.states.time_cells import TimeCells
from timetrack.states.time_shown import fit_together
from timetrack.states.timer import UNDO, TimerState

ALL, SOME = "all", "some"


class TimeSelection(TimeCells, mixin=True):
    """``selected`` holds ids; ``ticked_days`` says of a day whether all or some of its entries are ticked.

    ``common_tasks`` are the tasks of the one project that all ticked entries belong to, ``common_tags`` every tag that
    one of them has.
    """

    selected: list[int] = []  # noqa: RUF012
    selected_text: str = ""
    selected_sum: str = ""
    ticked_days: dict[str, str] = {}  # noqa: RUF012
    common_tasks: list[OptionRow] = []  # noqa: RUF012
    common_tags: list[str] = []  # noqa: RUF012
    _last_ticked: int = 0

    @guarded
    async def tick(self, entry_id: int, is_on: bool, to_here: bool = False) -> None:
        """Tick a line or not; ``to_here``, every line from the one ticked last."""
        order = [line.entry_id for day in self.days for line in day.lines]
        lines = [entry_id]
        if to_here and {entry_id, self._last_ticked} <= set(order):
            first, last = sorted((order.index(entry_id), order.index(self._last_ticked)))
            lines = order[first : last + 1]
        self._last_ticked = entry_id
        await self._select([entry for line in lines for entry in self._members(line)], is_on=is_on)

    @guarded
    async def tick_day(self, day: str, is_on: bool) -> None:
        """Tick every line of a day, or none."""
        await self._select([entry for entry in self._entries if self._day_of(entry).isoformat() == day], is_on=is_on)

    @guarded
    async def clear_selection(self) -> None:
        """Tick nothing."""
        self._keep([])

    @guarded
    async def choose(self, project_id: int, task_id: int) -> None:
        """Give what was picked a project and task; 0 for none. Nothing picked stands for what is ticked."""
        if self._picked:
            await self._save(self._picked, "project", f"{max(project_id, 0)}:{max(task_id, 0)}")
        else:
            await self._change_all("moved", project_id=project_id or None, task_id=task_id or None)

    @guarded
    async def choose_task(self, value: str) -> None:
        """Give all ticked entries a task of the project they share."""
        if value in {task.value for task in self.common_tasks}:
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
        await self._merge(self.selected)

    @guarded
    async def delete_selected(self) -> None:
        """Delete all ticked entries; the notice brings them back."""
        gone = await self._act(bulk.delete_entries, entry_ids=self.selected)
        seconds = sum(entry.duration_seconds or 0 for entry in gone)
        self._tell(f"{_entries(len(gone))} deleted", durations.shown(seconds), action=UNDO, way_back=self._undo())
        await self._refresh()

    async def _merge(self, entry_ids: Sequence[int]) -> None:
        try:
            merged = await self._act(merge.merge_entries, entry_ids=list(entry_ids))
        except InvalidInput as refused:
            if not self._are_only_apart(entry_ids):
                raise
            title, detail = notices.refusal(refused)
            way = (merge.merge_entries, {"entry_ids": list(entry_ids), "with_gaps": True})
            self._tell(title, detail, tone="info", action="Merge with it", way_back=way)
            return
        length = f", {durations.shown(merged.duration_seconds)}" if merged.duration_seconds else ""
        self._tell("Merged", f"{merged.description or 'No description'}{length}", action=UNDO, way_back=self._undo())
        await self._refresh()

    def _are_only_apart(self, entry_ids: Sequence[int]) -> bool:
        """Whether nothing but free time keeps these from being one."""
        chosen = sorted((e for e in self._entries if e.entry_id in entry_ids), key=lambda e: e.start_time)
        pairs = list(pairwise(chosen))
        is_apart = any(older.end_time != newer.start_time for older, newer in pairs)
        return is_apart and all(fit_together(older, newer) for older, newer in pairs)

    async def _change_all(self, what: str, **changes: Any) -> None:
        ticked = [entry for entry in self._entries if entry.entry_id in set(self.selected)]
        seen = {entry.entry_id: entry.updated_at for entry in ticked}
        try:
            changed = await self._act(bulk.edit_entries, entry_ids=self.selected, seen=seen, **changes)
        except TimetrackError:
            await self._refresh()
            raise
        self._tell(f"{_entries(len(changed))} {what}", action=UNDO, way_back=self._undo())
        for entry in ticked:
            self._accept(entry.entry_id)
        await self._refresh()

    async def _select(self, entries: Sequence[ListedEntry], *, is_on: bool) -> None:
        chosen = {entry.entry_id for entry in entries if entry.end_time is not None}
        kept = set(self.selected) | chosen if is_on else set(self.selected) - chosen
        self._keep([entry.entry_id for entry in self._entries if entry.entry_id in kept])
        await self._show_common()

    def _show_days(self) -> None:
        super()._show_days()
        listed = {entry.entry_id for entry in self._entries}
        self._keep([entry_id for entry_id in self.selected if entry_id in listed])

    def _keep(self, selected: list[int]) -> None:
        ticked = [entry for entry in self._entries if entry.entry_id in set(selected)]
        days: dict[str, str] = {}
        for day, entries in self._by_day().items() if ticked else ():
            inside = [entry for entry in entries if entry in ticked]
            closed = [entry for entry in entries if entry.end_time is not None]
            if inside:
                days[day.isoformat()] = ALL if len(inside) == len(closed) else SOME
        self._show(
            selected=selected,
            selected_text=f"{len(selected)} selected" if selected else "",
            selected_sum=self._view().hours(sum(entry.duration_seconds or 0 for entry in ticked)),
            ticked_days=days,
            common_tags=sorted({tag for entry in ticked for tag in entry.tags}, key=str.casefold),
        )

    async def _show_common(self) -> None:
        projects = {entry.project_id for entry in self._entries if entry.entry_id in set(self.selected)}
        picks = (await self.get_state(TimerState)).picks if len(projects) == 1 else []
        tasks = [OptionRow(str(p.task_id), p.task) for p in picks if p.project_id in projects and p.task_id]
        self._show(common_tasks=[OptionRow("0", "No task"), *tasks] if tasks else [])


def _entries(count: int) -> str:
    return f"{count} {'entry' if count == 1 else 'entries'}"
