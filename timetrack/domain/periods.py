"""Days, weeks and months in a person's zone, and the words for moments and durations. Pure.

The only place that does zone arithmetic: everything else, the database included, is given instants.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from itertools import pairwise
from zoneinfo import ZoneInfo, available_timezones, reset_tzpath

from timetrack.domain import durations
from timetrack.errors import InvalidInput
from timetrack.models import DurationFormat, TimeFormat

ONE_DAY = timedelta(days=1)
FIRST_YEAR, LAST_YEAR = 1900, 9000
WORKING_DAYS = 5
"""Monday to Friday: what a weekly target is spread over."""

reset_tzpath(to=())  # the pinned tzdata package, not whatever zone files this machine happens to have


@lru_cache(maxsize=2048)
def zone_of(name: str) -> ZoneInfo:
    """The IANA zone called ``name``. Raises InvalidInput when there is none."""
    if name not in known_zones():
        raise InvalidInput(f"There is no time zone called “{name[:60]}”. Nothing was saved.")
    return ZoneInfo(name)


@lru_cache
def known_zones() -> frozenset[str]:
    """Every zone's name that a person may choose."""
    return frozenset(available_timezones() - {"localtime", "Factory"})


def local_date(instant: datetime, zone: str) -> date:
    """The day on which ``instant`` falls in ``zone``."""
    return instant.astimezone(zone_of(zone)).date()


def day_start(day: date, zone: str) -> datetime:
    """The first instant of ``day`` in ``zone``, in UTC.

    Where clocks jump over midnight the day starts with the jump; where midnight comes twice, with the first. Raises
    InvalidInput for a year out of all reason.
    """
    _require_reason(day)
    return datetime.combine(day, time(), zone_of(zone)).astimezone(UTC)


def day_bounds(first: date, last: date, zone: str) -> list[datetime]:
    """The starts of every day from ``first`` to ``last`` and of the day after: n days have n + 1 bounds."""
    days = (last - first).days + 1
    return [day_start(first + timedelta(days=n), zone) for n in range(days + 1)]


@dataclass(frozen=True)
class WallPart:
    """Part of a day in which no clock is changed; the wall shows ``wall_second`` after midnight as it begins."""

    start: datetime
    end: datetime
    wall_second: int


def wall_parts(day: date, zone: str) -> list[WallPart]:
    """The day in one part, or two where the clocks change within it."""
    start, end = day_bounds(day, day, zone)
    change = _change_between(start, end, zone)
    bounds = [start, end] if change is None else [start, change, end]
    return [WallPart(one, other, wall_second(one, day, zone)) for one, other in pairwise(bounds)]


def wall_second(instant: datetime, day: date, zone: str) -> int:
    """How many seconds after ``day``'s midnight the wall shows at ``instant``: negative before, over 86,400 after it."""
    there = instant.astimezone(zone_of(zone)).replace(tzinfo=None)
    return int((there - datetime.combine(day, time())).total_seconds())


def at_wall_second(day: date, second: int, zone: str, *, fold: int = 0) -> datetime:
    """The instant when the wall shows ``second`` after ``day``'s midnight. Raises InvalidInput for a skipped time."""
    _require_reason(day)
    if abs(second) > 3 * 86_400:
        raise InvalidInput("This is too far from that day. Nothing was saved.")
    there = datetime.combine(day, time()) + timedelta(seconds=second)
    return at_wall_clock(there.date(), there.time(), zone, fold=fold)


def week_of(day: date, week_start: int) -> tuple[date, date]:
    """The first and the last day of the week that holds ``day``; ``week_start`` is an ISO weekday, Monday 1."""
    _require_reason(day)
    first = day - timedelta(days=(day.isoweekday() - week_start) % 7)
    return first, first + timedelta(days=6)


def month_of(day: date) -> tuple[date, date]:
    """The first and the last day of ``day``'s month."""
    _require_reason(day)
    first = day.replace(day=1)
    return first, (first + timedelta(days=31)).replace(day=1) - ONE_DAY


