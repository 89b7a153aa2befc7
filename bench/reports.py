"""A month's report of one person and the totals of a company of ten million entries, against SQL written by hand."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from time import perf_counter

import psycopg
from sqlalchemy import create_engine, text
from sqlmodel import Session

from bench import load
from bench.entries import Filled, timed
from bench.measure import Goal, Line, in_turn, say, show
from bench.server import database, server
from timetrack.domain import people, worked_totals
from timetrack.domain.reports.basis import Asked
from timetrack.domain.reports.team import team_report
from timetrack.domain.reports.timesheet import timesheet
from timetrack.models import Role

PERSON = 1
MONTH_GOAL, TOTALS_GOAL_MS = Goal(3), 10
DAY = timedelta(days=1)

MONTH_BY_HAND = """
SELECT (e.start_time AT TIME ZONE %(zone)s)::date AS day, p.name, p.color, c.name, t.name, e.description, e.is_billable,
       e.hourly_rate, e.currency, sum(e.duration_seconds),
       round(sum(e.duration_seconds) * e.hourly_rate / 3600, 2), count(*)
  FROM time_entries e
  LEFT JOIN projects p ON p.project_id = e.project_id
  LEFT JOIN clients c ON c.client_id = p.client_id
  LEFT JOIN tasks t ON t.task_id = e.task_id
 WHERE e.user_id = %(person)s AND e.start_time >= %(since)s AND e.start_time < %(until)s
 GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9 ORDER BY 1
"""
SCAN = """
SELECT project_id, sum(duration_seconds), sum(duration_seconds) FILTER (WHERE is_billable)
  FROM time_entries WHERE end_time IS NOT NULL AND start_time >= %(since)s AND start_time < %(until)s
 GROUP BY project_id
"""
EVER = {"since": datetime(1900, 1, 1, tzinfo=UTC), "until": datetime(2300, 1, 1, tzinfo=UTC)}


def main(most_rows: int) -> None:
    """Load a company, count its totals, print the table."""
    with server() as here, database(here, "company") as url:
        began = perf_counter()
        load.load(url, most_rows, load.COMPANY)
        say(f"{most_rows:,} rows loaded in {perf_counter() - began:.0f} s")
        engine = create_engine(
            url.replace("postgresql", "postgresql+psycopg", 1), connect_args={"options": "-c timezone=UTC"}
        )
        with psycopg.connect(url, options="-c timezone=UTC", autocommit=True) as driver, Session(engine) as session:
            _count(session)
            (person,) = people.people_by_email(session, ["person1@harbour.example"]).values()
            session.rollback()
            lines = _lines(Filled(most_rows, engine, driver, person))
        engine.dispose()
        show(
            f"Reports over {most_rows:,} entries of {load.COLLEAGUES} people, against SQL by hand through psycopg",
            lines,
        )


def _count(session: Session) -> None:
    began = perf_counter()
    worked_totals.recount_totals(session)
    session.commit()
    say(f"totals counted in {perf_counter() - began:.0f} s")
    began = perf_counter()
    if worked_totals.drifted_totals(session):
        raise SystemExit("The totals differ from their entries.")
    rows = session.scalar(text("SELECT count(*) FROM worked_totals"))
    session.rollback()
    say(f"{rows:,} totals equal their entries to the second, checked in {perf_counter() - began:.0f} s")
    with session.get_bind().connect() as connection:  # type: ignore[union-attr]
        connection.execution_options(isolation_level="AUTOCOMMIT").execute(text("VACUUM (ANALYZE) worked_totals"))


def _lines(one: Filled) -> list[Line]:
    middle = date(2016, 1, 4) + timedelta(weeks=one.rows // load.COLLEAGUES // 80)
    month = Asked(middle.replace(day=1), (middle.replace(day=1) + 31 * DAY).replace(day=1) - DAY)
    lead = one.person.model_copy(update={"role": Role.MANAGER})
    worked = replace(month, user_id=PERSON)
    given = {"person": PERSON, "zone": "UTC", **_instants(month)}
    totals = lambda session: worked_totals.worked_in_all(session, lead, by=["project_id"])  # noqa: E731
    bounds = (_instants(month)["since"], _instants(month)["until"])
    _require_equal(one, lead)
    return [
        in_turn(
            "a person's month, line by line (about 170 entries)",
            "ms",
            timed(one.by_hand(MONTH_BY_HAND, given), 20),
            timed(one.in_session(lambda session: timesheet(session, one.person, asked=worked)), 20),
            MONTH_GOAL,
        ),
        _within(one, "hours per project, all time", EVER, one.in_session(totals)),
        _within(
            one,
            "hours per person, a month in Berlin",
            _instants(month),
            one.in_session(
                lambda session: worked_totals.worked_between(
                    session, lead, bounds[0] - timedelta(hours=1), bounds[1] - timedelta(hours=1), by=["user_id"]
                )
            ),
        ),
        in_turn(
            "the team report of that month",
            "ms",
            timed(one.by_hand(SCAN, _instants(month)), 3),
            timed(one.in_session(lambda session: team_report(session, lead, asked=month)), 5),
            None,
        ),
    ]


def _within(one: Filled, what: str, span: dict[str, datetime], ours: Callable[[], object]) -> Line:
    """Against a scan; what counts are the milliseconds."""
    line = in_turn(what, "ms", timed(one.by_hand(SCAN, span), 1), timed(ours, 20), None)
    verdict = "met" if line.ours <= TOTALS_GOAL_MS else f"missed by {line.ours - TOTALS_GOAL_MS:.1f} ms"
    return replace(line, remark=f"goal ≤ {TOTALS_GOAL_MS} ms: {verdict}; floor: the scan")


def _require_equal(one: Filled, lead: object) -> None:
    """What is fast is right: equal to the scan to the second."""
    scanned = {row[0]: (int(row[1]), int(row[2] or 0)) for row in one.driver.execute(SCAN.encode(), EVER).fetchall()}
    with Session(one.engine) as session:
        found = worked_totals.worked_in_all(session, lead, by=["project_id"])  # type: ignore[arg-type]
    if {key: (hours.seconds, hours.billable_seconds) for (key,), hours in found.items()} != scanned:
        raise SystemExit("The totals differ from the scan.")
    say("All-time totals equal the scan to the second.")


def _instants(asked: Asked) -> dict[str, datetime]:
    return {
        "since": datetime(asked.first.year, asked.first.month, asked.first.day, tzinfo=UTC),
        "until": datetime(asked.last.year, asked.last.month, asked.last.day, tzinfo=UTC) + DAY,
    }
