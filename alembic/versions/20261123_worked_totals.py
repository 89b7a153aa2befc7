"""Totals per person, project and month, kept in the same transaction as the entries.

Revision ID: 20261123_worked_totals
Revises: 20261122_a_whole_day
"""

import sqlalchemy as sa
from alembic import op

revision = "20261123_worked_totals"
down_revision = "20261122_a_whole_day"
branch_labels = None
depends_on = None

SPANS = """
CREATE FUNCTION worked_spans(start timestamptz, until timestamptz) RETURNS TABLE (month date, seconds bigint)
LANGUAGE sql IMMUTABLE AS $$
    SELECT NULL::date, extract(epoch FROM until - start)::bigint
     UNION ALL
    SELECT m::date, extract(epoch FROM least(until AT TIME ZONE 'UTC', m + interval '1 month')
                                     - greatest(start AT TIME ZONE 'UTC', m))::bigint
      FROM generate_series(date_trunc('month', start AT TIME ZONE 'UTC'),
                           (until - interval '1 second') AT TIME ZONE 'UTC', interval '1 month') AS m
$$
"""

COUNTED = """
SELECT e.user_id, e.project_id, e.is_billable, s.month, sum(e.sign * s.seconds)::bigint AS seconds
  FROM ({entries}) e CROSS JOIN LATERAL worked_spans(e.start_time, e.end_time) s
 WHERE e.end_time IS NOT NULL
 GROUP BY 1, 2, 3, 4 HAVING sum(e.sign * s.seconds) <> 0
"""

KEPT = """
CREATE FUNCTION worked_totals_{verb}() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO worked_totals AS t (user_id, project_id, is_billable, month, seconds)
    {counted} ORDER BY 1, 2, 3, 4
    ON CONFLICT (user_id, project_id, is_billable, month) DO UPDATE SET seconds = t.seconds + EXCLUDED.seconds;
    RETURN NULL;
END $$
"""

RECOUNT = """
CREATE FUNCTION worked_totals_recount() RETURNS void LANGUAGE sql AS $$
    LOCK TABLE time_entries IN SHARE ROW EXCLUSIVE MODE;
    DELETE FROM worked_totals;
    INSERT INTO worked_totals (user_id, project_id, is_billable, month, seconds)
    {counted}
$$
"""

DRIFT = """
CREATE FUNCTION worked_totals_drift()
RETURNS TABLE (user_id bigint, project_id bigint, is_billable boolean, month date, seconds bigint)
LANGUAGE sql STABLE AS $$
SELECT user_id, project_id, is_billable, month, sum(seconds)::bigint AS seconds
  FROM (SELECT user_id, project_id, is_billable, month, seconds FROM worked_totals
         UNION ALL
        {counted}) both_ways
 GROUP BY 1, 2, 3, 4 HAVING sum(seconds) <> 0
$$
"""

COLUMNS = "user_id, project_id, is_billable, start_time, end_time"
MADE = f"SELECT {COLUMNS}, 1 AS sign FROM made"
GONE = f"SELECT {COLUMNS}, -1 AS sign FROM gone"
VERBS = {
    "insert": (MADE, "NEW TABLE AS made"),
    "update": (f"{MADE} UNION ALL {GONE}", "OLD TABLE AS gone NEW TABLE AS made"),
    "delete": (GONE, "OLD TABLE AS gone"),
}


def upgrade() -> None:
    """Keep the totals, and count those of the entries that are there."""
    op.create_table(
        "worked_totals",
        sa.Column("total_id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("user_id", sa.BigInteger(), nullable=False),
        sa.Column("project_id", sa.BigInteger(), nullable=True),
        sa.Column("is_billable", sa.Boolean(), nullable=False),
        sa.Column("month", sa.Date(), nullable=True),
        sa.Column("seconds", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.user_id"], name=op.f("fk_worked_totals_user_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("total_id", name=op.f("pk_worked_totals")),
    )
    op.create_index(
        "uq_worked_totals_what",
        "worked_totals",
        ["user_id", "project_id", "is_billable", "month"],
        unique=True,
        postgresql_nulls_not_distinct=True,
    )
    op.create_index(
        "ix_worked_totals_month",
        "worked_totals",
        ["month", "project_id", "user_id"],
        postgresql_include=["is_billable", "seconds"],
    )
    op.execute(SPANS)
    for verb, (entries, tables) in VERBS.items():
        op.execute(KEPT.format(verb=verb, counted=COUNTED.format(entries=entries)))
        op.execute(
            f"CREATE TRIGGER worked_totals_{verb} AFTER {verb.upper()} ON time_entries REFERENCING {tables}"
            f" FOR EACH STATEMENT EXECUTE FUNCTION worked_totals_{verb}()"
        )
    op.execute(RECOUNT.format(counted=COUNTED.format(entries=f"SELECT {COLUMNS}, 1 AS sign FROM time_entries")))
    op.execute(DRIFT.format(counted=COUNTED.format(entries=f"SELECT {COLUMNS}, -1 AS sign FROM time_entries")))
    op.execute("SELECT worked_totals_recount()")


def downgrade() -> None:
    """Drop the totals and what keeps them."""
    op.execute("DROP FUNCTION worked_totals_drift()")
    op.execute("DROP FUNCTION worked_totals_recount()")
    for verb in VERBS:
        op.execute(f"DROP TRIGGER worked_totals_{verb} ON time_entries")
        op.execute(f"DROP FUNCTION worked_totals_{verb}()")
    op.execute("DROP FUNCTION worked_spans(timestamptz, timestamptz)")
    op.drop_table("worked_totals")
