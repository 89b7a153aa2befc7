"""Databases full of entries, mixed in time: one person with a tenth of them and a thousand others, or a company."""

import psycopg

ENTRY_MINUTES = 30
OTHERS = 997
PROJECTS = 20

WORKSPACE = f"""
INSERT INTO organisation (organisation_id, name, currency, timezone) VALUES (1, 'Harbour', 'EUR', 'Europe/Berlin');
INSERT INTO users (name, email, role, timezone)
SELECT 'Person ' || n, 'person' || n || '@harbour.example', 'EMPLOYEE', 'Europe/Berlin'
  FROM generate_series(1, {OTHERS + 1}) n;
INSERT INTO clients (name, currency) SELECT 'Client ' || n, 'EUR' FROM generate_series(1, 5) n;
INSERT INTO projects (client_id, name, billing_type, currency, color, is_public)
SELECT 1 + n % 5, 'Project ' || n, 'HOURLY', 'EUR', 'blue', true FROM generate_series(1, {PROJECTS}) n;
INSERT INTO tasks (project_id, name) SELECT n, 'Wiring' FROM generate_series(1, {PROJECTS}) n;
"""

ENTRIES = f"""
INSERT INTO time_entries (user_id, project_id, task_id, description, start_time, end_time, is_billable, hourly_rate,
                          rate_source, currency, tags)
SELECT CASE WHEN n % 10 = 0 THEN 1 ELSE 2 + n % {OTHERS} END, 1 + n / 10 % {PROJECTS}, 1 + n / 10 % {PROJECTS},
       'Wiring, part ' || n, timestamptz '1970-01-02Z' + n / 10 * interval '{ENTRY_MINUTES} minutes',
       timestamptz '1970-01-02Z' + n / 10 * interval '{ENTRY_MINUTES} minutes' + interval '25 minutes',
       true, 95, 'PROJECT', 'EUR', CASE WHEN n % 50 = 0 THEN '{{call}}'::text[] ELSE '{{}}' END
  FROM generate_series(0, %s - 1) n
"""

COLLEAGUES = 560
COMPANY = f"""
INSERT INTO time_entries (user_id, project_id, task_id, description, start_time, end_time, is_billable, hourly_rate,
                          rate_source, currency)
SELECT 1 + n % {COLLEAGUES}, p, p, 'Wiring, part ' || slot % 7, at, at + interval '50 minutes', slot % 4 <> 0, 95,
       'PROJECT', 'EUR'
  FROM (SELECT n, n / {COLLEAGUES} AS slot FROM generate_series(0, %s - 1) n) s
 CROSS JOIN LATERAL (SELECT 1 + (n % {COLLEAGUES} * 7 + slot / 3 % 5 * 11) % {PROJECTS} AS p,
        timestamptz '2016-01-04Z' + (slot / 40 * 7 + slot / 8 % 5) * interval '1 day'
                                  + (8 + slot % 8) * interval '1 hour' AS at) t
"""
"""A company as it is: 560 people, eight entries on each working day, five projects each."""

READ_INDEXES = ("pk_time_entries", "ix_time_entries_newest", "uq_time_entries_running")


def load(url: str, rows: int, entries: str = ENTRIES) -> None:
    """Fill the migrated database at ``url`` with so many ``entries``.

    Constraints go first, because these tables are only read and the rows keep them anyway; the indexes that a
    person's entries are read through come back after the rows. Triggers are off: who wants totals has them counted.
    """
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("SET synchronous_commit = off; SET maintenance_work_mem = '512MB'")
        connection.execute(WORKSPACE.encode())
        indexes = _definitions(
            connection, "SELECT indexname, indexdef FROM pg_indexes WHERE tablename = 'time_entries'"
        )
        for name in _definitions(
            connection,
            "SELECT conname, contype FROM pg_constraint WHERE conrelid = 'time_entries'::regclass AND contype <> 'n'",
        ):
            connection.execute(f"ALTER TABLE time_entries DROP CONSTRAINT {name} CASCADE".encode())
        for name in indexes:
            connection.execute(f"DROP INDEX IF EXISTS {name}".encode())
        connection.execute("ALTER TABLE time_entries DISABLE TRIGGER USER")
        connection.execute(entries.replace("%s", str(rows)).encode())
        for name in READ_INDEXES:
            connection.execute(indexes[name].encode())
        connection.execute("VACUUM (ANALYZE)")


def _definitions(connection: psycopg.Connection, query: str) -> dict[str, str]:
    return dict(connection.execute(query.encode()).fetchall())
