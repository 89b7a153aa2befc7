"""/people: who is in the workspace, in which role and at what rate."""

import reflex as rx

from timetrack.components.controls import button
from timetrack.components.page import page
from timetrack.components.people_table import nobody, not_for_you, people_table
from timetrack.components.person_cells import add_dialog, link_dialog, zone_list
from timetrack.components.project_views import views
from timetrack.components.skeleton import skeleton_rows
from timetrack.states.people import PeopleState
from timetrack.states.timer import TimerState


@rx.page(route="/people", title="People · Timetrack", on_load=[TimerState.open, PeopleState.open])
def people() -> rx.Component:
    """The people page."""
    return page(
        rx.cond(
            PeopleState.is_loaded,
            rx.cond(PeopleState.may_edit, rx.cond(PeopleState.rows, people_table(), nobody()), not_for_you()),
            skeleton_rows(6),
        ),
        zone_list(),
        add_dialog(),
        link_dialog(PeopleState),
        title="People",
        current="/people",
        head=[rx.cond(PeopleState.may_edit, views(PeopleState.views, "Which people"))],
        side=[rx.cond(PeopleState.may_edit, button("Add person", icon="plus", kind="solid", on_click=PeopleState.ask))],
    )
