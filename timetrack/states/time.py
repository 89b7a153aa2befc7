"""The Time page: what its address asks for, read and kept fresh, as days of lines; one entry is opened in a sheet."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from timetrack import clock
from timetrack.domain import entry_list, periods, policy
from timetrack.domain.entry_list import Hours, Key, ListedEntry
from timetrack.errors import InvalidInput
from timetrack.states.base import AppState, guarded
from timetrack.states.folding import Line, likeness
from timetrack.states.people_rows import WhyRow
from timetrack.states.people_shown import why_row
from timetrack.states.rows import OptionRow
from timetrack.states.shown import epoch
from timetrack.states.span import Span
from timetrack.states.time_found import find_choices, find_time, shown_choices, shown_found
from timetrack.states.time_listing import Listing, Unfolded
from timetrack.states.time_rows import DayRow, EntryRow
from timetrack.states.time_selection import SelectionState
from timetrack.states.time_shown import Refusal, Viewed, day_row, entry_row

READ_ONLY = "You may look at this person's time, not change it."


class TimeState(AppState):
    """What is listed, and as which lines; ``sheet`` is the entry that is looked at by itself.

    Whoever does something to an entry finds it here and has it read again: its cells are ``time_cells``, its menu
    ``time_menu``, what is done to all ticked ones ``time_bulk``; ``time_selection`` is told what is listed.
    ``_refused`` are texts that were not saved, by entry; ``_accepted`` counts those that were.
    """

    days: list[DayRow] = []  # noqa: RUF012
    period_text: str = ""
    total_text: str = "0:00"
    total_seconds: int = 0
    total_since: int = 0
    billable_text: str = "0:00"
    hours_form: str = ""
    is_loaded: bool = False
    has_more: bool = False
    is_filtered: bool = False
    person: str = ""
    person_options: list[OptionRow] = []  # noqa: RUF012
    project: str = ""
    project_options: list[OptionRow] = []  # noqa: RUF012
    tag: str = ""
    words: str = ""
    first_day: str = ""
    last_day: str = ""
    sheet: EntryRow = EntryRow(0)
    sheet_why: WhyRow = WhyRow()
    is_sheet_open: bool = False
    _span: Span | None = None
    _entries: tuple[ListedEntry, ...] = ()
    _hours: dict[date, Hours] = {}  # noqa: RUF012
    _refused: dict[int, Refusal] = {}  # noqa: RUF012
    _accepted: dict[int, int] = {}  # noqa: RUF012
    _unfolded: Unfolded = frozenset()
    _invoiced: Mapping[int, str] = {}

    @guarded
    async def open(self) -> None:
        """Show what the address asks for, and keep it fresh while the page is open."""
        actor = self._actor
        self._span = Span.of_address(
            self.router.url.query_parameters, viewer_id=actor.user_id, today=self._today(), week_start=actor.week_start
        )
        self._entries, self._refused, self._unfolded = (), {}, frozenset()
        (await self.get_state(SelectionState))._start_over()
        self._watch(f"user:{self._span.user_id}", f"user:{actor.user_id}", "structure", "invoices")
        await self._refresh()

    @guarded
    async def show_more(self) -> None:
        """Load the next page below."""
        if self._span is not None and self._entries:
            last = self._entries[-1]
            self._entries += tuple(
                await self._act(
                    entry_list.entry_page,
                    wanted=self._span.filter(self._actor.timezone),
                    after=Key(last.start_time, last.entry_id),
                )
            )
            await self._refresh()

    @guarded
    async def unfold(self, entry_id: int) -> None:
        """Show identical entries one by one, or as one line again."""
        entry = self._listed(entry_id)
        if entry is not None:
            self._unfolded ^= {(self._day_of(entry), likeness(entry))}
            await self._show_days()

    @guarded
    async def look_at(self, entry_id: int) -> None:
        """Open the sheet with everything about one entry."""
        if self._listed(entry_id) is not None:
            self.is_sheet_open = True
            self._show_sheet(entry_id, self._listing())

    @guarded
    async def close_sheet(self) -> None:
        """Close it."""
        self.is_sheet_open = False

    async def _refresh(self) -> None:
        if self._span is not None:
            self._show(**shown_choices(await self._read(find_choices)))
            await self._show_change()

    async def _show_change(self) -> None:
        if self._span is not None:
            found = await self._read(find_time, span=self._span, at_least=len(self._entries))
            self._entries, self._hours, self._invoiced = tuple(found.entries), found.hours, found.invoiced
            self._show(**shown_found(found, self._span, self._actor), is_loaded=True)
            await self._show_days()

    async def _show_started(self, entry: ListedEntry) -> None:
        """Put it on top. What was read before still holds: nothing ran until now, and no second has gone by since."""
        is_known = all(listed.end_time for listed in self._entries)
        if self._span is None or not is_known or not self._span.lists_own(entry.start_time, self._actor):
            return await self._show_change()
        self._entries, self._hours = (entry, *self._entries), {self._day_of(entry): Hours(), **self._hours}
        self._show(total_since=epoch(entry.start_time))
        await self._show_days()
        return None

    async def _empty(self) -> None:
        await super()._empty()
        (await self.get_state(SelectionState)).reset()

    async def _show_days(self) -> None:
        view, listing = self._view(), self._listing()
        oldest = min(listing.days, default=date.max)
        self._show(
            days=[
                day_row(day, hours, listing.days.get(day, []), listing.lines(day), view, around=listing.entries)
                for day, hours in sorted(self._hours.items(), reverse=True)
                if day in listing.days or (hours.seconds and day > oldest)
            ]
        )
        self._show_sheet(self.sheet.entry_id, listing)
        (await self.get_state(SelectionState))._follow(listing)

    def _show_sheet(self, entry_id: int, listing: Listing) -> None:
        entry = listing.entry(entry_id)
        if entry is not None:
            whole = Line(tuple(listing.members(entry_id)))
            row = entry_row(whole, listing.day_of(entry), self._view())
            self._show(sheet=replace(row, count=len(whole.entries)), sheet_why=self._why(entry))
        elif self.is_sheet_open:
            self.is_sheet_open = False

    def _why(self, entry: ListedEntry) -> WhyRow:
        """Why an hour of it costs what it costs, for who may see that."""
        if not entry.project_id or not policy.may_see_money_of(self._actor, entry.user_id):
            return WhyRow()
        return why_row(entry.rate_source, entry.hourly_rate, entry.currency, self._person_name)

    @property
    def _person_name(self) -> str:
        """Whose time it is."""
        if self.person == str(self._actor.user_id):
            return self._actor.name
        return next((one.label for one in self.person_options if one.value == self.person), "")

    def _view(self) -> Viewed:
        whose = self._asked().user_id
        is_own = whose == self._actor.user_id
        return Viewed(
            zone=self._actor.timezone,
            now=clock.now(),
            hours_form=self._actor.duration_format,
            clock_form=self._actor.time_format,
            refused=self._refused,
            accepted=self._accepted,
            locked="" if policy.may_edit_time_of(self._actor, whose) else READ_ONLY,
            invoiced=self._invoiced,
            has_gaps=is_own and not self.is_filtered,
            is_whole=not self.is_filtered,
        )

    def _listing(self) -> Listing:
        zone = self._actor.timezone
        return Listing(self._entries, self._asked(), zone, unfolded=self._unfolded, apart=self._refused)

    def _listed(self, entry_id: int) -> ListedEntry | None:
        return next((entry for entry in self._entries if entry.entry_id == entry_id), None)

    def _members(self, entry_id: int) -> list[ListedEntry]:
        """The entries that the line of ``entry_id`` stands for, newest first; none where it is not listed."""
        return self._listing().members(entry_id) if self._listed(entry_id) else []

    def _day_of(self, entry: ListedEntry) -> date:
        return self._asked().day_of(entry.start_time, self._actor.timezone)

    def _refuse(self, entry_id: int, why: Refusal) -> None:
        """The text that was typed stays in its cell, with the reason."""
        self._refused = {**self._refused, entry_id: why}

    def _accept(self, entry_id: int) -> None:
        """Nothing typed about this entry is pending any more: its cells show what it says now."""
        self._refused = {held: why for held, why in self._refused.items() if held != entry_id}
        self._accepted = {**self._accepted, entry_id: self._accepted.get(entry_id, 0) + 1}

    def _asked(self) -> Span:
        if self._span is None:
            raise InvalidInput("This page was not loaded yet. Reload it; nothing was changed.")
        return self._span

    def _today(self) -> date:
        return periods.local_date(clock.now(), self._actor.timezone)
