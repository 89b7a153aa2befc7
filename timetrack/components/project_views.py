"""Which rows a list shows: one link per state, each with its own address."""

import reflex as rx

from timetrack.components.controls import link
from timetrack.states.project_rows import LinkRow


def views(rows: list[LinkRow], label: str) -> rx.Component:
    """Show the choices side by side, the current one lit."""
    return rx.el.nav(rx.foreach(rows, _view), class_name="tt-segments", aria_label=label)


def _view(row: LinkRow) -> rx.Component:
    lit = {"aria-current": rx.cond(row.is_current, "true", "false")}
    return link(row.label, to=row.path, class_name="", custom_attrs=lit)
