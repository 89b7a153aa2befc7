"""A broken file costs its broken rows and one clear sentence, never a good row and never a crash."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from timetrack.errors import InvalidInput
from timetrack.transfer import csv_file
from timetrack.transfer.csv_file import Record, read_csv


def rows_of(content: bytes) -> list[Record]:
    return list(read_csv(content)[1])


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_encodings_and_line_ends_that_programs_write_are_all_read(encoding: str, line_end: str):
    content = line_end.join(["Größe,B", "Пример 🚀,2", ""]).encode(encoding)
    header, records = read_csv(content)
    assert header == ["Größe", "B"]
    assert list(records) == [Record(2, ["Пример 🚀", "2"])]


def test_quotes_commas_and_line_breaks_inside_a_cell_stay_in_the_cell():
    assert rows_of(b'A,B\n"one, ""two""\nthree",4\n5,6\n') == [
        Record(2, ['one, "two"\nthree', "4"]),
        Record(4, ["5", "6"]),
    ]


@pytest.mark.parametrize("delimiter", [";", "\t"])
def test_a_file_that_a_spreadsheet_saved_again_is_read(delimiter: str):
    assert rows_of(f"A{delimiter}B\n1,5{delimiter}2\n".encode()) == [Record(2, ["1,5", "2"])]


def test_blank_rows_are_no_rows():
    assert rows_of(b"\nA,B\n\n1,2\n,\n   \n") == [Record(4, ["1", "2"])]


def test_a_quote_that_is_never_closed_costs_its_own_row_only():
    first, bad, last = rows_of(b'A,B\n1,2\n3,"4\n5,6\n')
    assert (first.cells, last.cells) == (["1", "2"], ["5", "6"])
    assert bad == Record(3, [], "has a quotation mark that is not closed, or closed in mid-cell")


def test_a_quote_that_a_later_row_seems_to_close_swallows_nothing():
    records = rows_of(b'A,B\n1,"2\n3,4\n5,"six, seven"\n8,9\n')
    assert [record.number for record in records if record.problem] == [2]
    assert [record.cells for record in records if not record.problem] == [["3", "4"], ["5", "six, seven"], ["8", "9"]]


def test_rows_of_another_width_are_named_with_both_widths():
    assert [record.problem for record in rows_of(b"A,B\n1\n1,2,3\n1,2\n")] == [
        "has 1 cell where the header has 2",
        "has 3 cells where the header has 2",
        "",
    ]


def test_a_nul_costs_its_row():
    assert rows_of(b"A,B\n1,\x002\n3,4\n") == [Record(2, [], "holds a NUL character"), Record(3, ["3", "4"])]


def test_an_enormous_row_is_refused_and_the_next_is_read():
    enormous, good = rows_of(b"A,B\n1," + b"x" * 1_000_000 + b"\n3,4\n")
    assert "longer than 32,768 characters" in enormous.problem
    assert good.cells == ["3", "4"]


def test_many_open_quotes_stay_cheap():
    content = b"A,B\n" + b'1,"2\n3,4\n' * 3000
    began = time.process_time()
    records = rows_of(content)
    assert sum(not record.problem for record in records) == 3000
    assert time.process_time() - began < 10


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "This file is empty"),
        (b"\xef\xbb\xbf \r\n\r\n", "This file is empty"),
        (b"PK\x03\x04....", "an Excel workbook or a ZIP archive, not CSV"),
        (b"%PDF-1.7", "a PDF, not CSV"),
        (b"\n <!doctype html><html>", "a web page, not CSV"),
        (b'{"a": 1}', "JSON, not CSV"),
        (b"\x7fELF\x00\x00\x01", "not text, or it is UTF-16 without its byte order mark"),
        ("A,B\n1,2\n".encode("utf-16-le"), "UTF-16 without its byte order mark"),
        ("A,B\n".encode("utf-32"), "encoded in UTF-32"),
        ("A,B\n1,ü\n".encode("utf-16")[:-1], "Line 2 is not valid UTF-16"),
        (b'"A,B\n', "The header of this file cannot be read"),
    ],
)
def test_what_is_no_csv_is_one_sentence(content: bytes, said: str):
    with pytest.raises(InvalidInput, match=said) as refused:
        read_csv(content)
    assert "othing was imported." in refused.value.message


def test_latin_1_is_refused_with_its_first_line_shown():
    content = "A,B\n1,2\nBesprechung,Größe\nTür,4\n".encode("latin-1")
    with pytest.raises(InvalidInput, match="Line 3 is not UTF-8; read as Latin-1 it says “Besprechung,Größe”"):
        read_csv(content)


def test_a_file_larger_than_the_limit_is_refused_before_it_is_read(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(csv_file, "LARGEST_FILE", 1024 * 1024)
    with pytest.raises(InvalidInput, match="larger than the 1 MB"):
        read_csv(b"A,B\n" + b"1,2\n" * 300_000)


@given(st.binary(max_size=300))
def test_any_bytes_end_as_rows_or_as_a_sentence(content: bytes):
    try:
        header, records = read_csv(content)
    except InvalidInput:
        return
    for record in records:
        assert record.problem or len(record.cells) == len(header)


@given(
    st.lists(st.lists(st.text(max_size=20), min_size=2, max_size=2), max_size=6), st.sampled_from(["utf-8", "utf-16"])
)
def test_what_a_csv_writer_writes_is_read_back(table: list[list[str]], encoding: str):
    import csv
    import io

    clean = [[cell.encode("utf-8", "replace").decode().replace("\0", "") for cell in row] for row in table]
    out = io.StringIO(newline="")
    csv.writer(out).writerows([["A", "B"], *clean])
    records = rows_of(out.getvalue().encode(encoding))
    assert [record.cells for record in records] == [row for row in clean if any(map(str.strip, row))]
