"""The settings of invoices: bank account, terms and notes, tax rates, numbers."""

import reflex as rx

from timetrack.components.controls import badge, button
from timetrack.components.edit import edit_cell
from timetrack.components.form import checkbox, error_line, field, select
from timetrack.components.stat import card
from timetrack.components.table import archive_button
from timetrack.states.invoice_settings import SERIES_FOR, InvoiceSettingsState, SeriesRow, TaxRow

STATE, TERMS = InvoiceSettingsState, InvoiceSettingsState.terms


def terms_form() -> rx.Component:
    """Ask for what every new invoice starts with."""
    return card(
        "Bank account and terms",
        rx.el.form(
            rx.el.div(
                field("IBAN", "iban", default_value=TERMS.iban, auto_complete="off"),
                field("BIC", "bic", default_value=TERMS.bic, auto_complete="off"),
                field("Bank", "bank_name", default_value=TERMS.bank_name, max_length=200),
                field("Country", "country", default_value=TERMS.country, max_length=2, placeholder="DE"),
                field("Payment due after days", "terms_days", default_value=TERMS.days, input_mode="numeric"),
                field(
                    "Reminders, days after due",
                    "reminders",
                    default_value=TERMS.reminders,
                    placeholder="3, 10",
                    help="Empty: none are sent by themselves",
                    auto_complete="off",
                ),
                _notes(),
                class_name="tt-fields",
                key=STATE.terms_rev,
            ),
            error_line(STATE.terms_refusal),
            rx.el.div(button("Save", kind="solid", type="submit"), class_name="tt-form-foot"),
            on_submit=STATE.save_terms,
            no_validate=True,
            class_name="tt-stack",
        ),
        columns=7,
    )


def taxes_card() -> rx.Component:
    """Show the tax rates in use, and ask for another."""
    return card(
        "Tax rates",
        rx.el.ul(rx.foreach(STATE.taxes, _tax), class_name="tt-terms-list"),
        rx.el.form(
            rx.el.div(
                field("Name", "name", required=True, max_length=100, placeholder="VAT 19 %", auto_complete="off"),
                field("Percent", "percent", required=True, input_mode="decimal", placeholder="19"),
                field("Note", "note", max_length=500, is_wide=True, help="Printed below; why there is none, for a reverse charge."),
                checkbox("Reverse charge", "reverse"),
                checkbox("On every new line", "default"),
                class_name="tt-fields",
                key=STATE.tax_rev,
            ),
            error_line(STATE.tax_refusal),
            rx.el.div(button("Add tax rate", kind="soft", type="submit", icon="plus"), class_name="tt-form-foot"),
            on_submit=STATE.add_tax,
            no_validate=True,
            class_name="tt-stack",
        ),
        columns=5,
    )  # fmt: skip


def numbers_card() -> rx.Component:
    """Show the series of numbers, and ask for another; patterns edit in place, and first numbers until one was given."""
    return card(
        "Numbers",
        rx.cond(
            STATE.series,
            rx.el.ul(rx.foreach(STATE.series, _series), class_name="tt-terms-list tt-series-list"),
            rx.el.p(
                "They begin with the first invoice: 2026-0001. To go on with those of another program, add the series"
                " now and say with which it begins.",
                class_name="tt-muted tt-card-body",
            ),
        ),
        rx.el.form(
            rx.el.div(
                field("Name", "series_name", required=True, max_length=100, auto_complete="off"),
                field(
                    "Pattern",
                    "pattern",
                    required=True,
                    placeholder="{YYYY}-{NNNN}",
                    max_length=60,
                    help="{YYYY} or {YY} is the year, {NNNN} the number, with four digits or more",
                    auto_complete="off",
                ),
                select("For", "kind", list(SERIES_FOR)),
                class_name="tt-fields",
                key=STATE.series_rev,
            ),
            error_line(STATE.series_refusal),
            rx.el.div(button("Add series", kind="soft", type="submit", icon="plus"), class_name="tt-form-foot"),
            on_submit=STATE.add_series,
            no_validate=True,
            class_name="tt-stack",
        ),
        columns=12,
    )


def _notes() -> rx.Component:
    return rx.el.label(
        rx.el.span("Notes under every invoice", class_name="tt-label"),
        rx.el.textarea(name="notes", default_value=TERMS.notes, rows="3", max_length=5000, class_name="tt-input"),
        class_name="tt-field tt-invoice-text",
        custom_attrs={"data-span": ""},
    )


def _tax(row: TaxRow) -> rx.Component:
    return rx.el.li(
        rx.el.span(rx.el.b(row.name), rx.el.span(row.note, class_name="tt-muted"), class_name="tt-terms-name"),
        rx.el.span(row.percent, class_name="tt-num"),
        rx.cond(
            row.is_default,
            badge("Default", "accent"),
            button("Make default", kind="ghost", size=1, on_click=STATE.make_default(row.tax_rate_id)),
        ),
        archive_button(row.name, False, lambda: STATE.archive_tax(row.tax_rate_id)),
        key=row.tax_rate_id,
    )


def _series(row: SeriesRow) -> rx.Component:
    return rx.el.li(
        rx.el.span(
            rx.el.b(row.name),
            rx.cond(row.kind != "", rx.el.span(row.kind, class_name="tt-muted")),
            class_name="tt-terms-name",
        ),
        rx.el.span(
            edit_cell(
                row.pattern,
                label=f"Pattern of {row.name}",
                on_save=lambda text: STATE.change_pattern(row.series_id, text),
                rev=row.rev,
                is_refused=row.problem_field == "pattern",
                class_name="tt-cell tt-fit",
                max_length=60,
            ),
            error_line(rx.cond(row.problem_field == "pattern", row.problem, "")),
        ),
        rx.el.span("next ", row.next_number, class_name="tt-muted"),
        rx.cond(row.is_begun, rx.el.span(), _first_number(row)),
        rx.cond(
            row.is_default,
            badge("Default", "accent"),
            button("Make default", kind="ghost", size=1, on_click=STATE.make_default_series(row.series_id)),
        ),
        key=row.series_id,
    )


def _first_number(row: SeriesRow) -> rx.Component:
    """Let it begin with another than 1, as long as it gave none this year."""
    return rx.el.span(
        rx.el.label(
            "begin with ",
            edit_cell(
                row.next_count,
                label=f"First number of {row.name}",
                on_save=lambda text: STATE.start_at(row.series_id, text),
                rev=row.rev,
                is_refused=row.problem_field == "count",
                class_name="tt-cell tt-fit tt-num",
                input_mode="numeric",
                max_length=10,
            ),
            class_name="tt-first-number",
        ),
        error_line(rx.cond(row.problem_field == "count", row.problem, "")),
    )
