"""Native dialogs: 600 px in the middle, a bottom sheet on phones. Opened by timetrack.js, or by the state."""

import reflex as rx

from timetrack.components.controls import button
from timetrack.components.kinds import Handler, Piece


def dialog(
    name: str, title: str | rx.Var, *body: Piece, is_open: bool | rx.Var | None = None, on_close: Handler | None = None
) -> rx.Component:
    """Show a dialog. A button with `custom_attrs={"data-opens": name}` opens it at once, or the var `is_open` does.

    With `is_open`, `on_close()` must set it false; when it turns false the forms inside are emptied.
    """
    attrs = {} if is_open is None else {"data-open": rx.cond(is_open, "true", "false")}
    dismiss = (
        [rx.el.button(type="button", hidden=True, on_click=lambda: on_close(), custom_attrs={"data-dismiss": ""})]
        if on_close
        else []
    )
    return rx.el.dialog(
        rx.el.h2(title, id=f"{name}-title"),
        *body,
        *dismiss,
        id=name,
        class_name="tt-dialog",
        aria_labelledby=f"{name}-title",
        custom_attrs=attrs,
    )


def dialog_foot(verb: str, *, note: Piece | None = None, is_busy: bool | rx.Var = False) -> rx.Component:
    """Show Cancel and the verb that submits the form around it; the result stands on the button ("Trim and save")."""
    return rx.el.div(
        *([rx.el.span(note, class_name="tt-muted")] if note is not None else []),
        button("Cancel", kind="quiet", custom_attrs={"data-closes": ""}),
        button(verb, kind="solid", type="submit", disabled=is_busy),
        class_name="tt-dialog-foot",
    )
