"""An invoice of a thousand lines as a PDF, against bare fpdf2 that prints the same texts at the same places."""

import gc
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Any
from unittest.mock import patch

from fpdf import FPDF

from bench.measure import Goal, in_turn, say, show
from tests.documents.invoice_papers import hours, invoice
from timetrack.documents import fonts, invoice_pdf
from timetrack.documents.fonts import BODY
from timetrack.documents.invoice_pdf import render
from timetrack.documents.paper import LEADING, PIXEL, Paper

GOAL = Goal(0.8, more_is_better=True)
LINES = 1_000


@dataclass(frozen=True)
class Text:
    """What is printed where."""

    page: int
    x: float
    baseline: float
    style: str
    points: float
    words: str


class Recorder(Paper):
    """Paper that keeps what is printed on it."""

    texts: list[Text]

    def text(self, x: float, y: float, text: str = "", **how: Any) -> None:
        """Print and keep."""
        Recorder.texts.append(Text(self.page, x, y, self.font_style, self.font_size_pt, text))
        super().text(x, y, text, **how)


def main(_most_rows: int) -> None:
    """Render once to know every text, then measure in turn."""
    document = invoice(*(hours(f"Room {n:04} · inspection and report", 3600 + n, "82.50") for n in range(LINES)))
    Recorder.texts = []
    with patch.object(invoice_pdf, "Paper", Recorder):
        render(document)
    texts = Recorder.texts
    pages = texts[-1].page
    say(f"{len(texts):,} texts on {pages} pages")
    gc.collect()
    gc.freeze()  # as `serve` does, so that no paper pays for a look through the whole process
    floor = partial(_pages_per_second, pages, lambda: bare(texts))
    show(
        f"A PDF of {LINES:,} lines, against bare fpdf2 `cell()` with the same fonts, texts and places",
        [
            in_turn(
                "the paper, its e-invoice in it",
                "pages/s",
                floor,
                partial(_pages_per_second, pages, lambda: render(document)),
                GOAL,
            ),
            in_turn(
                "the paper alone, as a draft",
                "pages/s",
                floor,
                partial(_pages_per_second, pages, lambda: render(document, draft=True)),
                None,
            ),
        ],
    )


def bare(texts: list[Text]) -> bytes:
    """The same texts by ``cell()``, and no more."""
    with TemporaryDirectory() as folder:
        return _printed(texts, Path(folder))


def _printed(texts: list[Text], folder: Path) -> bytes:
    pdf = FPDF(unit=PIXEL, format="A4")
    pdf.set_margin(0)
    pdf.c_margin = 0
    pdf.set_auto_page_break(False)
    pdf.add_font(BODY, fname=fonts.write_western(fonts.REGULAR, folder))
    pdf.add_font(BODY, "B", fname=fonts.write_western(fonts.SEMIBOLD, folder))
    for text in texts:
        if text.page > pdf.page:
            pdf.add_page()
        pdf.set_font(BODY, text.style, text.points)
        pdf.set_xy(text.x, text.baseline - LEADING / 2 - 0.3 * text.points / PIXEL)
        pdf.cell(0, LEADING, text.words)
    return bytes(pdf.output())


def _pages_per_second(pages: int, made: Any) -> float:
    began = perf_counter()
    made()
    return pages / (perf_counter() - began)
