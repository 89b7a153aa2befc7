"""/i/[token]: one invoice for the client who was sent its link; to read only."""

import reflex as rx

from timetrack.components.form import notice
from timetrack.components.frame import logo
from timetrack.components.shared_paper import heading, sheet, summary, verification
from timetrack.components.skeleton import skeleton_rows
from timetrack.states.shared_invoice import SharedInvoiceState


@rx.page(
    route="/i/[token]",
    title="Invoice · Timetrack",
    meta=[{"name": "robots", "content": "noindex"}],
    on_load=SharedInvoiceState.open_link,
)
def shared_invoice() -> rx.Component:
    """The page behind a client's link."""
    return rx.el.main(
        rx.cond(
            SharedInvoiceState.shared.number != "",
            rx.el.div(heading(), summary(), sheet(), verification(), class_name="tt-shared"),
            rx.cond(
                SharedInvoiceState.refusal != "",
                _refused(),
                rx.el.div(rx.el.h1("One moment", class_name="tt-hidden"), skeleton_rows(8), class_name="tt-shared"),
            ),
        ),
        rx.el.footer("Timetrack · self-hosted", class_name="tt-door-foot tt-muted tt-small"),
        class_name="tt-door",
    )


def _refused() -> rx.Component:
    return rx.el.div(
        rx.el.header(logo(24), rx.el.h1("This link shows no invoice"), class_name="tt-door-head"),
        notice(SharedInvoiceState.refusal, tone="warn"),
        class_name="tt-door-box",
    )
