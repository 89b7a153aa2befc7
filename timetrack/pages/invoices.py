"""/invoices: what is billed, what is open, what is late."""

import reflex as rx

from timetrack.components.controls import link_button
from timetrack.components.empty import empty
from timetrack.components.invoice_list import invoice_filters, invoice_list
from timetrack.components.page import page
from timetrack.components.skeleton import skeleton_rows
from timetrack.states.invoices import InvoicesState
from timetrack.states.timer import TimerState


@rx.page(route="/invoices", title="Invoices · Timetrack", on_load=[TimerState.open, InvoicesState.open])
def invoices() -> rx.Component:
    """The Invoices page."""
    return page(
        rx.cond(
            InvoicesState.is_loaded,
            rx.cond(
                InvoicesState.may_bill,
                invoice_list(),
                empty("lock", "Managers keep the invoices", "They show the money of everybody."),
            ),
            skeleton_rows(8),
        ),
        title="Invoices",
        current="/invoices",
        side=[
            rx.cond(
                InvoicesState.may_bill,
                rx.fragment(
                    invoice_filters(),
                    link_button("Recurring", to="/invoices/recurring", icon="repeat", class_name="tt-btn tt-compact"),
                    link_button(
                        "New invoice", to="/invoices/new", icon="plus", kind="solid", class_name="tt-btn tt-wide"
                    ),
                ),
            )
        ],
    )
