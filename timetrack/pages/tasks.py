"""/tasks: what is to be done, over all projects."""

import reflex as rx

from timetrack.components.controls import button
from timetrack.components.form import option, search_field
from timetrack.components.page import page
from timetrack.components.project_views import views
from timetrack.components.skeleton import skeleton_rows
from timetrack.components.task_table import no_tasks, tasks_table
from timetrack.states.quick import QuickState
from timetrack.states.tasks import TasksState
from timetrack.states.timer import TimerState


@rx.page(route="/tasks", title="Tasks · Timetrack", on_load=[TimerState.open, TasksState.open])
def tasks() -> rx.Component:
    """The Tasks page."""
    return page(
        rx.cond(TasksState.is_loaded, rx.cond(TasksState.rows, tasks_table(), no_tasks()), skeleton_rows(8)),
        title="Tasks",
        current="/tasks",
        head=[views(TasksState.views, "Which tasks")],
        side=[
            _filters(),
            button("New task", icon="plus", kind="solid", class_name="tt-btn tt-wide", on_click=QuickState.begin),
        ],
    )


def _filters() -> rx.Component:
    return rx.el.div(
        search_field("Find a task", TasksState.words, lambda text: TasksState.filter_by("words", text)),
        rx.el.select(
            rx.el.option("Everyone's", value=""),
            rx.el.option("Mine", value="me"),
            value=TasksState.who,
            on_change=lambda value: TasksState.filter_by("who", value),
            aria_label="Whose tasks",
            class_name="tt-cell tt-client-filter",
        ),
        rx.el.select(
            rx.el.option("All projects", value=""),
            rx.foreach(TasksState.project_options, option),
            value=TasksState.project,
            on_change=lambda value: TasksState.filter_by("project", value),
            aria_label="Tasks of which project",
            class_name="tt-cell tt-client-filter",
        ),
        class_name="tt-task-filters",
    )
