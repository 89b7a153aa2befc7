"""A page of one person's entries among up to ten million, held against keyset SQL written by hand."""

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from statistics import median
from time import perf_counter
from typing import Any

import psycopg
from sqlalchemy import Engine, create_engine
from sqlmodel import Session

from bench import load
from bench.measure import PAIRS, Goal, Line, in_turn, say, show
from bench.script import recorded
from bench.server import database, server
from timetrack.domain import entry_list, people
from timetrack.domain.entry_list import EntryFilter, Key
from timetrack.embedded import EmbeddedServer
from timetrack.models import User

SIZES = (10_000, 1_000_000, 10_000_000)
HEAVY = 1
"""The person with a tenth of all entries."""
FIRST_DAY = datetime(1970, 1, 2, tzinfo=UTC)
ZONE = "Europe/Berlin"
CALLS = 40
MONTH_CALLS = 4
PAGE_GOAL, MONTH_GOAL, GROWTH_GOAL = Goal(2), Goal(3), 0.05

BY_HAND = """
SELECT e.entry_id, e.user_id, e.project_id, e.task_id, e.description, e.start_time, e.end_time, e.duration_seconds,
       e.is_billable, e.hourly_rate, e.rate_source, e.currency, e.tags, e.updated_at, p.name, p.color, t.name, c.name
  FROM time_entries e
  LEFT JOIN projects p ON p.project_id = e.project_id
  LEFT JOIN tasks t ON t.task_id = e.task_id
  LEFT JOIN clients c ON c.client_id = p.client_id
 WHERE e.user_id = %(person)s AND (e.start_time, e.entry_id) < (%(time)s, %(entry)s)
 ORDER BY e.start_time DESC, e.entry_id DESC LIMIT 50
"""
MONTH_BY_HAND = """
SELECT (e.start_time AT TIME ZONE %(zone)s)::date AS day, sum(e.duration_seconds),
       sum(e.duration_seconds) FILTER (WHERE e.is_billable)
  FROM time_entries e
 WHERE e.user_id = %(person)s AND e.start_time >= %(since)s AND e.start_time < %(until)s
 GROUP BY day
"""

Call = Callable[[], object]


@dataclass(frozen=True)
class Filled:
    """A database of ``rows`` entries, reached through the domain's engine and through psycopg alone."""

    rows: int
    engine: Engine
    driver: psycopg.Connection[Any]
    person: User

    def key(self, part: float) -> Key:
        """Where the page begins that lies ``part`` of the way down the person's list."""
        newest = FIRST_DAY + self.rows // 10 * timedelta(minutes=load.ENTRY_MINUTES)
        start_time = newest - (newest - FIRST_DAY) * part
        return Key(start_time if part < 1 else FIRST_DAY + 50 * timedelta(minutes=load.ENTRY_MINUTES), self.rows)

    def page(self, key: Key, **asked: Any) -> Call:
        """The domain's page from ``key`` on, in a session of its own."""
        wanted = EntryFilter(HEAVY, **asked)
        return self.in_session(lambda session: entry_list.entry_page(session, self.person, wanted, after=key))

    def page_by_hand(self, key: Key) -> Call:
        """The same through psycopg."""
        return self.by_hand(BY_HAND, {"person": HEAVY, "time": key.start_time, "entry": key.entry_id})

    def month(self, first: date, last: date) -> Call:
        """The domain's hours per day, in a session of its own."""
        at = datetime.now(UTC)
        return self.in_session(
            lambda session: entry_list.hours_per_day(session, self.person, EntryFilter(HEAVY), first, last, ZONE, at=at)
        )

    def month_by_hand(self, since: datetime, until: datetime) -> Call:
        """Nearly the same through psycopg: an entry over midnight counts on its first day, and none runs."""
        return self.by_hand(MONTH_BY_HAND, {"person": HEAVY, "since": since, "until": until, "zone": ZONE})

    def buffers(self, call: Call) -> int:
        """How many pages of 8 KB the statements of ``call`` touch: a figure without noise."""
        return sum(int(plan["Shared Hit Blocks"]) + int(plan["Shared Read Blocks"]) for plan in self.plans(call))

    def plans(self, call: Call) -> list[dict[str, Any]]:
        """How PostgreSQL runs each statement of ``call``."""
        with recorded(self.engine) as sent:
            call()
        return [self._plan(statement, given) for statement, given in sent if "SELECT" in statement]

    def _plan(self, statement: str, given: Mapping[str, Any]) -> dict[str, Any]:
        explain = f"EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) {statement}"
        row = self.driver.execute(explain.encode(), given).fetchone()
        return row[0][0]["Plan"] if row else {}

    def in_session(self, read: Callable[[Session], object]) -> Call:
        """What the domain reads, as pages read it: each time in a session of its own, without a transaction."""
        reading = self.engine.execution_options(isolation_level="AUTOCOMMIT")

        def call() -> object:
            with Session(reading) as session:
                return read(session)

        return call

    def by_hand(self, statement: str, given: dict[str, Any]) -> Call:
        """A statement through psycopg alone, without a transaction too."""
        return lambda: self.driver.execute(statement.encode(), given).fetchall()


