"""“Why this rate?”: a word beside a rate that opens the answer, wherever a rate shows."""

import reflex as rx

from timetrack.components.menu import popover
from timetrack.states.people_rows import WhyRow


def why_rate(name: str | rx.Var, why: WhyRow) -> rx.Component:
    """Show the rule in two words; a click opens “€95.00 — Mira's rate on this project”. `name` is unique on the page."""
    return rx.cond(
        why.short != "",
        rx.fragment(
            rx.el.button(
                rx.icon("circle_help", size=14),
                why.short,
                rx.el.span(" – why this rate?", class_name="tt-sr"),
                type="button",
                class_name="tt-why tt-muted tt-small",
                custom_attrs={"popoverTarget": name},
            ),
            popover(
                name,
                rx.el.p(why.sentence, class_name="tt-name"),
                rx.el.p(why.detail, class_name="tt-muted tt-small"),
                kind="tt-why-pop",
                label="Why this rate?",
                role="group",
            ),
        ),
        rx.el.span(class_name="tt-no-why"),
    )
