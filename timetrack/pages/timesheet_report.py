"""/reports/timesheet: the timesheet report, by day."""

import reflex as rx

from timetrack.components.report_page import report_page
from timetrack.states.reports import ReportState
from timetrack.states.timer import TimerState


@rx.page(route="/reports/timesheet", title="Timesheet · Timetrack", on_load=[TimerState.open, ReportState.open])
def timesheet_report() -> rx.Component:
    """The page of this report."""
    return report_page()
