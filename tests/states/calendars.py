"""A week on the calendar of one tab: entries, what is drawn on them, and how they lie."""

from datetime import date, time, timedelta
from typing import Any

from tests.visitors import Visitor
from timetrack import db
from timetrack.domain import entries, periods
from timetrack.models import TimeEntry
from timetrack.states.calendar import CalendarState
from timetrack.states.calendar_rows import CalendarBlock, CalendarDay

ZONE, MONDAY = "Europe/Berlin", date(2026, 11, 16)


def log(visitor: Visitor, day: date, since: str, hours: float, **work: Any) -> TimeEntry:
    start = periods.at_wall_clock(day, time.fromisoformat(since), ZONE)
    with db.transaction() as session:
        return entries.create_manual_entry(
            session, visitor.person, start_time=start, end_time=start + timedelta(hours=hours), **work
        )


def stored(visitor: Visitor, entry_id: int) -> str:
    with db.transaction() as session:
        entry = entries.visible_entry(session, visitor.person, entry_id)
    return periods.shown_range(entry.start_time, entry.end_time, ZONE)


def drawn(entry: TimeEntry, what: str, day: date, hour: float, **fields: str) -> dict[str, str]:
    return {
        "what": what,
        "entry_id": str(entry.entry_id),
        "day": day.isoformat(),
        "second": str(int(hour * 3600)),
        "until": "0",
        "fold": "0",
        "seen": entry.updated_at.isoformat(),
        **fields,
    }


def on(state: CalendarState, day: date) -> CalendarDay:
    return next(one for one in state.days if one.day == day.isoformat())


def places(blocks: tuple[CalendarBlock, ...]) -> list[tuple[str, str, str]]:
    return [(block.top, block.height, block.lane) for block in blocks]
