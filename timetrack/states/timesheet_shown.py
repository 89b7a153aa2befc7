"""From the grid of hours to the timesheet's rows: every text is made here, once."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from urllib.parse import urlencode

from timetrack.domain import periods
from timetrack.domain.timesheet import DAYS, Cell, FreeDay, Row, Work
from timetrack.models import DurationFormat, User
from timetrack.states import wording
from timetrack.states.rows import PickRow
from timetrack.states.shown import epoch
from timetrack.states.timesheet_edits import Edits
from timetrack.states.timesheet_rows import SheetCell, SheetDay, SheetRow

WORKING_DAYS = 5
FRIDAY = 5


def sheet_rows(
    grid: Sequence[Row],
    picks: Sequence[PickRow],
    added: Sequence[Work],
    first: date,
    now: datetime,
    zone: str,
    edits: Edits,
) -> list[SheetRow]:
    """A line for each row of hours, then one for each row that was only added."""
    there = {row.work for row in grid}
    known = {(pick.project_id or None, pick.task_id or None): pick for pick in picks}
    empty = [_empty(work, known.get(work)) for work in dict.fromkeys(added) if work not in there]
    return [_row(row, first, now, zone, edits) for row in [*grid, *(row for row in empty if row)]]


def sheet_days(
    grid: Sequence[Row], free: Sequence[FreeDay], first: date, now: datetime, person: User
) -> list[SheetDay]:
    """The head and foot of each day."""
    today = periods.local_date(now, person.timezone)
    days = [_day(n, first + timedelta(days=n), [row.cells[n] for row in grid], now, today, person) for n in range(DAYS)]
    return [replace(day, **_free(one)) for day, one in zip(days, free, strict=True)]


def grown(cells: Sequence[Cell], now: datetime) -> tuple[int, int, int]:
    """Seconds up to now, seconds without what runs, and since when it does (0 where nothing does)."""
    seconds, since = sum(cell.seconds for cell in cells), max((epoch(c.since) for c in cells if c.since), default=0)
    return seconds, seconds - (epoch(now) - since if since else 0), since


def bare_hours(seconds: int) -> str:
    """4:58, or 4.98 for who reads decimals: in a grid of hours the unit goes without saying."""
    return wording.hours(seconds).removesuffix("\u00a0h")


def _row(row: Row, first: date, now: datetime, zone: str, edits: Edits) -> SheetRow:
    project_id, task_id = (key or 0 for key in row.work)
    name = " › ".join(filter(None, (row.project_name, row.task_name))) or "No project"
    cells = [
        _cell(cell, n, first + timedelta(days=n), (project_id, task_id), name, now, zone)
        for n, cell in enumerate(row.cells)
    ]
    cells = [_edited(cell, edits) for cell in cells]
    asked = next((cell for cell in cells if cell.problem), None)
    is_growing = any(cell.since for cell in cells)
    seconds, base, since = grown(row.cells, now)
    week = {"from": first.isoformat(), "to": (first + timedelta(days=DAYS - 1)).isoformat()}
    return SheetRow(
        key=f"{project_id}-{task_id}",
        project_id=project_id,
        task_id=task_id,
        project=row.project_name or "",
        color=row.color or "",
        task=row.task_name or "",
        name=name,
        total_text=bare_hours(seconds),
        base_seconds=base if is_growing else seconds,
        since=since if is_growing else 0,
        is_empty=not seconds and not is_growing,
        time_address=f"/time/?{urlencode({**week, **({'project': project_id} if project_id else {})})}",
        problem=asked.problem if asked else "",
        problem_day=asked.day if asked else "",
        has_mine=asked is not None and asked.mine != "",
        cells=tuple(cells),
    )


def _cell(cell: Cell, place: int, day: date, work: tuple[int, int], name: str, now: datetime, zone: str) -> SheetCell:
    today = periods.local_date(now, zone)
    seconds, base, since = grown([cell], now)
    is_growing = since > 0 and day == today
    return SheetCell(
        day=day.isoformat(),
        place=place,
        project_id=work[0],
        task_id=work[1],
        text=bare_hours(seconds) if seconds or is_growing else "",
        label=f"{name}, {periods.shown_day(day)}",
        base_seconds=base if is_growing else seconds,
        since=since if is_growing else 0,
        known=cell.finished_seconds,
        is_today=day == today,
        is_weekend=day.isoweekday() > FRIDAY,
    )


def _edited(cell: SheetCell, edits: Edits) -> SheetCell:
    key = (cell.day, cell.project_id, cell.task_id)
    mine = edits.mine.get(key, "")
    newer = f"Changed in another place meanwhile: {cell.text or '0:00'} there, “{mine[:40]}” here. Yours was not saved."
    problem = newer if mine else edits.problems.get(key, "")
    return replace(cell, rev=edits.revs.get(key, 0), problem=problem, mine=mine)


def _day(place: int, day: date, cells: Sequence[Cell], now: datetime, today: date, person: User) -> SheetDay:
    target = int(person.weekly_target_hours * 3600) // WORKING_DAYS
    seconds, base, since = grown(cells, now)
    is_growing = since > 0 and day == today
    goal = target if day.isoweekday() <= FRIDAY else 0
    return SheetDay(
        day=day.isoformat(),
        place=place,
        name=f"{day:%a} {day.day}",
        short=f"{day:%a}"[:2],
        label=periods.shown_day(day),
        total_text=bare_hours(seconds),
        base_seconds=base if is_growing else seconds,
        since=since if is_growing else 0,
        target_text=_against(seconds, goal, is_to_come=day > today) if goal else "",
        target_seconds=goal,
        worked_seconds=seconds,
        is_today=day == today,
        is_weekend=day.isoweekday() > FRIDAY,
    )


def _free(day: FreeDay) -> dict[str, int]:
    start, end = day.next_place or (None, None)
    place = {"next_start": epoch(start), "next_seconds": epoch(end) - epoch(start)} if start and end else {}
    return {"free_seconds": day.seconds, **place}


def _against(seconds: int, goal: int, *, is_to_come: bool) -> str:
    if is_to_come and not seconds:
        return bare_hours(goal)
    over = (seconds if wording.forms()[0] == DurationFormat.DECIMAL else seconds // 60 * 60) - goal
    return f"+{bare_hours(over)}" if over > 0 else bare_hours(over)


def _empty(work: Work, pick: PickRow | None) -> Row | None:
    if pick is None and work != (None, None):
        return None
    cells = (Cell(),) * DAYS
    return Row(work, pick.project, pick.color, pick.task or None, cells) if pick else Row(work, None, None, None, cells)
