"""What times typed into an entry mean: wall clocks in the person's zone, near where the entry was. Pure."""

from datetime import date, datetime, time, timedelta

from timetrack.domain import durations, periods
from timetrack.errors import EntryEndsBeforeStart, InvalidInput

OVER_MIDNIGHT_AT_MOST = timedelta(hours=12)


def typed_range(typed: str, start_time: datetime, end_time: datetime, zone: str) -> tuple[datetime, datetime]:
    """The instants that “9:00 – 10:30” means for an entry that was ``[start_time, end_time)``.

    An end that looks unchanged keeps its seconds; one at or before the start is on the next day, unless that would
    make more than 12 hours of it: then it is taken for a slip. Raises InvalidInput, EntryEndsBeforeStart.
    """
    first, last = durations.parse_range(typed)
    start = typed_clock(first, start_time, zone)
    end = typed_clock(last, end_time, zone, day=periods.local_date(start, zone))
    if end <= start:
        end = typed_clock(last, end_time, zone, day=periods.local_date(start, zone) + periods.ONE_DAY)
        if end - start > max(OVER_MIDNIGHT_AT_MOST, end_time - start_time):
            raise EntryEndsBeforeStart
    return start, end


def typed_start(typed: str, start_time: datetime, zone: str, *, not_after: datetime) -> datetime:
    """The instant that “13:52” means for a timer that started at ``start_time``; never later than ``not_after``."""
    start = typed_clock(durations.parse_clock(typed), start_time, zone)
    if start > not_after:
        start = typed_clock(
            durations.parse_clock(typed), start_time, zone, day=_day(start_time, zone) - periods.ONE_DAY
        )
    return start


def typed_clock(clock: time, before: datetime, zone: str, *, day: date | None = None) -> datetime:
    """The instant of ``clock`` on ``day``, by default the day of ``before``; what looks unchanged is unchanged."""
    day = day or _day(before, zone)
    there = before.astimezone(periods.zone_of(zone))
    looks_unchanged = (there.date(), there.hour, there.minute) == (day, clock.hour, clock.minute)
    if looks_unchanged and clock.second in (0, there.second):
        return before
    return periods.at_wall_clock(day, clock, zone, fold=there.fold if periods.comes_twice(day, clock, zone) else 0)


def logged_range(day: date, first: time, last: time, zone: str) -> tuple[datetime, datetime]:
    """The instants of work on ``day`` from ``first`` to ``last``; an earlier ``last`` is on the next day."""
    start = periods.at_wall_clock(day, first, zone)
    end_day = day if last > first else day + periods.ONE_DAY
    return start, periods.at_wall_clock(end_day, last, zone, fold=int(periods.comes_twice(end_day, last, zone)))


def typed_moment(day: str, clock: str, zone: str) -> datetime:
    """The instant of a date field's ``2026-11-19`` and a typed clock. Raises InvalidInput for what is no date or time."""
    return periods.at_wall_clock(typed_day(day), durations.parse_clock(clock), zone)


def typed_day(typed: str) -> date:
    """The day of a date field, 2026-11-19. Raises InvalidInput for what is none."""
    try:
        return date.fromisoformat(typed.strip())
    except ValueError:
        raise InvalidInput(f"A day looks like 2026-11-19; “{typed[:20]}” is not one. Nothing was saved.") from None


def _day(instant: datetime, zone: str) -> date:
    return periods.local_date(instant, zone)
