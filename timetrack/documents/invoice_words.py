"""What an invoice says on paper, as ready text: from the document as it was frozen, to the last digit. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from timetrack.domain import durations, money, periods
from timetrack.domain.invoices import document as documents
from timetrack.domain.invoices.document import Document
from timetrack.models import InvoiceKind, LineKind

MINUS = "\u2212"


@dataclass(frozen=True)
class LineWords:
    """A line; ``amount`` is also what is carried from page to page."""

    description: str
    note: str
    quantity: str
    rate: str
    tax: str
    amount: Decimal


@dataclass(frozen=True)
class Words:
    """Everything that is printed, in the order in which it is read."""

    title: str
    number: str
    seller: str
    seller_lines: list[str]
    buyer: str
    buyer_lines: list[str]
    facts: list[tuple[str, str]]
    dates: list[tuple[str, str]]
    heads: tuple[str, str, str, str, str]
    lines: list[LineWords]
    sums: list[tuple[str, str]]
    total: tuple[str, str]
    payment: list[str]
    has_account: bool
    notes: list[str]
    sha256: str
    mark: str

    def texts(self) -> Iterator[str]:
        """Every text that someone typed, for the fonts that it needs."""
        yield from (self.number, self.seller, *self.seller_lines, self.buyer, *self.buyer_lines)
        yield from (text for pair in (*self.facts, *self.sums, self.total) for text in pair)
        yield from (*self.heads, *self.payment, *self.notes)
        for line in self.lines:
            yield from (line.description, line.note, line.quantity)


def words_of(document: Document, *, draft: bool = False, voided: bool = False) -> Words:
    """What the paper says. A draft has no number yet and no hash, nor says how to pay."""
    is_note = document["kind"] == InvoiceKind.CREDIT_NOTE
    seller, buyer = document["seller"], document["buyer"]
    return Words(
        title="Credit note" if is_note else "Invoice",
        number="Draft, no number yet" if draft else document["number"] or "",
        seller=seller["name"],
        seller_lines=_party(seller),
        buyer=buyer["name"],
        buyer_lines=_party(buyer),
        facts=list(_facts(document)),
        dates=list(_dates(document, draft=draft)),
        heads=_heads(document),
        lines=_lines(document),
        sums=list(_sums(document)),
        total=(
            "Total taken back" if is_note else "Total due",
            money.shown(Decimal(document["total_amount"]), document["currency"]),
        ),
        payment=[] if draft or voided or is_note else list(_payment(document)),
        has_account=bool(seller["iban"]),
        notes=[*dict.fromkeys(tax["note"] for tax in document["taxes"] if tax["note"]), *_paragraphs(document)],
        sha256="" if draft else documents.sha256(document).hex(),
        mark="DRAFT" if draft else "VOID" if voided else "",
    )


def amount_text(amount: Decimal, currency: str) -> str:
    """An amount in a column whose head names the currency."""
    printed = money.round_line(amount, currency)
    return f"{MINUS if printed < 0 else ''}{abs(printed):,f}"


def hours_text(seconds: int) -> str:
    """Hours on paper, the same for every reader: 21:45, with the seconds where there are some."""
    return durations.shown(seconds) if seconds % 60 else periods.shown_hours(seconds)


def entries_text(count: int) -> str:
    """1 entry, 4 entries; nothing for none."""
    return f"{count} entr{'y' if count == 1 else 'ies'}" if count else ""


def is_taxed(document: Document) -> bool:
    """Whether its lines have different taxes, so that each has to say which."""
    return len({(tax["name"], tax["percent"]) for tax in document["taxes"]}) > 1


def day_in(text: str) -> date | None:
    """The day that a document names; None where it names none."""
    return None if text in ("", "None") else date.fromisoformat(text)


def _party(said: Document) -> list[str]:
    address = [line.strip() for line in str(said["address"]).splitlines() if line.strip()]
    return [*address, *([f"Tax ID {said['tax_id']}"] if said["tax_id"] else [])]


def _facts(document: Document) -> Iterator[tuple[str, str]]:
    first, last = day_in(document["period_start"]), day_in(document["period_end"])
    if first and last:
        yield "Service period", _span(first, last)
    if document["credits"]:
        yield "Takes back", f"Invoice {document['credits']}"
    if document["replaces"]:
        yield "Replaces", f"Invoice {document['replaces']}"


def _dates(document: Document, *, draft: bool) -> Iterator[tuple[str, str]]:
    made, due = day_in(document["invoice_date"]), day_in(document["due_date"])
    if made or draft:
        yield "Date", periods.long_day(made) if made else "The day it is issued"
    if due and document["kind"] != InvoiceKind.CREDIT_NOTE:
        yield "Due", periods.long_day(due)


def _heads(document: Document) -> tuple[str, str, str, str, str]:
    """What stands over the columns; a column of hours alone says so."""
    kinds, symbol = {line["kind"] for line in document["lines"]}, money.symbol(document["currency"])
    quantity = "Hours" if kinds == {LineKind.TIME} else "Quantity"
    return "Description", quantity, f"Rate, {symbol}", "Tax" if is_taxed(document) else "", f"Amount, {symbol}"


def _lines(document: Document) -> list[LineWords]:
    is_mixed = any(line["kind"] != LineKind.TIME for line in document["lines"])
    has_taxes, currency = is_taxed(document), document["currency"]
    return [_line(line, currency, is_mixed=is_mixed, has_taxes=has_taxes) for line in document["lines"]]


def _line(line: Document, currency: str, *, is_mixed: bool, has_taxes: bool) -> LineWords:
    discount = Decimal(line["discount_percent"])
    return LineWords(
        description=line["description"],
        note=f"{percent(discount)} off" if discount else "",
        quantity=_quantity(line, is_mixed=is_mixed),
        rate=_rate(Decimal(line["rate"]), currency),
        tax=percent(Decimal(line["tax_percent"])) if has_taxes else "",
        amount=Decimal(line["amount"]),
    )


def _quantity(line: Document, *, is_mixed: bool) -> str:
    """Hours as they were counted, to the second where there are some; else a number with its unit."""
    if line["kind"] == LineKind.TIME:
        told = hours_text(int(line["seconds"] or 0))
        return f"{told}\u00a0h" if is_mixed else told
    return f"{Decimal(line['quantity'] or 0).normalize():,f} {line['unit']}".strip()


def _rate(rate: Decimal, currency: str) -> str:
    kept = money.round_line(rate, currency)
    return f"{kept if kept == rate else rate.normalize():,f}"


def _sums(document: Document) -> Iterator[tuple[str, str]]:
    currency, discount = document["currency"], Decimal(document["discount_amount"])
    yield "Subtotal", amount_text(Decimal(document["net_amount"]), currency)
    if discount:
        of = document["discount_percent"]
        yield f"Discount {percent(Decimal(of))}" if of else "Discount", amount_text(-discount, currency)
    for tax in document["taxes"]:
        if tax["name"]:
            base = amount_text(Decimal(tax["taxable_amount"]), currency)
            named = f"{tax['name']} of {base}" if is_taxed(document) else tax["name"]
            yield named, amount_text(Decimal(tax["tax_amount"]), currency)


def _payment(document: Document) -> Iterator[str]:
    seller, due = document["seller"], day_in(document["due_date"])
    if seller["iban"]:
        yield seller["name"]
        if seller["bank_name"]:
            yield seller["bank_name"]
        yield f"IBAN {in_fours(seller['iban'])}"
        if seller["bic"]:
            yield f"BIC {seller['bic']}"
        yield f"Reference {document['number']}"
    if due:
        yield f"Please pay by {periods.long_day(due)}."


def _paragraphs(document: Document) -> list[str]:
    return [part for part in str(document["notes"]).split("\n\n") if part.strip()]


def in_fours(iban: str) -> str:
    """As it stands on paper."""
    return " ".join(iban[at : at + 4] for at in range(0, len(iban), 4))


def percent(number: Decimal) -> str:
    """19 %, 8.875 %."""
    return f"{number.normalize():f}\u00a0%"


def _span(first: date, last: date) -> str:
    """1 – 31 October 2026: what both days have in common is said once."""
    if first == last:
        return periods.long_day(first)
    if first.year != last.year:
        return f"{periods.long_day(first)} – {periods.long_day(last)}"
    same = f"{first.day}" if first.month == last.month else f"{first.day} {first:%B}"
    return f"{same} – {periods.long_day(last)}"
