"""A project as people recognise it: its dot, its name, and the task behind it."""

from typing import Any

import reflex as rx

from timetrack.components.kinds import Piece


def project_dot(color: str | rx.Var) -> rx.Component:
    """Show the project's colour; an empty colour is the hollow ring of "no project"."""
    return rx.el.span(
        class_name="tt-dot", custom_attrs={"data-color": color, "data-none": rx.cond(color == "", "true", "false")}
    )


def project_chip(project: str | rx.Var, color: str | rx.Var, task: str | rx.Var = "") -> rx.Component:
    """Show dot, name and "› task", without a box."""
    return rx.el.span(*_parts(project, color, task), class_name="tt-chip")


def project_button(
    project: str | rx.Var,
    color: str | rx.Var,
    task: str | rx.Var,
    *,
    popover: str,
    is_outlined: bool = False,
    **props: Any,
) -> rx.Component:
    """Show the chip as a button that opens the picker with the id `popover`."""
    attrs: dict[str, Any] = {"popoverTarget": popover, **({"data-outlined": ""} if is_outlined else {})}
    purpose = rx.el.span("Project: ", class_name="tt-sr")
    return rx.el.button(
        purpose, *_parts(project, color, task), type="button", class_name="tt-chip", custom_attrs=attrs, **props
    )


def _parts(project: str | rx.Var, color: str | rx.Var, task: str | rx.Var) -> list[Piece]:
    return [
        project_dot(color),
        rx.cond(
            project == "", rx.el.span("No project", class_name="tt-muted"), rx.el.span(project, class_name="tt-name")
        ),
        rx.cond(task != "", rx.el.span("› ", task, class_name="tt-task")),
    ]
