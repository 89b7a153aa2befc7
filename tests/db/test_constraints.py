"""Every named constraint of the tables refuses what it is there for, whatever the code above does."""

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session

from tests.db import invoice_cases, job_cases
from timetrack.db import constraint_error
from timetrack.errors import CONSTRAINT_ERRORS

LONG = "repeat('x', 201)"
NAMED = {
    "organisation": "UPDATE organisation SET name = {}",
    "users": "UPDATE users SET name = {} WHERE user_id = 1",
    "clients": "UPDATE clients SET name = {}",
    "projects": "UPDATE projects SET name = {} WHERE project_id = 1",
    "tasks": "UPDATE tasks SET name = {} WHERE task_id = 1",
    "saved_filters": "UPDATE saved_filters SET name = {}",
}
COUNTED = {
    "users_hourly_rate": "UPDATE users SET hourly_rate = {}",
    "projects_hourly_rate": "UPDATE projects SET hourly_rate = {}",
    "projects_budget_hours": "UPDATE projects SET budget_hours = {}",
    "projects_budget_amount": "UPDATE projects SET budget_amount = {}",
    "project_user_rates_hourly_rate": "UPDATE project_user_rates SET hourly_rate = {}",
    "tasks_estimated_hours": "UPDATE tasks SET estimated_hours = {}",
    "time_entries_hourly_rate": "UPDATE time_entries SET hourly_rate = {}",
}
PRICED = ("organisation", "clients", "projects", "time_entries")
SESSION = "INSERT INTO sessions (token_hash, user_id, expires_at, stay) VALUES ({}, {}, {}, false)"
INVITATION = "INSERT INTO invitations (token_hash, user_id, invited_by, expires_at) VALUES ({}, {}, {}, {})"
FAVOURITE = "INSERT INTO favourites (user_id, description, project_id, task_id) VALUES ({}, {}, {}, {})"
USER = "INSERT INTO users (name, email, role, timezone) VALUES ('Noor', {}, {}, 'UTC')"
ENTRY = (
    "INSERT INTO time_entries"
    " (user_id, project_id, task_id, start_time, end_time, is_billable, hourly_rate, rate_source, currency)"
    " VALUES ({}, {}, {}, {}, {}, {}, 0, 'NONE', 'EUR')"
)
LATER = "now() + interval '1 hour'"

