"""/projects/[project_id]: one project, its people and rates, its tasks."""

import reflex as rx

from timetrack.components.controls import link_button
from timetrack.components.empty import empty
from timetrack.components.page import page
from timetrack.components.project_burn_up import project_burn_up
from timetrack.components.project_form import edit_project_dialog
from timetrack.components.project_head import actions, colour, state, title, way_back
from timetrack.components.project_people import project_people
from timetrack.components.project_tasks import archived_tasks, task_table
from timetrack.components.skeleton import skeleton_cards, skeleton_rows
from timetrack.components.stat import card_grid, stat
from timetrack.states.project import ProjectState
from timetrack.states.project_rows import FigureRow
from timetrack.states.timer import TimerState


@rx.page(route="/projects/[project_id]", title="Project · Timetrack", on_load=[TimerState.open, ProjectState.open])
def project() -> rx.Component:
    """The page of one project."""
    return page(
        rx.cond(
            ProjectState.is_loaded,
            rx.cond(ProjectState.is_here, _project(), _not_here()),
            rx.fragment(card_grid(skeleton_cards()), skeleton_rows(5)),
        ),
        edit_project_dialog(),
        title=title(),
        current="/projects",
        before=[way_back(), rx.cond(ProjectState.is_here, colour())],
        head=[rx.cond(ProjectState.is_here, state())],
        side=[rx.cond(ProjectState.is_here & ProjectState.may_edit, actions())],
    )


def _project() -> rx.Component:
    return rx.fragment(
        rx.el.section(
            rx.foreach(ProjectState.facts, _figure),
            class_name="tt-card tt-stat-row tt-facts",
            aria_label="Figures",
            custom_attrs={"data-page-title": ProjectState.head.name},
        ),
        card_grid(project_burn_up(), project_people()),
        task_table(),
        archived_tasks(),
    )


def _figure(row: FigureRow) -> rx.Component:
    return stat(row.label, row.figure, note=rx.el.span(row.note, custom_attrs={"data-tone": row.tone}))


def _not_here() -> rx.Component:
    return empty(
        "folder_x",
        "This project is not here",
        "It was never made, or it is not one of yours. A manager can put you on it.",
        link_button("All projects", to="/projects", kind="soft"),
    )
