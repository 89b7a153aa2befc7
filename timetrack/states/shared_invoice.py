"""The page behind a client's link: one issued invoice, to read only, as it stands on paper."""

from dataclasses import dataclass
from decimal import Decimal

from timetrack import db
from timetrack.documents import invoice_words
from timetrack.documents.invoice_words import Words, words_of
from timetrack.domain import money
from timetrack.domain.invoices import document, sharing
from timetrack.domain.invoices.reading import Standing
from timetrack.domain.invoices.sharing import Shared
from timetrack.errors import InvoiceLinkUnknown
from timetrack.models import InvoiceKind
from timetrack.states.base import AppState, in_thread, public
from timetrack.states.invoice_rows import LineRow, PartyRow, SumRow
from timetrack.states.invoices_shown import LOOKS

NOBODY = PartyRow()
MOST_LINES = 500
"""How many lines the page has; the PDF has them all."""


@dataclass(frozen=True)
class SharedPaper:
    """An invoice as its client sees it. ``is_sound``: what it says has the hash that it was issued with."""

    title: str = ""
    number: str = ""
    state: str = ""
    tone: str = ""
    loud_label: str = ""
    loud: str = ""
    loud_note: str = ""
    seller: PartyRow = NOBODY
    buyer: PartyRow = NOBODY
    facts: tuple[SumRow, ...] = ()
    heads: tuple[str, ...] = ("", "", "", "", "")
    lines: tuple[LineRow, ...] = ()
    more_text: str = ""
    sums: tuple[SumRow, ...] = ()
    payment: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    sha256: str = ""
    is_sound: bool = False
    pdf: str = ""


class SharedInvoiceState(AppState):
    """What whoever holds the link may read."""

    shared: SharedPaper = SharedPaper()
    refusal: str = ""

    @public
    async def open_link(self) -> None:
        """Show the invoice that the link in the address is for, or why it shows none."""
        token = self.router.url.path.rstrip("/").rpartition("/")[2]
        self._show(shared=SharedPaper(), refusal="")
        is_ours = await self._enter()
        try:
            found = await in_thread(_found, token, is_ours=is_ours)
        except InvoiceLinkUnknown as refused:
            self._show(refusal=refused.message)
            return
        self._show(shared=_paper(found, token))


def _found(token: str, *, is_ours: bool) -> Shared:
    """What the link shows; that it was opened is noted of people outside only."""
    with db.transaction() as session:
        found = sharing.shared_invoice(session, token=token)
        if not is_ours:
            sharing.note_opened(session, token=token)
        return found


def _paper(found: Shared, token: str) -> SharedPaper:
    said, listed = found.document, found.listed
    words = words_of(said, voided=listed.standing == Standing.VOID)
    label, loud, note = _loud(found)
    state, tone = _look(found)
    more = len(words.lines) - MOST_LINES
    return SharedPaper(
        title=words.title,
        number=words.number,
        state=state,
        tone=tone,
        loud_label=label,
        loud=loud,
        loud_note=note,
        seller=PartyRow(words.seller, tuple(words.seller_lines)),
        buyer=PartyRow(words.buyer, tuple(words.buyer_lines)),
        facts=tuple(SumRow(name, text) for name, text in (*words.dates, *words.facts)),
        heads=words.heads,
        lines=tuple(_lines(words, said["currency"])),
        more_text=f"and {more:,} more lines, all of them in the PDF" if more > 0 else "",
        sums=(
            *(SumRow(name, amount) for name, amount in words.sums),
            SumRow(*words.total, is_total=True),
        ),
        payment=tuple(words.payment) if listed.open_amount > 0 else (),
        notes=tuple(words.notes),
        sha256=found.sha256.hex(),
        is_sound=document.sha256(said) == found.sha256,
        pdf=f"/api/shared/{token}.pdf",
    )


def _lines(words: Words, currency: str) -> list[LineRow]:
    return [
        LineRow(
            line_item_id=at,
            description=line.description,
            note=" · ".join(text for text in (line.note, f"Tax {line.tax}" if line.tax else "") if text),
            quantity=line.quantity,
            rate=line.rate,
            amount=invoice_words.amount_text(line.amount, currency),
        )
        for at, line in enumerate(words.lines[:MOST_LINES])
    ]


def _look(found: Shared) -> tuple[str, str]:
    """To a client what is issued is open, whether or not it was sent."""
    standing = found.listed.standing
    if found.document["kind"] == InvoiceKind.CREDIT_NOTE:
        return ("Void", "") if standing == Standing.VOID else ("Credit note", "")
    return ("Open", "accent") if standing in (Standing.ISSUED, Standing.SENT) else LOOKS[standing]


def _loud(found: Shared) -> tuple[str, str, str]:
    """The one figure that matters to who pays: what it is, the figure, and what else there is to know."""
    listed, said = found.listed, found.document
    currency = said["currency"]
    total = money.shown(Decimal(said["total_amount"]), currency)
    if listed.standing == Standing.VOID:
        return "Void", total, "It was declared void: there is nothing to pay."
    if said["kind"] == InvoiceKind.CREDIT_NOTE:
        return "Taken back", total, f"Of invoice {said['credits']}." if said["credits"] else ""
    if listed.open_amount <= 0:
        label = "Credited" if listed.standing == Standing.CREDITED else "Paid"
        return label, total, "Thank you. There is nothing left to pay."
    left = money.shown(listed.open_amount, currency)
    if listed.open_amount < Decimal(said["total_amount"]):
        return "Still to pay", left, f"Of {total}."
    return "To pay", left, ""
