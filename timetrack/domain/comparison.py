"""This week against last week: by day, and fair, because last week counts up to the same moment."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from sqlmodel import Session

from timetrack import clock
from timetrack.domain import periods, policy
from timetrack.domain.entry_list import EntryFilter, hours_per_period
from timetrack.domain.timer import running_entry
from timetrack.models import User


@dataclass(frozen=True)
class ComparedDay:
    """One weekday in both weeks. ``last_rest_seconds`` is what last week still brought after the same moment."""

    day: date
    this_seconds: int
    running_seconds: int
    last_seconds: int
    last_rest_seconds: int


@dataclass(frozen=True)
class WeekComparison:
    """Both weeks by day up to ``moment``, which last week was ``last_moment``."""

    days: list[ComparedDay]
    moment: datetime
    last_moment: datetime

    @property
    def this_seconds(self) -> int:
        """This week up to now, what runs included."""
        return sum(day.this_seconds for day in self.days)

    @property
    def last_seconds(self) -> int:
        """Last week up to the same moment."""
        return sum(day.last_seconds for day in self.days)

    @property
    def change_percent(self) -> Decimal | None:
        """How much more this week has, in percent of last week; None where last week was empty."""
        if not self.last_seconds:
            return None
        return Decimal(100) * (self.this_seconds - self.last_seconds) / self.last_seconds


def week_comparison(session: Session, actor: User, *, user_id: int | None = None) -> WeekComparison:
    """Compare a person's week with the one before, in the actor's zone and with the actor's first weekday."""
    zone, now = actor.timezone, clock.now()
    wanted = EntryFilter(user_id or actor.user_id)
    first, last = periods.week_of(periods.local_date(now, zone), actor.week_start)
    last_first, week = first - timedelta(days=7), timedelta(days=7)
    moment = periods.same_moment(now, zone, days=-7)
    this_bounds = periods.day_bounds(first, last, zone)
    last_bounds = periods.day_bounds(last_first, last - week, zone)
    this = hours_per_period(session, actor, wanted, [min(bound, now) for bound in this_bounds], at=now)
    whole = hours_per_period(session, actor, wanted, last_bounds, at=now)
    fair = hours_per_period(session, actor, wanted, [min(bound, moment) for bound in last_bounds], at=now)
    running = running_entry(session, wanted.user_id) if policy.may_edit_time_of(actor, wanted.user_id) else None
    growing = periods.split_at(running.start_time, now, this_bounds) if running else [0] * 7
    days = [
        ComparedDay(
            day=first + timedelta(days=n),
            this_seconds=this[n].seconds,
            running_seconds=growing[n],
            last_seconds=fair[n].seconds,
            last_rest_seconds=whole[n].seconds - fair[n].seconds,
        )
        for n in range(7)
    ]
    return WeekComparison(days, now, moment)
