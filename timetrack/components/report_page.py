"""The page around a report: tabs to the others, its filters, its files."""

import reflex as rx

from timetrack.components.page import page
from timetrack.components.project_views import views
from timetrack.components.report_filters import report_files, report_filters
from timetrack.components.report_parts import report
from timetrack.components.skeleton import skeleton_rows
from timetrack.states.reports import ReportState


def report_page() -> rx.Component:
    """Show the report that the address names."""
    return page(
        rx.el.div(
            report_filters(),
            rx.cond(ReportState.is_loaded, report(), skeleton_rows(8)),
            class_name="tt-report",
        ),
        title="Reports",
        current="/reports",
        head=[views(ReportState.tabs, "Which report")],
        side=[report_files()],
    )
