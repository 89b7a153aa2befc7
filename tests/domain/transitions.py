"""Every change of the clocks in every zone from 2020 to 2035, found by looking at the zones alone."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from importlib.resources import files
from zoneinfo import ZoneInfo

from timetrack.domain.periods import known_zones

FIRST, LAST = datetime(2020, 1, 1, tzinfo=UTC), datetime(2036, 1, 1, tzinfo=UTC)
STEP, SECOND = timedelta(days=7), timedelta(seconds=1)


@dataclass(frozen=True)
class Transition:
    """At ``instant`` the clocks of ``zone`` go from ``before`` UTC to ``after``."""

    zone: str
    instant: datetime
    before: timedelta
    after: timedelta

    @property
    def shape(self) -> tuple[object, ...]:
        """What it looks like on a clock: alike for the same change on another date."""
        return self.before, self.after, (self.instant + self.before).time(), (self.instant + self.before).weekday()


@cache
def distinct_zones() -> tuple[str, ...]:
    """One name of each set of zones that are the same by content."""
    contents: dict[bytes, str] = {}
    for zone in sorted(known_zones()):
        contents.setdefault(files("tzdata.zoneinfo").joinpath(*zone.split("/")).read_bytes(), zone)
    return tuple(contents.values())


@cache
def all_transitions() -> tuple[Transition, ...]:
    """Each change of each distinct zone."""
    return tuple(transition for zone in distinct_zones() for transition in _of(zone))


@cache
def changes() -> tuple[Transition, ...]:
    """Each change of the clocks once, however many zones share it."""
    return tuple({(found.instant, found.before, found.after): found for found in all_transitions()}.values())


@cache
def shapes() -> tuple[Transition, ...]:
    """One change of every shape."""
    return tuple({found.shape: found for found in changes()}.values())


def _of(zone: str) -> Iterator[Transition]:
    there, at = ZoneInfo(zone), FIRST
    while at < LAST:
        before, after = at.astimezone(there).utcoffset(), (at + STEP).astimezone(there).utcoffset()
        if before is not None and after is not None and before != after:
            yield Transition(zone, _between(there, at, at + STEP), before, after)
        at += STEP


def _between(there: ZoneInfo, low: datetime, high: datetime) -> datetime:
    before = low.astimezone(there).utcoffset()
    while high - low > SECOND:
        middle = (low + (high - low) / 2).replace(microsecond=0)
        low, high = (middle, high) if middle.astimezone(there).utcoffset() == before else (low, middle)
    return high
