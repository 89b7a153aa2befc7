"""From a report to what its page shows: one function per report, all of them giving the same vars. Pure."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from timetrack.domain import figures, money, periods
from timetrack.domain.entry_list import Hours
from timetrack.domain.project_hours import Value
from timetrack.domain.reports.basis import DAYS_AT_MOST, NONE, Asked
from timetrack.domain.reports.clients import ClientProject, ClientsReport, ClientWork
from timetrack.domain.reports.lines import Figures, Line
from timetrack.domain.reports.projects import ProjectsReport, ProjectWork, TaskWork
from timetrack.domain.reports.team import TeamReport
from timetrack.states import wording
from timetrack.states.dashboard_shown import percent
from timetrack.states.report_links import Viewing
from timetrack.states.report_rows import ChartRow, ReportCell, ReportRow, ReportSum, ShareOfReport

DASH = "–"
NO_PROJECT, NO_TASK, INTERNAL = "No project", "No task", "Internal"
Vars = dict[str, Any]


def projects_shown(found: ProjectsReport, viewing: Viewing, opened: set[str]) -> Vars:
    """Projects with their tasks, budgets where the viewer sees them, and a bar each."""
    rows: list[ReportRow] = []
    for one in found.projects:
        key = f"p{one.project_id or 0}"
        rows.append(_project(one, key, viewing, is_open=key in opened))
        if key in opened:
            rows += [_task(task, one, f"{key}-{task.task_id or 0}", viewing) for task in one.tasks]
    bars = [
        (f"p{one.project_id or 0}", one.named.name or NO_PROJECT, one.named.color, one.figures.seconds, _of(one, viewing))
        for one in found.projects
    ]  # fmt: skip
    return {
        "columns": ["Project › task", "Client", "Budget", "Used", "Billable", "Hours", "Amount"],
        "rows": rows,
        "parts": shares(bars, has_dot=True),
        "chart": ChartRow(title="Hours by project"),
        "total": total(found.figures, split(Hours(found.figures.seconds, found.figures.billable_seconds), viewing)),
    }


def clients_shown(found: ClientsReport, viewing: Viewing, opened: set[str]) -> Vars:
    """Clients with their projects, amounts per currency, and for who leads what no invoice holds yet."""
    leads, today = found.shows_unbilled, periods.local_date(found.basis.at, found.basis.zone)
    rows: list[ReportRow] = []
    for one in found.clients:
        key = f"c{one.client_id or 0}"
        left = [
            _unbilled([project.unbilled for project in one.projects], viewing, today, client_id=one.client_id or NONE)
        ]
        rows.append(_client(one, key, viewing, left if leads else [], is_open=key in opened))
        if key in opened:
            rows += [_of_client(project, key, viewing, today if leads else None) for project in one.projects]
    bars = [
        (f"c{one.client_id or 0}", one.name or INTERNAL, "", one.figures.seconds, _to(one, viewing))
        for one in found.clients
    ]
    return {
        "columns": ["Client › project", "Detail", *(["Unbilled"] if leads else []), "Billable", "Hours", "Amount"],
        "rows": rows,
        "parts": shares(bars),
        "chart": ChartRow(title="Hours by client"),
        "total": total(found.figures, split(Hours(found.figures.seconds, found.figures.billable_seconds), viewing)),
    }


def team_shown(found: TeamReport, viewing: Viewing, _opened: set[str]) -> Vars:
    """Everybody's hours against the target that is due by now."""
    rows = []
    for one in found.people:
        path = viewing.entries(user_id=one.user_id)
        used = percent(one.hours.seconds, one.target_seconds)
        rows.append(
            ReportRow(
                key=f"u{one.user_id}",
                name=one.name,
                detail=f"{billable_share(one.hours)} billable" if one.hours.seconds else "",
                path=viewing.address(replace(viewing.asked, user_id=one.user_id), "timesheet"),
                cells=(
                    cell("Target", hours(one.target_seconds)),
                    cell("Of target", f"{used}\u00a0%" if one.target_seconds else DASH),
                    cell("Billable", hours(one.hours.billable_seconds)),
                    cell("Hours", hours(one.hours.seconds), path, is_loud=True),
                ),
            )
        )
    most = sorted(found.people, key=lambda one: (-one.hours.seconds, one.name))
    bars = [(f"u{one.user_id}", one.name, "", one.hours.seconds, viewing.entries(user_id=one.user_id)) for one in most]
    days = f"{found.workdays} working day{'' if found.workdays == 1 else 's'}"
    due = f"target {hours(found.target_seconds)} for {days} so far"
    return {
        "columns": ["Person", "Share", "Target", "Of target", "Billable", "Hours"],
        "rows": rows,
        "parts": shares(bars),
        "chart": ChartRow(title="Hours by person", target_text=due),
        "total": ReportSum(
            hours_text=wording.hours(found.hours.seconds),
            billable_text=f"{billable_share(found.hours)} billable",
            parts=split(found.hours, viewing),
        ),
    }


