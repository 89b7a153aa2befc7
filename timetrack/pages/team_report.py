"""/reports/team: everybody's hours against their target."""

import reflex as rx

from timetrack.components.report_page import report_page
from timetrack.states.reports import ReportState
from timetrack.states.timer import TimerState


@rx.page(route="/reports/team", title="Utilisation · Timetrack", on_load=[TimerState.open, ReportState.open])
def team_report() -> rx.Component:
    """The page of this report."""
    return report_page()
