"""The calendar page: a day or a week of entries as blocks, read and kept fresh, and the one in the popover."""

from datetime import date, datetime, timedelta
from typing import Any
from urllib.parse import urlencode

import reflex as rx

from timetrack import clock
from timetrack.db import Session
from timetrack.domain import entry_list, periods
from timetrack.domain.entry_list import EntryFilter, Hours, ListedEntry
from timetrack.domain.retime import typed_day
from timetrack.domain.timesheet import DAYS, entries_between
from timetrack.errors import InvalidInput
from timetrack.models import User
from timetrack.states import wording
from timetrack.states.base import AppState, guarded
from timetrack.states.calendar_rows import CalendarDay, PickedEntry
from timetrack.states.calendar_shown import calendar_days, hour_names, picked_entry
from timetrack.states.forms import form_text
from timetrack.states.shown import epoch
from timetrack.states.week_address import asked_day, week_text

DAY, WEEK = "day", "week"
Found = tuple[list[ListedEntry], dict[date, Hours]]


class CalendarState(AppState):
    """The week around one day, and the entry in the popover; what is done to entries is ``calendar_acts``.

    ``rev`` rises with every answer to something that was drawn; the browser then puts everything to its place.
    """

    days: list[CalendarDay] = []  # noqa: RUF012
    hours: list[str] = []  # noqa: RUF012
    view: str = WEEK
    place: int = 0
    first_day: str = ""
    period_text: str = ""
    total_text: str = "0:00"
    base_seconds: int = 0
    since: int = 0
    billable_text: str = "0:00"
    now_second: int = 0
    is_loaded: bool = False
    rev: int = 0
    picked: PickedEntry = PickedEntry()
    shown: str = ""
    problem: str = ""
    _day: date | None = None
    _entries: list[ListedEntry] = []  # noqa: RUF012
    _picked: ListedEntry | None = None

    @guarded
    async def open(self) -> None:
        """Show what the address asks for, and keep it fresh while the page is open."""
        actor, query = self._actor, self.router.url.query_parameters
        self._day = asked_day(query, periods.local_date(clock.now(), actor.timezone))
        self._show(view=DAY if query.get("view") == DAY else WEEK, shown="", problem="")
        self._watch(f"user:{actor.user_id}", "structure")
        await self._refresh()

    async def _refresh(self) -> None:
        if self._day is None:
            return
        first = periods.week_of(self._day, self._actor.week_start)[0]
        self._entries, hours = await self._read(find_calendar, first_day=first)
        self._show_week(first, hours, clock.now())

    @guarded
    async def earlier(self) -> Any:
        """Go one day or week back."""
        return self._go(self._shown_day() - self._step())

    @guarded
    async def later(self) -> Any:
        """Go one day or week on."""
        return self._go(self._shown_day() + self._step())

    @guarded
    async def show_today(self) -> Any:
        """Go to today."""
        return self._go(periods.local_date(clock.now(), self._actor.timezone))

    @guarded
    async def show_day_of(self, form: dict[str, Any]) -> Any:
        """Go to a day."""
        return self._go(typed_day(form_text(form, "day")))

    @guarded
    async def show_day(self, place: int) -> None:
        """Show another day of the week, where one is shown at a time."""
        if self._day is not None and 0 <= place < DAYS:
            first = periods.week_of(self._day, self._actor.week_start)[0]
            self._day = first + timedelta(days=place)
            await self._refresh()

    @guarded
    async def show_view(self, view: str) -> Any:
        """Show a day, or a week."""
        self.view = DAY if view == DAY else WEEK
        return self._go(self._shown_day())

    @guarded
    async def pick(self, entry_id: int) -> None:
        """Open an entry in the popover."""
        entry = next((one for one in self._entries if one.entry_id == entry_id), None)
        if entry is not None:
            self._picked = entry
            picked = picked_entry(entry, clock.now(), self._actor.timezone)
            self._show(picked=picked, problem="", shown=f"{entry_id}.{self.rev}.{epoch(clock.now())}")

    def _close(self) -> None:
        self._show(shown="", problem="", rev=self.rev + 1)

    def _show_week(self, first: date, hours: dict[date, Hours], now: datetime) -> None:
        zone, day = self._actor.timezone, self._shown_day()
        today = periods.local_date(now, zone)
        days = calendar_days(self._entries, hours, now, zone)
        counted = days if self.view == WEEK else [one for one in days if one.day == day.isoformat()]
        billable = sum(hours[typed_day(one.day)].billable_seconds for one in counted)
        self._show(
            days=days,
            hours=hour_names(),
            place=(day - first).days,
            first_day=day.isoformat(),
            period_text=week_text(first, today) if self.view == WEEK else periods.shown_day(day),
            total_text=wording.hours(sum(hours[typed_day(one.day)].seconds for one in counted)),
            base_seconds=sum(one.base_seconds for one in counted),
            since=max(one.since for one in counted),
            billable_text=wording.hours(billable),
            now_second=periods.wall_second(now, today, zone),
            is_loaded=True,
        )

    def _shown_day(self) -> date:
        if self._day is None:
            raise InvalidInput("This page was not loaded yet. Reload it; nothing was changed.")
        return self._day

    def _step(self) -> timedelta:
        return timedelta(days=1 if self.view == DAY else DAYS)

    def _go(self, day: date) -> Any:
        return rx.redirect(f"/calendar/?{urlencode({'view': self.view, 'day': day.isoformat()})}")


def find_calendar(session: Session, actor: User, *, first_day: date) -> Found:
    """Read a week: everything that touches it, and the hours of its days."""
    last, now = first_day + timedelta(days=DAYS - 1), clock.now()
    bounds = periods.day_bounds(first_day, last, actor.timezone)
    found = entries_between(session, actor, bounds[0], bounds[-1])
    wanted = EntryFilter(actor.user_id)
    return found, entry_list.hours_per_day(session, actor, wanted, first_day, last, actor.timezone, at=now)