def hours(seconds: int) -> str:
    """4:58 as the viewer reads it, or a dash."""
    return wording.hours(seconds) if seconds else DASH


def amounts(found: dict[str, Decimal]) -> str:
    """€425.44 · ¥9,001, or a dash."""
    return " · ".join(money.shown(amount, currency) for currency, amount in sorted(found.items())) or DASH


def cell(name: str, text: str, path: str = "", *, is_loud: bool = False, tone: str = "") -> ReportCell:
    """A figure; what is nothing leads nowhere."""
    is_empty = text in ("", DASH)
    return ReportCell(name, text, "" if is_empty else path, tone, is_loud, is_empty)


def worked(found: Figures, path: str) -> tuple[ReportCell, ...]:
    """The last columns of most reports: billable, hours, amount."""
    return (
        cell("Billable", hours(found.billable_seconds)),
        cell("Hours", hours(found.seconds), path, is_loud=True),
        cell("Amount", amounts(found.amounts)),
    )


def total(found: Figures, parts: Sequence[ShareOfReport]) -> ReportSum:
    """What it all comes to."""
    return ReportSum(
        hours_text=wording.hours(found.seconds),
        billable_text=f"{billable_share(Hours(found.seconds, found.billable_seconds))} billable",
        amount_texts=tuple(money.shown(amount, currency) for currency, amount in sorted(found.amounts.items())),
        parts=tuple(parts),
    )


def split(found: Hours, viewing: Viewing) -> tuple[ShareOfReport, ...]:
    """What is billable and what is not, each leading to it line by line."""
    parts = {True: found.billable_seconds, False: found.seconds - found.billable_seconds}
    bars = [
        (f"b{kind:d}", "Billable" if kind else "Not billable", "", seconds, viewing.billable(is_billable=kind))
        for kind, seconds in parts.items()
        if seconds
    ]
    return tuple(shares(bars))


def billable_share(found: Hours) -> str:
    """88 %."""
    return f"{percent(found.billable_seconds, found.seconds)}\u00a0%"


def shares(bars: Iterable[tuple[str, str, str, int, str]], *, has_dot: bool = False) -> list[ShareOfReport]:
    """Bars of (key, name, colour, seconds, path), each against all and against the longest."""
    kept = list(bars)
    whole, longest = sum(bar[3] for bar in kept), max((bar[3] for bar in kept), default=0)
    return [
        ShareOfReport(
            key, name, color, has_dot, hours(seconds), f"{percent(seconds, whole)}\u00a0%",
            percent(seconds, longest), path,
        )
        for key, name, color, seconds, path in kept
    ]  # fmt: skip


def by_key(lines: Iterable[Line], key: Callable[[Line], Any]) -> dict[Any, list[Line]]:
    """Lines gathered by something."""
    found: dict[Any, list[Line]] = {}
    for line in lines:
        found.setdefault(key(line), []).append(line)
    return found


