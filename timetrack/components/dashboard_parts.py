"""Lists of the dashboard: recent work with ▶, hours by project as bars."""

import reflex as rx

from timetrack.components.clock import growing_total
from timetrack.components.controls import icon_button
from timetrack.components.kinds import Handler
from timetrack.components.project_chip import project_chip, project_dot
from timetrack.components.stat import track
from timetrack.states.rows import ShareRow, WorkRow


def work_list(rows: list[WorkRow], on_resume: Handler, on_stop: Handler) -> rx.Component:
    """Show recent work; `on_resume(entry_id)`, `on_stop()`."""
    return rx.el.ul(rx.foreach(rows, lambda row: _work(row, on_resume, on_stop)), class_name="tt-list")


def share_bars(rows: list[ShareRow]) -> rx.Component:
    """Show hours by project, the longest bar first."""
    return rx.el.ul(rx.foreach(rows, _share), class_name="tt-bars")


def _work(row: WorkRow, on_resume: Handler, on_stop: Handler) -> rx.Component:
    return rx.el.li(
        rx.cond(
            row.is_running,
            icon_button("square", "Stop", on_click=lambda: on_stop(), custom_attrs={"data-stop": ""}),
            icon_button("play", f"Resume {row.description}", on_click=lambda: on_resume(row.entry_id)),
        ),
        rx.el.span(rx.cond(row.description != "", row.description, "No description"), class_name="tt-cut"),
        project_chip(row.project, row.color, row.task),
        rx.el.span(row.when_text, class_name="tt-muted"),
        key=row.entry_id,
    )


def _share(row: ShareRow) -> rx.Component:
    return rx.el.li(
        rx.el.span(
            project_dot(row.color),
            rx.el.span(rx.cond(row.project != "", row.project, "No project"), class_name="tt-name"),
            class_name="tt-chip",
        ),
        track(row.width, 100, row.project, color=row.color),
        growing_total(row.hours_text, row.total_seconds, row.since, key=row.since, class_name="tt-num tt-name"),
        rx.el.span(row.percent_text, class_name="tt-num tt-muted"),
        key=row.project_id,
    )
