"""Invoices that come again, and what came of them each time."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import BigInteger, Boolean, CheckConstraint, Column, Date, SmallInteger, Text, UniqueConstraint
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlmodel import Field, SQLModel

from timetrack.models.base import filled, instant, key, one_of, reference


class Every(StrEnum):
    """How often."""

    WEEK = "WEEK"
    MONTH = "MONTH"
    QUARTER = "QUARTER"
    YEAR = "YEAR"


class ThenDo(StrEnum):
    """What is done with the invoice without anybody's hand: left a draft, issued, or issued and sent by mail."""

    DRAFT = "DRAFT"
    ISSUE = "ISSUE"
    SEND = "SEND"


class RecurringInvoice(SQLModel, table=True):
    """An invoice to a client ``every`` so often, next on ``next_on`` and in the name of ``owner_id``.

    With hours it bills the tracked work, of ``project_ids`` or of all of the client's, up to the day before. ``lines``
    are extra lines: ``description``, ``rate``, ``quantity`` and ``unit``, all as text. ``anchor_day`` is the day of the
    month that short months cut off.
    """

    __tablename__ = "recurring_invoices"
    __table_args__ = (
        filled("name", 200),
        one_of("every", Every),
        one_of("then_do", ThenDo),
        CheckConstraint("anchor_day BETWEEN 1 AND 31", name="anchor_day"),
        CheckConstraint("jsonb_typeof(lines) = 'array'", name="lines"),
        CheckConstraint("with_hours OR lines <> '[]'", name="bills_something"),
    )

    recurring_id: int = Field(default=None, sa_column=key())
    client_id: int = Field(sa_column=reference("clients.client_id", index=True))
    owner_id: int = Field(sa_column=reference("users.user_id"))
    name: str = Field(sa_column=Column(Text, nullable=False))
    every: str = Field(sa_column=Column(Text, nullable=False))
    anchor_day: int = Field(sa_column=Column(SmallInteger, nullable=False))
    next_on: date = Field(sa_column=Column(Date, nullable=False))
    ends_on: date | None = Field(default=None, sa_column=Column(Date))
    then_do: str = Field(default=ThenDo.DRAFT, sa_column=Column(Text, nullable=False))
    with_hours: bool = Field(sa_column=Column(Boolean, nullable=False))
    project_ids: list[int] | None = Field(default=None, sa_column=Column(ARRAY(BigInteger)))
    lines: list[dict[str, Any]] = Field(sa_column=Column(JSONB, nullable=False))
    paused_at: datetime | None = Field(default=None, sa_column=instant(nullable=True))
    created_at: datetime = Field(default=None, sa_column=instant(default=True))


class RecurringRun(SQLModel, table=True):
    """What came of a recurring invoice on one day: an invoice, or the reason why there is none.

    ``invoice_id`` may be that of a draft that was deleted since.
    """

    __tablename__ = "recurring_runs"
    __table_args__ = (
        UniqueConstraint("recurring_id", "due_on"),
        CheckConstraint("char_length(problem) <= 2000", name="problem"),
    )

    run_id: int = Field(default=None, sa_column=key())
    recurring_id: int = Field(sa_column=reference("recurring_invoices.recurring_id"))
    due_on: date = Field(sa_column=Column(Date, nullable=False))
    invoice_id: int | None = Field(default=None, sa_column=Column(BigInteger))
    problem: str = Field(default="", sa_column=Column(Text, nullable=False, server_default=""))
    created_at: datetime = Field(default=None, sa_column=instant(default=True))
