"""/reports/clients: hours and amounts per client."""

import reflex as rx

from timetrack.components.report_page import report_page
from timetrack.states.reports import ReportState
from timetrack.states.timer import TimerState


@rx.page(route="/reports/clients", title="Client report · Timetrack", on_load=[TimerState.open, ReportState.open])
def clients_report() -> rx.Component:
    """The page of this report."""
    return report_page()
