"""A report as one flat table, the same for every kind of file it is exported to. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from timetrack.domain.reports.basis import Basis
from timetrack.domain.reports.clients import ClientsReport
from timetrack.domain.reports.lines import Figures, Line
from timetrack.domain.reports.names import Names
from timetrack.domain.reports.projects import ProjectsReport, ProjectWork
from timetrack.domain.reports.receivables import AgeingBasis, Receivables
from timetrack.domain.reports.team import TeamReport
from timetrack.domain.reports.timesheet import Timesheet
from timetrack.domain.reports.weeks import WeeksReport

Cell = str | int | Decimal | date | None


class Kind(StrEnum):
    """What a column holds: words, a day, seconds, an amount whose currency stands beside it, whole percent."""

    TEXT = "TEXT"
    DAY = "DAY"
    HOURS = "HOURS"
    AMOUNT = "AMOUNT"
    PERCENT = "PERCENT"


@dataclass(frozen=True)
class Column:
    """One column; ``width`` is its share of a page."""

    name: str
    kind: Kind = Kind.TEXT
    width: int = 10


@dataclass(frozen=True)
class ReportTable:
    """What is exported. ``about`` says of whom and when, ``notes`` what the figures stand on, ``totals`` what they add
    up to: one row per currency, or one where there is none."""

    title: str
    about: str
    notes: tuple[str, ...]
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    totals: tuple[tuple[Cell, ...], ...]
    at: datetime


HOURS = (Column("Hours", Kind.HOURS, 9), Column("Billable", Kind.HOURS, 9))
MONEY = (Column("Amount", Kind.AMOUNT, 11), Column("Currency", Kind.TEXT, 8))
TIMESHEET = (
    Column("Day", Kind.DAY, 13),
    Column("Person", width=13),
    Column("Client", width=13),
    Column("Project", width=16),
    Column("Task", width=13),
    Column("Description", width=29),
    *HOURS,
    Column("Rate", Kind.AMOUNT, 9),
    *MONEY,
)
PROJECTS = (
    Column("Client", width=18),
    Column("Project", width=20),
    Column("Task", width=20),
    *HOURS,
    Column("Estimate", Kind.HOURS, 9),
    *MONEY,
    Column("Budget used", Kind.PERCENT, 10),
)
CLIENTS = (Column("Client", width=22), Column("Project", width=22), *HOURS, *MONEY, Column("Unbilled", Kind.AMOUNT, 12))
WEEKS = (Column("From", Kind.DAY), Column("To", Kind.DAY), Column("Project", width=24), *HOURS)
TEAM = (Column("Person", width=24), *HOURS, Column("Target", Kind.HOURS, 9), Column("Of target", Kind.PERCENT, 9))


def timesheet_table(found: Timesheet, about: str) -> ReportTable:
    """A row per line."""
    rows = [_line(day.day, line, found.names) for day in found.days for line in day.lines]
    totals = [("Total", *(None,) * 5, *hours, None, *money) for hours, money in _hours_and_money(found.figures)]
    return _table("Timesheet", about, found.basis, TIMESHEET, rows, totals)


def projects_table(found: ProjectsReport, about: str) -> ReportTable:
    """A row per project and currency, and below it one per task, whose hours are part of the project's."""
    rows = [row for project in found.projects for row in _project(project)]
    totals = [("Total", None, None, *hours, None, *money, None) for hours, money in _hours_and_money(found.figures)]
    return _table("Projects", about, found.basis, PROJECTS, rows, totals)


def clients_table(found: ClientsReport, about: str) -> ReportTable:
    """A row per project of each client, and currency."""
    rows = [
        (
            client.name or "Internal",
            one.named.name or "No project",
            *hours,
            *money,
            one.unbilled.amounts.get(money[1] or ""),
        )
        for client in found.clients
        for one in client.projects
        for hours, money in _hours_and_money(one.figures)
    ]
    totals = [("Total", None, *hours, *money, None) for hours, money in _hours_and_money(found.figures)]
    columns = CLIENTS if found.shows_unbilled else CLIENTS[:-1]
    kept = len(columns)
    return _table("Clients", about, found.basis, columns, [row[:kept] for row in rows], [row[:kept] for row in totals])


