"""Weeks in addresses: ?week=2026-W47, or any day of it. Pure."""

import re
from collections.abc import Mapping
from datetime import date

from timetrack.domain import periods
from timetrack.errors import InvalidInput
from timetrack.states.span import Span

_WEEK = re.compile(r"(\d{4})-W(\d{1,2})", re.ASCII)
THURSDAY = 4


def asked_week(query: Mapping[str, str], today: date, week_start: int) -> date:
    """The first day of the week that an address asks for; what cannot be read is this week.

    An ISO week means the viewer's week that has its Thursday, so most of its days.
    """
    try:
        return periods.week_of(_day(query.get("week", ""), today), week_start)[0]
    except InvalidInput:
        return periods.week_of(today, week_start)[0]


def week_name(first_day: date) -> str:
    """How an address says the week that begins on ``first_day``: 2026-W47, or its first day where that is no Monday."""
    year, week, weekday = first_day.isocalendar()
    return f"{year}-W{week:02d}" if weekday == 1 else first_day.isoformat()


def week_text(first_day: date, today: date) -> str:
    """16 – 22 Nov, with the years where they are needed."""
    return Span(first_day, periods.week_of(first_day, first_day.isoweekday())[1], 0).shown(today)


def asked_day(query: Mapping[str, str], today: date) -> date:
    """The day that an address asks for; what cannot be read is today."""
    day = _day(query.get("day", ""), today)
    try:
        periods.week_of(day, 1)
    except InvalidInput:
        return today
    return day


def _day(text: str, today: date) -> date:
    try:
        if week := _WEEK.fullmatch(text):
            return date.fromisocalendar(int(week[1]), int(week[2]), THURSDAY)
        return date.fromisoformat(text)
    except ValueError:
        return today
