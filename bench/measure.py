"""Ratios that survive a noisy machine: floor and ours in turn, the median of the pairs, and how far they spread."""

import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

PAIRS = 7
DRIFT = 0.2
TRIES = 3 * PAIRS


@dataclass(frozen=True)
class Goal:
    """The bound of a ratio: at least so much for throughput, at most so much for cost."""

    bound: float
    more_is_better: bool = False

    def is_met(self, ratio: float) -> bool:
        """Whether a ratio keeps the bound."""
        return ratio >= self.bound if self.more_is_better else ratio <= self.bound

    def __str__(self) -> str:
        return f"{'≥' if self.more_is_better else '≤'} {self.bound:g}"


@dataclass(frozen=True)
class Line:
    """One line of the table: two figures in ``unit`` and the ratios ours ÷ floor that the pairs gave."""

    what: str
    unit: str
    floor: float
    ours: float
    ratios: Sequence[float]
    goal: Goal | None
    remark: str = ""

    @property
    def ratio(self) -> float:
        """The median of the pairs."""
        return median(self.ratios)

    def cells(self) -> list[str]:
        """What the table shows."""
        spread = f"{self.ratio:.2f} ({min(self.ratios):.2f}–{max(self.ratios):.2f})"
        if self.goal is None:
            return [self.what, _figure(self.floor, self.unit), _figure(self.ours, self.unit), spread, "–", self.remark]
        verdict = "met" if self.goal.is_met(self.ratio) else f"missed by {abs(self.ratio - self.goal.bound):.2f}"
        said = f"{verdict}; {self.remark}" if self.remark else verdict
        floor, ours = _figure(self.floor, self.unit), _figure(self.ours, self.unit)
        return [self.what, floor, ours, spread, str(self.goal), said]


def in_turn(
    what: str, unit: str, floor: Callable[[], float], ours: Callable[[], float], goal: Goal | None, remark: str = ""
) -> Line:
    """Floor, ours, floor, ours, …, floor: each of ours is held against the mean of the floors around it.

    A pair whose two floors differ by more than a fifth is thrown away and taken again.
    """
    ours()
    kept: list[tuple[float, float]] = []
    thrown_away = 0
    for before, mine, after in _triples(floor, ours):
        if abs(before - after) > DRIFT * min(before, after):
            thrown_away += 1
        else:
            kept.append(((before + after) / 2, mine))
        if len(kept) == PAIRS or len(kept) + thrown_away == TRIES:
            break
    if not kept:
        raise SystemExit(f"{what}: the floor never held still. Try again on a quieter machine.")
    if len(kept) < PAIRS:
        remark = f"{remark}; only {len(kept)} of {PAIRS} pairs held still".removeprefix("; ")
    if thrown_away:
        remark = f"{remark}; {thrown_away} pairs drifted".removeprefix("; ")
    floors, mine = zip(*kept, strict=True)
    return Line(what, unit, median(floors), median(mine), [b / a for a, b in kept], goal, remark)


def show(title: str, lines: Sequence[Line]) -> None:
    """Print a Markdown table, as docs/performance.md keeps it."""
    header = ["what", "floor", "ours", "ratio, median (min–max)", "goal", ""]
    table = [header, *(line.cells() for line in lines)]
    widths = [max(len(row[n]) for row in table) for n in range(len(header))]
    say(f"\n### {title}\n")
    for number, row in enumerate(table):
        say("| " + " | ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) + " |")
        if number == 0:
            say("|" + "|".join("-" * (width + 2) for width in widths) + "|")


def say(line: str) -> None:
    """One line for whoever watches."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def _triples(floor: Callable[[], float], ours: Callable[[], float]) -> Iterator[tuple[float, float, float]]:
    for (before, mine), (after, _) in pairwise(_turns(floor, ours)):
        yield before, mine, after


def _turns(floor: Callable[[], float], ours: Callable[[], float]) -> Iterator[tuple[float, float]]:
    while True:
        yield floor(), ours()


def _figure(value: float, unit: str) -> str:
    shown = f"{value:,.0f}" if value >= 100 else f"{value:.3g}"
    return f"{shown} {unit}"
