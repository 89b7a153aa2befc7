"""/invoices/recurring: invoices that come again."""

import reflex as rx

from timetrack.components.controls import link_button
from timetrack.components.empty import empty
from timetrack.components.invoice_side import way_back
from timetrack.components.page import page
from timetrack.components.recurring_table import new_button, recurring_dialog, recurring_table
from timetrack.components.skeleton import skeleton_rows
from timetrack.states.recurring import RecurringState
from timetrack.states.timer import TimerState


@rx.page(
    route="/invoices/recurring",
    title="Recurring invoices · Timetrack",
    on_load=[TimerState.open, RecurringState.open],
)
def recurring() -> rx.Component:
    """The page of recurring invoices."""
    return page(
        rx.cond(
            RecurringState.is_loaded,
            rx.cond(
                RecurringState.may_edit,
                recurring_table(),
                empty(
                    "lock",
                    "Managers keep the invoices",
                    "They show the money of everybody.",
                    link_button("Dashboard", to="/", kind="soft"),
                ),
            ),
            skeleton_rows(4),
        ),
        recurring_dialog(),
        title="Recurring invoices",
        current="/invoices",
        before=[way_back()],
        side=[rx.cond(RecurringState.may_edit, new_button())],
    )
