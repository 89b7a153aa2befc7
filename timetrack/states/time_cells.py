"""The cells of the Time page: each saves by itself, keeps what was refused, and never overwrites what came in between."""

from dataclasses import replace
from typing import Any

from timetrack import clock
from timetrack.domain import bulk, entries, history
from timetrack.domain.entry_list import ListedEntry
from timetrack.errors import ChangedElsewhere, InvalidInput, NotSignedIn, OverlappingEntry, TimetrackError
from timetrack.states import notices
from timetrack.states.base import AppState, guarded
from timetrack.states.repair import Case, RepairState
from timetrack.states.repair_shown import Work
from timetrack.states.time import TimeState
from timetrack.states.time_bulk import BulkState
from timetrack.states.time_shown import NEWER, OVERLAP, Refusal, overlap_refusal
from timetrack.states.typed import NO, YES, cell_text, said, typed_changes
from timetrack.states.when import ago


class EntryCellsState(AppState):
    """Every change goes through ``_save``; ``_picked`` is the entry for which the project picker was opened.

    ``based`` is what the cell showed when typing began: where that is not what the entry says now, somebody else was
    first, and the row asks which of the two shall be. What was refused is kept by ``TimeState``, whose rows show it.
    """

    _picked: int = 0

    @guarded
    async def describe(self, entry_id: int, text: str, based: str | None = None) -> None:
        """Change a description."""
        await self._save(entry_id, "description", text, based)

    @guarded
    async def move(self, entry_id: int, text: str, based: str | None = None) -> None:
        """Change from when to when; of a running entry, since when."""
        await self._save(entry_id, "range", text, based)

    @guarded
    async def last(self, entry_id: int, text: str, based: str | None = None) -> None:
        """Change how long an entry lasts; its end moves."""
        await self._save(entry_id, "hours", text, based)

    @guarded
    async def tag_entry(self, entry_id: int, text: str, based: str | None = None) -> None:
        """Set an entry's tags, separated by commas."""
        await self._save(entry_id, "tags", text, based)

    @guarded
    async def pick(self, entry_id: int) -> None:
        """The project picker was opened for this entry; 0 stands for all that are ticked."""
        self._picked = entry_id

    @guarded
    async def choose(self, project_id: int, task_id: int) -> None:
        """Give what was picked a project and task; 0 for none."""
        if self._picked:
            await self._save(self._picked, "project", f"{max(project_id, 0)}:{max(task_id, 0)}")
        else:
            bar = await self.get_state(BulkState)
            await bar._change_all("moved", project_id=project_id or None, task_id=task_id or None)

    @guarded
    async def turn_billable(self, entry_id: int) -> None:
        """Turn an entry's billable mark over."""
        entry = (await self._page())._listed(entry_id)
        if entry is not None and entry.project_id is None:
            raise InvalidInput("Choose a project first. Time without one is not billable.")
        if entry is not None:
            await self._save(entry_id, "billable", NO if entry.is_billable else YES)

    @guarded
    async def use_mine(self, entry_id: int) -> None:
        """Where somebody else was first: put in what was typed here all the same."""
        mine = (await self._page())._refused.get(entry_id)
        if mine is not None and mine.kind == NEWER:
            await self._save(entry_id, mine.field, mine.text)

    @guarded
    async def dismiss(self, entry_id: int) -> None:
        """Drop a refused text."""
        await self._settle(entry_id)

    @guarded
    async def fix(self, entry_id: int) -> None:
        """Show the ways out of an overlap that was refused."""
        page = await self._page()
        entry, refused = page._listed(entry_id), page._refused.get(entry_id)
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
            await self._settle(entry_id)

    async def _settle(self, entry_id: int) -> None:
        """Nothing that was typed about an entry waits any more."""
        page = await self._page()
        page._accept(entry_id)
        await page._refresh()

    async def _save(self, entry_id: int, field: str, text: str, based: str | None = None) -> None:
        page = await self._page()
        entry = page._listed(entry_id)
        if entry is None:
            self._tell_gone(text)
            return
        try:
            await self._write(entry, field, text, based)
        except ChangedElsewhere:
            await page._refresh()
            if await self._save_beside(entry_id, field, text, based):
                return
        except NotSignedIn:
            raise
        except TimetrackError as refused:
            await self._refuse(entry, field, text, refused)
        else:
            page._accept(entry_id)
        await page._refresh()
        if entry_id in page._refused and page._listed(entry_id) is None:
            page._accept(entry_id)
            self._tell_gone(text)

    async def _write(self, entry: ListedEntry, field: str, text: str, based: str | None = None) -> None:
        """Change an entry, or all that are folded into its line. Raises ChangedElsewhere where ``based`` is no longer so."""
        page = await self._page()
        if based not in (None, self._cell_text(page, entry, field)):
            raise ChangedElsewhere
        changes = typed_changes(entry, field, text, self._actor.timezone, clock.now())
        members = page._members(entry.entry_id)
        if len(members) == 1:
            await self._act(entries.edit_entry, entry_id=entry.entry_id, seen=entry.updated_at, **changes)
            return
        if "tags" in changes:
            changes = {"remove_tags": entry.tags, "add_tags": changes["tags"]}
        seen = {member.entry_id: member.updated_at for member in members}
        await self._act(bulk.edit_entries, entry_ids=list(seen), seen=seen, **changes)

    async def _save_beside(self, entry_id: int, field: str, text: str, based: str | None) -> bool:
        """Save over a newer version that leaves this cell as it was; else have the row ask. Whether all is said."""
        page = await self._page()
        entry = page._listed(entry_id)
        if entry is None:
            self._tell_gone(text)
            return True
        theirs = self._cell_text(page, entry, field)
        if based is not None and based == theirs:
            try:
                await self._write(entry, field, text)
            except TimetrackError as refused:
                await self._refuse(entry, field, text, refused)
            else:
                page._accept(entry_id)
            return False
        page._accept(entry_id)
        if theirs == text:
            return False
        detail = f"There: {said(field, theirs)} · yours: {said(field, text)}"
        page._refuse(entry_id, Refusal(await self._last_hand(entry), detail, field, text, NEWER))
        await page._show_days()
        return True

    async def _last_hand(self, entry: ListedEntry) -> str:
        """Who changed an entry last, and when."""
        latest, *_ = await self._read(history.entry_history, entry_id=entry.entry_id)
        is_own = latest.actor_id == self._actor.user_id
        who = "Changed in another tab" if is_own else f"{latest.actor_name or 'Timetrack'} changed this"
        return f"{who} {ago(latest.recorded_at, clock.now())}."

    async def _refuse(self, entry: ListedEntry, field: str, text: str, refused: TimetrackError) -> None:
        page = await self._page()
        if isinstance(refused, OverlappingEntry):
            wanted = typed_changes(entry, field, text, self._actor.timezone, clock.now())
            why = overlap_refusal(entry, wanted, refused, page._day_of(entry), page._view())
        else:
            why = Refusal(*notices.refusal(refused))
        page._refuse(entry.entry_id, replace(why, field=field, text=text))

    def _cell_text(self, page: TimeState, entry: ListedEntry, field: str) -> str:
        return cell_text(entry, field, self._actor.timezone, page._day_of(entry), self._actor.time_format)

    def _tell_gone(self, text: str) -> None:
        typed: dict[str, Any] = {"detail": f"You typed “{text[:200]}”. Nothing was saved."} if text else {}
        self._tell("This entry is not here any more.", **typed, tone="error")

    async def _page(self) -> TimeState:
        return await self.get_state(TimeState)
