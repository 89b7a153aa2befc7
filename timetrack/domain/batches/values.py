"""Many rows in one statement: they travel as one JSON value, so their number costs neither parameters nor compiling."""

import json
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Insert, Table, Text, cast, column, func, insert, literal, select
from sqlalchemy.dialects.postgresql import JSONB


def insert_rows(target: Table, rows: Sequence[dict[str, Any]]) -> Insert:
    """The insert of ``rows`` into ``target``; all of them set the same columns."""
    names = list(rows[0])
    given = (
        func.jsonb_to_recordset(cast(literal(json.dumps(rows, default=str), Text), JSONB))
        .table_valued(*[column(name, target.c[name].type) for name in names])
        .render_derived(with_types=True)
    )
    return insert(target).from_select(names, select(*[given.c[name] for name in names]), include_defaults=False)
