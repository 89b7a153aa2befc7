"""A project's hours week by week, from its first entry until now."""

from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import func, select
from sqlmodel import Session

from timetrack import clock
from timetrack.domain import periods, policy
from timetrack.domain.project_hours import slices
from timetrack.models import TimeEntry, User, table

ENTRIES = table(TimeEntry)
WEEKS_AT_MOST = 520


@dataclass(frozen=True)
class WorkedWeek:
    """The seconds worked in the week that starts on ``first``; what came before all weeks counts in the first."""

    first: date
    seconds: int


def weeks_of_project(session: Session, actor: User, project_id: int) -> list[WorkedWeek]:
    """The weeks of a project in the actor's zone, up to the present one, as far as ``actor`` may see the entries."""
    entries = ENTRIES.c
    earliest = select(func.min(entries.start_time)).where(
        entries.project_id == project_id, policy.visible_entries(actor)
    )
    start = session.execute(earliest).scalar()
    now = clock.now()
    if start is None or start > now:
        return []
    firsts = _week_starts(periods.local_date(start, actor.timezone), periods.local_date(now, actor.timezone), actor)
    bounds = [periods.day_start(first, actor.timezone) for first in firsts]
    bounds[0] = min(bounds[0], start)
    found = slices(session, actor, [*bounds, now])
    wanted = select(found.c.period, func.sum(found.c.seconds)).where(found.c.project_id == project_id)
    seconds = {period: int(total) for period, total in session.execute(wanted.group_by(found.c.period))}
    return [WorkedWeek(first, seconds.get(number, 0)) for number, first in enumerate(firsts, 1)]


def _week_starts(first: date, last: date, actor: User) -> list[date]:
    start, _ = periods.week_of(first, actor.week_start)
    end, _ = periods.week_of(last, actor.week_start)
    start = max(start, end - timedelta(weeks=WEEKS_AT_MOST - 1))
    return [start + timedelta(weeks=n) for n in range((end - start).days // 7 + 1)]
