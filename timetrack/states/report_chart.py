"""From lines to stacked bars: which bar is how high, in which colours, and the same in words. Pure."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from timetrack.domain import periods
from timetrack.domain.reports.lines import Line
from timetrack.domain.reports.names import Names
from timetrack.states import wording
from timetrack.states.report_rows import BarPart, BarRow, ChartMark, ChartRow

STEPS = (1, 2, 4, 5, 10, 20, 25, 50)
MARKS_AT_MOST = 6
LABELS_AT_MOST, SHORT_LABELS_AT_MOST = 16, 5
BARS_AT_MOST = 62


@dataclass(frozen=True)
class Period:
    """What one bar stands for."""

    first: date
    last: date
    lines: tuple[Line, ...]

    @property
    def seconds(self) -> int:
        """How high it is."""
        return sum(line.seconds for line in self.lines)


def stacked(
    title: str, found: Sequence[Period], names: Names, *, today: date, target_seconds: int = 0, target_of: str = ""
) -> ChartRow:
    """A bar per period. More than there is room for are taken together by weeks, or months."""
    bars = _gathered(found)
    order = [project for project, _ in _by_project(line for one in found for line in one.lines).most_common()]
    kept_target = target_seconds if len(bars) == len(found) else 0
    step, top = _scale(max([kept_target, *(one.seconds for one in bars)], default=0))
    return ChartRow(
        title=title,
        words=_words(title, bars),
        bars=tuple(_bar(n, one, order, names, top, len(bars), today) for n, one in enumerate(bars)),
        marks=tuple(ChartMark(str(hours), _percent(hours * 3600, top)) for hours in range(0, top // 3600 + 1, step)),
        target_text=f"target {wording.hours(kept_target)} {target_of}" if kept_target else "",
        target_height=_percent(kept_target, top) if kept_target else "",
    )


def _gathered(found: Sequence[Period]) -> list[Period]:
    if len(found) <= BARS_AT_MOST:
        return list(found)
    by_month = len(found) > 7 * BARS_AT_MOST
    groups: dict[object, list[Period]] = {}
    for n, one in enumerate(found):
        groups.setdefault((one.first.year, one.first.month) if by_month else n // 7, []).append(one)
    return [Period(of[0].first, of[-1].last, tuple(line for one in of for line in one.lines)) for of in groups.values()]


def _by_project(lines: object) -> Counter[int | None]:
    seconds: Counter[int | None] = Counter()
    for line in lines:  # type: ignore[attr-defined]
        seconds[line.project_id] += line.seconds
    return seconds


def _bar(n: int, one: Period, order: Sequence[int | None], names: Names, top: int, count: int, today: date) -> BarRow:
    seconds = _by_project(one.lines)
    every, short = -(-count // LABELS_AT_MOST), -(-count // SHORT_LABELS_AT_MOST)
    label = _label(one, count)
    return BarRow(
        words=f"{_span(one)}: {wording.hours(one.seconds)}",
        label="" if n % every else label,
        short_label="" if n % short else label,
        parts=tuple(
            BarPart(names.project(project).color, _percent(seconds[project], top))
            for project in order
            if seconds[project]
        ),
        is_today=one.first <= today <= one.last,
    )


def _scale(seconds: int) -> tuple[int, int]:
    """The step between two lines in hours, and the seconds at the top: the next line above what is shown."""
    hours, power = max(1, -(-seconds // 3600)), 1
    while STEPS[-1] * power * MARKS_AT_MOST < hours:
        power *= 10
    step = next(step * power for step in STEPS if step * power * (MARKS_AT_MOST - 1) >= hours or step == STEPS[-1])
    return step, -(-hours // step) * step * 3600


def _percent(part: int, whole: int) -> str:
    return f"{100 * part / whole:.3f}%"


def _label(one: Period, count: int) -> str:
    if one.first == one.last:
        return f"{one.first:%a} {one.first.day}" if count <= LABELS_AT_MOST else f"{one.first.day} {one.first:%b}"
    return f"{one.first.day} {one.first:%b}"


def _span(one: Period) -> str:
    last = "" if one.first == one.last else f" to {periods.shown_day(one.last)}"
    return f"{periods.shown_day(one.first)}{last}"


def _words(title: str, bars: Sequence[Period]) -> str:
    """The chart in one sentence; the table below has every figure."""
    worked = [one for one in bars if one.seconds]
    if not worked:
        return f"{title}: nothing."
    most = max(worked, key=lambda one: one.seconds)
    total = wording.hours(sum(one.seconds for one in worked))
    return f"{title}: {total} in all, most on {_span(most)} with {wording.hours(most.seconds)}."
