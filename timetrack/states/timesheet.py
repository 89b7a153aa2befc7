"""The timesheet page: a week as a grid whose cells take typed hours."""

import re
from datetime import date, datetime, timedelta
from typing import Any
from urllib.parse import urlencode

import reflex as rx

from timetrack import clock
from timetrack.domain import durations, laying, periods, timer, timesheet, week_copy
from timetrack.domain.retime import typed_day
from timetrack.domain.timesheet import DAYS, CellChange, FreeDay, Row, Work
from timetrack.errors import ChangedElsewhere, InvalidInput, NotSignedIn, TimetrackError
from timetrack.states import wording
from timetrack.states.base import AppState, guarded
from timetrack.states.forms import form_text
from timetrack.states.rows import PickRow
from timetrack.states.timer import TimerState
from timetrack.states.timesheet_edits import Edits
from timetrack.states.timesheet_rows import SheetDay, SheetRow
from timetrack.states.timesheet_shown import bare_hours, grown, sheet_days, sheet_rows
from timetrack.states.week_address import asked_week, week_name, week_text

MOST_ADDED = 50
SECONDS = re.compile(r"\d{1,7}", re.ASCII)
WEEK = timedelta(days=DAYS)


class TimesheetState(AppState):
    """The rows and days of one week; ``shown_place`` is the day that a phone shows."""

    rows: list[SheetRow] = []  # noqa: RUF012
    days: list[SheetDay] = []  # noqa: RUF012
    period_text: str = ""
    first_day: str = ""
    is_this_week: bool = False
    is_loaded: bool = False
    shown_place: int = 0
    total_text: str = "0:00"
    base_seconds: int = 0
    since: int = 0
    target_text: str = ""
    zone_text: str = ""
    starts_text: str = ""
    zero_text: str = ""
    _first: date | None = None
    _added: list[Work] = []  # noqa: RUF012
    _edits: Edits = Edits()

    @guarded
    async def open(self) -> None:
        """Show the week that the address asks for, and keep it fresh while the page is open."""
        actor, query = self._actor, self.router.url.query_parameters
        today = periods.local_date(clock.now(), actor.timezone)
        first = asked_week(query, today, actor.week_start)
        if first != self._first:
            self._edits = self._edits.on_another_week()
            self._show(shown_place=(today - first).days if today - first < WEEK and today >= first else 0)
        self._first, self._added = first, _rows_of(query.get("rows", ""))
        self._watch(f"user:{actor.user_id}", "structure")
        await self._refresh()

    async def _refresh(self) -> None:
        if self._first is None:
            return
        grid = await self._read(timesheet.week_grid, first_day=self._first)
        free = await self._read(timesheet.free_days, first_day=self._first)
        picks = (await self.get_state(TimerState)).picks
        self._show_grid(grid, free, picks, clock.now())

    @guarded
    async def earlier(self) -> Any:
        """Go one week back."""
        return self._go(self._week() - WEEK)

    @guarded
    async def later(self) -> Any:
        """Go one week on."""
        return self._go(self._week() + WEEK)

    @guarded
    async def show_this_week(self) -> Any:
        """Go to the week that holds today."""
        return self._go(periods.local_date(clock.now(), self._actor.timezone))

    @guarded
    async def show_week_of(self, form: dict[str, Any]) -> Any:
        """Go to the week that holds a day."""
        return self._go(typed_day(form_text(form, "day")))

    @guarded
    async def show_day(self, place: int) -> None:
        """Show another day on a phone."""
        if 0 <= place < DAYS:
            self._show(shown_place=place)

    @guarded
    async def fill(self, day: str, project_id: int, task_id: int, text: str, known: str | None = None) -> None:
        """Make a cell come to what was typed; a refused text stays in it, with the reason.

        ``known`` are the finished seconds that it showed as typing began: where it holds others now, it shows those, and
        the row asks which of the two shall be.
        """
        key, work = (day, project_id, task_id), (project_id or None, task_id or None)
        try:
            done = await self._act(
                timesheet.set_cell,
                day=typed_day(day),
                project_id=work[0],
                task_id=work[1],
                seconds=durations.parse_total(text),
                seen=int(known) if known is not None and SECONDS.fullmatch(known) else None,
            )
        except NotSignedIn:
            raise
        except ChangedElsewhere:
            self._edits = self._edits.offered(key, text)
        except TimetrackError as refused:
            self._edits = self._edits.refused(key, refused.message)
        else:
            self._edits = self._edits.accepted(key)
            self._tell_filled(done)
        self._keep_row(work)
        await self._refresh()

    @guarded
    async def use_mine(self, day: str, project_id: int, task_id: int) -> None:
        """Where somebody else was first: put in what was typed here all the same."""
        mine = self._edits.mine.get((day, project_id, task_id))
        if mine is not None:
            await self.fill(day, project_id, task_id, mine)

    @guarded
    async def dismiss(self, day: str, project_id: int, task_id: int) -> None:
        """Drop a text that was not saved."""
        self._edits = self._edits.accepted((day, project_id, task_id))
        await self._refresh()

    @guarded
    async def add_row(self, project_id: int, task_id: int) -> Any:
        """Show a row for a project and task; 0 for none."""
        work = (project_id or None, task_id or None)
        return self._go(self._week(), [*self._added, work])

    @guarded
    async def remove_row(self, project_id: int, task_id: int) -> Any:
        """Take a row away that has no hours."""
        work = (project_id or None, task_id or None)
        return self._go(self._week(), [held for held in self._added if held != work])

    @guarded
    async def clear_row(self, project_id: int, task_id: int) -> None:
        """Take every hour off a row of the week; the notice brings them back."""
        work: dict[str, Any] = {"project_id": project_id or None, "task_id": task_id or None}
        done = await self._act(timesheet.clear_row, first_day=self._week(), **work)
        self._keep_row((work["project_id"], work["task_id"]))
        self._tell("Row cleared", f"{_count(done.deleted + done.shortened)} changed.", way_back=self._undo())
        await self._refresh()

    @guarded
    async def start(self, project_id: int, task_id: int) -> None:
        """Start the timer on a row; what runs is stopped in the same second."""
        await self._act(timer.switch_timer, project_id=project_id or None, task_id=task_id or None)
        await (await self.get_state(TimerState))._show_change()

    @guarded
    async def copy_rows(self) -> Any:
        """Show last week's rows, without their hours."""
        before = await self._read(timesheet.week_grid, first_day=self._week() - WEEK)
        shown = {(row.project_id or None, row.task_id or None) for row in self.rows}
        added = [row.work for row in before if row.work not in shown]
        if not added:
            why = "Every row of last week is here already." if before else "Last week has no rows."
            raise InvalidInput(f"{why} Nothing was copied.")
        return self._go(self._week(), [*self._added, *added])

    @guarded
    async def copy_hours(self) -> None:
        """Copy last week's hours into this one."""
        done = await self._act(week_copy.copy_week, from_week=self._week() - WEEK, to_week=self._week())
        left = f" Left out, because they are closed: {', '.join(done.left_out)}." if done.left_out else ""
        copied = f"{_count(done.entries)}, {wording.hours(done.seconds)}.{left}"
        if done.entries:
            self._tell("Last week copied", copied, way_back=self._undo())
        else:
            self._tell("Nothing was copied", left.strip(), tone="info")
        await self._refresh()

    def _tell_filled(self, done: CellChange) -> None:
        if done.laid:
            zone = self._actor.timezone
            day = periods.local_date(done.laid[0].start_time, zone)
            slots = [wording.span(one.start_time, one.end_time, zone, today=day) for one in done.laid]
            hours = laying.seconds_of([(one.start_time, one.end_time or one.start_time) for one in done.laid])
            where = f"{periods.shown_day(day)}, {', '.join(slots)}"
            self._tell(f"{wording.hours(hours)} added", where, way_back=self._undo())
        elif done.shortened or done.deleted:
            what = [f"{_count(done.shortened)} shortened"] * bool(done.shortened)
            what += [f"{_count(done.deleted)} deleted"] * bool(done.deleted)
            self._tell("Hours taken off", f"{', '.join(what)}.", way_back=self._undo())

    def _keep_row(self, work: Work) -> None:
        """A row does not vanish under the hand that has just emptied it."""
        if work not in self._added:
            self._added = [*self._added, work][-MOST_ADDED:]

    def _show_grid(self, grid: list[Row], free: list[FreeDay], picks: list[PickRow], now: datetime) -> None:
        first, actor = self._week(), self._actor
        today = periods.local_date(now, actor.timezone)
        is_this_week = first <= today < first + WEEK
        seconds, base, since = grown([cell for row in grid for cell in row.cells], now)
        self._show(
            rows=sheet_rows(grid, picks, self._added, first, now, actor.timezone, self._edits),
            days=sheet_days(grid, free, first, now, actor),
            period_text=week_text(first, today),
            first_day=first.isoformat(),
            is_this_week=is_this_week,
            total_text=wording.hours(seconds),
            base_seconds=base if is_this_week else seconds,
            since=since if is_this_week else 0,
            target_text=wording.hours(int(actor.weekly_target_hours * 3600)),
            zero_text=bare_hours(0),
            zone_text=actor.timezone,
            starts_text=f"{first:%A}",
            is_loaded=True,
        )

    def _week(self) -> date:
        if self._first is None:
            raise InvalidInput("This page was not loaded yet. Reload it; nothing was changed.")
        return self._first

    def _go(self, day: date, added: list[Work] | None = None) -> Any:
        first = periods.week_of(day, self._actor.week_start)[0]
        asked = {"week": week_name(first)}
        if added:
            asked["rows"] = " ".join(f"{project or 0}-{task or 0}" for project, task in dict.fromkeys(added))
        return rx.redirect(f"/timesheet/?{urlencode(asked)}", replace=added is not None)


def _rows_of(text: str) -> list[Work]:
    """The added rows that an address names: 12-5 7-0; what cannot be read is left out."""
    found = []
    for part in text.split()[:MOST_ADDED]:
        ends = part.split("-")
        if len(ends) == 2 and all(end.isascii() and end.isdigit() and len(end) < 19 for end in ends):
            found.append((int(ends[0]) or None, int(ends[1]) or None))
    return found


def _count(entries: int) -> str:
    return f"{entries} {'entry' if entries == 1 else 'entries'}"
