"""Where everything of an invoice stands: planned page by page first, so that each page knows how many there are."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from timetrack.documents.invoice_words import LineWords, Words, amount_text
from timetrack.documents.paper import LEADING, MUTED, SIZE, TEXT, Paper

LEFT, RIGHT, TOP, BOTTOM = 76.0, 718.0, 72.0, 1026.0
SMALL, CLOSE = 12.0, 18.0
ROOMY, DENSE, MANY = 10.0, 5.0, 8
"""Space above and below a line, and from how many lines on it is less."""
MOST_ROWS = 12
"""A text of more rows than this may go on on the next page."""
GAP = 24.0
Print = tuple[str, tuple[Any, ...], dict[str, Any]]
"""A method of `Paper` by its name, and what it is given: of thousands, half the objects that calls kept whole are."""


@dataclass(frozen=True)
class Row:
    """A line of the table, or a part of a long one; the figures of ``line`` stand on its first part."""

    rows: Sequence[str]
    note: Sequence[str]
    line: LineWords | None
    height: float
    is_last: bool


@dataclass(frozen=True)
class Columns:
    """Where the text of the first column ends, and the right edges of the others; 0 for one that is not there."""

    words: float
    quantity: float
    rate: float
    tax: float


class Plan:
    """The pages of an invoice, each a list of what to print on it."""

    def __init__(self, paper: Paper, words: Words, currency: str) -> None:
        self.pages: list[list[Print]] = [[]]
        self.paper, self.words, self.currency = paper, words, currency
        self.y = TOP
        self._columns = self._measured_columns()
        self._padding = DENSE if len(words.lines) > MANY else ROOMY

    def turn(self) -> None:
        """Go on at the top of a new page."""
        self.pages.append([])
        self.y = TOP

    def has_room(self, height: float) -> bool:
        """Whether so much more fits this page."""
        return self.y + height <= BOTTOM

    def say(self, x: float, top: float, words: str, **how: Any) -> None:
        """Print a line on this page."""
        self.pages[-1].append(("say", (x, top, words), how))

    def rule(self, left: float, right: float, at: float, **how: Any) -> None:
        """Draw a hairline on this page."""
        self.pages[-1].append(("rule", (left, right, at), how))

    def picture(self, png: bytes, x: float, top: float, width: float, height: float) -> None:
        """Print a picture on this page."""
        self.pages[-1].append(("picture", (png, x, top, width, height), {}))

    def squares(self, rows: Sequence[Sequence[int]], x: float, top: float, width: float) -> None:
        """Print a square of squares on this page."""
        self.pages[-1].append(("squares", (rows, x, top, width), {}))

    def stack(self, x: float, top: float, rows: Sequence[str], *, leading: float = LEADING, **how: Any) -> float:
        """Print lines one below the other; where they end."""
        for number, row in enumerate(rows):
            self.say(x, top + number * leading, row, leading=leading, **how)
        return top + len(rows) * leading

    def add_lines(self, sums_height: float) -> None:
        """Print the table over as many pages as it takes, what it came to so far carried from each to the next."""
        rows = self._rows()
        carried, at_head = Decimal(0), True
        carry = self._row_height(1)
        if not self.has_room(40 + carry + max((row.height for row in rows[:1]), default=0.0)):
            self.turn()
        self._head()
        for at, row in enumerate(rows):
            after = sums_height if at == len(rows) - 1 else carry
            if not at_head and not self.has_room(row.height + after):
                self._turn_table(carried)
            self._row(row)
            at_head = False
            carried += row.line.amount if row.line else 0
        if not self.has_room(sums_height):
            self._turn_table(carried)

    def _turn_table(self, carried: Decimal) -> None:
        amount = amount_text(carried, self.currency)
        self._carry("Carried forward", amount)
        self.turn()
        self._head()
        self._carry("Brought forward", amount)
        self.rule(LEFT, RIGHT, self.y)

    def _carry(self, label: str, amount: str) -> None:
        top = self.y + self._padding
        self.say(LEFT, top, label, color=MUTED)
        self.say(RIGHT, top, amount, color=MUTED, to_right=True, room=RIGHT - self._columns.words)
        self.y += self._row_height(1)

    def _head(self) -> None:
        words, quantity, rate, tax, amount = self.words.heads
        self.say(LEFT, self.y, words, size=SMALL, color=MUTED, room=self._columns.words - LEFT)
        at = (self._columns.quantity, self._columns.rate, self._columns.tax, RIGHT)
        for edge, name in zip(at, (quantity, rate, tax, amount), strict=True):
            self.say(edge, self.y, name, size=SMALL, color=MUTED, to_right=True)
        self.y += 26
        self.rule(LEFT, RIGHT, self.y, color=TEXT)

    def _row(self, row: Row) -> None:
        top = self.y + (self._padding if row.line else 0)
        below = self.stack(LEFT, top, row.rows)
        self.stack(LEFT, below, row.note, leading=CLOSE, size=SMALL, color=MUTED)
        if row.line:
            self._figures(row.line, top)
        self.y += row.height
        if row.is_last:
            self.rule(LEFT, RIGHT, self.y)

    def _figures(self, line: LineWords, top: float) -> None:
        at, amount = self._columns, amount_text(line.amount, self.currency)
        self.say(at.quantity, top, line.quantity, to_right=True, room=at.quantity - at.words - GAP / 2)
        self.say(at.rate, top, line.rate, to_right=True, room=at.rate - at.quantity - GAP / 2)
        self.say(at.tax, top, line.tax, to_right=True, room=at.tax - at.rate - GAP / 2)
        self.say(RIGHT, top, amount, to_right=True, room=RIGHT - (at.tax or at.rate) - GAP / 2)

    def _rows(self) -> list[Row]:
        room = self._columns.words - LEFT
        return [row for line in self.words.lines for row in self._parts(line, room)]

    def _parts(self, line: LineWords, room: float) -> list[Row]:
        rows = self.paper.lines(line.description, room)
        note = self.paper.lines(line.note, room, size=SMALL) if line.note else []
        starts = range(0, len(rows), MOST_ROWS)
        return [
            self._part(line, rows[at : at + MOST_ROWS], note if at == starts[-1] else [], at == 0, at == starts[-1])
            for at in starts
        ]

    def _part(self, line: LineWords, rows: list[str], note: list[str], is_first: bool, is_last: bool) -> Row:
        height = len(rows) * LEADING + len(note) * CLOSE + self._padding * (is_first + is_last)
        return Row(rows, note, line if is_first else None, height, is_last)

    def _row_height(self, rows: int) -> float:
        return rows * LEADING + 2 * self._padding

    def _measured_columns(self) -> Columns:
        """As wide as their figures, within bounds; what is wider still is printed smaller."""
        lines, has_tax = self.words.lines, bool(self.words.heads[3])
        amount = self._widest((amount_text(line.amount, self.currency) for line in lines), 133, 150)
        tax = self._widest((line.tax for line in lines), 44, 60) if has_tax else 0.0
        rate = self._widest((line.rate for line in lines), 76 if has_tax else 107, 120)
        quantity = self._widest((line.quantity for line in lines), 70, 110)
        tax_edge = RIGHT - amount - GAP
        rate_edge = tax_edge - tax - GAP if has_tax else tax_edge
        quantity_edge = rate_edge - rate - GAP
        return Columns(quantity_edge - quantity - GAP, quantity_edge, rate_edge, tax_edge if has_tax else 0.0)

    def _widest(self, texts: Any, least: float, most: float) -> float:
        return float(min(max([least, *(self.paper.width(text, size=SIZE) for text in texts)]), most))
