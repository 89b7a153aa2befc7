"""Frozen view rows of the Time page: entries, the free time between them, days."""

from dataclasses import dataclass

from timetrack.states.rows import StripBlock


@dataclass(frozen=True)
class GapRow:
    """Free time between two entries. ``gap_id`` is its two instants in epoch seconds."""

    gap_id: str
    text: str


@dataclass(frozen=True)
class EntryRow:
    """One line of the Time page.

    ``start`` (epoch seconds) feeds the clock while it runs, and the hint of the duration cell; ``decimals`` is the
    duration for who reads decimals. ``count`` > 1 stands for
    identical entries: all of them, or, where they are ``is_open``, the first of them. ``joins_before`` and
    ``joins_after`` say with which neighbour it can be merged. ``problem`` is a refusal, ``problem_kind`` what can be done about it
    ("overlap", "newer"), ``problem_field`` the cell that keeps the refused text. ``locked`` is the reason why it is
    read-only; ``rev`` counts accepted edits; ``gaps`` is the free time below.
    """

    entry_id: int
    description: str = ""
    project: str = ""
    color: str = ""
    task: str = ""
    tags: tuple[str, ...] = ()
    tags_text: str = ""
    is_billable: bool = False
    range_text: str = ""
    end_text: str = ""
    hours: str = ""
    seconds: str = ""
    decimals: str = ""
    start: int = 0
    is_running: bool = False
    count: int = 1
    is_open: bool = False
    joins_before: bool = False
    joins_after: bool = False
    gaps: tuple[GapRow, ...] = ()
    problem: str = ""
    problem_detail: str = ""
    problem_field: str = ""
    problem_kind: str = ""
    locked: str = ""
    rev: int = 0


@dataclass(frozen=True)
class DayRow:
    """One day card; `total_seconds` and `since` let today's total grow, `now_minute` is -1 on other days.

    `hours_form` is the form in which the viewer reads hours. `note` says what goes on from the day before and is counted here too.
    """

    day: str
    name: str = ""
    date_text: str = ""
    billable_text: str = ""
    total_text: str = ""
    total_seconds: int = 0
    since: int = 0
    hours_form: str = ""
    strip_text: str = ""
    now_minute: int = -1
    strip: tuple[StripBlock, ...] = ()
    lines: tuple[EntryRow, ...] = ()
    note: str = ""
