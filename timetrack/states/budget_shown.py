"""Budgets near their limit: how much is used, in hours or in money, and when it is full at the pace of late."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from timetrack.domain import money, periods
from timetrack.domain.figures import shown_percent
from timetrack.models import Project, ProjectStatus
from timetrack.states import wording
from timetrack.states.dashboard_rows import BudgetRow
from timetrack.states.dashboard_shown import left, percent

WARN_PERCENT, FULL_PERCENT = 80, 100
PACE = timedelta(weeks=4)
"""How far back the pace is looked at."""
FORESEEABLE = timedelta(days=180)


@dataclass(frozen=True)
class Spent:
    """What a project has used: seconds ever and within ``PACE``, and what the billable ones come to in its currency."""

    project: Project
    seconds: int
    recent_seconds: int
    amount: Decimal


def budget_rows(spent: Iterable[Spent], now: datetime, zone: str) -> list[BudgetRow]:
    """The active projects that have used most of their budget, fullest first. Hours count before money."""
    rows = [_row(one, now, zone) for one in spent if one.project.status == ProjectStatus.ACTIVE and _limit(one)]
    return sorted((row for row in rows if row.percent >= WARN_PERCENT), key=lambda row: (-row.percent, row.project))


def _row(spent: Spent, now: datetime, zone: str) -> BudgetRow:
    project, (used, limit) = spent.project, (_used(spent), _limit(spent))
    of = percent(int(used), int(limit))
    if project.budget_hours:
        rest = left(int(limit - used))
        used_text = f"{wording.hours(spent.seconds)} of {project.budget_hours.normalize():f}\u00a0h"
    else:
        rest = f"{_whole(abs(limit - used), project.currency)} {'left' if used <= limit else 'over'}"
        used_text = f"{_whole(used, project.currency)} of {_whole(limit, project.currency)}"
    return BudgetRow(
        project_id=project.project_id,
        project=project.name,
        color=project.color,
        used_text=used_text,
        percent_text=shown_percent(of),
        percent=of,
        note=_full(spent, now, zone) or rest,
        tone="bad" if used > limit else "warn",
    )


def _full(spent: Spent, now: datetime, zone: str) -> str:
    """On which day nothing is left if work goes on as it did; nothing when that is far off, or past."""
    used, limit = _used(spent), _limit(spent)
    if not (0 < used < limit) or not spent.recent_seconds:
        return ""
    seconds = Decimal(spent.seconds) * (limit - used) / used
    until = PACE * float(seconds / spent.recent_seconds)
    return f"full {periods.shown_day(periods.local_date(now + until, zone))}" if until <= FORESEEABLE else ""


def _used(spent: Spent) -> Decimal:
    return Decimal(spent.seconds) if spent.project.budget_hours else spent.amount


def _limit(spent: Spent) -> Decimal:
    """In seconds where the budget is in hours, else the amount; 0 for none."""
    if spent.project.budget_hours:
        return spent.project.budget_hours * 3600
    return spent.project.budget_amount or Decimal(0)


def _whole(amount: Decimal, currency: str) -> str:
    """€16,240: a budget is not a matter of cents."""
    return money.shown(amount.quantize(Decimal(1)), currency).partition(".")[0]
