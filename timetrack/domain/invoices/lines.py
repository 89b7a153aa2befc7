"""The lines of a draft: added, changed, taken out. The sums of the invoice follow each time."""

from datetime import datetime
from decimal import Decimal
from typing import Any, TypedDict, Unpack

from sqlalchemy import delete, update
from sqlmodel import Session

from timetrack.domain import audit, money, policy
from timetrack.domain.invoices import planning, sums, taxes, work
from timetrack.domain.invoices.invoice_rows import (
    LINES,
    LINKS,
    TOPICS,
    change_invoice,
    insert_lines,
    lines_of,
    lock_draft,
    sum_columns,
    write_taxes,
)
from timetrack.domain.invoices.sums import Charge
from timetrack.domain.invoices.wishes import DEFAULT_TAX, ExtraLine
from timetrack.domain.text import line
from timetrack.errors import InvalidInput, NotFound
from timetrack.models import Invoice, InvoiceKind, InvoiceLineItem, LineKind, User


class LineChanges(TypedDict, total=False):
    """What may change on a line; what is left out stays. Hours and rate of tracked time are those of its entries."""

    description: str
    discount_percent: Decimal
    tax_rate_id: int | None
    quantity: Decimal
    unit: str
    rate: Decimal


def add_line(
    session: Session, actor: User, *, invoice_id: int, extra: ExtraLine, seen: datetime | None = None
) -> Invoice:
    """Add a line for anything but tracked time to a draft, at its end. Returns the invoice with its new sums."""
    invoice = _lock(session, actor, invoice_id, seen)
    rates = taxes.rates_for(session, work.client_of(session, invoice.client_id))
    planned = planning.extra_line(extra, invoice.currency, rates)
    last = max((one.position for one in lines_of(session, invoice_id)), default=0)
    kept = ("kind", "description", "rate", "amount", "tax_rate_id", "discount_percent", "quantity", "unit")
    values = {name: getattr(planned, name) for name in kept} | {"invoice_id": invoice_id, "position": last + 1}
    insert_lines(session, actor, "ADD_LINE", [values])
    return recount(session, actor, "ADD_LINE", invoice)


def edit_line(
    session: Session,
    actor: User,
    *,
    invoice_id: int,
    line_item_id: int,
    seen: datetime | None = None,
    **changes: Unpack[LineChanges],
) -> Invoice:
    """Change a line of a draft. Returns the invoice with its new sums.

    Raises InvalidInput for another quantity or rate of tracked time: change the entries, or give a discount.
    """
    invoice = _lock(session, actor, invoice_id, seen)
    before = _line(session, invoice_id, line_item_id)
    values = _checked(session, invoice, before, dict(changes))
    after = {name: values.get(name, getattr(before, name)) for name in LineChanges.__annotations__}
    amounts = after["rate"], after["discount_percent"], invoice.currency
    if before.quantity_seconds is not None:
        values["amount"] = sums.time_amount(before.quantity_seconds, *amounts)
    else:
        values["amount"] = sums.unit_amount(after["quantity"], *amounts)
    change = update(LINES).where(LINES.c.line_item_id == line_item_id).values(**values)
    audit.record(session, actor, "EDIT_LINE", change, *TOPICS)
    return recount(session, actor, "EDIT_LINE", invoice)


def remove_line(
    session: Session, actor: User, *, invoice_id: int, line_item_id: int, seen: datetime | None = None
) -> Invoice:
    """Take a line out of a draft; its entries are free again. Returns the invoice with its new sums."""
    invoice = _lock(session, actor, invoice_id, seen)
    _line(session, invoice_id, line_item_id)
    session.execute(delete(LINKS).where(LINKS.c.line_item_id == line_item_id, LINKS.c.invoice_id == invoice_id))
    audit.record(session, actor, "REMOVE_LINE", delete(LINES).where(LINES.c.line_item_id == line_item_id), *TOPICS)
    return recount(session, actor, "REMOVE_LINE", invoice)


def recount(session: Session, actor: User, action: str, invoice: Invoice, **values: Any) -> Invoice:
    """Add a locked draft up again, with another discount where ``values`` have one, and write its sums.

    Raises InvalidInput for a discount that is more than the lines.
    """
    rates = taxes.rates_for(session, work.client_of(session, invoice.client_id))
    percent = values.get("discount_percent", invoice.discount_percent)
    counted = sums.add_up(
        (
            Charge(one.amount, one.tax_rate_id, rates.percent(one.tax_rate_id))
            for one in lines_of(session, invoice.invoice_id)
        ),
        discount_percent=percent,
        discount_amount=values.get("discount_amount", invoice.discount_amount),
        currency=invoice.currency,
    )
    write_taxes(session, actor, action, invoice.invoice_id, counted)
    return change_invoice(session, actor, action, invoice.invoice_id, **values | sum_columns(counted))


def _lock(session: Session, actor: User, invoice_id: int, seen: datetime | None) -> Invoice:
    policy.require_biller(actor)
    invoice = lock_draft(session, invoice_id, seen=seen)
    if invoice.kind == InvoiceKind.CREDIT_NOTE:
        raise InvalidInput(
            "A credit note takes lines of its invoice back. Delete this draft and write another; nothing was saved."
        )
    return invoice


def _line(session: Session, invoice_id: int, line_item_id: int) -> InvoiceLineItem:
    found = next((one for one in lines_of(session, invoice_id) if one.line_item_id == line_item_id), None)
    if found is None:
        raise NotFound("This line is not here any more. Nothing was changed.")
    return found


def _checked(session: Session, invoice: Invoice, before: InvoiceLineItem, changes: dict[str, Any]) -> dict[str, Any]:
    if before.kind == LineKind.TIME and {"quantity", "rate", "unit"} & changes.keys():
        raise InvalidInput(
            "Hours and rate of this line are those of its entries. Give a discount, or take the line out and"
            " change the entries; nothing was saved."
        )
    if "description" in changes:
        changes["description"] = line(changes["description"], what="What a line is for", at_most=1000, needed=True)
    if "unit" in changes:
        changes["unit"] = line(changes["unit"], what="A unit", at_most=20)
    if "discount_percent" in changes:
        taxes.check_percent(changes["discount_percent"], what="A discount")
    if changes.get("tax_rate_id", DEFAULT_TAX) == before.tax_rate_id:
        del changes["tax_rate_id"]
    if "tax_rate_id" in changes:
        rates = taxes.rates_for(session, work.client_of(session, invoice.client_id))
        changes["tax_rate_id"] = rates.pick(changes["tax_rate_id"])
    money.check_amount(changes.get("quantity"), what="A quantity", highest=planning.MOST_QUANTITY)
    money.check_amount(changes.get("rate"), what="A price")
    return changes
