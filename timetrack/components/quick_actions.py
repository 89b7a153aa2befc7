"""The round button with what is done most, from any page, and the small form for a task (assets/quick.js)."""

from typing import Any

import reflex as rx
from reflex_components_core.react_router import link as router_link

from timetrack.components.controls import key
from timetrack.components.dialog import dialog, dialog_foot
from timetrack.components.form import error_line, field
from timetrack.components.kinds import Piece
from timetrack.components.menu import menu_rule, popover
from timetrack.states.log import LogState
from timetrack.states.quick import QuickState
from timetrack.states.rows import PickRow
from timetrack.states.start import StartState
from timetrack.states.timer import TimerState

MENU = "quick-menu"


def quick_actions() -> rx.Component:
    """Show the button and its menu. From 768 px up it hides while the timer in the header runs."""
    return rx.el.div(
        rx.el.button(
            rx.icon("plus", size=24),
            type="button",
            class_name="tt-fab",
            aria_label="Quick actions",
            aria_haspopup="menu",
            custom_attrs={"popoverTarget": MENU},
        ),
        popover(
            MENU,
            _action("play", "Start Timer", "S", act="start-timer"),
            _action("clock_plus", "Log Time", "N", act="log-time", on_click=LogState.begin),
            _action("square_check", "New Task", "T", act="new-task", on_click=QuickState.begin),
            rx.cond(TimerState.frame.leads, rx.fragment(menu_rule(), _new_project(), _new_invoice())),
            kind="tt-quick",
            label="Actions",
            role="menu",
            side="none",
        ),
        rx.el.button(type="button", hidden=True, on_click=StartState.resume_last, custom_attrs={"data-act": "resume"}),
        class_name="tt-quick-box",
        role="region",
        aria_label="Shortcuts",
    )


def new_task_dialog() -> rx.Component:
    """Ask for a project and the name of its new task; a refusal stands in it and keeps what was typed."""
    return dialog(
        "new-task",
        "Add a task",
        rx.el.form(
            _project(),
            field(
                "Task name",
                "task_name",
                required=True,
                max_length=200,
                auto_complete="off",
                auto_focus=True,
                is_wide=True,
            ),
            error_line(QuickState.problem),
            dialog_foot("Add task"),
            on_submit=QuickState.save,
            key=QuickState.opened,
        ),
        is_open=QuickState.is_open,
        on_close=QuickState.end,
    )


def _project() -> rx.Component:
    return rx.el.div(
        rx.el.label("Project", class_name="tt-label", html_for="field-task-project"),
        rx.el.select(
            rx.el.option("Choose a project", value=""),
            rx.foreach(TimerState.picks, _option),
            name="project",
            id="field-task-project",
            class_name="tt-select",
            required=True,
            default_value=QuickState.project,
            custom_attrs={"data-size": "2"},
        ),
        class_name="tt-field",
        custom_attrs={"data-span": ""},
    )


def _option(pick: PickRow) -> rx.Component:
    words = rx.cond(pick.client != "", f"{pick.project} ({pick.client})", pick.project)
    option = rx.el.option(words, value=f"{pick.project_id}")
    return rx.fragment(rx.cond(pick.is_child, rx.fragment(), option), key=f"{pick.project_id}:{pick.task_id}")


def _action(icon: str, text: str, shortcut: str, *, act: str, **props: Any) -> rx.Component:
    attrs = {"popoverTarget": MENU, "popoverTargetAction": "hide", "data-act": act, "data-door": act}
    return rx.el.button(*_words(icon, text), key(shortcut), type="button", **_looks(attrs), **props)


def _new_project() -> rx.Component:
    attrs = {"data-act": "new-project"}
    return router_link(*_words("folder_plus", "New Project"), to="/projects#new-project", **_looks(attrs))


def _new_invoice() -> rx.Component:
    attrs = {"data-act": "new-invoice"}
    return router_link(*_words("receipt_text", "New Invoice"), to="/invoices/new", **_looks(attrs))


def _words(icon: str, text: str) -> tuple[Piece, Piece]:
    return rx.icon(icon, size=16), rx.el.span(text)


def _looks(attrs: dict[str, str]) -> dict[str, Any]:
    return {"class_name": "tt-menu-item", "role": "menuitem", "tab_index": -1, "custom_attrs": attrs}
