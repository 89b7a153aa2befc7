"""Invoices and credit notes, their lines and taxes, the entries they bill, and what was paid for them."""

from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    Date,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    LargeBinary,
    Numeric,
    SmallInteger,
    Text,
    UniqueConstraint,
    func,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB, TIMESTAMP
from sqlmodel import Field, SQLModel

from timetrack.models.base import (
    MONEY,
    PERCENT,
    currency_code,
    filled,
    instant,
    key,
    not_negative,
    one_of,
    percent,
    reference,
)
from timetrack.models.billing import InvoiceKind

QUANTITY = Numeric(14, 4)


class InvoiceStatus(StrEnum):
    """What is stored of where an invoice stands. Sent, paid and overdue follow from other columns and the day."""

    DRAFT = "DRAFT"
    ISSUED = "ISSUED"
    VOID = "VOID"


class LineKind(StrEnum):
    """What a line bills: tracked time by the hour, a stated amount for a project, or anything else."""

    TIME = "TIME"
    FIXED = "FIXED"
    EXTRA = "EXTRA"


class Invoice(SQLModel, table=True):
    """A bill to a client, or with ``kind`` CREDIT_NOTE what is taken back of the one in ``credits_id``.

    Amounts are in ``currency`` and never negative, on a credit note too. ``period_end`` is the last day. A draft
    without dates takes the day of issue, and ``terms_days`` more. ``line_items`` is the issued document as canonical
    JSON, ``line_items_sha256`` the hash of its bytes; neither moves again.
    """

    __tablename__ = "invoices"
    __table_args__ = (
        ForeignKeyConstraint(
            ["series_id", "kind"], ["number_series.series_id", "number_series.kind"], name="fk_invoices_series_id"
        ),
        ForeignKeyConstraint(
            ["series_id", "number_year"],
            ["number_counters.series_id", "number_counters.year"],
            name="fk_invoices_number_year",
        ),
        UniqueConstraint("number"),
        UniqueConstraint("series_id", "number_year", "number_sequence"),
        Index("uq_invoices_replaces_id", "replaces_id", unique=True, postgresql_where=text("status <> 'VOID'")),
        Index("ix_invoices_client_id_status", "client_id", "status"),
        one_of("kind", InvoiceKind),
        one_of("status", InvoiceStatus),
        currency_code(),
        CheckConstraint(
            "num_nulls(number, number_year, number_sequence, issued_at, line_items, line_items_sha256)"
            " = CASE WHEN status = 'DRAFT' THEN 6 ELSE 0 END",
            name="numbered_when_issued",
        ),
        CheckConstraint(
            "status = 'DRAFT' OR (invoice_date IS NOT NULL AND due_date IS NOT NULL)", name="dated_when_issued"
        ),
        CheckConstraint("(status = 'VOID') = (voided_at IS NOT NULL)", name="voided_at"),
        CheckConstraint("sent_at IS NULL OR status <> 'DRAFT'", name="sent_at"),
        CheckConstraint("due_date >= invoice_date", name="due_date"),
        CheckConstraint(
            "num_nulls(period_start, period_end) <> 1 AND coalesce(period_end >= period_start, true)", name="period"
        ),
        CheckConstraint("terms_days BETWEEN 0 AND 3650", name="terms_days"),
        CheckConstraint("(kind = 'CREDIT_NOTE') = (credits_id IS NOT NULL)", name="credits_id"),
        CheckConstraint("char_length(number) <= 60", name="number"),
        CheckConstraint("octet_length(line_items_sha256) = 32", name="line_items_sha256"),
        CheckConstraint("char_length(notes) <= 5000", name="notes"),
        CheckConstraint("char_length(void_reason) <= 1000", name="void_reason"),
        percent("discount_percent"),
        not_negative("net_amount"),
        not_negative("discount_amount"),
        not_negative("tax_amount"),
        CheckConstraint("discount_amount <= net_amount", name="within_net"),
        CheckConstraint("total_amount = net_amount - discount_amount + tax_amount", name="total_amount"),
    )

    invoice_id: int = Field(default=None, sa_column=key())
    kind: str = Field(default=InvoiceKind.INVOICE, sa_column=Column(Text, nullable=False, server_default="INVOICE"))
    status: str = Field(default=InvoiceStatus.DRAFT, sa_column=Column(Text, nullable=False, server_default="DRAFT"))
    client_id: int = Field(sa_column=reference("clients.client_id"))
    project_id: int | None = Field(default=None, sa_column=reference("projects.project_id", nullable=True, index=True))
    series_id: int = Field(sa_column=Column(BigInteger, nullable=False))
    number: str | None = Field(default=None, sa_column=Column(Text))
    number_year: int | None = Field(default=None, sa_column=Column(SmallInteger))
    number_sequence: int | None = Field(default=None, sa_column=Column(Integer))
    currency: str = Field(sa_column=Column(Text, nullable=False))
    invoice_date: date | None = Field(default=None, sa_column=Column(Date))
    due_date: date | None = Field(default=None, sa_column=Column(Date))
    terms_days: int = Field(default=14, sa_column=Column(SmallInteger, nullable=False, server_default="14"))
    period_start: date | None = Field(default=None, sa_column=Column(Date))
    period_end: date | None = Field(default=None, sa_column=Column(Date))
    notes: str = Field(default="", sa_column=Column(Text, nullable=False, server_default=""))
    discount_percent: Decimal | None = Field(default=None, sa_column=Column(PERCENT))
    net_amount: Decimal = Field(default=Decimal(0), sa_column=Column(MONEY, nullable=False, server_default="0"))
    discount_amount: Decimal = Field(default=Decimal(0), sa_column=Column(MONEY, nullable=False, server_default="0"))
    tax_amount: Decimal = Field(default=Decimal(0), sa_column=Column(MONEY, nullable=False, server_default="0"))
    total_amount: Decimal = Field(default=Decimal(0), sa_column=Column(MONEY, nullable=False, server_default="0"))
    line_items: dict[str, Any] | None = Field(default=None, sa_column=Column(JSONB(none_as_null=True)))
    line_items_sha256: bytes | None = Field(default=None, sa_column=Column(LargeBinary))
    replaces_id: int | None = Field(default=None, sa_column=reference("invoices.invoice_id", nullable=True))
    credits_id: int | None = Field(default=None, sa_column=reference("invoices.invoice_id", nullable=True, index=True))
    issued_at: datetime | None = Field(default=None, sa_column=instant(nullable=True))
    sent_at: datetime | None = Field(default=None, sa_column=instant(nullable=True))
    voided_at: datetime | None = Field(default=None, sa_column=instant(nullable=True))
    void_reason: str = Field(default="", sa_column=Column(Text, nullable=False, server_default=""))
    created_at: datetime = Field(default=None, sa_column=instant(default=True))
    updated_at: datetime = Field(
        default=None,
        sa_column=Column(TIMESTAMP(timezone=True), nullable=False, server_default=func.clock_timestamp()),
    )


