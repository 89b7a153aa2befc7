"""How much of a project's budget is used, and when it will be full at the pace of the last four weeks."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from decimal import Decimal

from sqlmodel import Session

from timetrack.domain import periods, policy, project_hours, worked_totals
from timetrack.domain.entry_list import Hours
from timetrack.domain.project_hours import Value
from timetrack.models import Project, User

PACE = timedelta(days=28)
FORECAST_AT_MOST = timedelta(days=3660)


@dataclass(frozen=True)
class BudgetUse:
    """A budget and what is used of it, since the project began. ``full_date`` is None where the pace says never."""

    budget_hours: Decimal | None
    used_seconds: int
    budget_amount: Decimal | None
    used_amount: Decimal
    currency: str
    week_pace_seconds: int
    full_date: date | None

    @property
    def used_part(self) -> Decimal:
        """How much is used, 1 being all; that in hours counts where there is one in money as well."""
        if self.budget_hours:
            return Decimal(self.used_seconds) / 3600 / self.budget_hours
        return self.used_amount / self.budget_amount if self.budget_amount else Decimal(0)


def budgets_of(session: Session, actor: User, projects: Sequence[Project], *, at: datetime) -> dict[int, BudgetUse]:
    """The budgets of those of ``projects`` that have one. Nothing for who does not lead: it takes everybody's hours."""
    kept = [one for one in projects if one.budget_hours or one.budget_amount]
    if not kept or not policy.leads(actor):
        return {}
    used = worked_totals.worked_in_all(session, actor, by=("project_id",))
    recent = worked_totals.worked_between(session, actor, at - PACE, at, by=("project_id",))
    in_money = [one.project_id for one in kept if one.budget_amount]
    values = project_hours.value_per_project(session, actor, in_money) if in_money else {}
    today = periods.local_date(at, actor.timezone)
    return {
        one.project_id: _use(
            one,
            used.get((one.project_id,), Hours()).seconds,
            recent.get((one.project_id,), Hours()).seconds,
            values.get(one.project_id, Value()),
            today,
        )
        for one in kept
    }


def _use(project: Project, used_seconds: int, recent_seconds: int, value: Value, today: date) -> BudgetUse:
    found = BudgetUse(
        budget_hours=project.budget_hours,
        used_seconds=used_seconds,
        budget_amount=project.budget_amount,
        used_amount=value.amounts.get(project.currency, Decimal(0)),
        currency=project.currency,
        week_pace_seconds=recent_seconds // 4,
        full_date=None,
    )
    return replace(found, full_date=_full_date(found, recent_seconds, today))


def _full_date(found: BudgetUse, recent_seconds: int, today: date) -> date | None:
    """The day on which the rest is gone if every week brings as much as the last four did."""
    part = found.used_part
    if not recent_seconds or not found.used_seconds or not part or part >= 1:
        return None
    a_day = part * recent_seconds / found.used_seconds / PACE.days
    days = int((1 - part) / a_day)
    return today + timedelta(days=days) if days < FORECAST_AT_MOST.days else None
