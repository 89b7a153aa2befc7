"""Invoices that come again as a table, and the dialog in which one is set up."""

import reflex as rx

from timetrack.components.controls import button, icon_button, link
from timetrack.components.dialog import dialog, dialog_foot
from timetrack.components.empty import empty
from timetrack.components.form import checkbox, error_line, field, select
from timetrack.components.menu import menu, menu_item
from timetrack.components.table import Column, table, table_row
from timetrack.states.recurring import LineField, RecurringRow, RecurringState

FORM = RecurringState.form
COLUMNS = (
    Column("Name"),
    Column("Client"),
    Column("Comes"),
    Column("Next"),
    Column("Then", shown_from="lg"),
    Column("Last"),
    Column("Actions", is_hidden=True),
)


def recurring_table() -> rx.Component:
    """Show them, or how to get one."""
    return rx.cond(
        RecurringState.rows,
        table(COLUMNS, RecurringState.rows, _row, label="Recurring invoices"),
        empty(
            "repeat",
            "Nothing comes again yet",
            "A retainer, hosting, the hours of each month: set it up once, and its draft or invoice is there on the day.",
            new_button(kind="soft"),
        ),
    )


def new_button(kind: str = "solid") -> rx.Component:
    """Show the button that opens the dialog."""
    return button("New recurring invoice", icon="plus", kind=kind, on_click=RecurringState.ask_new)  # type: ignore[arg-type]


def recurring_dialog() -> rx.Component:
    """Ask for whom, how often and what."""
    return dialog(
        "recurring",
        rx.cond(FORM.recurring_id == 0, "New recurring invoice", "Edit recurring invoice"),
        rx.el.form(
            rx.el.div(
                rx.cond(
                    FORM.recurring_id == 0,
                    select("Client", "client_id", rx.Var.create(RecurringState.client_options)),
                    rx.fragment(),
                ),
                field("Name", "name", default_value=FORM.name, max_length=200, placeholder="The client's"),
                select("How often", "every", rx.Var.create(RecurringState.every_options), default_value=FORM.every),
                field("Next on", "next_on", type="date", default_value=FORM.next_on, required=True),
                field("Last on or before", "ends_on", type="date", default_value=FORM.ends_on, help="Empty: no end"),
                select("Then", "then_do", rx.Var.create(RecurringState.then_options), default_value=FORM.then_do),
                class_name="tt-fields",
            ),
            checkbox("Bill the hours tracked since the time before", "with_hours", default_checked=FORM.with_hours),
            rx.el.fieldset(
                rx.el.legend("And these lines", class_name="tt-label"),
                rx.foreach(FORM.lines, _line_fields),
                class_name="tt-recurring-lines",
            ),
            error_line(RecurringState.refusal),
            dialog_foot("Save"),
            on_submit=RecurringState.save,
            key=f"recurring-{RecurringState.asked}",
        ),
        is_open=RecurringState.is_asking,
        on_close=RecurringState.cancel,
    )


def _line_fields(line: LineField, at: int) -> rx.Component:
    return rx.el.div(
        rx.el.input(
            name=f"line_description_{at}",
            default_value=line.description,
            placeholder="Hosting",
            max_length=1000,
            auto_complete="off",
            aria_label=f"What line {at + 1} is for",
            class_name="tt-input",
        ),
        rx.el.input(
            name=f"line_price_{at}",
            default_value=line.price,
            placeholder="0.00",
            input_mode="decimal",
            auto_complete="off",
            aria_label=f"Price of line {at + 1}",
            class_name="tt-input",
        ),
        key=f"line-{at}",
    )


def _row(row: RecurringRow) -> rx.Component:
    cells = [
        rx.el.span(
            rx.el.span(row.name, class_name="tt-name"),
            rx.el.small(row.bills, class_name="tt-muted tt-recurring-bills"),
            class_name="tt-recurring-cell",
        ),
        rx.el.span(row.client),
        rx.el.span(row.every),
        rx.el.span(row.next_text),
        rx.el.span(row.then_do),
        rx.el.span(
            rx.cond(row.last_path != "", link(row.last, to=row.last_path), rx.el.span(row.last, class_name="tt-muted")),
            rx.cond(row.problem != "", rx.el.small(row.problem, class_name="tt-recurring-problem")),
            class_name="tt-recurring-cell",
        ),
        _acts(row),
    ]
    return table_row(COLUMNS, cells, key=row.recurring_id, is_archived=row.is_paused)


def _acts(row: RecurringRow) -> rx.Component:
    name = f"recurring-{row.recurring_id}"
    return rx.el.span(
        icon_button("ellipsis", f"What to do with {row.name}", custom_attrs={"popoverTarget": name}),
        menu(
            name,
            menu_item("pencil", "Edit", of=name, on_click=RecurringState.ask_edit(row.recurring_id)),
            rx.cond(
                row.is_paused,
                menu_item("play", "Go on", of=name, on_click=RecurringState.resume(row.recurring_id)),
                menu_item("pause", "Pause", of=name, on_click=RecurringState.pause(row.recurring_id)),
            ),
            menu_item(
                "trash_2", "Delete", of=name, is_dangerous=True, on_click=RecurringState.delete(row.recurring_id)
            ),
            label=f"What to do with {row.name}",
        ),
    )
