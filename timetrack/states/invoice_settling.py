"""What is done to an issued invoice: sent, paid, refunded, declared void, taken back."""

from typing import Any

import reflex as rx
from reflex.event import EventSpec

from timetrack.domain import money, payments
from timetrack.domain.invoices import credit_notes, issuing, voiding
from timetrack.models import Payment
from timetrack.states.base import AppState, WayBack, guarded
from timetrack.states.cells import Form, is_ticked
from timetrack.states.forms import form_text
from timetrack.states.invoice import InvoiceState
from timetrack.states.invoice_forms import typed_credit, typed_payment


class InvoiceSettlingState(AppState):
    """The acts on the issued invoice that its page shows."""

    @guarded
    async def mark_sent(self) -> None:
        """Note that the invoice went to the client."""
        page = await self.get_state(InvoiceState)
        sent = await self._act(issuing.mark_sent, invoice_id=page.head.invoice_id)
        self._tell("Marked as sent", sent.number or "")
        await page._refresh()

    @guarded
    async def pay(self, form: Form) -> None:
        """Record money that came in; the notice takes it back."""
        page = await self.get_state(InvoiceState)
        async with page._answering():
            made = await self._act(payments.record_payment, invoice_id=page.head.invoice_id, **typed_payment(form))
            self._tell("Payment recorded", _amount(made), way_back=_removal(made))

    @guarded
    async def refund(self, form: Form) -> None:
        """Record money that went back; the notice takes it back."""
        page = await self.get_state(InvoiceState)
        async with page._answering():
            made = await self._act(payments.refund, invoice_id=page.head.invoice_id, **typed_payment(form))
            self._tell("Refund recorded", _amount(made), way_back=_removal(made))

    @guarded
    async def remove_payment(self, payment_id: int) -> None:
        """Take away a payment or refund that was recorded by mistake; the notice records it again."""
        page = await self.get_state(InvoiceState)
        gone = await self._act(payments.remove_payment, payment_id=payment_id)
        what = "Payment" if gone.amount > 0 else "Refund"
        self._tell(f"{what} removed", _amount(gone), way_back=_again(gone))
        await page._refresh()

    @guarded
    async def void(self, form: Form) -> EventSpec | None:
        """Declare the invoice void; with a draft in its place the page goes there."""
        page = await self.get_state(InvoiceState)
        async with page._answering():
            gone, made = await self._act(
                voiding.void,
                invoice_id=page.head.invoice_id,
                reason=form_text(form, "reason"),
                with_replacement=is_ticked(form, "replace"),
            )
            if made is None:
                self._tell(f"{gone.number} is void", "Its entries can be billed again.")
                return None
            self._tell(f"{gone.number} is void", "This draft comes in its place.")
            return rx.redirect(f"/invoices/{made.invoice_id}")
        return None

    @guarded
    async def credit(self, form: Form) -> EventSpec | None:
        """Draft a credit note, for some lines or for all that is left, and go to it."""
        page = await self.get_state(InvoiceState)
        async with page._answering():
            made = await self._act(
                credit_notes.draft_credit_note,
                invoice_id=page.head.invoice_id,
                amounts=typed_credit(form),
                notes=form_text(form, "notes"),
            )
            self._tell("Credit note drafted", money.shown(made.total_amount, made.currency))
            return rx.redirect(f"/invoices/{made.invoice_id}")
        return None


def _amount(payment: Payment) -> str:
    return money.shown(abs(payment.amount), payment.currency)


def _removal(made: Payment) -> WayBack:
    return payments.remove_payment, {"payment_id": made.payment_id}


def _again(gone: Payment) -> WayBack:
    record: Any = payments.record_payment if gone.amount > 0 else payments.refund
    kept = {name: getattr(gone, name) for name in ("invoice_id", "paid_on", "method", "note")}
    return record, kept | {"amount": abs(gone.amount)}
