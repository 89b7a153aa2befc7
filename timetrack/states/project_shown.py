"""From what the domain found about one project to the rows its page shows."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from timetrack.domain import figures, money, periods
from timetrack.domain.entry_list import Hours
from timetrack.domain.project_hours import Share, Value, total
from timetrack.domain.project_people import ProjectPerson
from timetrack.domain.project_weeks import WorkedWeek
from timetrack.domain.rates import billable
from timetrack.models import BillingType, Client, Project, ProjectStatus, RateSource, Task, User
from timetrack.states import wording
from timetrack.states.cells import Cell
from timetrack.states.people_rows import WhyRow
from timetrack.states.people_shown import why_row
from timetrack.states.project_rows import FigureRow, PersonRow, ProjectHead
from timetrack.states.rows import OptionRow, TaskRow

BILLING_TEXTS = {BillingType.HOURLY: "Hourly", BillingType.FIXED: "Fixed", BillingType.NON_BILLABLE: "Not billable"}
STATUS_TEXTS = {
    ProjectStatus.ACTIVE: "Active",
    ProjectStatus.COMPLETED: "Completed",
    ProjectStatus.ARCHIVED: "Archived",
}
STATUS_TONES = {ProjectStatus.ACTIVE: "good", ProjectStatus.COMPLETED: "accent", ProjectStatus.ARCHIVED: ""}
WHO_AT_MOST = 3


@dataclass(frozen=True)
class Found:
    """Everything one project's page shows, as ``actor`` may see it."""

    project: Project
    clients: list[Client]
    shares: list[Share]
    people: list[ProjectPerson]
    addable: list[User]
    tasks: list[Task]
    archived_tasks: list[Task]
    weeks: list[WorkedWeek]
    value: Value | None
    """None for who may not know."""

    @property
    def leads(self) -> bool:
        """Whether the viewer keeps the project."""
        return self.value is not None


def head(found: Found, cell: Cell) -> ProjectHead:
    """The project's name and terms; the money only for who leads."""
    one = found.project
    status = ProjectStatus(one.status)
    terms: dict[str, Any] = {}
    if found.leads:
        terms = {
            "rate_text": figures.shown_rate(one.hourly_rate, one.currency),
            "budget_text": figures.shown_budget(one.budget_hours),
            "amount_text": figures.shown_rate(one.budget_amount, one.currency),
        }
    return ProjectHead(
        project_id=one.project_id,
        name=one.name,
        color=one.color,
        client_id=str(one.client_id or 0),
        client=next((client.name for client in found.clients if client.client_id == one.client_id), ""),
        status=status,
        status_text=STATUS_TEXTS[status],
        status_tone=STATUS_TONES[status],
        billing=one.billing_type,
        billing_text=BILLING_TEXTS[BillingType(one.billing_type)],
        currency=one.currency,
        is_public=one.is_public,
        is_archived=status == ProjectStatus.ARCHIVED,
        **terms,
        **cell,
    )


def figure_rows(found: Found, zone: str) -> list[FigureRow]:
    """What was used and what it is worth; for who does not lead their own hours."""
    hours = total(found.shares)
    if found.value is None:
        return [FigureRow("Your hours", wording.hours(hours.seconds)), _billable(hours)]
    one = found.project
    shown = [_hours_used(one, hours)]
    if one.budget_amount:
        shown.append(_money_used(one, found.value))
    if one.billing_type != BillingType.NON_BILLABLE or hours.billable_seconds:
        shown += [_billable(hours), _unbilled(one, found.value, zone)]
    return shown


def person_rows(found: Found, cells: dict[int, Cell]) -> list[PersonRow]:
    """The people, with what they worked and what their hour costs now, where the viewer may know."""
    return [_person(one, found.project.currency, cells[one.user_id]) for one in found.people]


def task_rows(found: Found, tasks: Iterable[Task], cells: dict[int, Cell]) -> list[TaskRow]:
    """The tasks with what was worked on them, by whom."""
    names = {one.user_id: one.name.split()[0] for one in found.people}
    return [_task(task, found, names, cells[task.task_id]) for task in tasks]


