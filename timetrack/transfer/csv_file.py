"""A careful CSV reader: whatever the bytes are, they end as rows, as rows refused by number, or as one sentence. Pure."""

import codecs
import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from timetrack.errors import InvalidInput

LARGEST_FILE = 32 * 1024 * 1024
LONGEST_ROW = 32_768
DELIMITERS = ",;\t"
OTHER_KINDS = {
    b"PK\x03\x04": "an Excel workbook or a ZIP archive",
    b"\xd0\xcf\x11\xe0": "an old Excel workbook",
    b"\x1f\x8b": "a gzip archive",
    b"%PDF": "a PDF",
    b"<": "a web page",
    b"{": "JSON",
    b"[": "JSON",
}


@dataclass(frozen=True)
class Record:
    """One row. ``number`` is the line of the file it starts on, the header's being 1.

    A row that cannot be read has a ``problem`` and no cells.
    """

    number: int
    cells: list[str]
    problem: str = ""


def read_csv(content: bytes) -> tuple[list[str], Iterator[Record]]:
    """The header and the rows below it; blank rows are passed over. Commas, semicolons or tabs may part the cells.

    Raises InvalidInput for a file that is too large, empty, in an unknown encoding, or no CSV at all.
    """
    lines = _lines(content)
    first = next((at for at, line in enumerate(lines) if line.strip()), None)
    if first is None:
        raise InvalidInput("This file is empty. Nothing was imported.")
    delimiter = max(DELIMITERS, key=lines[first].count)
    header, following = _record(lines, first, delimiter)
    if header.problem:
        raise InvalidInput(f"The header of this file cannot be read: it {header.problem}. Nothing was imported.")
    return [name.strip() for name in header.cells], _records(lines, following, delimiter, len(header.cells))


def _lines(content: bytes) -> list[str]:
    if len(content) > LARGEST_FILE:
        most = LARGEST_FILE // 1024 // 1024
        raise InvalidInput(
            f"This file is larger than the {most} MB an import takes. Export it year by year; nothing was imported."
        )
    encoding = _encoding(content)
    try:
        content.decode(encoding)
    except UnicodeDecodeError as broken:
        raise _wrong_encoding(content, broken) from broken
    return list(io.TextIOWrapper(io.BytesIO(content), encoding=encoding, newline=""))


def _encoding(content: bytes) -> str:
    if content.startswith((codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)):
        raise InvalidInput("This file is encoded in UTF-32. Save it as UTF-8 and try again; nothing was imported.")
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    plain = content.removeprefix(codecs.BOM_UTF8).lstrip()[:100]
    for signature, kind in OTHER_KINDS.items():
        if plain.startswith(signature):
            raise InvalidInput(f"This file is {kind}, not CSV. Nothing was imported.")
    if b"\0" in plain.partition(b"\n")[0]:
        raise InvalidInput(
            "This file is not text, or it is UTF-16 without its byte order mark."
            " Save it as UTF-8 and try again; nothing was imported."
        )
    return "utf-8-sig"


def _wrong_encoding(content: bytes, broken: UnicodeDecodeError) -> InvalidInput:
    before = content[: broken.start]
    if broken.encoding.startswith("utf-16"):
        number = before.decode("utf-16", "ignore").count("\n") + 1
        return InvalidInput(
            f"Line {number} is not valid UTF-16. Save the file as UTF-8 and try again; nothing was imported."
        )
    line = before.rpartition(b"\n")[2][-40:] + content[broken.start :][:40].partition(b"\n")[0]
    said = "".join(sign if sign.isprintable() else " " for sign in line.decode("latin-1")).strip()
    return InvalidInput(
        f"Line {before.count(10) + 1} is not UTF-8; read as Latin-1 it says “{said}”."
        " Save the file as UTF-8 and try again; nothing was imported."
    )


def _records(lines: Sequence[str], at: int, delimiter: str, width: int) -> Iterator[Record]:
    while at < len(lines):
        record, following = _record(lines, at, delimiter)
        if not record.problem and not any(map(str.strip, record.cells)):
            at = following
            continue
        if not record.problem and len(record.cells) != width:
            cells = "1 cell" if len(record.cells) == 1 else f"{len(record.cells):,} cells"
            record, following = Record(at + 1, [], f"has {cells} where the header has {width:,}"), at + 1
        yield record
        at = following


def _record(lines: Sequence[str], at: int, delimiter: str) -> tuple[Record, int]:
    """The row that starts at ``at``, and where the next one starts.

    After a row that cannot be read that is the very next line: a quote that is never closed costs one row, not all.
    """
    reader = csv.reader(_fed(lines, at), delimiter=delimiter, strict=True)
    try:
        cells = next(reader, [])
    except _RowTooLong:
        return Record(
            at + 1, [], f"is longer than {LONGEST_ROW:,} characters, or opens a quote without closing it"
        ), at + 1
    except csv.Error:
        return Record(at + 1, [], "has a quotation mark that is not closed, or closed in mid-cell"), at + 1
    if any("\0" in cell for cell in cells):
        return Record(at + 1, [], "holds a NUL character"), at + 1
    return Record(at + 1, cells), at + max(reader.line_num, 1)


class _RowTooLong(Exception):
    """More characters than a row may have."""


def _fed(lines: Sequence[str], at: int) -> Iterator[str]:
    length = 0
    for n in range(at, len(lines)):
        length += len(lines[n])
        if length > LONGEST_ROW:
            raise _RowTooLong
        yield lines[n]
