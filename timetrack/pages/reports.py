"""/reports: where reports begin: the timesheet."""

import reflex as rx

from timetrack.components.report_page import report_page
from timetrack.states.reports import ReportState
from timetrack.states.timer import TimerState


@rx.page(route="/reports", title="Reports · Timetrack", on_load=[TimerState.open, ReportState.open])
def reports() -> rx.Component:
    """The page of this report."""
    return report_page()