def billable_options(billing: str) -> list[OptionRow]:
    """The billing rules a task can have; the first is the project's."""
    like = "no" if billing == BillingType.NON_BILLABLE else "yes"
    return [OptionRow("", f"{like} (project)"), OptionRow("yes", "yes"), OptionRow("no", "no")]


def _hours_used(one: Project, hours: Hours) -> FigureRow:
    shown = wording.hours(hours.seconds)
    if not one.budget_hours:
        return FigureRow("Used", shown, "no budget in hours")
    percent = figures.percent_of(hours.seconds, one.budget_hours * 3600)
    note = f"of {figures.shown_budget(one.budget_hours)} · {figures.shown_percent(percent)}"
    return FigureRow("Used", shown, note, figures.tone_of(percent))


def _money_used(one: Project, value: Value) -> FigureRow:
    amount, budget = value.amounts.get(one.currency, Decimal(0)), one.budget_amount or Decimal(0)
    percent = figures.percent_of(amount, budget)
    note = f"of {money.shown(budget, one.currency)} · {figures.shown_percent(percent)}"
    return FigureRow("Budget used", money.shown(amount, one.currency), note, figures.tone_of(percent))


def _billable(hours: Hours) -> FigureRow:
    percent = figures.percent_of(hours.billable_seconds, hours.seconds)
    shown = figures.shown_percent(percent) if hours.seconds else "–"
    note = f"{wording.hours(hours.billable_seconds)} of {wording.hours(hours.seconds)}"
    return FigureRow("Billable", shown, note)


def _unbilled(one: Project, value: Value, zone: str) -> FigureRow:
    label = "Unbilled" if one.billing_type == BillingType.HOURLY else "Value of billable time"
    if value.oldest_time is None:
        return FigureRow(label, "–", "nothing yet")
    amounts = " + ".join(money.shown(amount, currency) for currency, amount in sorted(value.amounts.items()))
    oldest = periods.shown_day(periods.local_date(value.oldest_time, zone))
    entries = "1 entry" if value.entries == 1 else f"{value.entries:,} entries"
    return FigureRow(label, amounts, f"{entries} · oldest {oldest}")


def _person(one: ProjectPerson, currency: str, cell: Cell) -> PersonRow:
    why = WhyRow()
    if one.rate_source is not None and one.hourly_rate is not None:
        why = why_row(one.rate_source, one.hourly_rate, currency, one.name)
    return PersonRow(
        user_id=one.user_id,
        name=one.name,
        initial=one.name[:1].upper(),
        hours_text=wording.hours(one.hours.seconds) if one.hours else "",
        rate_text="" if one.rate_source in (None, RateSource.NONE) else figures.shown_rate(one.hourly_rate, currency),
        why=why,
        is_member=one.is_member,
        **cell,
    )


def _task(task: Task, found: Found, names: dict[int, str], cell: Cell) -> TaskRow:
    shares = [share for share in found.shares if share.task_id == task.task_id]
    seconds = sum(share.hours.seconds for share in shares)
    estimate = task.estimated_hours
    percent = figures.percent_of(seconds, (estimate or 0) * 3600)
    return TaskRow(
        task_id=task.task_id,
        name=task.name,
        hours_text=wording.hours(seconds) if seconds else "–",
        estimate_text=figures.shown_budget(estimate),
        used_text=figures.shown_percent(percent),
        used_percent=min(percent, 100),
        has_estimate=bool(estimate) and found.leads,
        tone=figures.tone_of(percent),
        people=_who(shares, names),
        billable={None: "", True: "yes", False: "no"}[task.is_billable],
        is_billable=billable(None, task.is_billable, found.project.billing_type),
        is_archived=task.archived_at is not None,
        **cell,
    )


def _who(shares: list[Share], names: dict[int, str]) -> str:
    """Those who worked most, by first name."""
    most = sorted(shares, key=lambda share: share.hours.seconds, reverse=True)
    shown = [names.get(share.user_id, "") for share in most[:WHO_AT_MOST]]
    rest = len(most) - len(shown)
    return ", ".join(shown) + (f" +{rest}" if rest else "") if shown else "–"
