"""How to call the functions of ``domain/reports``: part of ``recipes.py``."""

from collections.abc import Callable
from datetime import date
from typing import Any

from sqlmodel import Session

from tests.factories import NOW
from timetrack.domain.reports import (
    budgets,
    clients,
    exports,
    lines,
    names,
    projects,
    receivables,
    team,
    timesheet,
    weeks,
)
from timetrack.domain.reports.basis import Asked

DAYS = Asked(date(2026, 3, 9), date(2026, 3, 13))

READS: dict[str, Callable[[Session, Any], Any]] = {
    "reports.timesheet.timesheet": lambda s, w: timesheet.timesheet(s, w.mira, asked=DAYS),
    "reports.projects.projects_report": lambda s, w: projects.projects_report(s, w.mira, asked=DAYS),
    "reports.clients.clients_report": lambda s, w: clients.clients_report(s, w.mira, asked=DAYS),
    "reports.weeks.weeks_report": lambda s, w: weeks.weeks_report(s, w.mira, asked=DAYS),
    "reports.receivables.receivables_report": lambda s, w: receivables.receivables_report(s, w.ada, asked=DAYS),
    "reports.team.team_report": lambda s, w: team.team_report(s, w.mira, asked=DAYS),
    "reports.budgets.budgets_of": lambda s, w: budgets.budgets_of(s, w.mira, [_with_budget(w.project)], at=NOW),
    "reports.exports.report_table": lambda s, w: exports.report_table(s, w.mira, name="timesheet", asked=DAYS),
    "reports.exports.about": lambda s, w: exports.about(s, w.mira, DAYS),
    "reports.exports.filter_words": lambda s, w: exports.filter_words(s, w.mira, asked=DAYS),
    "reports.lines.basis_of": lambda s, w: lines.basis_of(s, w.mira, DAYS),
    "reports.lines.read_lines": lambda s, w: _read(s, w),
    "reports.names.names_of": lambda s, w: names.names_of(s, _read(s, w)),
}


def _read(session: Session, world: Any) -> list[lines.Line]:
    basis = lines.basis_of(session, world.mira, DAYS)
    return lines.read_lines(session, world.mira, DAYS, basis, by=timesheet.BY, bounds=lines.span_of(basis))


def _with_budget(project: Any) -> Any:
    return project.model_copy(update={"budget_hours": 10})
