"""An issued invoice, a credit note or a draft as a PDF: a document in, the same bytes out every time. Pure."""

from datetime import date
from io import BytesIO

import segno
from PIL import Image

from timetrack.documents.e_invoice import factur_x, unfit
from timetrack.documents.epc_qr import epc_code
from timetrack.documents.invoice_layout import BOTTOM, CLOSE, LEFT, RIGHT, SMALL, TOP, Plan, Print
from timetrack.documents.invoice_words import Words, day_in, words_of
from timetrack.documents.paper import HEIGHT, LEADING, MARK, MUTED, TEXT, WIDTH, Paper
from timetrack.domain.invoices.document import Document

SECOND, THIRD = 310.0, 543.0
"""Where the columns below the head begin."""
CODE = 96.0
PAY_ROOM, NOTES_FROM = 264.0, 362.0
LONG_NOTES = 14
"""Notes of more rows stand across the page, above how to pay."""
EPOCH = date(2000, 1, 1)
"""The day of a draft that has none."""


def render(document: Document, *, logo: bytes | None = None, draft: bool = False, voided: bool = False) -> bytes:
    """The document as PDF/A-3; ``logo`` is a PNG. A draft and what is void are marked across every page.

    What may be an e-invoice has it embedded, but for a draft and what is void: no machine shall book these.
    """
    words = words_of(document, draft=draft, voided=voided)
    title = f"{words.title} {document['number'] or 'draft'}"
    made_on = day_in(document["invoice_date"]) or EPOCH
    paper = Paper(words.texts(), made_on=made_on, title=title, author=words.seller)
    plan = Plan(paper, words, document["currency"])
    _head(plan, logo)
    _parties(plan)
    plan.add_lines(_sums_height(plan))
    _sums(plan)
    code = epc_code(document) if words.payment and not words.mark else None
    _ending(plan, code)
    for number, page in enumerate(plan.pages, start=1):
        _print(paper, words, page, f"Page {number} of {len(plan.pages)}")
    is_final = not draft and not voided and unfit(document) is None
    return paper.finish(factur_x(document) if is_final else None)


def _print(paper: Paper, words: Words, page: list[Print], folio: str) -> None:
    paper.turn_page()
    if words.mark:
        with paper.rotation(52, WIDTH / 2, HEIGHT / 2):
            width = paper.width(words.mark, size=220, is_strong=True)
            middle = (WIDTH - width) / 2
            paper.say(middle, HEIGHT / 2 - 150, words.mark, size=220, leading=300, color=MARK, is_strong=True)
        paper.drop_pen()
    for method, given, how in page:
        getattr(paper, method)(*given, **how)
    paper.say(LEFT, 1046, words.number, size=SMALL, color=MUTED, room=480)
    paper.say(RIGHT, 1046, folio, size=SMALL, color=MUTED, to_right=True)
    if words.sha256:
        paper.say(LEFT, 1063, f"SHA-256 {words.sha256}", size=9, color=MUTED)


def _head(plan: Plan, logo: bytes | None) -> None:
    """Who bills, and what this is."""
    words, paper = plan.words, plan.paper
    plan.say(RIGHT, TOP - 4, words.title, size=28, leading=40, is_strong=True, to_right=True)
    plan.say(RIGHT, TOP + 36, words.number, to_right=True, room=240)
    left, top = _logo(plan, logo)
    name = paper.lines(words.seller, LEFT + 400 - left, size=17, is_strong=True)
    below = plan.stack(left, top, name, size=17, leading=24, is_strong=True) + 6
    below = max(below, top + 38 if left > LEFT else below)
    *address, last = words.seller_lines or [""]
    has_tax_id = last.startswith("Tax ID ")
    told = [" · ".join(address if has_tax_id else words.seller_lines), *([last] if has_tax_id else [])]
    rows = [row for part in told if part for row in paper.lines(part, 400)]
    plan.y = max(plan.stack(LEFT, below, rows, color=MUTED) + 40, 206)


def _logo(plan: Plan, logo: bytes | None) -> tuple[float, float]:
    """Print the logo, and say where the name goes: beside one that is about square, below one that is wide."""
    if not logo:
        return LEFT, TOP
    with Image.open(BytesIO(logo)) as picture:
        wide, high = picture.size
    is_wide = wide > 1.6 * high
    height = min(44.0, 240 * high / wide) if is_wide else 32.0
    width = height * wide / high
    plan.picture(logo, LEFT, TOP - 2, width, height)
    return (LEFT, TOP + height + 8) if is_wide else (LEFT + width + 10, TOP + 2)


