"""The day strip: entries as blocks in minutes after 07:00."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from timetrack.domain import periods
from timetrack.domain.entry_list import ListedEntry
from timetrack.states.rows import StripBlock

STRIP_STARTS, STRIP_MINUTES = 7 * 60, 12 * 60


def strip_blocks(entries: Iterable[ListedEntry], day: date, zone: str, now: datetime) -> list[StripBlock]:
    """The blocks of a day, from the left; what runs reaches up to ``now``."""
    blocks = []
    for entry in entries:
        first = strip_minute(entry.start_time, day, zone)
        last = strip_minute(entry.end_time or now, day, zone)
        if last > first or 0 < first < STRIP_MINUTES:
            blocks.append(StripBlock(first, max(last - first, 2), entry.color or "none"))
    return sorted(blocks, key=lambda block: block.minute)


def strip_minute(instant: datetime, day: date, zone: str) -> int:
    """Where an instant stands on the strip of ``day``: 0 to 720."""
    there = instant.astimezone(periods.zone_of(zone))
    days = (there.date() - day) // timedelta(days=1)
    return min(max(days * 1440 + there.hour * 60 + there.minute - STRIP_STARTS, 0), STRIP_MINUTES)