def same_moment(instant: datetime, zone: str, *, days: int) -> datetime:
    """The instant with the same wall clock ``days`` later, or earlier where negative."""
    there = instant.astimezone(zone_of(zone))
    return (there.replace(tzinfo=None) + timedelta(days=days)).replace(tzinfo=zone_of(zone)).astimezone(UTC)


def at_wall_clock(day: date, clock: time, zone: str, *, fold: int = 0) -> datetime:
    """The instant when a clock in ``zone`` shows ``clock`` on ``day``; the second time round with ``fold`` 1.

    Raises InvalidInput for a time that the clocks skip on that day.
    """
    _require_reason(day)
    local = datetime.combine(day, clock.replace(fold=fold), zone_of(zone))
    instant = local.astimezone(UTC)
    if instant.astimezone(zone_of(zone)).replace(tzinfo=None) != local.replace(tzinfo=None):
        raise InvalidInput(
            f"On {shown_day(day)} the clocks in {zone} skip {clock:%H:%M}: there is no such time. Nothing was saved."
        )
    return instant


def comes_twice(day: date, clock: time, zone: str) -> bool:
    """Whether a clock in ``zone`` shows ``clock`` twice on ``day``, because it is set back."""
    both = [datetime.combine(day, clock.replace(fold=fold), zone_of(zone)).utcoffset() for fold in (0, 1)]
    return both[0] is not None and both[1] is not None and both[0] > both[1]


def split_at(start: datetime, end: datetime, bounds: Sequence[datetime]) -> list[int]:
    """The seconds of ``[start, end)`` in each period between consecutive ``bounds``."""
    return [max(0, int((min(end, until) - max(start, since)).total_seconds())) for since, until in pairwise(bounds)]


def shown_day(day: date) -> str:
    """Thu 19 Nov."""
    return f"{day:%a} {day.day} {day:%b}"


def long_day(day: date) -> str:
    """19 November 2026, as papers and letters say it."""
    return f"{day.day} {day:%B} {day.year}"


def shown_clock(instant: datetime, zone: str, form: str = TimeFormat.H24) -> str:
    """17:30 in ``zone``, or 5:30 pm for who reads twelve hours."""
    there = instant.astimezone(zone_of(zone))
    if form == TimeFormat.H12:
        return f"{there.hour % 12 or 12}:{there:%M} {'pm' if there.hour >= 12 else 'am'}"
    return f"{there:%H:%M}"


def shown_range(
    start: datetime, end: datetime | None, zone: str, *, today: date | None = None, form: str = TimeFormat.H24
) -> str:
    """09:00 – 10:30 in ``zone``; with the day before it unless that is ``today``, “now” where there is no end."""
    first = local_date(start, zone)
    day = "" if today == first else f"{shown_day(first)} "
    last = shown_clock(end, zone, form) if end else "now"
    return f"{day}{shown_clock(start, zone, form)} – {last}"


def shown_hours(seconds: int, form: str = DurationFormat.CLOCK) -> str:
    """4:58 — whole minutes, cut, for totals; or 4.98 h for who reads decimals."""
    if form == DurationFormat.DECIMAL:
        return durations.decimal_hours(seconds)
    return f"{'−' if seconds < 0 else ''}{abs(seconds) // 3600}:{abs(seconds) // 60 % 60:02d}"


def _change_between(start: datetime, end: datetime, zone: str) -> datetime | None:
    """The instant at which the clocks change, found by halving; None where they do not."""
    there, low, high = zone_of(zone), start, end - timedelta(seconds=1)
    before = low.astimezone(there).utcoffset()
    if high.astimezone(there).utcoffset() == before:
        return None
    while high - low > timedelta(seconds=1):
        middle = (low + (high - low) / 2).replace(microsecond=0)
        low, high = (middle, high) if middle.astimezone(there).utcoffset() == before else (low, middle)
    return high


def _require_reason(day: date) -> None:
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise InvalidInput(f"The year {day.year} is out of range.")
