"""A report as a PDF: a table over as many pages as it takes, its head repeated. A value in, bytes out. Pure."""

from collections.abc import Sequence
from contextlib import AbstractContextManager
from datetime import date
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO

from fpdf import FPDF
from fpdf.enums import Align, TextMode

from timetrack.documents.fonts import BODY, add_fonts
from timetrack.domain import durations, money
from timetrack.domain.reports.tables import Cell, Kind, ReportTable

TEXT, MUTED, RULE = (28, 32, 36), (96, 100, 108), (224, 225, 230)
MARGIN, LINE, PADDING, SIZE = 14.0, 4.2, 1.2, 7.5
"""Millimetres, and the size of the letters in points."""
WIDE_FROM = 7
"""So many columns need the page turned."""
NUMBERS = {Kind.HOURS, Kind.AMOUNT, Kind.PERCENT}


def write_pdf(table: ReportTable, file: IO[bytes]) -> None:
    """Write the document into ``file``: the same bytes for the same value."""
    pdf = ReportPdf(table)
    pdf.add_page()
    for row in table.rows:
        pdf.add_row(row)
    pdf.end_with_totals()
    file.write(pdf.output())


class ReportPdf(FPDF):
    """The pages of one report."""

    def __init__(self, table: ReportTable) -> None:
        is_wide = len(table.columns) > WIDE_FROM
        super().__init__(orientation="landscape" if is_wide else "portrait", format="A4")
        self._table = table
        self._known: dict[tuple[int, str], list[str]] = {}
        self.set_creation_date(table.at)
        self.set_title(f"{table.title}, {table.about}")
        self.set_creator("Timetrack")
        self.set_margins(MARGIN, MARGIN)
        self.set_auto_page_break(False)
        words = [cell for row in table.rows for cell in row if isinstance(cell, str)]
        self._folder = TemporaryDirectory(prefix="timetrack-fonts-")
        add_fonts(self, [table.title, table.about, *table.notes, *words], folder=Path(self._folder.name))
        shares = sum(column.width for column in table.columns)
        self._widths = [column.width / shares * self.epw for column in table.columns]

    def header(self) -> None:
        """The title on the first page, the names of the columns on each."""
        if self.page_no() == 1:
            self._say(self._table.title, 15, TEXT, is_strong=True)
            self._say(self._table.about, 9, MUTED)
            self.ln(4)
        self._write_cells([column.name for column in self._table.columns], LINE + 2 * PADDING, MUTED)
        self._rule(TEXT)

    def footer(self) -> None:
        """What the figures stand on, and which page this is."""
        self.set_text_color(*MUTED)
        self.set_font(BODY, size=7)
        top, room = self.h - MARGIN + 2, self.epw * 0.85
        for number, line in enumerate(self._lines(" ".join(self._table.notes), room - 2 * self.c_margin)[:2]):
            self.set_xy(self.l_margin, top + number * 3.2)
            self.cell(room, LINE, line)
        self.set_xy(self.l_margin + room, top)
        self.cell(0, LINE, f"Page {self.page_no()} of {{nb}}", align=Align.R)

    def add_row(self, row: Sequence[Cell], *, is_strong: bool = False) -> None:
        """One row, as high as its longest text is; on the next page where this one is full."""
        cells = [self._wrapped(n, self._shown(n, row)) for n in range(len(row))]
        height = max(len(lines) for lines in cells) * LINE + 2 * PADDING
        if self.get_y() + height > self.h - MARGIN - LINE:
            self.add_page()
        self._write_cells(["\n".join(lines) for lines in cells], height, TEXT, is_strong=is_strong)
        self._rule(RULE)

    def end_with_totals(self) -> None:
        """What it all comes to, below a line of its own."""
        self._rule(TEXT)
        for row in self._table.totals:
            self.add_row(row, is_strong=True)

    def _write_cells(
        self, words: Sequence[str], height: float, color: tuple[int, int, int], *, is_strong: bool = False
    ) -> None:
        self.set_font(BODY, size=SIZE)
        self.set_text_color(*color)
        top, left = self.get_y(), self.l_margin
        with self._strong(is_strong):
            for n, width in enumerate(self._widths):
                align = Align.R if self._table.columns[n].kind in NUMBERS else Align.L
                for number, line in enumerate(words[n].split("\n") if words[n] else ()):
                    self.set_xy(left, top + PADDING + number * LINE)
                    self.cell(width, LINE, line, align=align)
                left += width
        self.set_xy(self.l_margin, top + height)

    def _say(self, words: str, size: float, color: tuple[int, int, int], *, is_strong: bool = False) -> None:
        self.set_font(BODY, size=size)
        self.set_text_color(*color)
        with self._strong(is_strong):
            for line in self._lines(words, self.epw - 2 * self.c_margin):
                self.cell(0, size * 0.55, line, new_x="LMARGIN", new_y="NEXT")

    def _strong(self, is_strong: bool) -> AbstractContextManager[None]:
        """Letters with an edge of their own colour: making a bold of a variable font would take seconds."""
        mode = TextMode.FILL_STROKE if is_strong else TextMode.FILL
        return self.local_context(text_mode=mode, line_width=0.12, draw_color=TEXT)

    def _rule(self, color: tuple[int, int, int]) -> None:
        self.set_draw_color(*color)
        self.set_line_width(0.15)
        self.line(self.l_margin, self.get_y(), self.w - self.r_margin, self.get_y())

    def _wrapped(self, n: int, words: str) -> list[str]:
        """The text in lines that fit its column, measured once: most of a table's words occur again."""
        if (n, words) not in self._known:
            self.set_font(BODY, size=SIZE)
            self._known[n, words] = self._lines(words, self._widths[n] - 2 * self.c_margin)
        return self._known[n, words]

    def _lines(self, words: str, room: float) -> list[str]:
        """A word that fits no line is cut."""
        if self.get_string_width(words) <= room:
            return [words]
        lines = [""]
        for word in words.split(" "):
            longer = f"{lines[-1]} {word}".strip()
            if self.get_string_width(longer) <= room:
                lines[-1] = longer
            else:
                lines += self._cut(word, room)
        return [line for line in lines if line] or [""]

    def _cut(self, word: str, room: float) -> list[str]:
        pieces = [""]
        for letter in word:
            if self.get_string_width(pieces[-1] + letter) > room and pieces[-1]:
                pieces.append("")
            pieces[-1] += letter
        return pieces

    def _shown(self, n: int, row: Sequence[Cell]) -> str:
        cell, kind = row[n], self._table.columns[n].kind
        if cell is None:
            return ""
        if isinstance(cell, int):
            return durations.shown(cell) if kind is Kind.HOURS else f"{cell} %"
        if isinstance(cell, Decimal):
            return self._amount(cell, row)
        return f"{cell:%a} {cell.day} {cell:%b %Y}" if isinstance(cell, date) else " ".join(cell.split())

    def _amount(self, amount: Decimal, row: Sequence[Cell]) -> str:
        """An amount in its row's currency, which stands beside it; an hourly rate keeps what decimals it has."""
        names = [column.name for column in self._table.columns]
        currency = str(row[names.index("Currency")] or "") if "Currency" in names else ""
        printed = money.round_line(amount, currency)
        return f"{printed if printed == amount else amount.normalize():,f}"
