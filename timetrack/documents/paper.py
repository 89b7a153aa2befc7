"""Paper to print on: A4 in CSS pixels, one line of text at a time, in any script. PDF/A-3, and no clock in it."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime
from io import BytesIO
from typing import Any

from fpdf import FPDF
from fpdf.enums import TextMode

from timetrack.documents import fonts, xmp
from timetrack.documents.fonts import BODY, Letters

PIXEL = 0.75
"""Points, so that a design on screen has the same numbers on paper."""
WIDTH, HEIGHT = 794.0, 1122.0
TEXT, MUTED, RULE, MARK = (28, 32, 36), (96, 100, 108), (224, 225, 230), (240, 240, 243)
SIZE, LEADING = 13.0, 20.0
Color = tuple[int, int, int]


class Paper(FPDF):
    """Pages and a pen. ``texts`` is everything that will be printed, so that no font is loaded for nothing."""

    def __init__(self, texts: Iterable[str], *, made_on: date, title: str, author: str) -> None:
        self._at = datetime(made_on.year, made_on.month, made_on.day, tzinfo=UTC)
        super().__init__(unit=PIXEL, format="A4", enforce_compliance="PDF/A-3B")
        self.set_margin(0)
        self.c_margin = 0
        self.set_auto_page_break(False)
        self.set_creation_date(self._at)
        self.set_title(title)
        self.set_author(author)
        self.set_creator("Timetrack")
        self.set_producer("Timetrack")
        self.set_lang("en")
        self._about = title, author
        self._letters = Letters(self, texts)
        self._pen: tuple[str, str, float, Color] | None = None
        self._widths: dict[tuple[str, bool], float] = {}

    def finish(self, e_invoice: bytes | None = None) -> bytes:
        """The file, with an e-invoice in it that says the same."""
        if e_invoice:
            self.embed_file(
                bytes=e_invoice,
                basename=xmp.E_INVOICE,
                modification_date=self._at,
                mime_type="text/xml",
                associated_file_relationship="Alternative",
                desc="Factur-X",
                compress=True,
            )
        about = xmp.packet(title=self._about[0], author=self._about[1], at=self._at, has_e_invoice=bool(e_invoice))
        self.set_xmp_metadata(about)
        return bytes(self.output())

    def turn_page(self) -> None:
        """Begin a page, the pen as it was."""
        self.add_page()
        self.drop_pen()

    def drop_pen(self) -> None:
        """Forget what the pen is set to: something else was drawn."""
        self._pen = None

    def say(
        self,
        x: float,
        top: float,
        words: str,
        *,
        size: float = SIZE,
        leading: float = LEADING,
        color: Color = TEXT,
        is_strong: bool = False,
        room: float | None = None,
        to_right: bool = False,
    ) -> None:
        """Print one line that begins at ``x``, or with ``to_right`` ends there; smaller where it is wider than ``room``."""
        if not words:
            return
        is_plain = self._letters.are_plain(words)
        words = words if is_plain else self._letters.legible(words)
        width = self._width(words, is_strong) * size
        if room is not None and width > room:
            size, width = size * room / width, room
        left = x - width if to_right else x
        baseline = top + leading / 2 + 0.3 * size
        if is_plain or self._letters.are_plain(words):
            self._hold(BODY, "B" if is_strong else "", size, color)
            self.text(left, baseline, words)
        elif runs := self._letters.runs(words):
            self._say_runs(left, baseline, runs, size, color, is_strong)
        else:
            self._say_shaped(left, top, words, size, leading, color, is_strong)

    def width(self, words: str, *, size: float = SIZE, is_strong: bool = False) -> float:
        """How wide a line is."""
        return self._width(self._letters.legible(words), is_strong) * size

    def lines(self, words: str, room: float, *, size: float = SIZE, is_strong: bool = False) -> list[str]:
        """The text in lines no wider than ``room``; a word that fits no line is cut, between letters and their marks."""
        broken: list[str] = []
        for part in words.split("\n"):
            is_short = self.width(part, size=size, is_strong=is_strong) <= room
            broken += [part] if is_short else self._wrapped(part, room, size, is_strong)
        return broken

    def rule(self, left: float, right: float, at: float, color: Color = RULE) -> None:
        """Draw a hairline across."""
        self.set_draw_color(*color)
        self.set_line_width(1)
        self.line(left, at, right, at)

    def picture(self, png: bytes, x: float, top: float, width: float, height: float) -> None:
        """Print a picture so wide and high."""
        self.image(BytesIO(png), x, top, width, height)

    def squares(self, rows: Sequence[Sequence[int]], x: float, top: float, width: float) -> None:
        """Print a square of squares, 1 for a dark one.

        Dark ones side by side are one bar, a little higher than its row so that no light shines through.
        """
        side = width / len(rows)
        self.drop_pen()
        self.set_fill_color(*TEXT)
        for number, row in enumerate(rows):
            at = 0
            while at < len(row):
                end = at
                while end < len(row) and row[end]:
                    end += 1
                if end > at:
                    self.rect(x + at * side, top + number * side, (end - at) * side, side * 1.02, style="F")
                at = max(end, at + 1)
        self.drop_pen()

    def _wrapped(self, words: str, room: float, size: float, is_strong: bool) -> list[str]:
        lines, space, left = [""], self.width(" ", size=size, is_strong=is_strong), room
        for word in words.split(" "):
            wide = self.width(word, size=size, is_strong=is_strong)
            if lines[-1] and wide + space <= left:
                lines[-1] += f" {word}"
                left -= wide + space
                continue
            pieces = [word] if wide <= room else self._cut(word, room, size, is_strong)
            lines += pieces
            left = room - self.width(pieces[-1], size=size, is_strong=is_strong)
        return [line for line in lines if line] or [""]

    def _cut(self, word: str, room: float, size: float, is_strong: bool) -> list[str]:
        pieces, left = [""], room
        for letter in fonts.clusters(word):
            wide = self.width(letter, size=size, is_strong=is_strong)
            if pieces[-1] and wide > left:
                pieces.append("")
                left = room
            pieces[-1] += letter
            left -= wide
        return pieces

    def _width(self, words: str, is_strong: bool) -> float:
        """At a size of 1; the same words come again and again."""
        key = (words, is_strong)
        if key not in self._widths:
            self._widths[key] = self._measured(words, is_strong)
        return self._widths[key]

    def _measured(self, words: str, is_strong: bool) -> float:
        if self._letters.are_plain(words):
            return self._advance(BODY, "B" if is_strong else "", words)
        if runs := self._letters.runs(words):
            return sum(self._advance(family, "", run) for family, run in runs)
        self._hold(BODY, "", 100, TEXT)
        with self._letters.shaped():
            return self.get_string_width(words) / 100

    def _advance(self, family: str, style: str, words: str) -> float:
        widths: Any = self.fonts[f"{family.lower()}{style}"].cw
        return float(sum(map(widths.__getitem__, map(ord, words)))) / 1000

    def _say_runs(
        self, x: float, baseline: float, runs: list[tuple[str, str]], size: float, color: Color, is_strong: bool
    ) -> None:
        """Letters of several fonts side by side; what is strong gets an edge of its own colour."""
        for family, run in runs:
            self._hold(family, "", size, color)
            with self._edged(size / 40 * is_strong, color):
                self.text(x, baseline, run)
            x += self._advance(family, "", run) * size

    def _say_shaped(
        self, x: float, top: float, words: str, size: float, leading: float, color: Color, is_strong: bool
    ) -> None:
        self._hold(BODY, "", size, color)
        self.set_xy(x, top)
        with self._letters.shaped(), self._edged(size / 40 * is_strong, color):
            self.cell(0, leading, words)
        self.drop_pen()

    @contextmanager
    def _edged(self, edge: float, color: Color) -> Iterator[None]:
        if not edge:
            yield
            return
        with self.local_context(text_mode=TextMode.FILL_STROKE, line_width=edge * PIXEL, draw_color=color):
            yield

    def _hold(self, family: str, style: str, size: float, color: Color) -> None:
        if self._pen == (family, style, size, color):
            return
        self.set_font(family, style, size * PIXEL)
        self.set_text_color(*color)
        self.set_fill_color(*color)
        self._pen = (family, style, size, color)