def main(most_rows: int) -> None:
    """Load a database of each size, then print the table."""
    with server() as here, ExitStack() as open_until_shown:
        sizes = [open_until_shown.enter_context(filled(here, rows)) for rows in SIZES if rows <= most_rows]
        lines = [line for one in sizes for line in _pages(one)]
        lines += [_ranged(sizes[-1]), _month(sizes[-1])]
        show("A page of 50 entries of one person, and a month of them, against SQL by hand through psycopg", lines)
        _say_growth(sizes)


@contextmanager
def filled(here: EmbeddedServer, rows: int) -> Iterator[Filled]:
    """A database of ``rows`` entries, dropped afterwards."""
    with database(here, f"entries_{rows}") as url:
        began = perf_counter()
        load.load(url, rows)
        say(f"{rows:,} rows loaded in {perf_counter() - began:.0f} s")
        engine = create_engine(
            url.replace("postgresql", "postgresql+psycopg", 1), connect_args={"options": "-c timezone=UTC"}
        )
        with psycopg.connect(url, options="-c timezone=UTC", autocommit=True) as driver, Session(engine) as session:
            lead = people.people_by_email(session, ["person1@harbour.example"])
            session.rollback()
            yield Filled(rows, engine, driver, *lead.values())
        engine.dispose()


def _pages(one: Filled) -> Iterator[Line]:
    for depth, key in _depths(one):
        ours, by_hand = one.page(key), one.page_by_hand(key)
        what = f"{one.rows:,} rows, {depth} page"
        buffers = f"{one.buffers(ours)} buffers"
        yield in_turn(what, "ms", timed(by_hand), timed(ours), PAGE_GOAL, buffers)


def _depths(one: Filled) -> list[tuple[str, Key]]:
    return [("first", one.key(0)), ("middle", one.key(0.5)), ("last", one.key(1))]


def _ranged(one: Filled) -> Line:
    """The last page of a month far down the list: what a filter by dates must not read its way to."""
    since = one.key(0.5).start_time
    last_page = Key(since + timedelta(hours=25), one.rows)
    ours = one.page(last_page, since=since, until=since + timedelta(days=31))
    what = f"{one.rows:,} rows, last page of a month in the middle"
    return in_turn(
        what, "ms", timed(one.page_by_hand(last_page)), timed(ours), PAGE_GOAL, f"{one.buffers(ours)} buffers"
    )


def _month(one: Filled) -> Line:
    first = one.key(0.5).start_time.date()
    last = first + timedelta(days=30)
    since = datetime(first.year, first.month, first.day, tzinfo=UTC)
    ours, by_hand = one.month(first, last), one.month_by_hand(since, since + timedelta(days=31))
    what = f"{one.rows:,} rows, hours per day of a month (1,488 entries)"
    buffers = f"{one.buffers(ours)} buffers"
    return in_turn(what, "ms", timed(by_hand, MONTH_CALLS), timed(ours, MONTH_CALLS), MONTH_GOAL, buffers)


def _say_growth(sizes: Sequence[Filled]) -> None:
    """How time grows with the rows, all sizes timed in turn so that the machine's moods hit them alike."""
    for place, (depth, _) in enumerate(_depths(sizes[0])):
        calls = [one.page(_depths(one)[place][1]) for one in sizes]
        rounds = [[timed(call)() for call in calls] for _ in range(PAIRS)]
        growth = math.log(sizes[-1].rows / sizes[0].rows) if len(sizes) > 1 else math.inf
        exponents = [math.log(times[-1] / times[0]) / growth for times in rounds]
        found = median(exponents)
        verdict = "met" if found <= GROWTH_GOAL else f"missed by {found - GROWTH_GOAL:.3f}"
        spread = f"{min(exponents):.3f}–{max(exponents):.3f}"
        say(f"Exponent of growth, {depth} page: {found:.3f} ({spread}), goal ≤ {GROWTH_GOAL}: {verdict}.")


def timed(call: Call, calls: int = CALLS) -> Callable[[], float]:
    """The mean of some calls, in milliseconds."""

    def run() -> float:
        began = perf_counter()
        for _ in range(calls):
            call()
        return (perf_counter() - began) / calls * 1000

    return run
