"""The ways out of an overlap, and what each would make of every entry concerned. Pure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum

from timetrack.domain.entries import LONGEST
from timetrack.domain.free_time import Stretch, first_room, last_room


class Way(StrEnum):
    """TRIM theirs, SHIFT mine, or SPLIT mine around theirs."""

    TRIM = "TRIM"
    SHIFT = "SHIFT"
    SPLIT = "SPLIT"


@dataclass(frozen=True)
class Lane:
    """One entry of a repair: where it would be, mine as it was asked for, and where the repair puts it.

    More than one stretch ``after`` means that it is cut in pieces. Seconds of what runs count up to now; they are not
    compared, so that a repair is the same a second later.
    """

    entry_id: int | None
    description: str
    before: Stretch
    after: tuple[Stretch, ...]
    before_seconds: int = field(default=0, compare=False)
    after_seconds: int = field(default=0, compare=False)


@dataclass(frozen=True)
class Repair:
    """What one way would do to mine and to every entry that is in the way."""

    way: Way
    mine: Lane
    others: tuple[Lane, ...]

    @property
    def seconds(self) -> int:
        """What becomes of mine, all its pieces together."""
        return self.mine.after_seconds


def ways_out(mine: Lane, near: Sequence[Lane], now: datetime) -> list[Repair]:
    """The ways that are open, none where nothing is in the way.

    ``near`` are the entries around what was asked for, in order; nothing is put further away than they reach.
    """
    clash = [other for other in near if other.before.touches(mine.before)]
    if not clash:
        return []
    return [_counted(repair, now) for repair in _open(mine, clash, near, now)]


def _open(mine: Lane, clash: Sequence[Lane], near: Sequence[Lane], now: datetime) -> Iterator[Repair]:
    trimmed = [_trimmed(other, mine.before, now) for other in clash]
    if all(lane.after for lane in trimmed):
        yield Repair(Way.TRIM, mine, tuple(trimmed))
    place = _shifted(mine.before, [other.before for other in near], now)
    if place is not None:
        yield Repair(Way.SHIFT, replace(mine, after=(place,)), tuple(clash))
    pieces = mine.before.without(other.before for other in clash)
    if pieces and all(_may_stand(piece, now) for piece in pieces):
        yield Repair(Way.SPLIT, replace(mine, after=tuple(pieces)), tuple(clash))


def _trimmed(other: Lane, mine: Stretch, now: datetime) -> Lane:
    """Without what mine takes; nothing ``after`` where it cannot be trimmed."""
    left = other.before.without([mine])
    must_run = other.before.end_time is None
    still_runs = bool(left) and left[-1].end_time is None
    fits = must_run == still_runs and all(_may_stand(piece, now) for piece in left)
    return replace(other, after=tuple(left) if fits else ())


def _shifted(mine: Stretch, taken: Sequence[Stretch], now: datetime) -> Stretch | None:
    """The nearest free place, the later of two equally near; what is done is not put into the future."""
    if mine.end_time is None:
        return None
    latest = mine.end_time + LONGEST
    if mine.end_time <= now:
        latest = min(latest, now)
    length = mine.end_time - mine.start_time
    found = (
        first_room(Stretch(mine.start_time, latest), taken, length),
        last_room(Stretch(mine.start_time - LONGEST, mine.end_time), taken, length),
    )
    places = [place for place in found if place is not None]
    return min(places, key=lambda place: abs(place.start_time - mine.start_time), default=None)


def _may_stand(piece: Stretch, now: datetime) -> bool:
    """Whether it may be an entry: at most a day long, and what runs has begun."""
    if piece.end_time is None:
        return piece.start_time <= now
    return piece.end_time - piece.start_time <= LONGEST


def _counted(repair: Repair, now: datetime) -> Repair:
    mine, *others = (_with_seconds(lane, now) for lane in (repair.mine, *repair.others))
    return replace(repair, mine=mine, others=tuple(others))


def _with_seconds(lane: Lane, now: datetime) -> Lane:
    after = sum(piece.seconds(now) for piece in lane.after)
    return replace(lane, before_seconds=lane.before.seconds(now), after_seconds=after)
