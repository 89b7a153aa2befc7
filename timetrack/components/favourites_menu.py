"""The favourites: a star that opens the list; one click starts the timer on one of them."""

import reflex as rx

from timetrack.components.controls import button, icon_button
from timetrack.components.menu import popover
from timetrack.components.project_chip import project_chip
from timetrack.states.favourites import FavouriteRow, FavouritesState


def favourites_menu() -> rx.Component:
    """Show the star and its list; the page's `on_load` has `FavouritesState.open`."""
    return rx.fragment(
        button(
            "Favourites",
            icon="star",
            kind="ghost",
            class_name="tt-btn tt-compact",
            custom_attrs={"popoverTarget": "favourites"},
        ),
        popover(
            "favourites",
            rx.cond(
                FavouritesState.favourites,
                rx.el.ul(rx.foreach(FavouritesState.favourites, _favourite)),
                rx.el.p(
                    "Nothing here yet. The ⋮ of an entry has “Add to favourites”.",
                    class_name="tt-muted tt-favourites-none",
                ),
            ),
            kind="tt-favourites",
            label="Favourites",
            role="group",
        ),
    )


def _favourite(one: FavouriteRow) -> rx.Component:
    return rx.el.li(
        rx.el.button(
            rx.icon("play", size=16),
            rx.el.span(
                rx.cond(one.description != "", rx.el.span(one.description, class_name="tt-cut tt-name")),
                rx.cond(one.project != "", project_chip(one.project, one.color, one.task)),
            ),
            type="button",
            class_name="tt-menu-item",
            aria_label=f"Start {one.name}",
            disabled=rx.cond(one.is_open, False, True),
            title=rx.cond(one.is_open, "", "This project takes no time any more"),
            on_click=lambda: FavouritesState.start(one.favourite_id),
            custom_attrs={"popoverTarget": "favourites", "popoverTargetAction": "hide"},
        ),
        icon_button(
            "arrow_up",
            f"Move {one.name} up",
            disabled=one.is_first,
            on_click=lambda: FavouritesState.move_up(one.favourite_id),
        ),
        icon_button("x", f"Remove {one.name}", on_click=lambda: FavouritesState.remove(one.favourite_id)),
        key=one.favourite_id,
    )
