"""Reminders: the workspace says how many days after an invoice is due its client is reminded.

Revision ID: 20261126_reminders
Revises: 20261126_lines_of_many_tasks
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "20261126_reminders"
down_revision = "20261126_lines_of_many_tasks"
branch_labels = None
depends_on = None

CHECK = (
    "cardinality(reminder_days) <= 5 AND array_position(reminder_days, NULL) IS NULL"
    " AND -30 <= ALL(reminder_days) AND 365 >= ALL(reminder_days)"
)
NOTE = (
    "INSERT INTO audit_log (subject_type, subject_id, action, before, after)"
    " SELECT 'organisation', organisation_id, 'MIGRATE', {before}, to_jsonb(o) - 'logo' FROM organisation o"
)


def upgrade() -> None:
    """Give the workspace the days; there are none, so nothing is sent by itself."""
    op.add_column(
        "organisation",
        sa.Column("reminder_days", postgresql.ARRAY(sa.SmallInteger()), server_default="{}", nullable=False),
    )
    op.create_check_constraint(op.f("ck_organisation_reminder_days"), "organisation", CHECK)
    op.execute(NOTE.format(before="to_jsonb(o) - ARRAY['logo', 'reminder_days']"))


def downgrade() -> None:
    """Take them back."""
    op.drop_constraint(op.f("ck_organisation_reminder_days"), "organisation")
    op.drop_column("organisation", "reminder_days")
    op.execute(NOTE.format(before="NULL"))
