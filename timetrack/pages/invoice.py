"""/invoices/[invoice_id]: one invoice as paper, what is open of it, and what happened to it."""

import reflex as rx

from timetrack.components.controls import link_button
from timetrack.components.empty import empty
from timetrack.components.invoice_dialogs import draft_dialogs, link_dialog, settling_dialogs
from timetrack.components.invoice_paper import paper
from timetrack.components.invoice_side import actions, side, state, way_back
from timetrack.components.page import page
from timetrack.components.post import mail_dialog
from timetrack.components.skeleton import skeleton_rows
from timetrack.states.invoice import InvoiceState
from timetrack.states.invoice_post import InvoicePostState
from timetrack.states.timer import TimerState


@rx.page(
    route="/invoices/[invoice_id]",
    title="Invoice · Timetrack",
    on_load=[TimerState.open, InvoiceState.open, InvoicePostState.open],
)
def invoice() -> rx.Component:
    """The page of one invoice."""
    return page(
        rx.cond(
            InvoiceState.is_loaded,
            rx.cond(
                InvoiceState.is_here,
                rx.el.div(
                    paper(),
                    side(),
                    class_name="tt-invoice",
                    custom_attrs={"data-page-title": InvoiceState.head.number},
                ),
                _not_here(),
            ),
            skeleton_rows(8),
        ),
        draft_dialogs(),
        settling_dialogs(),
        mail_dialog(),
        link_dialog(),
        title=rx.cond(InvoiceState.is_here, InvoiceState.head.number, "Invoice"),
        current="/invoices",
        before=[way_back()],
        head=[rx.cond(InvoiceState.is_here, state())],
        side=[rx.cond(InvoiceState.is_here, actions())],
    )


def _not_here() -> rx.Component:
    return empty(
        "receipt_text",
        "This invoice is not here",
        "It was never made, or its draft was deleted. Managers keep the invoices.",
        link_button("All invoices", to="/invoices/", kind="soft"),
    )
