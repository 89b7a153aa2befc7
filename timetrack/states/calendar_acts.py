"""What is done on the calendar: drawn, moved, resized, changed, split, deleted; and the choice where somebody was first."""

from datetime import datetime
from typing import Any

from timetrack.domain import entries, entry_list, split
from timetrack.domain.entry_list import ListedEntry
from timetrack.errors import ChangedElsewhere, NotFound, NotSignedIn, TimetrackError
from timetrack.models import TimeEntry
from timetrack.states import notices, wording
from timetrack.states.base import AppState, guarded
from timetrack.states.calendar import CalendarState
from timetrack.states.calendar_form import Drawn, chosen_work, typed_changes, typed_split
from timetrack.states.forms import form_text

MINE = "Save mine instead"


class CalendarActsState(AppState):
    """Each act has ``CalendarState`` show the week anew; a refusal of a form stands in its popover."""

    @guarded
    async def draw(self, form: dict[str, Any]) -> None:
        """Carry out what was dragged, or done with a key, on an entry; refused, the block goes back."""
        try:
            await self._draw(Drawn.of_form(form))
        except NotSignedIn:
            raise
        except TimetrackError as refused:
            self._tell(*notices.refusal(refused), tone="error")
        page = await self._page()
        page.rev += 1
        await page._refresh()

    @guarded
    async def create(self, form: dict[str, Any]) -> None:
        """Log what was drawn on empty time; a refusal stands in the popover, and nothing typed is lost."""
        page, zone = await self._page(), self._actor.timezone
        try:
            drawn = Drawn.of_form(form)
            project_id, task_id = chosen_work(form)
            start_time = drawn.instant(zone)
            made = await self._act(
                entries.create_manual_entry,
                start_time=start_time,
                end_time=drawn.end(start_time, zone),
                description=form_text(form, "description"),
                project_id=project_id,
                task_id=task_id,
            )
        except NotSignedIn:
            raise
        except TimetrackError as refused:
            page.problem = refused.message
            return
        self._tell("Logged", self._said(made.start_time, made.end_time), way_back=self._undo())
        page._show(problem="", rev=page.rev + 1)
        await page._refresh()

    @guarded
    async def save(self, form: dict[str, Any]) -> None:
        """Change the entry in the popover as its form says."""
        page = await self._page()
        entry = page._picked
        if entry is None:
            return
        try:
            changes = typed_changes(form, entry, self._actor.timezone)
            made = await self._change(entry, changes, entry.updated_at)
        except NotSignedIn:
            raise
        except TimetrackError as refused:
            page.problem = refused.message
            return
        if made is not None and made.updated_at != entry.updated_at:
            where = self._said(made.start_time, made.end_time)
            self._tell("Entry changed", f"{made.description or 'No description'}: {where}", way_back=self._undo())
        page._close()
        await page._refresh()

    @guarded
    async def split_at(self, form: dict[str, Any]) -> None:
        """Split the entry in the popover at the time that was typed."""
        page = await self._page()
        entry = page._picked
        if entry is None:
            return
        try:
            await self._split(entry, typed_split(form, entry, self._actor.timezone), entry.updated_at)
        except NotSignedIn:
            raise
        except TimetrackError as refused:
            page.problem = refused.message
            return
        page._close()
        await page._refresh()

    @guarded
    async def delete(self, entry_id: int) -> None:
        """Delete an entry; the notice brings it back."""
        await self._delete(entry_id)
        page = await self._page()
        page._close()
        await page._refresh()

    async def _draw(self, drawn: Drawn) -> None:
        entry, zone = await self._known(drawn.entry_id), self._actor.timezone
        if entry is None:
            self._tell_gone(drawn.entry_id, {})
        elif drawn.what == "delete":
            await self._delete(entry.entry_id)
        elif drawn.what == "split":
            await self._split(entry, drawn.instant(zone), drawn.seen)
        else:
            await self._move(entry, drawn.changes(entry, zone), drawn.seen)

    async def _move(self, entry: ListedEntry, changes: dict[str, datetime], seen: datetime | None) -> None:
        made = await self._change(entry, changes, seen)
        if made is not None:
            where = self._said(made.start_time, made.end_time)
            self._tell("Moved", f"{made.description or 'No description'}: {where}", way_back=self._undo(), tone="info")

    async def _change(self, entry: ListedEntry, changes: dict[str, Any], seen: datetime | None) -> TimeEntry | None:
        """Change an entry as it was ``seen``; None where somebody else was first and the notice asks what shall be."""
        try:
            made = await self._act(entries.edit_entry, entry_id=entry.entry_id, seen=seen, **changes)
        except ChangedElsewhere:
            self._offer(entry, changes)
        except NotFound:
            self._tell_gone(entry.entry_id, changes)
        else:
            return made
        return None

    async def _split(self, entry: ListedEntry, at: datetime, seen: datetime | None) -> None:
        one, other = await self._act(split.split_entry, entry_id=entry.entry_id, at=at, seen=seen)
        both = f"{self._said(one.start_time, one.end_time)} and {self._said(other.start_time, other.end_time)}"
        self._tell("Entry split", both, way_back=self._undo())

    async def _delete(self, entry_id: int) -> None:
        gone = await self._act(entries.delete_entry, entry_id=entry_id)
        self._tell("Entry deleted", gone.description or "No description", way_back=self._undo(), tone="info")

    def _offer(self, entry: ListedEntry, changes: dict[str, Any]) -> None:
        """Somebody changed the entry meanwhile: theirs is shown, and ours can be put on top of it."""
        self._tell(
            "This was changed in another place meanwhile.",
            "Their version is shown; yours was not saved.",
            tone="error",
            action=MINE,
            way_back=(entries.edit_entry, {"entry_id": entry.entry_id, **changes}),
        )

    def _tell_gone(self, entry_id: int, changes: dict[str, Any]) -> None:
        """Somebody deleted the entry meanwhile: it can come back, with what was to be changed."""
        self._tell(
            "This was deleted in another place meanwhile.",
            "Nothing was changed.",
            tone="error",
            action="Bring it back with mine" if changes else "Bring it back",
            way_back=(entries.restore_entry, {"entry_id": entry_id, **changes}),
        )

    async def _known(self, entry_id: int) -> ListedEntry | None:
        """The entry as this tab lists it, or, where it has left the week, as it is now."""
        listed = next((entry for entry in (await self._page())._entries if entry.entry_id == entry_id), None)
        return listed or await self._read(entry_list.listed_entry, entry_id=entry_id)

    def _said(self, start_time: datetime, end_time: datetime | None) -> str:
        return wording.span(start_time, end_time, self._actor.timezone)

    async def _page(self) -> CalendarState:
        return await self.get_state(CalendarState)
