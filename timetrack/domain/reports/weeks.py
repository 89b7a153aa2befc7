"""The week report: hours of each week, by project, against the week before."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlmodel import Session

from timetrack.domain import periods
from timetrack.domain.reports.basis import Asked, Basis
from timetrack.domain.reports.lines import Figures, Line, basis_of, figures_of, read_lines, with_running
from timetrack.domain.reports.names import Names, names_of
from timetrack.models import User

BY = ("period", "project_id", "is_billable")
WEEK = timedelta(days=7)


@dataclass(frozen=True)
class ReportWeek:
    """The part of a week that was asked for, with its lines per project, and the seconds more than the week before."""

    first: date
    last: date
    lines: tuple[Line, ...]
    figures: Figures
    change_seconds: int | None


@dataclass(frozen=True)
class WeeksReport:
    """The weeks that were asked for, earliest first; the first and the last may be cut short by the days asked for."""

    basis: Basis
    weeks: tuple[ReportWeek, ...]
    names: Names
    figures: Figures


def weeks_report(session: Session, actor: User, *, asked: Asked) -> WeeksReport:
    """The time asked for by week, which begins on the actor's first weekday. Raises as ``timesheet`` does.

    The change is against the week before as a whole; ``comparison.week_comparison`` is fair within the present week.
    """
    basis = basis_of(session, actor, asked)
    spans = _spans(asked, actor.week_start)
    lines = read_lines(session, actor, asked, basis, by=BY, bounds=_bounds(spans, basis.zone))
    found: list[list[Line]] = [[] for _ in spans]
    for line in lines:
        found[line.period - 1].append(line)
    figures = [figures_of(of) for of in found]
    weeks = [
        ReportWeek(first, last, tuple(of), figures[n], figures[n].seconds - figures[n - 1].seconds if n else None)
        for n, ((first, last), of) in enumerate(zip(spans, found, strict=True))
    ]
    return WeeksReport(with_running(basis, lines), tuple(weeks), names_of(session, lines), figures_of(lines))


def _spans(asked: Asked, week_start: int) -> list[tuple[date, date]]:
    first, _ = periods.week_of(asked.first, week_start)
    count = (asked.last - first).days // 7 + 1
    return [
        (max(asked.first, first + n * WEEK), min(asked.last, first + (n + 1) * WEEK - periods.ONE_DAY))
        for n in range(count)
    ]


def _bounds(spans: Sequence[tuple[date, date]], zone: str) -> list[datetime]:
    starts = [periods.day_start(first, zone) for first, _ in spans]
    return [*starts, periods.day_start(spans[-1][1] + periods.ONE_DAY, zone)]
