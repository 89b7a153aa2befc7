"""Free time between what is taken: the first room of a length, and the nearest. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

FOREVER = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True)
class Stretch:
    """Time from ``start_time`` on, half-open; without an end it goes on."""

    start_time: datetime
    end_time: datetime | None

    @property
    def until(self) -> datetime:
        """The end, or the end of all time."""
        return self.end_time or FOREVER

    def touches(self, other: "Stretch") -> bool:
        """Whether the two share a second."""
        return self.start_time < other.until and other.start_time < self.until

    def without(self, taken: Iterable["Stretch"]) -> list["Stretch"]:
        """What is left of it beside ``taken``, which comes in order and nowhere overlaps."""
        left, since = [], self.start_time
        for other in taken:
            if not self.touches(other):
                continue
            if since < other.start_time:
                left.append(Stretch(since, other.start_time))
            since = other.until
        return [*left, Stretch(since, self.end_time)] if since < self.until else left

    def seconds(self, at: datetime) -> int:
        """How long it is; what goes on counts up to ``at``."""
        return max(0, int(((self.end_time or at) - self.start_time).total_seconds()))


def first_room(within: Stretch, taken: Iterable[Stretch], length: timedelta) -> Stretch | None:
    """The first free ``length`` of ``within``, at the start of what is free; ``taken`` comes in order."""
    free = within.without(taken)
    starts = (room.start_time for room in free if room.until - room.start_time >= length)
    return next((Stretch(start, start + length) for start in starts), None)


def last_room(within: Stretch, taken: Iterable[Stretch], length: timedelta) -> Stretch | None:
    """The last free ``length`` of ``within``, at the end of what is free; ``taken`` comes in order."""
    free = within.without(taken)
    ends = [room.until for room in free if room.until - room.start_time >= length]
    return Stretch(ends[-1] - length, ends[-1]) if ends else None
