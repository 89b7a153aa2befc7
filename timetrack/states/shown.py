"""From what the domain found to the rows that components show: every text is made here, once."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from timetrack.domain import durations, periods
from timetrack.domain.entry_list import ListedEntry
from timetrack.domain.rates import billable
from timetrack.models import Client, Project, Task, TimeFormat
from timetrack.states import wording
from timetrack.states.rows import PickRow, TimerRow


def epoch(instant: datetime) -> int:
    """Seconds since 1970, which the browser counts from."""
    return int(instant.timestamp())


def clock_of(instant: datetime, zone: str, form: str = TimeFormat.H24) -> str:
    """13:52 in ``zone``, or 1:52 pm for who reads twelve hours."""
    return periods.shown_clock(instant, zone, form)


def hours_and_seconds(seconds: int) -> tuple[str, str]:
    """1:27 and :50, which are shown differently loud."""
    whole = durations.shown(seconds)
    return whole[:-3], whole[-3:]


def timer_row(entry: ListedEntry, zone: str, now: datetime, *, rev: int, said: str) -> TimerRow:
    """The timer bar while ``entry`` runs."""
    hours, seconds = wording.loud_and_quiet(max(0, epoch(now) - epoch(entry.start_time)))
    return TimerRow(
        is_running=True,
        entry_id=entry.entry_id,
        description=entry.description,
        project_id=entry.project_id or 0,
        task_id=entry.task_id or 0,
        project=entry.project_name or "",
        color=entry.color or "",
        task=entry.task_name or "",
        tags_text=", ".join(entry.tags),
        is_billable=entry.is_billable,
        since=epoch(entry.start_time),
        since_text=wording.clock(entry.start_time, zone),
        hours=hours,
        seconds=seconds,
        said=said,
        rev=rev,
    )


def pick_rows(projects: Sequence[Project], tasks: Iterable[Task], clients: Iterable[Client]) -> list[PickRow]:
    """The choices of the project › task picker, each project followed by its tasks."""
    names = {client.client_id: client.name for client in clients}
    by_project: dict[int, list[Task]] = {}
    for task in tasks:
        by_project.setdefault(task.project_id, []).append(task)
    rows: list[PickRow] = []
    for project in projects:
        client = names.get(project.client_id or 0, "")
        shared: dict[str, Any] = {
            "project_id": project.project_id,
            "project": project.name,
            "client": client,
            "color": project.color,
        }
        rows.append(
            PickRow(**shared, text=f"{project.name} {client}", is_billable=billable(None, None, project.billing_type))
        )
        rows += [
            PickRow(
                **shared,
                task_id=task.task_id,
                task=task.name,
                text=f"{project.name} {client} {task.name}",
                is_child=True,
                is_billable=billable(None, task.is_billable, project.billing_type),
            )
            for task in by_project.get(project.project_id, [])
        ]
    return rows


def day_name(day: date, today: date) -> str:
    """Today, Yesterday, or the weekday."""
    return {0: "Today", 1: "Yesterday"}.get((today - day).days, f"{day:%A}")
