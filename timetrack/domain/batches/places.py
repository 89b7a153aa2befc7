"""Which rows of a batch find a place in their person's time. Pure.

What is there already stays. Among the rows the one that starts first comes first, of two that start together the one
further up in the file; so the order of the file's rows hardly matters, and a repeated batch ends the same way.
"""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime

from timetrack.domain.batches.rows import BatchRow, Placed, Remark, quoted
from timetrack.domain.periods import shown_range

Identity = tuple[str, str, str, str]
"""What tells two pieces of work in the same time apart: client, project and task in lower case, and description."""


@dataclass(slots=True)
class Span:
    """Time that is taken. ``row`` is the number of the row that it is, if it is one; without an end it still runs."""

    start_time: datetime
    end_time: datetime | None
    identity: Identity
    row: int | None = None

    def is_twin(self, start_time: datetime, end_time: datetime, identity: Identity) -> bool:
        """Whether it is the very same work."""
        return (self.start_time, self.end_time, self.identity) == (start_time, end_time, identity)


@dataclass
class Timeline:
    """The taken time of one person: spans by start, none touching another."""

    spans: list[Span] = field(default_factory=list)
    starts: list[datetime] = field(default_factory=list)

    def add(self, span: Span) -> None:
        """Take the time of ``span``, which must be free."""
        at = bisect_left(self.starts, span.start_time)
        self.starts.insert(at, span.start_time)
        self.spans.insert(at, span)

    def taken(self, start_time: datetime, end_time: datetime) -> Span | None:
        """The last span that touches ``[start_time, end_time)``."""
        at = bisect_left(self.starts, end_time)
        span = self.spans[at - 1] if at else None
        return span if span and (span.end_time is None or span.end_time > start_time) else None


@dataclass
class Places:
    """The rows that come in, those that are there already, and those that are refused."""

    placed: list[Placed] = field(default_factory=list)
    already: list[BatchRow] = field(default_factory=list)
    refused: list[Remark] = field(default_factory=list)


def place(
    rows: Iterable[BatchRow],
    there: dict[str, Timeline],
    identity: Callable[[BatchRow], Identity],
    closed: Callable[[BatchRow], str],
    zone: str,
) -> Places:
    """Find each row its place among the time that is ``there`` per e-mail.

    ``closed`` says why a row's project takes no time, or nothing. Ranges in remarks are shown in ``zone``.
    """
    timelines = defaultdict(Timeline, there)
    places = Places()
    for row in sorted(rows, key=lambda row: (row.readings[0][0], row.number)):
        timeline, named = timelines[row.email], identity(row)
        if _is_there(row, named, timeline):
            places.already.append(row)
        elif problem := closed(row):
            places.refused.append(Remark(row.number, row.about(zone), problem))
        else:
            found = _find_place(row, named, timeline)
            if isinstance(found, Placed):
                places.placed.append(found)
            else:
                places.refused.append(Remark(row.number, row.about(zone), _collision(row, named, found, zone)))
    return places


def _is_there(row: BatchRow, identity: Identity, timeline: Timeline) -> bool:
    for start, end in row.readings:
        span = timeline.taken(start, end)
        if span and span.row is None and span.is_twin(start, end, identity):
            span.row = row.number
            return True
    return False


def _find_place(row: BatchRow, identity: Identity, timeline: Timeline) -> Placed | Span:
    """The first reading whose time is free, or else what is in the way of the likeliest."""
    in_the_way = []
    for start, end in row.readings:
        span = timeline.taken(start, end)
        if span is None:
            timeline.add(Span(start, end, identity, row.number))
            return Placed(row, start, end)
        in_the_way.append(span)
    return in_the_way[0]


def _collision(row: BatchRow, identity: Identity, span: Span, zone: str) -> str:
    if span.row is not None and span.is_twin(*row.readings[0], identity):
        return f"is the same as row {span.row}"
    shown = shown_range(span.start_time, span.end_time, zone)
    what = f"{quoted(span.identity[-1])} ({shown})"
    return f"overlaps row {span.row}, {what}" if span.row is not None else f"overlaps what is there already, {what}"
