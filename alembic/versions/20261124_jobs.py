"""Jobs in the tables of procrastinate 3.10, why they failed, the PDFs in the store, and mails.

Revision ID: 20261124_jobs
Revises: 20261123_rules_of_invoices
"""

from pathlib import Path

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "20261124_jobs"
down_revision = "20261123_rules_of_invoices"
branch_labels = None
depends_on = None

SCHEMA = Path(__file__).with_name("procrastinate") / "3_10.sql"
"""As procrastinate 3.10 ships it. It is kept here, so that a newer package finds the same starting point everywhere."""

ANNOUNCE = """
CREATE FUNCTION announce_jobs() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_notify('timetrack', 'jobs');
    RETURN NULL;
END $$
"""

DROP_PROCRASTINATE = """
DO $$
DECLARE
    one record;
BEGIN
    DROP TABLE procrastinate_events, procrastinate_periodic_defers, procrastinate_jobs, procrastinate_workers
        CASCADE;
    FOR one IN SELECT oid::regprocedure AS signature FROM pg_proc
                WHERE pronamespace = current_schema()::regnamespace AND starts_with(proname, 'procrastinate_') LOOP
        EXECUTE format('DROP FUNCTION %s', one.signature);
    END LOOP;
    DROP TYPE procrastinate_job_to_defer_v1, procrastinate_job_status, procrastinate_job_event_type;
END $$
"""


def upgrade() -> None:
    """Create them; a change of any job is announced as ``jobs``."""
    op.execute(f"DO $jobs$ BEGIN EXECUTE $schema$ {SCHEMA.read_text()} $schema$; END $jobs$")
    op.execute(ANNOUNCE)
    op.execute(
        "CREATE TRIGGER procrastinate_jobs_announced AFTER INSERT OR DELETE OR UPDATE OF status, scheduled_at"
        " ON procrastinate_jobs FOR EACH STATEMENT EXECUTE FUNCTION announce_jobs()"
    )
    _create_job_failures()
    _create_invoice_files()
    _create_mails()


def downgrade() -> None:
    """Drop them, the jobs that wait included."""
    for name in ("mails", "invoice_files", "job_failures"):
        op.drop_table(name)
    op.execute(DROP_PROCRASTINATE)
    op.execute("DROP FUNCTION announce_jobs()")


def _create_job_failures() -> None:
    op.create_table(
        "job_failures",
        sa.Column("job_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("error", sa.Text(), nullable=False),
        sa.Column("failed_at", postgresql.TIMESTAMP(timezone=True, precision=0), nullable=False),
        sa.CheckConstraint("btrim(error) <> '' AND char_length(error) <= 1000", name=op.f("ck_job_failures_error")),
        sa.PrimaryKeyConstraint("job_id", name=op.f("pk_job_failures")),
    )


def _create_invoice_files() -> None:
    op.create_table(
        "invoice_files",
        sa.Column("file_id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("invoice_id", sa.BigInteger(), nullable=False),
        sa.Column("sha256", sa.LargeBinary(), nullable=False),
        sa.Column("object_key", sa.Text(), nullable=False),
        sa.Column("size_bytes", sa.Integer(), nullable=False),
        sa.Column("published_at", postgresql.TIMESTAMP(timezone=True, precision=0), nullable=False),
        sa.CheckConstraint("octet_length(sha256) = 32", name=op.f("ck_invoice_files_sha256")),
        sa.CheckConstraint("size_bytes > 0", name=op.f("ck_invoice_files_size_bytes")),
        sa.CheckConstraint(
            "btrim(object_key) <> '' AND char_length(object_key) <= 500", name=op.f("ck_invoice_files_object_key")
        ),
        sa.ForeignKeyConstraint(["invoice_id"], ["invoices.invoice_id"], name=op.f("fk_invoice_files_invoice_id")),
        sa.PrimaryKeyConstraint("file_id", name=op.f("pk_invoice_files")),
    )
    op.create_index("uq_invoice_files_invoice_id", "invoice_files", ["invoice_id"], unique=True)


def _create_mails() -> None:
    op.create_table(
        "mails",
        sa.Column("mail_id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("invoice_id", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("recipients", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), server_default="", nullable=False),
        sa.Column("message_id", sa.Text(), nullable=False),
        sa.Column("asked_by", sa.BigInteger(), nullable=True),
        sa.Column("days_after_due", sa.SmallInteger(), nullable=True),
        sa.Column("tries", sa.Integer(), server_default="0", nullable=False),
        sa.Column("error", sa.Text(), server_default="", nullable=False),
        *(
            sa.Column(name, postgresql.TIMESTAMP(timezone=True, precision=0), nullable=True)
            for name in ("sent_at", "failed_at", "held_at")
        ),
        sa.Column(
            "created_at",
            postgresql.TIMESTAMP(timezone=True, precision=0),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.CheckConstraint("kind IN ('SEND', 'REMINDER')", name=op.f("ck_mails_kind")),
        sa.CheckConstraint(
            "btrim(recipients) <> '' AND char_length(recipients) <= 2000", name=op.f("ck_mails_recipients")
        ),
        sa.CheckConstraint("btrim(subject) <> '' AND char_length(subject) <= 300", name=op.f("ck_mails_subject")),
        sa.CheckConstraint("subject !~ '[[:cntrl:]]'", name=op.f("ck_mails_one_line")),
        sa.CheckConstraint("char_length(body) <= 20000", name=op.f("ck_mails_body")),
        sa.CheckConstraint("char_length(error) <= 1000", name=op.f("ck_mails_error")),
        sa.CheckConstraint("num_nonnulls(sent_at, failed_at, held_at) <= 1", name=op.f("ck_mails_outcome")),
        sa.CheckConstraint("tries >= 0", name=op.f("ck_mails_tries")),
        sa.CheckConstraint("days_after_due IS NULL OR kind = 'REMINDER'", name=op.f("ck_mails_days_after_due")),
        sa.ForeignKeyConstraint(["invoice_id"], ["invoices.invoice_id"], name=op.f("fk_mails_invoice_id")),
        sa.ForeignKeyConstraint(["asked_by"], ["users.user_id"], name=op.f("fk_mails_asked_by")),
        sa.PrimaryKeyConstraint("mail_id", name=op.f("pk_mails")),
    )
    op.create_index("uq_mails_message_id", "mails", ["message_id"], unique=True)
    op.create_index("ix_mails_invoice_id", "mails", ["invoice_id"], unique=False)
    op.create_index(
        "uq_mails_invoice_id_days_after_due",
        "mails",
        ["invoice_id", "days_after_due"],
        unique=True,
        postgresql_where=sa.text("days_after_due IS NOT NULL"),
    )
