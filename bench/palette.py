"""What the command palette finds among 100,000 clients, projects, tasks, entries and people, against SQL by hand."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
from sqlalchemy import create_engine
from sqlmodel import Session

from bench.entries import Call, Filled, timed
from bench.measure import Goal, Line, in_turn, show
from bench.server import database, server
from timetrack.domain import people
from timetrack.domain.search import Hit, search
from timetrack.embedded import EmbeddedServer

GOAL = Goal(2)
CALLS = 10
OBJECTS = 100_000
PEOPLE, CLIENTS, PROJECTS, TASKS = 200, 400, 2_000, 9_400
ENTRIES = OBJECTS - PEOPLE - CLIENTS - PROJECTS - TASKS
ASKED = (
    ("what is everywhere", "wiring"),
    ("two words", "harbour 17"),
    ("what is nowhere", "zeppelin"),
)

WORKSPACE = f"""
INSERT INTO organisation (organisation_id, name, currency, timezone) VALUES (1, 'Harbour', 'EUR', 'Europe/Berlin');
INSERT INTO users (name, email, role, timezone)
SELECT 'Person ' || n, 'person' || n || '@harbour.example', CASE n WHEN 1 THEN 'MANAGER' ELSE 'EMPLOYEE' END,
       'Europe/Berlin'
  FROM generate_series(1, {PEOPLE}) n;
INSERT INTO clients (name, currency)
SELECT (ARRAY['Harbour', 'Foundry', 'Museum', 'Bakery'])[1 + n % 4] || ' ' || n, 'EUR'
  FROM generate_series(1, {CLIENTS}) n;
INSERT INTO projects (client_id, name, billing_type, currency, color, is_public)
SELECT 1 + n % {CLIENTS}, (ARRAY['Portal', 'Wiring', 'Brochure', 'Crane', 'Lighting'])[1 + n % 5] || ' ' || n, 'HOURLY',
       'EUR', 'blue', n % 10 = 0
  FROM generate_series(1, {PROJECTS}) n;
INSERT INTO project_members (project_id, user_id)
SELECT p, 1 + (p * 7 + k * 31) % {PEOPLE} FROM generate_series(1, {PROJECTS}) p, generate_series(1, 4) k;
INSERT INTO tasks (project_id, name)
SELECT 1 + n % {PROJECTS}, (ARRAY['Design', 'Wiring', 'Review', 'Paperwork', 'Visit'])[1 + n % 5] || ' ' || n
  FROM generate_series(1, {TASKS}) n;
INSERT INTO time_entries (user_id, project_id, description, start_time, end_time, is_billable, hourly_rate, rate_source,
                          currency, tags)
SELECT 1 + n % {PEOPLE}, 1 + n % {PROJECTS},
       (ARRAY['Wiring the hall', 'Drawing the plan', 'Call with the harbour', 'Testing', 'Writing it down'])
       [1 + n / {PEOPLE} % 5] || ', part ' || n / {PEOPLE} % 90,
       timestamptz '2026-01-02Z' + n / {PEOPLE} * interval '40 minutes',
       timestamptz '2026-01-02Z' + n / {PEOPLE} * interval '40 minutes' + interval '25 minutes',
       true, 95, 'PROJECT', 'EUR', '{{}}'
  FROM generate_series(1, {ENTRIES}) n;
