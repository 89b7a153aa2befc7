"""What the calendar shows: frozen rows of ready text and positions."""

from dataclasses import dataclass


@dataclass(frozen=True)
class CalendarBlock:
    """The part of an entry that lies on one day.

    ``top`` and ``height`` are percent of the day on the wall. ``first`` and ``last`` are where the whole entry begins and
    ends, in seconds on the wall after this day's midnight. ``seen`` is the version on screen. ``has_head`` and
    ``has_tail``: the entry begins, and ends, here. ``lane`` is first or second in an hour that comes twice.
    """

    key: str
    entry_id: int
    seen: str = ""
    top: str = "0%"
    height: str = "0%"
    first: int = 0
    last: int = 0
    lane: str = ""
    color: str = ""
    title: str = ""
    project: str = ""
    hours_text: str = ""
    label: str = ""
    has_head: bool = True
    has_tail: bool = True
    is_running: bool = False


@dataclass(frozen=True)
class CalendarDay:
    """One day with its blocks; ``change`` says how the clocks change, at ``change_top`` for ``change_height``.

    ``twice`` are the seconds of the wall that come twice, such as 7200-10800.
    """

    day: str
    place: int
    name: str = ""
    number: str = ""
    short: str = ""
    label: str = ""
    total_text: str = ""
    base_seconds: int = 0
    since: int = 0
    is_today: bool = False
    is_weekend: bool = False
    change: str = ""
    change_kind: str = ""
    change_top: str = "0%"
    change_height: str = "0%"
    twice: str = ""
    blocks: tuple[CalendarBlock, ...] = ()


@dataclass(frozen=True)
class PickedEntry:
    """The entry in the popover; ``choice`` is its project and task, 12:5."""

    entry_id: int = 0
    description: str = ""
    choice: str = "0:0"
    choice_text: str = "No project"
    day: str = ""
    from_text: str = ""
    to_text: str = ""
    split_text: str = ""
    is_billable: bool = False
    is_running: bool = False
