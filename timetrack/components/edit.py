"""Cells that look like text and edit in place: Enter or leaving saves, Escape restores (assets/timetrack.js)."""

from collections.abc import Sequence
from typing import Any, Literal

import reflex as rx

from timetrack.components.form import option
from timetrack.components.kinds import Handler

Edit = Literal["text", "draft", "range", "hours", "time", "sheet"]
BASED = rx.Var(_js_expr="(_e?.target?.dataset?.based ?? null)", _var_type=str)
"""What a cell showed when typing began (`data-based`, kept by timetrack.js); a second argument for `on_save`."""


def edit_cell(
    value: str | rx.Var,
    *,
    label: str | rx.Var,
    on_save: Handler,
    rev: int | rx.Var,
    edit: Edit | rx.Var = "text",
    locked: str | rx.Var = "",
    is_refused: bool | rx.Var = False,
    is_number: bool = False,
    attrs: dict[str, Any] | None = None,
    **props: Any,
) -> rx.Component:
    """Show a text that becomes a field on focus; `on_save(text)` runs only when the text was changed.

    The state answers an accepted edit with a new value or a higher `rev` (the cell then shows the value), and a refused
    one with `is_refused` (the cell keeps what was typed).
    """
    return rx.el.input(
        **{
            "class_name": "tt-cell",
            "type": "text",
            "default_value": value,
            "aria_label": label,
            "title": locked,
            "read_only": locked != "",
            "auto_complete": "off",
            "on_blur": on_save,
            **props,
        },
        custom_attrs={
            "data-edit": edit,
            "data-rev": rev,
            "aria-invalid": rx.cond(is_refused, "true", "false"),
            **({"data-num": ""} if is_number else {}),
            **(attrs or {}),
        },
    )


def select_cell(
    value: str | rx.Var, options: rx.Var | Sequence[Any], *, label: str | rx.Var, on_save: Handler, **props: Any
) -> rx.Component:
    """Show a choice that looks like text; `options` are OptionRows. `on_save(value)` runs on every choice."""
    return rx.el.select(
        rx.foreach(options, option),
        **{"class_name": "tt-cell", "value": value, "aria_label": label, "on_change": on_save, **props},
    )
