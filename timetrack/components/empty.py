"""What stands where nothing is yet: one sentence, one soft button."""

import reflex as rx

from timetrack.components.kinds import Piece


def empty(icon: str, title: Piece, sentence: Piece, action: rx.Component | None = None) -> rx.Component:
    """Show a tile, what is missing, and the way to get it (a soft button)."""
    return rx.el.div(
        rx.el.span(rx.icon(icon, size=20), class_name="tt-empty-tile", aria_hidden="true"),
        rx.el.h2(title),
        rx.el.p(sentence, class_name="tt-muted"),
        *([action] if action is not None else []),
        class_name="tt-card tt-empty",
    )
