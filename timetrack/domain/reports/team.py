"""The team report: each person's hours against their weekly target, and how many of them are billable."""

from dataclasses import dataclass, replace
from datetime import date, timedelta

from sqlalchemy import or_, select
from sqlmodel import Session

from timetrack.db import rows
from timetrack.domain import people, periods, policy, worked_totals
from timetrack.domain.entry_list import Hours
from timetrack.domain.people import USERS
from timetrack.domain.reports.basis import Asked, Basis
from timetrack.domain.reports.lines import Line, basis_of, figures_of, read_lines, span_of, with_running
from timetrack.models import User

BY = ("user_id", "is_billable")


@dataclass(frozen=True)
class PersonWork:
    """One person's hours, and the target of the working days that have come by now."""

    user_id: int
    name: str
    hours: Hours
    target_seconds: int


@dataclass(frozen=True)
class TeamReport:
    """Everybody who works here or has time in the report's days, by name. ``workdays`` are those that have come."""

    basis: Basis
    people: tuple[PersonWork, ...]
    hours: Hours
    target_seconds: int
    workdays: int


def team_report(session: Session, actor: User, *, asked: Asked) -> TeamReport:
    """How much of their target everybody whose time ``actor`` may see has worked. Raises as ``timesheet`` does.

    A fifth of the weekly target is due on each day from Monday to Friday, today's included and no later one.
    """
    basis = basis_of(session, actor, asked)
    if asked.user_id is not None:
        people.visible_person(session, actor, asked.user_id)
    basis, hours = _hours(session, actor, asked, basis)
    workdays = _workdays(asked, periods.local_date(basis.at, basis.zone))
    found = [
        PersonWork(
            user_id=person.user_id,
            name=person.name,
            hours=hours.get(person.user_id, Hours()),
            target_seconds=int(person.weekly_target_hours * 3600 * workdays / periods.WORKING_DAYS),
        )
        for person in _people(session, actor, asked, hours)
    ]
    total = Hours(sum(one.hours.seconds for one in found), sum(one.hours.billable_seconds for one in found))
    return TeamReport(basis, tuple(found), total, sum(one.target_seconds for one in found), workdays)


def _hours(session: Session, actor: User, asked: Asked, basis: Basis) -> tuple[Basis, dict[int, Hours]]:
    """From the kept totals where nothing but days is asked for and nothing is rounded; from the entries otherwise."""
    plain = Asked(asked.first, asked.last, user_id=asked.user_id)
    if asked == plain and basis.rounding.is_exact:
        found = worked_totals.worked_between(session, actor, *span_of(basis), by=("user_id",))
        hours = {user_id: worked for (user_id,), worked in found.items() if user_id is not None}
        counts_running = basis.first <= periods.local_date(basis.at, basis.zone) <= basis.last
        return replace(basis, counts_running=counts_running), hours
    lines = read_lines(session, actor, asked, basis, by=BY, bounds=span_of(basis))
    by_person: dict[int, list[Line]] = {}
    for line in lines:
        by_person.setdefault(line.user_id, []).append(line)
    figures = {user_id: figures_of(of) for user_id, of in by_person.items()}
    return with_running(basis, lines), {key: Hours(one.seconds, one.billable_seconds) for key, one in figures.items()}


def _people(session: Session, actor: User, asked: Asked, hours: dict[int, Hours]) -> list[User]:
    wanted = select(USERS).where(
        policy.visible_people(actor), or_(USERS.c.deactivated_at.is_(None), USERS.c.user_id.in_(hours))
    )
    if asked.user_id is not None:
        wanted = wanted.where(USERS.c.user_id == asked.user_id)
    return sorted(rows(session, User, wanted), key=lambda person: (person.name.casefold(), person.user_id))


def _workdays(asked: Asked, today: date) -> int:
    """The days from Monday to Friday up to today."""
    days = (min(asked.last, today) - asked.first).days + 1
    return sum((asked.first + timedelta(days=n)).isoweekday() <= periods.WORKING_DAYS for n in range(max(0, days)))
