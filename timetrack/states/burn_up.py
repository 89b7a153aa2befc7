"""A project's hours as a line that climbs towards its budget: every point and every word of the chart, ready to show."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from itertools import accumulate

from timetrack.domain import figures, periods
from timetrack.domain.project_weeks import WorkedWeek
from timetrack.states import wording

WIDTH, HEIGHT = 1000, 400
LINES_AT_MOST, DATES_AT_MOST = 5, 5
STEPS = (1, 2, 5, 10, 20, 25, 50)


@dataclass(frozen=True)
class MarkRow:
    """A word beside the chart; ``place`` is its distance from the top or the left, in percent."""

    text: str
    place: str


@dataclass(frozen=True)
class WeekRow:
    """One line of the chart's table."""

    week: str
    hours_text: str
    total_text: str


@dataclass(frozen=True)
class BurnUpRow:
    """The chart: ``line`` and ``area`` are paths in a field of 1000 × 400, ``budget`` is empty where there is none."""

    words: str = ""
    line: str = ""
    area: str = ""
    budget_text: str = ""
    budget_place: str = ""
    marks: tuple[MarkRow, ...] = ()
    dates: tuple[MarkRow, ...] = ()
    weeks: tuple[WeekRow, ...] = ()


def burn_up(weeks: Sequence[WorkedWeek], budget_hours: Decimal | None, now: datetime, zone: str) -> BurnUpRow:
    """The chart of ``weeks`` up to ``now``; nothing where no time was tracked."""
    if not weeks:
        return BurnUpRow()
    first, today = weeks[0].first, periods.local_date(now, zone)
    days = max(1, (today - first).days + 1)
    totals = [0, *accumulate(week.seconds for week in weeks)]
    top = _top(Decimal(totals[-1]) / 3600, budget_hours or Decimal(0))
    ends = [first, *(min(week.first + timedelta(days=7), today + timedelta(days=1)) for week in weeks)]
    points = [(_across(end, first, days), _down(total, top)) for end, total in zip(ends, totals, strict=True)]
    line = "M" + " L".join(f"{x} {y}" for x, y in points)
    return BurnUpRow(
        words=_words(weeks, totals[-1], budget_hours),
        line=line,
        area=f"{line} L{points[-1][0]} {HEIGHT} L0 {HEIGHT} Z",
        budget_text=f"budget {figures.shown_budget(budget_hours)}" if budget_hours else "",
        budget_place=_percent(_down(int(budget_hours * 3600), top), HEIGHT) if budget_hours else "",
        marks=tuple(MarkRow(f"{mark}", _percent(_down(mark * 3600, top), HEIGHT)) for mark in _marks(top)),
        dates=tuple(_dates(weeks, first, days)),
        weeks=tuple(_weeks(weeks, totals)),
    )


def _top(hours: Decimal, budget_hours: Decimal) -> int:
    """The upper end of the scale in hours: the next even step above what has to be shown."""
    highest = max(hours, budget_hours) * Decimal("1.08")
    step = _step(highest)
    return max(step, -(-int(highest.to_integral_value(rounding="ROUND_CEILING")) // step) * step)


def _step(highest: Decimal) -> int:
    """The smallest of 1, 2, 5, 10, 20, 25, 50, 100, 200, 250 … hours that needs no more than five lines."""
    power = 1
    while STEPS[-1] * power * LINES_AT_MOST < highest:
        power *= 10
    return next(step * power for step in STEPS if step * power * LINES_AT_MOST >= highest)


def _marks(top: int) -> range:
    return range(0, top + 1, _step(Decimal(top)))


def _across(day: date, first: date, days: int) -> int:
    return round(WIDTH * (day - first).days / days)


def _down(seconds: int, top: int) -> int:
    return HEIGHT - round(HEIGHT * seconds / (top * 3600))


def _percent(place: int, whole: int) -> str:
    return f"{100 * place / whole:g}%"


def _dates(weeks: Sequence[WorkedWeek], first: date, days: int) -> list[MarkRow]:
    every = -(-len(weeks) // DATES_AT_MOST)
    return [
        MarkRow(f"{week.first.day} {week.first:%b}", _percent(_across(week.first, first, days), WIDTH))
        for week in weeks[::every]
    ]


def _weeks(weeks: Sequence[WorkedWeek], totals: Sequence[int]) -> list[WeekRow]:
    """The table, newest first."""
    rows = [
        WeekRow(f"{week.first.day} {week.first:%b %Y}", wording.hours(week.seconds), wording.hours(total))
        for week, total in zip(weeks, totals[1:], strict=True)
    ]
    return rows[::-1]


def _words(weeks: Sequence[WorkedWeek], seconds: int, budget_hours: Decimal | None) -> str:
    of = f" of {figures.shown_budget(budget_hours)}" if budget_hours else ""
    since = f"{weeks[0].first.day} {weeks[0].first:%B}"
    return f"{wording.hours(seconds)} worked{of} since the week of {since}."
