"""From the entries that were found to the rows of the Time page: every text is made here, once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from itertools import pairwise

from timetrack.domain import durations, periods
from timetrack.domain.entry_list import Hours, ListedEntry
from timetrack.errors import OverlappingEntry
from timetrack.models import DurationFormat, TimeFormat
from timetrack.states.folding import Line
from timetrack.states.rows import StripBlock
from timetrack.states.shown import clock_of, day_name, epoch, hours_and_seconds
from timetrack.states.strip import strip_blocks, strip_minute
from timetrack.states.time_rows import DayRow, EntryRow, GapRow

NEWER, OVERLAP = "newer", "overlap"
"""What can be done about a refusal: choose between two texts, or repair the overlap."""
SHORTEST_GAP = timedelta(minutes=15)


@dataclass(frozen=True)
class Refusal:
    """Why a cell's text was not saved. The cell keeps it, or, where somebody else's is newer, the row offers it."""

    title: str
    detail: str
    field: str = ""
    text: str = ""
    kind: str = ""


@dataclass(frozen=True)
class Viewed:
    """How the rows are looked at: when, in which zone, what this tab knows of single entries, and whether none is left out."""

    zone: str
    now: datetime
    hours_form: str = DurationFormat.CLOCK
    clock_form: str = TimeFormat.H24
    refused: Mapping[int, Refusal] = field(default_factory=dict)
    accepted: Mapping[int, int] = field(default_factory=dict)
    locked: str = ""
    invoiced: Mapping[int, str] = field(default_factory=dict)
    has_gaps: bool = True
    is_whole: bool = True

    def clock(self, instant: datetime) -> str:
        """An instant at the viewer's clock."""
        return clock_of(instant, self.zone, self.clock_form)

    def range(self, start_time: datetime, end_time: datetime | None, day: date) -> str:
        """From when to when, without the day where it is ``day``."""
        return periods.shown_range(start_time, end_time, self.zone, today=day, form=self.clock_form)

    def hours(self, seconds: int) -> str:
        """A total."""
        return periods.shown_hours(seconds, self.hours_form)


def entry_row(line: Line, day: date, view: Viewed) -> EntryRow:
    """One line of the Time page, listed under ``day``; identical entries with their sum and their outer times."""
    newest, oldest = line.entries[0], line.entries[-1]
    is_running = newest.end_time is None
    grown = max(0, epoch(view.now) - epoch(newest.start_time))
    lasts = grown if is_running else sum(entry.duration_seconds or 0 for entry in line.entries)
    hours, rest = hours_and_seconds(lasts)
    row = EntryRow(
        entry_id=newest.entry_id,
        description=newest.description,
        project=newest.project_name or "",
        color=newest.color or "",
        task=newest.task_name or "",
        tags=tuple(newest.tags),
        tags_text=", ".join(newest.tags),
        is_billable=newest.is_billable,
        range_text=view.clock(newest.start_time) if is_running else view.range(oldest.start_time, newest.end_time, day),
        end_text=view.clock(newest.end_time) if newest.end_time else "",
        hours=hours,
        seconds=rest,
        decimals=durations.shown(lasts, view.hours_form) if view.hours_form == DurationFormat.DECIMAL else "",
        start=epoch(newest.start_time),
        is_running=is_running,
        count=line.count,
        is_open=line.is_open,
        locked=view.locked or _billed(line, view),
        rev=view.accepted.get(newest.entry_id, 0),
    )
    return _with_refusal(row, view.refused.get(newest.entry_id))


def _billed(line: Line, view: Viewed) -> str:
    """Why a line stays as it is: an invoice has it, or one of its entries."""
    places = [view.invoiced[entry.entry_id] for entry in line.entries if entry.entry_id in view.invoiced]
    return f"On {places[0]}, so it stays as it is" if places else ""


