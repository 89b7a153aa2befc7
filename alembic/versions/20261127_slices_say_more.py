"""Slices of entries bring what reports say of them, so that no report looks each entry up a second time.

Revision ID: 20261127_slices_say_more
Revises: 20261126_reminders
"""

from alembic import op

revision = "20261127_slices_say_more"
down_revision = "20261126_reminders"
branch_labels = None
depends_on = None

MORE = {
    "start_time": "timestamptz",
    "end_time": "timestamptz",
    "description": "text",
    "tags": "text[]",
    "hourly_rate": "numeric",
    "currency": "text",
}
"""What is added to each slice; ``end_time`` is NULL while the entry runs."""
DROP = "DROP FUNCTION entry_slices(timestamptz[], bigint[], timestamptz)"
CREATE = """
CREATE FUNCTION entry_slices(bounds timestamptz[], people bigint[], at timestamptz)
RETURNS TABLE (entry_id bigint, user_id bigint, project_id bigint, task_id bigint, is_billable boolean,
               period integer, seconds bigint{types})
LANGUAGE sql STABLE AS $$
    SELECT e.entry_id, e.user_id, e.project_id, e.task_id, e.is_billable, p.period,
           extract(epoch FROM least(e.until, bounds[p.period + 1]) - greatest(e.start_time, bounds[p.period]))::bigint
           {columns}
      FROM (SELECT f.*, f.end_time AS until
              FROM time_entries f
             WHERE f.user_id = ANY (people) AND f.end_time > bounds[1]
               AND f.start_time > bounds[1] - interval '24 hours' AND f.start_time < bounds[cardinality(bounds)]
             UNION ALL
            SELECT r.*, at
              FROM time_entries r
             WHERE r.user_id = ANY (people) AND r.end_time IS NULL
               AND r.start_time < least(at, bounds[cardinality(bounds)]) AND at > bounds[1]) e
     CROSS JOIN LATERAL generate_series(
           greatest(width_bucket(e.start_time, bounds), 1),
           least(width_bucket(e.until - interval '1 second', bounds), cardinality(bounds) - 1)) AS p(period)
$$
"""


def upgrade() -> None:
    """Have the function return more."""
    op.execute(DROP)
    types = "".join(f", {name} {kind}" for name, kind in MORE.items())
    op.execute(CREATE.format(types=types, columns="".join(f", e.{name}" for name in MORE)))


def downgrade() -> None:
    """Have it return what it did."""
    op.execute(DROP)
    op.execute(CREATE.format(types="", columns=""))
