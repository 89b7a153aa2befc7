"""Durations and times of day as the person reads them for whom the event or the refresh at hand runs.

What a state shows is made for one viewer, so how they read is looked up here, once, instead of being handed through
every function that makes a text. Where nobody is known it is 1:27:50 and 17:30.
"""

from datetime import date, datetime

from timetrack.domain import durations, periods
from timetrack.models import DurationFormat, TimeFormat
from timetrack.states import visiting


def forms() -> tuple[str, str]:
    """How the viewer reads durations and times of day."""
    reader = visiting.reader()
    return (reader.duration_format, reader.time_format) if reader else (DurationFormat.CLOCK, TimeFormat.H24)


def hours(seconds: int) -> str:
    """A total: 4:58, or 4.98 h."""
    return periods.shown_hours(seconds, forms()[0])


def length(seconds: int) -> str:
    """What one entry lasts: 1:27:50, or 1.46 h."""
    return durations.shown(seconds, forms()[0])


def loud_and_quiet(seconds: int) -> tuple[str, str]:
    """The same in two parts that are shown differently loud: 1:27 and :50, or 1.46 and h."""
    whole = length(seconds)
    cut = -2 if forms()[0] == DurationFormat.DECIMAL else -3
    return whole[:cut], whole[cut:]


def clock(instant: datetime, zone: str) -> str:
    """17:30, or 5:30 pm."""
    return periods.shown_clock(instant, zone, forms()[1])


def span(start: datetime, end: datetime | None, zone: str, *, today: date | None = None) -> str:
    """09:00 – 10:30, or 9:00 am – 10:30 am; with the day before it unless that is ``today``."""
    return periods.shown_range(start, end, zone, today=today, form=forms()[1])
