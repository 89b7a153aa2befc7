"""/reports/projects: hours, budgets and amounts per project."""

import reflex as rx

from timetrack.components.report_page import report_page
from timetrack.states.reports import ReportState
from timetrack.states.timer import TimerState


@rx.page(route="/reports/projects", title="Project report · Timetrack", on_load=[TimerState.open, ReportState.open])
def projects_report() -> rx.Component:
    """The page of this report."""
    return report_page()
