"""What is asked before something is done to an invoice; a refusal stands in the dialog, beside what was typed."""

from typing import Any

import reflex as rx

from timetrack.components.controls import button
from timetrack.components.dialog import dialog, dialog_foot
from timetrack.components.form import checkbox, copy_field, error_line, field, select
from timetrack.components.invoice_fields import extra_fields
from timetrack.components.kinds import Handler, Piece
from timetrack.states.invoice import InvoiceState
from timetrack.states.invoice_draft import InvoiceDraftState
from timetrack.states.invoice_rows import LineRow
from timetrack.states.invoice_settling import InvoiceSettlingState
from timetrack.states.invoice_sharing import InvoiceSharingState

HEAD = InvoiceState.head
SERIES = rx.Var.create(InvoiceState.series_options)


def draft_dialogs() -> rx.Component:
    """Ask what a draft needs."""
    return rx.fragment(
        _dialog(
            "issue",
            "Issue this draft?",
            rx.el.p(
                "It gets its number, and nothing on it changes from then on: ",
                rx.cond(HEAD.is_note, "declaring it void", "declaring it void or a credit note"),
                " is the way back.",
            ),
            field("Date", "issue_date", id="issue-date", type="date", default_value=_or_today(), is_wide=True),
            verb=f"Issue {HEAD.total}",
            on_submit=InvoiceDraftState.issue,
        ),
        _edit_dialog(),
        _dialog(
            "line",
            "Add a line",
            extra_fields(InvoiceState.tax_options),
            verb="Add line",
            on_submit=InvoiceDraftState.add_line,
        ),
        _dialog(
            "edit-line",
            "Edit line",
            _line_changes(),
            verb="Save line",
            on_submit=lambda form: InvoiceDraftState.edit_line(InvoiceState.line.line_item_id, form),
        ),
        _dialog(
            "delete",
            "Delete this draft?",
            rx.el.p("Its entries can be billed again. The draft itself does not come back."),
            verb="Delete draft",
            on_submit=lambda _form: InvoiceDraftState.delete(),
        ),
    )


def settling_dialogs() -> rx.Component:
    """Ask what an issued invoice needs."""
    return rx.fragment(
        _dialog(
            "pay",
            "Record payment",
            _money_fields("pay", HEAD.open_text, "Came in on"),
            verb="Record payment",
            on_submit=InvoiceSettlingState.pay,
        ),
        _dialog(
            "refund",
            "Record refund",
            _money_fields("refund", HEAD.paid_text, "Went back on"),
            verb="Record refund",
            on_submit=InvoiceSettlingState.refund,
        ),
        _dialog(
            "void",
            f"Declare {HEAD.number} void?",
            rx.el.p(
                "It keeps its number and counts no more; ",
                rx.cond(HEAD.is_note, "what it took back is owed again.", "its entries can be billed again."),
                " This stays so.",
            ),
            field("Why", "reason", required=True, max_length=1000, is_wide=True, auto_complete="off"),
            rx.cond(
                HEAD.is_note, rx.fragment(), checkbox("Draft another in its place, with the same lines", "replace")
            ),
            verb="Declare void",
            on_submit=InvoiceSettlingState.void,
        ),
        _dialog(
            "credit",
            f"Take {HEAD.number} back",
            rx.el.p(
                rx.cond(InvoiceState.credit_lines, "Type how much of single lines; with no field filled all", "All"),
                " that is left goes back. The entries stay billed.",
            ),
            rx.el.div(rx.foreach(InvoiceState.credit_lines, _credit_line), class_name="tt-credit-lines"),
            _notes(""),
            verb="Draft credit note",
            on_submit=InvoiceSettlingState.credit,
        ),
    )


def link_dialog() -> rx.Component:
    """Show the link by which the client sees the invoice, to be copied or revoked."""
    return dialog(
        "invoice-link",
        f"{HEAD.number} for {HEAD.client}",
        rx.el.div(
            rx.el.p("Whoever has this link sees the invoice and its PDF, without signing in, until you revoke it."),
            copy_field("Link for the client", "invoice-link", InvoiceSharingState.link),
            rx.el.p(InvoiceSharingState.opened, class_name="tt-muted"),
            class_name="tt-dialog-body tt-link-body",
        ),
        rx.el.div(
            button("Revoke", kind="quiet", on_click=InvoiceSharingState.revoke),
            button("Done", custom_attrs={"data-closes": ""}),
            class_name="tt-dialog-foot",
        ),
        is_open=InvoiceSharingState.is_open,
        on_close=InvoiceSharingState.close,
    )


