"""What somebody wants on an invoice, before it is one."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from pydantic import with_config

DEFAULT_TAX = 0
"""Stands for the client's tax rate, or else the workspace's default; None is no tax."""


class Grouping(StrEnum):
    """What makes a line of tracked time. Another project or another rate always makes another line."""

    TASK = "TASK"
    PROJECT = "PROJECT"
    PERSON = "PERSON"
    ENTRY = "ENTRY"


@with_config(extra="forbid")
@dataclass(frozen=True)
class ExtraLine:
    """A line for anything but tracked time; ``rate`` is what one of ``unit`` costs."""

    description: str
    rate: Decimal
    quantity: Decimal = Decimal(1)
    unit: str = ""
    discount_percent: Decimal = Decimal(0)
    tax_rate_id: int | None = DEFAULT_TAX


@with_config(extra="forbid")
@dataclass(frozen=True)
class FixedAmount:
    """An amount of a project that is billed at a fixed one: a milestone, or with None what is left of its budget."""

    project_id: int
    amount: Decimal | None = None
    description: str = ""


@with_config(extra="forbid")
@dataclass(frozen=True)
class Wish:
    """Work of a client that began from ``first_day`` to ``last_day`` in the workspace's zone, whenever where None.

    Without ``project_ids`` all that the client has by the hour. A discount is in percent, or else an amount. Without
    ``notes`` the invoice has the workspace's, without dates the day of issue, without ``terms_days`` the client's.
    """

    client_id: int
    first_day: date | None = None
    last_day: date | None = None
    project_ids: tuple[int, ...] | None = None
    fixed: tuple[FixedAmount, ...] = ()
    grouping: Grouping = Grouping.TASK
    extras: tuple[ExtraLine, ...] = ()
    tax_rate_id: int | None = DEFAULT_TAX
    discount_percent: Decimal | None = None
    discount_amount: Decimal = Decimal(0)
    notes: str | None = None
    invoice_date: date | None = None
    due_date: date | None = None
    terms_days: int | None = None
    series_id: int | None = None
    replaces_id: int | None = None
