"""Frozen view rows of the dialog that repairs an overlap."""

from dataclasses import dataclass


@dataclass(frozen=True)
class BlockRow:
    """One entry, or a piece of one, on a lane, placed in percent. ``kind`` is "mine", "clash" or "" for others."""

    left: str
    width: str
    words: str = ""
    color: str = ""
    kind: str = ""


@dataclass(frozen=True)
class TickRow:
    """A full hour on the axis."""

    left: str
    text: str


@dataclass(frozen=True)
class SideRow:
    """One of the two entries that overlap."""

    label: str = ""
    description: str = ""
    project: str = ""
    color: str = ""
    task: str = ""
    range_text: str = ""
    duration_text: str = ""


@dataclass(frozen=True)
class WayRow:
    """One way out: what becomes of both in words, the lane afterwards, the day's total, and the verb on the button."""

    way: str
    title: str
    words: str
    verb: str
    total_text: str
    lane: tuple[BlockRow, ...] = ()
    said: str = ""


@dataclass(frozen=True)
class RepairRow:
    """Both sides, the lane as it would be without a repair, and the ways that are open."""

    title: str = ""
    day_text: str = ""
    sides: tuple[SideRow, ...] = ()
    before: tuple[BlockRow, ...] = ()
    ticks: tuple[TickRow, ...] = ()
    ways: tuple[WayRow, ...] = ()
    problem: str = ""
