"""The clients as a table: editing in place for who leads, for reading otherwise."""

import reflex as rx

from timetrack.components.controls import button
from timetrack.components.dialog import dialog, dialog_foot
from timetrack.components.edit import edit_cell
from timetrack.components.empty import empty
from timetrack.components.form import error_line, field
from timetrack.components.refused import refused
from timetrack.components.table import Column, archive_button, table, table_row, value
from timetrack.states.clients import ClientsState
from timetrack.states.rows import ClientRow

COLUMNS = (
    Column("Client"),
    Column("Currency"),
    Column("Active projects", is_number=True),
    Column("Hours", is_number=True),
    Column("Actions", is_hidden=True),
)
READING = (Column("Client"), Column("Projects", is_number=True), Column("Your hours", is_number=True))


def client_table() -> rx.Component:
    """Show the clients."""
    return rx.cond(
        ClientsState.may_edit,
        table(COLUMNS, ClientsState.rows, _editing, label="Clients"),
        table(READING, ClientsState.rows, _reading, label="Clients"),
    )


def no_clients() -> rx.Component:
    """Say that there is none, and how to get one."""
    return rx.cond(
        ClientsState.shows_archived,
        empty(
            "archive",
            "Nothing is archived",
            "Clients you archive are kept here, with everything that was done for them.",
        ),
        rx.cond(
            ClientsState.may_edit,
            empty(
                "building_2",
                "No clients yet",
                "A client is whom you work for and who pays.",
                button("Add client", icon="plus", kind="soft", on_click=ClientsState.ask),
            ),
            empty("building_2", "No clients yet", "The clients of your projects appear here."),
        ),
    )


def client_dialog() -> rx.Component:
    """Ask for a new client."""
    return dialog(
        "new-client",
        "Add client",
        rx.el.form(
            rx.el.div(
                field("Name", "name", required=True, max_length=200, auto_complete="off", auto_focus=True),
                field(
                    "Currency",
                    "currency",
                    default_value=ClientsState.home_currency,
                    max_length=3,
                    auto_complete="off",
                    help="What new projects for this client are paid in, such as EUR or USD.",
                ),
                class_name="tt-dialog-body",
            ),
            error_line(ClientsState.refusal),
            dialog_foot("Add client"),
            on_submit=ClientsState.add,
            key=ClientsState.asked,
        ),
        is_open=ClientsState.is_asking,
        on_close=ClientsState.cancel,
    )


def _editing(row: ClientRow) -> rx.Component:
    cells = [
        rx.fragment(
            edit_cell(
                row.name,
                label=f"Name of {row.name}",
                on_save=lambda text: ClientsState.rename(row.client_id, text),
                rev=row.rev,
                is_refused=row.problem_field == "name",
                class_name="tt-cell tt-name",
            ),
            refused(row, "name"),
        ),
        rx.fragment(
            edit_cell(
                row.currency,
                label=f"Currency of {row.name}",
                on_save=lambda text: ClientsState.change_currency(row.client_id, text),
                rev=row.rev,
                is_refused=row.problem_field == "currency",
                class_name="tt-cell tt-code-cell",
            ),
            refused(row, "currency"),
        ),
        value(row.projects_text),
        value(row.hours_text),
        rx.cond(
            row.is_archived,
            archive_button(row.name, True, lambda: ClientsState.unarchive(row.client_id)),
            archive_button(row.name, False, lambda: ClientsState.archive(row.client_id)),
        ),
    ]
    return table_row(COLUMNS, cells, key=row.client_id, is_archived=row.is_archived)


def _reading(row: ClientRow) -> rx.Component:
    cells = [rx.el.span(row.name, class_name="tt-name"), value(row.projects_text), value(row.hours_text)]
    return table_row(READING, cells, key=row.client_id, is_archived=row.is_archived)
