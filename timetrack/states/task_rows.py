"""The rows of the Tasks page, and how a task becomes one."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from timetrack.domain import figures, periods
from timetrack.domain.rates import billable
from timetrack.domain.task_list import ListedTask
from timetrack.models import BillingType
from timetrack.states import wording
from timetrack.states.cells import Cell
from timetrack.states.project_shown import billable_options
from timetrack.states.rows import OptionRow


@dataclass(frozen=True)
class TaskLine:
    """One task on the Tasks page.

    `due` is the day as a date field takes it, `due_text` as people read it, `due_word` says that it is today or past.
    `billable` is "", "yes" or "no" ("" follows the project), `is_billable` what holds. `starts` says whether the timer
    can be started on it.
    """

    task_id: int
    name: str = ""
    project_id: int = 0
    project: str = ""
    color: str = ""
    due: str = ""
    due_text: str = ""
    due_word: str = ""
    due_tone: str = ""
    assignee: str = ""
    assignee_initial: str = ""
    hours_text: str = ""
    estimate_text: str = ""
    used_text: str = ""
    used_percent: int = 0
    has_estimate: bool = False
    tone: str = ""
    billable: str = ""
    billable_options: tuple[OptionRow, ...] = ()
    is_billable: bool = False
    starts: bool = True
    is_archived: bool = False
    problem: str = ""
    problem_field: str = ""
    rev: int = 0


@dataclass(frozen=True)
class AssigneeRow:
    """Somebody who can be asked to do a task."""

    user_id: int
    name: str


def task_line(one: ListedTask, seconds: int, today: date, cell: Cell, *, sees_all_time: bool) -> TaskLine:
    """A task as the viewer may see it: hours against the estimate only for who sees everyone's."""
    return TaskLine(
        task_id=one.task_id,
        name=one.name,
        project_id=one.project_id,
        project=one.project_name,
        color=one.color,
        assignee=one.assignee_name or "",
        assignee_initial=(one.assignee_name or "")[:1].upper(),
        hours_text=wording.hours(seconds) if seconds else "–",
        estimate_text=figures.shown_budget(one.estimated_hours),
        billable={None: "", True: "yes", False: "no"}[one.is_billable],
        billable_options=tuple(billable_options(one.billing_type)),
        is_billable=billable(None, one.is_billable, BillingType(one.billing_type)),
        starts=one.takes_time and not one.is_archived,
        is_archived=one.is_archived,
        **_due(one, today),
        **(_used(one.estimated_hours, seconds) if sees_all_time else {}),
        **cell,
    )


def _due(one: ListedTask, today: date) -> dict[str, Any]:
    if one.due_date is None:
        return {}
    year = f" {one.due_date.year}" if one.due_date.year != today.year else ""
    shown = {"due": one.due_date.isoformat(), "due_text": periods.shown_day(one.due_date) + year}
    days = (today - one.due_date).days
    if one.is_archived or days < 0:
        return shown
    word = "today" if days == 0 else "1 day over" if days == 1 else f"{days:,} days over"
    return {**shown, "due_word": word, "due_tone": "bad" if days else "warn"}


def _used(estimate: Decimal | None, seconds: int) -> dict[str, Any]:
    percent = figures.percent_of(seconds, (estimate or 0) * 3600)
    over = " over" if percent > figures.FULL_PERCENT else ""
    return {
        "used_text": figures.shown_percent(percent) + over,
        "used_percent": min(percent, 100),
        "has_estimate": bool(estimate),
        "tone": figures.tone_of(percent),
    }
