"""The team board's frozen view rows: what one viewer may know of each person, as ready text."""

from dataclasses import dataclass


@dataclass(frozen=True)
class BlockRow:
    """One piece of today's work on a strip, in minutes after 07:00 (0 to 720); the last one grows while it runs."""

    minute: int
    minutes: int
    color: str
    name: str = ""
    is_running: bool = False


@dataclass(frozen=True)
class CardRow:
    """One person. `state` is working, away or out; `since` (epoch seconds) is 0 unless a timer runs.

    The totals grow in the browser: seconds without what runs, plus the time from `today_since` and `week_since`.
    """

    user_id: int = 0
    name: str = ""
    initial: str = ""
    tint: str = ""
    state: str = "out"
    state_text: str = ""
    is_you: bool = False
    since: int = 0
    since_text: str = ""
    hours: str = ""
    seconds: str = ""
    description: str = ""
    is_hidden: bool = False
    project: str = ""
    color: str = ""
    task: str = ""
    today_text: str = "0:00"
    today_seconds: int = 0
    today_since: int = 0
    week_text: str = "0:00"
    week_seconds: int = 0
    week_since: int = 0
    target_text: str = "–"
    strip_text: str = ""
    blocks: tuple[BlockRow, ...] = ()


@dataclass(frozen=True)
class FiguresRow:
    """What stands above the cards. The team's total grows by `rate` seconds a second from `since` on."""

    working: int = 0
    away: int = 0
    out: int = 0
    people: int = 0
    total_text: str = "0:00"
    total_seconds: int = 0
    since: int = 0
    rate: int = 0
    day_text: str = ""
    strip_start: int = 0
    day_ends: int = 0
    zone: str = ""
    hours_form: str = ""
    clock_form: str = ""
