"""The bar for ticked entries: how many and how long, and what can be done to all of them at once."""

from dataclasses import dataclass
from typing import Any

import reflex as rx

from timetrack.components.controls import button, icon_button
from timetrack.components.form import field
from timetrack.components.kinds import Handler
from timetrack.components.menu import menu, menu_item, popover
from timetrack.states.rows import OptionRow


@dataclass(frozen=True)
class BulkActions:
    """What the bar asks for; all of it is about what is ticked."""

    pick: Handler  # (0): the project picker was opened for all of them
    choose_task: Handler  # (task_id as text)
    add_tags: Handler  # (form) with "tags"
    remove_tag: Handler  # (tag)
    make_billable: Handler  # (is_billable)
    merge: Handler  # ()
    delete: Handler  # ()
    clear: Handler  # ()


def bulk_bar(
    count: str | rx.Var,
    total: str | rx.Var,
    tasks: list[OptionRow] | rx.Var,
    tags: list[str] | rx.Var,
    act: BulkActions,
    *,
    picker: str,
) -> rx.Component:
    """Show the bar while `count` says something; `picker` is the id of the page's project picker."""
    return rx.cond(
        count != "",
        rx.el.section(
            rx.el.span(
                rx.el.b(count, class_name="tt-name"), rx.el.span(total, class_name="tt-muted tt-num"), role="status"
            ),
            _act("folder", "Project", picker, on_click=lambda: act.pick(0)),
            _act("list_checks", "Task", "bulk-task", disabled=rx.cond(tasks, False, True)),
            _act("tag", "Tags", "bulk-tags"),
            _act("euro", "Billable", "bulk-billable"),
            button(rx.el.span("Merge"), icon="merge", kind="ghost", class_name="tt-btn", on_click=lambda: act.merge()),
            button(
                rx.el.span("Delete"), icon="trash_2", kind="danger", class_name="tt-btn", on_click=lambda: act.delete()
            ),
            icon_button("x", "Clear the selection", on_click=lambda: act.clear(), custom_attrs={"data-clear": ""}),
            menu(
                "bulk-task",
                rx.foreach(tasks, lambda task: _task(task, act)),
                label="Task for all",
            ),
            menu(
                "bulk-billable",
                menu_item("euro", "Billable", of="bulk-billable", on_click=lambda: act.make_billable(True)),
                menu_item("ban", "Not billable", of="bulk-billable", on_click=lambda: act.make_billable(False)),
                label="Billable",
            ),
            _tags(tags, act),
            class_name="tt-bulk",
            aria_label="Selected entries",
        ),
    )


def _act(icon: str, word: str, opens: str, **props: Any) -> rx.Component:
    attrs = {"popoverTarget": opens}
    return button(rx.el.span(word), icon=icon, kind="ghost", class_name="tt-btn", custom_attrs=attrs, **props)


def _task(task: OptionRow, act: BulkActions) -> rx.Component:
    return rx.el.button(
        rx.el.span(task.label),
        type="button",
        class_name="tt-menu-item",
        on_click=lambda: act.choose_task(task.value),
        custom_attrs={"popoverTarget": "bulk-task", "popoverTargetAction": "hide"},
    )


def _tags(tags: list[str] | rx.Var, act: BulkActions) -> rx.Component:
    return popover(
        "bulk-tags",
        rx.el.form(
            field("Add tags, separated by commas", "tags", auto_complete="off"),
            button("Add", kind="soft", type="submit"),
            on_submit=act.add_tags,
            reset_on_submit=True,
            class_name="tt-bulk-tags",
            custom_attrs={"data-closes-popover": ""},
        ),
        rx.foreach(
            tags,
            lambda tag: rx.el.button(
                rx.icon("x", size=16),
                rx.el.span(f"Remove “{tag}”"),
                type="button",
                class_name="tt-menu-item",
                on_click=lambda: act.remove_tag(tag),
                custom_attrs={"popoverTarget": "bulk-tags", "popoverTargetAction": "hide"},
            ),
        ),
        label="Tags for all",
        role="group",
    )
