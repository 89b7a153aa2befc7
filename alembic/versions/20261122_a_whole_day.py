"""What a whole day needs: favourites, saved filters, settings of people and workspace, tasks with a date and a person.

Records of the audit log say which change they belong to, so that one action can be undone as one.

Revision ID: 20261122_a_whole_day
Revises: 20261121_audit_and_hours
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "20261122_a_whole_day"
down_revision = "20261121_audit_and_hours"
branch_labels = None
depends_on = None

CHANGED = {
    "organisation": (
        "organisation_id",
        [
            "address",
            "tax_id",
            "logo_sha256",
            "logo",
            "rounding_minutes",
            "rounding_mode",
            "minimum_entry_minutes",
            "is_demo",
        ],
    ),
    "users": ("user_id", ["theme", "duration_format", "time_format", "hides_description"]),
    "tasks": ("task_id", ["due_date", "assignee_id"]),
}
UNRECORDED = "ARRAY['password_hash', 'token_hash', 'logo']"

AUDIT_HASH = """
CREATE OR REPLACE FUNCTION audit_hash(previous bytea, record audit_log) RETURNS bytea
LANGUAGE sql IMMUTABLE AS $$
    SELECT sha256(coalesce(previous, '') || convert_to((jsonb_build_array(
        record.audit_id, record.subject_type, record.subject_id, record.sequence, record.action, record.actor_id,
        extract(epoch FROM record.recorded_at)::text, record.before, record.after){change})::text, 'UTF8'))
