"""Filters of the Time page that were given a name. What a filter shows stands in its address, so it can be sent on."""

from dataclasses import dataclass
from typing import Any

from timetrack.domain import saved_filters
from timetrack.errors import NotSignedIn, TimetrackError
from timetrack.states.base import AppState, guarded
from timetrack.states.forms import form_text
from timetrack.states.timer import UNDO


@dataclass(frozen=True)
class FilterRow:
    """One saved filter; ``is_on`` when the page shows just this."""

    filter_id: int
    name: str
    address: str
    is_on: bool = False


class FiltersState(AppState):
    """The viewer's saved filters, by name."""

    filters: list[FilterRow] = []  # noqa: RUF012
    problem: str = ""
    saved: int = 0

    @guarded
    async def open(self) -> None:
        """Show them, and keep them fresh while the page is open."""
        self._watch(f"user:{self._actor.user_id}")
        self._show(problem="")
        await self._refresh()

    @guarded
    async def save(self, form: dict[str, Any]) -> None:
        """Keep what the page shows under a name."""
        try:
            kept = await self._act(saved_filters.save_filter, name=form_text(form, "name"), query=self._query())
        except NotSignedIn:
            raise
        except TimetrackError as refused:
            self.problem = refused.message
            return
        self._show(problem="", saved=self.saved + 1)
        self._tell("Filter saved", kept.name, action=UNDO, way_back=self._undo())
        await self._refresh()

    @guarded
    async def rename(self, filter_id: int, text: str) -> None:
        """Give a filter another name."""
        try:
            await self._act(saved_filters.rename_filter, filter_id=filter_id, name=text)
        except NotSignedIn:
            raise
        except TimetrackError as refused:
            self.problem = refused.message
            return
        self._show(problem="", saved=self.saved + 1)
        await self._refresh()

    @guarded
    async def delete(self, filter_id: int) -> None:
        """Forget a filter; the notice brings it back."""
        gone = await self._act(saved_filters.delete_filter, filter_id=filter_id)
        self._tell("Filter deleted", gone.name, action=UNDO, way_back=self._undo(), tone="info")
        await self._refresh()

    async def _refresh(self) -> None:
        query, found = self._query(), await self._read(saved_filters.filters_of)
        rows = [
            FilterRow(one.filter_id, one.name, f"/time/?{one.query}" if one.query else "/time/", one.query == query)
            for one in found
        ]
        self._show(filters=rows)

    async def _show_change(self) -> None:
        """A click in the timer bar changes no filter."""

    def _query(self) -> str:
        return str(self.router.url.query)
