"""How hours are laid into the free time of a day. Pure."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from timetrack.domain.free_time import Stretch

Slot = tuple[datetime, datetime]
"""From when to when, half-open."""

WORKING_DAY = timedelta(hours=15)
"""How long before the end of a day its work begins: at 9:00, unless the clocks change later in the day."""


def free_slots(since: datetime, until: datetime, busy: Iterable[tuple[datetime, datetime | None]]) -> list[Slot]:
    """What is left of ``[since, until)`` beside ``busy``, earliest first; what is busy without an end stays so."""
    taken = [Stretch(start, end) for start, end in sorted(busy, key=lambda slot: slot[0])]
    return [(left.start_time, left.until) for left in Stretch(since, until).without(taken)]


def lay(seconds: int, free: Sequence[Slot], *, after: datetime, opening: datetime) -> list[Slot]:
    """Where ``seconds`` go: from ``after`` on, then between ``opening`` and it, then backwards from the earlier of both.

    Gives fewer seconds than asked where there is no more free time. Neighbours are joined; earliest first.
    """
    early = min(opening, after)
    laid: list[Slot] = []
    for start, end in [*_within(free, after, None), *_within(free, early, after)]:
        end = min(end, start + timedelta(seconds=seconds))
        laid, seconds = [*laid, (start, end)], seconds - _length(start, end)
        if not seconds:
            return _joined(laid)
    for start, end in reversed(_within(free, None, early)):
        start = max(start, end - timedelta(seconds=seconds))
        laid, seconds = [*laid, (start, end)], seconds - _length(start, end)
        if not seconds:
            break
    return _joined(laid)


def seconds_of(slots: Iterable[Slot]) -> int:
    """How long they are together."""
    return sum(_length(start, end) for start, end in slots)


def _within(free: Sequence[Slot], since: datetime | None, until: datetime | None) -> list[Slot]:
    cut = [(max(start, since or start), min(end, until or end)) for start, end in free]
    return [(start, end) for start, end in cut if start < end]


def _joined(slots: Sequence[Slot]) -> list[Slot]:
    joined: list[Slot] = []
    for start, end in sorted(slots):
        if joined and joined[-1][1] == start:
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    return joined


def _length(start: datetime, end: datetime) -> int:
    return int((end - start).total_seconds())
