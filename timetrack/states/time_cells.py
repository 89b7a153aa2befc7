"""The cells of the Time page: each saves by itself, keeps what was refused, and never overwrites what came in between."""

from dataclasses import replace
from typing import Any

from timetrack import clock
from timetrack.domain import bulk, entries, history
from timetrack.domain.entry_list import ListedEntry
from timetrack.errors import ChangedElsewhere, InvalidInput, NotSignedIn, OverlappingEntry, TimetrackError
from timetrack.states import notices
from timetrack.states.base import guarded
from timetrack.states.time_days import TimeDays
from timetrack.states.time_shown import NEWER, Refusal, overlap_refusal
from timetrack.states.typed import NO, YES, cell_text, said, typed_changes
from timetrack.states.when import ago


class TimeCells(TimeDays, mixin=True):
    """Every change goes through ``_save``; ``_picked`` is the entry for which the project picker was opened.

    ``based`` is what the cell showed when typing began: where that is not what the entry says now, somebody else was
    first, and the row asks which of the two shall be.
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
        """The project picker was opened for this entry."""
        self._picked = entry_id

    @guarded
    async def turn_billable(self, entry_id: int) -> None:
        """Turn an entry's billable mark over."""
        entry = self._listed(entry_id)
        if entry is not None and entry.project_id is None:
            raise InvalidInput("Choose a project first. Time without one is not billable.")
        if entry is not None:
            await self._save(entry_id, "billable", NO if entry.is_billable else YES)

    @guarded
    async def use_mine(self, entry_id: int) -> None:
        """Where somebody else was first: put in what was typed here all the same."""
        mine = self._refused.get(entry_id)
        if mine is not None and mine.kind == NEWER:
            await self._save(entry_id, mine.field, mine.text)

    @guarded
    async def dismiss(self, entry_id: int) -> None:
        """Drop a refused text."""
        self._accept(entry_id)
        await self._refresh()

    async def _save(self, entry_id: int, field: str, text: str, based: str | None = None) -> None:
        entry = self._listed(entry_id)
        if entry is None:
            self._tell_gone(text)
            return
        try:
            await self._write(entry, field, text, based)
        except ChangedElsewhere:
            await self._refresh()
            if await self._save_beside(entry_id, field, text, based):
                return
        except NotSignedIn:
            raise
        except TimetrackError as refused:
            self._refuse(entry, field, text, refused)
        else:
            self._accept(entry_id)
        await self._refresh()
        if entry_id in self._refused and self._listed(entry_id) is None:
            self._accept(entry_id)
            self._tell_gone(text)

    async def _write(self, entry: ListedEntry, field: str, text: str, based: str | None = None) -> None:
        """Change an entry, or all that are folded into its line. Raises ChangedElsewhere where ``based`` is no longer so."""
        if based not in (None, self._cell_text(entry, field)):
            raise ChangedElsewhere
        changes = typed_changes(entry, field, text, self._actor.timezone, clock.now())
        members = self._members(entry.entry_id)
        if len(members) == 1:
            await self._act(entries.edit_entry, entry_id=entry.entry_id, seen=entry.updated_at, **changes)
            return
        if "tags" in changes:
            changes = {"remove_tags": entry.tags, "add_tags": changes["tags"]}
        seen = {member.entry_id: member.updated_at for member in members}
        await self._act(bulk.edit_entries, entry_ids=list(seen), seen=seen, **changes)

    async def _save_beside(self, entry_id: int, field: str, text: str, based: str | None) -> bool:
        """Save over a newer version that leaves this cell as it was; else have the row ask. Whether all is said."""
        entry = self._listed(entry_id)
        if entry is None:
            self._tell_gone(text)
            return True
        if based is not None and based == self._cell_text(entry, field):
            try:
                await self._write(entry, field, text)
            except TimetrackError as refused:
                self._refuse(entry, field, text, refused)
            else:
                self._accept(entry_id)
            return False
        theirs = self._cell_text(entry, field)
        if theirs == text:
            self._accept(entry_id)
            return False
        detail = f"There: {said(field, theirs)} · yours: {said(field, text)}"
        self._accept(entry_id)
        newer = Refusal(await self._last_hand(entry), detail, field, text, NEWER)
        self._refused = {**self._refused, entry_id: newer}
        self._show_days()
        return True

    async def _last_hand(self, entry: ListedEntry) -> str:
        """Who changed an entry last, and when."""
        latest, *_ = await self._read(history.entry_history, entry_id=entry.entry_id)
        is_own = latest.actor_id == self._actor.user_id
        who = "Changed in another tab" if is_own else f"{latest.actor_name or 'Timetrack'} changed this"
        return f"{who} {ago(latest.recorded_at, clock.now())}."

    def _refuse(self, entry: ListedEntry, field: str, text: str, refused: TimetrackError) -> None:
        if isinstance(refused, OverlappingEntry):
            wanted = typed_changes(entry, field, text, self._actor.timezone, clock.now())
            why = overlap_refusal(entry, wanted, refused, self._day_of(entry), self._view())
        else:
            why = Refusal(*notices.refusal(refused))
        self._refused = {**self._refused, entry.entry_id: replace(why, field=field, text=text)}

    def _accept(self, entry_id: int) -> None:
        self._refused = {held: why for held, why in self._refused.items() if held != entry_id}
        self._accepted = {**self._accepted, entry_id: self._accepted.get(entry_id, 0) + 1}

    def _cell_text(self, entry: ListedEntry, field: str) -> str:
        return cell_text(entry, field, self._actor.timezone, self._day_of(entry), self._actor.time_format)

    def _tell_gone(self, text: str) -> None:
        typed: dict[str, Any] = {"detail": f"You typed “{text[:200]}”. Nothing was saved."} if text else {}
        self._tell("This entry is not here any more.", **typed, tone="error")
