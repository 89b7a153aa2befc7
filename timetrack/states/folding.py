"""Identical entries of a day as one line: which belong together, and how a day is laid out in lines. Pure."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from timetrack.domain.entry_list import ListedEntry

Likeness = tuple[str, int | None, int | None, tuple[str, ...], bool]
"""What identical entries have in common: description, project, task, tags and whether it is billable."""


@dataclass(frozen=True)
class Line:
    """One line of a day: an entry, or identical ones, newest first. ``count`` counts them where they lie open too."""

    entries: tuple[ListedEntry, ...]
    count: int = 1
    is_open: bool = False


def likeness(entry: ListedEntry) -> Likeness:
    """What must be the same for two entries to be shown as one."""
    return entry.description, entry.project_id, entry.task_id, tuple(entry.tags), entry.is_billable


def lines_of(
    entries: Sequence[ListedEntry], *, opened: Collection[Likeness] = (), apart: Collection[int] = ()
) -> list[Line]:
    """The lines of one day, newest first; identical entries stand where the newest of them does.

    What is ``opened`` lies open, each entry in its own place. What runs, and the entries ``apart``, are never folded.
    """
    alike: dict[Likeness, list[ListedEntry]] = {}
    for entry in entries:
        if entry.end_time is not None and entry.entry_id not in apart:
            alike.setdefault(likeness(entry), []).append(entry)
    return [
        line
        for entry in entries
        if (line := _line(entry, alike.get(likeness(entry), []), is_open=likeness(entry) in opened))
    ]


def _line(entry: ListedEntry, alike: list[ListedEntry], *, is_open: bool) -> Line | None:
    if entry not in alike or len(alike) == 1:
        return Line((entry,))
    is_newest = entry is alike[0]
    if is_open:
        return Line((entry,), count=len(alike) if is_newest else 1, is_open=is_newest)
    return Line(tuple(alike), count=len(alike)) if is_newest else None
