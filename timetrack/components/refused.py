"""What stands below a cell whose text was refused."""

import reflex as rx

from timetrack.states.people_rows import KeptPersonRow, ProjectRateRow
from timetrack.states.project_rows import PersonRow, ProjectHead
from timetrack.states.rows import ClientRow, ProjectRow, TaskRow
from timetrack.states.task_rows import TaskLine


def refused(
    row: ClientRow | ProjectRow | TaskRow | TaskLine | PersonRow | ProjectHead | KeptPersonRow | ProjectRateRow,
    field: str,
) -> rx.Component:
    """Say why the text of `field` was not saved; Escape in the cell restores the old one and hides this."""
    return rx.cond(
        row.problem_field == field,
        rx.el.span(row.problem, class_name="tt-error tt-refused", role="alert"),
        rx.fragment(),
    )
