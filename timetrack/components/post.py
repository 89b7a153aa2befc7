"""What goes out: PDFs, mails and jobs with where they stand, and the button that tries again."""

import reflex as rx

from timetrack.components.controls import badge, button, link
from timetrack.components.dialog import dialog, dialog_foot
from timetrack.components.empty import empty
from timetrack.components.form import error_line, field
from timetrack.components.kinds import Handler
from timetrack.components.stat import card
from timetrack.states.invoice import InvoiceState
from timetrack.states.invoice_post import InvoicePostState
from timetrack.states.jobs import JobsState
from timetrack.states.post_rows import PostRow

FORM = InvoicePostState.form


def invoice_post() -> rx.Component:
    """Show where the PDF and the mails of an issued invoice stand."""
    return rx.cond(
        InvoicePostState.file.key > 0,
        rx.el.section(
            rx.el.h2("PDF and mails"),
            rx.el.ul(
                _row(InvoicePostState.file, lambda _key: InvoicePostState.publish_again()),
                rx.foreach(InvoicePostState.mails, lambda row: _row(row, InvoicePostState.retry_mail)),
                class_name="tt-post",
            ),
            class_name="tt-card tt-card-pad",
        ),
    )


def mail_dialog() -> rx.Component:
    """Ask to whom an invoice goes, and with which words."""
    return dialog(
        "invoice-mail",
        rx.cond(FORM.is_reminder, "Send a reminder", f"Send {InvoiceState.head.number} by mail"),
        rx.el.form(
            rx.el.div(
                field(
                    "To",
                    "recipients",
                    default_value=FORM.recipients,
                    required=True,
                    is_wide=True,
                    help="Several with commas",
                ),
                field("Subject", "subject", default_value=FORM.subject, required=True, max_length=300, is_wide=True),
                class_name="tt-fields",
            ),
            rx.el.label(
                rx.el.span("Text", class_name="tt-label"),
                rx.el.textarea(
                    name="body", default_value=FORM.body, rows="9", max_length=20_000, class_name="tt-input"
                ),
                class_name="tt-field tt-post-text",
            ),
            rx.el.p(
                rx.icon("paperclip", size=16),
                f"The PDF of {InvoiceState.head.number} is attached.",
                class_name="tt-muted",
            ),
            error_line(InvoiceState.refusal),
            dialog_foot("Send mail"),
            on_submit=InvoicePostState.send,
            key=f"mail-{InvoiceState.asked}",
        ),
        is_open=InvoiceState.asking == "mail",
        on_close=InvoiceState.cancel,
    )


def jobs_section() -> rx.Component:
    """Show all jobs and mails, to administrators."""
    return rx.cond(
        JobsState.may_see,
        rx.fragment(
            card(
                "Jobs", rx.el.p(JobsState.summary, class_name="tt-muted tt-post-sum", role="status"), _jobs(), columns=6
            ),
            card("Mails", _mails(), columns=6),
        ),
        empty("lock", "Administrators look after jobs", "PDFs and mails of an invoice stand on its own page."),
    )


def _jobs() -> rx.Component:
    return rx.el.ul(
        rx.foreach(JobsState.jobs, lambda row: _row(row, JobsState.retry_job, is_listed=True)), class_name="tt-post"
    )


def _mails() -> rx.Component:
    return rx.cond(
        JobsState.mails,
        rx.el.ul(
            rx.foreach(JobsState.mails, lambda row: _row(row, JobsState.retry_mail, is_listed=True)),
            class_name="tt-post",
        ),
        rx.el.p(
            "No mail was asked for yet. Send one from the page of an issued invoice.", class_name="tt-muted tt-post-sum"
        ),
    )


def _row(row: PostRow, on_retry: Handler, *, is_listed: bool = False) -> rx.Component:
    return rx.el.li(
        rx.el.div(
            rx.el.span(row.what, class_name="tt-name"),
            rx.cond(row.path != "", link(row.number, to=row.path)) if is_listed else rx.fragment(),
            rx.el.span(row.detail, class_name="tt-muted"),
            class_name="tt-post-what",
        ),
        badge(row.state, row.tone),
        rx.cond(row.error != "", rx.el.p(row.error, class_name="tt-post-error")),
        rx.el.div(
            rx.el.span(row.moment),
            rx.cond(row.tries != "", rx.el.span(row.tries)),
            rx.cond(
                row.may_retry,
                button(
                    "Try again",
                    size=1,
                    icon="rotate_cw",
                    aria_label=f"Try again: {row.what} {row.number} {row.detail}",
                    on_click=lambda: on_retry(row.key),
                ),
            ),
            class_name="tt-post-when tt-muted",
        ),
        key=row.key,
    )
