"""A report as CSV and as a workbook: exact hours and amounts, and no text that comes to life."""

import csv
import io
from datetime import datetime, timedelta

import pytest
from openpyxl import load_workbook

from tests.documents.report_tables import NASTY, report_table
from timetrack.transfer.csv_report import csv_pieces
from timetrack.transfer.xlsx_report import HEAD_ROWS, write_xlsx


def rows_of_csv(**given: tuple[str, ...]) -> list[dict[str, str]]:
    content = b"".join(csv_pieces(report_table(**given))).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(content, newline="")))


def test_a_csv_has_a_row_per_line_and_says_what_it_stands_on() -> None:
    first, *others = rows_of_csv(descriptions=("Wiring", "Call"))
    assert first == {
        "Day": "2026-11-09",
        "Person": "Mira",
        "Client": "Opal",
        "Project": "Portal",
        "Task": "",
        "Description": "Wiring",
        "Hours": "1:00:00",
        "Hours (decimal)": "1.0000",
        "Billable": "1:00:00",
        "Billable (decimal)": "1.0000",
        "Rate": "95.5",
        "Amount": "95",
        "Currency": "EUR",
        "Counted": "Days in Europe/Berlin. Hours are not rounded.",
    }
    assert [(row["Hours"], row["Hours (decimal)"]) for row in others] == [("1:00:01", "1.0003")]


def test_no_text_of_a_csv_is_a_formula() -> None:
    found = [row["Description"] for row in rows_of_csv()]
    assert not [words for words in found if words[0] in "=+-@＝\t\r"]
    assert [words.removeprefix("'") for words in found] == list(NASTY)


@pytest.mark.parametrize("words", ["Call;=1+1", "a;b;@SUM(A1)", 'a;"=1+1"', "a;-2"])
def test_nor_is_one_where_a_spreadsheet_cuts_cells_at_semicolons(words: str) -> None:
    content = b"".join(csv_pieces(report_table((words,)))).decode("utf-8-sig")
    cells = [cell for row in csv.reader(io.StringIO(content, newline=""), delimiter=";") for cell in row]
    assert len(cells) > 2
    assert not [cell for cell in cells if cell.lstrip('"')[0] in "=+-@"]


def test_a_csv_comes_in_pieces() -> None:
    pieces = list(csv_pieces(report_table(tuple(f"Line {n}" for n in range(1200)))))
    assert len(pieces) == 4
    assert b"".join(pieces).count(b"\r\n") == 1201


def test_every_text_of_a_workbook_is_one() -> None:
    sheet = workbook()
    found = [sheet.cell(HEAD_ROWS + 2 + n, 6) for n in range(len(NASTY))]
    assert [cell.value for cell in found] == list(NASTY)
    assert {cell.data_type for cell in found} == {"s"}
    assert not [cell for row in sheet for cell in row if cell.data_type == "f" or cell.hyperlink]


def test_hours_and_amounts_of_a_workbook_add_up() -> None:
    sheet = workbook()
    rows = range(HEAD_ROWS + 2, HEAD_ROWS + 2 + len(NASTY))
    hours = [sheet.cell(row, 7).value for row in rows]
    assert all(isinstance(worked, timedelta) for worked in hours)
    total = sheet.cell(rows[-1] + 1, 7).value
    assert sum((round(worked.total_seconds()) for worked in hours), 0) == round(total.total_seconds())
    assert sheet.cell(rows[0], 1).value == datetime(2026, 11, 9)  # noqa: DTZ001 - Excel knows no zones
    assert sheet.cell(rows[-1] + 1, 10).value == 95 * len(NASTY)
    assert sheet.cell(rows[-1] + 3, 1).value == "Days in Europe/Berlin."
    assert (sheet["A1"].value, sheet["A2"].value) == ("Timesheet", "9 Nov 2026 · Mira")


def workbook():  # type: ignore[no-untyped-def]
    file = io.BytesIO()
    write_xlsx(report_table(), file)
    return load_workbook(file).active
