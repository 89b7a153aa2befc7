"""What a file's wall clock times mean: the hour that comes twice, the hour that never comes, and durations. Pure."""

import re
from datetime import date, datetime, time
from functools import lru_cache

from timetrack.domain.batches.rows import Range
from timetrack.domain.durations import parse_clock, shown
from timetrack.domain.entries import check_range
from timetrack.domain.periods import at_wall_clock, comes_twice, shown_day
from timetrack.errors import EntryTooLong, InvalidInput

CACHED = 8192
YEARS = range(1970, 2200)
_DATE = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_DURATION = re.compile(r"(\d{1,6}):([0-5]?\d):([0-5]?\d)", re.ASCII)


@lru_cache(maxsize=CACHED)
def parse_date(cell: str) -> date:
    """The day of a cell like 2026-03-29. Raises InvalidInput for anything else."""
    try:
        day = date.fromisoformat(cell) if _DATE.fullmatch(cell) else None
    except ValueError:
        day = None
    if day is None or day.year not in YEARS:
        raise InvalidInput(f"“{cell[:40]}” is not a date like 2026-03-29.")
    return day


@lru_cache(maxsize=CACHED)
def parse_time(cell: str) -> time:
    """The time of day of a cell like 09:30:00 or 9:30 PM. Raises InvalidInput for anything else."""
    if ":" not in cell:
        raise InvalidInput(f"“{cell[:40]}” is not a time like 09:30:00.")
    return parse_clock(cell)


def parse_seconds(cell: str) -> int | None:
    """The seconds of a duration like 1:30:00; None for an empty cell. Raises InvalidInput for anything else."""
    if not cell:
        return None
    found = _DURATION.fullmatch(cell)
    if found is None:
        raise InvalidInput(f"“{cell[:40]}” is not a duration like 1:30:00.")
    hours, minutes, seconds = map(int, found.groups())
    return hours * 3600 + minutes * 60 + seconds


def readings(
    start: tuple[date, time], end: tuple[date, time], zone: str, seconds: int | None
) -> tuple[tuple[Range, ...], str]:
    """The instants that two wall clock times can mean in ``zone``, likeliest first, and what to say about them.

    Where an hour comes twice the duration decides. Where start, end and duration disagree start and end count.
    Raises InvalidInput for a time that the clocks skip, EntryEndsBeforeStart, EntryTooLong.
    """
    meant = [(one, other) for one in _instants(*start, zone) for other in _instants(*end, zone)]
    possible = [found for found in meant if _is_possible(*found)] or [check_range(*meant[0])]
    fitting = [found for found in possible if seconds is None or _length(found) == seconds]
    if not fitting:
        lasting, said = shown(_length(possible[0])), shown(seconds or 0)
        return (possible[0],), f"lasts {lasting} from start to end but {said} by its duration; start and end count"
    if len(meant) == 1:
        return tuple(fitting), ""
    return tuple(fitting), _said_about_twice(start, end, zone, len(fitting))


def _instants(day: date, clock: time, zone: str) -> list[datetime]:
    folds = (0, 1) if comes_twice(day, clock, zone) else (0,)
    return [at_wall_clock(day, clock, zone, fold=fold) for fold in folds]


def _is_possible(start: datetime, end: datetime) -> bool:
    try:
        return bool(check_range(start, end))
    except (InvalidInput, EntryTooLong):
        return False


def _length(found: Range) -> int:
    return int((found[1] - found[0]).total_seconds())


def _said_about_twice(start: tuple[date, time], end: tuple[date, time], zone: str, ways: int) -> str:
    day, clock = start if comes_twice(*start, zone) else end
    chosen = "its duration tells which" if ways == 1 else "taken as the first that is free"
    return f"{clock:%H:%M} comes twice on {shown_day(day)}; {chosen}"
