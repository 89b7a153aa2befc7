"""From the ways out of an overlap to what the dialog shows: words, lanes on one axis, the day's new total. Pure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from timetrack.domain import periods
from timetrack.domain.entry_list import ListedEntry
from timetrack.domain.free_time import Stretch
from timetrack.domain.repair_ways import Lane, Repair, Way
from timetrack.models import User
from timetrack.states.repair_rows import BlockRow, RepairRow, SideRow, TickRow, WayRow
from timetrack.states.shown import clock_of

HOUR = timedelta(hours=1)
TITLES = {Way.TRIM: "Trim the other", Way.SHIFT: "Shift mine", Way.SPLIT: "Split mine around it"}
TITLES_OF_MANY = {Way.TRIM: "Trim the others", Way.SHIFT: "Shift mine", Way.SPLIT: "Split mine around them"}
VERBS = {Way.TRIM: "Trim and save", Way.SHIFT: "Shift and save", Way.SPLIT: "Split and save"}


@dataclass(frozen=True)
class Work:
    """What mine is, as far as it is shown."""

    description: str = ""
    project: str = ""
    color: str = ""
    task: str = ""


@dataclass(frozen=True)
class Around:
    """What is there already: the entries near the overlap, oldest first, and the seconds of the day it is on."""

    near: Sequence[ListedEntry]
    day: Stretch
    day_seconds: int
    now: datetime
    viewer: User
    is_today: bool

    def clock(self, instant: datetime) -> str:
        """An instant at the viewer's clock."""
        return clock_of(instant, self.viewer.timezone, self.viewer.time_format)

    def hours(self, seconds: int) -> str:
        """A length of time."""
        return periods.shown_hours(seconds, self.viewer.duration_format)


def repair_row(mine: Work, entry_id: int | None, ways: Sequence[Repair], around: Around) -> RepairRow:
    """Everything the dialog shows; ``entry_id`` is mine, None while it is new."""
    wanted, others = ways[0].mine.before, ways[0].others
    axis = _axis(ways, around.now)
    known = {entry.entry_id: entry for entry in around.near}
    there = [(lane, lane.before, "") for lane in others]
    beside = [(_lane(e), Stretch(e.start_time, e.end_time), "") for e in around.near if e.entry_id != entry_id]
    clashing = {lane.entry_id for lane in others}
    beside = [at for at in beside if at[0].entry_id not in clashing]
    before = [*beside, *there, (ways[0].mine, wanted, "clash")]
    return RepairRow(
        title="These two overlap" if len(others) == 1 else f"This overlaps {len(others)} entries",
        day_text="Your total today" if around.is_today else "The total of that day",
        sides=(_mine_side(mine, entry_id, wanted, around), *(_side(known, lane, around) for lane in others[:3])),
        before=tuple(_blocks(before, mine, known, axis, around)),
        ticks=tuple(_ticks(axis, around)),
        ways=tuple(_way_row(way, mine, entry_id, known, beside, axis, around) for way in ways),
    )


Placed = tuple[Lane, Stretch, str]
Known = dict[int, ListedEntry]


def _way_row(
    repair: Repair, mine: Work, entry_id: int | None, known: Known, beside: list[Placed], axis: Stretch, around: Around
) -> WayRow:
    lanes = (repair.mine, *repair.others)
    placed = [(lane, piece, "mine" if lane is repair.mine else "") for lane in lanes for piece in lane.after]
    seconds = around.day_seconds + sum(_inside(piece, around) for lane in lanes for piece in lane.after)
    seconds -= sum(_inside(lane.before, around) for lane in repair.others)
    if entry_id in known:
        own = known[entry_id]
        seconds -= _inside(Stretch(own.start_time, own.end_time), around)
    words = _words(repair, mine, around)
    return WayRow(
        way=repair.way.value,
        title=(TITLES if len(repair.others) == 1 else TITLES_OF_MANY)[repair.way],
        words=words,
        verb=VERBS[repair.way],
        total_text=around.hours(seconds),
        lane=tuple(_blocks([*beside, *placed], mine, known, axis, around, with_hours=True)),
        said=f"Afterwards: {words}",
    )


