"""The head of one project's page: the way back, colour, name, client, what state it is in, and what can be done."""

import reflex as rx

from timetrack.components.controls import badge, button, link
from timetrack.components.edit import edit_cell, select_cell
from timetrack.components.refused import refused
from timetrack.components.table import swatch
from timetrack.states.project import ProjectState

HEAD = ProjectState.head


def way_back() -> rx.Component:
    """Show the arrow that leads to all projects."""
    return link(rx.icon("arrow_left", size=16), to="/projects", class_name="tt-icon-btn", aria_label="All projects")


def colour() -> rx.Component:
    """Show the project's colour; who leads can choose another."""
    return rx.cond(
        ProjectState.may_edit,
        swatch("project-colour", HEAD.color, ProjectState.recolor),
        rx.el.span(class_name="tt-square", custom_attrs={"data-color": HEAD.color}),
    )


def title() -> rx.Component:
    """Show the project's name, which edits in place for who leads."""
    return rx.cond(
        ProjectState.is_here,
        rx.cond(
            ProjectState.may_edit,
            rx.fragment(
                rx.el.span(HEAD.name, class_name="tt-sr"),
                edit_cell(
                    HEAD.name,
                    label="Project name",
                    on_save=ProjectState.rename,
                    rev=HEAD.rev,
                    is_refused=HEAD.problem_field == "name",
                    class_name="tt-cell tt-title tt-fit",
                    max_length=200,
                ),
                refused(HEAD, "name"),
            ),
            rx.el.span(HEAD.name, class_name="tt-cut"),
        ),
        "Project",
    )


def state() -> rx.Component:
    """Show whom the project is for, where it stands and how it is paid."""
    return rx.fragment(
        rx.cond(
            ProjectState.may_edit,
            select_cell(
                HEAD.client_id,
                ProjectState.client_choices,
                label="Client",
                on_save=ProjectState.change_client,
                class_name="tt-cell tt-client-cell tt-fit",
            ),
            rx.el.span(HEAD.client, class_name="tt-muted"),
        ),
        badge(HEAD.status_text, HEAD.status_tone),
        badge(HEAD.billing_text),
    )


def actions() -> rx.Component:
    """Show what who leads can do with the project as a whole."""
    return rx.fragment(
        rx.cond(
            HEAD.status == "ACTIVE",
            rx.fragment(_turn("Complete", "circle_check", "COMPLETED"), _turn("Archive", "archive", "ARCHIVED")),
            _turn("Bring back", "archive_restore", "ACTIVE"),
        ),
        button("Edit", icon="pencil", kind="outline", on_click=ProjectState.ask),
    )


def _turn(word: str, icon: str, status: str) -> rx.Component:
    return button(
        rx.el.span(word), icon=icon, kind="ghost", title=word, on_click=lambda: ProjectState.change_status(status)
    )
