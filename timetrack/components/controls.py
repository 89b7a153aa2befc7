"""Small controls: buttons, links, badges, keys, the billable mark, an avatar."""

from typing import Any, Literal

import reflex as rx
from reflex_components_core.react_router import link as router_link

from timetrack.components.kinds import Handler, Piece

Kind = Literal["solid", "soft", "ghost", "outline", "quiet", "danger"]


def button(*children: Piece, kind: Kind = "outline", size: int = 2, icon: str = "", **props: Any) -> rx.Component:
    """Show a button; one solid button per view. Sizes 1, 2 and 3 are 24, 32 and 40 px (taller on phones)."""
    return rx.el.button(
        *([rx.icon(icon, size=14 if size == 1 else 16)] if icon else []),
        *children,
        **_as_button(kind, size, props),
    )


def link_button(
    *children: Piece, to: str | rx.Var, kind: Kind = "outline", size: int = 2, icon: str = "", **props: Any
) -> rx.Component:
    """Show a link that looks like a button and goes to another page without reloading."""
    attributes = _as_button(kind, size, props)
    attributes.pop("type")
    return router_link(*([rx.icon(icon, size=16)] if icon else []), *children, to=to, **attributes)


def icon_button(
    icon: str, label: str | rx.Var, *, size: int = 2, tip: str | rx.Var | None = None, **props: Any
) -> rx.Component:
    """Show an icon that acts; `label` is its accessible name, `tip` the words shown on hover and focus."""
    attrs = {"data-size": str(size), **({"data-tip": tip} if tip is not None else {}), **props.pop("custom_attrs", {})}
    return rx.el.button(
        rx.icon(icon, size=16),
        **{"type": "button", "aria_label": label, "class_name": "tt-icon-btn", "custom_attrs": attrs, **props},
    )


def link(*children: Piece, to: str | rx.Var, **props: Any) -> rx.Component:
    """Show a text link that goes to another page without reloading."""
    return router_link(*children, to=to, **{"class_name": "tt-link", **props})


def badge(text: Piece, tone: str | rx.Var = "") -> rx.Component:
    """Show a word about a state; the tone (good, warn, bad, accent) only repeats what the word says."""
    return rx.el.span(text, class_name="tt-badge", custom_attrs={"data-tone": tone})


def key(name: str) -> rx.Component:
    """Show a key of the keyboard."""
    return rx.el.kbd(name, class_name="tt-kbd", aria_hidden="true")


def avatar(initial: str | rx.Var, size: int = 1) -> rx.Component:
    """Show a person's initial in a circle; the name stands beside it or is the button's label."""
    return rx.el.span(initial, class_name="tt-avatar", aria_hidden="true", custom_attrs={"data-size": str(size)})


def billable_mark(
    is_billable: bool | rx.Var, on_turn: Handler | None = None, *, size: int = 1, locked: str | rx.Var = ""
) -> rx.Component:
    """Show € or a struck-through €; with `on_turn` it is a toggle that reports no value."""
    attrs = {"data-size": str(size)}
    if on_turn is None:
        words = rx.cond(is_billable, "Billable", "Not billable")
        return rx.el.span(
            class_name="tt-euro", role="img", aria_label=words, custom_attrs={**attrs, "data-on": _yes(is_billable)}
        )
    return rx.el.button(
        class_name="tt-euro",
        type="button",
        aria_label="Billable",
        disabled=locked != "",
        on_click=lambda: on_turn(),
        custom_attrs={**attrs, "aria-pressed": _yes(is_billable)},
    )


def _as_button(kind: Kind, size: int, props: dict[str, Any]) -> dict[str, Any]:
    attrs = {"data-kind": kind, "data-size": str(size), **props.pop("custom_attrs", {})}
    return {"type": "button", "class_name": "tt-btn", "custom_attrs": attrs, **props}


def _yes(value: bool | rx.Var) -> rx.Var:
    return rx.cond(value, "true", "false")