$$
"""
WITH_CHANGE = (
    " || CASE WHEN record.change_id IS NULL THEN '[]'::jsonb ELSE jsonb_build_array(record.change_id::text) END"
)


def upgrade() -> None:
    """Add the tables and columns."""
    op.add_column("audit_log", sa.Column("change_id", sa.Uuid(), nullable=True))
    op.create_index(op.f("ix_audit_log_change_id"), "audit_log", ["change_id"])
    op.create_index(
        "ix_audit_log_acts",
        "audit_log",
        ["actor_id", "audit_id"],
        postgresql_where=sa.text("subject_type = 'time_entries'"),
    )
    op.execute(AUDIT_HASH.format(change=WITH_CHANGE))
    _extend_organisation()
    _extend_people_and_tasks()
    for subject, (key, columns) in CHANGED.items():
        names = "', '".join(columns)
        op.execute(
            "INSERT INTO audit_log (subject_type, subject_id, action, before, after)"
            f" SELECT '{subject}', {key}, 'MIGRATE', to_jsonb(r) - {UNRECORDED} - ARRAY['{names}'], to_jsonb(r) - {UNRECORDED}"
            f" FROM {subject} r"
        )
    _create_favourites()
    _create_saved_filters()


def downgrade() -> None:
    """Take them back. What the audit log says of favourites and saved filters stays."""
    op.drop_table("saved_filters")
    op.drop_table("favourites")
    for subject, (_, columns) in CHANGED.items():
        for column in columns:
            op.drop_column(subject, column)
    op.execute(AUDIT_HASH.format(change=""))
    for subject, (key, _) in CHANGED.items():
        op.execute(
            "INSERT INTO audit_log (subject_type, subject_id, action, after)"
            f" SELECT '{subject}', {key}, 'MIGRATE', to_jsonb(r) - {UNRECORDED} FROM {subject} r"
        )
    op.drop_index("ix_audit_log_acts", "audit_log")
    op.drop_index(op.f("ix_audit_log_change_id"), "audit_log")
    op.drop_column("audit_log", "change_id")


def _extend_organisation() -> None:
    for name in ("address", "tax_id"):
        op.add_column("organisation", sa.Column(name, sa.Text(), server_default="", nullable=False))
    op.add_column("organisation", sa.Column("logo", sa.LargeBinary(), nullable=True))
    op.add_column(
        "organisation",
        sa.Column("logo_sha256", sa.LargeBinary(), sa.Computed("sha256(logo)", persisted=True), nullable=True),
    )
    for name in ("rounding_minutes", "minimum_entry_minutes"):
        op.add_column("organisation", sa.Column(name, sa.SmallInteger(), server_default="0", nullable=False))
    op.add_column("organisation", sa.Column("rounding_mode", sa.Text(), server_default="NEAREST", nullable=False))
    op.add_column("organisation", sa.Column("is_demo", sa.Boolean(), server_default=sa.false(), nullable=False))
    for name, rule in {
        "rounding_minutes": "rounding_minutes BETWEEN 0 AND 60",
        "minimum_entry_minutes": "minimum_entry_minutes BETWEEN 0 AND 60",
        "address": "char_length(address) <= 1000",
        "tax_id": "char_length(tax_id) <= 100",
        "logo": "octet_length(logo) <= 524288",
        "rounding_mode": "rounding_mode IN ('UP', 'NEAREST', 'DOWN')",
    }.items():
        op.create_check_constraint(op.f(f"ck_organisation_{name}"), "organisation", rule)


def _extend_people_and_tasks() -> None:
    for name, default, choices in (
        ("theme", "SYSTEM", "'SYSTEM', 'LIGHT', 'DARK'"),
        ("duration_format", "CLOCK", "'CLOCK', 'DECIMAL'"),
        ("time_format", "H24", "'H24', 'H12'"),
    ):
        op.add_column("users", sa.Column(name, sa.Text(), server_default=default, nullable=False))
        op.create_check_constraint(op.f(f"ck_users_{name}"), "users", f"{name} IN ({choices})")
    op.add_column("users", sa.Column("hides_description", sa.Boolean(), server_default=sa.false(), nullable=False))
    op.add_column("tasks", sa.Column("due_date", sa.Date(), nullable=True))
    op.add_column("tasks", sa.Column("assignee_id", sa.BigInteger(), nullable=True))
    op.create_foreign_key(op.f("fk_tasks_assignee_id"), "tasks", "users", ["assignee_id"], ["user_id"])
    op.create_index(op.f("ix_tasks_assignee_id"), "tasks", ["assignee_id"])


def _create_favourites() -> None:
    op.create_table(
        "favourites",
        sa.Column("favourite_id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("user_id", sa.BigInteger(), nullable=False),
        sa.Column("description", sa.Text(), server_default="", nullable=False),
        sa.Column("project_id", sa.BigInteger(), nullable=True),
        sa.Column("task_id", sa.BigInteger(), nullable=True),
        sa.Column("is_billable", sa.Boolean(), nullable=True),
        sa.Column("tags", postgresql.ARRAY(sa.Text()), server_default=sa.text("'{}'"), nullable=False),
        sa.Column("position", sa.Integer(), server_default="0", nullable=False),
        _created_at(),
        sa.CheckConstraint("task_id IS NULL OR project_id IS NOT NULL", name=op.f("ck_favourites_task_has_project")),
        sa.CheckConstraint(
            "project_id IS NOT NULL OR btrim(description) <> ''", name=op.f("ck_favourites_says_something")
        ),
        sa.CheckConstraint("char_length(description) <= 3000", name=op.f("ck_favourites_description")),
        sa.CheckConstraint(
            "cardinality(tags) <= 50 AND array_position(tags, NULL) IS NULL", name=op.f("ck_favourites_tags")
        ),
        sa.ForeignKeyConstraint(
            ["project_id", "task_id"],
            ["tasks.project_id", "tasks.task_id"],
            name="fk_favourites_task",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["user_id"], ["users.user_id"], name=op.f("fk_favourites_user_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["project_id"], ["projects.project_id"], name=op.f("fk_favourites_project_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("favourite_id", name=op.f("pk_favourites")),
    )
    op.create_index(
        "uq_favourites_work",
        "favourites",
        ["user_id", sa.literal_column("md5(description)"), "project_id", "task_id"],
        unique=True,
        postgresql_nulls_not_distinct=True,
    )


def _create_saved_filters() -> None:
    op.create_table(
        "saved_filters",
        sa.Column("filter_id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("user_id", sa.BigInteger(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("query", sa.Text(), server_default="", nullable=False),
        _created_at(),
        sa.CheckConstraint("char_length(query) <= 2000", name=op.f("ck_saved_filters_query")),
        sa.CheckConstraint("btrim(name) <> '' AND char_length(name) <= 200", name=op.f("ck_saved_filters_name")),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.user_id"], name=op.f("fk_saved_filters_user_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("filter_id", name=op.f("pk_saved_filters")),
    )
    op.create_index(
        "uq_saved_filters_user_id_name",
        "saved_filters",
        ["user_id", sa.literal_column("lower(name)")],
        unique=True,
    )


def _created_at() -> "sa.Column[sa.DateTime]":
    return sa.Column(
        "created_at", postgresql.TIMESTAMP(timezone=True, precision=0), server_default=sa.text("now()"), nullable=False
    )
