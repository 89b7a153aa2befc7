"""What invoices are made with: tax rates, and series of numbers with a counter for each year."""

from datetime import datetime
from decimal import Decimal
from enum import StrEnum

from sqlalchemy import CheckConstraint, Column, Index, Integer, SmallInteger, Text, UniqueConstraint, false, text
from sqlmodel import Field, SQLModel

from timetrack.models.base import PERCENT, filled, instant, key, one_of, percent, reference

PATTERN = r"^([^{}]|\{YYYY\}|\{YY\})*\{N+\}([^{}]|\{YYYY\}|\{YY\})*$"
"""Of PostgreSQL and of Python: one number in as many digits as there are Ns, and the year as often as one likes."""


class InvoiceKind(StrEnum):
    """A bill, or the paper that takes part of one back."""

    INVOICE = "INVOICE"
    CREDIT_NOTE = "CREDIT_NOTE"


class TaxRate(SQLModel, table=True):
    """A tax as it stands on invoices: “VAT 19 %”. ``rate`` is in percent and never changes; a new rate is a new row.

    ``note`` is printed under an invoice that has it: the reason why there is none, for a reverse charge.
    """

    __tablename__ = "tax_rates"
    __table_args__ = (
        Index("uq_tax_rates_name", text("lower(name)"), unique=True),
        Index("uq_tax_rates_default", "is_default", unique=True, postgresql_where=text("is_default")),
        filled("name", 100),
        percent("rate"),
        CheckConstraint("rate = 0 OR NOT is_reverse_charge", name="reverse_charge_is_zero"),
        CheckConstraint("char_length(note) <= 500", name="note"),
        CheckConstraint("archived_at IS NULL OR NOT is_default", name="default_in_use"),
    )

    tax_rate_id: int = Field(default=None, sa_column=key())
    name: str = Field(sa_column=Column(Text, nullable=False))
    rate: Decimal = Field(sa_column=Column(PERCENT, nullable=False))
    is_reverse_charge: bool = Field(default=False, nullable=False, sa_column_kwargs={"server_default": false()})
    is_default: bool = Field(default=False, nullable=False, sa_column_kwargs={"server_default": false()})
    note: str = Field(default="", sa_column=Column(Text, nullable=False, server_default=""))
    archived_at: datetime | None = Field(default=None, sa_column=instant(nullable=True))
    created_at: datetime = Field(default=None, sa_column=instant(default=True))


class NumberSeries(SQLModel, table=True):
    """Numbers after one pattern, such as ``{YYYY}-{NNNN}``; invoices and credit notes have series of their own."""

    __tablename__ = "number_series"
    __table_args__ = (
        UniqueConstraint("series_id", "kind"),
        Index("uq_number_series_name", text("lower(name)"), unique=True),
        Index("uq_number_series_default", "kind", unique=True, postgresql_where=text("is_default")),
        filled("name", 100),
        CheckConstraint(f"char_length(pattern) <= 60 AND pattern ~ '{PATTERN}'", name="pattern"),
        one_of("kind", InvoiceKind),
    )

    series_id: int = Field(default=None, sa_column=key())
    kind: str = Field(sa_column=Column(Text, nullable=False))
    name: str = Field(sa_column=Column(Text, nullable=False))
    pattern: str = Field(sa_column=Column(Text, nullable=False))
    is_default: bool = Field(default=False, nullable=False, sa_column_kwargs={"server_default": false()})
    created_at: datetime = Field(default=None, sa_column=instant(default=True))


class NumberCounter(SQLModel, table=True):
    """Where a series stands in a year. Year 0 is every year, for a pattern without one.

    ``last_number`` was given last; one below ``first_number`` when none was.
    """

    __tablename__ = "number_counters"
    __table_args__ = (
        UniqueConstraint("series_id", "year"),
        CheckConstraint("first_number >= 1", name="first_number"),
        CheckConstraint("last_number >= first_number - 1", name="last_number"),
        CheckConstraint("year = 0 OR year BETWEEN 1900 AND 9000", name="year"),
    )

    counter_id: int = Field(default=None, sa_column=key())
    series_id: int = Field(sa_column=reference("number_series.series_id"))
    year: int = Field(sa_column=Column(SmallInteger, nullable=False))
    first_number: int = Field(default=1, sa_column=Column(Integer, nullable=False, server_default="1"))
    last_number: int = Field(sa_column=Column(Integer, nullable=False))
