"""An invoice as paper: who bills whom, its lines, its sums, how to pay."""

from collections.abc import Sequence
from typing import Any

import reflex as rx

from timetrack.components.controls import icon_button
from timetrack.components.kinds import Handler
from timetrack.states.invoice import InvoiceState
from timetrack.states.invoice_draft import InvoiceDraftState
from timetrack.states.invoice_rows import LineRow, PartyRow, SumRow

HEAD = InvoiceState.head


def paper() -> rx.Component:
    """Show the document on a sheet, white in the dark too."""
    return rx.el.div(
        rx.el.article(_head(), _parties(), _lines(), _sums(), _foot(), class_name="tt-paper", aria_label="Document"),
        class_name="tt-desk",
    )


def sum_line(row: SumRow) -> rx.Component:
    """Show one sum with its name."""
    return rx.el.div(
        rx.el.dt(row.label),
        rx.el.dd(row.amount, class_name="tt-num"),
        custom_attrs={"data-total": rx.cond(row.is_total, "true", "false")},
        key=row.label,
    )


def label(words: str) -> rx.Component:
    """Show in small what stands below it."""
    return rx.el.span(words, class_name="tt-paper-label")


def party(row: PartyRow) -> rx.Component:
    """Show a name with the lines of its address."""
    return rx.fragment(rx.el.b(row.name), rx.foreach(row.lines, lambda line: rx.el.span(line)))


def lines_table(heads: Sequence[str | rx.Var], rows: Any, row: Handler, more_text: str | rx.Var) -> rx.Component:
    """Show lines under four heads, and below that there are more; `row(one)` gives a `tr`."""
    first, *numbers = heads
    return rx.fragment(
        rx.el.table(
            rx.el.thead(
                rx.el.tr(
                    rx.el.th(first, scope="col"),
                    *[rx.el.th(head, scope="col", class_name="tt-num") for head in numbers],
                )
            ),
            rx.el.tbody(rx.foreach(rows, row)),
            class_name="tt-paper-lines",
            aria_label="Lines",
        ),
        rx.cond(more_text != "", rx.el.p(more_text, class_name="tt-paper-more")),
    )


def line_heads(currency: str | rx.Var) -> Sequence[str | rx.Var]:
    """What stands over the columns of lines in a currency."""
    return "Description", "Hours or number", "Rate", f"Amount, {currency}"


def read_line(row: LineRow) -> rx.Component:
    """Show a line that is only read."""
    return rx.el.tr(
        rx.el.td(rx.el.span(row.description), rx.cond(row.note != "", rx.el.small(row.note))),
        rx.el.td(row.quantity, class_name="tt-num"),
        rx.el.td(row.rate, class_name="tt-num"),
        rx.el.td(row.amount, class_name="tt-num"),
        key=row.line_item_id,
    )


def _head() -> rx.Component:
    return rx.el.header(
        rx.el.div(party(InvoiceState.seller), class_name="tt-paper-party tt-paper-seller"),
        rx.el.div(
            rx.el.h2(HEAD.kind_text),
            rx.el.span(rx.cond(HEAD.is_draft, "Draft, no number yet", HEAD.number)),
            class_name="tt-paper-kind",
        ),
    )


def _parties() -> rx.Component:
    return rx.el.div(
        rx.el.div(label("Bill to"), party(InvoiceState.buyer), class_name="tt-paper-party"),
        rx.el.div(
            rx.cond(HEAD.project != "", rx.fragment(label("Project"), rx.el.b(HEAD.project))),
            rx.cond(HEAD.period_text != "", rx.fragment(label("Period"), rx.el.b(HEAD.period_text))),
            class_name="tt-paper-party",
        ),
        rx.el.div(
            label("Date"),
            rx.el.b(HEAD.date_text),
            rx.cond(HEAD.due_text != "", rx.fragment(label("Due"), rx.el.b(HEAD.due_text))),
            class_name="tt-paper-party",
        ),
        class_name="tt-paper-parties",
    )


def _lines() -> rx.Component:
    return lines_table(line_heads(HEAD.currency), InvoiceState.lines, _line, InvoiceState.more_text)


def _line(row: LineRow) -> rx.Component:
    return rx.el.tr(
        rx.el.td(
            rx.cond(
                HEAD.is_draft & ~HEAD.is_note,
                rx.el.button(
                    row.description,
                    type="button",
                    title="Edit line",
                    on_click=InvoiceState.ask_line(row.line_item_id),
                    class_name="tt-paper-edit",
                ),
                rx.el.span(row.description),
            ),
            rx.cond(row.note != "", rx.el.small(row.note)),
            custom_attrs={"data-name": "Description"},
        ),
        rx.el.td(row.quantity, class_name="tt-num", custom_attrs={"data-name": "Hours or number"}),
        rx.el.td(row.rate, class_name="tt-num", custom_attrs={"data-name": "Rate"}),
        rx.el.td(
            row.amount,
            rx.cond(
                HEAD.is_draft & ~HEAD.is_note,
                icon_button(
                    "x",
                    f"Take out {row.description}",
                    size=1,
                    on_click=InvoiceDraftState.remove_line(row.line_item_id),
                    class_name="tt-icon-btn tt-paper-out",
                ),
            ),
            class_name="tt-num",
            custom_attrs={"data-name": "Amount"},
        ),
        key=row.line_item_id,
    )


def _sums() -> rx.Component:
    return rx.el.dl(rx.foreach(InvoiceState.sums, sum_line), class_name="tt-paper-sums")


def _foot() -> rx.Component:
    return rx.el.footer(
        rx.cond(
            HEAD.bank,
            rx.el.div(
                label("Pay to"),
                rx.el.b(InvoiceState.seller.name),
                rx.foreach(HEAD.bank, lambda line: rx.el.span(line)),
                class_name="tt-paper-party",
            ),
        ),
        rx.cond(
            (HEAD.notes != "") | rx.Var.create(InvoiceState.tax_notes).bool(),
            rx.el.div(
                label("Notes"),
                rx.foreach(InvoiceState.tax_notes, lambda note: rx.el.p(note)),
                rx.el.p(HEAD.notes, class_name="tt-paper-notes"),
                class_name="tt-paper-party",
            ),
        ),
        rx.cond(HEAD.sha256 != "", rx.el.small(f"SHA-256 {HEAD.sha256}", class_name="tt-paper-hash")),
    )
