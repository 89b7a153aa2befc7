"""/clients: who the work is for."""

import reflex as rx

from timetrack.components.client_table import client_dialog, client_table, no_clients
from timetrack.components.controls import button
from timetrack.components.page import page
from timetrack.components.project_views import views
from timetrack.components.skeleton import skeleton_rows
from timetrack.states.clients import ClientsState
from timetrack.states.timer import TimerState


@rx.page(route="/clients", title="Clients · Timetrack", on_load=[TimerState.open, ClientsState.open])
def clients() -> rx.Component:
    """The Clients page."""
    return page(
        rx.cond(ClientsState.is_loaded, rx.cond(ClientsState.rows, client_table(), no_clients()), skeleton_rows(6)),
        client_dialog(),
        title="Clients",
        current="/clients",
        head=[views(ClientsState.views, "Which clients")],
        side=[
            rx.cond(ClientsState.may_edit, button("Add client", icon="plus", kind="solid", on_click=ClientsState.ask))
        ],
    )
