"""A week of the timesheet and of the calendar, of one person among up to ten million entries, against SQL by hand."""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta

from sqlmodel import Session

from bench.entries import HEAVY, ZONE, Call, Filled, filled, timed
from bench.measure import Goal, Line, in_turn, show
from bench.server import server
from timetrack.domain import entry_list, periods, timesheet
from timetrack.domain.entry_list import EntryFilter
from timetrack.models import User

GOAL = Goal(2)
CALLS = 10
FEW = 10_000
"""Rows of the small table that says whether the buffers grow."""

GRID_BY_HAND = """
SELECT e.project_id, e.task_id, (e.start_time AT TIME ZONE %(zone)s)::date AS day, p.name, p.color, t.name,
       sum(e.duration_seconds)
  FROM time_entries e
  LEFT JOIN projects p ON p.project_id = e.project_id
  LEFT JOIN tasks t ON t.task_id = e.task_id
 WHERE e.user_id = %(person)s AND e.start_time >= %(since)s AND e.start_time < %(until)s
 GROUP BY e.project_id, e.task_id, day, p.name, p.color, t.name
 ORDER BY p.name, t.name, day
"""
BLOCKS_BY_HAND = """
SELECT e.entry_id, e.user_id, e.project_id, e.task_id, e.description, e.start_time, e.end_time, e.duration_seconds,
       e.is_billable, e.hourly_rate, e.rate_source, e.currency, e.tags, e.updated_at, p.name, p.color, t.name, c.name
  FROM time_entries e
  LEFT JOIN projects p ON p.project_id = e.project_id
  LEFT JOIN tasks t ON t.task_id = e.task_id
  LEFT JOIN clients c ON c.client_id = p.client_id
 WHERE e.user_id = %(person)s AND e.start_time >= %(since)s AND e.start_time < %(until)s
 ORDER BY e.start_time
"""
HOURS_BY_HAND = """
SELECT (e.start_time AT TIME ZONE %(zone)s)::date AS day, sum(e.duration_seconds),
       sum(e.duration_seconds) FILTER (WHERE e.is_billable)
  FROM time_entries e
 WHERE e.user_id = %(person)s AND e.start_time >= %(since)s AND e.start_time < %(until)s
 GROUP BY day
"""


def main(most_rows: int) -> None:
    """Load a small and a large table, then print what a week costs in the large one."""
    with server() as here, filled(here, FEW) as few, filled(here, most_rows) as many:
        show("A week of one person, 336 entries, against SQL by hand through psycopg", list(_weeks(few, many)))


def _weeks(few: Filled, many: Filled) -> Iterator[Line]:
    for depth, part in (("newest", 0.01), ("middle", 0.5)):
        for what, ours, statements in (
            ("timesheet", _timesheet, [GRID_BY_HAND, BLOCKS_BY_HAND]),
            ("calendar", _calendar, [BLOCKS_BY_HAND, HOURS_BY_HAND]),
        ):
            floor, mine = _by_hand(many, statements, _week(many, part)), _call(many, ours, part)
            buffers = f"{many.buffers(mine)} buffers, {few.buffers(_call(few, ours, part))} in {few.rows:,} rows"
            name = f"{many.rows:,} rows, {what}, {depth} week"
            yield in_turn(name, "ms", timed(floor, CALLS), timed(mine, CALLS), GOAL, buffers)


def _call(one: Filled, read: Callable[[Session, User, date], object], part: float) -> Call:
    first = _week(one, part)
    return one.in_session(lambda session: read(session, one.person, first))


def _week(one: Filled, part: float) -> date:
    """The first whole week that lies ``part`` of the way down the person's list."""
    return periods.week_of(one.key(part).start_time.date(), 1)[0]


def _timesheet(session: Session, person: User, first: date) -> object:
    """What the page reads: the grid, and where more hours would go."""
    return timesheet.week_grid(session, person, first_day=first), timesheet.free_days(session, person, first_day=first)


def _calendar(session: Session, person: User, first: date) -> object:
    """What the page reads: the entries with their names, and the hours of each day."""
    last = first + timedelta(days=6)
    bounds = periods.day_bounds(first, last, ZONE)
    found = timesheet.entries_between(session, person, bounds[0], bounds[-1])
    at = datetime.now(UTC)
    return found, entry_list.hours_per_day(session, person, EntryFilter(HEAVY), first, last, ZONE, at=at)


def _by_hand(one: Filled, statements: list[str], first: date) -> Call:
    """Nearly the same through psycopg: an entry over midnight counts on its first day, and none runs."""
    bounds = periods.day_bounds(first, first + timedelta(days=6), ZONE)
    given = {"person": HEAVY, "since": bounds[0], "until": bounds[-1], "zone": ZONE}
    calls: list[Callable[[], object]] = [one.by_hand(statement, given) for statement in statements]
    return lambda: [call() for call in calls]
