"""From what the domain found to the rows that components show: every text is made here, once."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import Any

from timetrack.domain import durations, periods
from timetrack.domain.entry_list import Hours, ListedEntry
from timetrack.domain.rates import billable
from timetrack.models import Client, Project, Task
from timetrack.states.rows import DayRow, EntryRow, PickRow, StripBlock, TimerRow

STRIP_STARTS, STRIP_MINUTES = 7 * 60, 12 * 60
SHORTEST_GAP = timedelta(minutes=15)


def epoch(instant: datetime) -> int:
    """Seconds since 1970, which the browser counts from."""
    return int(instant.timestamp())


def clock_of(instant: datetime, zone: str) -> str:
    """13:52 in ``zone``."""
    return f"{instant.astimezone(periods.zone_of(zone)):%H:%M}"


def hours_and_seconds(seconds: int) -> tuple[str, str]:
    """1:27 and :50, which are shown differently loud."""
    whole = durations.shown(seconds)
    return whole[:-3], whole[-3:]


def timer_row(entry: ListedEntry, zone: str, now: datetime, *, rev: int, said: str) -> TimerRow:
    """The timer bar while ``entry`` runs."""
    hours, seconds = hours_and_seconds(max(0, epoch(now) - epoch(entry.start_time)))
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
        since_text=clock_of(entry.start_time, zone),
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


def entry_row(entry: ListedEntry, day: date, zone: str, now: datetime, *, rev: int = 0, locked: str = "") -> EntryRow:
    """One line of the Time page, listed under ``day``."""
    seconds = entry.duration_seconds
    hours, rest = hours_and_seconds(max(0, epoch(now) - epoch(entry.start_time)) if seconds is None else seconds)
    return EntryRow(
        entry_id=entry.entry_id,
        description=entry.description,
        project_id=entry.project_id or 0,
        task_id=entry.task_id or 0,
        project=entry.project_name or "",
        color=entry.color or "",
        task=entry.task_name or "",
        tags=tuple(entry.tags),
        tags_text=", ".join(entry.tags),
        is_billable=entry.is_billable,
        range_text=periods.shown_range(entry.start_time, entry.end_time, zone, today=day),
        start_text=clock_of(entry.start_time, zone),
        end_text=clock_of(entry.end_time, zone) if entry.end_time else "",
        duration_text="" if seconds is None else durations.shown(seconds),
        hours=hours,
        seconds=rest,
        start=epoch(entry.start_time),
        since=0 if entry.end_time else epoch(entry.start_time),
        is_running=entry.end_time is None,
        locked=locked,
        rev=rev,
    )


def day_row(
    day: date,
    hours: Hours,
    entries: Sequence[ListedEntry],
    rows: Sequence[EntryRow],
    zone: str,
    now: datetime,
    around: Sequence[ListedEntry] = (),
) -> DayRow:
    """One day card; ``rows`` are the lines under it, in order, and ``around`` may hold what goes on from the day before."""
    today = periods.local_date(now, zone)
    running = next((entry for entry in entries if entry.end_time is None), None)
    is_growing = running is not None and day == today
    midnight = periods.day_start(day, zone)
    since = epoch(max(running.start_time, midnight)) if running and is_growing else 0
    before = [
        entry for entry in around if entry.start_time < midnight < (entry.end_time or now) and entry not in entries
    ]
    return DayRow(
        day=day.isoformat(),
        name=day_name(day, today),
        date_text=periods.shown_day(day) if (today - day).days in (0, 1) else f"{day.day} {day:%b}{_year(day, today)}",
        billable_text=periods.shown_hours(hours.billable_seconds),
        total_text=periods.shown_hours(hours.seconds),
        total_seconds=hours.seconds - (epoch(now) - since if since else 0),
        since=since,
        strip_text=f"{len(entries)} {'entry' if len(entries) == 1 else 'entries'}, {periods.shown_hours(hours.seconds)}",
        now_minute=_strip_minute(now, day, zone) if day == today else -1,
        strip=tuple(_blocks([*entries, *before], day, zone, now)),
        note=_goes_on(before, zone),
        lines=tuple(rows),
    )


def with_gaps(rows: Sequence[EntryRow], entries: Sequence[ListedEntry], zone: str) -> list[EntryRow]:
    """The rows of a day, newest first, each with the free time of a quarter of an hour or more before it."""
    shown = list(rows)
    for n, (newer, older) in enumerate(pairwise(entries)):
        if older.end_time is not None and newer.start_time - older.end_time >= SHORTEST_GAP:
            free = periods.shown_hours(epoch(newer.start_time) - epoch(older.end_time))
            between = f"{clock_of(older.end_time, zone)} – {clock_of(newer.start_time, zone)}"
            gap_id = f"{epoch(older.end_time)}-{epoch(newer.start_time)}"
            shown[n] = replace(shown[n], gap_id=gap_id, gap_text=f"{between} · {free} free")
    return shown


def day_name(day: date, today: date) -> str:
    """Today, Yesterday, or the weekday."""
    return {0: "Today", 1: "Yesterday"}.get((today - day).days, f"{day:%A}")


def _goes_on(before: Sequence[ListedEntry], zone: str) -> str:
    if not before:
        return ""
    entry = before[0]
    since = periods.shown_day(periods.local_date(entry.start_time, zone))
    return f"Goes on from {since}: {entry.description or 'No description'}"


def _year(day: date, today: date) -> str:
    return "" if day.year == today.year else f" {day.year}"


def _blocks(entries: Iterable[ListedEntry], day: date, zone: str, now: datetime) -> list[StripBlock]:
    blocks = []
    for entry in entries:
        first = _strip_minute(entry.start_time, day, zone)
        last = _strip_minute(entry.end_time or now, day, zone)
        if last > first or 0 < first < STRIP_MINUTES:
            blocks.append(StripBlock(first, max(last - first, 2), entry.color or "none"))
    return sorted(blocks, key=lambda block: block.minute)


def _strip_minute(instant: datetime, day: date, zone: str) -> int:
    there = instant.astimezone(periods.zone_of(zone))
    days = (there.date() - day) // timedelta(days=1)
    return min(max(days * 1440 + there.hour * 60 + there.minute - STRIP_STARTS, 0), STRIP_MINUTES)
