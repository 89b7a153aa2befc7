"""Who works on a project, for how long, and what their hour costs there and why."""

import reflex as rx

from timetrack.components.controls import avatar, button, icon_button
from timetrack.components.edit import edit_cell
from timetrack.components.form import option
from timetrack.components.refused import refused
from timetrack.components.stat import Columns, card
from timetrack.components.why_rate import why_rate
from timetrack.states.project import ProjectState
from timetrack.states.project_rows import PersonRow


def project_people(columns: Columns = 4) -> rx.Component:
    """Show the people; who leads adds, removes and sets rates."""
    return card(
        "People and rates",
        rx.cond(
            ProjectState.people,
            rx.el.ul(rx.foreach(ProjectState.people, _person), class_name="tt-people"),
            rx.el.p(
                rx.cond(
                    ProjectState.head.is_public,
                    "Everyone may track time here; nobody has yet.",
                    "Nobody is on this project yet. Managers can track time on it.",
                ),
                class_name="tt-card-body tt-muted",
            ),
        ),
        rx.cond(ProjectState.may_edit, _add()),
        columns=columns,
    )


def _person(row: PersonRow) -> rx.Component:
    return rx.el.li(
        avatar(row.initial),
        rx.el.span(row.name, class_name="tt-name tt-cut"),
        rx.el.span(row.hours_text, class_name="tt-num tt-muted"),
        rx.cond(ProjectState.may_edit, _rate(row), rx.el.span(row.rate_text, class_name="tt-num tt-name")),
        why_rate(f"why-{row.user_id}", row.why),
        rx.cond(
            ProjectState.may_edit & row.is_member,
            icon_button(
                "x", f"Take {row.name} off the project", on_click=lambda: ProjectState.remove_person(row.user_id)
            ),
            rx.el.span(),
        ),
        refused(row, "rate"),
        key=row.user_id,
    )


def _rate(row: PersonRow) -> rx.Component:
    return edit_cell(
        row.rate_text,
        label=f"Rate of {row.name} on this project",
        on_save=lambda text: ProjectState.change_person_rate(row.user_id, text),
        rev=row.rev,
        is_refused=row.problem_field == "rate",
        is_number=True,
        placeholder="–",
        class_name="tt-cell tt-name",
    )


def _add() -> rx.Component:
    return rx.cond(
        ProjectState.addable,
        rx.el.form(
            rx.el.label("Add to the project", html_for="field-person", class_name="tt-sr"),
            rx.el.select(
                rx.el.option("Add somebody …", value=""),
                rx.foreach(ProjectState.addable, option),
                name="person",
                id="field-person",
                class_name="tt-select",
                required=True,
            ),
            button("Add", kind="soft", type="submit"),
            on_submit=ProjectState.add_person,
            class_name="tt-add-person",
        ),
    )
