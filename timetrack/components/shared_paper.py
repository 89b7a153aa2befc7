"""An invoice as its client sees it: what is to pay, the paper, and how to tell that it is the real one."""

import reflex as rx

from timetrack.components.controls import badge
from timetrack.components.invoice_paper import label, lines_table, party, read_line, sum_line
from timetrack.states.invoice_rows import SumRow
from timetrack.states.shared_invoice import SharedInvoiceState

SHARED = SharedInvoiceState.shared


def summary() -> rx.Component:
    """Show what is to pay, and the way to the PDF."""
    return rx.el.section(
        rx.el.div(
            rx.el.span(SHARED.loud_label, class_name="tt-muted"),
            rx.el.strong(SHARED.loud, class_name="tt-invoice-loud"),
            rx.cond(SHARED.loud_note != "", rx.el.span(SHARED.loud_note, class_name="tt-muted")),
            class_name="tt-shared-loud",
        ),
        rx.el.a(
            rx.icon("download", size=16),
            rx.el.span("Download PDF"),
            href=SHARED.pdf,
            class_name="tt-btn",
            custom_attrs={"data-kind": "solid", "data-size": "3"},
        ),
        class_name="tt-card tt-card-pad tt-shared-sum",
        aria_label="What is to pay",
    )


def heading() -> rx.Component:
    """Show from whom, which, and where it stands."""
    return rx.el.header(
        rx.el.div(
            rx.el.h1(SHARED.title, " ", SHARED.number),
            rx.el.p("from ", SHARED.seller.name, class_name="tt-muted"),
        ),
        badge(SHARED.state, SHARED.tone),
        class_name="tt-shared-head",
    )


def sheet() -> rx.Component:
    """Show the document as it was issued."""
    return rx.el.div(
        rx.el.article(_head(), _parties(), _lines(), _sums(), _foot(), class_name="tt-paper", aria_label="Document"),
        class_name="tt-desk",
    )


def verification() -> rx.Component:
    """Say how to tell that paper and page are the real ones; a file is looked at in the browser, and sent nowhere."""
    return rx.el.section(
        rx.el.h2("Is it the real one?"),
        rx.el.p(
            rx.cond(
                SHARED.is_sound,
                "Yes: what stands here has the fingerprint with which it was issued, and cannot have changed since.",
                "No: what stands here is not what was issued. Ask whoever sent you this link.",
            ),
            class_name="tt-shared-sound",
            custom_attrs={"data-sound": rx.cond(SHARED.is_sound, "true", "false")},
        ),
        rx.el.p("The PDF has the same fingerprint in the foot of each page:", class_name="tt-muted"),
        rx.el.code(SHARED.sha256, class_name="tt-shared-hash"),
        rx.el.label(
            rx.el.span("Compare a PDF that you were sent", class_name="tt-label"),
            rx.el.input(
                type="file",
                accept="application/pdf,.pdf",
                class_name="tt-input",
                custom_attrs={"data-compare": SHARED.pdf, "data-said": "compared"},
            ),
            class_name="tt-field",
        ),
        rx.el.p(
            "It stays in this browser: nothing is sent.", id="compared", role="status", class_name="tt-shared-said"
        ),
        class_name="tt-card tt-card-pad tt-shared-proof",
    )


def _head() -> rx.Component:
    return rx.el.header(
        rx.el.div(party(SHARED.seller), class_name="tt-paper-party tt-paper-seller"),
        rx.el.div(rx.el.h2(SHARED.title), rx.el.span(SHARED.number), class_name="tt-paper-kind"),
    )


def _parties() -> rx.Component:
    return rx.el.div(
        rx.el.div(label("Bill to"), party(SHARED.buyer), class_name="tt-paper-party"),
        rx.el.dl(rx.foreach(SHARED.facts, _fact), class_name="tt-shared-facts"),
        class_name="tt-paper-parties tt-shared-parties",
    )


def _fact(row: SumRow) -> rx.Component:
    return rx.el.div(rx.el.dt(row.label), rx.el.dd(row.amount), key=row.label)


def _lines() -> rx.Component:
    heads = [SHARED.heads[at] for at in (0, 1, 2, 4)]
    return lines_table(heads, SHARED.lines, read_line, SHARED.more_text)


def _sums() -> rx.Component:
    return rx.el.dl(rx.foreach(SHARED.sums, sum_line), class_name="tt-paper-sums")


def _foot() -> rx.Component:
    return rx.el.footer(
        rx.cond(
            SHARED.payment,
            rx.el.div(
                label("Pay to"),
                rx.foreach(SHARED.payment, lambda line: rx.el.span(line, key=line)),
                class_name="tt-paper-party",
            ),
        ),
        rx.cond(
            SHARED.notes,
            rx.el.div(
                label("Notes"),
                rx.foreach(SHARED.notes, lambda note: rx.el.p(note, class_name="tt-paper-notes", key=note)),
                class_name="tt-paper-party",
            ),
        ),
    )
