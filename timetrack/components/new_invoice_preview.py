"""The paper that a new invoice will be, beside the choices that make it: its PDF page by page, or the same as text."""

import reflex as rx

from timetrack.components.controls import icon_button
from timetrack.components.invoice_paper import label, line_heads, lines_table, party, read_line, sum_line
from timetrack.states.new_invoice import NewInvoiceState

STATE = NewInvoiceState
ADDRESS = f"/api/session/invoices/preview.png?{STATE.preview_query}&page={STATE.preview_page}"
PDF = f"/api/session/invoices/preview.pdf?{STATE.preview_query}"


def preview() -> rx.Component:
    """Show the paper that the draft would be; it follows every choice."""
    return rx.el.div(
        rx.cond(STATE.preview_query != "", rx.fragment(_picture(), _foot())),
        rx.el.article(
            rx.el.header(
                rx.el.div(party(STATE.seller), class_name="tt-paper-party tt-paper-seller"),
                rx.el.div(rx.el.h2("Invoice"), rx.el.span("Draft, no number yet"), class_name="tt-paper-kind"),
            ),
            rx.cond(
                STATE.lines,
                _body(),
                rx.el.p(
                    rx.cond(
                        STATE.client != "", "Nothing to bill in these days.", "Choose a client to see the invoice here."
                    )
                ),
            ),
            class_name="tt-paper",
            aria_label="Preview",
        ),
        class_name="tt-desk",
        id="preview",
    )


def _picture() -> rx.Component:
    """Show a page; while the next one loads the browser keeps this one, because the element stays."""
    return rx.el.img(src=ADDRESS, alt=STATE.preview_alt, width="794", height="1123", class_name="tt-leaf")


def _foot() -> rx.Component:
    is_long, page = STATE.preview_pages > 1, STATE.preview_page
    return rx.el.div(
        rx.el.div(
            rx.cond(is_long, _turn("chevron_left", "Previous page", -1, page <= 1)),
            rx.el.span(f"Page {page} of {STATE.preview_pages}", class_name="tt-num", aria_live="polite"),
            rx.cond(is_long, _turn("chevron_right", "Next page", 1, page >= STATE.preview_pages)),
            class_name="tt-leaf-pages",
        ),
        rx.el.label(rx.el.input(type="checkbox"), rx.el.span("As text"), class_name="tt-check tt-leaf-text"),
        rx.el.a("Open PDF", href=PDF, target="_blank", rel="noopener", class_name="tt-link"),
        class_name="tt-leaf-foot",
    )


def _turn(icon: str, label: str, by: int, is_end: bool | rx.Var[bool]) -> rx.Component:
    return icon_button(icon, label, disabled=is_end, on_click=STATE.turn_page(by))


def _body() -> rx.Component:
    return rx.fragment(
        rx.el.div(
            rx.el.div(label("Bill to"), party(STATE.buyer), class_name="tt-paper-party"),
            rx.el.div(
                rx.cond(STATE.period_text != "", rx.fragment(label("Period"), rx.el.b(STATE.period_text))),
                class_name="tt-paper-party",
            ),
            rx.el.div(
                label("Date"),
                rx.el.b(STATE.date_text),
                label("Due"),
                rx.el.b(STATE.due_text),
                class_name="tt-paper-party",
            ),
            class_name="tt-paper-parties",
        ),
        lines_table(line_heads(STATE.currency), STATE.lines, read_line, STATE.more_text),
        rx.el.dl(rx.foreach(STATE.sums, sum_line), class_name="tt-paper-sums"),
        rx.cond(
            (STATE.notes != "") | rx.Var.create(STATE.tax_notes).bool(),
            rx.el.footer(
                rx.el.div(
                    label("Notes"),
                    rx.foreach(STATE.tax_notes, lambda note: rx.el.p(note)),
                    rx.el.p(STATE.notes, class_name="tt-paper-notes"),
                    class_name="tt-paper-party",
                )
            ),
        ),
    )
