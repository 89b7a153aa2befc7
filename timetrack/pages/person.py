"""/people/[person_id]: one person, their projects and rates."""

import reflex as rx

from timetrack.components.controls import link_button
from timetrack.components.empty import empty
from timetrack.components.page import page
from timetrack.components.person_cells import link_dialog, zone_list
from timetrack.components.person_parts import actions, kept, projects_and_rates, rate_changes, title, way_back
from timetrack.components.skeleton import skeleton_rows
from timetrack.components.stat import card_grid
from timetrack.states.person import PersonState
from timetrack.states.timer import TimerState


@rx.page(route="/people/[person_id]", title="Person · Timetrack", on_load=[TimerState.open, PersonState.open])
def person() -> rx.Component:
    """The page of one person."""
    return page(
        rx.cond(
            PersonState.is_loaded,
            rx.cond(
                PersonState.is_here,
                rx.fragment(card_grid(projects_and_rates(), kept()), rate_changes()),
                empty(
                    "user_round_x",
                    "This person is not here",
                    "There never was one, or people are not yours to keep. Managers keep them.",
                    link_button("All people", to="/people", kind="soft"),
                ),
            ),
            skeleton_rows(5),
        ),
        zone_list(),
        link_dialog(PersonState),
        title=title(),
        current="/people",
        before=[way_back()],
        side=[rx.cond(PersonState.is_here, actions())],
    )
