"""The history of an entry in words: what was done, and every field from what to what."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from timetrack.domain import figures, periods
from timetrack.domain.history import Change, Version
from timetrack.models import User
from timetrack.states.when import moment

DONE = {
    "CREATE": "logged it", "START": "started the timer", "STOP": "stopped the timer", "EDIT": "changed it",
    "DELETE": "deleted it", "DISCARD": "dropped it, under a minute", "RESTORE": "brought it back", "SPLIT": "split it",
    "MERGE": "merged it", "DUPLICATE": "duplicated another entry", "UNDO": "took a change back", "IMPORT": "imported it",
    "TRIM": "trimmed it to make room", "SHIFT": "moved it", "REPAIR": "repaired an overlap",
}  # fmt: skip
FIELDS = {
    "description": "Description", "project": "Project", "task": "Task", "start_time": "Start", "end_time": "End",
    "is_billable": "Billable", "tags": "Tags", "hourly_rate": "Rate",
}  # fmt: skip
"""Fields that are told; the rule behind a rate and its currency go with the rate."""


@dataclass(frozen=True)
class ChangeRow:
    """One field: what it was, and what it became. A first version has no ``was``."""

    field: str
    was: str
    now: str


@dataclass(frozen=True)
class VersionRow:
    """One version: who, what, when; ``is_now`` is how the entry is."""

    sequence: int
    who: str = ""
    what: str = ""
    when: str = ""
    changes: tuple[ChangeRow, ...] = ()
    can_restore: bool = False
    is_now: bool = False


def version_rows(versions: Sequence[Version], viewer: User, now: datetime) -> list[VersionRow]:
    """All versions, newest first."""
    oldest = min((version.sequence for version in versions), default=0)
    return [
        VersionRow(
            sequence=version.sequence,
            who=version.actor_name or "Timetrack",
            what=DONE.get(version.action, "changed it"),
            when=moment(version.recorded_at, viewer, now),
            changes=tuple(
                _change(change, version, viewer, is_first=version.sequence == oldest)
                for change in version.changes
                if change.field in FIELDS
            ),
            can_restore=version.can_restore,
            is_now=n == 0 and version.action not in ("DELETE", "DISCARD"),
        )
        for n, version in enumerate(versions)
    ]


def _change(change: Change, version: Version, viewer: User, *, is_first: bool) -> ChangeRow:
    was, now = (_value(change.field, value, version, viewer) for value in (change.was, change.now))
    return ChangeRow(FIELDS[change.field], "" if is_first else was, now)


def _value(field: str, value: Any, version: Version, viewer: User) -> str:
    match value:
        case bool():
            return "yes" if value else "no"
        case datetime():
            there = value.astimezone(periods.zone_of(viewer.timezone))
            return f"{periods.shown_day(there.date())}, {there:%H:%M:%S}"
        case list() | tuple():
            return ", ".join(value) or "none"
        case None | "":
            return "running" if field == "end_time" else "none"
    if field == "hourly_rate":
        currency = next((one.now for one in version.changes if one.field == "currency"), "")
        return figures.shown_rate(value, currency) if currency else f"{value:.2f}"
    return str(value)
