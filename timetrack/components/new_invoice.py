"""A new invoice: what is billed and what to look at first; then its lines and terms, and beside it the paper it will be."""

import reflex as rx

from timetrack.components.controls import button, link
from timetrack.components.form import error_line, option
from timetrack.components.new_invoice_preview import preview
from timetrack.components.new_invoice_terms import grouping_and_lines, step, terms
from timetrack.components.project_chip import project_dot
from timetrack.states.new_invoice import NewInvoiceState
from timetrack.states.new_invoice_rows import FindingRow, ProjectChoice

STATE = NewInvoiceState
PERIODS = (("last-month", "Last month"), ("this-month", "This month"), ("all", "Everything"))


def new_invoice_form() -> rx.Component:
    """Show what is chosen, step by step, and the preview beside it."""
    return rx.el.div(
        rx.el.div(
            _whom(),
            rx.cond(STATE.client != "", rx.fragment(_findings(), grouping_and_lines(), terms(), _foot())),
            class_name="tt-new-invoice-steps",
        ),
        preview(),
        class_name="tt-invoice tt-new-invoice",
    )


def _whom() -> rx.Component:
    return rx.el.section(
        step("1", "Client and period"),
        rx.el.div(
            rx.el.label(
                rx.el.span("Client", class_name="tt-label"),
                rx.el.select(
                    rx.el.option("Choose a client", value=""),
                    rx.foreach(STATE.client_options, option),
                    value=STATE.client,
                    on_change=STATE.choose_client,
                    class_name="tt-select",
                    custom_attrs={"data-size": "2"},
                ),
                class_name="tt-field",
            ),
            rx.el.div(
                *[_period(key, words) for key, words in PERIODS],
                class_name="tt-segments",
                role="group",
                aria_label="Period",
            ),
            _days(),
            class_name="tt-new-invoice-whom",
        ),
        rx.cond(
            STATE.project_choices,
            rx.el.ul(rx.foreach(STATE.project_choices, _project), class_name="tt-new-invoice-projects"),
        ),
        class_name="tt-card tt-card-pad",
        aria_label="Client and period",
    )


def _period(key: str, words: str) -> rx.Component:
    return rx.el.button(
        words,
        type="button",
        on_click=STATE.choose_period(key),
        custom_attrs={
            "aria-pressed": rx.cond(STATE.period == key, "true", "false"),
            "aria-current": rx.cond(STATE.period == key, "true", "false"),
        },
    )


def _days() -> rx.Component:
    return rx.el.form(
        _day("First day", "first_day", STATE.first_day),
        rx.el.span("–", aria_hidden="true"),
        _day("Last day", "last_day", STATE.last_day),
        button("Show", kind="soft", type="submit"),
        on_submit=STATE.move_days,
        key=f"{STATE.first_day} {STATE.last_day}",
        class_name="tt-new-invoice-days",
    )


def _day(label: str, name: str, value: str | rx.Var) -> rx.Component:
    return rx.el.input(
        type="date",
        name=name,
        default_value=value,
        required=True,
        aria_label=label,
        class_name="tt-input",
        custom_attrs={"data-size": "2"},
    )


def _project(row: ProjectChoice) -> rx.Component:
    return rx.el.li(
        rx.el.label(
            rx.el.input(
                type="checkbox",
                checked=row.is_on,
                on_change=lambda is_on: STATE.turn_project(row.project_id, is_on),
            ),
            project_dot(row.color),
            rx.el.span(row.name, class_name="tt-cut"),
            class_name="tt-check",
        ),
        rx.cond(
            row.is_fixed & row.is_on,
            rx.el.input(
                default_value=row.amount,
                key=row.amount,
                placeholder="rest of budget",
                aria_label=f"Amount of {row.name}",
                input_mode="decimal",
                auto_complete="off",
                on_blur=lambda text: STATE.change_fixed(row.project_id, text),
                class_name="tt-input",
            ),
            rx.cond(row.is_fixed, rx.el.span("fixed amount", class_name="tt-muted")),
        ),
        key=row.project_id,
    )


def _findings() -> rx.Component:
    return rx.el.section(
        step("2", "Look at this first"),
        rx.cond(
            STATE.findings,
            rx.el.ul(rx.foreach(STATE.findings, _finding), class_name="tt-findings"),
            rx.el.p(rx.icon("check", size=16), "Nothing is missing and nothing is odd.", class_name="tt-finding-none"),
        ),
        class_name="tt-card tt-card-pad",
        aria_label="What to look at first",
    )


def _finding(row: FindingRow) -> rx.Component:
    return rx.el.li(
        rx.icon("triangle_alert", size=16),
        rx.el.span(row.sentence),
        rx.match(
            row.fix,
            ("click", button(row.fix_text, kind="soft", on_click=STATE.fix(row.subject))),
            ("rate", _fix_field(row, "Rate", "95")),
            ("address", _fix_field(row, "Address of the client", "Street, place")),
            rx.cond(row.path != "", link(row.path_text, to=row.path)),
        ),
        key=row.subject,
        custom_attrs={"data-tone": rx.cond(row.is_blocking, "bad", "warn")},
    )


def _fix_field(row: FindingRow, label: str, example: str) -> rx.Component:
    return rx.el.form(
        rx.el.input(type="hidden", name="subject", value=row.subject),
        rx.el.input(
            name="text",
            required=True,
            aria_label=label,
            placeholder=example,
            auto_complete="off",
            class_name="tt-input",
        ),
        button(row.fix_text, kind="soft", type="submit"),
        on_submit=STATE.fix_with,
    )


def _foot() -> rx.Component:
    return rx.el.div(
        error_line(STATE.refusal),
        rx.el.b(STATE.said, class_name="tt-num", aria_live="polite"),
        link("See the invoice", to="#preview", class_name="tt-new-invoice-jump"),
        button(
            rx.cond(STATE.may_draft, f"Draft {STATE.total}", "Nothing to draft"),
            kind="solid",
            size=3,
            disabled=~STATE.may_draft,
            on_click=STATE.make_draft,
        ),
        class_name="tt-new-invoice-foot",
    )
