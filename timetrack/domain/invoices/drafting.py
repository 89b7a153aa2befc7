"""Drafts: previewed, written, changed in what stands around their lines, and thrown away."""

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any, TypedDict, Unpack

from sqlalchemy import Table, delete
from sqlmodel import Session

from timetrack.domain import audit, bank, money, periods, policy
from timetrack.domain.invoices import numbering, planning, work
from timetrack.domain.invoices.invoice_rows import (
    INVOICES,
    LINES,
    LINKS,
    TAXES,
    TOPICS,
    change_invoice,
    insert_invoice,
    insert_lines,
    link_entries,
    lock_draft,
    lock_invoice,
    sum_columns,
    write_taxes,
)
from timetrack.domain.invoices.lines import recount
from timetrack.domain.invoices.planning import Plan, PlannedLine
from timetrack.domain.invoices.wishes import Wish
from timetrack.domain.people import organisation
from timetrack.domain.projects import lock_project
from timetrack.domain.text import paragraph
from timetrack.errors import ChangedElsewhere, InvalidInput, NothingToInvoice
from timetrack.models import Invoice, InvoiceKind, InvoiceLineItem, InvoiceStatus, Organisation, User

PLANNED = [
    column.name
    for column in LINES.c
    if column.name not in ("line_item_id", "invoice_id", "position", "credits_line_id")
]
"""The columns of a line that a plan has."""
LONGEST_NOTES = 5000


class DraftChanges(TypedDict, total=False):
    """What may change on a draft besides its lines. A discount is in percent, or else an amount."""

    invoice_date: date | None
    due_date: date | None
    terms_days: int
    notes: str
    series_id: int
    discount_percent: Decimal | None
    discount_amount: Decimal


def preview(session: Session, actor: User, *, wish: Wish) -> Plan:
    """What a draft of this wish would be, to the last digit, without writing it. Raises what drafting raises."""
    policy.require_biller(actor)
    return planning.plan(session, wish)


def draft(session: Session, actor: User, *, wish: Wish, seen: Plan | None = None) -> Invoice:
    """Write a draft: the work it bills is on no other invoice from then on, and stays as it is.

    ``seen`` is the preview that was on screen: then the draft is that to the last line, or it is refused. Projects at
    a fixed amount and everyone whose work it is are locked first, so of two who draft the same one gets it. Raises
    EntryInvoiced, naming the invoice, for the other; ChangedElsewhere, NothingToInvoice, MixedCurrencies, InvalidInput.
    """
    policy.require_biller(actor)
    series = numbering.chosen_series(session, actor, wish.series_id, InvoiceKind.INVOICE)
    span = planning.span_of_wish(organisation(session), wish)
    for project_id in sorted({fixed.project_id for fixed in wish.fixed}):
        lock_project(session, project_id)
    people = work.lock_workers(session, span)
    planned = planning.plan(session, wish, people=people)
    if seen is not None:
        _refuse_another(session, planned, seen)
    if not planned.lines:
        work.refuse_where_invoiced(session, span)
    refuse_empty(planned)
    if wish.replaces_id is not None:
        _check_replaced(session, wish.replaces_id, planned.client.client_id)
    head = head_of(organisation(session), planned, wish) | {"series_id": series.series_id}
    made = insert_invoice(session, actor, "DRAFT", head)
    _write_lines(session, actor, made, planned.lines)
    write_taxes(session, actor, "DRAFT", made.invoice_id, planned.sums)
    return made


def edit_draft(
    session: Session, actor: User, *, invoice_id: int, seen: datetime | None = None, **changes: Unpack[DraftChanges]
) -> Invoice:
    """Change what stands around the lines of a draft; its sums follow.

    Raises InvoiceIssued, ChangedElsewhere, InvalidInput for a discount that is more than the lines.
    """
    policy.require_biller(actor)
    before = lock_draft(session, invoice_id, seen=seen)
    values = _checked(session, actor, before, dict(changes))
    if not {"discount_percent", "discount_amount"} & values.keys():
        return change_invoice(session, actor, "EDIT", invoice_id, **values) if values else before
    if before.kind == InvoiceKind.CREDIT_NOTE:
        raise InvalidInput("A credit note takes the discount of its invoice back. Nothing was saved.")
    return recount(session, actor, "EDIT", before, **values)


def delete_draft(session: Session, actor: User, *, invoice_id: int) -> Invoice:
    """Throw a draft away; its entries are free again. Returns it as it was. Raises InvoiceIssued for an issued one."""
    policy.require_biller(actor)
    before = lock_draft(session, invoice_id)
    session.execute(delete(LINKS).where(LINKS.c.invoice_id == invoice_id))
    parts: Sequence[Table] = (TAXES, LINES, INVOICES)
    for part in parts:
        audit.record(session, actor, "DELETE", delete(part).where(part.c.invoice_id == invoice_id), *TOPICS)
    return before


