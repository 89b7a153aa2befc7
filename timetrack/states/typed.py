"""What a text typed into a cell of an entry means, and what the cell shows of it. Pure."""

from datetime import date, datetime, timedelta
from typing import Any

from timetrack.domain import durations, periods, retime
from timetrack.domain.entry_list import ListedEntry
from timetrack.errors import InvalidInput
from timetrack.states.forms import form_number
from timetrack.states.shown import clock_of

YES, NO = "yes", "no"


def typed_changes(entry: ListedEntry, field: str, text: str, zone: str, now: datetime) -> dict[str, Any]:
    """What ``edit_entry`` is to change when ``text`` is put into the cell ``field`` of ``entry``.

    Raises InvalidInput and its like for what cannot be read.
    """
    match field:
        case "description":
            return {"description": text}
        case "tags":
            return {"tags": text.split(",")}
        case "billable":
            return {"is_billable": text == YES}
        case "project":
            project_id, _, task_id = text.partition(":")
            return {"project_id": _key(project_id), "task_id": _key(task_id)}
        case "hours" if entry.end_time is not None:
            return {"end_time": entry.start_time + timedelta(seconds=durations.parse_duration(text))}
        case "range" if entry.end_time is None:
            return {"start_time": retime.typed_start(text, entry.start_time, zone, not_after=now)}
        case "range" if entry.end_time is not None:
            start_time, end_time = retime.typed_range(text, entry.start_time, entry.end_time, zone)
            return {"start_time": start_time, "end_time": end_time}
    raise InvalidInput


def cell_text(entry: ListedEntry, field: str, zone: str, day: date, clock_form: str) -> str:
    """What the cell ``field`` holds of an entry that is listed under ``day``; of a duration every second."""
    match field:
        case "description":
            return entry.description
        case "tags":
            return ", ".join(entry.tags)
        case "billable":
            return YES if entry.is_billable else NO
        case "project":
            return f"{entry.project_id or 0}:{entry.task_id or 0}"
        case "hours":
            return durations.shown(entry.duration_seconds or 0)
        case "range" if entry.end_time is None:
            return clock_of(entry.start_time, zone, clock_form)
    return periods.shown_range(entry.start_time, entry.end_time, zone, today=day, form=clock_form)


def said(field: str, text: str) -> str:
    """A cell's text in a sentence."""
    match field:
        case "billable":
            return "billable" if text == YES else "not billable"
        case "project":
            return "another project"
    return f"“{text[:60]}{'…' if len(text) > 60 else ''}”" if text else "nothing"


def _key(text: str) -> int | None:
    return form_number({"key": text}, "key") or None
