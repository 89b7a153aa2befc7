"""What the timesheet and the week report show: bars by project over days or weeks, and the lines below. Pure."""

from collections.abc import Iterable
from datetime import date

from timetrack.domain import figures, money, periods
from timetrack.domain.reports.basis import NONE
from timetrack.domain.reports.lines import Line, figures_of
from timetrack.domain.reports.names import Names
from timetrack.domain.reports.timesheet import ReportDay, Timesheet
from timetrack.domain.reports.weeks import ReportWeek, WeeksReport
from timetrack.states import wording
from timetrack.states.dashboard_shown import percent
from timetrack.states.report_chart import Period, stacked
from timetrack.states.report_links import Viewing
from timetrack.states.report_rows import ReportRow, ShareOfReport
from timetrack.states.report_shown import DASH, NO_PROJECT, Vars, by_key, cell, hours, shares, total, worked

LINES_AT_MOST = 200
"""So many lines of one day are shown; the files have them all."""


def timesheet_shown(found: Timesheet, viewing: Viewing, opened: set[str]) -> Vars:
    """Days, newest first, each with its lines."""
    rows: list[ReportRow] = []
    for day in reversed([day for day in found.days if day.lines]):
        key = day.day.isoformat()
        rows.append(_day(day, key, viewing, is_open=key in opened))
        if key in opened:
            rows += _lines(day, key, found.names, viewing)
    parts = _by_project(found.lines, found.names, viewing)
    target = int(viewing.viewer.weekly_target_hours * 3600) // periods.WORKING_DAYS
    is_own = viewing.asked.user_id == viewing.viewer.user_id
    return {
        "columns": ["Day › project", "Description", "Rate", "Billable", "Hours", "Amount"],
        "rows": rows,
        "parts": parts,
        "chart": stacked(
            "Hours per day",
            [Period(day.day, day.day, day.lines) for day in found.days],
            found.names,
            today=_today(viewing, found),
            target_seconds=target if is_own else 0,
            target_of="a day",
        ),
        "total": total(found.figures, parts),
    }


def weeks_shown(found: WeeksReport, viewing: Viewing, opened: set[str]) -> Vars:
    """Weeks, newest first, each with its projects and how much more it has than the one before."""
    rows: list[ReportRow] = []
    for week in reversed(found.weeks):
        key = week.first.isoformat()
        rows.append(_week(week, key, viewing, is_open=key in opened))
        if key in opened:
            rows += _projects_of(week, key, found.names, viewing)
    parts = _by_project((line for week in found.weeks for line in week.lines), found.names, viewing)
    return {
        "columns": ["Week › project", "Detail", "Change", "Billable", "Hours"],
        "rows": rows,
        "parts": parts,
        "chart": stacked(
            "Hours per week",
            [Period(week.first, week.last, week.lines) for week in found.weeks],
            found.names,
            today=_today(viewing, found),
            target_seconds=_week_target(viewing),
            target_of="a week",
        ),
        "total": total(found.figures, parts),
    }


def _today(viewing: Viewing, found: Timesheet | WeeksReport) -> date:
    return periods.local_date(found.basis.at, viewing.viewer.timezone)


def _week_target(viewing: Viewing) -> int:
    is_own = viewing.asked.user_id == viewing.viewer.user_id
    return int(viewing.viewer.weekly_target_hours * 3600) if is_own else 0


def _day(day: ReportDay, key: str, viewing: Viewing, *, is_open: bool) -> ReportRow:
    path = viewing.entries(first=day.day)
    count = day.figures.entries
    return ReportRow(
        key=key,
        name=periods.shown_day(day.day),
        detail=f"{count} entr{'y' if count == 1 else 'ies'}",
        path=path,
        has_parts=True,
        is_open=is_open,
        cells=(cell("Rate", ""), *worked(day.figures, path)),
    )


def _lines(day: ReportDay, key: str, names: Names, viewing: Viewing) -> Iterable[ReportRow]:
    for n, line in enumerate(day.lines[:LINES_AT_MOST]):
        yield _line(line, f"{key}-{n}", day.day, names, viewing)
    left = len(day.lines) - LINES_AT_MOST
    if left > 0:
        yield ReportRow(key=f"{key}-more", name=f"{left:,} more lines", detail="The files have them all.", is_part=True)


def _line(line: Line, key: str, day: date, names: Names, viewing: Viewing) -> ReportRow:
    named, task = names.project(line.project_id), names.task(line.task_id)
    who = [names.people[line.user_id]] if viewing.asked.user_id is None else []
    path = viewing.on_time_page(day, day, line.user_id, line.project_id)
    rate = figures.shown_rate(line.hourly_rate, line.currency) if line.is_billable and line.hourly_rate else DASH
    return ReportRow(
        key=key,
        name=f"{named.name or NO_PROJECT}{f' › {task}' if task else ''}",
        detail=" · ".join([*who, line.description or "No description"]),
        color=named.color,
        has_dot=True,
        is_part=True,
        cells=(
            cell("Rate", rate),
            cell("Billable", hours(line.seconds if line.is_billable else 0)),
            cell("Hours", hours(line.seconds), path, is_loud=True),
            cell("Amount", money.shown(line.amount, line.currency) if line.amount else DASH),
        ),
    )


def _week(week: ReportWeek, key: str, viewing: Viewing, *, is_open: bool) -> ReportRow:
    change, path = week.change_seconds, viewing.entries(first=week.first, last=week.last)
    arrow = "↑" if (change or 0) > 0 else "↓"
    count, is_short = len({line.project_id for line in week.lines}), (week.last - week.first).days < 6
    return ReportRow(
        key=key,
        name=f"{periods.shown_day(week.first)} – {periods.shown_day(week.last)}",
        detail=f"{count} project{'' if count == 1 else 's'}{', cut short' if is_short else ''}",
        path=path,
        has_parts=bool(week.lines),
        is_open=is_open,
        cells=(
            cell("Change", f"{arrow} {wording.hours(abs(change))}" if change else DASH),
            *worked(week.figures, path)[:2],
        ),
    )


def _projects_of(week: ReportWeek, key: str, names: Names, viewing: Viewing) -> Iterable[ReportRow]:
    found = {project: figures_of(of) for project, of in by_key(week.lines, lambda line: line.project_id).items()}
    for project, sums in sorted(found.items(), key=lambda one: -one[1].seconds):
        path = viewing.entries(first=week.first, last=week.last, project_id=project or NONE)
        yield ReportRow(
            key=f"{key}-{project or 0}",
            name=names.project(project).name or NO_PROJECT,
            detail=f"{percent(sums.seconds, week.figures.seconds)}\u00a0%",
            color=names.project(project).color,
            has_dot=True,
            is_part=True,
            cells=(cell("Change", ""), *worked(sums, path)[:2]),
        )


def _by_project(lines: Iterable[Line], names: Names, viewing: Viewing) -> list[ShareOfReport]:
    seconds = {key: sum(line.seconds for line in of) for key, of in by_key(lines, lambda line: line.project_id).items()}
    order = sorted(seconds, key=lambda project: (-seconds[project], names.project(project).name))
    bars = [
        (
            f"p{project or 0}",
            names.project(project).name or NO_PROJECT,
            names.project(project).color,
            seconds[project],
            viewing.entries(project_id=project or NONE),
        )
        for project in order
    ]
    return shares(bars, has_dot=True)
