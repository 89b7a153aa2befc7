"""Invoices that come again, and what came of them.

Revision ID: 20261125_recurring_invoices
Revises: 20261125_invoice_links
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import ARRAY, JSONB, TIMESTAMP

revision = "20261125_recurring_invoices"
down_revision = "20261125_invoice_links"
branch_labels = None
depends_on = None

INSTANT = TIMESTAMP(timezone=True, precision=0)


def upgrade() -> None:
    """Create the tables."""
    op.create_table(
        "recurring_invoices",
        sa.Column("recurring_id", sa.BigInteger(), sa.Identity(), nullable=False),
        sa.Column("client_id", sa.BigInteger(), nullable=False),
        sa.Column("owner_id", sa.BigInteger(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("every", sa.Text(), nullable=False),
        sa.Column("anchor_day", sa.SmallInteger(), nullable=False),
        sa.Column("next_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("then_do", sa.Text(), nullable=False),
        sa.Column("with_hours", sa.Boolean(), nullable=False),
        sa.Column("project_ids", ARRAY(sa.BigInteger()), nullable=True),
        sa.Column("lines", JSONB(), nullable=False),
        sa.Column("paused_at", INSTANT, nullable=True),
        sa.Column("created_at", INSTANT, server_default=sa.func.now(), nullable=False),
        sa.CheckConstraint("btrim(name) <> '' AND char_length(name) <= 200", name=op.f("ck_recurring_invoices_name")),
        sa.CheckConstraint("every IN ('WEEK', 'MONTH', 'QUARTER', 'YEAR')", name=op.f("ck_recurring_invoices_every")),
        sa.CheckConstraint("then_do IN ('DRAFT', 'ISSUE', 'SEND')", name=op.f("ck_recurring_invoices_then_do")),
        sa.CheckConstraint("anchor_day BETWEEN 1 AND 31", name=op.f("ck_recurring_invoices_anchor_day")),
        sa.CheckConstraint("jsonb_typeof(lines) = 'array'", name=op.f("ck_recurring_invoices_lines")),
        sa.CheckConstraint("with_hours OR lines <> '[]'", name=op.f("ck_recurring_invoices_bills_something")),
        sa.ForeignKeyConstraint(["client_id"], ["clients.client_id"], name=op.f("fk_recurring_invoices_client_id")),
        sa.ForeignKeyConstraint(["owner_id"], ["users.user_id"], name=op.f("fk_recurring_invoices_owner_id")),
        sa.PrimaryKeyConstraint("recurring_id", name=op.f("pk_recurring_invoices")),
    )
    op.create_index(op.f("ix_recurring_invoices_client_id"), "recurring_invoices", ["client_id"])
    op.create_table(
        "recurring_runs",
        sa.Column("run_id", sa.BigInteger(), sa.Identity(), nullable=False),
        sa.Column("recurring_id", sa.BigInteger(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("invoice_id", sa.BigInteger(), nullable=True),
        sa.Column("problem", sa.Text(), server_default="", nullable=False),
        sa.Column("created_at", INSTANT, server_default=sa.func.now(), nullable=False),
        sa.CheckConstraint("char_length(problem) <= 2000", name=op.f("ck_recurring_runs_problem")),
        sa.ForeignKeyConstraint(
            ["recurring_id"], ["recurring_invoices.recurring_id"], name=op.f("fk_recurring_runs_recurring_id")
        ),
        sa.PrimaryKeyConstraint("run_id", name=op.f("pk_recurring_runs")),
        sa.UniqueConstraint("recurring_id", "due_on", name=op.f("uq_recurring_runs_recurring_id_due_on")),
    )


def downgrade() -> None:
    """Drop them."""
    op.drop_table("recurring_runs")
    op.drop_table("recurring_invoices")
