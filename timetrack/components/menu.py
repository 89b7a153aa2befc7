"""Popovers with choices: menus, and the searchable project › task picker. Native popovers, placed by timetrack.js."""

from typing import Any

import reflex as rx

from timetrack.components.kinds import Handler, Piece
from timetrack.components.project_chip import project_dot
from timetrack.states.rows import PickRow


def popover(
    name: str | rx.Var, *children: Piece, kind: str = "", side: str = "start", label: str = "", **props: Any
) -> rx.Component:
    """Show floating content; a button with `custom_attrs={"popoverTarget": name}` opens it, Escape and outside close it."""
    attrs = {"popover": "auto", "data-side": side, **({"aria-label": label} if label else {})}
    return rx.el.div(*children, id=name, class_name=f"tt-pop {kind}".strip(), custom_attrs=attrs, **props)


def menu(name: str | rx.Var, *items: Piece, label: str) -> rx.Component:
    """Show a menu of `menu_item`s that hangs at the right edge of its button."""
    return popover(name, *items, side="end", label=label, role="group")


def menu_item(icon: str, text: str, *, of: str | rx.Var, is_dangerous: bool = False, **props: Any) -> rx.Component:
    """Show one choice of the menu `of`; it closes the menu."""
    attrs = {"popoverTarget": of, "popoverTargetAction": "hide", "data-kind": "danger" if is_dangerous else ""}
    return rx.el.button(
        rx.icon(icon, size=16),
        rx.el.span(text),
        **{"type": "button", "class_name": "tt-menu-item", "custom_attrs": attrs, **props},
    )


def menu_file(icon: str, text: str, *, to: str | rx.Var) -> rx.Component:
    """Show a choice that opens a file in a tab of its own."""
    attrs = {"target": "_blank", "rel": "noopener"}
    return rx.el.a(rx.icon(icon, size=16), rx.el.span(text), href=to, class_name="tt-menu-item", custom_attrs=attrs)


def menu_rule() -> rx.Component:
    """Separate groups of a menu."""
    return rx.el.div(class_name="tt-menu-rule", role="separator")


def project_picker(
    name: str, picks: list[PickRow], on_choose: Handler, *, create: rx.Component | None = None
) -> rx.Component:
    """Show the searchable list of projects and their tasks; `on_choose(project_id, task_id)`, 0 for none.

    `create` is a form (`create_project`) that stands below the list.
    """
    return popover(
        name,
        rx.el.div(
            rx.icon("search", size=16),
            rx.el.input(
                type="text",
                placeholder="Find a project or task",
                aria_label="Find a project or task",
                auto_complete="off",
                custom_attrs={"data-filter": ""},
            ),
            class_name="tt-picker-find",
        ),
        rx.el.div(
            _choice(
                rx.fragment(project_dot(""), "No project"), name, lambda: on_choose(0, 0), {"data-text": "No project"}
            ),
            rx.foreach(picks, lambda pick: _pick_item(pick, name, on_choose)),
            class_name="tt-picker-list",
        ),
        rx.el.p("Nothing by that name.", class_name="tt-picker-none"),
        *([] if create is None else [create]),
        kind="tt-picker",
        label="Project and task",
        role="group",
    )


def create_project(on_create: Handler) -> rx.Component:
    """Show the last choice of a picker: a project called what was looked for; `on_create(form)` with `name`."""
    return rx.el.form(
        rx.el.input(type="hidden", name="name"),
        rx.el.button(
            rx.icon("plus", size=16),
            rx.el.span("Create project “", rx.el.b(custom_attrs={"data-typed": ""}), "”", class_name="tt-cut"),
            type="submit",
            class_name="tt-menu-item",
        ),
        on_submit=on_create,
        hidden=True,
        class_name="tt-picker-create",
        custom_attrs={"data-closes-popover": "", "data-create": ""},
    )


def _pick_item(pick: PickRow, name: str, on_choose: Handler) -> rx.Component:
    words = rx.cond(
        pick.is_child,
        rx.fragment("› ", pick.task, rx.el.span(pick.project, class_name="tt-muted tt-end tt-cut tt-of")),
        rx.fragment(
            project_dot(pick.color), pick.project, rx.el.span(pick.client, class_name="tt-muted tt-end tt-cut")
        ),
    )
    attrs = {"data-text": pick.text, "data-child": rx.cond(pick.is_child, "true", "false")}
    return _choice(words, name, lambda: on_choose(pick.project_id, pick.task_id), attrs)


def _choice(words: rx.Component, name: str, on_click: Handler, attrs: dict[str, Any]) -> rx.Component:
    closes = {"popoverTarget": name, "popoverTargetAction": "hide"}
    return rx.el.button(
        words, type="button", class_name="tt-menu-item", on_click=on_click, custom_attrs={**attrs, **closes}
    )
