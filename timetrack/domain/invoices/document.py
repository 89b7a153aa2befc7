"""The issued document: everything an invoice says, as canonical JSON that is frozen with its SHA-256.

Canonical is RFC 8785: keys in order, no blanks, UTF-8. Amounts, rates and quantities are text, so no reader turns them
into floats; hours are whole seconds.
"""

import hashlib
import json
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from sqlalchemy import select
from sqlmodel import Session

from timetrack.domain import money
from timetrack.domain.invoices.invoice_rows import INVOICES, entries_of_lines, lines_of, taxes_of
from timetrack.domain.invoices.planning import Plan, PlannedLine
from timetrack.domain.invoices.sums import TaxSum
from timetrack.domain.invoices.taxes import Rates, rates_for
from timetrack.domain.invoices.work import client_of
from timetrack.domain.people import organisation
from timetrack.models import Client, Invoice, InvoiceLineItem, InvoiceTax, Organisation

VERSION = 1
Document = dict[str, Any]


def canonical(document: Document) -> bytes:
    """The bytes that are hashed. A document as the database gives it back has the same."""
    return json.dumps(document, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False).encode()


def sha256(document: Document) -> bytes:
    """The hash of its canonical bytes."""
    return hashlib.sha256(canonical(document)).digest()


def build(session: Session, invoice: Invoice) -> Document:
    """Everything that ``invoice`` says, whose dates are those it is about to have; its number comes last of all."""
    entries = entries_of_lines(session, invoice.invoice_id)
    lines = [(line, entries.get(line.line_item_id, [])) for line in lines_of(session, invoice.invoice_id)]
    return _said(session, invoice, lines, taxes_of(session, invoice.invoice_id))


def build_planned(session: Session, head: Invoice, planned: Plan) -> Document:
    """The same of an invoice to be, whose ``head`` is written nowhere: what ``build`` would say of its draft."""
    lines = [(line, sorted(line.entry_ids)) for line in planned.lines]
    return _said(session, head, lines, planned.sums.taxes)


def _said(
    session: Session,
    invoice: Invoice,
    lines: Sequence[tuple[InvoiceLineItem | PlannedLine, list[int]]],
    taxes: Sequence[InvoiceTax | TaxSum],
) -> Document:
    client, currency = client_of(session, invoice.client_id), invoice.currency
    rates = rates_for(session, client)
    return {
        "version": VERSION,
        "kind": invoice.kind,
        "number": invoice.number,
        "currency": currency,
        "invoice_date": str(invoice.invoice_date),
        "due_date": str(invoice.due_date),
        "period_start": str(invoice.period_start or ""),
        "period_end": str(invoice.period_end or ""),
        "credits": _number(session, invoice.credits_id),
        "replaces": _number(session, invoice.replaces_id),
        "seller": _seller(organisation(session)),
        "buyer": _buyer(client),
        "lines": [_line(at, line, entries, currency, rates) for at, (line, entries) in enumerate(lines, start=1)],
        "taxes": [_tax(one, currency, rates) for one in taxes],
        "net_amount": _amount(invoice.net_amount, currency),
        "discount_percent": "" if invoice.discount_percent is None else _exact(invoice.discount_percent),
        "discount_amount": _amount(invoice.discount_amount, currency),
        "tax_amount": _amount(invoice.tax_amount, currency),
        "total_amount": _amount(invoice.total_amount, currency),
        "notes": invoice.notes,
    }


def _seller(workspace: Organisation) -> Document:
    names = ("name", "address", "country", "tax_id", "iban", "bic", "bank_name")
    logo = workspace.logo_sha256
    return {name: getattr(workspace, name) for name in names} | {"logo_sha256": logo.hex() if logo else ""}


def _buyer(client: Client) -> Document:
    return {name: getattr(client, name) for name in ("name", "address", "country", "tax_id", "email")}


def _line(at: int, line: InvoiceLineItem | PlannedLine, entries: list[int], currency: str, rates: Rates) -> Document:
    tax = None if line.tax_rate_id is None else rates.named(line.tax_rate_id)
    return {
        "position": at,
        "kind": line.kind,
        "description": line.description,
        "seconds": line.quantity_seconds,
        "quantity": "" if line.quantity is None else _exact(line.quantity),
        "unit": line.unit,
        "rate": _exact(line.rate),
        "discount_percent": _exact(line.discount_percent),
        "tax": tax.name if tax else "",
        "tax_percent": _exact(tax.rate) if tax else "0",
        "amount": _amount(line.amount, currency),
        "entries": entries,
    }


def _tax(sums: InvoiceTax | TaxSum, currency: str, rates: Rates) -> Document:
    tax = None if sums.tax_rate_id is None else rates.named(sums.tax_rate_id)
    return {
        "name": tax.name if tax else "",
        "percent": _exact(tax.rate) if tax else "0",
        "is_reverse_charge": bool(tax and tax.is_reverse_charge),
        "note": tax.note if tax else "",
        "net_amount": _amount(sums.net_amount, currency),
        "discount_amount": _amount(sums.discount_amount, currency),
        "taxable_amount": _amount(sums.net_amount - sums.discount_amount, currency),
        "tax_amount": _amount(sums.tax_amount, currency),
    }


def _number(session: Session, invoice_id: int | None) -> str:
    wanted = select(INVOICES.c.number).where(INVOICES.c.invoice_id == invoice_id)
    return session.scalar(wanted) or "" if invoice_id is not None else ""


def _amount(amount: Decimal, currency: str) -> str:
    return f"{money.round_line(amount, currency):f}"


def _exact(number: Decimal) -> str:
    """Without the zeros at its end: 95, 8.875."""
    return f"{number.normalize():f}"
