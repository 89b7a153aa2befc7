"""What every table shares: constraint names by convention, keys, instants and money columns."""

from datetime import datetime
from enum import StrEnum
from typing import Any, cast

from sqlalchemy import BigInteger, CheckConstraint, Column, ForeignKey, Identity, Numeric, Table, func
from sqlalchemy.dialects.postgresql import ARRAY, TIMESTAMP
from sqlmodel import SQLModel

SQLModel.metadata.naming_convention = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
    "ex": "ex_%(table_name)s_%(constraint_name)s",
}

INSTANT = TIMESTAMP(timezone=True, precision=0)
"""A whole second in UTC: time is kept to the second, so days and entries always add up."""

INSTANTS = ARRAY(TIMESTAMP(timezone=True))
"""Whole seconds given with a statement. With a precision PostgreSQL rounds all of them anew for each row it compares."""

MONEY = Numeric(18, 4)
"""An amount or an hourly rate; its currency stands in a column beside it."""

HOURS = Numeric(10, 2)

PERCENT = Numeric(7, 4)
"""19 is 19 %."""


def key() -> Column[Any]:
    """A table's own key."""
    return Column(BigInteger, Identity(), primary_key=True)


def reference(target: str, *, nullable: bool = False, ondelete: str | None = None, index: bool = False) -> Column[Any]:
    """A foreign key to ``table.column``."""
    return Column(BigInteger, ForeignKey(target, ondelete=ondelete), nullable=nullable, index=index)


def instant(*, nullable: bool = False, default: bool = False) -> Column[datetime]:
    """A timestamptz column; with ``default`` it is filled with the moment of the statement."""
    return Column(INSTANT, nullable=nullable, server_default=func.now() if default else None)


def one_of(column: str, choices: type[StrEnum], name: str | None = None) -> CheckConstraint:
    """Only the words of ``choices`` may stand in ``column``."""
    words = ", ".join(f"'{choice.value}'" for choice in choices)
    return CheckConstraint(f"{column} IN ({words})", name=name or column)


def filled(column: str, at_most: int) -> CheckConstraint:
    """``column`` holds between one and ``at_most`` characters, not only blanks."""
    return CheckConstraint(f"btrim({column}) <> '' AND char_length({column}) <= {at_most}", name=column)


def not_negative(column: str) -> CheckConstraint:
    """``column`` is a number from zero up; numeric's NaN, which compares above every number, is none."""
    return CheckConstraint(f"{column} >= 0 AND {column} <> 'NaN'", name=column)


def percent(column: str) -> CheckConstraint:
    """``column`` is from 0 to 100."""
    return CheckConstraint(f"{column} BETWEEN 0 AND 100", name=column)


def currency_code(column: str = "currency") -> CheckConstraint:
    """``column`` looks like an ISO 4217 code."""
    return CheckConstraint(f"{column} ~ '^[A-Z]{{3}}$'", name=column)


def table(model: type[SQLModel]) -> Table:
    """The Core table behind ``model``, for statements with few round trips."""
    return cast(Table, model.__dict__["__table__"])
