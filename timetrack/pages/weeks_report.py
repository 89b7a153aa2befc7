"""/reports/weeks: hours week by week."""

import reflex as rx

from timetrack.components.report_page import report_page
from timetrack.states.reports import ReportState
from timetrack.states.timer import TimerState


@rx.page(route="/reports/weeks", title="Week by week · Timetrack", on_load=[TimerState.open, ReportState.open])
def weeks_report() -> rx.Component:
    """The page of this report."""
    return report_page()