REFUSED = [
    *[(f"ck_{table}_name", sql.format(name)) for table, sql in NAMED.items() for name in ("''", "'   '", LONG)],
    *[(f"ck_{table}", sql.format(number)) for table, sql in COUNTED.items() for number in ("-0.01", "'NaN'")],
    *[(f"ck_{table}_currency", f"UPDATE {table} SET currency = '{code}'") for table in PRICED for code in ("eur", "EU", "EURO", "")],
    *[(f"pk_{table}", f"UPDATE {table} SET {key} = 1") for table, key in {
        "users": "user_id", "projects": "project_id", "tasks": "task_id", "time_entries": "entry_id"}.items()],
    ("pk_organisation", "INSERT INTO organisation SELECT 1, name, currency, timezone FROM organisation"),
    ("pk_clients", "INSERT INTO clients (client_id, name, currency) VALUES (1, 'Two', 'EUR')"),
    ("pk_sessions", "INSERT INTO sessions (session_id, token_hash, user_id, expires_at, stay)"
                    f" VALUES (1, sha256('two'), 1, {LATER}, false)"),
    ("pk_sign_in_failures", "INSERT INTO sign_in_failures (failure_id, account, address) VALUES (1, 'x', 'y')"),
    ("pk_invitations", "INSERT INTO invitations (invitation_id, token_hash, user_id, invited_by, expires_at)"
                       f" VALUES (1, sha256('two'), 1, 1, {LATER})"),
    ("pk_project_members", "INSERT INTO project_members (member_id, project_id, user_id) VALUES (1, 2, 1)"),
    ("pk_project_user_rates", "INSERT INTO project_user_rates (rate_id, project_id, user_id, hourly_rate) VALUES (1, 2, 1, 1)"),
    ("pk_audit_log", "INSERT INTO audit_log (audit_id, subject_type, subject_id, action) VALUES (1, 'users', 9, 'CREATE')"),
    ("pk_worked_totals", "INSERT INTO worked_totals (total_id, user_id, is_billable, seconds) VALUES (1, 1, false, 1), (1, 2, false, 1)"),
    ("uq_worked_totals_what", "INSERT INTO worked_totals (user_id, is_billable, seconds) VALUES (1, false, 1), (1, false, 2)"),
    ("fk_worked_totals_user_id", "INSERT INTO worked_totals (user_id, is_billable, seconds) VALUES (9, false, 1)"),
    ("ck_organisation_single", "INSERT INTO organisation SELECT 2, name, currency, timezone FROM organisation"),
    ("ck_organisation_week_start", "UPDATE organisation SET week_start = 0"),
    ("ck_organisation_rounding_minutes", "UPDATE organisation SET rounding_minutes = 61"),
    ("ck_organisation_rounding_minutes", "UPDATE organisation SET rounding_minutes = -1"),
    ("ck_organisation_minimum_entry_minutes", "UPDATE organisation SET minimum_entry_minutes = 61"),
    ("ck_organisation_rounding_mode", "UPDATE organisation SET rounding_mode = 'AWAY'"),
    ("ck_organisation_address", "UPDATE organisation SET address = repeat('x', 1001)"),
    ("ck_organisation_tax_id", "UPDATE organisation SET tax_id = repeat('x', 101)"),
    ("ck_organisation_logo", "UPDATE organisation SET logo = convert_to(repeat('x', 524289), 'UTF8')"),
    ("ck_users_theme", "UPDATE users SET theme = 'PINK'"),
    ("ck_users_duration_format", "UPDATE users SET duration_format = 'HOURS'"),
    ("ck_users_time_format", "UPDATE users SET time_format = 'H13'"),
    ("ck_users_week_start", "UPDATE users SET week_start = 8"),
    ("ck_users_weekly_target_hours", "UPDATE users SET weekly_target_hours = -1"),
    ("ck_users_weekly_target_hours", "UPDATE users SET weekly_target_hours = 168.01"),
    ("ck_users_weekly_target_hours", "UPDATE users SET weekly_target_hours = 'NaN'"),
    ("ck_users_role", USER.format("'n@harbour.example'", "'OWNER'")),
    ("ck_users_email", USER.format("'N@harbour.example'", "'ADMIN'")),
    ("ck_users_email", USER.format("'@'", "'ADMIN'")),
    ("ck_users_email", USER.format("'nobody'", "'ADMIN'")),
    ("ck_users_email", USER.format("repeat('x', 310) || '@h.example.'", "'ADMIN'")),
    ("uq_users_email", USER.format("'mira@harbour.example'", "'ADMIN'")),
    ("ck_sessions_token_hash", SESSION.format("'short'", 1, LATER)),
    ("ck_sessions_expires_at", SESSION.format("sha256('two')", 1, "now() - interval '1 hour'")),
    ("uq_sessions_token_hash", SESSION.format("sha256('secret')", 1, LATER)),
    ("fk_sessions_user_id", SESSION.format("sha256('two')", 99, LATER)),
    ("ck_invitations_token_hash", INVITATION.format("'short'", 1, 1, LATER)),
    ("ck_invitations_expires_at", INVITATION.format("sha256('two')", 1, 1, "now() - interval '1 hour'")),
    ("uq_invitations_token_hash", INVITATION.format("sha256('invited')", 1, 1, LATER)),
    ("uq_invitations_user_id_open", INVITATION.format("sha256('two')", 2, 1, LATER)),
    ("fk_invitations_user_id", INVITATION.format("sha256('two')", 99, 1, LATER)),
    ("fk_invitations_invited_by", INVITATION.format("sha256('two')", 1, 99, LATER)),
    ("uq_clients_name", "INSERT INTO clients (name, currency) VALUES ('OPAL', 'EUR')"),
    ("ck_projects_status", "UPDATE projects SET status = 'DONE'"),
    ("ck_projects_billing_type", "UPDATE projects SET billing_type = 'FREE'"),
    ("ck_projects_color", "UPDATE projects SET color = 'mauve'"),
    ("fk_projects_client_id", "UPDATE projects SET client_id = 99"),
    ("fk_projects_client_id", "DELETE FROM clients"),
    ("uq_projects_client_id_name", "INSERT INTO projects (client_id, name, billing_type, currency, color, is_public)"
                                   " VALUES (1, 'PORTAL', 'HOURLY', 'EUR', 'blue', true)"),
    ("uq_projects_client_id_name", "INSERT INTO projects (client_id, name, billing_type, currency, color, is_public)"
                                   " VALUES (NULL, 'admin', 'HOURLY', 'EUR', 'blue', true)"),
    ("fk_project_members_project_id", "INSERT INTO project_members (project_id, user_id) VALUES (99, 1)"),
    ("fk_project_members_user_id", "INSERT INTO project_members (project_id, user_id) VALUES (1, 99)"),
    ("uq_project_members_project_id_user_id", "INSERT INTO project_members (project_id, user_id) VALUES (1, 2)"),
    ("fk_project_user_rates_project_id", "INSERT INTO project_user_rates (project_id, user_id, hourly_rate) VALUES (99, 1, 1)"),
    ("fk_project_user_rates_user_id", "INSERT INTO project_user_rates (project_id, user_id, hourly_rate) VALUES (1, 99, 1)"),
    ("uq_project_user_rates_project_id_user_id",
     "INSERT INTO project_user_rates (project_id, user_id, hourly_rate) VALUES (1, 2, 1)"),
    ("fk_tasks_project_id", "INSERT INTO tasks (project_id, name) VALUES (99, 'x')"),
    ("uq_tasks_project_id_name", "INSERT INTO tasks (project_id, name) VALUES (1, 'WIREFRAMES')"),
    ("ck_time_entries_order", ENTRY.format(2, "NULL", "NULL", "'2026-01-02Z'", "'2026-01-02Z'", "false")),
    ("ck_time_entries_order", ENTRY.format(2, "NULL", "NULL", "'2026-01-02Z'", "'2026-01-01Z'", "false")),
    ("ck_time_entries_day_at_most", ENTRY.format(2, "NULL", "NULL", "'2026-01-02Z'", "'2026-01-03 00\\:00\\:01Z'", "false")),
    ("ck_time_entries_task_has_project", ENTRY.format(2, "NULL", 1, "'2026-01-02Z'", "'2026-01-02 01\\:00Z'", "false")),
    ("ck_time_entries_billable_has_project", "UPDATE time_entries SET is_billable = true WHERE entry_id = 2"),
    ("ck_time_entries_description", "UPDATE time_entries SET description = repeat('ü', 3001)"),
    ("ck_time_entries_tags", "UPDATE time_entries SET tags = array_fill('x'\\:\\:text, ARRAY[51])"),
    ("ck_time_entries_tags", "UPDATE time_entries SET tags = ARRAY['x', NULL]"),
    ("ck_time_entries_rate_source", "UPDATE time_entries SET rate_source = 'GUESS'"),
    ("fk_time_entries_user_id", ENTRY.format(99, "NULL", "NULL", "'2026-01-02Z'", "'2026-01-02 01\\:00Z'", "false")),
    ("fk_time_entries_user_id", "DELETE FROM users WHERE user_id = 2"),
    ("fk_time_entries_project_id", ENTRY.format(2, 99, "NULL", "'2026-01-02Z'", "'2026-01-02 01\\:00Z'", "false")),
    ("fk_time_entries_task", ENTRY.format(2, 1, 2, "'2026-01-02Z'", "'2026-01-02 01\\:00Z'", "false")),
    ("fk_time_entries_task", "UPDATE time_entries SET project_id = 2 WHERE entry_id = 1"),
    ("fk_time_entries_task", "DELETE FROM tasks WHERE task_id = 1"),
    ("uq_time_entries_running", ENTRY.format(1, "NULL", "NULL", "'2026-03-11 10\\:00Z'", "NULL", "false")),
    ("uq_time_entries_running", ENTRY.format(1, "NULL", "NULL", "'2026-03-01 10\\:00Z'", "NULL", "false")),
    ("ex_time_entries_overlap", ENTRY.format(2, "NULL", "NULL", "'2026-03-11 09\\:59\\:59Z'", "'2026-03-11 11\\:00Z'", "false")),
    ("ex_time_entries_overlap", ENTRY.format(2, "NULL", "NULL", "'2026-03-11 08\\:00Z'", "'2026-03-11 09\\:00\\:01Z'", "false")),
    ("ex_time_entries_overlap", ENTRY.format(2, "NULL", "NULL", "'2026-03-11 09\\:20Z'", "'2026-03-11 09\\:40Z'", "false")),
    ("ex_time_entries_overlap", ENTRY.format(2, "NULL", "NULL", "'2026-03-11 08\\:00Z'", "'2026-03-11 11\\:00Z'", "false")),
    ("ex_time_entries_overlap", ENTRY.format(1, "NULL", "NULL", "'2026-03-19 08\\:00Z'", "'2026-03-19 11\\:00Z'", "false")),
    ("ex_time_entries_overlap", ENTRY.format(2, "NULL", "NULL", "'2026-03-11 08\\:00Z'", "NULL", "false")),
    ("fk_tasks_assignee_id", "UPDATE tasks SET assignee_id = 99"),
    ("pk_favourites", "INSERT INTO favourites (favourite_id, user_id, description) VALUES (1, 2, 'Mail')"),
    ("pk_saved_filters", "INSERT INTO saved_filters (filter_id, user_id, name) VALUES (1, 2, 'Mine')"),
    ("fk_favourites_user_id", FAVOURITE.format(99, "'Mail'", "NULL", "NULL")),
    ("fk_favourites_project_id", FAVOURITE.format(1, "'Mail'", 99, "NULL")),
    ("fk_favourites_task", FAVOURITE.format(1, "'Mail'", 1, 2)),
    ("ck_favourites_task_has_project", FAVOURITE.format(1, "'Mail'", "NULL", 1)),
    ("ck_favourites_says_something", FAVOURITE.format(1, "' '", "NULL", "NULL")),
    ("ck_favourites_description", "UPDATE favourites SET description = repeat('ü', 3001)"),
    ("ck_favourites_tags", "UPDATE favourites SET tags = array_fill('x'\\:\\:text, ARRAY[51])"),
    ("ck_favourites_tags", "UPDATE favourites SET tags = ARRAY['x', NULL]"),
    ("uq_favourites_work", FAVOURITE.format(2, "'Wireframes'", 1, 1)),
    ("uq_saved_filters_user_id_name", "INSERT INTO saved_filters (user_id, name) VALUES (2, 'UNBILLED')"),
    ("ck_saved_filters_query", "UPDATE saved_filters SET query = repeat('x', 2001)"),
    ("fk_saved_filters_user_id", "INSERT INTO saved_filters (user_id, name) VALUES (99, 'Mine')"),
    *invoice_cases.REFUSED,
    *job_cases.REFUSED,
    ("fk_audit_log_actor_id", "INSERT INTO audit_log (subject_type, subject_id, action, actor_id) VALUES ('users', 9, 'EDIT', 99)"),
]  # fmt: skip