def _parties(plan: Plan) -> None:
    """Who is billed, for when, and by when it is to be paid; on a page of their own below names that take a page."""
    words = plan.words
    address = words.buyer_lines if len(words.buyer_lines) <= 6 else [" · ".join(words.buyer_lines)]
    rows, small = _block_rows(plan, [words.buyer, *address], 220)
    if not plan.has_room(22 + len(rows) * small.get("leading", LEADING)):
        plan.turn()
    top = plan.y
    ends = [_block(plan, LEFT, top, "Bill to", rows, **small)]
    for x, room, pairs in ((SECOND, 216.0, words.facts), (THIRD, RIGHT - THIRD, words.dates)):
        y = top
        for label, text in pairs:
            y = _block(plan, x, y, label, plan.paper.lines(text, room)) + 7
        ends.append(y - 7)
    plan.y = max(*ends, 306) + 54


def _block_rows(plan: Plan, texts: list[str], room: float) -> tuple[list[str], dict[str, float]]:
    """The rows of a block and how they are printed: smaller where there are very many."""
    rows = [row for text in texts for row in plan.paper.lines(text, room)]
    if len(rows) <= LONG_NOTES:
        return rows, {}
    return [row for text in texts for row in plan.paper.lines(text, room, size=9)], {"size": 9, "leading": 12}


def _block(plan: Plan, x: float, top: float, label: str, rows: list[str], **how: float) -> float:
    plan.say(x, top, label, size=SMALL, color=MUTED)
    return plan.stack(x, top + 22, rows, **how)


def _sums_height(plan: Plan) -> float:
    return 20 + 28 * sum(len(_label(plan, label)) for label, _ in plan.words.sums) + 44


def _sums(plan: Plan) -> None:
    """What it all comes to."""
    edge = _label_edge(plan)
    plan.y += 18
    for label, amount in plan.words.sums:
        rows = _label(plan, label)
        for number, row in enumerate(rows):
            plan.say(edge, plan.y + 28 * number, row, to_right=True)
        plan.say(RIGHT, plan.y, amount, to_right=True)
        plan.y += 28 * len(rows)
    label, amount = plan.words.total
    left = min(edge - plan.paper.width(label, size=17, is_strong=True), 498)
    plan.rule(left, RIGHT, plan.y + 1, color=TEXT)
    plan.say(edge, plan.y + 12, label, size=17, is_strong=True, to_right=True)
    plan.say(RIGHT, plan.y + 12, amount, size=17, is_strong=True, to_right=True)
    plan.y += 44


def _label(plan: Plan, label: str) -> list[str]:
    return plan.paper.lines(label, _label_edge(plan) - LEFT)


def _label_edge(plan: Plan) -> float:
    """Where the names of the sums end: far enough from the widest of them."""
    widest = plan.paper.width(plan.words.total[1], size=17, is_strong=True)
    return min(574, RIGHT - widest - 32)


def _ending(plan: Plan, code: segno.QRCode | None) -> None:
    """How to pay, and what else is to be said: at the foot of the last page."""
    words, paper = plan.words, plan.paper
    room = RIGHT - NOTES_FROM - (CODE + 28 if code else 0)
    notes = [row for text in words.notes for row in paper.lines(text, room, size=SMALL)]
    if len(notes) > LONG_NOTES:
        _long_notes(plan)
        notes = []
    pay = [row for text in words.payment for row in paper.lines(text, PAY_ROOM, size=SMALL)]
    if not notes and not pay:
        return
    height = 44 + max(CLOSE * max(len(notes), len(pay)), CODE if code else 0)
    if not plan.has_room(32 + height):
        plan.turn()
    top = BOTTOM - height
    plan.rule(LEFT, RIGHT, top)
    _foot_block(plan, LEFT, top + 22, "Pay to" if words.has_account else "Payment", pay)
    _foot_block(plan, NOTES_FROM if pay else LEFT, top + 22, "Notes", notes)
    if code:
        plan.say(RIGHT - CODE, top + 22, "Scan to pay", size=SMALL, color=MUTED)
        plan.squares(code.matrix, RIGHT - CODE, top + 46, CODE)


def _foot_block(plan: Plan, x: float, top: float, label: str, rows: list[str]) -> None:
    if rows:
        plan.say(x, top, label, size=SMALL, color=MUTED)
        plan.stack(x, top + 21, rows, size=SMALL, leading=CLOSE)


def _long_notes(plan: Plan) -> None:
    rows = [row for text in plan.words.notes for row in plan.paper.lines(text, RIGHT - LEFT, size=SMALL)]
    plan.y += 32
    if not plan.has_room(LEADING + 3 * CLOSE):
        plan.turn()
    plan.say(LEFT, plan.y, "Notes", size=SMALL, color=MUTED)
    plan.y += 21
    for row in rows:
        if not plan.has_room(CLOSE):
            plan.turn()
        plan.say(LEFT, plan.y, row, size=SMALL, leading=CLOSE)
        plan.y += CLOSE
