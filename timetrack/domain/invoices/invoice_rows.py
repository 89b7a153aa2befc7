"""The rows of invoices: locked, read and written. Whoever calls has asked who may."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, Integer, Text, cast, delete, func, insert, literal, select, update
from sqlalchemy.dialects.postgresql import ARRAY
from sqlmodel import Session

from timetrack.db import first, rows
from timetrack.domain import audit
from timetrack.domain.batches.values import insert_rows
from timetrack.domain.invoices.sums import Sums
from timetrack.errors import ChangedElsewhere, InvoiceIssued, InvoiceNotOpen, NotFound
from timetrack.models import (
    Invoice,
    InvoicedEntry,
    InvoiceLineItem,
    InvoiceStatus,
    InvoiceTax,
    User,
    table,
)

INVOICES, LINES, TAXES, LINKS = table(Invoice), table(InvoiceLineItem), table(InvoiceTax), table(InvoicedEntry)
TOPICS = ("invoices", "team")
"""Who lists invoices, and who shows what is not billed yet."""


def lock_invoice(session: Session, invoice_id: int, *, seen: datetime | None = None) -> Invoice:
    """Lock an invoice that is about to change; ``seen`` is the ``updated_at`` that was on screen.

    Raises NotFound, ChangedElsewhere for one that is newer than what was seen.
    """
    wanted = select(INVOICES).where(INVOICES.c.invoice_id == invoice_id)
    found = first(session, Invoice, wanted.with_for_update(key_share=True))
    if found is None:
        raise NotFound("This invoice is not here any more. Nothing was changed.")
    if seen is not None and seen != found.updated_at:
        raise ChangedElsewhere
    return found


def lock_draft(session: Session, invoice_id: int, *, seen: datetime | None = None) -> Invoice:
    """The same of one that may still change. Raises InvoiceIssued for any other."""
    found = lock_invoice(session, invoice_id, seen=seen)
    if found.status == InvoiceStatus.VOID:
        raise InvoiceIssued(f"{found.number} is void, and stays as it is. Nothing was changed.")
    if found.status != InvoiceStatus.DRAFT:
        raise InvoiceIssued(
            f"{found.number} is issued, so it stays as it is. Void it, or write a credit note; nothing was changed."
        )
    return found


def lock_issued(session: Session, invoice_id: int) -> Invoice:
    """The same of one that is issued and not void. Raises InvoiceNotOpen for any other."""
    found = lock_invoice(session, invoice_id)
    if found.status == InvoiceStatus.DRAFT:
        raise InvoiceNotOpen("This invoice is a draft still. Issue it first; nothing was changed.")
    if found.status == InvoiceStatus.VOID:
        raise InvoiceNotOpen(f"{found.number} is void. Nothing was changed.")
    return found


def lines_of(session: Session, invoice_id: int) -> list[InvoiceLineItem]:
    """The lines of an invoice, in order."""
    return rows(
        session, InvoiceLineItem, select(LINES).where(LINES.c.invoice_id == invoice_id).order_by(LINES.c.position)
    )


def taxes_of(session: Session, invoice_id: int) -> list[InvoiceTax]:
    """The sums of an invoice per tax rate, in the order in which they were reckoned."""
    wanted = select(TAXES).where(TAXES.c.invoice_id == invoice_id).order_by(TAXES.c.invoice_tax_id)
    return rows(session, InvoiceTax, wanted)


def entries_of_lines(session: Session, invoice_id: int) -> dict[int, list[int]]:
    """The keys of the entries in each line of an invoice, by the line's key."""
    wanted = select(LINKS.c.line_item_id, func.array_agg(LINKS.c.entry_id)).where(LINKS.c.invoice_id == invoice_id)
    found = session.execute(wanted.group_by(LINKS.c.line_item_id))
    return {line_item_id: sorted(entry_ids) for line_item_id, entry_ids in found}


def insert_invoice(session: Session, actor: User, action: str, values: dict[str, Any]) -> Invoice:
    """Write a new invoice; its sums must be those of the lines that follow in the same transaction."""
    (made,) = audit.record(session, actor, action, insert(INVOICES).values(values), *TOPICS)
    return Invoice(**made)


def change_invoice(session: Session, actor: User | None, action: str, invoice_id: int, **values: Any) -> Invoice:
    """Write new values of a locked invoice."""
    change = update(INVOICES).where(INVOICES.c.invoice_id == invoice_id)
    write = change.values(**values, updated_at=func.clock_timestamp())
    (made,) = audit.record(session, actor, action, write, *TOPICS)
    return Invoice(**made)


def insert_lines(session: Session, actor: User, action: str, lines: Sequence[dict[str, Any]]) -> list[int]:
    """Write new lines of a locked draft; their keys, in the order given."""
    if not lines:
        return []
    made = audit.record(session, actor, action, insert_rows(LINES, lines), *TOPICS)
    keys = {row["position"]: row["line_item_id"] for row in made}
    return [keys[line["position"]] for line in lines]


def write_taxes(session: Session, actor: User, action: str, invoice_id: int, sums: Sums) -> None:
    """Replace the sums per tax rate of a locked draft."""
    audit.record(session, actor, action, delete(TAXES).where(TAXES.c.invoice_id == invoice_id), *TOPICS)
    if sums.taxes:
        taxes = [{"invoice_id": invoice_id, **vars(tax)} for tax in sums.taxes]
        audit.record(session, actor, action, insert_rows(TAXES, taxes), *TOPICS)


def link_entries(
    session: Session, invoice_id: int, line_item_ids: Sequence[int], entry_ids: Sequence[int], seconds: Sequence[int]
) -> None:
    """Put entries into lines of a locked draft, with the seconds that each is billed for; all three of one length.

    The link has no audit record: the line's has the hours, the issued document the keys. Their people are locked.
    """
    if not entry_ids:
        return
    unnested = [
        _unnested(entry_ids, BigInteger),
        literal(invoice_id, BigInteger),
        _unnested(line_item_ids, BigInteger),
        _unnested(seconds, Integer),
    ]
    columns = ["entry_id", "invoice_id", "line_item_id", "seconds"]
    session.execute(insert(LINKS).from_select(columns, select(*unnested)))


def _unnested(numbers: Sequence[int], kind: type[Integer]) -> ColumnElement[Any]:
    """As rows; they travel as text, for the driver takes four times as long over a list of ten thousand."""
    written = literal("{" + ",".join(map(str, numbers)) + "}", Text)
    return func.unnest(cast(written, ARRAY(kind)))


def sum_columns(sums: Sums) -> dict[str, Any]:
    """The columns of an invoice that say what it comes to."""
    names = ("net_amount", "discount_amount", "tax_amount", "total_amount")
    return {name: getattr(sums, name) for name in names}
