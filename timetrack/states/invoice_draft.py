"""What is done to a draft: its dates, notes and discount, its lines, issuing it, throwing it away."""

from datetime import datetime
from decimal import Decimal
from typing import Any

import reflex as rx
from reflex.event import EventSpec

from timetrack.db import Session
from timetrack.domain import money
from timetrack.domain.invoices import drafting, issuing, lines, reading
from timetrack.domain.invoices.wishes import ExtraLine
from timetrack.errors import NotFound
from timetrack.models import Invoice, InvoiceKind, InvoiceLineItem, LineKind, User
from timetrack.states.base import AppState, guarded
from timetrack.states.cells import Form, chosen_id
from timetrack.states.forms import form_number, form_text
from timetrack.states.invoice import InvoiceState
from timetrack.states.invoice_forms import typed_day, typed_discount, typed_line, typed_line_changes


class InvoiceDraftState(AppState):
    """The acts on the draft that the page of an invoice shows."""

    @guarded
    async def edit(self, form: Form) -> None:
        """Change dates, terms, notes and discount; either all of them, or none."""
        page = await self.get_state(InvoiceState)
        async with page._answering():
            changes = _changes(form, is_note=page.head.is_note)
            await self._act(drafting.edit_draft, invoice_id=page.head.invoice_id, seen=page._seen, **changes)
            self._tell("Draft saved")

    @guarded
    async def add_line(self, form: Form) -> None:
        """Add a line for anything but tracked time; the notice takes it out again."""
        page = await self.get_state(InvoiceState)
        async with page._answering():
            added = await self._act(_add_line, invoice_id=page.head.invoice_id, extra=typed_line(form))
            both = {"invoice_id": added.invoice_id, "line_item_id": added.line_item_id}
            self._tell("Line added", added.description, way_back=(lines.remove_line, both))

    @guarded
    async def edit_line(self, line_item_id: int, form: Form) -> None:
        """Change a line; the notice changes it back."""
        page = await self.get_state(InvoiceState)
        async with page._answering():
            of = {"invoice_id": page.head.invoice_id, "line_item_id": line_item_id}
            changes = typed_line_changes(form)
            before = await self._act(_edit_line, **of, seen=page._seen, changes=changes)
            again = {name: getattr(before, name) for name in changes}
            self._tell("Line saved", before.description, way_back=(lines.edit_line, of | again))

    @guarded
    async def remove_line(self, line_item_id: int) -> None:
        """Take a line out; its entries can be billed again. The notice puts back what is no tracked time."""
        page = await self.get_state(InvoiceState)
        gone = await self._act(_remove_line, invoice_id=page.head.invoice_id, line_item_id=line_item_id)
        if gone.kind == LineKind.EXTRA:
            again = {"invoice_id": gone.invoice_id, "extra": _extra(gone)}
            self._tell("Line taken out", gone.description, way_back=(lines.add_line, again))
        else:
            self._tell("Line taken out", f"{gone.description}. Its entries can be billed again.")
        await page._refresh()

    @guarded
    async def issue(self, form: Form) -> None:
        """Give the draft its number, and freeze it."""
        page = await self.get_state(InvoiceState)
        async with page._answering():
            day = typed_day(form_text(form, "issue_date"))
            issued: Invoice = await self._act(
                issuing.issue, invoice_id=page.head.invoice_id, invoice_date=day, seen=page._seen
            )
            what = "Credit note" if issued.kind == InvoiceKind.CREDIT_NOTE else "Invoice"
            self._tell(f"{what} {issued.number} issued", money.shown(issued.total_amount, issued.currency))

    @guarded
    async def delete(self) -> EventSpec | None:
        """Throw the draft away and go to the list; its entries can be billed again."""
        page = await self.get_state(InvoiceState)
        async with page._answering():
            await self._act(drafting.delete_draft, invoice_id=page.head.invoice_id)
            self._tell("Draft deleted", "Its entries can be billed again.")
            return rx.redirect("/invoices/")
        return None


def _changes(form: Form, *, is_note: bool) -> dict[str, Any]:
    changes: dict[str, Any] = {
        "invoice_date": typed_day(form_text(form, "invoice_date")),
        "due_date": typed_day(form_text(form, "due_date")),
        "notes": form_text(form, "notes"),
    }
    if series_id := chosen_id(form_text(form, "series")):
        changes["series_id"] = series_id
    if is_note:
        return changes
    return changes | {"terms_days": form_number(form, "terms_days")} | typed_discount(form_text(form, "discount"))


def _add_line(session: Session, actor: User, *, invoice_id: int, extra: ExtraLine) -> InvoiceLineItem:
    lines.add_line(session, actor, invoice_id=invoice_id, extra=extra)
    return reading.invoice_lines(session, actor, invoice_id=invoice_id)[-1]


def _edit_line(
    session: Session,
    actor: User,
    *,
    invoice_id: int,
    line_item_id: int,
    seen: datetime | None,
    changes: dict[str, Any],
) -> InvoiceLineItem:
    """The line as it was."""
    there = reading.invoice_lines(session, actor, invoice_id=invoice_id)
    lines.edit_line(session, actor, invoice_id=invoice_id, line_item_id=line_item_id, seen=seen, **changes)
    return next(line for line in there if line.line_item_id == line_item_id)


def _remove_line(session: Session, actor: User, *, invoice_id: int, line_item_id: int) -> InvoiceLineItem:
    """The line as it was."""
    there = reading.invoice_lines(session, actor, invoice_id=invoice_id)
    lines.remove_line(session, actor, invoice_id=invoice_id, line_item_id=line_item_id)
    gone = next((line for line in there if line.line_item_id == line_item_id), None)
    if gone is None:
        raise NotFound
    return gone


def _extra(line: InvoiceLineItem) -> ExtraLine:
    return ExtraLine(
        line.description, line.rate, line.quantity or Decimal(0), line.unit, line.discount_percent, line.tax_rate_id
    )  # fmt: skip
