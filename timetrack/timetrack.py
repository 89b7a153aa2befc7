"""The app: its pages, our own routes beside them, and nothing else."""

import reflex as rx
from starlette.applications import Starlette
from starlette.types import ASGIApp

from timetrack import frontend
from timetrack.api import (
    auth,
    files,
    health,
    installable,
    invoice_files,
    invoice_preview,
    report_files,
    reports,
    security,
    workspace,
)
from timetrack.components import theme
from timetrack.live import listener
from timetrack.pages import (
    calendar,
    clients,
    clients_report,
    dashboard,
    invoice,
    invoices,
    join,
    login,
    new_invoice,
    people,
    person,
    project,
    projects,
    projects_report,
    receivables_report,
    recurring,
    settings,
    setup,
    shared_invoice,
    tasks,
    team,
    team_report,
    time,
    timesheet,
    timesheet_report,
    wall,
    weeks_report,
)
from timetrack.pages import reports as reports_page
from timetrack.states import protection
from timetrack.states.base import show_error
from timetrack.worker import running

__all__ = [
    "app",
    "calendar",
    "clients",
    "clients_report",
    "dashboard",
    "invoice",
    "invoices",
    "join",
    "login",
    "new_invoice",
    "people",
    "person",
    "project",
    "projects",
    "projects_report",
    "receivables_report",
    "recurring",
    "reports_page",
    "settings",
    "setup",
    "shared_invoice",
    "tasks",
    "team",
    "team_report",
    "time",
    "timesheet",
    "timesheet_report",
    "wall",
    "weeks_report",
]


def secured(inner: ASGIApp) -> ASGIApp:
    """Everything that is answered passes through the one gate."""
    return security.Security(inner, frontend.pages_dir())


app = rx.App(
    stylesheets=theme.STYLESHEETS,
    head_components=theme.head_components(),
    toaster=None,
    api_transformer=[
        Starlette(
            routes=[
                *health.routes,
                *auth.routes,
                *reports.routes,
                *report_files.routes,
                *invoice_files.routes,
                *invoice_preview.routes,
                *files.routes,
                *installable.routes,
                *workspace.routes,
            ]
        ),
        secured,
    ],
    backend_exception_handler=show_error,
    frontend_exception_handler=protection.note_browser_error,
)
protection.protect(app)
app.register_lifespan_task(listener.lifespan)
app.register_lifespan_task(running.lifespan)
