"""What splitting, merging, duplicating, repairing and restoring should do, in memory and in their shortest form."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import pairwise
from zoneinfo import ZoneInfo

from tests.domain.model import DAY, FOREVER, QUARTER, Kept, Model, Refusal, Work, refuse_length

SECOND = DAY / 86_400
Range = tuple[datetime, datetime | None]


@dataclass
class Outcome:
    """What an action makes of entries that exist, which it takes away, and which are new."""

    changed: dict[int, Kept] = field(default_factory=dict)
    gone: set[int] = field(default_factory=set)
    new: list[Kept] = field(default_factory=list)


class WholeDayModel(Model):
    """The same books, for every ability."""

    def split(self, key: int, at: datetime) -> Outcome:
        entry = self.entries[key]
        if not entry.start < at < (entry.end or self.now):
            raise Refusal("InvalidInput")
        refuse_length(entry.start, at)
        return Outcome({key: replace(entry, end=at)}, new=[replace(entry, start=at)])

    def merged(self, keys: Iterable[int], with_gaps: bool) -> Outcome:
        chosen = sorted({(self.entries[key].start, key) for key in keys})
        parts = [self.entries[key] for _, key in chosen]
        alike = {(part.project, part.task, part.billable, part.rate, part.currency) for part in parts}
        touch = all(a.end == b.start for a, b in pairwise(parts))
        if len(parts) < 2 or len(alike) > 1 or not (touch or with_gaps):
            raise Refusal("InvalidInput")
        whole = replace(parts[0], end=parts[-1].end)
        if (whole.end or self.now) - whole.start > DAY:
            raise Refusal("EntryTooLong")
        own = [key for _, key in chosen]
        if any(whole.start <= entry.start < whole.until for key, entry in self.entries.items() if key not in own):
            raise Refusal("InvalidInput")
        return Outcome({own[0]: whole}, gone=set(own[1:]))

    def duplicated(self, key: int) -> Outcome:
        entry = self.entries[key]
        if entry.end is None:
            raise Refusal("InvalidInput")
        until, length = self.midnight_after(entry.end - SECOND), entry.end - entry.start
        if entry.end <= self.now:
            until = min(until, self.now)
        starts = sorted({entry.end, *(other.end for other in self.entries.values() if other.end)})
        for start in starts:
            if entry.end <= start and start + length <= until and self.is_free(start, start + length):
                work = Work(entry.project, entry.task, entry.billable if entry.project else None)
                return Outcome(new=[Kept(start, start + length, work.project, work.task, *self.terms(work))])
        raise Refusal("InvalidInput")

    def repaired(self, way: str, key: int | None, asked: Range, work: Work) -> Outcome:
        """Without ``key`` a new entry on ``work``."""
        start, end = asked
        if end is not None:
            refuse_length(start, end)
        elif start > self.now:
            raise Refusal("InvalidInput")
        mine = self.entries[key] if key else Kept(start, end, work.project, work.task, *self.terms(work))
        others = {k: e for k, e in self.entries.items() if k != key}
        clash = {k: e for k, e in others.items() if e.start < (end or FOREVER) and start < e.until}
        pieces, outcome = [asked], Outcome()
        if clash and way == "TRIM":
            for k, other in clash.items():
                self.cut(outcome, k, other, minus((other.start, other.end), [asked]))
        elif clash and way == "SHIFT":
            pieces = [self.nearest(start, end, list(others.values()))]
        elif clash:
            pieces = minus(asked, [(e.start, e.end) for e in clash.values()])
            self.refuse_pieces(pieces)
        made = [replace(mine, start=start, end=end) for start, end in pieces]
        if key:
            outcome.changed[key] = made.pop(0)
        outcome.new += made
        return outcome

    def version_restored(self, key: int, version: Kept, by_lead: bool) -> Outcome:
        """Whoever does not lead keeps the rate of work that is the same."""
        last = self.entries.get(key) or self.deleted[key]
        same = (last.project, last.task, last.billable, last.currency)
        if not by_lead and same == (version.project, version.task, version.billable, version.currency):
            version = replace(version, rate=last.rate, source=last.source)
        if key not in self.entries or (version.start, version.end) != (last.start, last.end):
            self.refuse_overlap(version.start, version.end, key)
        return Outcome({key: version})

    def cut(self, outcome: Outcome, key: int, other: Kept, pieces: list[Range]) -> None:
        """The piece that keeps the key is the first, of what runs the one that runs."""
        self.refuse_pieces(pieces)
        if other.end is None:
            if pieces[-1][1] is not None:
                raise Refusal("OverlappingEntry")
            pieces = [pieces[-1], *pieces[:-1]]
        (first, *rest) = [replace(other, start=start, end=end) for start, end in pieces]
        outcome.changed[key] = first
        outcome.new += rest

    def nearest(self, start: datetime, end: datetime | None, others: list[Kept]) -> Range:
        """Of every place that touches another entry the nearest that is free, the later of two."""
        if end is None:
            raise Refusal("OverlappingEntry")
        length, latest = end - start, end + DAY if end > self.now else min(end + DAY, self.now)
        places = [other.start - length for other in others] + [other.end for other in others if other.end]
        free = [
            place
            for place in places
            if start - DAY <= place and place + length <= latest
            and not any(e.start < place + length and place < e.until for e in others)
        ]  # fmt: skip
        if not free:
            raise Refusal("OverlappingEntry")
        place = min(free, key=lambda place: (abs(place - start), start - place))
        return place, place + length

    def refuse_pieces(self, pieces: list[Range]) -> None:
        if not pieces or any(start > self.now if end is None else end - start > DAY for start, end in pieces):
            raise Refusal("OverlappingEntry")

    def is_free(self, start: datetime, end: datetime) -> bool:
        return not any(e.start < end and start < e.until for e in self.entries.values())

    def midnight_after(self, instant: datetime) -> datetime:
        """The first quarter of an hour that is on another day; no zone here changes its day at another minute."""
        there, at = ZoneInfo(self.zone), datetime.fromtimestamp(instant.timestamp() // 900 * 900, instant.tzinfo)
        while at.astimezone(there).date() <= instant.astimezone(there).date():
            at += QUARTER
        return at


def minus(whole: Range, holes: list[Range]) -> list[Range]:
    """What is left of ``whole``: between each two neighbours of all ends that lie in it, if no hole is there."""
    start, end = whole[0], whole[1] or FOREVER
    ends = {min(max(at or FOREVER, start), end) for hole in holes for at in hole} | {start, end}
    marks = sorted(ends)
    left: list[Range] = []
    for since, until in pairwise(marks):
        if not any(a < until and since < (b or FOREVER) for a, b in holes):
            left.append((since, None if until == FOREVER else until))
    return left
