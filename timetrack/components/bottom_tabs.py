"""The bottom of a phone: up to four tabs and "More", a sheet with every other page."""

import reflex as rx
from reflex_components_core.react_router import link as router_link

from timetrack.components.menu import popover
from timetrack.components.places import PLACES, Place, shown_to

MORE = "more-pages"
TABS = tuple(place for place in PLACES if place.is_tab)
OTHERS = tuple(place for place in PLACES if not place.is_tab)


def bottom_tabs(current: str, leads: bool | rx.Var[bool]) -> rx.Component:
    """Show the tabs; `current` is the path of the one that is lit, or lights "More"; `leads` who the viewer is."""
    return rx.fragment(
        rx.el.nav(*[_tab(place, current) for place in TABS], _more(current), class_name="tt-tabs", aria_label="Pages"),
        popover(
            MORE,
            rx.el.h2("More"),
            *[shown_to(place, leads, _other(place, current)) for place in OTHERS],
            kind="tt-more-pages",
            side="none",
            label="More pages",
            role="navigation",
        ),
    )


def _tab(place: Place, current: str) -> rx.Component:
    return router_link(
        rx.icon(place.icon, size=20),
        rx.el.span(place.name),
        to=place.path,
        class_name="tt-tab",
        custom_attrs=_lit(place, current),
    )


def _more(current: str) -> rx.Component:
    is_lit = any(place.path == current for place in OTHERS)
    return rx.el.button(
        rx.icon("menu", size=20),
        rx.el.span("More"),
        type="button",
        class_name="tt-tab",
        custom_attrs={"popoverTarget": MORE, "data-lit": str(is_lit).lower()},
    )


def _other(place: Place, current: str) -> rx.Component:
    return router_link(
        rx.icon(place.icon, size=20),
        rx.el.span(place.name),
        to=place.path,
        class_name="tt-menu-item",
        custom_attrs=_lit(place, current),
    )


def _lit(place: Place, current: str) -> dict[str, str]:
    return {"aria-current": "page"} if place.path == current else {}