def _words(repair: Repair, mine: Work, around: Around) -> str:
    name = _short(mine.description)
    ranges = " and ".join(_range(piece, around) for piece in repair.mine.after)
    match repair.way:
        case Way.TRIM:
            return "; ".join(_trimmed(lane, around) for lane in repair.others)
        case Way.SHIFT:
            return f"{name} moves to {ranges}, the nearest free time"
    only = "Only " if len(repair.mine.after) == 1 else ""
    are = "is" if len(repair.mine.after) == 1 else "are"
    return f"{only}{ranges} {are} kept, {around.hours(repair.seconds)}"


def _trimmed(lane: Lane, around: Around) -> str:
    name, length = _short(lane.description), around.hours(lane.after_seconds)
    if len(lane.after) > 1:
        return f"{name} is cut into {' and '.join(_range(piece, around) for piece in lane.after)}, {length}"
    left = next(iter(lane.after), lane.before)
    if left.start_time == lane.before.start_time:
        return f"{name} ends at {around.clock(left.end_time or left.until)} and becomes {length}"
    return f"{name} starts at {around.clock(left.start_time)} and becomes {length}"


def _mine_side(mine: Work, entry_id: int | None, wanted: Stretch, around: Around) -> SideRow:
    return SideRow(
        label="New" if entry_id is None else "As you typed it",
        description=mine.description,
        project=mine.project,
        color=mine.color,
        task=mine.task,
        range_text=_range(wanted, around),
        duration_text=around.hours(wanted.seconds(around.now)),
    )


def _side(known: Known, lane: Lane, around: Around) -> SideRow:
    entry = known.get(lane.entry_id or 0)
    return SideRow(
        label="Already there",
        description=lane.description,
        project=(entry and entry.project_name) or "",
        color=(entry and entry.color) or "",
        task=(entry and entry.task_name) or "",
        range_text=_range(lane.before, around),
        duration_text=around.hours(lane.before.seconds(around.now)),
    )


def _axis(ways: Sequence[Repair], now: datetime) -> Stretch:
    """From the full hour before everything that is shown to the one after it."""
    pieces = [piece for way in ways for lane in (way.mine, *way.others) for piece in (lane.before, *lane.after)]
    first = min(piece.start_time for piece in pieces)
    last = max(piece.end_time or max(now, piece.start_time) for piece in pieces)
    start = first.replace(minute=0, second=0, microsecond=0)
    return Stretch(start, start + max(1, -(-(last - start) // HOUR)) * HOUR)


def _blocks(
    placed: Sequence[Placed], mine: Work, known: Known, axis: Stretch, around: Around, *, with_hours: bool = False
) -> Iterator[BlockRow]:
    for lane, piece, kind in placed:
        start, end = max(piece.start_time, axis.start_time), min(piece.end_time or around.now, axis.until)
        if end <= start:
            continue
        entry = known.get(lane.entry_id or 0)
        color = mine.color if kind else (entry.color if entry else "")
        name = _short(mine.description if kind else lane.description)
        words = f"{name} {around.hours(piece.seconds(around.now))}" if with_hours else name
        yield BlockRow(_place(start, axis), _percent(end - start, axis), words, color or "none", kind)


def _ticks(axis: Stretch, around: Around) -> Iterator[TickRow]:
    hours = (axis.until - axis.start_time) // HOUR
    step = max(1, -(-hours // 5))
    for n in range(0, hours, step):
        at = axis.start_time + n * HOUR
        yield TickRow(_place(at, axis), around.clock(at))


def _place(start: datetime, axis: Stretch) -> str:
    return _percent(start - axis.start_time, axis)


def _percent(length: timedelta, axis: Stretch) -> str:
    return f"{length / (axis.until - axis.start_time):.2%}"


def _lane(entry: ListedEntry) -> Lane:
    place = Stretch(entry.start_time, entry.end_time)
    return Lane(entry.entry_id, entry.description, place, (place,))


def _inside(piece: Stretch, around: Around) -> int:
    start, end = max(piece.start_time, around.day.start_time), min(piece.end_time or around.now, around.day.until)
    return max(0, int((end - start).total_seconds()))


def _range(piece: Stretch, around: Around) -> str:
    return f"{around.clock(piece.start_time)} – {around.clock(piece.end_time) if piece.end_time else 'now'}"


def _short(description: str) -> str:
    words = description or "No description"
    return words if len(words) <= 40 else f"{words[:39]}…"