BEHIND_ANOTHER = {
    **invoice_cases.BEHIND_ANOTHER,
    "uq_audit_log_subject_type_subject_id_sequence": (
        "ALTER TABLE audit_log DISABLE TRIGGER audit_log_chain",
        "INSERT INTO audit_log (subject_type, subject_id, sequence, action, hash) VALUES ('clients', 1, 1, 'EDIT', '')",
    ),
    "uq_tasks_project_id_task_id": (
        "ALTER TABLE tasks DROP CONSTRAINT pk_tasks",
        "INSERT INTO tasks (project_id, task_id, name) VALUES (1, 1, 'x')",
    ),
}
"""What nothing reaches before what stands in front of it is taken away."""


@pytest.mark.parametrize(("constraint", "statement"), REFUSED, ids=lambda value: value[:60])
def test_the_database_refuses(filled: Session, constraint: str, statement: str) -> None:
    assert violated(filled, statement).orig.diag.constraint_name == constraint


@pytest.mark.parametrize("constraint", BEHIND_ANOTHER)
def test_the_second_line_holds_too(filled: Session, constraint: str) -> None:
    take_away, statement = BEHIND_ANOTHER[constraint]
    filled.execute(text(take_away))
    with pytest.raises(IntegrityError) as refused:
        filled.execute(text(statement))
    assert refused.value.orig.diag.constraint_name == constraint