def copy_draft(
    session: Session, actor: User, of: Invoice, lines: Sequence[InvoiceLineItem], linked: dict[int, dict[int, int]]
) -> Invoice:
    """A draft that replaces a void invoice, line by line, with the entries it had: seconds by entry, by line."""
    kept = ("client_id", "project_id", "series_id", "currency", "terms_days", "period_start", "period_end", "notes")
    sums = ("discount_percent", "net_amount", "discount_amount", "tax_amount", "total_amount")
    head = {name: getattr(of, name) for name in (*kept, *sums)} | {"replaces_id": of.invoice_id}
    made = insert_invoice(session, actor, "DRAFT", head)
    columns = [column.name for column in LINES.c if column.name not in ("line_item_id", "invoice_id")]
    copies = [{name: getattr(line, name) for name in columns} | {"invoice_id": made.invoice_id} for line in lines]
    keys = insert_lines(session, actor, "DRAFT", copies)
    pairs = [
        (key, entry_id, seconds)
        for key, line in zip(keys, lines, strict=True)
        for entry_id, seconds in linked.get(line.line_item_id, {}).items()
    ]
    link_entries(session, made.invoice_id, *(([row[at] for row in pairs]) for at in range(3)))
    return made


def refuse_empty(planned: Plan) -> None:
    """Raise NothingToInvoice for a plan without a line."""
    if not planned.lines:
        raise NothingToInvoice(
            f"{planned.client.name} has no billable time here that is not billed yet. Nothing was saved."
        )


def head_of(workspace: Organisation, planned: Plan, wish: Wish) -> dict[str, Any]:
    """The columns of a new draft but its series. Raises InvalidInput for dates, terms and notes that no invoice has."""
    client = planned.client
    agreed = (bank.check_terms(wish.terms_days), client.payment_terms_days, workspace.payment_terms_days)
    terms = next(days for days in agreed if days is not None)
    check_dates(wish.invoice_date, wish.due_date)
    named = {one.project_id for one in planned.lines if one.project_id is not None}
    return {
        "client_id": client.client_id,
        "project_id": named.pop() if len(named) == 1 else None,
        "currency": planned.currency,
        "invoice_date": wish.invoice_date,
        "due_date": wish.due_date,
        "terms_days": terms,
        "period_start": wish.first_day,
        "period_end": wish.last_day,
        "notes": check_notes(workspace.invoice_notes if wish.notes is None else wish.notes),
        "discount_percent": wish.discount_percent,
        "replaces_id": wish.replaces_id,
        **sum_columns(planned.sums),
    }


def _refuse_another(session: Session, planned: Plan, seen: Plan) -> None:
    """Raise EntryInvoiced or ChangedElsewhere where the plan is not what was seen."""
    if (planned.lines, planned.sums) == (seen.lines, seen.sums):
        return
    work.refuse_invoiced(session, [entry_id for line in seen.lines for entry_id in line.entry_ids])
    came_to, comes_to = (money.shown(one.sums.total_amount, one.currency) for one in (seen, planned))
    raise ChangedElsewhere(
        f"This work changed since you looked: it came to {came_to} and comes to {comes_to} now. Nothing was saved."
    )


def _check_replaced(session: Session, invoice_id: int, client_id: int) -> None:
    before = lock_invoice(session, invoice_id)
    if before.status != InvoiceStatus.VOID or before.client_id != client_id:
        raise InvalidInput("An invoice replaces a void one of the same client. Nothing was saved.")


def _write_lines(session: Session, actor: User, made: Invoice, lines: Sequence[PlannedLine]) -> None:
    written = [
        {"invoice_id": made.invoice_id, "position": at, **{name: getattr(line, name) for name in PLANNED}}
        for at, line in enumerate(lines, start=1)
    ]
    keys = insert_lines(session, actor, "DRAFT", written)
    link_entries(
        session,
        made.invoice_id,
        [key for key, line in zip(keys, lines, strict=True) for _ in line.entry_ids],
        [entry_id for line in lines for entry_id in line.entry_ids],
        [seconds for line in lines for seconds in line.seconds],
    )


def _checked(session: Session, actor: User, before: Invoice, changes: dict[str, Any]) -> dict[str, Any]:
    if "notes" in changes:
        changes["notes"] = check_notes(changes["notes"])
    if "series_id" in changes:
        numbering.chosen_series(session, actor, changes["series_id"], before.kind)
    bank.check_terms(changes.get("terms_days"))
    check_dates(changes.get("invoice_date", before.invoice_date), changes.get("due_date", before.due_date))
    if "discount_percent" in changes or "discount_amount" in changes:
        wanted = changes.get("discount_percent"), changes.get("discount_amount", Decimal(0))
        changes["discount_percent"], changes["discount_amount"] = planning.check_discount(*wanted, before.currency)
    return changes


def check_dates(invoice_date: date | None, due_date: date | None) -> None:
    """Raise InvalidInput for a day out of all reason, and for a due date before the date of the invoice."""
    for day in (invoice_date, due_date):
        if day is not None and not 1970 <= day.year <= 2200:
            raise InvalidInput(f"The year {day.year} is out of range for an invoice. Nothing was saved.")
    if invoice_date and due_date and due_date < invoice_date:
        raise InvalidInput(
            f"An invoice is due on its date or later; {periods.long_day(due_date)} is before"
            f" {periods.long_day(invoice_date)}. Nothing was saved."
        )


def check_notes(typed: str) -> str:
    """Notes as they are kept. Raises InvalidInput for longer ones than an invoice has."""
    return paragraph(typed, what="The notes of an invoice", at_most=LONGEST_NOTES)
