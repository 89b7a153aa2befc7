"""Bars in the grid of the rows to come, while they load."""

import reflex as rx


def skeleton_rows(count: int = 6) -> rx.Component:
    """Show a card of rows without words."""
    return rx.el.div(
        *[
            rx.el.div(*[rx.el.span(class_name="tt-bone") for _ in range(5)], class_name="tt-bone-row")
            for _ in range(count)
        ],
        class_name="tt-card",
        role="status",
        aria_label="Loading",
    )


def skeleton_cards(count: int = 4) -> rx.Component:
    """Show figure cards without figures, as children of `card_grid`."""
    bones = [rx.el.span(class_name="tt-bone") for _ in range(3)]
    return rx.fragment(
        *[
            rx.el.div(
                *bones,
                class_name="tt-card tt-card-pad tt-bone-card",
                custom_attrs={"data-cols": "3"},
                aria_hidden="true",
            )
            for _ in range(count)
        ]
    )