def test_every_constraint_has_a_case(session: Session) -> None:
    tested = {constraint for constraint, _ in REFUSED} | BEHIND_ANOTHER.keys()
    assert tested == named_constraints(session)


def test_every_refusal_has_a_constraint(session: Session) -> None:
    assert CONSTRAINT_ERRORS.keys() <= named_constraints(session)


@pytest.mark.parametrize("constraint", CONSTRAINT_ERRORS)
def test_a_violated_constraint_reads_like_a_sentence(filled: Session, constraint: str) -> None:
    statement = next(sql for name, sql in REFUSED if name == constraint)
    refused = constraint_error(violated(filled, statement))
    assert type(refused) is CONSTRAINT_ERRORS[constraint]
    assert str(refused).endswith(".")


@pytest.mark.parametrize(
    ("start", "end"),
    [
        ("2026-03-11 10:00Z", "2026-03-11 11:00Z"),
        ("2026-03-11 08:00Z", "2026-03-11 09:00Z"),
        ("2026-03-11 10:00Z", None),
    ],
)
def test_entries_may_touch(filled: Session, start: str, end: str | None) -> None:
    statement = ENTRY.format(2, "NULL", "NULL", ":start", ":end", "false")
    filled.execute(text(statement), {"start": start, "end": end})


def test_people_may_work_at_the_same_time(filled: Session) -> None:
    statement = ENTRY.format(":person", "NULL", "NULL", "'2025-01-02Z'", "'2025-01-03Z'", "false")
    filled.execute(text(statement), [{"person": 1}, {"person": 2}])


