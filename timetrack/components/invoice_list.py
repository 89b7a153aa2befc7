"""The list of invoices: what clients owe by how late it is, tabs, and a table whose rows open their invoice."""

import reflex as rx

from timetrack.components.controls import badge, button, link, link_button
from timetrack.components.empty import empty
from timetrack.components.form import option, search_field
from timetrack.components.project_chip import project_dot
from timetrack.components.table import Column, table, table_row
from timetrack.states.invoice_rows import InvoiceRow, OwedRow, OwedStep, TabRow
from timetrack.states.invoices import InvoicesState

COLUMNS = (
    Column("Number"),
    Column("Client"),
    Column("Project", shown_from="lg"),
    Column("Issued", shown_from="lg"),
    Column("Due", shown_from="md"),
    Column("State"),
    Column("Amount", is_number=True),
    Column("Open", is_number=True, shown_from="md"),
)
LATE = (
    ("", "Any due date"),
    ("not-due", "Not due"),
    ("1-30", "1 – 30 days late"),
    ("31-60", "31 – 60 days late"),
    ("61-90", "61 – 90 days late"),
    ("over-90", "Over 90 days late"),
)


def invoice_list() -> rx.Component:
    """Show what is owed, and below it the invoices that the address asks for."""
    return rx.el.div(
        rx.foreach(InvoicesState.owed, _owed),
        rx.el.section(
            rx.el.nav(rx.foreach(InvoicesState.tabs, _tab), class_name="tt-invoice-tabs", aria_label="Which invoices"),
            rx.cond(InvoicesState.rows, _table(), _none()),
            class_name="tt-card tt-invoice-list",
            aria_label="Invoices",
        ),
        class_name="tt-invoices",
    )


def invoice_filters() -> rx.Component:
    """Show the field that finds an invoice, and the choice of a client."""
    return rx.el.div(
        search_field("Find invoice", InvoicesState.words, lambda text: InvoicesState.filter_by("words", text)),
        rx.el.select(
            rx.el.option("All clients", value=""),
            rx.foreach(InvoicesState.client_options, option),
            value=InvoicesState.client,
            on_change=lambda value: InvoicesState.filter_by("client", value),
            aria_label="Invoices of which client",
            class_name="tt-cell tt-client-filter",
        ),
        rx.el.select(
            *[rx.el.option(words, value=key) for key, words in LATE],
            value=InvoicesState.late,
            on_change=lambda value: InvoicesState.filter_by("late", value),
            aria_label="How late",
            class_name="tt-cell tt-client-filter",
        ),
        class_name="tt-task-filters",
    )


def _owed(row: OwedRow) -> rx.Component:
    return rx.el.section(
        rx.el.div(
            rx.el.span("Open", class_name="tt-muted"),
            rx.el.strong(row.total, class_name="tt-owed-total"),
            rx.cond(row.overdue != "", rx.el.span(row.overdue, class_name="tt-owed-late")),
            link("By client and age", to="/reports/receivables/", class_name="tt-link tt-owed-ages"),
            class_name="tt-owed-sum",
        ),
        rx.el.ul(rx.foreach(row.steps, _step), class_name="tt-owed-steps"),
        class_name="tt-card tt-owed",
        aria_label=f"Open in {row.currency}",
        key=row.currency,
    )


def _step(step: OwedStep) -> rx.Component:
    return rx.el.li(
        rx.el.i(aria_hidden="true"),
        rx.el.span(step.label, class_name="tt-muted"),
        rx.el.b(step.amount, class_name="tt-num"),
        custom_attrs={"data-tone": step.tone, "style": {"flexGrow": step.share}},
    )


def _tab(row: TabRow) -> rx.Component:
    return link(
        row.label,
        rx.cond(row.count != "", rx.el.span(row.count, class_name="tt-muted")),
        to=row.path,
        class_name="",
        custom_attrs={"aria-current": rx.cond(row.is_current, "true", "false")},
    )


def _table() -> rx.Component:
    return rx.fragment(
        rx.el.div(table(COLUMNS, InvoicesState.rows, _row, label="Invoices"), class_name="tt-invoice-table"),
        rx.cond(
            InvoicesState.has_more,
            button("Show more", kind="soft", on_click=InvoicesState.show_more, class_name="tt-btn tt-more"),
        ),
    )


def _row(row: InvoiceRow) -> rx.Component:
    cells = [
        link(
            row.number,
            to=f"/invoices/{row.invoice_id}",
            class_name="tt-row-link tt-way-in",
            aria_label=f"{row.number}, {row.client}",
        ),
        rx.el.span(row.client, class_name="tt-cut"),
        rx.el.span(rx.cond(row.has_dot, project_dot(row.color)), rx.el.span(row.project), class_name="tt-chip"),
        rx.el.span(row.issued, class_name="tt-muted"),
        rx.el.span(row.due, class_name="tt-muted"),
        rx.el.span(badge(row.state, row.tone), rx.el.span(row.note, class_name="tt-muted"), class_name="tt-inline"),
        rx.el.span(row.amount),
        rx.el.span(row.left, class_name="tt-invoice-left"),
    ]
    return table_row(COLUMNS, cells, key=row.invoice_id, is_archived=row.is_void)


def _none() -> rx.Component:
    return rx.cond(
        InvoicesState.is_filtered,
        empty(
            "receipt_text",
            "No invoice like that",
            "Look under another tab, or lift the filters.",
            link_button("All invoices", to="/invoices/", kind="soft"),
        ),
        empty(
            "receipt_text",
            "No invoices yet",
            "An invoice gathers what a client has not been billed yet, line by line, from the hours that were worked.",
            link_button("New invoice", to="/invoices/new", kind="soft", icon="plus"),
        ),
    )
