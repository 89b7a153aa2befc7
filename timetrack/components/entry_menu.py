"""The ⋮ menu of an entry: what is done to it as a whole. `data-do` names each act, for the keys."""

from typing import TYPE_CHECKING, Any

import reflex as rx

from timetrack.components.controls import icon_button
from timetrack.components.kinds import Handler
from timetrack.components.menu import menu, menu_rule
from timetrack.states.time_rows import EntryRow

if TYPE_CHECKING:
    from timetrack.components.entry_row import EntryActions


def entry_menu(row: EntryRow, act: "EntryActions") -> rx.Component:
    """Show ⋮ and its menu; what cannot be done to this entry is left out of it."""
    name = f"entry-{row.entry_id}-menu"
    is_one = (row.count == 1) | row.is_open
    is_free = row.locked == ""
    return rx.el.div(
        icon_button("ellipsis_vertical", "More", custom_attrs={"popoverTarget": name}),
        menu(
            name,
            _item("pencil", "Edit", name, "edit", lambda: act.look_at(row.entry_id), key="E"),
            rx.cond(is_one & is_free, _item("scissors", "Split…", name, "split", lambda: act.ask_split(row.entry_id))),
            rx.cond(
                is_one & ~row.is_running,
                _item("copy", "Duplicate", name, "duplicate", lambda: act.duplicate(row.entry_id), key="D"),
            ),
            rx.cond(
                row.joins_before,
                _item("merge", "Merge with the one before", name, "join", lambda: act.join(row.entry_id, "before")),
            ),
            rx.cond(
                row.joins_after,
                _item("merge", "Merge with the one after", name, "join", lambda: act.join(row.entry_id, "after")),
            ),
            _item("star", "Add to favourites", name, "keep", lambda: act.keep(row.entry_id)),
            rx.cond(is_one, _item("history", "History", name, "history", lambda: act.look_back(row.entry_id))),
            rx.cond(
                ~row.is_running,
                _item("square_check", "Select", name, "select", lambda: act.tick(row.entry_id, True, False)),
            ),
            menu_rule(),
            _item(
                "trash_2",
                "Delete",
                name,
                "delete",
                lambda: act.delete(row.entry_id),
                is_dangerous=True,
                disabled=row.locked != "",
            ),
            label="Entry",
        ),
        class_name="tt-more",
    )


def _item(
    icon: str, text: str, menu_name: str | rx.Var, act: str, on_click: Handler, *, is_dangerous: bool = False,
    key: str = "", **props: Any,
) -> rx.Component:  # fmt: skip
    attrs = {
        "popoverTarget": menu_name,
        "popoverTargetAction": "hide",
        "data-kind": "danger" if is_dangerous else "",
        "data-do": act,
    }
    return rx.el.button(
        rx.icon(icon, size=16),
        rx.el.span(text),
        *([rx.el.kbd(key, class_name="tt-kbd", aria_hidden="true")] if key else []),
        type="button",
        class_name="tt-menu-item",
        on_click=on_click,
        custom_attrs=attrs,
        **props,
    )
