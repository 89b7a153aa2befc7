"""What stands around the paper of an invoice: its head with what can be done, what is open, details, history."""

import reflex as rx

from timetrack.components.controls import badge, button, icon_button, link
from timetrack.components.invoice_paper import sum_line
from timetrack.components.menu import menu, menu_file, menu_item, menu_rule
from timetrack.components.post import invoice_post
from timetrack.components.stat import track
from timetrack.states.invoice import InvoiceState
from timetrack.states.invoice_post import InvoicePostState
from timetrack.states.invoice_rows import EventRow, LinkedRow
from timetrack.states.invoice_settling import InvoiceSettlingState
from timetrack.states.invoice_sharing import InvoiceSharingState

HEAD = InvoiceState.head
MENU = "invoice-menu"


def way_back() -> rx.Component:
    """Show the arrow that leads to all invoices."""
    return link(rx.icon("arrow_left", size=16), to="/invoices/", class_name="tt-icon-btn", aria_label="All invoices")


def state() -> rx.Component:
    """Show where the invoice stands, and whose it is."""
    return rx.fragment(badge(HEAD.state, HEAD.tone), rx.el.span(HEAD.client, class_name="tt-muted tt-cut"))


def actions() -> rx.Component:
    """Show what can be done: the next step loud, the rest in the menu."""
    return rx.el.div(
        icon_button("ellipsis", "More to do with this invoice", custom_attrs={"popoverTarget": MENU}),
        menu(
            MENU,
            menu_file("file_down", "Open PDF", to=HEAD.pdf),
            rx.cond(HEAD.ubl != "", menu_file("file_code", "Download UBL", to=HEAD.ubl)),
            menu_rule(),
            rx.cond(
                HEAD.is_draft,
                rx.fragment(
                    rx.cond(~HEAD.is_note, _item("list_plus", "Add a line", "line")),
                    _item("pencil", "Edit dates, notes and discount", "edit"),
                    _item("trash_2", "Delete draft", "delete", is_dangerous=True),
                ),
                rx.fragment(
                    rx.cond(HEAD.is_issued & HEAD.is_sent, _mail("send", "Send again by mail")),
                    rx.cond(HEAD.may_pay, _mail("bell", "Send a reminder", is_reminder=True)),
                    rx.cond(HEAD.is_issued & ~HEAD.is_sent, _mark_sent()),
                    rx.cond(
                        HEAD.is_issued,
                        menu_item("link", "Link for the client", of=MENU, on_click=InvoiceSharingState.share),
                    ),
                    rx.cond(HEAD.may_refund, _item("undo_2", "Record refund", "refund")),
                    rx.cond(HEAD.may_credit, _item("receipt_text", "Write credit note", "credit")),
                    rx.cond(HEAD.may_void, _item("ban", "Declare void", "void", is_dangerous=True)),
                    _item_new(),
                ),
            ),
            label="More to do with this invoice",
        ),
        rx.cond(
            HEAD.is_draft,
            rx.fragment(_button("Edit", "pencil", "edit"), _button("Issue", "stamp", "issue", kind="solid")),
        ),
        rx.cond(
            HEAD.is_issued & ~HEAD.is_sent,
            button("Send by mail", icon="send", on_click=InvoicePostState.write_mail(False)),
        ),
        rx.cond(HEAD.may_pay, _button("Record payment", "banknote", "pay", kind="solid")),
        class_name="tt-invoice-acts",
    )


def side() -> rx.Component:
    """Show what is open, the details, what happened, and how an issued invoice is corrected."""
    return rx.el.aside(
        _loud(), _details(), invoice_post(), _history(), _linked(), _locked(), class_name="tt-invoice-side"
    )


def _item(icon: str, text: str, what: str, *, is_dangerous: bool = False) -> rx.Component:
    return menu_item(icon, text, of=MENU, is_dangerous=is_dangerous, on_click=InvoiceState.ask(what))


