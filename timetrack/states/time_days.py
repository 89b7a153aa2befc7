"""The days of the Time page: read, kept fresh, paged by key, identical entries folded, one of them opened in a sheet."""

from dataclasses import replace
from datetime import date

from timetrack import clock
from timetrack.domain import entry_list, periods, policy
from timetrack.domain.entry_list import Hours, Key, ListedEntry
from timetrack.errors import InvalidInput
from timetrack.states.base import AppState, guarded
from timetrack.states.folding import Likeness, Line, likeness, lines_of
from timetrack.states.people_rows import WhyRow
from timetrack.states.people_shown import why_row
from timetrack.states.rows import OptionRow
from timetrack.states.shown import epoch
from timetrack.states.span import Span
from timetrack.states.time_found import find_choices, find_time, shown_choices, shown_found
from timetrack.states.time_rows import DayRow, EntryRow
from timetrack.states.time_shown import Refusal, Viewed, day_row, entry_row

READ_ONLY = "You may look at this person's time, not change it."


class TimeDays(AppState, mixin=True):
    """What is listed, and as which lines; ``sheet`` is the entry that is looked at by itself."""

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
    _entries: list[ListedEntry] = []  # noqa: RUF012
    _hours: dict[date, Hours] = {}  # noqa: RUF012
    _refused: dict[int, Refusal] = {}  # noqa: RUF012
    _accepted: dict[int, int] = {}  # noqa: RUF012
    _unfolded: frozenset[tuple[date, Likeness]] = frozenset()

    @guarded
    async def show_more(self) -> None:
        """Load the next page below."""
        if self._span is not None and self._entries:
            last = self._entries[-1]
            self._entries += await self._act(
                entry_list.entry_page,
                wanted=self._span.filter(self._actor.timezone),
                after=Key(last.start_time, last.entry_id),
            )
            await self._refresh()

    @guarded
    async def unfold(self, entry_id: int) -> None:
        """Show identical entries one by one, or as one line again."""
        entry = self._listed(entry_id)
        if entry is not None:
            self._unfolded ^= {(self._day_of(entry), likeness(entry))}
            self._show_days()

    @guarded
    async def look_at(self, entry_id: int) -> None:
        """Open the sheet with everything about one entry."""
        if self._listed(entry_id) is not None:
            self.is_sheet_open = True
            self._show_sheet(entry_id)

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
            self._entries, self._hours = found.entries, found.hours
            self._show(**shown_found(found, self._span, self._actor), is_loaded=True)
            self._show_days()

    async def _show_started(self, entry: ListedEntry) -> None:
        """Put it on top. What was read before still holds: nothing ran until now, and no second has gone by since."""
        is_known = all(listed.end_time for listed in self._entries)
        if self._span is None or not is_known or not self._span.lists_own(entry.start_time, self._actor):
            return await self._show_change()
        day = self._span.day_of(entry.start_time, self._actor.timezone)
        self._entries, self._hours = [entry, *self._entries], {day: Hours(), **self._hours}
        self._show(total_since=epoch(entry.start_time))
        self._show_days()
        return None

    def _show_days(self) -> None:
        view, listed = self._view(), self._by_day()
        oldest = min(listed, default=date.max)
        self._show(
            days=[
                day_row(day, hours, listed.get(day, []), self._lines(day, listed), view, around=self._entries)
                for day, hours in sorted(self._hours.items(), reverse=True)
                if day in listed or (hours.seconds and day > oldest)
            ]
        )
        self._show_sheet(self.sheet.entry_id)

    def _show_sheet(self, entry_id: int) -> None:
        entry = self._listed(entry_id)
        if entry is not None:
            whole = Line(tuple(self._members(entry_id)))
            row = entry_row(whole, self._day_of(entry), self._view())
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
            has_gaps=is_own and not self.is_filtered,
            is_whole=not self.is_filtered,
        )

    def _by_day(self) -> dict[date, list[ListedEntry]]:
        listed: dict[date, list[ListedEntry]] = {}
        for entry in self._entries:
            listed.setdefault(self._day_of(entry), []).append(entry)
        return listed

    def _lines(self, day: date, listed: dict[date, list[ListedEntry]]) -> list[Line]:
        opened = {alike for unfolded, alike in self._unfolded if unfolded == day}
        return lines_of(listed.get(day, []), opened=opened, apart=self._refused)

    def _members(self, entry_id: int) -> list[ListedEntry]:
        """The entries that the line of ``entry_id`` stands for, newest first; none where it is not listed."""
        entry = self._listed(entry_id)
        if entry is None:
            return []
        lines = self._lines(self._day_of(entry), self._by_day())
        return next(list(line.entries) for line in lines if entry in line.entries)

    def _day_of(self, entry: ListedEntry) -> date:
        return self._asked().day_of(entry.start_time, self._actor.timezone)

    def _listed(self, entry_id: int) -> ListedEntry | None:
        return next((entry for entry in self._entries if entry.entry_id == entry_id), None)

    def _asked(self) -> Span:
        if self._span is None:
            raise InvalidInput("This page was not loaded yet. Reload it; nothing was changed.")
        return self._span

    def _today(self) -> date:
        return periods.local_date(clock.now(), self._actor.timezone)
