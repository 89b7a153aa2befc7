"""The lower half of the form for a new invoice: how its lines are made, lines for anything else, tax, dates and notes."""

from typing import Any

import reflex as rx

from timetrack.components.controls import button, icon_button
from timetrack.components.form import error_line, option
from timetrack.components.invoice_fields import extra_fields
from timetrack.states.new_invoice import NewInvoiceState
from timetrack.states.new_invoice_rows import ExtraRow

STATE = NewInvoiceState
GROUPINGS = (("TASK", "Task"), ("PROJECT", "Project"), ("PERSON", "Person"), ("ENTRY", "Entry"))


def step(number: str, words: str) -> rx.Component:
    """Show the head of a step."""
    return rx.el.h2(rx.el.span(number, class_name="tt-step", aria_hidden="true"), words, class_name="tt-step-head")


def grouping_and_lines() -> rx.Component:
    """Show what makes a line of hours, and what is billed besides them."""
    return rx.el.section(
        step("3", "Lines"),
        rx.el.div(
            rx.el.span("A line of hours per", class_name="tt-label", id="grouping"),
            rx.el.div(
                *[_grouping(key, words) for key, words in GROUPINGS],
                class_name="tt-segments",
                role="group",
                aria_labelledby="grouping",
            ),
            class_name="tt-new-invoice-grouping",
        ),
        rx.cond(
            STATE.extras,
            rx.el.ul(rx.foreach(STATE.extras, _extra), class_name="tt-new-invoice-extras", aria_label="Added lines"),
        ),
        rx.el.details(
            rx.el.summary(rx.icon("plus", size=16), "Add a line that is no hours", class_name="tt-btn"),
            _extra_form(),
            class_name="tt-new-invoice-add",
        ),
        class_name="tt-card tt-card-pad",
        aria_label="Lines",
    )


def terms() -> rx.Component:
    """Show tax, discount, dates and notes."""
    return rx.el.section(
        step("4", "Tax, dates and notes"),
        rx.el.div(
            rx.el.label(
                rx.el.span("Tax", class_name="tt-label"),
                rx.el.select(
                    rx.foreach(STATE.tax_options, option),
                    value=STATE.tax,
                    on_change=STATE.choose_tax,
                    class_name="tt-select",
                    custom_attrs={"data-size": "2"},
                ),
                class_name="tt-field",
            ),
            _typed("Discount", STATE.discount, on_blur=STATE.change_discount, placeholder="10 % or 250"),
            _when("Date", "invoice_date", STATE.invoice_date, type="date"),
            _when(
                "To pay within days",
                "terms_days",
                STATE.terms_days,
                placeholder=STATE.usual_terms,
                input_mode="numeric",
            ),
            _when("Or due on", "due_date", STATE.due_date, type="date"),
            rx.el.label(
                rx.el.span("Notes", class_name="tt-label"),
                rx.el.textarea(
                    default_value=STATE.notes,
                    key=STATE.notes,
                    rows="2",
                    max_length=5000,
                    on_blur=STATE.change_notes,
                    class_name="tt-input",
                ),
                class_name="tt-field tt-invoice-text",
                custom_attrs={"data-span": ""},
            ),
            class_name="tt-fields",
        ),
        class_name="tt-card tt-card-pad",
        aria_label="Tax, dates and notes",
    )


def _grouping(key: str, words: str) -> rx.Component:
    is_on = rx.cond(STATE.grouping == key, "true", "false")
    return rx.el.button(
        words,
        type="button",
        on_click=STATE.choose_grouping(key),
        custom_attrs={"aria-pressed": is_on, "aria-current": is_on},
    )


def _extra(row: ExtraRow) -> rx.Component:
    return rx.el.li(
        rx.el.span(rx.el.b(row.description), rx.el.span(row.detail, class_name="tt-muted")),
        icon_button("x", f"Take out {row.description}", on_click=STATE.drop_line(row.at)),
        key=row.at,
    )


def _extra_form() -> rx.Component:
    return rx.el.form(
        extra_fields(STATE.tax_options),
        error_line(STATE.line_refusal),
        button("Add line", kind="soft", type="submit"),
        on_submit=STATE.add_line,
        key=rx.Var.create(STATE.extras).length(),
    )


def _typed(label: str, value: str | rx.Var, **props: Any) -> rx.Component:
    return rx.el.label(
        rx.el.span(label, class_name="tt-label"),
        rx.el.input(
            default_value=value,
            key=value,
            auto_complete="off",
            class_name="tt-input",
            custom_attrs={"data-size": "2"},
            **props,
        ),
        class_name="tt-field",
    )


def _when(label: str, name: str, value: str | rx.Var, **props: Any) -> rx.Component:
    return _typed(label, value, on_blur=lambda text: STATE.change_when(name, text), **props)