def _project(one: ProjectWork, key: str, viewing: Viewing, *, is_open: bool) -> ReportRow:
    budget, used, tone = "", "", ""
    if one.budget is not None:
        part = int(one.budget.used_part * 100)
        budget = figures.shown_budget(one.budget.budget_hours) or money.shown(
            one.budget.budget_amount or Decimal(0), one.budget.currency
        )
        full = one.budget.full_date
        used, tone = f"{part}\u00a0%", figures.tone_of(part)
        used += f" · full {full.day} {full:%b}" if full else ""
    path = _of(one, viewing)
    return ReportRow(
        key=key,
        name=one.named.name or NO_PROJECT,
        detail=one.named.client_name,
        path=f"/projects/{one.project_id}" if one.project_id else "",
        color=one.named.color,
        has_dot=True,
        has_parts=bool(one.tasks),
        is_open=is_open,
        cells=(
            cell("Budget", budget or DASH),
            cell("Used", used or DASH, tone=tone),
            *worked(one.figures, path),
        ),
    )


def _task(task: TaskWork, of: ProjectWork, key: str, viewing: Viewing) -> ReportRow:
    estimate, used = task.estimated_hours, task.used_seconds
    part = figures.percent_of(used, estimate * 3600) if estimate and used is not None else None
    path = viewing.entries(project_id=of.project_id or NONE, task_id=task.task_id or NONE)
    return ReportRow(
        key=key,
        name=task.name or NO_TASK,
        is_part=True,
        cells=(
            cell("Budget", figures.shown_budget(estimate) or DASH),
            cell("Used", DASH if part is None else f"{part}\u00a0%", tone=figures.tone_of(part or 0)),
            cell("Billable", hours(task.figures.billable_seconds)),
            cell("Hours", hours(task.figures.seconds), path, is_loud=True),
            cell("Amount", ""),
        ),
    )


def _of(one: ProjectWork, viewing: Viewing) -> str:
    return viewing.entries(project_id=one.project_id or NONE)


def _client(one: ClientWork, key: str, viewing: Viewing, left: list[ReportCell], *, is_open: bool) -> ReportRow:
    path, count = _to(one, viewing), len(one.projects)
    return ReportRow(
        key=key,
        name=one.name or INTERNAL,
        detail=f"{count} project{'' if count == 1 else 's'}",
        path=path,
        has_parts=True,
        is_open=is_open,
        cells=(*left, *worked(one.figures, path)),
    )


def _of_client(one: ClientProject, key: str, viewing: Viewing, today: date | None) -> ReportRow:
    project_id = one.project_id or NONE
    path = viewing.entries(project_id=project_id)
    left = [_unbilled([one.unbilled], viewing, today, project_id=project_id)] if today else []
    return ReportRow(
        key=f"{key}-{one.project_id or 0}",
        name=one.named.name or NO_PROJECT,
        color=one.named.color,
        has_dot=True,
        is_part=True,
        cells=(*left, *worked(one.figures, path)),
    )


def _unbilled(found: Sequence[Value], viewing: Viewing, today: date, **on: Any) -> ReportCell:
    """What no invoice holds yet, of whatever day: it leads to all of it since the oldest, not to the report's days."""
    since = [periods.local_date(one.oldest_time, viewing.viewer.timezone) for one in found if one.oldest_time]
    asked = Asked(min(since, default=today), today, is_billable=True, is_unbilled=True, **on)
    fits = timedelta() <= asked.last - asked.first < timedelta(days=DAYS_AT_MOST)
    text = amounts(_added(one.amounts for one in found))
    return cell("Unbilled", text, viewing.address(asked, "timesheet") if fits else "")


def _to(one: ClientWork, viewing: Viewing) -> str:
    return viewing.address(replace(viewing.asked, client_id=one.client_id or NONE), "projects")


def _added(found: Iterable[dict[str, Decimal]]) -> dict[str, Decimal]:
    sums: dict[str, Decimal] = {}
    for one in found:
        for currency, amount in one.items():
            sums[currency] = sums.get(currency, Decimal(0)) + amount
    return sums
