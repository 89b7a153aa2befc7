"""Invoices: tax rates, series of numbers, invoices with their lines, taxes and entries, payments.

Clients and the workspace get what stands on an invoice.

Revision ID: 20261123_invoices
Revises: 20261123_worked_totals
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "20261123_invoices"
down_revision = "20261123_worked_totals"
branch_labels = None
depends_on = None

CHANGED = {
    "organisation": (
        "organisation_id",
        ["country", "iban", "bic", "bank_name", "payment_terms_days", "invoice_notes"],
    ),
    "clients": (
        "client_id",
        ["address", "country", "tax_id", "email", "payment_terms_days", "tax_rate_id"],
    ),
}
CHECKS = {
    "organisation": {
        "country": "country ~ '^([A-Z]{2})?$'",
        "iban": "iban ~ '^([A-Z]{2}[0-9]{2}[A-Z0-9]{11,30})?$'",
        "bic": "bic ~ '^([A-Z0-9]{8}|[A-Z0-9]{11})?$'",
        "bank_name": "char_length(bank_name) <= 200",
        "payment_terms_days": "payment_terms_days BETWEEN 0 AND 3650",
        "invoice_notes": "char_length(invoice_notes) <= 5000",
    },
    "clients": {
        "address": "char_length(address) <= 1000",
        "tax_id": "char_length(tax_id) <= 100",
        "email": "char_length(email) <= 320",
        "country": "country ~ '^([A-Z]{2})?$'",
        "payment_terms_days": "payment_terms_days BETWEEN 0 AND 3650",
    },
}
UNRECORDED = "ARRAY['password_hash', 'token_hash', 'logo']"


def upgrade() -> None:
    """Add the tables and columns."""
    _create_number_series()
    _create_tax_rates()
    _create_number_counters()
    _create_invoices()
    _create_invoice_line_items()
    _create_invoice_taxes()
    _create_payments()
    _create_invoiced_entries()
    _extend_clients_and_organisation()
    for subject, (key, columns) in CHANGED.items():
        names = "', '".join(columns)
        op.execute(
            "INSERT INTO audit_log (subject_type, subject_id, action, before, after)"
            f" SELECT '{subject}', {key}, 'MIGRATE', to_jsonb(r) - {UNRECORDED} - ARRAY['{names}'], to_jsonb(r) - {UNRECORDED}"
            f" FROM {subject} r"
        )


def downgrade() -> None:
    """Take them back. What the audit log says of invoices stays."""
    for subject, (key, columns) in CHANGED.items():
        for column in columns:
            op.drop_column(subject, column)
        op.execute(
            "INSERT INTO audit_log (subject_type, subject_id, action, after)"
            f" SELECT '{subject}', {key}, 'MIGRATE', to_jsonb(r) - {UNRECORDED} FROM {subject} r"
        )
    for name in (
        "payments",
        "invoiced_entries",
        "invoice_taxes",
        "invoice_line_items",
        "invoices",
        "number_counters",
        "number_series",
        "tax_rates",
    ):
        op.drop_table(name)


def _create_number_series() -> None:
    op.create_table(
        "number_series",
        sa.Column("series_id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("pattern", sa.Text(), nullable=False),
        sa.Column("is_default", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column(
            "created_at",
            postgresql.TIMESTAMP(timezone=True, precision=0),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.CheckConstraint("btrim(name) <> '' AND char_length(name) <= 100", name=op.f("ck_number_series_name")),
        sa.CheckConstraint(
            "char_length(pattern) <= 60 AND pattern ~ '^([^{}]|\\{YYYY\\}|\\{YY\\})*\\{N+\\}([^{}]|\\{YYYY\\}|\\{YY\\})*$'",
            name=op.f("ck_number_series_pattern"),
        ),
        sa.CheckConstraint("kind IN ('INVOICE', 'CREDIT_NOTE')", name=op.f("ck_number_series_kind")),
        sa.PrimaryKeyConstraint("series_id", name=op.f("pk_number_series")),
        sa.UniqueConstraint("series_id", "kind", name=op.f("uq_number_series_series_id_kind")),
    )
    op.create_index(
        "uq_number_series_default", "number_series", ["kind"], unique=True, postgresql_where=sa.text("is_default")
    )
    op.create_index("uq_number_series_name", "number_series", [sa.literal_column("lower(name)")], unique=True)


def _create_tax_rates() -> None:
    op.create_table(
        "tax_rates",
        sa.Column("tax_rate_id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("rate", sa.Numeric(precision=7, scale=4), nullable=False),
        sa.Column("is_reverse_charge", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("is_default", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("note", sa.Text(), server_default="", nullable=False),
        sa.Column("archived_at", postgresql.TIMESTAMP(timezone=True, precision=0), nullable=True),
        sa.Column(
            "created_at",
            postgresql.TIMESTAMP(timezone=True, precision=0),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.CheckConstraint("btrim(name) <> '' AND char_length(name) <= 100", name=op.f("ck_tax_rates_name")),
        sa.CheckConstraint("archived_at IS NULL OR NOT is_default", name=op.f("ck_tax_rates_default_in_use")),
        sa.CheckConstraint("char_length(note) <= 500", name=op.f("ck_tax_rates_note")),
        sa.CheckConstraint("rate = 0 OR NOT is_reverse_charge", name=op.f("ck_tax_rates_reverse_charge_is_zero")),
        sa.CheckConstraint("rate BETWEEN 0 AND 100", name=op.f("ck_tax_rates_rate")),
        sa.PrimaryKeyConstraint("tax_rate_id", name=op.f("pk_tax_rates")),
    )
    op.create_index(
        "uq_tax_rates_default", "tax_rates", ["is_default"], unique=True, postgresql_where=sa.text("is_default")
    )
    op.create_index("uq_tax_rates_name", "tax_rates", [sa.literal_column("lower(name)")], unique=True)


def _create_number_counters() -> None:
    op.create_table(
        "number_counters",
        sa.Column("counter_id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("series_id", sa.BigInteger(), nullable=False),
        sa.Column("year", sa.SmallInteger(), nullable=False),
        sa.Column("first_number", sa.Integer(), server_default="1", nullable=False),
        sa.Column("last_number", sa.Integer(), nullable=False),
        sa.CheckConstraint("first_number >= 1", name=op.f("ck_number_counters_first_number")),
        sa.CheckConstraint("last_number >= first_number - 1", name=op.f("ck_number_counters_last_number")),
        sa.CheckConstraint("year = 0 OR year BETWEEN 1900 AND 9000", name=op.f("ck_number_counters_year")),
        sa.ForeignKeyConstraint(["series_id"], ["number_series.series_id"], name=op.f("fk_number_counters_series_id")),
        sa.PrimaryKeyConstraint("counter_id", name=op.f("pk_number_counters")),
        sa.UniqueConstraint("series_id", "year", name=op.f("uq_number_counters_series_id_year")),
    )


def _create_invoices() -> None:
    op.create_table(
        "invoices",
        sa.Column("invoice_id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("kind", sa.Text(), server_default="INVOICE", nullable=False),
        sa.Column("status", sa.Text(), server_default="DRAFT", nullable=False),
        sa.Column("client_id", sa.BigInteger(), nullable=False),
        sa.Column("project_id", sa.BigInteger(), nullable=True),
        sa.Column("series_id", sa.BigInteger(), nullable=False),
        sa.Column("number", sa.Text(), nullable=True),
        sa.Column("number_year", sa.SmallInteger(), nullable=True),
        sa.Column("number_sequence", sa.Integer(), nullable=True),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("invoice_date", sa.Date(), nullable=True),
        sa.Column("due_date", sa.Date(), nullable=True),
        sa.Column("terms_days", sa.SmallInteger(), server_default="14", nullable=False),
        sa.Column("period_start", sa.Date(), nullable=True),
        sa.Column("period_end", sa.Date(), nullable=True),
        sa.Column("notes", sa.Text(), server_default="", nullable=False),
        sa.Column("discount_percent", sa.Numeric(precision=7, scale=4), nullable=True),
        sa.Column("net_amount", sa.Numeric(precision=18, scale=4), server_default="0", nullable=False),
        sa.Column("discount_amount", sa.Numeric(precision=18, scale=4), server_default="0", nullable=False),
        sa.Column("tax_amount", sa.Numeric(precision=18, scale=4), server_default="0", nullable=False),
        sa.Column("total_amount", sa.Numeric(precision=18, scale=4), server_default="0", nullable=False),
        sa.Column("line_items", postgresql.JSONB(none_as_null=True), nullable=True),
        sa.Column("line_items_sha256", sa.LargeBinary(), nullable=True),
        sa.Column("replaces_id", sa.BigInteger(), nullable=True),
        sa.Column("credits_id", sa.BigInteger(), nullable=True),
        sa.Column("issued_at", postgresql.TIMESTAMP(timezone=True, precision=0), nullable=True),
        sa.Column("sent_at", postgresql.TIMESTAMP(timezone=True, precision=0), nullable=True),
        sa.Column("voided_at", postgresql.TIMESTAMP(timezone=True, precision=0), nullable=True),
        sa.Column("void_reason", sa.Text(), server_default="", nullable=False),
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
        sa.CheckConstraint("(kind = 'CREDIT_NOTE') = (credits_id IS NOT NULL)", name=op.f("ck_invoices_credits_id")),
        sa.CheckConstraint("(status = 'VOID') = (voided_at IS NOT NULL)", name=op.f("ck_invoices_voided_at")),
        sa.CheckConstraint("currency ~ '^[A-Z]{3}$'", name=op.f("ck_invoices_currency")),
        sa.CheckConstraint(
            "discount_amount >= 0 AND discount_amount <> 'NaN'", name=op.f("ck_invoices_discount_amount")
        ),
        sa.CheckConstraint("kind IN ('INVOICE', 'CREDIT_NOTE')", name=op.f("ck_invoices_kind")),
        sa.CheckConstraint("net_amount >= 0 AND net_amount <> 'NaN'", name=op.f("ck_invoices_net_amount")),
        sa.CheckConstraint(
            "num_nulls(number, number_year, number_sequence, issued_at, line_items, line_items_sha256) = CASE WHEN status = 'DRAFT' THEN 6 ELSE 0 END",
            name=op.f("ck_invoices_numbered_when_issued"),
        ),
        sa.CheckConstraint("sent_at IS NULL OR status <> 'DRAFT'", name=op.f("ck_invoices_sent_at")),
        sa.CheckConstraint(
            "status = 'DRAFT' OR (invoice_date IS NOT NULL AND due_date IS NOT NULL)",
            name=op.f("ck_invoices_dated_when_issued"),
        ),
        sa.CheckConstraint("status IN ('DRAFT', 'ISSUED', 'VOID')", name=op.f("ck_invoices_status")),
        sa.CheckConstraint("tax_amount >= 0 AND tax_amount <> 'NaN'", name=op.f("ck_invoices_tax_amount")),
        sa.CheckConstraint("char_length(notes) <= 5000", name=op.f("ck_invoices_notes")),
        sa.CheckConstraint("char_length(number) <= 60", name=op.f("ck_invoices_number")),
        sa.CheckConstraint("char_length(void_reason) <= 1000", name=op.f("ck_invoices_void_reason")),
        sa.CheckConstraint("discount_amount <= net_amount", name=op.f("ck_invoices_within_net")),
        sa.CheckConstraint("discount_percent BETWEEN 0 AND 100", name=op.f("ck_invoices_discount_percent")),
        sa.CheckConstraint("due_date >= invoice_date", name=op.f("ck_invoices_due_date")),
        sa.CheckConstraint(
            "num_nulls(period_start, period_end) <> 1 AND coalesce(period_end >= period_start, true)",
            name=op.f("ck_invoices_period"),
        ),
        sa.CheckConstraint("octet_length(line_items_sha256) = 32", name=op.f("ck_invoices_line_items_sha256")),
        sa.CheckConstraint("terms_days BETWEEN 0 AND 3650", name=op.f("ck_invoices_terms_days")),
        sa.CheckConstraint(
            "total_amount = net_amount - discount_amount + tax_amount", name=op.f("ck_invoices_total_amount")
        ),
        sa.ForeignKeyConstraint(["client_id"], ["clients.client_id"], name=op.f("fk_invoices_client_id")),
        sa.ForeignKeyConstraint(["credits_id"], ["invoices.invoice_id"], name=op.f("fk_invoices_credits_id")),
        sa.ForeignKeyConstraint(["project_id"], ["projects.project_id"], name=op.f("fk_invoices_project_id")),
        sa.ForeignKeyConstraint(["replaces_id"], ["invoices.invoice_id"], name=op.f("fk_invoices_replaces_id")),
        sa.ForeignKeyConstraint(
            ["series_id", "kind"], ["number_series.series_id", "number_series.kind"], name="fk_invoices_series_id"
        ),
        sa.ForeignKeyConstraint(
            ["series_id", "number_year"],
            ["number_counters.series_id", "number_counters.year"],
            name="fk_invoices_number_year",
        ),
        sa.PrimaryKeyConstraint("invoice_id", name=op.f("pk_invoices")),
        sa.UniqueConstraint("number", name=op.f("uq_invoices_number")),
        sa.UniqueConstraint(
            "series_id",
            "number_year",
            "number_sequence",
            name=op.f("uq_invoices_series_id_number_year_number_sequence"),
        ),
    )
    op.create_index("ix_invoices_client_id_status", "invoices", ["client_id", "status"], unique=False)
    op.create_index(op.f("ix_invoices_credits_id"), "invoices", ["credits_id"], unique=False)
    op.create_index(op.f("ix_invoices_project_id"), "invoices", ["project_id"], unique=False)
    op.create_index(
        "uq_invoices_replaces_id",
        "invoices",
        ["replaces_id"],
        unique=True,
        postgresql_where=sa.text("status <> 'VOID'"),
    )


def _create_invoice_line_items() -> None:
    op.create_table(
        "invoice_line_items",
        sa.Column("line_item_id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("invoice_id", sa.BigInteger(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("project_id", sa.BigInteger(), nullable=True),
        sa.Column("task_id", sa.BigInteger(), nullable=True),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("quantity_seconds", sa.BigInteger(), nullable=True),
        sa.Column("quantity", sa.Numeric(precision=14, scale=4), nullable=True),
        sa.Column("unit", sa.Text(), server_default="", nullable=False),
        sa.Column("rate", sa.Numeric(precision=18, scale=4), nullable=False),
        sa.Column("discount_percent", sa.Numeric(precision=7, scale=4), server_default="0", nullable=False),
        sa.Column("tax_rate_id", sa.BigInteger(), nullable=True),
        sa.Column("amount", sa.Numeric(precision=18, scale=4), nullable=False),
        sa.Column("credits_line_id", sa.BigInteger(), nullable=True),
        sa.CheckConstraint("amount >= 0 AND amount <> 'NaN'", name=op.f("ck_invoice_line_items_amount")),
        sa.CheckConstraint(
            "btrim(description) <> '' AND char_length(description) <= 1000",
            name=op.f("ck_invoice_line_items_description"),
        ),
        sa.CheckConstraint(
            "kind = 'EXTRA' OR project_id IS NOT NULL", name=op.f("ck_invoice_line_items_work_has_project")
        ),
        sa.CheckConstraint("kind IN ('TIME', 'FIXED', 'EXTRA')", name=op.f("ck_invoice_line_items_kind")),
        sa.CheckConstraint(
            "num_nulls(quantity_seconds, quantity) = 1 AND (kind = 'TIME') = (quantity IS NULL)",
            name=op.f("ck_invoice_line_items_quantity_kind"),
        ),
        sa.CheckConstraint("quantity >= 0 AND quantity <> 'NaN'", name=op.f("ck_invoice_line_items_quantity")),
        sa.CheckConstraint("rate >= 0 AND rate <> 'NaN'", name=op.f("ck_invoice_line_items_rate")),
        sa.CheckConstraint("char_length(unit) <= 20", name=op.f("ck_invoice_line_items_unit")),
        sa.CheckConstraint("discount_percent BETWEEN 0 AND 100", name=op.f("ck_invoice_line_items_discount_percent")),
        sa.CheckConstraint("position >= 1", name=op.f("ck_invoice_line_items_position")),
        sa.CheckConstraint("quantity_seconds >= 0", name=op.f("ck_invoice_line_items_quantity_seconds")),
        sa.CheckConstraint(
            "task_id IS NULL OR project_id IS NOT NULL", name=op.f("ck_invoice_line_items_task_has_project")
        ),
        sa.ForeignKeyConstraint(
            ["credits_line_id"], ["invoice_line_items.line_item_id"], name=op.f("fk_invoice_line_items_credits_line_id")
        ),
        sa.ForeignKeyConstraint(["invoice_id"], ["invoices.invoice_id"], name=op.f("fk_invoice_line_items_invoice_id")),
        sa.ForeignKeyConstraint(
            ["project_id", "task_id"], ["tasks.project_id", "tasks.task_id"], name="fk_invoice_line_items_task"
        ),
        sa.ForeignKeyConstraint(["project_id"], ["projects.project_id"], name=op.f("fk_invoice_line_items_project_id")),
        sa.ForeignKeyConstraint(
            ["tax_rate_id"], ["tax_rates.tax_rate_id"], name=op.f("fk_invoice_line_items_tax_rate_id")
        ),
        sa.PrimaryKeyConstraint("line_item_id", name=op.f("pk_invoice_line_items")),
        sa.UniqueConstraint("invoice_id", "line_item_id", name=op.f("uq_invoice_line_items_invoice_id_line_item_id")),
        sa.UniqueConstraint("invoice_id", "position", name=op.f("uq_invoice_line_items_invoice_id_position")),
    )
    op.create_index(
        op.f("ix_invoice_line_items_credits_line_id"), "invoice_line_items", ["credits_line_id"], unique=False
    )
    op.create_index(op.f("ix_invoice_line_items_project_id"), "invoice_line_items", ["project_id"], unique=False)


def _create_invoice_taxes() -> None:
    op.create_table(
        "invoice_taxes",
        sa.Column("invoice_tax_id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("invoice_id", sa.BigInteger(), nullable=False),
        sa.Column("tax_rate_id", sa.BigInteger(), nullable=True),
        sa.Column("net_amount", sa.Numeric(precision=18, scale=4), nullable=False),
        sa.Column("discount_amount", sa.Numeric(precision=18, scale=4), nullable=False),
        sa.Column("tax_amount", sa.Numeric(precision=18, scale=4), nullable=False),
        sa.CheckConstraint(
            "discount_amount >= 0 AND discount_amount <> 'NaN'", name=op.f("ck_invoice_taxes_discount_amount")
        ),
        sa.CheckConstraint("net_amount >= 0 AND net_amount <> 'NaN'", name=op.f("ck_invoice_taxes_net_amount")),
        sa.CheckConstraint("tax_amount >= 0 AND tax_amount <> 'NaN'", name=op.f("ck_invoice_taxes_tax_amount")),
        sa.CheckConstraint("discount_amount <= net_amount", name=op.f("ck_invoice_taxes_within_net")),
        sa.CheckConstraint("tax_rate_id IS NOT NULL OR tax_amount = 0", name=op.f("ck_invoice_taxes_untaxed")),
        sa.ForeignKeyConstraint(["invoice_id"], ["invoices.invoice_id"], name=op.f("fk_invoice_taxes_invoice_id")),
        sa.ForeignKeyConstraint(["tax_rate_id"], ["tax_rates.tax_rate_id"], name=op.f("fk_invoice_taxes_tax_rate_id")),
        sa.PrimaryKeyConstraint("invoice_tax_id", name=op.f("pk_invoice_taxes")),
    )
    op.create_index(
        "uq_invoice_taxes_invoice_id_tax_rate_id",
        "invoice_taxes",
        ["invoice_id", "tax_rate_id"],
        unique=True,
        postgresql_nulls_not_distinct=True,
    )


def _create_payments() -> None:
    op.create_table(
        "payments",
        sa.Column("payment_id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("invoice_id", sa.BigInteger(), nullable=False),
        sa.Column("amount", sa.Numeric(precision=18, scale=4), nullable=False),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("paid_on", sa.Date(), nullable=False),
        sa.Column("method", sa.Text(), server_default="", nullable=False),
        sa.Column("note", sa.Text(), server_default="", nullable=False),
        sa.Column(
            "created_at",
            postgresql.TIMESTAMP(timezone=True, precision=0),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.CheckConstraint("amount <> 0 AND amount <> 'NaN'", name=op.f("ck_payments_amount")),
        sa.CheckConstraint("currency ~ '^[A-Z]{3}$'", name=op.f("ck_payments_currency")),
        sa.CheckConstraint("char_length(method) <= 60", name=op.f("ck_payments_method")),
        sa.CheckConstraint("char_length(note) <= 1000", name=op.f("ck_payments_note")),
        sa.ForeignKeyConstraint(["invoice_id"], ["invoices.invoice_id"], name=op.f("fk_payments_invoice_id")),
        sa.PrimaryKeyConstraint("payment_id", name=op.f("pk_payments")),
    )
    op.create_index(op.f("ix_payments_invoice_id"), "payments", ["invoice_id"], unique=False)


def _create_invoiced_entries() -> None:
    op.create_table(
        "invoiced_entries",
        sa.Column("entry_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("invoice_id", sa.BigInteger(), nullable=False),
        sa.Column("line_item_id", sa.BigInteger(), nullable=False),
        sa.Column("seconds", sa.Integer(), nullable=False),
        sa.CheckConstraint("seconds >= 0", name=op.f("ck_invoiced_entries_seconds")),
        sa.ForeignKeyConstraint(["entry_id"], ["time_entries.entry_id"], name=op.f("fk_invoiced_entries_entry_id")),
        sa.ForeignKeyConstraint(
            ["invoice_id", "line_item_id"],
            ["invoice_line_items.invoice_id", "invoice_line_items.line_item_id"],
            name="fk_invoiced_entries_line_item_id",
        ),
        sa.PrimaryKeyConstraint("entry_id", name=op.f("pk_invoiced_entries")),
    )
    op.create_index(
        "ix_invoiced_entries_invoice_id_line_item_id", "invoiced_entries", ["invoice_id", "line_item_id"], unique=False
    )


def _extend_clients_and_organisation() -> None:
    op.add_column("clients", sa.Column("address", sa.Text(), server_default="", nullable=False))
    op.add_column("clients", sa.Column("country", sa.Text(), server_default="", nullable=False))
    op.add_column("clients", sa.Column("tax_id", sa.Text(), server_default="", nullable=False))
    op.add_column("clients", sa.Column("email", sa.Text(), server_default="", nullable=False))
    op.add_column("clients", sa.Column("payment_terms_days", sa.SmallInteger(), nullable=True))
    op.add_column("clients", sa.Column("tax_rate_id", sa.BigInteger(), nullable=True))
    op.create_foreign_key(op.f("fk_clients_tax_rate_id"), "clients", "tax_rates", ["tax_rate_id"], ["tax_rate_id"])
    op.add_column("organisation", sa.Column("country", sa.Text(), server_default="", nullable=False))
    op.add_column("organisation", sa.Column("iban", sa.Text(), server_default="", nullable=False))
    op.add_column("organisation", sa.Column("bic", sa.Text(), server_default="", nullable=False))
    op.add_column("organisation", sa.Column("bank_name", sa.Text(), server_default="", nullable=False))
    op.add_column(
        "organisation", sa.Column("payment_terms_days", sa.SmallInteger(), server_default="14", nullable=False)
    )
    op.add_column("organisation", sa.Column("invoice_notes", sa.Text(), server_default="", nullable=False))
    for subject, checks in CHECKS.items():
        for name, rule in checks.items():
            op.create_check_constraint(op.f(f"ck_{subject}_{name}"), subject, rule)
