"""The timesheet report: a person's or everybody's time by day, line by line."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

from sqlmodel import Session

from timetrack.domain import periods
from timetrack.domain.reports.basis import Asked, Basis
from timetrack.domain.reports.lines import Figures, Line, basis_of, figures_of, read_lines, with_running
from timetrack.domain.reports.names import Names, names_of
from timetrack.models import User

BY = ("period", "user_id", "project_id", "task_id", "description", "is_billable", "hourly_rate", "currency")


@dataclass(frozen=True)
class ReportDay:
    """One day with the lines worked on it, the longest first."""

    day: date
    lines: tuple[Line, ...]

    @cached_property
    def figures(self) -> Figures:
        """What its lines add up to."""
        return figures_of(self.lines)


@dataclass(frozen=True)
class Timesheet:
    """The days that were asked for, empty ones included, earliest first."""

    basis: Basis
    days: tuple[ReportDay, ...]
    names: Names

    @cached_property
    def lines(self) -> tuple[Line, ...]:
        """All lines, day by day."""
        return tuple(line for day in self.days for line in day.lines)

    @cached_property
    def figures(self) -> Figures:
        """What all lines add up to."""
        return figures_of(self.lines)


def timesheet(session: Session, actor: User, *, asked: Asked) -> Timesheet:
    """The time asked for by day in the actor's zone: of one person, or of all whose time ``actor`` may see.

    A line is what one person worked on one day on the same thing, at the same rate; its amount is rounded as it is
    printed, and totals are the sum of printed lines. Raises NotFound for a person that ``actor`` may not see,
    InvalidInput for days that make no span or too many lines.
    """
    basis = basis_of(session, actor, asked)
    bounds = periods.day_bounds(basis.first, basis.last, basis.zone)
    lines = read_lines(session, actor, asked, basis, by=BY, bounds=bounds)
    names = names_of(session, lines)
    return Timesheet(with_running(basis, lines), _days(asked, lines, names), names)


def _days(asked: Asked, lines: Sequence[Line], names: Names) -> tuple[ReportDay, ...]:
    found: list[list[Line]] = [[] for _ in range((asked.last - asked.first).days + 1)]
    for line in lines:
        found[line.period - 1].append(line)
    for of_day in found:
        of_day.sort(key=lambda line: _place(line, names))
    return tuple(ReportDay(asked.first + timedelta(days=n), tuple(of_day)) for n, of_day in enumerate(found))


def _place(line: Line, names: Names) -> tuple[str, int, str, str, str]:
    """By person, then the longest first; by name where equal, so that a report read twice is the same."""
    named = names.project(line.project_id).name
    return names.people[line.user_id].casefold(), -line.seconds, named, names.task(line.task_id), line.description
