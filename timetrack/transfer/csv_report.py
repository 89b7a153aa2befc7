"""A report as CSV: one header, one row per line, in pieces as they are made. Pure."""

import csv
import io
import re
from collections.abc import Iterator
from decimal import Decimal

from timetrack.domain import durations
from timetrack.domain.reports.tables import Cell, Column, Kind, ReportTable

BOM = "\ufeff"
"""Without it Excel takes the file for one of its own code pages."""
LIVE = re.compile(r'(^|;)(?="*[=+\-@＝＋－＠\t\r\n])')  # noqa: RUF001 - a spreadsheet takes these wide ones too
"""A spreadsheet takes a cell that begins so for a formula; where commas stand in numbers it cuts cells at semicolons."""
PIECE = 500


def csv_pieces(table: ReportTable) -> Iterator[bytes]:
    """The file, piece by piece. Hours stand twice, as 1:27:50 and as decimals; every text stays a text.

    What reads it is a program, so there is neither a title nor a total; what the figures stand on is in the last
    column.
    """
    names = [name for column in table.columns for name in _names(column)]
    yield (BOM + _written([[*names, "Counted"]])).encode()
    notes = " ".join(table.notes)
    for start in range(0, len(table.rows), PIECE):
        yield _written([[*_cells(table, row), notes] for row in table.rows[start : start + PIECE]]).encode()


def _names(column: Column) -> list[str]:
    return [column.name, f"{column.name} (decimal)"] if column.kind is Kind.HOURS else [column.name]


def _cells(table: ReportTable, row: tuple[Cell, ...]) -> Iterator[str]:
    for column, cell in zip(table.columns, row, strict=True):
        if column.kind is Kind.HOURS:
            yield from ("", "") if cell is None else (durations.shown(_seconds(cell)), _decimal(_seconds(cell)))
        elif column.kind is Kind.TEXT:
            yield _as_text(str(cell or ""))
        else:
            yield f"{cell:f}" if isinstance(cell, Decimal) else "" if cell is None else str(cell)


def _as_text(words: str) -> str:
    return LIVE.sub(r"\1'", words)


def _seconds(cell: Cell) -> int:
    return cell if isinstance(cell, int) else 0


def _decimal(seconds: int) -> str:
    return f"{(Decimal(seconds) / 3600).quantize(Decimal('0.0001')):f}"


def _written(rows: list[list[str]]) -> str:
    written = io.StringIO()
    csv.writer(written, quoting=csv.QUOTE_MINIMAL, lineterminator="\r\n").writerows(rows)
    return written.getvalue()
