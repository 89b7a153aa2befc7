"""Which entries of the Time page are ticked, and what can be said of all of them."""

from collections.abc import Collection, Sequence

from timetrack.domain import periods
from timetrack.domain.entry_list import ListedEntry
from timetrack.errors import InvalidInput
from timetrack.states.base import AppState, guarded
from timetrack.states.rows import OptionRow
from timetrack.states.time_listing import Listing
from timetrack.states.timer import TimerState

ALL, SOME = "all", "some"


class SelectionState(AppState):
    """``selected`` holds ids; ``ticked_days`` says of a day whether all or some of its entries are ticked.

    ``common_tasks`` are the tasks of the one project that all ticked entries belong to, ``common_tags`` every tag that
    one of them has. ``_listing`` is what the page showed last: ``TimeState`` hands it over with every change.
    """

    selected: list[int] = []  # noqa: RUF012
    selected_text: str = ""
    selected_sum: str = ""
    ticked_days: dict[str, str] = {}  # noqa: RUF012
    common_tasks: list[OptionRow] = []  # noqa: RUF012
    common_tags: list[str] = []  # noqa: RUF012
    _listing: Listing | None = None
    _last_ticked: int = 0

    @guarded
    async def tick(self, entry_id: int, is_on: bool, to_here: bool = False) -> None:
        """Tick a line or not; ``to_here``, every line from the one ticked last."""
        listing, lines = self._listed(), [entry_id]
        order = listing.order() if to_here else []
        if {entry_id, self._last_ticked} <= set(order):
            first, last = sorted((order.index(entry_id), order.index(self._last_ticked)))
            lines = order[first : last + 1]
        self._last_ticked = entry_id
        await self._select([entry for line in lines for entry in listing.members(line)], is_on=is_on)

    @guarded
    async def tick_day(self, day: str, is_on: bool) -> None:
        """Tick every line of a day, or none."""
        listing = self._listed()
        await self._select(
            [entry for entry in listing.entries if listing.day_of(entry).isoformat() == day], is_on=is_on
        )

    @guarded
    async def clear_selection(self) -> None:
        """Tick nothing."""
        self._keep([])

    def _start_over(self) -> None:
        """Tick nothing on a page just opened, and have the browser know it, whatever it showed before."""
        self._listing, self._last_ticked = None, 0
        self._show(selected=[], selected_text="", ticked_days={}, common_tasks=[], common_tags=[])
        self._vouch()

    def _follow(self, listing: Listing) -> None:
        """The page shows something else: what is gone from it is ticked no more."""
        self._listing = listing
        self._keep(self.selected)

    def _ticked(self) -> list[ListedEntry]:
        """The entries that are ticked, as they are listed, newest first."""
        return self._listed().chosen(set(self.selected))

    async def _select(self, entries: Sequence[ListedEntry], *, is_on: bool) -> None:
        chosen = {entry.entry_id for entry in entries if entry.end_time is not None}
        self._keep(set(self.selected) | chosen if is_on else set(self.selected) - chosen)
        await self._show_common()

    def _keep(self, entry_ids: Collection[int]) -> None:
        listing = self._listed()
        ticked = listing.chosen(set(entry_ids))
        self._show(
            selected=[entry.entry_id for entry in ticked],
            selected_text=f"{len(ticked)} selected" if ticked else "",
            selected_sum=periods.shown_hours(
                sum(entry.duration_seconds or 0 for entry in ticked), self._actor.duration_format
            ),
            ticked_days=_ticked_days(listing, ticked),
            common_tags=sorted({tag for entry in ticked for tag in entry.tags}, key=str.casefold),
        )

    async def _show_common(self) -> None:
        projects = {entry.project_id for entry in self._ticked()}
        picks = (await self.get_state(TimerState)).picks if len(projects) == 1 else []
        tasks = [OptionRow(str(p.task_id), p.task) for p in picks if p.project_id in projects and p.task_id]
        self._show(common_tasks=[OptionRow("0", "No task"), *tasks] if tasks else [])

    def _listed(self) -> Listing:
        if self._listing is None:
            raise InvalidInput("This page was not loaded yet. Reload it; nothing was changed.")
        return self._listing


def _ticked_days(listing: Listing, ticked: Sequence[ListedEntry]) -> dict[str, str]:
    days: dict[str, str] = {}
    for day, entries in listing.days.items() if ticked else ():
        inside = [entry for entry in entries if entry in ticked]
        closed = [entry for entry in entries if entry.end_time is not None]
        if inside:
            days[day.isoformat()] = ALL if len(inside) == len(closed) else SOME
    return days