def _mail(icon: str, text: str, *, is_reminder: bool = False) -> rx.Component:
    return menu_item(icon, text, of=MENU, on_click=InvoicePostState.write_mail(is_reminder))


def _mark_sent() -> rx.Component:
    return menu_item("check", "Mark as sent", of=MENU, on_click=InvoiceSettlingState.mark_sent)


def _item_new() -> rx.Component:
    return link(
        rx.icon("plus", size=16), rx.el.span("New invoice"), to="/invoices/new", class_name="tt-menu-item"
    )  # fmt: skip


def _button(text: str, icon: str, what: str, kind: str = "outline") -> rx.Component:
    return button(text, icon=icon, kind=kind, on_click=InvoiceState.ask(what))  # type: ignore[arg-type]


def _loud() -> rx.Component:
    return rx.el.section(
        rx.el.span(HEAD.loud_label, class_name="tt-muted"),
        rx.el.strong(HEAD.loud, class_name="tt-invoice-loud"),
        rx.cond(
            HEAD.is_issued & ~HEAD.is_note,
            track(HEAD.paid_percent, 100, HEAD.loud_note, color="grass"),
        ),
        rx.el.div(rx.el.span(HEAD.loud_note), rx.el.span(HEAD.loud_end), class_name="tt-invoice-note"),
        class_name="tt-card tt-card-pad",
        aria_label="What is open",
    )


def _details() -> rx.Component:
    return rx.el.section(
        rx.el.h2("Details"),
        rx.el.dl(rx.foreach(InvoiceState.details, sum_line), class_name="tt-invoice-details"),
        rx.cond(HEAD.no_ubl != "", rx.el.p(f"No e-invoice. {HEAD.no_ubl}", class_name="tt-invoice-note")),
        class_name="tt-card tt-card-pad",
    )


def _history() -> rx.Component:
    return rx.el.section(
        rx.el.h2("History"),
        rx.el.ol(rx.foreach(InvoiceState.events, _event), class_name="tt-invoice-events"),
        class_name="tt-card tt-card-pad",
    )


def _event(row: EventRow) -> rx.Component:
    icons = ("file_pen", "stamp", "send", "ban", "banknote", "undo_2")
    return rx.el.li(
        rx.match(row.icon, *[(name, rx.icon(name, size=16)) for name in icons], rx.icon("circle", size=16)),
        rx.el.span(row.text, rx.el.span(row.detail, class_name="tt-muted")),
        rx.el.time(row.when, class_name="tt-muted"),
        rx.cond(
            row.payment_id > 0,
            icon_button(
                "x",
                f"Remove {row.text}",
                size=1,
                tip="Remove",
                on_click=InvoiceSettlingState.remove_payment(row.payment_id),
            ),
        ),
        rx.cond(row.more != "", rx.el.small(row.more, class_name="tt-muted")),
        key=row.key,
    )


def _linked() -> rx.Component:
    return rx.cond(
        InvoiceState.linked,
        rx.el.section(
            rx.el.h2("Other papers"),
            rx.el.ul(rx.foreach(InvoiceState.linked, _link), class_name="tt-invoice-linked"),
            class_name="tt-card tt-card-pad",
        ),
    )


def _link(row: LinkedRow) -> rx.Component:
    return rx.el.li(link(row.text, to=row.path), key=row.path)


def _locked() -> rx.Component:
    return rx.cond(
        HEAD.is_draft,
        rx.fragment(),
        rx.el.p(
            rx.icon("lock", size=16),
            rx.cond(
                HEAD.is_void,
                rx.el.span("Void: ", HEAD.void_reason),
                rx.el.span(
                    "What is issued stays as it is. Correct it by declaring it void",
                    rx.cond(HEAD.is_note, ".", ", or by a credit note."),
                ),
            ),
            class_name="tt-card tt-card-pad tt-invoice-locked",
        ),
    )
