"""Form parts: labelled field, select, checkbox, password with reveal, search, text to copy, error line, notice."""

from typing import Any

import reflex as rx

from timetrack.components.controls import button
from timetrack.components.kinds import Handler, Piece
from timetrack.states.rows import OptionRow


def field(
    label: str,
    name: str,
    *,
    help: Piece | None = None,
    error: str | rx.Var | None = None,
    is_wide: bool = False,
    size: int = 2,
    **props: Any,
) -> rx.Component:
    """Show an input under its label; `error` (a var) shows below it and keeps what was typed.

    Where a page has several fields of one name, each is given an `id` of its own.
    """
    return _labelled(
        label,
        props.get("id", f"field-{name}"),
        rx.el.input(**_control("tt-input", name, size, error, props)),
        help,
        error,
        is_wide,
    )


def select(
    label: str,
    name: str,
    options: rx.Var | list[str],
    *,
    help: Piece | None = None,
    error: str | rx.Var | None = None,
    is_wide: bool = False,
    size: int = 2,
    **props: Any,
) -> rx.Component:
    """Show a native select under its label; `options` are OptionRows (a var), or a fixed list of words."""
    choices = rx.foreach(options, _word if isinstance(options, list) else option)
    control = rx.el.select(choices, **_control("tt-select", name, size, error, props))
    return _labelled(label, props.get("id", f"field-{name}"), control, help, error, is_wide)


def password(label: str, name: str, *, below: tuple[Piece, ...] = (), size: int = 3, **props: Any) -> rx.Component:
    """Show a password field with an eye that shows it."""
    control = rx.el.div(
        rx.el.input(**_control("tt-input", name, size, None, {"type": "password", **props})),
        rx.el.button(
            rx.icon("eye", size=16),
            type="button",
            class_name="tt-icon-btn",
            aria_label="Show what is typed",
            custom_attrs={"data-reveal": "", "aria-pressed": "false"},
        ),
        class_name="tt-field-box",
    )
    return _labelled(label, props.get("id", f"field-{name}"), control, None, None, True, below)


def password_meter() -> list[rx.Component]:
    """Show how strong the typed password is, in four bars and in words."""
    bars = rx.el.div(*[rx.el.i() for _ in range(4)], class_name="tt-meter", aria_hidden="true")
    return [
        bars,
        rx.el.span(
            "At least 10 characters.", class_name="tt-help tt-meter-text", id="password-help", aria_live="polite"
        ),
    ]


def checkbox(label: str, name: str, **props: Any) -> rx.Component:
    """Show a checkbox with its words."""
    return rx.el.label(rx.el.input(type="checkbox", name=name, **props), label, class_name="tt-check")


def search_field(words: str, value: str | rx.Var, on_search: Handler) -> rx.Component:
    """Show the field of a page that finds by words; `on_search(text)` is called when they are typed."""
    return rx.el.input(
        type="search",
        placeholder=words,
        aria_label=words,
        default_value=value,
        key=value,
        on_blur=on_search,
        class_name="tt-input",
        custom_attrs={"data-edit": "text", "data-search": ""},
    )


def copy_field(label: str, name: str, value: str | rx.Var) -> rx.Component:
    """Show a text to be copied, with the button that does it."""
    return rx.el.div(
        rx.el.input(
            type="text", read_only=True, value=value, id=f"field-{name}", class_name="tt-input", aria_label=label
        ),
        button("Copy", icon="copy", kind="solid", custom_attrs={"data-copy": f"field-{name}"}),
        class_name="tt-copy",
    )


def error_line(text: str | rx.Var) -> rx.Component:
    """Say what was refused, below its field; nothing while the text is empty."""
    return rx.cond(text != "", rx.el.p(rx.icon("circle_alert", size=14), text, class_name="tt-error", role="alert"))


def notice(*words: Piece, tone: str = "bad", **props: Any) -> rx.Component:
    """Say above a form what happened and what is unharmed."""
    attrs = {"data-tone": tone, **props.pop("custom_attrs", {})}
    return rx.el.div(
        rx.icon("circle_alert", size=16),
        rx.el.p(*words),
        class_name="tt-notice",
        role="alert",
        custom_attrs=attrs,
        **props,
    )


def option(row: OptionRow) -> rx.Component:
    """Show one choice of a select. By its key, what is chosen stays chosen when others come and go before it."""
    return rx.el.option(row.label, value=row.value, key=row.value)


def _word(word: str) -> rx.Component:
    return rx.el.option(word, value=word)


def _control(kind: str, name: str, size: int, error: str | rx.Var | None, props: dict[str, Any]) -> dict[str, Any]:
    attrs: dict[str, Any] = {"data-size": str(size), **props.pop("custom_attrs", {})}
    if error is not None:
        attrs["aria-invalid"] = rx.cond(error != "", "true", "false")
    return {"class_name": kind, "name": name, "id": f"field-{name}", "custom_attrs": attrs, **props}


def _labelled(
    label: str,
    control_id: str,
    control: rx.Component,
    help: Piece | None,
    error: str | rx.Var | None,
    is_wide: bool,
    below: tuple[Piece, ...] = (),
) -> rx.Component:
    return rx.el.div(
        rx.el.label(label, class_name="tt-label", html_for=control_id),
        control,
        *below,
        *([rx.el.span(help, class_name="tt-help")] if help is not None else []),
        *([error_line(error)] if error is not None else []),
        class_name="tt-field",
        custom_attrs={"data-span": ""} if is_wide else {},
    )