def weeks_table(found: WeeksReport, about: str) -> ReportTable:
    """A row per week and project."""
    rows: list[tuple[Cell, ...]] = []
    for week in found.weeks:
        by_project: dict[int | None, list[Line]] = {}
        for line in week.lines:
            by_project.setdefault(line.project_id, []).append(line)
        rows += [
            (
                week.first,
                week.last,
                found.names.project(project_id).name or "No project",
                sum(line.seconds for line in of),
                sum(line.seconds for line in of if line.is_billable),
            )
            for project_id, of in by_project.items()
        ]
    return _table("Weeks", about, found.basis, WEEKS, rows, [("Total", None, None, *_hours(found.figures))])


def team_table(found: TeamReport, about: str) -> ReportTable:
    """A row per person."""
    rows = [
        (one.name, one.hours.seconds, one.hours.billable_seconds, one.target_seconds, _percent(one.hours.seconds, one.target_seconds))
        for one in found.people
    ]  # fmt: skip
    whole, target = found.hours, found.target_seconds
    totals = [("Total", whole.seconds, whole.billable_seconds, target, _percent(whole.seconds, target))]
    return _table("Team", about, found.basis, TEAM, rows, totals)


def receivables_table(found: Receivables, _about: str) -> ReportTable:
    """A row per client and currency, a column per step of lateness."""
    columns = (
        Column("Client", width=24),
        *(Column(age.label, Kind.AMOUNT, 11) for age in found.ages),
        Column("Total", Kind.AMOUNT, 12),
        Column("Currency", width=8),
    )
    rows: list[tuple[Cell, ...]] = [(one.name, *one.amounts, one.total, one.currency) for one in found.clients]
    totals: list[tuple[Cell, ...]] = [("Total", *one.amounts, one.total, one.currency) for one in found.totals]
    day = found.basis.day
    return _table("Receivables", f"{day.day} {day:%b} {day.year}", found.basis, columns, rows, totals)


def _table(
    title: str,
    about: str,
    basis: Basis | AgeingBasis,
    columns: Sequence[Column],
    rows: Iterable[Sequence[Cell]],
    totals: Iterable[Sequence[Cell]],
) -> ReportTable:
    kept, sums = tuple(tuple(row) for row in rows), tuple(tuple(row) for row in totals)
    return ReportTable(title, about, tuple(basis.sentences()), tuple(columns), kept, sums, basis.at)


def _line(day: date, line: Line, names: Names) -> tuple[Cell, ...]:
    named = names.project(line.project_id)
    billable = line.seconds if line.is_billable else 0
    money = (line.hourly_rate, line.amount, line.currency) if line.is_billable else (None, None, None)
    what = (named.client_name, named.name, names.task(line.task_id), line.description)
    return (day, names.people[line.user_id], *what, line.seconds, billable, *money)


def _project(one: ProjectWork) -> list[tuple[Cell, ...]]:
    used = int(one.budget.used_part * 100) if one.budget else None
    name, client = one.named.name or "No project", one.named.client_name
    heads = [
        (client, name, "", *hours, None, *money, None if n else used)
        for n, (hours, money) in enumerate(_hours_and_money(one.figures))
    ]
    return heads + [
        (client, name, task.name or "No task", *_hours(task.figures), _estimate(task.estimated_hours), None, None, None)
        for task in one.tasks
    ]


def _hours_and_money(figures: Figures) -> list[tuple[tuple[Cell, Cell], tuple[Decimal | None, str | None]]]:
    """Hours once, beside the first currency, so that a column of hours adds up."""
    money = _money(figures)
    return [(_hours(figures) if not n else (None, None), one) for n, one in enumerate(money)]


def _money(figures: Figures) -> list[tuple[Decimal | None, str | None]]:
    return [(amount, currency) for currency, amount in sorted(figures.amounts.items())] or [(None, None)]


def _hours(figures: Figures) -> tuple[Cell, Cell]:
    return figures.seconds, figures.billable_seconds


def _estimate(hours: Decimal | None) -> int | None:
    return None if hours is None else int(hours * 3600)


def _percent(part: int, whole: int) -> int | None:
    return part * 100 // whole if whole else None
