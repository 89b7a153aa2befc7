"""Rows as the audit log has them, read back exactly: instants as instants, money to the last digit."""

import json
from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import ColumnElement, Table, Text, cast

Columns = dict[str, Any]


def exact(side: Any) -> ColumnElement[str]:
    """``before`` or ``after`` of a record as text, because a number of JSON would become a float on its way."""
    return cast(side, Text)


def columns(subject: Table, text: str | None) -> Columns:
    """The columns of a row of ``subject`` but those that the database computes; none where there was no row.

    A column that came later than the record is left out.
    """
    if text is None:
        return {}
    was = json.loads(text, parse_float=Decimal)
    stored: Iterable[Any] = (column for column in subject.columns if column.computed is None)
    return {column.name: _value(column, was[column.name]) for column in stored if column.name in was}


def _value(column: Any, recorded: Any) -> Any:
    if recorded is None:
        return None
    kind = column.type.python_type
    if kind is datetime:
        return datetime.fromisoformat(recorded)
    return Decimal(recorded) if kind is Decimal else recorded
