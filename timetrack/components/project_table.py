"""The projects as a table: editing in place for who leads, for reading otherwise; a row opens its project."""

import reflex as rx

from timetrack.components.controls import button, link, link_button
from timetrack.components.edit import edit_cell, select_cell
from timetrack.components.empty import empty
from timetrack.components.project_chip import project_dot
from timetrack.components.refused import refused
from timetrack.components.table import Column, archive_button, table, table_row, used, value
from timetrack.states.projects import ProjectsState
from timetrack.states.rows import ProjectRow

COLUMNS = (
    Column("Project"),
    Column("Client"),
    Column("Billing", shown_from="lg"),
    Column("Rate", is_number=True, shown_from="lg"),
    Column("Budget", is_number=True, shown_from="md"),
    Column("Used"),
    Column("Hours", is_number=True),
    Column("Actions", is_hidden=True),
)
READING = (
    Column("Project"),
    Column("Client"),
    Column("Billing", shown_from="md"),
    Column("Your hours", is_number=True),
    Column("Open", is_hidden=True),
)


def project_table() -> rx.Component:
    """Show the projects."""
    return rx.el.div(
        rx.cond(
            ProjectsState.may_edit,
            table(COLUMNS, ProjectsState.rows, _editing, label="Projects"),
            table(READING, ProjectsState.rows, _reading, label="Projects"),
        ),
        class_name="tt-opens",
    )


def no_projects() -> rx.Component:
    """Say that there is none here, and how to get one."""
    return rx.cond(
        ProjectsState.is_filtered,
        empty(
            "folder",
            "Nothing like that",
            "No project has this client and this state.",
            link_button("Active projects", to="/projects", kind="soft"),
        ),
        rx.cond(
            ProjectsState.may_edit,
            empty(
                "folder",
                "No projects yet",
                "A project gathers the hours, people and rates of one piece of work.",
                button("New project", icon="plus", kind="soft", on_click=ProjectsState.ask),
            ),
            empty("folder", "No projects yet", "A manager can put you on one; until then your timer works without."),
        ),
    )


def _editing(row: ProjectRow) -> rx.Component:
    cells = [
        _name(row),
        rx.fragment(
            select_cell(
                rx.Var.create(row.client_id).to(str),
                ProjectsState.client_choices,
                label=f"Client of {row.name}",
                on_save=lambda value: ProjectsState.change_client(row.project_id, value),
            ),
            refused(row, "client"),
        ),
        rx.el.span(row.billing_text, class_name="tt-muted"),
        _figure(row, "rate", row.rate_text, f"Rate of {row.name}", ProjectsState.change_rate),
        _figure(row, "budget", row.budget_text, f"Budget of {row.name} in hours", ProjectsState.change_budget),
        used(
            row.used_percent, row.used_text, row.tone, is_known=row.has_budget, color=row.color, otherwise="no budget"
        ),
        value(row.hours_text),
        rx.el.span(
            rx.cond(
                row.is_archived,
                archive_button(row.name, True, lambda: ProjectsState.unarchive(row.project_id)),
                archive_button(row.name, False, lambda: ProjectsState.archive(row.project_id)),
            ),
            _way(row),
            class_name="tt-actions",
        ),
    ]
    return table_row(COLUMNS, cells, key=row.project_id, is_archived=row.is_archived)


def _name(row: ProjectRow) -> rx.Component:
    return rx.fragment(
        rx.el.span(
            project_dot(row.color),
            edit_cell(
                row.name,
                label=f"Name of {row.name}",
                on_save=lambda text: ProjectsState.rename(row.project_id, text),
                rev=row.rev,
                is_refused=row.problem_field == "name",
                class_name="tt-cell tt-name tt-fit",
            ),
            class_name="tt-inline",
        ),
        refused(row, "name"),
    )


def _figure(row: ProjectRow, field: str, text: str, label: str, on_save: rx.EventHandler) -> rx.Component:
    return rx.fragment(
        edit_cell(
            text,
            label=label,
            on_save=lambda typed: on_save(row.project_id, typed),
            rev=row.rev,
            is_refused=row.problem_field == field,
            is_number=True,
            placeholder="–",
        ),
        refused(row, field),
    )


def _reading(row: ProjectRow) -> rx.Component:
    cells = [
        rx.el.span(project_dot(row.color), rx.el.span(row.name, class_name="tt-name tt-cut"), class_name="tt-chip"),
        rx.cond(row.client != "", row.client, rx.el.span("–", class_name="tt-muted")),
        rx.el.span(row.billing_text, class_name="tt-muted"),
        value(row.hours_text),
        rx.el.span(_way(row), class_name="tt-actions"),
    ]
    return table_row(READING, cells, key=row.project_id, is_archived=row.is_archived)


def _way(row: ProjectRow) -> rx.Component:
    return link(
        rx.icon("chevron_right", size=16),
        to=f"/projects/{row.project_id}",
        class_name="tt-icon-btn tt-way-in",
        aria_label=f"Open {row.name}",
    )
