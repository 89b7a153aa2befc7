"""A report as an Excel workbook, written row by row. Pure."""

from collections.abc import Callable
from datetime import UTC
from decimal import Decimal
from typing import IO, Any

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from timetrack.domain.reports.tables import Cell, Column, Kind, ReportTable

A_DAY = 86_400
FORMATS = {
    Kind.TEXT: {},
    Kind.DAY: {"num_format": "yyyy-mm-dd", "align": "left"},
    Kind.HOURS: {"num_format": "[h]:mm:ss"},
    Kind.AMOUNT: {"num_format": "#,##0.00##"},
    Kind.PERCENT: {"num_format": "0 %"},
}
HEAD_ROWS = 3
"""Title, of whom and when, and an empty one; then the names of the columns."""


def write_xlsx(table: ReportTable, file: IO[bytes]) -> None:
    """Write the workbook into ``file``: title, table, totals, what the figures stand on.

    Every text is written as one, whatever it begins with. Hours are days to Excel, shown as [h]:mm:ss, so that they
    add up past 24.
    """
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with Workbook(file, options) as book:
        book.set_properties({"title": table.title, "created": table.at.astimezone(UTC).replace(tzinfo=None)})
        sheet, bold = book.add_worksheet(table.title), book.add_format({"bold": True})
        formats = [book.add_format(FORMATS[column.kind]) for column in table.columns]
        sums = [book.add_format({**FORMATS[column.kind], "bold": True, "top": 1}) for column in table.columns]
        for number, column in enumerate(table.columns):
            sheet.set_column(number, number, column.width * 1.2 + 2)
        sheet.write_string(0, 0, table.title, bold)
        sheet.write_string(1, 0, table.about)
        at = _write_head(sheet, table, book.add_format({"bold": True, "bottom": 1}))
        for rows, looks in ((table.rows, formats), (table.totals, sums)):
            for row in rows:
                _write_row(sheet, at, row, table.columns, looks)
                at += 1
        for n, note in enumerate(table.notes):
            sheet.write_string(at + 1 + n, 0, note)


def _write_head(sheet: Worksheet, table: ReportTable, looks: Format) -> int:
    for number, column in enumerate(table.columns):
        sheet.write_string(HEAD_ROWS, number, column.name, looks)
    sheet.freeze_panes(HEAD_ROWS + 1, 0)
    return HEAD_ROWS + 1


def _write_row(
    sheet: Worksheet, at: int, row: tuple[Cell, ...], columns: tuple[Column, ...], looks: list[Format]
) -> None:
    for number, (cell, column) in enumerate(zip(row, columns, strict=True)):
        if cell is None or cell == "":
            sheet.write_blank(at, number, None, looks[number])
        else:
            write: Callable[..., Any] = _writer(sheet, column, cell)
            write(at, number, _value(column, cell), looks[number])


def _writer(sheet: Worksheet, column: Column, cell: Cell) -> Callable[..., Any]:
    writers: dict[bool, Callable[..., Any]] = {True: sheet.write_datetime, False: sheet.write_number}
    if isinstance(cell, str):
        writers = dict.fromkeys(writers, sheet.write_string)
    return writers[column.kind is Kind.DAY]


def _value(column: Column, cell: Cell) -> Any:
    if isinstance(cell, int):
        return Decimal(cell) / (A_DAY if column.kind is Kind.HOURS else 100)
    return cell
