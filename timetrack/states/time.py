"""The Time page: entries by day, changed in place, filtered by the address, paged by key."""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

import reflex as rx

from timetrack import clock
from timetrack.domain import durations, entries, entry_list, periods, retime
from timetrack.domain.entry_list import Hours, Key, ListedEntry
from timetrack.errors import InvalidInput, TimetrackError
from timetrack.states import notices
from timetrack.states.base import AppState, guarded
from timetrack.states.forms import form_number, form_text
from timetrack.states.rows import DayRow, EntryRow, OptionRow
from timetrack.states.shown import day_row, entry_row, epoch, with_gaps
from timetrack.states.span import Span
from timetrack.states.time_found import find_choices, find_time, shown_choices, shown_found
from timetrack.states.timer import UNDO


@dataclass(frozen=True)
class Refusal:
    """Why a cell's text was not saved; the cell keeps it."""

    title: str
    detail: str
    field: str


class TimeState(AppState):
    """The days that are shown, what they add up to, and what was refused."""

    days: list[DayRow] = []  # noqa: RUF012
    period_text: str = ""
    total_text: str = "0:00"
    total_seconds: int = 0
    total_since: int = 0
    billable_text: str = "0:00"
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
    _span: Span | None = None
    _entries: list[ListedEntry] = []  # noqa: RUF012
    _refused: dict[int, Refusal] = {}  # noqa: RUF012
    _accepted: dict[int, int] = {}  # noqa: RUF012
    _picked: int = 0
    _hours: dict[date, Hours] = {}  # noqa: RUF012

    @guarded
    async def open(self) -> None:
        """Show what the address asks for, and keep it fresh while the page is open."""
        actor = self._actor
        today = periods.local_date(clock.now(), actor.timezone)
        self._span = Span.of_address(
            self.router.url.query_parameters, viewer_id=actor.user_id, today=today, week_start=actor.week_start
        )
        self._entries, self._refused = [], {}
        self._watch(f"user:{self._span.user_id}", f"user:{actor.user_id}", "structure")
        await self._refresh()

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
    async def earlier(self) -> Any:
        """Go one span back."""
        return self._go(self._asked().moved(-1))

    @guarded
    async def later(self) -> Any:
        """Go one span on."""
        return self._go(self._asked().moved(1))

    @guarded
    async def show_period(self, name: str) -> Any:
        """Go to this or last week or month, or to everything."""
        today = periods.local_date(clock.now(), self._actor.timezone)
        week, month = periods.week_of(today, self._actor.week_start), periods.month_of(today)
        spans: dict[str, tuple[date | None, date | None]] = {
            "week": week,
            "last-week": periods.week_of(week[0] - periods.ONE_DAY, self._actor.week_start),
            "month": month,
            "last-month": periods.month_of(month[0] - periods.ONE_DAY),
            "all": (None, None),
        }
        if name in spans:
            return self._go(replace(self._asked(), first=spans[name][0], last=spans[name][1]))
        return None

    @guarded
    async def show_between(self, form: dict[str, Any]) -> Any:
        """Go from one day to another."""
        first, last = retime.typed_day(form_text(form, "from")), retime.typed_day(form_text(form, "to"))
        if last < first:
            raise InvalidInput("The last day is before the first. Nothing was changed.")
        return self._go(replace(self._asked(), first=first, last=last))

    @guarded
    async def filter_by(self, name: str, value: str) -> Any:
        """Show one person, project or tag, or what holds some words; an empty value lifts the filter."""
        key = form_number({"key": value}, "key") if name in ("person", "project") else 0
        match name:
            case "person":
                return self._go(replace(self._asked(), user_id=key or self._actor.user_id))
            case "project":
                return self._go(replace(self._asked(), project_id=key))
            case "tag":
                return self._go(replace(self._asked(), tag=value.strip()))
            case "words":
                return self._go(replace(self._asked(), words=value.strip()))
        return None

    @guarded
    async def clear_filters(self) -> Any:
        """Lift every filter but the days."""
        span = self._asked()
        return self._go(Span(span.first, span.last, self._actor.user_id))

    @guarded
    async def describe(self, entry_id: int, text: str) -> None:
        """Change a description."""
        await self._edit(entry_id, "description", description=text)

    @guarded
    async def move(self, entry_id: int, text: str) -> None:
        """Change from when to when; of a running entry, since when."""
        entry = self._listed(entry_id)
        if entry is None:
            return
        zone = self._actor.timezone
        try:
            if entry.end_time is None:
                start_time = retime.typed_start(text, entry.start_time, zone, not_after=clock.now())
                changes = {"start_time": start_time}
            else:
                start_time, end_time = retime.typed_range(text, entry.start_time, entry.end_time, zone)
                changes = {"start_time": start_time, "end_time": end_time}
        except TimetrackError as refused:
            self._refuse(entry_id, "range", refused)
            return
        await self._edit(entry_id, "range", **changes)

    @guarded
    async def last(self, entry_id: int, text: str) -> None:
        """Change how long an entry lasts; its end moves."""
        entry = self._listed(entry_id)
        if entry is None or entry.end_time is None:
            return
        try:
            end_time = entry.start_time + timedelta(seconds=durations.parse_duration(text))
        except TimetrackError as refused:
            self._refuse(entry_id, "hours", refused)
            return
        await self._edit(entry_id, "hours", end_time=end_time)

    @guarded
    async def pick(self, entry_id: int) -> None:
        """The project picker was opened for this entry."""
        self._picked = entry_id

    @guarded
    async def choose(self, project_id: int, task_id: int) -> None:
        """Give the picked entry a project and task; 0 for none."""
        await self._edit(self._picked, "project", project_id=project_id or None, task_id=task_id or None)

    @guarded
    async def tag_entry(self, entry_id: int, text: str) -> None:
        """Set an entry's tags, separated by commas."""
        await self._edit(entry_id, "tags", tags=text.split(","))

    @guarded
    async def turn_billable(self, entry_id: int) -> None:
        """Turn an entry's billable mark over."""
        entry = self._listed(entry_id)
        if entry is not None and entry.project_id is None:
            raise InvalidInput("Choose a project first. Time without one is not billable.")
        if entry is not None:
            await self._edit(entry_id, "billable", is_billable=not entry.is_billable)

    @guarded
    async def delete(self, entry_id: int) -> None:
        """Delete an entry; the notice brings it back."""
        entry = await self._act(entries.delete_entry, entry_id=entry_id)
        length = f", {durations.shown(entry.duration_seconds)}" if entry.duration_seconds else ""
        self._tell(
            "Entry deleted",
            f"{entry.description or 'No description'}{length}",
            action=UNDO,
            way_back=(entries.restore_entry, {"entry_id": entry_id}),
            tone="info",
        )
        await self._refresh()

    @guarded
    async def dismiss(self, entry_id: int) -> None:
        """Drop a refused text."""
        self._accept(entry_id)
        await self._refresh()

    async def _edit(self, entry_id: int, field: str, **changes: Any) -> None:
        entry = self._listed(entry_id)
        if entry is None:
            return
        try:
            await self._act(entries.edit_entry, entry_id=entry_id, seen=entry.updated_at, **changes)
        except TimetrackError as refused:
            self._refuse(entry_id, field, refused)
        else:
            self._accept(entry_id)
        await self._refresh()

    def _refuse(self, entry_id: int, field: str, refused: TimetrackError) -> None:
        title, detail = notices.refusal(refused)
        self._refused = {**self._refused, entry_id: Refusal(title, detail, field)}
        self._show_days()

    def _show_days(self) -> None:
        zone, now = self._actor.timezone, clock.now()
        listed: dict[date, list[ListedEntry]] = {}
        for entry in self._entries:
            listed.setdefault(self._asked().day_of(entry.start_time, zone), []).append(entry)
        oldest = min(listed, default=date.max)
        self._show(
            days=[
                day_row(day, hours, listed.get(day, []), self._rows(day, listed.get(day, [])), zone, now, self._entries)
                for day, hours in sorted(self._hours.items(), reverse=True)
                if day in listed or (hours.seconds and day > oldest)
            ]
        )

    def _rows(self, day: date, listed: list[ListedEntry]) -> list[EntryRow]:
        zone, now = self._actor.timezone, clock.now()
        rows = [self._row(entry, day, zone, now) for entry in listed]
        is_own = self._asked().user_id == self._actor.user_id
        return with_gaps(rows, listed, zone) if is_own and not self.is_filtered else rows

    def _row(self, entry: ListedEntry, day: date, zone: str, now: datetime) -> EntryRow:
        row = entry_row(entry, day, zone, now, rev=self._accepted.get(entry.entry_id, 0))
        refused = self._refused.get(entry.entry_id)
        if refused is None:
            return row
        return replace(row, problem=refused.title, problem_detail=refused.detail, problem_field=refused.field)

    def _accept(self, entry_id: int) -> None:
        self._refused = {held: why for held, why in self._refused.items() if held != entry_id}
        self._accepted = {**self._accepted, entry_id: self._accepted.get(entry_id, 0) + 1}

    def _listed(self, entry_id: int) -> ListedEntry | None:
        return next((entry for entry in self._entries if entry.entry_id == entry_id), None)

    def _asked(self) -> Span:
        if self._span is None:
            raise InvalidInput("This page was not loaded yet. Reload it; nothing was changed.")
        return self._span

    def _go(self, span: Span) -> Any:
        return rx.redirect(span.address(viewer_id=self._actor.user_id))