def _edit_dialog() -> rx.Component:
    return _dialog(
        "edit",
        "Edit draft",
        rx.el.div(
            field(
                "Date",
                "invoice_date",
                id="edit-date",
                type="date",
                default_value=HEAD.invoice_date,
                help="Empty: day of issue",
            ),
            field(
                "Due",
                "due_date",
                id="edit-due",
                type="date",
                default_value=HEAD.due_date,
                help="Empty: by the terms",
            ),
            rx.cond(
                HEAD.is_note,
                rx.fragment(),
                rx.fragment(
                    field("Terms in days", "terms_days", input_mode="numeric", default_value=HEAD.terms_days),
                    field("Discount", "discount", default_value=HEAD.discount, placeholder="10 % or 250"),
                ),
            ),
            rx.cond(
                SERIES.length() > 1,
                select("Number", "series", SERIES, default_value=HEAD.series),
                rx.fragment(),
            ),
            class_name="tt-fields",
        ),
        _notes(HEAD.notes),
        verb="Save draft",
        on_submit=InvoiceDraftState.edit,
    )


def _dialog(what: str, title: str | rx.Var, *body: Piece, verb: str | rx.Var, on_submit: Handler) -> rx.Component:
    return dialog(
        f"invoice-{what}",
        title,
        rx.el.form(
            *body,
            error_line(InvoiceState.refusal),
            dialog_foot(verb),  # type: ignore[arg-type]
            on_submit=on_submit,
            key=f"{what}-{InvoiceState.asked}",
        ),
        is_open=InvoiceState.asking == what,
        on_close=InvoiceState.cancel,
    )


def _or_today() -> rx.Var:
    return rx.cond(HEAD.invoice_date != "", HEAD.invoice_date, HEAD.today)


def _notes(text: str | rx.Var) -> rx.Component:
    return rx.el.label(
        rx.el.span("Notes", class_name="tt-label"),
        rx.el.textarea(name="notes", default_value=text, rows="3", max_length=5000, class_name="tt-input"),
        class_name="tt-field tt-invoice-text",
        custom_attrs={"data-span": ""},
    )


def _line_changes() -> rx.Component:
    line = InvoiceState.line
    return rx.el.div(
        _changed("What for", "description", line.description, required=True, max_length=1000, is_wide=True),
        rx.cond(
            line.is_time,
            rx.el.p("Hours and rate are those of its entries.", class_name="tt-muted", custom_attrs={"data-span": ""}),
            rx.fragment(
                _changed("Price", "line_price", line.price, required=True, input_mode="decimal"),
                _changed("Number", "line_quantity", line.quantity, input_mode="decimal", placeholder="1"),
                _changed("Unit", "line_unit", line.unit, max_length=20, placeholder="month"),
            ),
        ),
        _changed("Discount in %", "line_discount", line.discount, input_mode="decimal"),
        select("Tax", "tax", rx.Var.create(InvoiceState.line_tax_options), id="edit-tax", default_value=line.tax),
        class_name="tt-fields",
    )


def _changed(label: str, name: str, value: str | rx.Var, **props: Any) -> rx.Component:
    return field(label, name, id=f"edit-{name}", default_value=value, auto_complete="off", **props)


def _money_fields(of: str, amount: str | rx.Var, on: str) -> rx.Component:
    asked: dict[str, Any] = {
        "id": f"{of}-amount",
        "default_value": amount,
        "input_mode": "decimal",
        "auto_complete": "off",
    }
    return rx.el.div(
        field("Amount", "amount", required=True, **asked),
        field(on, "paid_on", id=f"{of}-paid-on", type="date", default_value=HEAD.today, max=HEAD.today),
        field("How", "method", id=f"{of}-method", max_length=60, placeholder="Bank transfer"),
        field("Note", "note", id=f"{of}-note", max_length=1000),
        class_name="tt-fields",
    )


def _credit_line(row: LineRow) -> rx.Component:
    return rx.el.label(
        rx.el.span(row.description),
        rx.el.input(
            name=f"line-{row.line_item_id}",
            placeholder=row.left,
            input_mode="decimal",
            auto_complete="off",
            class_name="tt-input",
        ),
        key=row.line_item_id,
    )
