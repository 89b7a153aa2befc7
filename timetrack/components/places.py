"""Where the frame leads: the pages that exist, in the order of the sidebar, of the tabs and of the palette."""

from dataclasses import dataclass

import reflex as rx


@dataclass(frozen=True)
class Place:
    """One page in the navigation.

    `group` heads it in the sidebar. `is_tab` gives it one of the four tabs of a phone; the others are behind "More".
    `key` opens it after `g`. `is_for_leads` hides it from who does not lead.
    """

    path: str
    name: str
    icon: str
    group: str = ""
    key: str = ""
    is_tab: bool = False
    is_for_leads: bool = False


PLACES = (
    Place("/", "Dashboard", "layout_dashboard", key="d", is_tab=True),
    Place("/time", "Time", "list", key="t", is_tab=True),
    Place("/calendar", "Calendar", "calendar", key="c", is_tab=True),
    Place("/timesheet", "Timesheet", "table_2", key="h"),
    Place("/team", "Team", "users", key="b", is_tab=True),
    Place("/reports", "Reports", "chart_column", "Analyse", key="r"),
    Place("/clients", "Clients", "building_2", "Manage", key="l"),
    Place("/projects", "Projects", "folder", "Manage", key="p"),
    Place("/tasks", "Tasks", "square_check", "Manage", key="k"),
    Place("/people", "People", "users_round", "Manage", key="e", is_for_leads=True),
    Place("/invoices", "Invoices", "receipt_text", "Bill", key="i", is_for_leads=True),
    Place("/settings", "Settings", "settings", key=","),
)


def shown_to(place: Place, leads: bool | rx.Var[bool], link: rx.Component) -> rx.Component:
    """Show the link to a place; one of those who lead only to who does."""
    return rx.cond(leads, link) if place.is_for_leads else link
