"""Where the frame leads: the pages that exist, in the order of the sidebar and of the tabs."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Place:
    """One page in the navigation; `group` heads it in the sidebar."""

    path: str
    name: str
    icon: str
    group: str = ""


PLACES = (
    Place("/", "Dashboard", "layout_dashboard"),
    Place("/time", "Time", "list"),
    Place("/team", "Team", "users"),
    Place("/clients", "Clients", "building_2", "Manage"),
    Place("/projects", "Projects", "folder", "Manage"),
)
