"""Links by which clients see their invoices.

Revision ID: 20261125_invoice_links
Revises: 20261124_jobs
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import TIMESTAMP

revision = "20261125_invoice_links"
down_revision = "20261124_jobs"
branch_labels = None
depends_on = None

INSTANT = TIMESTAMP(timezone=True, precision=0)


def upgrade() -> None:
    """Create the table."""
    op.create_table(
        "invoice_links",
        sa.Column("link_id", sa.BigInteger(), sa.Identity(), nullable=False),
        sa.Column("invoice_id", sa.BigInteger(), nullable=False),
        sa.Column("token", sa.Text(), nullable=False),
        sa.Column("created_at", INSTANT, server_default=sa.func.now(), nullable=False),
        sa.Column("opened_at", INSTANT, nullable=True),
        sa.Column("revoked_at", INSTANT, nullable=True),
        sa.CheckConstraint("char_length(token) BETWEEN 40 AND 100", name=op.f("ck_invoice_links_token")),
        sa.ForeignKeyConstraint(["invoice_id"], ["invoices.invoice_id"], name=op.f("fk_invoice_links_invoice_id")),
        sa.PrimaryKeyConstraint("link_id", name=op.f("pk_invoice_links")),
        sa.UniqueConstraint("token", name=op.f("uq_invoice_links_token")),
    )
    op.create_index(op.f("ix_invoice_links_invoice_id"), "invoice_links", ["invoice_id"])
    op.create_index(
        "uq_invoice_links_invoice_id_live",
        "invoice_links",
        ["invoice_id"],
        unique=True,
        postgresql_where=sa.text("revoked_at IS NULL"),
    )


def downgrade() -> None:
    """Drop it."""
    op.drop_table("invoice_links")
