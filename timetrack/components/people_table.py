"""The people as a table that edits in place; the arrow opens a person's own page."""

import reflex as rx

from timetrack.components.controls import avatar, icon_button, link
from timetrack.components.empty import empty
from timetrack.components.menu import menu
from timetrack.components.person_cells import (
    coming_and_going,
    name_cell,
    rate_cell,
    role_cell,
    standing,
    target_cell,
    zone_cell,
)
from timetrack.components.table import Column, table, table_row, value
from timetrack.states.people import PeopleState
from timetrack.states.people_rows import KeptPersonRow

COLUMNS = (
    Column("Name"),
    Column("E-mail", shown_from="lg"),
    Column("Role"),
    Column("Default rate", is_number=True),
    Column("Time zone", shown_from="lg"),
    Column("Target", is_number=True, shown_from="md"),
    Column("State"),
    Column("Actions", is_hidden=True),
)


def people_table() -> rx.Component:
    """Show the people."""
    return rx.el.div(table(COLUMNS, PeopleState.rows, _row, label="People"), class_name="tt-kept")


def nobody() -> rx.Component:
    """Say that nobody has left; somebody is always here."""
    return empty("user_round_x", "Nobody has left", "People you deactivate are kept here, with everything they did.")


def not_for_you() -> rx.Component:
    """Say who keeps the people."""
    return empty(
        "lock",
        "Managers keep the people",
        "Who is here, in which role and at what rate is kept by managers. Your own settings are under your name.",
    )


def _row(row: KeptPersonRow) -> rx.Component:
    cells = [
        rx.el.span(avatar(row.initial), name_cell(PeopleState, row, class_name="tt-cell tt-name"), class_name="tt-who"),
        rx.el.span(row.email, class_name="tt-value tt-muted tt-cut"),
        role_cell(PeopleState, row),
        rate_cell(PeopleState, row),
        zone_cell(PeopleState, row),
        target_cell(PeopleState, row),
        value(standing(row)),
        rx.el.span(_more(row), _way(row), class_name="tt-actions"),
    ]
    return table_row(COLUMNS, cells, key=row.user_id, is_archived=row.standing == "gone")


def _more(row: KeptPersonRow) -> rx.Component:
    name = f"person-{row.user_id}"
    return rx.cond(
        row.is_kept & ~(row.is_self & (row.standing == "here")),
        rx.fragment(
            icon_button("ellipsis_vertical", f"More about {row.name}", custom_attrs={"popoverTarget": name}),
            menu(name, *coming_and_going(PeopleState, row, name), label=f"More about {row.name}"),
        ),
    )


def _way(row: KeptPersonRow) -> rx.Component:
    return link(
        rx.icon("chevron_right", size=16),
        to=f"/people/{row.user_id}",
        class_name="tt-icon-btn",
        aria_label=f"Open {row.name}",
    )
