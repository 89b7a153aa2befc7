"""From what the domain found about one invoice to its paper, and to what stands beside it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from timetrack.documents import e_invoice
from timetrack.documents.invoice_words import amount_text, entries_text, hours_text, in_fours, percent
from timetrack.domain import figures, money, periods
from timetrack.domain.invoices.document import Document
from timetrack.domain.invoices.planning import PlannedLine
from timetrack.domain.invoices.reading import Listed
from timetrack.domain.invoices.trail import Event, Related
from timetrack.models import Invoice, InvoiceKind, InvoiceLineItem, InvoiceStatus, LineKind, Payment, TaxRate
from timetrack.states import invoices_shown, wording
from timetrack.states.invoice_forms import NO_TAX
from timetrack.states.invoice_rows import EventRow, InvoiceHead, LineForm, LineRow, LinkedRow, PartyRow, SumRow

MOST_LINES = 500
"""How many lines the paper on screen has; the document has them all."""
EVENTS = {
    "DRAFT": ("file_pen", "Draft made"),
    "CREDIT": ("file_pen", "Draft made"),
    "ISSUE": ("stamp", "Issued"),
    "SEND": ("send", "Marked as sent"),
    "MAIL": ("send", "Sent by mail"),
    "VOID": ("ban", "Declared void"),
    "PAY": ("banknote", "Payment"),
    "REFUND": ("undo_2", "Refund"),
}
RELATED = {
    "CREDITS": "Takes back",
    "CREDITED_BY": "Taken back by",
    "REPLACES": "Replaces",
    "REPLACED_BY": "Replaced by",
}


@dataclass(frozen=True)
class Found:
    """One invoice with everything its page shows; ``paper`` is the document, of a draft as it would be issued."""

    listed: Listed
    paper: Document
    lines: Sequence[InvoiceLineItem]
    trail: Sequence[Event]
    related: Sequence[Related]
    taxes: Sequence[TaxRate]
    project: str
    sha256: str
    today: date
    taken_back: Mapping[int, Decimal]
    series: Mapping[int, str]

    @property
    def invoice(self) -> Invoice:
        return self.listed.invoice


def head(found: Found, rev: int) -> InvoiceHead:
    """The invoice as a whole."""
    one, invoice = found.listed, found.invoice
    state, tone = invoices_shown.look(one)
    is_note = invoice.kind == InvoiceKind.CREDIT_NOTE
    is_issued = invoice.status == InvoiceStatus.ISSUED
    paid, total = one.paid_amount, invoice.total_amount
    base = InvoiceHead(
        invoice_id=invoice.invoice_id,
        kind_text="Credit note" if is_note else "Invoice",
        number=invoices_shown.name_of(invoice),
        client=found.paper["buyer"]["name"],
        state=state,
        tone=tone,
        date_text=long_day(invoice.invoice_date) or "The day it is issued",
        due_text=_due_text(invoice),
        period_text=period_text(invoice.period_start, invoice.period_end),
        project=found.project,
        notes=invoice.notes,
        currency=invoice.currency,
        total=money.shown(total, invoice.currency),
        sha256=found.sha256,
        **_files(found),
        bank=tuple(_bank(found.paper)),
        void_reason=invoice.void_reason,
        is_draft=invoice.status == InvoiceStatus.DRAFT,
        is_issued=is_issued,
        is_void=invoice.status == InvoiceStatus.VOID,
        is_note=is_note,
        is_sent=invoice.sent_at is not None,
        may_pay=is_issued and not is_note and one.open_amount > 0,
        may_refund=is_issued and not is_note and paid > 0,
        may_credit=is_issued and not is_note and one.credited_amount < total,
        may_void=is_issued and not paid and not one.credited_amount,
        open_text=money.round_line(max(one.open_amount, Decimal(0)), invoice.currency).__format__("f"),
        paid_text=money.round_line(max(paid, Decimal(0)), invoice.currency).__format__("f"),
        today=found.today.isoformat(),
        invoice_date=invoice.invoice_date.isoformat() if invoice.invoice_date else "",
        due_date=invoice.due_date.isoformat() if invoice.due_date else "",
        terms_days=str(invoice.terms_days),
        discount=_discount(invoice),
        series=str(invoice.series_id),
        rev=rev,
    )
    return replace(base, **_loud(one, found.today))


def _files(found: Found) -> dict[str, Any]:
    """Where the invoice is as a file. A draft is no e-invoice yet, and what is void is none any more."""
    place, is_issued = f"/api/session/invoices/{found.invoice.invoice_id}", found.invoice.status == InvoiceStatus.ISSUED
    why_not = e_invoice.unfit(found.paper) if is_issued else None
    has_ubl = is_issued and why_not is None
    return {"pdf": f"{place}.pdf", "ubl": f"{place}.xml" if has_ubl else "", "no_ubl": why_not or ""}


def line_rows(found: Found) -> list[LineRow]:
    """The lines of the paper, the first ``MOST_LINES`` of them."""
    has_taxes = len(found.paper["taxes"]) > 1
    pairs = zip(found.lines[:MOST_LINES], found.paper["lines"], strict=False)
    currency, taken = found.invoice.currency, found.taken_back
    return [
        _line(kept, said, currency, has_taxes=has_taxes, left=kept.amount - taken.get(kept.line_item_id, 0))
        for kept, said in pairs
    ]


def line_form(line: InvoiceLineItem) -> LineForm:
    """What the form for a line begins with."""
    is_time = line.kind == LineKind.TIME
    return LineForm(
        line.line_item_id,
        line.description,
        price=f"{line.rate.normalize():f}",
        quantity="" if is_time else f"{(line.quantity or Decimal(0)).normalize():f}",
        unit=line.unit,
        discount=f"{line.discount_percent.normalize():f}" if line.discount_percent else "",
        tax=NO_TAX if line.tax_rate_id is None else str(line.tax_rate_id),
        is_time=is_time,
    )


def more_text(found: Found) -> str:
    """That there are more lines than are shown."""
    more = len(found.lines) - MOST_LINES
    return f"and {more:,} more lines" if more > 0 else ""


def sum_rows(found: Found) -> list[SumRow]:
    """What stands under the lines."""
    invoice = found.invoice
    discount = f"Discount {percent(invoice.discount_percent)}" if invoice.discount_percent is not None else "Discount"
    return [
        SumRow("Subtotal", amount_text(invoice.net_amount, invoice.currency)),
        *([SumRow(discount, "−" + amount_text(invoice.discount_amount, invoice.currency))] if invoice.discount_amount else []),
        *(SumRow(tax["name"], amount_text(Decimal(tax["tax_amount"]), invoice.currency)) for tax in found.paper["taxes"] if tax["name"]),
        SumRow(
            "Total taken back" if invoice.kind == InvoiceKind.CREDIT_NOTE else "Total due",
            money.shown(invoice.total_amount, invoice.currency),
            is_total=True,
        ),
    ]  # fmt: skip


def tax_notes(found: Found) -> list[str]:
    """What a tax rate has printed under the sums, a reverse charge above all."""
    return [tax["note"] for tax in found.paper["taxes"] if tax["note"]]


def details(found: Found) -> list[SumRow]:
    """What stands beside the paper."""
    seconds = sum(line.quantity_seconds or 0 for line in found.lines)
    billed = [(line["kind"], len(line["entries"])) for line in found.paper["lines"]]
    timed, fixed = (sum(n for kind, n in billed if kind == wanted) for wanted in (LineKind.TIME, LineKind.FIXED))
    rows = [
        SumRow("Project", found.project),
        SumRow("Hours", f"{hours_text(seconds)} · {entries_text(timed)}" if timed else ""),
        SumRow("At a fixed amount", entries_text(fixed)),
    ]
    return [*(row for row in rows if row.amount), *(row for row in sum_rows(found) if not row.is_total)]


def party(said: Document) -> PartyRow:
    """Who bills, or who pays."""
    lines = [*str(said["address"]).splitlines(), *([f"Tax id {said['tax_id']}"] if said["tax_id"] else [])]
    return PartyRow(said["name"], tuple(line for line in lines if line.strip()))


def event_rows(found: Found, zone: str) -> list[EventRow]:
    """What happened, newest first."""
    return [_event(at, one, found.today, zone) for at, one in enumerate(found.trail)]


def linked_rows(found: Found) -> list[LinkedRow]:
    """The invoices that this one has to do with."""
    return [
        LinkedRow(f"{RELATED[one.how]} {one.number or f'draft {one.invoice_id}'}", f"/invoices/{one.invoice_id}")
        for one in found.related
    ]


def period_text(first: date | None, last: date | None) -> str:
    """1 October 2026 – 31 October 2026; nothing where there is no period."""
    return f"{long_day(first)} – {long_day(last)}" if first and last else ""


def _line(kept: InvoiceLineItem, said: Document, currency: str, *, has_taxes: bool, left: Decimal) -> LineRow:
    notes = [f"{percent(kept.discount_percent)} off"] if kept.discount_percent else []
    if has_taxes:
        notes.append(said["tax"] or "no tax")
    return LineRow(
        line_item_id=kept.line_item_id,
        description=kept.description,
        note=" · ".join(notes),
        quantity=quantity_text(kept),
        rate=figures.shown_rate(kept.rate, currency),
        amount=amount_text(kept.amount, currency),
        entries=entries_text(len(said["entries"])),
        left=amount_text(left, currency),
    )


def quantity_text(line: InvoiceLineItem | PlannedLine) -> str:
    """How much a line is of: hours, or a number of units."""
    if line.kind == LineKind.TIME:
        return hours_text(line.quantity_seconds or 0)
    return f"{(line.quantity or Decimal(0)).normalize():f} {line.unit}".strip()


def _event(at: int, one: Event, today: date, zone: str) -> EventRow:
    icon, text = EVENTS[one.action]
    by = f"by {one.actor_name}" if one.actor_name else ""
    row = EventRow(str(at), icon, text, by, _moment(one.recorded_at, zone))
    if one.payment is None:
        return row
    amount = money.shown(abs(one.payment.amount), one.payment.currency)
    more = _payment_text(one.payment, today)
    return replace(row, text=f"{text} {amount}", payment_id=one.payment.payment_id, more=more)


def _payment_text(payment: Payment, today: date) -> str:
    """Came in 12 Nov · Bank transfer · The first of two."""
    way = "Came in" if payment.amount > 0 else "Went back"
    day = f"{way} {invoices_shown.day_text(payment.paid_on, today)}"
    return " · ".join(word for word in (day, payment.method, payment.note) if word)


def _moment(at: datetime, zone: str) -> str:
    day = periods.local_date(at, zone)
    return f"{day.day} {day:%b} {wording.clock(at, zone)}"


def _loud(one: Listed, today: date) -> dict[str, object]:
    """The one figure that matters now, with what it is measured against."""
    invoice, paid = one.invoice, one.paid_amount
    total = money.shown(invoice.total_amount, invoice.currency)
    if invoice.status == InvoiceStatus.DRAFT:
        return {"loud_label": "Comes to", "loud": total, "loud_note": "Not issued yet: all of it may change"}
    if invoice.status == InvoiceStatus.VOID:
        return {"loud_label": "Void", "loud": total, "loud_note": "It counts no more"}
    if invoice.kind == InvoiceKind.CREDIT_NOTE:
        return {"loud_label": "Taken back", "loud": total}
    label = "To give back" if one.open_amount < 0 else "Still to pay" if one.open_amount else "Paid"
    loud = abs(one.open_amount) or paid
    settled = paid + one.credited_amount
    note = f"{money.shown(paid, invoice.currency)} of {total} paid"
    if one.credited_amount:
        note += f", {money.shown(one.credited_amount, invoice.currency)} taken back"
    due = invoices_shown.day_text(invoice.due_date, today)
    return {
        "loud_label": label,
        "loud": money.shown(loud, invoice.currency),
        "loud_note": note,
        "loud_end": f"due {due}" if one.open_amount > 0 else "",
        "paid_percent": min(figures.percent_of(max(settled, Decimal(0)), invoice.total_amount), 100),
    }


def _due_text(invoice: Invoice) -> str:
    if invoice.kind == InvoiceKind.CREDIT_NOTE:
        return ""
    return long_day(invoice.due_date) or f"{invoice.terms_days} days later"


def _bank(paper: Document) -> Iterator[str]:
    seller = paper["seller"]
    if seller["iban"]:
        bic = f"BIC {seller['bic']}" if seller["bic"] else ""
        yield from filter(None, (seller["bank_name"], f"IBAN {in_fours(seller['iban'])}", bic))


def long_day(day: date | None) -> str:
    """22 November 2026; nothing for none."""
    return periods.long_day(day) if day else ""


def _discount(invoice: Invoice) -> str:
    if invoice.discount_percent is not None:
        return percent(invoice.discount_percent)
    return f"{money.round_line(invoice.discount_amount, invoice.currency):f}" if invoice.discount_amount else ""
