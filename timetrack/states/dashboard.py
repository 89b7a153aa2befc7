"""The dashboard: today and this week against the person's target, against last week, and where the hours went."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from decimal import Decimal
from time import monotonic

from timetrack import clock
from timetrack.db import Session
from timetrack.domain import entry_list, people, periods, policy, project_hours, projects, timer
from timetrack.domain.comparison import WeekComparison, week_comparison
from timetrack.domain.entry_list import EntryFilter, Hours, ListedEntry
from timetrack.domain.project_hours import Value
from timetrack.domain.project_shares import ProjectShare, project_shares
from timetrack.models import BillingType, Project, ProjectStatus, User
from timetrack.states.base import AppState, guarded
from timetrack.states.budget_shown import PACE, Spent, budget_rows
from timetrack.states.dashboard_rows import BudgetRow, FiguresRow, UnbilledRow, WeekRow
from timetrack.states.dashboard_shown import (
    figures_row,
    share_rows,
    unbilled_row,
    week_row,
    work_rows,
)
from timetrack.states.rows import ShareRow, WorkRow

RECENT = 5
REST = 20
"""What counts over everyone's time is read for at most a twentieth of the time."""


@dataclass(frozen=True)
class Found:
    """What the dashboard reads about its person in one transaction, all of it counted up to the same second."""

    compared: WeekComparison
    hours: list[Hours]
    shares: list[ProjectShare]
    recent: list[ListedEntry]
    running: ListedEntry | None


@dataclass(frozen=True)
class Business:
    """What only who leads sees: unbilled work, the hours of projects with a budget, ever and lately, and the currency."""

    projects: list[Project]
    unbilled: dict[int, Value]
    hours: dict[int, Hours]
    recent: dict[int, Hours]
    currency: str


class DashboardState(AppState):
    """The figures of one person's dashboard."""

    title: str = ""
    short_title: str = ""
    figures: FiguresRow = FiguresRow()
    week: WeekRow = WeekRow()
    shares: list[ShareRow] = []  # noqa: RUF012
    work: list[WorkRow] = []  # noqa: RUF012
    unbilled: UnbilledRow = UnbilledRow()
    budgets: list[BudgetRow] = []  # noqa: RUF012
    is_leading: bool = False
    is_loaded: bool = False
    is_table: bool = False
    _business_due: float = 0

    @guarded
    async def open(self) -> AsyncIterator[None]:
        """Show the figures, then what only who leads sees, and keep both fresh while the page is open."""
        self._watch(f"user:{self._actor.user_id}", "structure", "invoices")
        self._show_found(await self._read(_look))
        yield
        await self._look_at_business()

    @guarded
    async def turn_table(self) -> None:
        """Show the chart's numbers as a table, or the chart again."""
        self.is_table = not self.is_table

    async def _refresh(self) -> None:
        self._show_found(await self._read(_look))
        if monotonic() >= self._business_due:
            await self._look_at_business()

    async def _look_at_business(self) -> None:
        """Read what counts over everyone's time; the longer it takes, the less often a push may ask for it."""
        actor, began = self._actor, monotonic()
        if policy.leads(actor):
            found = await self._read(_business)
            self._show(
                unbilled=unbilled_row(found.projects, found.unbilled, found.currency, clock.now()),
                budgets=self._budgets(found),
            )
        else:
            self._show(unbilled=UnbilledRow(), budgets=[])
        self._business_due = began + REST * (monotonic() - began)

    def _budgets(self, found: Business) -> list[BudgetRow]:
        spent = [
            Spent(
                project,
                found.hours.get(project.project_id, Hours()).seconds,
                found.recent.get(project.project_id, Hours()).seconds,
                found.unbilled.get(project.project_id, Value()).amounts.get(project.currency, Decimal(0)),
            )
            for project in found.projects
        ]
        return budget_rows(spent, clock.now(), self._actor.timezone)

    def _show_found(self, found: Found) -> None:
        actor, zone = self._actor, self._actor.timezone
        today = periods.local_date(found.compared.moment, zone)
        self._show(
            title=f"{today:%A}, {today.day} {today:%B}",
            short_title=periods.shown_day(today),
            figures=figures_row(actor, found.compared, found.hours, found.running),
            week=week_row(actor, found.compared, found.running),
            shares=share_rows(found.shares, found.compared, found.running),
            work=work_rows(found.recent, today, zone),
            is_leading=policy.leads(actor),
            is_loaded=True,
        )


def _look(session: Session, actor: User) -> Found:
    compared = week_comparison(session, actor)
    bounds = periods.day_bounds(compared.days[0].day, compared.days[-1].day, actor.timezone)
    mine, now = EntryFilter(actor.user_id), compared.moment
    running = timer.running_entry(session, actor.user_id)
    return Found(
        compared=compared,
        hours=entry_list.hours_per_period(session, actor, mine, bounds, at=now),
        shares=project_shares(session, actor, mine, bounds, at=now),
        recent=entry_list.recent_work(session, actor, limit=RECENT),
        running=entry_list.listed_entry(session, actor, running.entry_id) if running else None,
    )


def _business(session: Session, actor: User) -> Business:
    """Projects at a fixed price are not billed by their hours, so only those by the hour have something unbilled."""
    all_projects = projects.visible_projects(session, actor, statuses=tuple(ProjectStatus))
    by_hour = [project.project_id for project in all_projects if project.billing_type == BillingType.HOURLY]
    budgeted = [project.project_id for project in all_projects if project.budget_hours or project.budget_amount]
    now = clock.now()
    return Business(
        projects=all_projects,
        unbilled=project_hours.value_per_project(session, actor, by_hour, unbilled=True),
        hours=project_hours.hours_per_project(session, actor, project_ids=budgeted) if budgeted else {},
        recent=project_hours.hours_per_project(session, actor, project_ids=budgeted, bounds=(now - PACE, now))
        if budgeted
        else {},
        currency=people.organisation(session).currency,
    )
