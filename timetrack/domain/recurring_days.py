"""The days of what comes again, by the calendar. Pure."""

import calendar
from datetime import date, timedelta

from timetrack.models import Every, RecurringInvoice

MONTHS = {Every.MONTH: 1, Every.QUARTER: 3, Every.YEAR: 12}


def day_after(recurring: RecurringInvoice, day: date) -> date:
    """The day on which it comes next after ``day``; the 31st is the last day of a shorter month."""
    if recurring.every == Every.WEEK:
        return day + timedelta(days=7)
    return _months_on(day, MONTHS[Every(recurring.every)], recurring.anchor_day)


def period_before(recurring: RecurringInvoice, day: date) -> tuple[date, date]:
    """The first and the last day of what is billed on ``day``: since the time before, up to the day before."""
    if recurring.every == Every.WEEK:
        return day - timedelta(days=7), day - timedelta(days=1)
    months = MONTHS[Every(recurring.every)]
    return _months_on(day, -months, recurring.anchor_day), day - timedelta(days=1)


def _months_on(day: date, months: int, anchor: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(anchor, last))
