"""Work that a person starts often: kept at hand, started with one click, in an order of their own."""

from dataclasses import dataclass
from typing import Any

from timetrack.domain import entry_list, favourites, timer
from timetrack.domain.favourites import ListedFavourite
from timetrack.errors import NotFound
from timetrack.states.base import AppState, guarded
from timetrack.states.timer import UNDO, TimerState


@dataclass(frozen=True)
class FavouriteRow:
    """One favourite; ``is_open`` is false while its project takes no time. It can move up unless it ``is_first``."""

    favourite_id: int
    name: str
    description: str = ""
    project: str = ""
    color: str = ""
    task: str = ""
    is_open: bool = True
    is_first: bool = False


class FavouritesState(AppState):
    """The viewer's favourites, in their order."""

    favourites: list[FavouriteRow] = []  # noqa: RUF012
    _found: list[ListedFavourite] = []  # noqa: RUF012

    @guarded
    async def open(self) -> None:
        """Show them, and keep them fresh while the page is open."""
        self._watch(f"user:{self._actor.user_id}", "structure")
        await self._refresh()

    @guarded
    async def keep(self, entry_id: int) -> None:
        """Keep the work of an entry at hand."""
        entry = await self._read(entry_list.listed_entry, entry_id=entry_id)
        if entry is None:
            raise NotFound("This entry is not here any more. Nothing was changed.")
        await self._act(
            favourites.add_favourite,
            description=entry.description,
            project_id=entry.project_id,
            task_id=entry.task_id,
            tags=entry.tags,
            is_billable=entry.is_billable if entry.project_id else None,
        )
        self._tell("Kept among your favourites", entry.description or entry.project_name or "", way_back=self._undo())
        await self._refresh()

    @guarded
    async def start(self, favourite_id: int) -> None:
        """Start the timer on a favourite; what runs is stopped in the same second."""
        one = self._known(favourite_id)
        work: dict[str, Any] = {
            "description": one.description,
            "project_id": one.project_id,
            "task_id": one.task_id,
            "tags": one.tags,
            "is_billable": one.is_billable,
        }
        started, stopped = await self._act(timer.switch_timer, **work)
        bar = await self.get_state(TimerState)
        if stopped is not None:
            bar._said_switch(stopped)
        bar._say(f"Timer started: {started.description or 'no description'}")
        await bar._show_change()

    @guarded
    async def move_up(self, favourite_id: int) -> None:
        """Put a favourite before the one above it."""
        ids = [one.favourite_id for one in self._found]
        at = ids.index(self._known(favourite_id).favourite_id)
        if at:
            await self._act(favourites.move_favourite, favourite_id=favourite_id, before_id=ids[at - 1])
            await self._refresh()

    @guarded
    async def remove(self, favourite_id: int) -> None:
        """Take a favourite away; the notice brings it back."""
        gone = await self._act(favourites.remove_favourite, favourite_id=favourite_id)
        self._tell("Favourite removed", gone.description, action=UNDO, way_back=self._undo(), tone="info")
        await self._refresh()

    async def _refresh(self) -> None:
        self._found = await self._read(favourites.favourites_of)
        self._show(favourites=[_row(one, is_first=n == 0) for n, one in enumerate(self._found)])

    async def _show_change(self) -> None:
        """A click in the timer bar changes no favourite."""

    def _known(self, favourite_id: int) -> ListedFavourite:
        found = next((one for one in self._found if one.favourite_id == favourite_id), None)
        if found is None:
            raise NotFound("This favourite is not here any more. Nothing was changed.")
        return found


def _row(one: ListedFavourite, *, is_first: bool) -> FavouriteRow:
    return FavouriteRow(
        favourite_id=one.favourite_id,
        name=one.description or one.project_name or "",
        description=one.description,
        project=one.project_name or "",
        color=one.color or "",
        task=one.task_name or "",
        is_open=one.is_open,
        is_first=is_first,
    )