class InvoiceLineItem(SQLModel, table=True):
    """A line: ``rate`` times the hours in ``quantity_seconds``, or times ``quantity``, less ``discount_percent``.

    ``amount`` is that product rounded once, as it is printed. ``credits_line_id`` is the line that a credit note takes
    back.
    """

    __tablename__ = "invoice_line_items"
    __table_args__ = (
        ForeignKeyConstraint(
            ["project_id", "task_id"], ["tasks.project_id", "tasks.task_id"], name="fk_invoice_line_items_task"
        ),
        UniqueConstraint("invoice_id", "position"),
        UniqueConstraint("invoice_id", "line_item_id"),
        one_of("kind", LineKind),
        filled("description", 1000),
        CheckConstraint("position >= 1", name="position"),
        CheckConstraint(
            "num_nulls(quantity_seconds, quantity) = 1 AND (kind = 'TIME') = (quantity IS NULL)", name="quantity_kind"
        ),
        CheckConstraint("quantity_seconds >= 0", name="quantity_seconds"),
        not_negative("quantity"),
        not_negative("rate"),
        not_negative("amount"),
        percent("discount_percent"),
        CheckConstraint("char_length(unit) <= 20", name="unit"),
        CheckConstraint("kind = 'EXTRA' OR project_id IS NOT NULL", name="work_has_project"),
        CheckConstraint("task_id IS NULL OR project_id IS NOT NULL", name="task_has_project"),
    )

    line_item_id: int = Field(default=None, sa_column=key())
    invoice_id: int = Field(sa_column=reference("invoices.invoice_id"))
    position: int = Field(sa_column=Column(Integer, nullable=False))
    kind: str = Field(sa_column=Column(Text, nullable=False))
    project_id: int | None = Field(default=None, sa_column=reference("projects.project_id", nullable=True, index=True))
    task_id: int | None = Field(default=None, sa_column=Column(BigInteger))
    description: str = Field(sa_column=Column(Text, nullable=False))
    quantity_seconds: int | None = Field(default=None, sa_column=Column(BigInteger))
    quantity: Decimal | None = Field(default=None, sa_column=Column(QUANTITY))
    unit: str = Field(default="", sa_column=Column(Text, nullable=False, server_default=""))
    rate: Decimal = Field(sa_column=Column(MONEY, nullable=False))
    discount_percent: Decimal = Field(default=Decimal(0), sa_column=Column(PERCENT, nullable=False, server_default="0"))
    tax_rate_id: int | None = Field(default=None, sa_column=reference("tax_rates.tax_rate_id", nullable=True))
    amount: Decimal = Field(sa_column=Column(MONEY, nullable=False))
    credits_line_id: int | None = Field(
        default=None, sa_column=reference("invoice_line_items.line_item_id", nullable=True, index=True)
    )


