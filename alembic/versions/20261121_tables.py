"""People, clients, projects, tasks, time entries and the audit log.

Revision ID: 20261121_tables
Revises:
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "20261121_tables"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the tables."""
    op.create_table(
        "clients",
        sa.Column("client_id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("archived_at", postgresql.TIMESTAMP(timezone=True, precision=0), nullable=True),
        sa.Column(
            "created_at",
            postgresql.TIMESTAMP(timezone=True, precision=0),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.CheckConstraint("btrim(name) <> '' AND char_length(name) <= 200", name=op.f("ck_clients_name")),
        sa.CheckConstraint("currency ~ '^[A-Z]{3}$'", name=op.f("ck_clients_currency")),
        sa.PrimaryKeyConstraint("client_id", name=op.f("pk_clients")),
    )
    op.create_index("uq_clients_name", "clients", [sa.literal_column("lower(name)")], unique=True)
    op.create_table(
        "organisation",
        sa.Column("organisation_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("timezone", sa.Text(), nullable=False),
        sa.Column("week_start", sa.SmallInteger(), server_default="1", nullable=False),
        sa.Column(
            "created_at",
            postgresql.TIMESTAMP(timezone=True, precision=0),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.CheckConstraint("btrim(name) <> '' AND char_length(name) <= 200", name=op.f("ck_organisation_name")),
        sa.CheckConstraint("currency ~ '^[A-Z]{3}$'", name=op.f("ck_organisation_currency")),
        sa.CheckConstraint("organisation_id = 1", name=op.f("ck_organisation_single")),
        sa.CheckConstraint("week_start BETWEEN 1 AND 7", name=op.f("ck_organisation_week_start")),
        sa.PrimaryKeyConstraint("organisation_id", name=op.f("pk_organisation")),
    )
    op.create_table(
        "sign_in_failures",
        sa.Column("failure_id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("account", sa.Text(), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column(
            "failed_at",
            postgresql.TIMESTAMP(timezone=True, precision=0),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.PrimaryKeyConstraint("failure_id", name=op.f("pk_sign_in_failures")),
    )
    op.create_index(
        op.f("ix_sign_in_failures_account_failed_at"), "sign_in_failures", ["account", "failed_at"], unique=False
    )
    op.create_index(
        op.f("ix_sign_in_failures_address_failed_at"), "sign_in_failures", ["address", "failed_at"], unique=False
    )
    op.create_table(
        "users",
        sa.Column("user_id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("email", sa.Text(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("hourly_rate", sa.Numeric(precision=18, scale=4), nullable=True),
        sa.Column("timezone", sa.Text(), nullable=False),
        sa.Column("week_start", sa.SmallInteger(), server_default="1", nullable=False),
        sa.Column("weekly_target_hours", sa.Numeric(precision=10, scale=2), server_default="40", nullable=False),
        sa.Column("password_hash", sa.Text(), nullable=True),
        sa.Column("deactivated_at", postgresql.TIMESTAMP(timezone=True, precision=0), nullable=True),
        sa.Column(
            "created_at",
            postgresql.TIMESTAMP(timezone=True, precision=0),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.CheckConstraint("btrim(name) <> '' AND char_length(name) <= 200", name=op.f("ck_users_name")),
        sa.CheckConstraint(
            "email = lower(email) AND email LIKE '%_@_%' AND char_length(email) <= 320", name=op.f("ck_users_email")
        ),
        sa.CheckConstraint("hourly_rate >= 0 AND hourly_rate <> 'NaN'", name=op.f("ck_users_hourly_rate")),
        sa.CheckConstraint("role IN ('EMPLOYEE', 'MANAGER', 'ADMIN')", name=op.f("ck_users_role")),
        sa.CheckConstraint("week_start BETWEEN 1 AND 7", name=op.f("ck_users_week_start")),
        sa.CheckConstraint("weekly_target_hours BETWEEN 0 AND 168", name=op.f("ck_users_weekly_target_hours")),
        sa.PrimaryKeyConstraint("user_id", name=op.f("pk_users")),
        sa.UniqueConstraint("email", name=op.f("uq_users_email")),
    )
    op.create_table(
        "audit_log",
        sa.Column("audit_id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("subject_type", sa.Text(), nullable=False),
        sa.Column("subject_id", sa.BigInteger(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column("actor_id", sa.BigInteger(), nullable=True),
        sa.Column(
            "recorded_at",
            postgresql.TIMESTAMP(timezone=True),
            server_default=sa.text("clock_timestamp()"),
            nullable=False,
        ),
        sa.Column("before", postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), nullable=True),
        sa.Column("after", postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), nullable=True),
        sa.Column("previous_hash", sa.LargeBinary(), nullable=True),
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["actor_id"], ["users.user_id"], name=op.f("fk_audit_log_actor_id")),
        sa.PrimaryKeyConstraint("audit_id", name=op.f("pk_audit_log")),
        sa.UniqueConstraint(
            "subject_type", "subject_id", "sequence", name=op.f("uq_audit_log_subject_type_subject_id_sequence")
        ),
    )
    op.create_table(
        "invitations",
        sa.Column("invitation_id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("token_hash", sa.LargeBinary(), nullable=False),
        sa.Column("user_id", sa.BigInteger(), nullable=False),
        sa.Column("invited_by", sa.BigInteger(), nullable=False),
        sa.Column(
            "created_at",
            postgresql.TIMESTAMP(timezone=True, precision=0),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.Column("expires_at", postgresql.TIMESTAMP(timezone=True, precision=0), nullable=False),
        sa.Column("accepted_at", postgresql.TIMESTAMP(timezone=True, precision=0), nullable=True),
        sa.CheckConstraint("expires_at > created_at", name=op.f("ck_invitations_expires_at")),
        sa.CheckConstraint("octet_length(token_hash) = 32", name=op.f("ck_invitations_token_hash")),
        sa.ForeignKeyConstraint(["invited_by"], ["users.user_id"], name=op.f("fk_invitations_invited_by")),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.user_id"], name=op.f("fk_invitations_user_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("invitation_id", name=op.f("pk_invitations")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_invitations_token_hash")),
    )
    op.create_index(
        "uq_invitations_user_id_open",
        "invitations",
        ["user_id"],
        unique=True,
        postgresql_where=sa.text("accepted_at IS NULL"),
    )
    op.create_table(
        "projects",
        sa.Column("project_id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("client_id", sa.BigInteger(), nullable=True),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), server_default="ACTIVE", nullable=False),
        sa.Column("billing_type", sa.Text(), nullable=False),
        sa.Column("hourly_rate", sa.Numeric(precision=18, scale=4), nullable=True),
        sa.Column("budget_hours", sa.Numeric(precision=10, scale=2), nullable=True),
        sa.Column("budget_amount", sa.Numeric(precision=18, scale=4), nullable=True),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("color", sa.Text(), nullable=False),
        sa.Column("is_public", sa.Boolean(), nullable=False),
        sa.Column(
            "created_at",
            postgresql.TIMESTAMP(timezone=True, precision=0),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.CheckConstraint(
            "billing_type IN ('HOURLY', 'FIXED', 'NON_BILLABLE')", name=op.f("ck_projects_billing_type")
        ),
        sa.CheckConstraint("btrim(name) <> '' AND char_length(name) <= 200", name=op.f("ck_projects_name")),
        sa.CheckConstraint("budget_amount >= 0 AND budget_amount <> 'NaN'", name=op.f("ck_projects_budget_amount")),
        sa.CheckConstraint("budget_hours >= 0 AND budget_hours <> 'NaN'", name=op.f("ck_projects_budget_hours")),
        sa.CheckConstraint(
            "color IN ('blue', 'cyan', 'teal', 'grass', 'gold', 'brown', 'orange', 'tomato', 'crimson', 'pink', 'plum', 'purple', 'slate')",
            name=op.f("ck_projects_color"),
        ),
        sa.CheckConstraint("currency ~ '^[A-Z]{3}$'", name=op.f("ck_projects_currency")),
        sa.CheckConstraint("hourly_rate >= 0 AND hourly_rate <> 'NaN'", name=op.f("ck_projects_hourly_rate")),
        sa.CheckConstraint("status IN ('ACTIVE', 'COMPLETED', 'ARCHIVED')", name=op.f("ck_projects_status")),
        sa.ForeignKeyConstraint(["client_id"], ["clients.client_id"], name=op.f("fk_projects_client_id")),
        sa.PrimaryKeyConstraint("project_id", name=op.f("pk_projects")),
    )
    op.create_index(
        "uq_projects_client_id_name",
        "projects",
        ["client_id", sa.literal_column("lower(name)")],
        unique=True,
        postgresql_nulls_not_distinct=True,
    )
    op.create_table(
        "sessions",
        sa.Column("session_id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("token_hash", sa.LargeBinary(), nullable=False),
        sa.Column("user_id", sa.BigInteger(), nullable=False),
        sa.Column(
            "created_at",
            postgresql.TIMESTAMP(timezone=True, precision=0),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.Column(
            "last_seen_at",
            postgresql.TIMESTAMP(timezone=True, precision=0),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.Column("expires_at", postgresql.TIMESTAMP(timezone=True, precision=0), nullable=False),
        sa.Column("stay", sa.Boolean(), nullable=False),
        sa.Column("address", sa.Text(), server_default="", nullable=False),
        sa.Column("user_agent", sa.Text(), server_default="", nullable=False),
        sa.CheckConstraint("expires_at > created_at", name=op.f("ck_sessions_expires_at")),
        sa.CheckConstraint("octet_length(token_hash) = 32", name=op.f("ck_sessions_token_hash")),
        sa.ForeignKeyConstraint(["user_id"], ["users.user_id"], name=op.f("fk_sessions_user_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("session_id", name=op.f("pk_sessions")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_sessions_token_hash")),
    )
    op.create_index(op.f("ix_sessions_user_id"), "sessions", ["user_id"], unique=False)
    op.create_table(
        "project_members",
        sa.Column("member_id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("project_id", sa.BigInteger(), nullable=False),
        sa.Column("user_id", sa.BigInteger(), nullable=False),
        sa.Column(
            "created_at",
            postgresql.TIMESTAMP(timezone=True, precision=0),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(
            ["project_id"], ["projects.project_id"], name=op.f("fk_project_members_project_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.user_id"], name=op.f("fk_project_members_user_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("member_id", name=op.f("pk_project_members")),
        sa.UniqueConstraint("project_id", "user_id", name=op.f("uq_project_members_project_id_user_id")),
    )
    op.create_index(op.f("ix_project_members_user_id"), "project_members", ["user_id"], unique=False)
    op.create_table(
        "project_user_rates",
        sa.Column("rate_id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("project_id", sa.BigInteger(), nullable=False),
        sa.Column("user_id", sa.BigInteger(), nullable=False),
        sa.Column("hourly_rate", sa.Numeric(precision=18, scale=4), nullable=False),
        sa.Column(
            "created_at",
            postgresql.TIMESTAMP(timezone=True, precision=0),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.CheckConstraint("hourly_rate >= 0 AND hourly_rate <> 'NaN'", name=op.f("ck_project_user_rates_hourly_rate")),
        sa.ForeignKeyConstraint(
            ["project_id"], ["projects.project_id"], name=op.f("fk_project_user_rates_project_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.user_id"], name=op.f("fk_project_user_rates_user_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("rate_id", name=op.f("pk_project_user_rates")),
        sa.UniqueConstraint("project_id", "user_id", name=op.f("uq_project_user_rates_project_id_user_id")),
    )
    op.create_index(op.f("ix_project_user_rates_user_id"), "project_user_rates", ["user_id"], unique=False)
    op.create_table(
        "tasks",
        sa.Column("task_id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("project_id", sa.BigInteger(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("estimated_hours", sa.Numeric(precision=10, scale=2), nullable=True),
        sa.Column("is_billable", sa.Boolean(), nullable=True),
        sa.Column("archived_at", postgresql.TIMESTAMP(timezone=True, precision=0), nullable=True),
        sa.Column(
            "created_at",
            postgresql.TIMESTAMP(timezone=True, precision=0),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.CheckConstraint("btrim(name) <> '' AND char_length(name) <= 200", name=op.f("ck_tasks_name")),
        sa.CheckConstraint("estimated_hours >= 0 AND estimated_hours <> 'NaN'", name=op.f("ck_tasks_estimated_hours")),
        sa.ForeignKeyConstraint(
            ["project_id"], ["projects.project_id"], name=op.f("fk_tasks_project_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("task_id", name=op.f("pk_tasks")),
        sa.UniqueConstraint("project_id", "task_id", name=op.f("uq_tasks_project_id_task_id")),
    )
    op.create_index("uq_tasks_project_id_name", "tasks", ["project_id", sa.literal_column("lower(name)")], unique=True)
    op.create_table(
        "time_entries",
        sa.Column("entry_id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("user_id", sa.BigInteger(), nullable=False),
        sa.Column("project_id", sa.BigInteger(), nullable=True),
        sa.Column("task_id", sa.BigInteger(), nullable=True),
        sa.Column("description", sa.Text(), server_default="", nullable=False),
        sa.Column("start_time", postgresql.TIMESTAMP(timezone=True, precision=0), nullable=False),
        sa.Column("end_time", postgresql.TIMESTAMP(timezone=True, precision=0), nullable=True),
        sa.Column(
            "duration_seconds",
            sa.Integer(),
            sa.Computed("extract(epoch FROM end_time - start_time)::integer", persisted=True),
            nullable=True,
        ),
        sa.Column("is_billable", sa.Boolean(), nullable=False),
        sa.Column("hourly_rate", sa.Numeric(precision=18, scale=4), nullable=False),
        sa.Column("rate_source", sa.Text(), nullable=False),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("tags", postgresql.ARRAY(sa.Text()), server_default=sa.text("'{}'"), nullable=False),
        sa.Column(
            "created_at",
            postgresql.TIMESTAMP(timezone=True, precision=0),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.Column(
            "updated_at",
            postgresql.TIMESTAMP(timezone=True),
            server_default=sa.text("clock_timestamp()"),
            nullable=False,
        ),
        sa.CheckConstraint("currency ~ '^[A-Z]{3}$'", name=op.f("ck_time_entries_currency")),
        sa.CheckConstraint("end_time - start_time <= interval '24 hours'", name=op.f("ck_time_entries_day_at_most")),
        sa.CheckConstraint("hourly_rate >= 0 AND hourly_rate <> 'NaN'", name=op.f("ck_time_entries_hourly_rate")),
        sa.CheckConstraint(
            "rate_source IN ('PROJECT_USER', 'USER', 'PROJECT', 'MANUAL', 'NONE')",
            name=op.f("ck_time_entries_rate_source"),
        ),
        sa.CheckConstraint(
            "NOT is_billable OR project_id IS NOT NULL", name=op.f("ck_time_entries_billable_has_project")
        ),
        sa.CheckConstraint(
            "cardinality(tags) <= 50 AND array_position(tags, NULL) IS NULL", name=op.f("ck_time_entries_tags")
        ),
        sa.CheckConstraint("char_length(description) <= 3000", name=op.f("ck_time_entries_description")),
        sa.CheckConstraint("end_time > start_time", name=op.f("ck_time_entries_order")),
        sa.CheckConstraint("task_id IS NULL OR project_id IS NOT NULL", name=op.f("ck_time_entries_task_has_project")),
        sa.ForeignKeyConstraint(
            ["project_id", "task_id"], ["tasks.project_id", "tasks.task_id"], name="fk_time_entries_task"
        ),
        sa.ForeignKeyConstraint(["project_id"], ["projects.project_id"], name=op.f("fk_time_entries_project_id")),
        sa.ForeignKeyConstraint(["user_id"], ["users.user_id"], name=op.f("fk_time_entries_user_id")),
        sa.PrimaryKeyConstraint("entry_id", name=op.f("pk_time_entries")),
    )
    op.create_index(
        "ix_time_entries_newest",
        "time_entries",
        ["user_id", sa.literal_column("start_time DESC"), sa.literal_column("entry_id DESC")],
        unique=False,
    )
    op.create_index("ix_time_entries_project_id_start_time", "time_entries", ["project_id", "start_time"], unique=False)
    op.create_index(
        "uq_time_entries_running",
        "time_entries",
        ["user_id"],
        unique=True,
        postgresql_where=sa.text("end_time IS NULL"),
    )
    # After the index above, so that a second timer is refused as a second timer and not as an overlap.
    op.execute(
        "ALTER TABLE time_entries ADD CONSTRAINT ex_time_entries_overlap EXCLUDE USING gist"
        " (int8range(user_id, user_id, '[]') WITH &&, tstzrange(start_time, end_time, '[)') WITH &&)"
    )


def downgrade() -> None:
    """Drop them."""

    op.drop_index("uq_time_entries_running", table_name="time_entries", postgresql_where=sa.text("end_time IS NULL"))
    op.drop_index("ix_time_entries_project_id_start_time", table_name="time_entries")
    op.drop_index("ix_time_entries_newest", table_name="time_entries")
    op.drop_table("time_entries")
    op.drop_index("uq_tasks_project_id_name", table_name="tasks")
    op.drop_table("tasks")
    op.drop_index(op.f("ix_project_user_rates_user_id"), table_name="project_user_rates")
    op.drop_table("project_user_rates")
    op.drop_index(op.f("ix_project_members_user_id"), table_name="project_members")
    op.drop_table("project_members")
    op.drop_index(op.f("ix_sessions_user_id"), table_name="sessions")
    op.drop_table("sessions")
    op.drop_index("uq_projects_client_id_name", table_name="projects", postgresql_nulls_not_distinct=True)
    op.drop_table("projects")
    op.drop_index(
        "uq_invitations_user_id_open", table_name="invitations", postgresql_where=sa.text("accepted_at IS NULL")
    )
    op.drop_table("invitations")
    op.drop_table("audit_log")
    op.drop_table("users")
    op.drop_index(op.f("ix_sign_in_failures_address_failed_at"), table_name="sign_in_failures")
    op.drop_index(op.f("ix_sign_in_failures_account_failed_at"), table_name="sign_in_failures")
    op.drop_table("sign_in_failures")
    op.drop_table("organisation")
    op.drop_index("uq_clients_name", table_name="clients")
    op.drop_table("clients")