def test_an_entry_may_last_a_whole_day(filled: Session) -> None:
    filled.execute(text(ENTRY.format(2, "NULL", "NULL", "'2026-01-02Z'", "'2026-01-03Z'", "false")))


def test_two_clients_may_each_have_a_project_of_one_name(filled: Session) -> None:
    filled.execute(text("INSERT INTO clients (client_id, name, currency) VALUES (2, 'Beryl', 'EUR')"))
    filled.execute(text("UPDATE projects SET client_id = 2, name = 'Portal' WHERE project_id = 2"))


def test_the_duration_is_the_databases_own(filled: Session) -> None:
    durations = filled.execute(text("SELECT entry_id, duration_seconds FROM time_entries ORDER BY 1")).all()
    assert [tuple(row) for row in durations][:2] == [(1, 3600), (2, None)]
    with pytest.raises(Exception, match="duration_seconds"):
        filled.execute(text("UPDATE time_entries SET duration_seconds = 1"))


def test_every_column_that_must_be_filled_is(filled: Session) -> None:
    """A NULL is refused by name of the column, in every column that is not declared to be optional."""
    wanted = "SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = 'public'"
    columns = filled.execute(
        text(
            f"{wanted} AND is_nullable = 'NO' AND table_name NOT IN ('alembic_version', 'audit_log')"
            " AND NOT starts_with(table_name, 'procrastinate_')"
        )
    )
    for table, column in columns.all():
        with pytest.raises(IntegrityError) as refused, filled.begin_nested():
            filled.execute(text(f"UPDATE {table} SET {column} = NULL"))
        assert refused.value.orig.diag.column_name == column


def violated(session: Session, statement: str) -> IntegrityError:
    """The violation by a statement, or by the checks that wait for the commit."""
    with pytest.raises(IntegrityError) as refused:
        execute(session, *statement.split(";"), "SET CONSTRAINTS ALL IMMEDIATE")
    return refused.value


def execute(session: Session, *statements: str) -> None:
    for statement in statements:
        session.execute(text(statement))


def named_constraints(session: Session) -> set[str]:
    """Keys, checks, exclusions, the unique indexes that are no constraint, and the triggers that state a rule."""
    constraints = (
        "SELECT conname FROM pg_constraint WHERE connamespace = 'public'::regnamespace AND contype <> 'n'"
        " AND NOT starts_with(conrelid::regclass::text, 'procrastinate_')"
    )
    indexes = (
        "SELECT relname FROM pg_index JOIN pg_class ON pg_class.oid = indexrelid"
        " WHERE indisunique AND relnamespace = 'public'::regnamespace"
        " AND NOT starts_with(indrelid::regclass::text, 'procrastinate_')"
    )
    triggers = "SELECT tgname FROM pg_trigger WHERE tgname LIKE 'tg\\_%'"
    names = session.scalars(text(f"{constraints} UNION {indexes} UNION {triggers}".replace("::", "\\:\\:"))).all()
    return set(names) - {"alembic_version_pkc"}
