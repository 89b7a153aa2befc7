"""The tasks of one project: hours against estimate, who worked on them, whether they are billable; the last row adds one."""

import reflex as rx

from timetrack.components.controls import badge, button
from timetrack.components.edit import edit_cell, select_cell
from timetrack.components.form import error_line
from timetrack.components.refused import refused
from timetrack.components.table import Column, archive_button, table, table_row, used, value
from timetrack.states.project import ProjectState
from timetrack.states.rows import TaskRow

COLUMNS = (
    Column("Task"),
    Column("Hours", is_number=True),
    Column("Estimate", is_number=True),
    Column("Used", shown_from="md"),
    Column("Who", shown_from="md"),
    Column("Billable", is_number=True),
    Column("Actions", is_hidden=True),
)
READING = (
    Column("Task"),
    Column("Your hours", is_number=True),
    Column("Estimate", is_number=True),
    Column("Billable", is_number=True),
)


def task_table() -> rx.Component:
    """Show the tasks, the field for a new one below them, and those that were put away."""
    return rx.el.section(
        rx.cond(
            ProjectState.open_tasks,
            rx.cond(
                ProjectState.may_edit,
                table(COLUMNS, ProjectState.open_tasks, _editing, label="Tasks"),
                table(READING, ProjectState.open_tasks, _reading, label="Tasks"),
            ),
        ),
        rx.cond(ProjectState.head.is_archived, rx.fragment(), _add()),
        class_name="tt-card tt-tasks",
        aria_label="Tasks",
    )


def archived_tasks() -> rx.Component:
    """Show the tasks that were put away, behind a word."""
    return rx.cond(
        ProjectState.may_edit,
        rx.cond(
            ProjectState.archived_tasks,
            rx.el.details(
                rx.el.summary("Archived tasks", class_name="tt-muted"),
                table(COLUMNS, ProjectState.archived_tasks, _editing, label="Archived tasks"),
                class_name="tt-archived",
            ),
        ),
    )


def _editing(row: TaskRow) -> rx.Component:
    cells = [
        rx.fragment(
            edit_cell(
                row.name,
                label=f"Name of {row.name}",
                on_save=lambda text: ProjectState.rename_task(row.task_id, text),
                rev=row.rev,
                is_refused=row.problem_field == "name",
                class_name="tt-cell tt-name",
            ),
            refused(row, "name"),
        ),
        value(row.hours_text),
        rx.fragment(
            edit_cell(
                row.estimate_text,
                label=f"Estimate of {row.name} in hours",
                on_save=lambda text: ProjectState.estimate_task(row.task_id, text),
                rev=row.rev,
                is_refused=row.problem_field == "estimate",
                is_number=True,
                placeholder="–",
            ),
            refused(row, "estimate"),
        ),
        used(row.used_percent, row.used_text, row.tone, is_known=row.has_estimate, color=ProjectState.head.color),
        rx.el.span(row.people, class_name="tt-muted"),
        select_cell(
            row.billable,
            ProjectState.billable_options,
            label=f"Is {row.name} billable",
            on_save=lambda value: ProjectState.bill_task(row.task_id, value),
            class_name="tt-cell tt-billable-cell",
        ),
        rx.cond(
            row.is_archived,
            archive_button(row.name, True, lambda: ProjectState.unarchive_task(row.task_id)),
            archive_button(row.name, False, lambda: ProjectState.archive_task(row.task_id)),
        ),
    ]
    return table_row(COLUMNS, cells, key=row.task_id, is_archived=row.is_archived)


def _reading(row: TaskRow) -> rx.Component:
    cells = [
        rx.el.span(row.name, class_name="tt-name"),
        value(row.hours_text),
        value(rx.cond(row.estimate_text != "", row.estimate_text, "–")),
        rx.cond(row.is_billable, "yes", badge("no")),
    ]
    return table_row(READING, cells, key=row.task_id, is_archived=row.is_archived)


def _add() -> rx.Component:
    return rx.el.form(
        rx.icon("plus", size=16),
        rx.el.input(
            name="task",
            id="field-task",
            placeholder="New task",
            aria_label="New task",
            required=True,
            max_length=200,
            auto_complete="off",
            class_name="tt-cell tt-name",
        ),
        rx.el.input(
            name="estimate",
            placeholder="Estimate",
            aria_label="Estimate of the new task in hours",
            auto_complete="off",
            class_name="tt-cell tt-new-estimate",
        ),
        button("Add task", kind="soft", type="submit"),
        error_line(ProjectState.task_refusal),
        on_submit=ProjectState.add_task,
        key=ProjectState.task_rev,
        class_name="tt-add-task",
    )
