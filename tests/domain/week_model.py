"""What typing into the week's grid, clearing a row and copying a week should do, in memory and in their shortest form."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from tests.domain.model import DAY, QUARTER, Kept, Refusal, Work
from tests.domain.whole_day_model import Outcome, Range, WholeDayModel, minus

OPENING = timedelta(hours=15)
Row = tuple[int | None, int | None]


class WeekModel(WholeDayModel):
    """The same books, week by week."""

    def cell_set(self, day: date, row: Row, seconds: int) -> Outcome:
        start, end = self.day_start(day), self.day_start(day + DAY)
        there = [entry for entry in self.in_order(start, end) if self.row_of(entry) == row]
        missing = seconds - self.seconds_in(there, start, end)
        if missing < 0:
            return self.taken_off(there, -missing, start, end)
        laid = self.laid(missing, start, end)
        billable = there[-1].billable if there and row[0] else None
        return Outcome(new=[self.on(Work(*row, billable), *slot) for slot in laid])

    def row_cleared(self, first: date, row: Row) -> Outcome:
        start, end = self.day_start(first), self.day_start(first + 7 * DAY)
        there = [entry for entry in self.in_order(start, end) if self.row_of(entry) == row]
        return self.taken_off(there, self.seconds_in(there, start, end), start, end)

    def week_copied(self, source: date, target: date) -> Outcome:
        since, until = self.day_start(source), self.day_start(source + 7 * DAY)
        work = [entry for entry in self.in_order(since, until) if entry.end]
        taken = self.in_order(self.day_start(target), self.day_start(target + 7 * DAY))
        if not work or {self.row_of(entry) for entry in work} & {self.row_of(entry) for entry in taken}:
            raise Refusal("InvalidInput")
        busy: list[Range] = [(entry.start, entry.end) for entry in taken]
        made: list[Kept] = []
        late: list[tuple[Kept, datetime, timedelta]] = []
        for entry in work:
            start, end = max(entry.start, since), min(entry.until, until)
            first = self.same_clock(start, target - source)
            if minus((first, first + (end - start)), busy) == [(first, first + (end - start))]:
                busy.append((first, first + (end - start)))
                made.append(self.again(entry, *busy[-1]))
            else:
                late.append((entry, first, end - start))
        for entry, first, length in late:
            day = first.astimezone(ZoneInfo(self.zone)).date()
            free = minus((self.day_start(day), self.day_start(day + DAY)), busy)
            slots = taken_in_order(cut(free, [first]), first, first, length)
            busy += slots
            made += [self.again(entry, *slot) for slot in slots]
        for kept in made:
            self.refuse_overlap(kept.start, kept.end, None)
        return Outcome(new=made)

    def taken_off(self, there: list[Kept], seconds: int, start: datetime, end: datetime) -> Outcome:
        """From the last finished entry on backwards; only what lies within."""
        outcome, keys = Outcome(), {entry.start: key for key, entry in self.entries.items()}
        finished = [entry for entry in there if entry.end]
        if self.seconds_in(finished, start, end) < seconds:
            raise Refusal("InvalidInput")
        for entry in reversed(finished):
            off = timedelta(seconds=min(seconds, self.seconds_in([entry], start, end)))
            seconds -= int(off.total_seconds())
            key, until = keys[entry.start], entry.until
            if off == until - entry.start:
                outcome.gone.add(key)
            elif off and entry.start >= start and until > end:
                outcome.changed[key] = replace(entry, start=entry.start + off)
            elif off:
                outcome.changed[key] = replace(entry, end=min(until, end) - off)
                outcome.new += [replace(entry, start=end)] if until > end else []
        return outcome

    def laid(self, seconds: int, start: datetime, end: datetime) -> list[tuple[datetime, datetime]]:
        """From the last end on, then between the opening and it, then backwards."""
        if seconds == 0:
            return []
        there = self.in_order(start, end)
        until = min(end, self.now) if start <= self.now < end else end
        opening = max(start, end - OPENING)
        after = max((entry.end for entry in there if entry.end and entry.start >= start), default=opening)
        free = minus((start, until), [(entry.start, entry.end) for entry in there]) if start < until else []
        return taken_in_order(cut(free, [after, opening]), after, min(opening, after), timedelta(seconds=seconds))

    def in_order(self, start: datetime, end: datetime) -> list[Kept]:
        touching = (entry for entry in self.entries.values() if entry.start < end and entry.until > start)
        return sorted(touching, key=lambda entry: entry.start)

    def seconds_in(self, some: Iterable[Kept], start: datetime, end: datetime) -> int:
        lengths = (min(entry.end or self.now, end) - max(entry.start, start) for entry in some)
        return sum(max(0, int(length.total_seconds())) for length in lengths)

    def again(self, entry: Kept, start: datetime, end: datetime) -> Kept:
        return self.on(Work(entry.project, entry.task, entry.billable if entry.project else None), start, end)

    def on(self, work: Work, start: datetime, end: datetime) -> Kept:
        return Kept(start, end, work.project, work.task, *self.terms(work))

    def row_of(self, entry: Kept) -> Row:
        return entry.project, entry.task

    def day_start(self, day: date) -> datetime:
        """The first quarter of an hour that is on the day, or after it."""
        there = ZoneInfo(self.zone)
        at = datetime.combine(day, time(), self.now.tzinfo) - timedelta(hours=15)
        while at.astimezone(there).date() < day:
            at += QUARTER
        return at

    def same_clock(self, instant: datetime, later: timedelta) -> datetime:
        there = ZoneInfo(self.zone)
        wall = instant.astimezone(there).replace(tzinfo=None) + later
        return wall.replace(tzinfo=there).astimezone(instant.tzinfo)


def cut(free: list[Range], marks: Iterable[datetime]) -> list[tuple[datetime, datetime]]:
    """Free time in pieces that do not go over a mark."""
    pieces = [(start, end) for start, end in free if end]
    for mark in marks:
        halves = ([(start, mark), (mark, end)] if start < mark < end else [(start, end)] for start, end in pieces)
        pieces = [half for some in halves for half in some]
    return pieces


def taken_in_order(
    pieces: list[tuple[datetime, datetime]], after: datetime, early: datetime, length: timedelta
) -> list[tuple[datetime, datetime]]:
    """``length`` of what is free, neighbours joined. Refused where there is too little."""
    later = [piece for piece in pieces if piece[0] >= after]
    between = [piece for piece in pieces if early <= piece[0] < after]
    before = [piece for piece in pieces if piece[0] < early][::-1]
    taken: list[tuple[datetime, datetime]] = []
    for piece in [*later, *between, *before]:
        part = min(length, piece[1] - piece[0])
        length -= part
        if part:
            taken.append((piece[1] - part, piece[1]) if piece in before else (piece[0], piece[0] + part))
    if length:
        raise Refusal("InvalidInput")
    return joined(sorted(taken))


def joined(slots: list[tuple[datetime, datetime]]) -> list[tuple[datetime, datetime]]:
    whole: list[tuple[datetime, datetime]] = []
    for start, end in slots:
        if whole and whole[-1][1] == start:
            start = whole.pop()[0]
        whole.append((start, end))
    return whole
