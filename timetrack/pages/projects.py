"""/projects: every project the viewer may see."""

import reflex as rx

from timetrack.components.controls import button
from timetrack.components.form import option
from timetrack.components.page import page
from timetrack.components.project_form import new_project_dialog
from timetrack.components.project_table import no_projects, project_table
from timetrack.components.project_views import views
from timetrack.components.skeleton import skeleton_rows
from timetrack.states.projects import ProjectsState
from timetrack.states.timer import TimerState


@rx.page(route="/projects", title="Projects · Timetrack", on_load=[TimerState.open, ProjectsState.open])
def projects() -> rx.Component:
    """The Projects page."""
    return page(
        rx.cond(ProjectsState.is_loaded, rx.cond(ProjectsState.rows, project_table(), no_projects()), skeleton_rows(8)),
        new_project_dialog(),
        title="Projects",
        current="/projects",
        head=[views(ProjectsState.views, "Which projects")],
        side=[
            _client_filter(),
            rx.cond(
                ProjectsState.may_edit,
                button(
                    "New project",
                    icon="plus",
                    kind="solid",
                    on_click=ProjectsState.ask,
                    custom_attrs={"data-door": "new-project"},
                ),
            ),
        ],
    )


def _client_filter() -> rx.Component:
    return rx.el.select(
        rx.foreach(ProjectsState.client_filter, option),
        value=ProjectsState.client,
        on_change=ProjectsState.filter_client,
        aria_label="Projects of which client",
        class_name="tt-cell tt-client-filter",
    )