def day_row(
    day: date, hours: Hours, entries: Sequence[ListedEntry], lines: Sequence[Line], view: Viewed, *,
    around: Sequence[ListedEntry] = (),
) -> DayRow:  # fmt: skip
    """One day card, newest first; ``around`` may hold what goes on from the day before."""
    zone, now = view.zone, view.now
    today = periods.local_date(now, zone)
    running = next((entry for entry in entries if entry.end_time is None), None)
    midnight = periods.day_start(day, zone)
    since = epoch(max(running.start_time, midnight)) if running and day == today else 0
    before = [
        entry for entry in around if entry.start_time < midnight < (entry.end_time or now) and entry not in entries
    ]
    return DayRow(
        day=day.isoformat(),
        name=day_name(day, today),
        date_text=periods.shown_day(day) if (today - day).days in (0, 1) else f"{day.day} {day:%b}{_year(day, today)}",
        billable_text=view.hours(hours.billable_seconds),
        total_text=view.hours(hours.seconds),
        total_seconds=hours.seconds - (epoch(now) - since if since else 0),
        since=since,
        hours_form=view.hours_form,
        strip_text=f"{len(entries)} {'entry' if len(entries) == 1 else 'entries'}, {view.hours(hours.seconds)}",
        now_minute=strip_minute(now, day, zone) if day == today else -1,
        strip=_strip([*entries, *before], day, view),
        note=_goes_on(before, zone),
        lines=tuple(_with_neighbours([entry_row(line, day, view) for line in lines], entries, view)),
    )


def overlap_refusal(
    entry: ListedEntry, wanted: Mapping[str, datetime], refused: OverlappingEntry, day: date, view: Viewed
) -> Refusal:
    """What is not saved, what it overlaps, and by how much."""
    start_time, end_time = wanted.get("start_time", entry.start_time), wanted.get("end_time", entry.end_time)
    shown, now = view.range(start_time, end_time, day), view.now
    title = f"“{entry.description or 'No description'}” {shown} is not saved."
    if refused.start_time is None:
        return Refusal(title, refused.message, kind=OVERLAP)
    there = view.range(refused.start_time, refused.end_time, day)
    shared = epoch(min(end_time or now, refused.end_time or now)) - epoch(max(start_time, refused.start_time))
    by = f" by {view.hours(shared)}" if shared >= 60 else ""
    return Refusal(title, f"It overlaps “{refused.description or 'No description'}” ({there}){by}.", kind=OVERLAP)


def _with_refusal(row: EntryRow, refused: Refusal | None) -> EntryRow:
    if refused is None:
        return row
    return replace(
        row,
        problem=refused.title,
        problem_detail=refused.detail,
        problem_field="" if refused.kind == NEWER else refused.field,
        problem_kind=refused.kind,
    )


def _with_neighbours(rows: Sequence[EntryRow], entries: Sequence[ListedEntry], view: Viewed) -> list[EntryRow]:
    """The rows of a day with the free time between them, and with what each can be joined.

    A gap below an entry that is folded away stands below the line above it.
    """
    gaps: dict[int, list[GapRow]] = {}
    joined: set[tuple[int, int]] = set()
    lines, above = {row.entry_id for row in rows if row.count == 1 or row.is_open}, 0
    shown = {row.entry_id for row in rows}
    for newer, older in pairwise(entries):
        above = newer.entry_id if newer.entry_id in shown else above
        if view.has_gaps and older.end_time is not None and newer.start_time - older.end_time >= SHORTEST_GAP:
            gaps.setdefault(above, []).append(_gap(older.end_time, newer.start_time, view))
        if view.is_whole and fit_together(older, newer) and {older.entry_id, newer.entry_id} <= lines:
            joined.add((older.entry_id, newer.entry_id))
    newer_ones, older_ones = {newer for _, newer in joined}, {older for older, _ in joined}
    return [
        replace(
            row,
            gaps=tuple(gaps.get(row.entry_id, ())),
            joins_before=row.entry_id in newer_ones,
            joins_after=row.entry_id in older_ones,
        )
        for row in rows
    ]


def fit_together(older: ListedEntry, newer: ListedEntry) -> bool:
    """Whether two entries that follow each other could be one: nothing keeps them apart but their words."""
    return _terms(older) == _terms(newer)


def _terms(entry: ListedEntry) -> tuple[object, ...]:
    return entry.project_id, entry.task_id, entry.is_billable, entry.hourly_rate, entry.currency


def _gap(since: datetime, until: datetime, view: Viewed) -> GapRow:
    free = view.hours(epoch(until) - epoch(since))
    return GapRow(f"{epoch(since)}-{epoch(until)}", f"{view.clock(since)} – {view.clock(until)} · {free} free")


def _strip(entries: Sequence[ListedEntry], day: date, view: Viewed) -> tuple[StripBlock, ...]:
    return tuple(strip_blocks(entries, day, view.zone, view.now))


def _goes_on(before: Sequence[ListedEntry], zone: str) -> str:
    if not before:
        return ""
    entry = before[0]
    since = periods.shown_day(periods.local_date(entry.start_time, zone))
    return f"Goes on from {since}: {entry.description or 'No description'}"


def _year(day: date, today: date) -> str:
    return "" if day.year == today.year else f" {day.year}"