"""
"""In the proportions of a studio of 200 in its second year: 440 entries each, 47 tasks and 10 projects to a person."""

BY_HAND = """
WITH seen AS (
  SELECT p.project_id, p.client_id, p.name, p.color, coalesce(c.name, '') AS client
    FROM projects p LEFT JOIN clients c USING (client_id)
   WHERE p.status = 'ACTIVE' AND {sees_project}
), found_projects AS (
  SELECT 1, {place} AS place, 'project', project_id, name, client, color, project_id, NULL::bigint, NULL::bigint, '',
         NULL::timestamptz, NULL::int
    FROM seen WHERE lower(name) LIKE ANY (%(like)s) AND lower(name || {beside_project}) LIKE ALL (%(like)s)
   ORDER BY place, lower(name) LIMIT 6
), found_clients AS (
  SELECT 2, {place} AS place, 'client', client_id, name, currency, '', NULL::bigint, NULL::bigint, NULL::bigint, '',
         NULL::timestamptz, NULL::int
    FROM clients WHERE archived_at IS NULL AND lower(name) LIKE ALL (%(like)s) AND {sees_client}
   ORDER BY place, lower(name) LIMIT 6
), found_tasks AS (
  SELECT 3, {place} AS place, 'task', task_id, name, project, color, project_id, task_id, NULL::bigint, '',
         NULL::timestamptz, NULL::int
    FROM (SELECT t.task_id, t.name, t.project_id, s.name AS project, s.color
            FROM tasks t JOIN seen s USING (project_id) WHERE t.archived_at IS NULL) t
   WHERE lower(name) LIKE ANY (%(like)s) AND lower(name || {beside_task}) LIKE ALL (%(like)s)
   ORDER BY place, lower(name) LIMIT 6
), work AS (
  SELECT DISTINCT ON (e.user_id, lower(e.description), e.project_id, e.task_id) e.*, u.name AS person
    FROM users u CROSS JOIN LATERAL (
      SELECT * FROM time_entries e WHERE e.user_id = u.user_id ORDER BY start_time DESC, entry_id DESC LIMIT 300) e
   WHERE {sees_person} AND lower(e.description) LIKE ALL (%(like)s)
   ORDER BY e.user_id, lower(e.description), e.project_id, e.task_id, e.start_time DESC
), found_entries AS (
  SELECT 4, -extract(epoch FROM w.start_time) + CASE WHEN w.user_id = %(me)s THEN 0 ELSE 1e12 END AS place,
         'entry', w.entry_id, w.description, p.name, p.color, w.project_id, w.task_id, w.user_id, w.person,
         w.start_time, w.duration_seconds
    FROM work w LEFT JOIN projects p USING (project_id) ORDER BY place, lower(w.description) LIMIT 6
), found_people AS (
  SELECT 5, {place} AS place, 'person', user_id, name, email, '', NULL::bigint, NULL::bigint, user_id, name,
         NULL::timestamptz, NULL::int
    FROM users u WHERE deactivated_at IS NULL AND {sees_person} AND lower(name) LIKE ANY (%(like)s)
     AND lower(name || {beside_person}) LIKE ALL (%(like)s)
   ORDER BY place, lower(name) LIMIT 6
)
SELECT * FROM (
  SELECT * FROM found_projects UNION ALL SELECT * FROM found_clients UNION ALL SELECT * FROM found_tasks
  UNION ALL SELECT * FROM found_entries UNION ALL SELECT * FROM found_people
) found (number, place, kind, key, name) ORDER BY number, place, lower(name)
"""
PLACE = "CASE WHEN starts_with(lower(name), %(first)s) THEN 0 WHEN strpos(lower(name), ' ' || %(first)s) > 0 THEN 1 ELSE 2 END"
OWN_PROJECT = """(p.is_public OR EXISTS (
     SELECT FROM project_members m WHERE m.project_id = p.project_id AND m.user_id = %(me)s))"""
SEES = {
    "MANAGER": {"sees_project": "true", "sees_client": "true", "sees_person": "true"},
    "EMPLOYEE": {
        "sees_project": OWN_PROJECT,
        "sees_client": "client_id IN (SELECT client_id FROM seen)",
        "sees_person": "u.user_id = %(me)s",
    },
}


def main(_most_rows: int) -> None:
    """Load the workspace, then print the table."""
    with server() as here, filled(here) as team:
        title = f"The command palette over {OBJECTS:,} objects, against SQL by hand through psycopg"
        show(title, [line for one in team for line in _searches(one)])


@contextmanager
def filled(here: EmbeddedServer) -> Iterator[list[Filled]]:
    """The workspace as its manager and as an employee see it; dropped afterwards."""
    with database(here, "palette") as url:
        engine = create_engine(
            url.replace("postgresql", "postgresql+psycopg", 1), connect_args={"options": "-c timezone=UTC"}
        )
        with psycopg.connect(url, options="-c timezone=UTC", autocommit=True) as driver:
            driver.execute(WORKSPACE.encode())
            driver.execute("VACUUM (ANALYZE)")
            driver.autocommit = False
            with Session(engine) as session:
                team = people.people_by_email(session, [f"person{n}@harbour.example" for n in (1, 2)])
            yield [Filled(OBJECTS, engine, driver, person) for _, person in sorted(team.items())]
        engine.dispose()


def _searches(one: Filled) -> Iterator[Line]:
    for what, words in ASKED:
        ours, by_hand = _ours(one, words), _by_hand(one, words)
        if _names(ours()) != [(row[2], row[4]) for row in by_hand()]:
            raise SystemExit(f"The SQL by hand finds something else for “{words}”.")
        remark = f"{len(ours())} found; {one.buffers(ours)} buffers; {_way_to_entries(one, ours)}"
        name = f"{one.person.role.lower()}, {what}"
        yield in_turn(name, "ms", timed(by_hand, CALLS), timed(ours, CALLS), GOAL, remark)


def _ours(one: Filled, words: str) -> Callable[[], list[Hit]]:
    def call() -> list[Hit]:
        with Session(one.engine) as session:
            return search(session, one.person, words=words)

    return call


def _by_hand(one: Filled, words: str) -> Callable[[], list[tuple[Any, ...]]]:
    """What somebody would write for these words and this role, with the same answer."""
    wanted = words.split()
    more = len(wanted) > 1
    statement = BY_HAND.format(
        place=PLACE,
        beside_project="' ' || client" if more else "''",
        beside_task="' ' || project" if more else "''",
        beside_person="' ' || email" if more else "''",
        **SEES[one.person.role],
    )
    given = {"me": one.person.user_id, "first": wanted[0], "like": [f"%{word}%" for word in wanted]}
    return one.by_hand(statement, given)


def _names(found: list[Hit]) -> list[tuple[str, str]]:
    return [(hit.kind, hit.name) for hit in found]


def _way_to_entries(one: Filled, ours: Call) -> str:
    """How the plan reaches the entries, which must never be by reading them all."""
    found = [node for plan in one.plans(ours) for node in nodes(plan)]
    ways = {node["Node Type"] for node in found if node.get("Relation Name") == "time_entries"}
    if "Seq Scan" in ways:
        raise SystemExit("The search reads all entries.")
    return f"entries by {' and '.join(sorted(ways)).lower()}"


def nodes(plan: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """A plan and every plan below it."""
    yield plan
    for below in plan.get("Plans", ()):
        yield from nodes(below)
