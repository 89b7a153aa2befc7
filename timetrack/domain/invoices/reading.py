"""Invoices as they are read: with their client, what was paid, what is open, and where they stand today."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Integer, Select, and_, case, cast, func, literal, or_, select
from sqlmodel import Session

from timetrack.db import rows, value
from timetrack.domain import policy
from timetrack.domain.clients import CLIENTS
from timetrack.domain.entry_rows import ENTRIES
from timetrack.domain.invoices import document, invoice_rows, work
from timetrack.domain.invoices.invoice_rows import INVOICES, LINES, LINKS
from timetrack.domain.invoices.issuing import today
from timetrack.errors import NotFound
from timetrack.models import (
    Invoice,
    InvoiceKind,
    InvoiceLineItem,
    InvoiceStatus,
    InvoiceTax,
    NumberCounter,
    Payment,
    TimeEntry,
    User,
    table,
)

PAYMENTS, COUNTERS = table(Payment), table(NumberCounter)
PAGE, AT_ONCE = 50, 100


class Standing(StrEnum):
    """Where an invoice stands today. All but DRAFT and VOID follow from payments, credit notes, dates and the day."""

    DRAFT = "DRAFT"
    ISSUED = "ISSUED"
    SENT = "SENT"
    PARTLY_PAID = "PARTLY_PAID"
    PAID = "PAID"
    OVERDUE = "OVERDUE"
    CREDITED = "CREDITED"
    VOID = "VOID"


@dataclass(frozen=True)
class Listed:
    """An invoice, without its issued document, and what follows from other rows.

    ``open_amount`` is what the client still owes of an issued invoice, negative when they are owed; else nothing.
    ``replaced_by_id`` is the invoice that came in the place of a void one.
    """

    invoice: Invoice
    client_name: str
    paid_amount: Decimal
    credited_amount: Decimal
    open_amount: Decimal
    standing: Standing
    replaced_by_id: int | None


@dataclass(frozen=True)
class InvoiceFilter:
    """Which invoices: of a client, that stand so, of a kind, with these words in their number or their client's name.

    ``late`` asks for what is still to be paid, so many days after its due date at least and at most.
    """

    client_id: int | None = None
    standings: Sequence[Standing] = ()
    kind: InvoiceKind | None = None
    words: str = ""
    late: tuple[int, int] | None = None


def invoice_page(
    session: Session,
    actor: User,
    *,
    wanted: InvoiceFilter | None = None,
    before_id: int | None = None,
    at_most: int = PAGE,
) -> list[Listed]:
    """Invoices and credit notes, drafts among them, newest first; the page after the one that ended at ``before_id``."""
    policy.require_biller(actor)
    asked, found = wanted or InvoiceFilter(), _listed(today(session))
    conditions: list[ColumnElement[bool]] = []
    if asked.client_id is not None:
        conditions.append(INVOICES.c.client_id == asked.client_id)
    if asked.kind is not None:
        conditions.append(INVOICES.c.kind == asked.kind)
    if asked.standings:
        conditions.append(standing(today(session)).in_(list(asked.standings)))
    if asked.words:
        names = INVOICES.c.number, CLIENTS.c.name
        conditions.append(or_(*(name.icontains(asked.words, autoescape=True) for name in names)))
    if asked.late is not None:
        is_bill = and_(INVOICES.c.status == InvoiceStatus.ISSUED, INVOICES.c.kind == InvoiceKind.INVOICE)
        conditions += [is_bill, left_open() > 0, late_days(today(session)).between(*asked.late)]
    if before_id is not None:
        conditions.append(INVOICES.c.invoice_id < before_id)
    page = found.where(*conditions).order_by(INVOICES.c.invoice_id.desc()).limit(at_most)
    return [_as_listed(row) for row in session.execute(page).mappings()]


def visible_invoice(session: Session, actor: User, *, invoice_id: int) -> Listed:
    """One invoice or credit note. Raises NotFound when there is none."""
    policy.require_biller(actor)
    return listed_invoice(session, invoice_id)


def listed_invoice(session: Session, invoice_id: int) -> Listed:
    """The same; whoever calls has asked who may."""
    found = session.execute(_listed(today(session)).where(INVOICES.c.invoice_id == invoice_id)).mappings().first()
    if found is None:
        raise NotFound("This invoice is not here any more.")
    return _as_listed(found)


def issued_document(session: Session, actor: User, *, invoice_id: int) -> tuple[document.Document, bytes]:
    """What was issued, as it was frozen, and its SHA-256. Raises NotFound for a draft."""
    policy.require_biller(actor)
    return frozen_document(session, invoice_id)


def frozen_document(session: Session, invoice_id: int) -> tuple[document.Document, bytes]:
    """The same; whoever calls has asked who may."""
    frozen = select(*INVOICES.c["line_items", "line_items_sha256"]).where(INVOICES.c.invoice_id == invoice_id)
    found = session.execute(frozen.where(INVOICES.c.number.is_not(None))).first()
    if found is None:
        raise NotFound("This invoice is not here, or a draft still.")
    return found.line_items, bytes(found.line_items_sha256)


def paper(session: Session, actor: User, *, invoice_id: int) -> tuple[document.Document, bytes]:
    """What an invoice says and its SHA-256: as it was frozen; a draft as it would be issued now, without a hash."""
    invoice = visible_invoice(session, actor, invoice_id=invoice_id).invoice
    if invoice.status == InvoiceStatus.DRAFT:
        return document.build(session, invoice), b""
    return issued_document(session, actor, invoice_id=invoice_id)


def invoice_lines(session: Session, actor: User, *, invoice_id: int) -> list[InvoiceLineItem]:
    """The lines of an invoice, in order."""
    policy.require_biller(actor)
    return invoice_rows.lines_of(session, invoice_id)


def invoice_taxes(session: Session, actor: User, *, invoice_id: int) -> list[InvoiceTax]:
    """The sums of an invoice per tax rate."""
    policy.require_biller(actor)
    return invoice_rows.taxes_of(session, invoice_id)


def billed_entries(session: Session, actor: User, *, line_item_id: int) -> list[tuple[TimeEntry, int]]:
    """The entries in a line, earliest first, each with the seconds it is billed for."""
    policy.require_biller(actor)
    wanted = select(ENTRIES, LINKS.c.seconds).join(LINKS, LINKS.c.entry_id == ENTRIES.c.entry_id)
    found = session.execute(
        wanted.where(LINKS.c.line_item_id == line_item_id).order_by(ENTRIES.c.start_time)
    ).mappings()
    listed = []
    for row in found:
        entry = dict(row)
        seconds: int = entry.pop("seconds")
        listed.append((value(TimeEntry, entry), seconds))
    return listed


def invoiced_on(session: Session, actor: User, *, entry_ids: Sequence[int]) -> dict[int, str]:
    """Which of these entries are on an invoice, and on which: for whoever may see the entry, to show a lock."""
    wanted = (
        select(LINKS.c.entry_id, INVOICES.c.number, INVOICES.c.invoice_id)
        .join(ENTRIES, ENTRIES.c.entry_id == LINKS.c.entry_id)
        .join(INVOICES, INVOICES.c.invoice_id == LINKS.c.invoice_id)
        .where(LINKS.c.entry_id.in_(entry_ids), policy.visible_entries(actor))
    )
    return {entry_id: work.place(number, invoice_id) for entry_id, number, invoice_id in session.execute(wanted)}


def places(session: Session, actor: User, *, invoice_ids: Sequence[int]) -> dict[int, str]:
    """What to call each of these invoices: its number, or that it is a draft."""
    policy.require_biller(actor)
    wanted = select(INVOICES.c.invoice_id, INVOICES.c.number).where(INVOICES.c.invoice_id.in_(invoice_ids))
    return {invoice_id: number or f"draft {invoice_id}" for invoice_id, number in session.execute(wanted)}


def broken_invoices(session: Session) -> list[str]:
    """What is wrong with invoices, for ``doctor``.

    Every issued document that is not what its hash says or has another total than its row, every invoice whose lines
    do not add up to it, and every series of numbers with a gap.
    """
    return [*_altered(session), *_uneven(session), *_gaps(session)]


def _altered(session: Session) -> Iterator[str]:
    """Some documents at a time: each may have ten thousand lines."""
    columns = INVOICES.c["number", "line_items", "line_items_sha256", "total_amount"]
    issued = select(*columns).where(INVOICES.c.number.is_not(None)).order_by(INVOICES.c.invoice_id)
    for number, frozen, sha256, total in session.execute(issued, execution_options={"yield_per": AT_ONCE}):
        if document.sha256(frozen) != bytes(sha256):
            yield f"{number}: the issued document was altered"
        elif Decimal(frozen["total_amount"]) != total:
            yield f"{number}: the issued document has another total"


def _uneven(session: Session) -> Iterator[str]:
    lines = select(func.coalesce(func.sum(LINES.c.amount), 0)).where(LINES.c.invoice_id == INVOICES.c.invoice_id)
    wanted = select(*INVOICES.c["number", "invoice_id"]).where(INVOICES.c.net_amount != lines.scalar_subquery())
    for number, invoice_id in session.execute(wanted.order_by(INVOICES.c.invoice_id)):
        yield f"{work.place(number, invoice_id)}: its lines do not add up to it"


def _gaps(session: Session) -> Iterator[str]:
    numbers = select(func.count(INVOICES.c.invoice_id)).where(
        INVOICES.c.series_id == COUNTERS.c.series_id, INVOICES.c.number_year == COUNTERS.c.year
    )
    given = COUNTERS.c.last_number - COUNTERS.c.first_number + 1
    for counter in rows(session, NumberCounter, select(COUNTERS).where(numbers.scalar_subquery() != given)):
        yield f"series {counter.series_id}, year {counter.year}: the numbers have a gap"


def standing(day: date) -> ColumnElement[str]:
    """Where an invoice stands on ``day``, over invoices: the only place that says so."""
    invoices, left = INVOICES.c, left_open()
    is_bill = invoices.kind == InvoiceKind.INVOICE
    return case(
        (invoices.status != InvoiceStatus.ISSUED, invoices.status),
        (and_(is_bill, left <= 0, _paid() <= 0, _credited() > 0), Standing.CREDITED),
        (and_(is_bill, left <= 0), Standing.PAID),
        (and_(is_bill, invoices.due_date < literal(day)), Standing.OVERDUE),
        (and_(is_bill, or_(_paid() > 0, _credited() > 0)), Standing.PARTLY_PAID),
        (invoices.sent_at.is_not(None), Standing.SENT),
        else_=Standing.ISSUED,
    )


def _paid() -> ColumnElement[Decimal]:
    paid = select(func.coalesce(func.sum(PAYMENTS.c.amount), 0)).where(PAYMENTS.c.invoice_id == INVOICES.c.invoice_id)
    return paid.correlate(INVOICES).scalar_subquery()


def _credited() -> ColumnElement[Decimal]:
    notes = INVOICES.alias("notes")
    taken = select(func.coalesce(func.sum(notes.c.total_amount), 0)).where(
        notes.c.credits_id == INVOICES.c.invoice_id, notes.c.status == InvoiceStatus.ISSUED
    )
    return taken.correlate(INVOICES).scalar_subquery()


def late_days(day: date) -> ColumnElement[int]:
    """How many days after their due date it is on ``day``, over issued invoices; negative before it."""
    return cast(literal(day) - INVOICES.c.due_date, Integer)


def left_open() -> ColumnElement[Decimal]:
    """What is still to be paid, over issued invoices; negative when the client is owed."""
    return INVOICES.c.total_amount - _paid() - _credited()


def _listed(day: date) -> Select[Any]:
    later = INVOICES.alias("later")
    replaced = select(func.max(later.c.invoice_id)).where(
        later.c.replaces_id == INVOICES.c.invoice_id, later.c.status != InvoiceStatus.VOID
    )
    return select(
        *(column for column in INVOICES.c if column.name != "line_items"),
        CLIENTS.c.name.label("client_name"),
        _paid().label("paid_amount"),
        _credited().label("credited_amount"),
        left_open().label("open_amount"),
        standing(day).label("standing"),
        replaced.correlate(INVOICES).scalar_subquery().label("replaced_by_id"),
    ).join(CLIENTS, CLIENTS.c.client_id == INVOICES.c.client_id)


def _as_listed(found: Any) -> Listed:
    row = dict(found)
    names = ("client_name", "paid_amount", "credited_amount", "open_amount", "replaced_by_id")
    others = {name: row.pop(name) for name in names}
    stands = Standing(row.pop("standing"))
    is_due = row["kind"] == InvoiceKind.INVOICE and row["status"] == InvoiceStatus.ISSUED
    others["open_amount"] = others["open_amount"] if is_due else Decimal(0)
    return Listed(invoice=value(Invoice, row | {"line_items": None}), standing=stands, **others)
