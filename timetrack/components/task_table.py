"""The tasks of all projects: edited in place by who leads, read and started by everyone."""

import reflex as rx

from timetrack.components.controls import avatar, badge, button, icon_button, link
from timetrack.components.edit import edit_cell, select_cell
from timetrack.components.empty import empty
from timetrack.components.menu import popover
from timetrack.components.project_chip import project_dot
from timetrack.components.refused import refused
from timetrack.components.table import Column, archive_button, table, table_row, used, value
from timetrack.states.quick import QuickState
from timetrack.states.start import StartState
from timetrack.states.task_rows import TaskLine
from timetrack.states.tasks import TasksState
from timetrack.states.timer import TimerState

PEOPLE = "task-people"
COLUMNS = (
    Column("Task"),
    Column("Project"),
    Column("Due"),
    Column("Assignee", shown_from="lg"),
    Column("Hours", is_number=True),
    Column("Estimate", is_number=True),
    Column("Used", shown_from="lg"),
    Column("Billable", is_number=True, shown_from="lg"),
    Column("Actions", is_hidden=True),
)
READING = (
    Column("Task"),
    Column("Project"),
    Column("Due"),
    Column("Assignee", shown_from="lg"),
    Column("Your hours", is_number=True),
    Column("Estimate", is_number=True),
    Column("Actions", is_hidden=True),
)


def tasks_table() -> rx.Component:
    """Show the tasks, and the way to more of them."""
    return rx.el.div(
        rx.cond(
            TasksState.may_edit,
            rx.fragment(table(COLUMNS, TasksState.rows, _editing, label="Tasks"), _people()),
            table(READING, TasksState.rows, _reading, label="Tasks"),
        ),
        rx.cond(
            TasksState.has_more,
            button("Show more", kind="soft", on_click=TasksState.show_more, class_name="tt-btn tt-more-days"),
        ),
        class_name="tt-all-tasks",
    )


def no_tasks() -> rx.Component:
    """Say that there is nothing, and how to get something."""
    return rx.cond(
        TasksState.is_filtered,
        empty(
            "search",
            "No task like that",
            "Lift the filters, or look among all tasks.",
            button("Lift the filters", kind="soft", on_click=TasksState.clear_filters),
        ),
        empty(
            "square_check",
            "No tasks yet",
            "Tasks part a project into what is to be done, each with its own hours.",
            button("New task", icon="plus", kind="soft", on_click=QuickState.begin),
        ),
    )


def _editing(row: TaskLine) -> rx.Component:
    cells = [
        rx.fragment(
            edit_cell(
                row.name,
                label=f"Name of {row.name}",
                on_save=lambda text: TasksState.rename(row.task_id, text),
                rev=row.rev,
                is_refused=row.problem_field == "name",
                class_name="tt-cell tt-name",
            ),
            refused(row, "name"),
        ),
        _project(row),
        _due(row),
        _assignee(row),
        value(row.hours_text),
        rx.fragment(
            edit_cell(
                row.estimate_text,
                label=f"Estimate of {row.name} in hours",
                on_save=lambda text: TasksState.estimate(row.task_id, text),
                rev=row.rev,
                is_refused=row.problem_field == "estimate",
                is_number=True,
                placeholder="–",
            ),
            refused(row, "estimate"),
        ),
        used(row.used_percent, row.used_text, row.tone, is_known=row.has_estimate, color=row.color),
        select_cell(
            row.billable,
            row.billable_options,
            label=f"Is {row.name} billable",
            on_save=lambda value: TasksState.bill(row.task_id, value),
            class_name="tt-cell tt-billable-cell",
        ),
        _actions(row),
    ]
    return table_row(COLUMNS, cells, key=row.task_id, is_archived=row.is_archived)


def _reading(row: TaskLine) -> rx.Component:
    cells = [
        rx.el.span(row.name, class_name="tt-name"),
        _project(row),
        rx.el.span(
            rx.cond(row.due_text != "", row.due_text, rx.el.span("–", class_name="tt-muted")),
            _due_word(row),
            class_name="tt-due-read",
        ),
        rx.cond(row.assignee != "", row.assignee, rx.el.span("–", class_name="tt-muted")),
        value(row.hours_text),
        value(rx.cond(row.estimate_text != "", row.estimate_text, "–")),
        rx.el.span(_go(row), class_name="tt-actions"),
    ]
    return table_row(READING, cells, key=row.task_id, is_archived=row.is_archived)


def _project(row: TaskLine) -> rx.Component:
    return link(
        project_dot(row.color),
        rx.el.span(row.project, class_name="tt-cut"),
        to=f"/projects/{row.project_id}",
        class_name="tt-chip tt-task-project",
    )


def _due(row: TaskLine) -> rx.Component:
    return rx.fragment(
        rx.el.span(
            edit_cell(
                row.due,
                label=f"When {row.name} is due",
                on_save=lambda text: TasksState.move_due(row.task_id, text),
                rev=row.rev,
                is_refused=row.problem_field == "due",
                type="date",
                class_name="tt-cell",
            ),
            rx.el.span(rx.cond(row.due_text != "", row.due_text, "–"), class_name="tt-value", aria_hidden="true"),
            class_name="tt-due",
        ),
        _due_word(row),
        refused(row, "due"),
    )


def _due_word(row: TaskLine) -> rx.Component:
    return rx.cond(row.due_word != "", badge(row.due_word, row.due_tone))


def _assignee(row: TaskLine) -> rx.Component:
    return rx.fragment(
        rx.el.button(
            rx.cond(
                row.assignee != "",
                rx.fragment(avatar(row.assignee_initial), rx.el.span(row.assignee, class_name="tt-cut")),
                rx.el.span("Nobody", class_name="tt-muted"),
            ),
            type="button",
            class_name="tt-cell tt-assignee",
            aria_label=rx.cond(
                row.assignee != "", f"Assignee of {row.name}: {row.assignee}", f"Assignee of {row.name}: nobody"
            ),
            on_click=lambda: TasksState.pick(row.task_id),
            custom_attrs={"popoverTarget": PEOPLE},
        ),
        refused(row, "assignee"),
    )


def _people() -> rx.Component:
    return popover(
        PEOPLE,
        _person("Nobody", 0),
        rx.foreach(TasksState.people, lambda person: _person(person.name, person.user_id)),
        label="Assignee",
        role="group",
    )


def _person(name: str | rx.Var, user_id: int | rx.Var) -> rx.Component:
    return rx.el.button(
        name,
        type="button",
        class_name="tt-menu-item",
        on_click=lambda: TasksState.assign(user_id),
        custom_attrs={"popoverTarget": PEOPLE, "popoverTargetAction": "hide"},
    )


def _actions(row: TaskLine) -> rx.Component:
    return rx.el.span(
        _go(row),
        rx.cond(
            row.is_archived,
            archive_button(row.name, True, lambda: TasksState.unarchive(row.task_id)),
            archive_button(row.name, False, lambda: TasksState.archive(row.task_id)),
        ),
        class_name="tt-actions",
    )


def _go(row: TaskLine) -> rx.Component:
    runs = TimerState.timer.is_running & (TimerState.timer.task_id == row.task_id)
    stop = icon_button(
        "square",
        f"Stop {row.name}",
        on_click=TimerState.stop,
        class_name="tt-icon-btn tt-go",
        custom_attrs={"data-stop": ""},
    )
    play = icon_button(
        "play",
        f"Start the timer on {row.name}",
        on_click=lambda: StartState.start_on(row.project_id, row.task_id),
        class_name="tt-icon-btn tt-go",
        disabled=~row.starts,
    )
    return rx.cond(runs, stop, play)
