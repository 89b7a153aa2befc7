"""The audit chain, which only grows, and the one function that gives every screen its hours.

Revision ID: 20261121_audit_and_hours
Revises: 20261121_tables
"""

from alembic import op

revision = "20261121_audit_and_hours"
down_revision = "20261121_tables"
branch_labels = None
depends_on = None

AUDIT_HASH = """
CREATE FUNCTION audit_hash(previous bytea, record audit_log) RETURNS bytea
LANGUAGE sql IMMUTABLE AS $$
    SELECT sha256(coalesce(previous, '') || convert_to(jsonb_build_array(
        record.audit_id, record.subject_type, record.subject_id, record.sequence, record.action, record.actor_id,
        extract(epoch FROM record.recorded_at)::text, record.before, record.after)::text, 'UTF8'))
$$
"""

CHAIN = """
CREATE FUNCTION audit_log_chain() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    SELECT last.sequence + 1, last.hash INTO NEW.sequence, NEW.previous_hash
      FROM audit_log last
     WHERE last.subject_type = NEW.subject_type AND last.subject_id = NEW.subject_id
     ORDER BY last.sequence DESC LIMIT 1;
    NEW.sequence := coalesce(NEW.sequence, 1);
    NEW.hash := audit_hash(NEW.previous_hash, NEW);
    RETURN NEW;
END $$
"""

APPEND_ONLY = """
CREATE FUNCTION audit_log_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'audit_log only grows: % refused', TG_OP USING ERRCODE = 'restrict_violation';
END $$
"""

ENTRY_SLICES = """
CREATE FUNCTION entry_slices(bounds timestamptz[], people bigint[], at timestamptz)
RETURNS TABLE (entry_id bigint, user_id bigint, project_id bigint, task_id bigint, is_billable boolean,
               period integer, seconds bigint)
LANGUAGE sql STABLE AS $$
    SELECT e.entry_id, e.user_id, e.project_id, e.task_id, e.is_billable, p.period,
           extract(epoch FROM least(e.until, bounds[p.period + 1]) - greatest(e.start_time, bounds[p.period]))::bigint
      FROM (SELECT f.entry_id, f.user_id, f.project_id, f.task_id, f.is_billable, f.start_time, f.end_time AS until
              FROM time_entries f
             WHERE f.user_id = ANY (people) AND f.end_time > bounds[1]
               AND f.start_time > bounds[1] - interval '24 hours' AND f.start_time < bounds[cardinality(bounds)]
             UNION ALL
            SELECT r.entry_id, r.user_id, r.project_id, r.task_id, r.is_billable, r.start_time, at
              FROM time_entries r
             WHERE r.user_id = ANY (people) AND r.end_time IS NULL
               AND r.start_time < least(at, bounds[cardinality(bounds)]) AND at > bounds[1]) e
     CROSS JOIN LATERAL generate_series(
           greatest(width_bucket(e.start_time, bounds), 1),
           least(width_bucket(e.until - interval '1 second', bounds), cardinality(bounds) - 1)) AS p(period)
$$
"""


def upgrade() -> None:
    """Chain and protect the audit log; cut entries at period bounds."""
    op.execute(AUDIT_HASH)
    op.execute(CHAIN)
    op.execute(APPEND_ONLY)
    op.execute(
        "CREATE TRIGGER audit_log_chain BEFORE INSERT ON audit_log FOR EACH ROW EXECUTE FUNCTION audit_log_chain()"
    )
    op.execute(
        "CREATE TRIGGER audit_log_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_log"
        " FOR EACH STATEMENT EXECUTE FUNCTION audit_log_append_only()"
    )
    op.execute(ENTRY_SLICES)


def downgrade() -> None:
    """Drop the function and the protection."""
    op.execute("DROP FUNCTION entry_slices(timestamptz[], bigint[], timestamptz)")
    op.execute("DROP TRIGGER audit_log_append_only ON audit_log")
    op.execute("DROP TRIGGER audit_log_chain ON audit_log")
    op.execute("DROP FUNCTION audit_log_append_only()")
    op.execute("DROP FUNCTION audit_log_chain()")
    op.execute("DROP FUNCTION audit_hash(bytea, audit_log)")
