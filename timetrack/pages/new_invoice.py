"""/invoices/new: from hours to a draft."""

import reflex as rx

from timetrack.components.empty import empty
from timetrack.components.invoice_side import way_back
from timetrack.components.new_invoice import new_invoice_form
from timetrack.components.page import page
from timetrack.components.skeleton import skeleton_rows
from timetrack.states.new_invoice import NewInvoiceState
from timetrack.states.timer import TimerState


@rx.page(route="/invoices/new", title="New invoice · Timetrack", on_load=[TimerState.open, NewInvoiceState.open])
def new_invoice() -> rx.Component:
    """The page for a new invoice."""
    return page(
        rx.cond(
            NewInvoiceState.is_loaded,
            rx.cond(
                NewInvoiceState.may_bill,
                new_invoice_form(),
                empty("lock", "Managers keep the invoices", "They show the money of everybody."),
            ),
            skeleton_rows(8),
        ),
        title="New invoice",
        current="/invoices",
        before=[way_back()],
    )