class InvoiceTax(SQLModel, table=True):
    """What an invoice charges at one tax rate, or without one: the lines' sum, its share of the discount, the tax."""

    __tablename__ = "invoice_taxes"
    __table_args__ = (
        Index(
            "uq_invoice_taxes_invoice_id_tax_rate_id",
            "invoice_id",
            "tax_rate_id",
            unique=True,
            postgresql_nulls_not_distinct=True,
        ),
        not_negative("net_amount"),
        not_negative("discount_amount"),
        not_negative("tax_amount"),
        CheckConstraint("discount_amount <= net_amount", name="within_net"),
        CheckConstraint("tax_rate_id IS NOT NULL OR tax_amount = 0", name="untaxed"),
    )

    invoice_tax_id: int = Field(default=None, sa_column=key())
    invoice_id: int = Field(sa_column=reference("invoices.invoice_id"))
    tax_rate_id: int | None = Field(default=None, sa_column=reference("tax_rates.tax_rate_id", nullable=True))
    net_amount: Decimal = Field(sa_column=Column(MONEY, nullable=False))
    discount_amount: Decimal = Field(sa_column=Column(MONEY, nullable=False))
    tax_amount: Decimal = Field(sa_column=Column(MONEY, nullable=False))


class InvoicedEntry(SQLModel, table=True):
    """An entry that an invoice has, and the line it went into; ``seconds`` are those that are billed.

    The entry is the key, so none is ever on two invoices. Voiding an invoice lets its entries go.
    """

    __tablename__ = "invoiced_entries"
    __table_args__ = (
        ForeignKeyConstraint(
            ["invoice_id", "line_item_id"],
            ["invoice_line_items.invoice_id", "invoice_line_items.line_item_id"],
            name="fk_invoiced_entries_line_item_id",
        ),
        Index("ix_invoiced_entries_invoice_id_line_item_id", "invoice_id", "line_item_id"),
        CheckConstraint("seconds >= 0", name="seconds"),
    )

    entry_id: int = Field(
        sa_column=Column(BigInteger, ForeignKey("time_entries.entry_id"), primary_key=True, autoincrement=False)
    )
    invoice_id: int = Field(sa_column=Column(BigInteger, nullable=False))
    line_item_id: int = Field(sa_column=Column(BigInteger, nullable=False))
    seconds: int = Field(sa_column=Column(Integer, nullable=False))


class Payment(SQLModel, table=True):
    """Money that came in for an invoice, or where ``amount`` is negative went back."""

    __tablename__ = "payments"
    __table_args__ = (
        CheckConstraint("amount <> 0 AND amount <> 'NaN'", name="amount"),
        CheckConstraint("char_length(method) <= 60", name="method"),
        CheckConstraint("char_length(note) <= 1000", name="note"),
        currency_code(),
    )

    payment_id: int = Field(default=None, sa_column=key())
    invoice_id: int = Field(sa_column=reference("invoices.invoice_id", index=True))
    amount: Decimal = Field(sa_column=Column(MONEY, nullable=False))
    currency: str = Field(sa_column=Column(Text, nullable=False))
    paid_on: date = Field(sa_column=Column(Date, nullable=False))
    method: str = Field(default="", sa_column=Column(Text, nullable=False, server_default=""))
    note: str = Field(default="", sa_column=Column(Text, nullable=False, server_default=""))
    created_at: datetime = Field(default=None, sa_column=instant(default=True))
