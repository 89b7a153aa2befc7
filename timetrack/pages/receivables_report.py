"""/reports/receivables: what clients owe, by how late it is."""

import reflex as rx

from timetrack.components.report_page import report_page
from timetrack.states.reports import ReportState
from timetrack.states.timer import TimerState


@rx.page(route="/reports/receivables", title="Receivables · Timetrack", on_load=[TimerState.open, ReportState.open])
def receivables_report() -> rx.Component:
    """The page of this report."""
    return report_page()
