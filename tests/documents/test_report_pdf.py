"""A report as a PDF: every line is in it, in any script, and the same value makes the same bytes."""

import io
from dataclasses import replace
from typing import Any

import pytest
from pypdf import PdfReader

from tests.documents.report_tables import report_table
from timetrack.documents.report_pdf import write_pdf
from timetrack.domain.reports.tables import CLIENTS, ReportTable


def made(table: ReportTable) -> bytes:
    file = io.BytesIO()
    write_pdf(table, file)
    return file.getvalue()


def pages(content: bytes) -> list[str]:
    return [page.extract_text() for page in PdfReader(io.BytesIO(content)).pages]


def test_the_same_value_makes_the_same_bytes() -> None:
    assert made(report_table()) == made(report_table())


def test_every_line_is_there_under_a_head_of_its_own() -> None:
    found = pages(made(report_table(tuple(f"Line {n:04}" for n in range(300)))))
    assert len(found) > 5
    assert all("Description" in page and "Hours are not rounded." in page for page in found)
    assert all(f"Page {n} of {len(found)}" in page for n, page in enumerate(found, 1))
    text = " ".join(found)
    assert [n for n in range(300) if f"Line {n:04}" not in text] == []
    assert found[0].startswith("Timesheet")
    assert "Total 312:27:30 312:27:30 28,500.00 EUR" in found[-1]


def test_a_long_word_is_cut_and_nothing_of_it_is_lost(caplog: pytest.LogCaptureFixture) -> None:
    (only,) = pages(made(report_table(("x" * 500,))))
    assert only.count("x") >= 500
    assert not caplog.records


def test_every_script_has_its_letters(caplog: pytest.LogCaptureFixture) -> None:
    """What no font has is a warning of the library."""
    text = " ".join(pages(made(report_table())))
    assert [record.getMessage() for record in caplog.records if "missing" in record.getMessage()] == []
    for words in ("Привет", "Ελλάδα", "日本語", "한국어", "=cmd|'", "<b>bold</b>"):
        assert words in text


def test_what_is_said_around_the_table_is_whole_and_runs_into_nothing() -> None:
    """A long zone with rounding and a timer; a project with a name as long as a name may be."""
    notes = (
        "Days in America/Argentina/ComodRivadavia.",
        "Entries across midnight are split at 00:00.",
        "Each entry is rounded to the nearest 15 min and counts 30 min at least.",
        "What runs is counted up to 12:30 pm.",
    )
    about = "9 Nov 2026 – 19 Nov 2026 · " + " ".join(f"Wort{n:02}" for n in range(30))
    table = replace(report_table(("Wiring",)), notes=notes, about=about, columns=CLIENTS, rows=(), totals=())
    (only,) = PdfReader(io.BytesIO(made(table))).pages
    found = {words: x for words, x in placed(only) if words.strip()}
    assert max(found.values()) < only.mediabox.width
    text = " ".join(" ".join(found).split())
    for words in (*notes, "Wort00", "Wort29", "Page 1 of 1"):
        assert words in text, words


def placed(page: Any) -> list[tuple[str, float]]:
    """Each piece of text with where it ends, reckoned narrow: four tenths of the letters' size for each letter."""
    pieces: list[tuple[str, float]] = []
    page.extract_text(
        visitor_text=lambda text, _, tm, __, size: pieces.append((text, float(tm[4]) + 0.4 * size * len(text)))
    )
    return pieces


def test_an_empty_report_is_a_page_that_says_so_with_its_total() -> None:
    (only,) = pages(made(report_table(())))
    assert "Total" in only
