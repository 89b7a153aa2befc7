"""Credit notes: a paper with a number of its own that takes an issued invoice back, in whole or in part."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sqlalchemy import Select, func, select
from sqlmodel import Session

from timetrack.domain import money, policy
from timetrack.domain.invoices import numbering, planning
from timetrack.domain.invoices.drafting import PLANNED
from timetrack.domain.invoices.invoice_rows import (
    INVOICES,
    LINES,
    TAXES,
    insert_invoice,
    insert_lines,
    lines_of,
    lock_issued,
    sum_columns,
    taxes_of,
    write_taxes,
)
from timetrack.domain.invoices.sums import HUNDRED, NOTHING, Sums, TaxSum, share
from timetrack.domain.invoices.taxes import Rates, rates_for
from timetrack.domain.invoices.work import client_of
from timetrack.domain.text import paragraph
from timetrack.errors import InvalidInput, NotFound, NothingToInvoice
from timetrack.models import Invoice, InvoiceKind, InvoiceLineItem, InvoiceStatus, InvoiceTax, LineKind, User


@dataclass(frozen=True)
class Left:
    """What of an invoice no credit note has yet: of each line, and of each tax rate net, discount and tax."""

    lines: Mapping[int, Decimal]
    taxes: Mapping[int | None, TaxSum]


def draft_credit_note(
    session: Session, actor: User, *, invoice_id: int, amounts: Mapping[int, Decimal] | None = None, notes: str = ""
) -> Invoice:
    """Draft a credit note for an issued invoice: of some lines so much, by their keys, or of all of them what is left.

    Discount and tax go back in proportion; with the last of a tax rate all that is left of them, so that credit notes
    for everything come to the invoice exactly. The entries stay on the invoice: to bill them anew, void it. Raises
    InvoiceNotOpen, InvalidInput for more than is left of a line, NothingToInvoice where nothing is.
    """
    policy.require_biller(actor)
    invoice = lock_issued(session, invoice_id)
    if invoice.kind == InvoiceKind.CREDIT_NOTE:
        raise InvalidInput("A credit note cannot be credited. Void it instead; nothing was saved.")
    series = numbering.default_series(session, actor, InvoiceKind.CREDIT_NOTE)
    lines = lines_of(session, invoice_id)
    left = _left(session, invoice, lines)
    wanted = _checked(lines, left, amounts, invoice)
    if not wanted:
        raise NothingToInvoice(f"Nothing of {invoice.number} is left to take back. Nothing was saved.")
    credited = [line for line in lines if line.line_item_id in wanted]
    sums = _sums(credited, wanted, left, invoice, rates_for(session, client_of(session, invoice.client_id)))
    values = {
        "kind": InvoiceKind.CREDIT_NOTE,
        "credits_id": invoice_id,
        "series_id": series.series_id,
        "terms_days": 0,
        "notes": paragraph(notes, what="The notes of a credit note", at_most=5000),
        **{
            name: getattr(invoice, name)
            for name in ("client_id", "project_id", "currency", "period_start", "period_end")
        },
        **sum_columns(sums),
    }
    made = insert_invoice(session, actor, "CREDIT", values)
    written = [_line(line, wanted[line.line_item_id], made.invoice_id, at) for at, line in enumerate(credited, start=1)]
    insert_lines(session, actor, "CREDIT", written)
    write_taxes(session, actor, "CREDIT", made.invoice_id, sums)
    return made


def taken_back(session: Session, actor: User, *, invoice_id: int) -> dict[int, Decimal]:
    """What credit notes, drafts among them, take back of lines of an invoice, by their keys; of the others nothing."""
    policy.require_biller(actor)
    return _taken_back(session, invoice_id)


def _left(session: Session, invoice: Invoice, lines: Sequence[InvoiceLineItem]) -> Left:
    """The invoice is locked, so nobody credits it meanwhile; drafts count, so that two do not take the same back."""
    notes = _notes_on(invoice.invoice_id)
    columns = TAXES.c["net_amount", "discount_amount", "tax_amount"]
    taxed = select(TAXES.c.tax_rate_id, *map(func.sum, columns)).where(TAXES.c.invoice_id.in_(notes))
    of_taxes = {row[0]: TaxSum(*row) for row in session.execute(taxed.group_by(TAXES.c.tax_rate_id))}
    taxes = {
        tax.tax_rate_id: _less(tax, of_taxes.get(tax.tax_rate_id)) for tax in taxes_of(session, invoice.invoice_id)
    }
    taken = _taken_back(session, invoice.invoice_id)
    return Left({line.line_item_id: line.amount - taken.get(line.line_item_id, NOTHING) for line in lines}, taxes)


def _notes_on(invoice_id: int) -> Select[tuple[int]]:
    return select(INVOICES.c.invoice_id).where(
        INVOICES.c.credits_id == invoice_id, INVOICES.c.status != InvoiceStatus.VOID
    )


def _taken_back(session: Session, invoice_id: int) -> dict[int, Decimal]:
    taken = select(LINES.c.credits_line_id, func.sum(LINES.c.amount)).where(
        LINES.c.invoice_id.in_(_notes_on(invoice_id))
    )
    return {row[0]: row[1] for row in session.execute(taken.group_by(LINES.c.credits_line_id))}


def _less(tax: InvoiceTax, taken: TaxSum | None) -> TaxSum:
    names = ("net_amount", "discount_amount", "tax_amount")
    return TaxSum(tax.tax_rate_id, *(getattr(tax, name) - (getattr(taken, name) if taken else 0) for name in names))


def _checked(
    lines: list[InvoiceLineItem], left: Left, amounts: Mapping[int, Decimal] | None, invoice: Invoice
) -> dict[int, Decimal]:
    """What is taken back of each line. A free line of an invoice goes back with everything."""
    if amounts is None:
        is_untouched = all(left.lines[line.line_item_id] == line.amount for line in lines)
        return {key: amount for key, amount in left.lines.items() if amount or is_untouched}
    if not amounts.keys() <= left.lines.keys():
        raise NotFound(f"One of these lines is not of {invoice.number}. Nothing was saved.")
    for key, amount in amounts.items():
        planning.check_payable(amount, invoice.currency, what="What is taken back")
        if not 0 < amount <= left.lines[key]:
            raise InvalidInput(
                f"{money.shown(left.lines[key], invoice.currency)} is left of this line;"
                f" {money.shown(amount, invoice.currency)} cannot be taken back. Nothing was saved."
            )
    return dict(amounts)


def _sums(
    credited: list[InvoiceLineItem], wanted: Mapping[int, Decimal], left: Left, invoice: Invoice, rates: Rates
) -> Sums:
    nets: dict[int | None, Decimal] = {}
    for line in credited:
        nets[line.tax_rate_id] = nets.get(line.tax_rate_id, NOTHING) + wanted[line.line_item_id]
    taxes = tuple(_tax(net, left.taxes[key], invoice, rates.percent(key)) for key, net in nets.items())
    discount = sum((tax.discount_amount for tax in taxes), NOTHING)
    return Sums(sum(nets.values(), NOTHING), discount, taxes)


def _tax(net: Decimal, left: TaxSum, invoice: Invoice, percent: Decimal) -> TaxSum:
    """The part of what is left that goes with ``net``; all of it with the last."""
    if net == left.net_amount:
        return left
    discount = min(share(left.discount_amount, net, left.net_amount, invoice.currency), net)
    tax = min(share(net - discount, percent, HUNDRED, invoice.currency), left.tax_amount)
    return TaxSum(left.tax_rate_id, net, discount, tax)


def _line(line: InvoiceLineItem, amount: Decimal, invoice_id: int, position: int) -> dict[str, Any]:
    """The line once more where it goes back whole; else one with the amount alone."""
    is_whole = amount == line.amount
    same = {name: getattr(line, name) for name in PLANNED}
    part = {"kind": LineKind.EXTRA, "quantity": 1, "rate": amount, "unit": "", "discount_percent": 0}
    kept = {"invoice_id": invoice_id, "position": position, "amount": amount, "credits_line_id": line.line_item_id}
    return same | ({} if is_whole else part | {"quantity_seconds": None}) | kept
