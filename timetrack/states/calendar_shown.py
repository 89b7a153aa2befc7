"""From entries to the blocks of a calendar: positions on the wall clock of each day, and every text."""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, timedelta

from timetrack.domain import periods
from timetrack.domain.entry_list import Hours, ListedEntry
from timetrack.domain.periods import WallPart
from timetrack.states import wording
from timetrack.states.calendar_rows import CalendarBlock, CalendarDay, PickedEntry
from timetrack.states.shown import epoch

DAY_SECONDS = 86_400
FRIDAY = 5


def calendar_days(
    entries: Sequence[ListedEntry], hours: Mapping[date, Hours], now: datetime, zone: str
) -> list[CalendarDay]:
    """A column for each day of ``hours``, in order, with what of ``entries`` lies on it."""
    return [_day(place, day, entries, hours[day], now, zone) for place, day in enumerate(sorted(hours))]


def hour_names() -> list[str]:
    """The hours down the side: 01:00 to 23:00, or 1 am to 11 pm."""
    return [_clock(hour * 3600).replace(":00 ", " ") for hour in range(1, 24)]


def picked_entry(entry: ListedEntry, now: datetime, zone: str) -> PickedEntry:
    """What the popover shows; a split is offered in the middle, on a full minute where there is one."""
    end = entry.end_time or now
    middle = entry.start_time + (end - entry.start_time) / 2
    middle = max(middle.replace(second=0, microsecond=0), entry.start_time + timedelta(seconds=1))
    day = periods.local_date(entry.start_time, zone)
    return PickedEntry(
        entry_id=entry.entry_id,
        description=entry.description,
        choice=f"{entry.project_id or 0}:{entry.task_id or 0}",
        choice_text=_work(entry) or "No project",
        day=day.isoformat(),
        from_text=_exact(entry.start_time, zone),
        to_text=_exact(entry.end_time, zone) if entry.end_time else "",
        split_text=wording.clock(middle, zone),
        is_billable=entry.is_billable,
        is_running=entry.end_time is None,
    )


def _day(place: int, day: date, entries: Sequence[ListedEntry], hours: Hours, now: datetime, zone: str) -> CalendarDay:
    today = periods.local_date(now, zone)
    parts = periods.wall_parts(day, zone)
    running = next((entry for entry in entries if entry.end_time is None), None)
    since = epoch(max(running.start_time, parts[0].start)) if running and day == today else 0
    return CalendarDay(
        day=day.isoformat(),
        place=place,
        name=f"{day:%a}",
        number=str(day.day),
        short=f"{day:%a}"[:2],
        label=periods.shown_day(day),
        total_text=wording.hours(hours.seconds) if hours.seconds or since else "",
        base_seconds=hours.seconds - (epoch(now) - since if since else 0),
        since=since,
        is_today=day == today,
        is_weekend=day.isoweekday() > FRIDAY,
        blocks=tuple(block for entry in entries for block in _blocks(entry, day, parts, now, zone)),
        **_change(parts),
    )


def _blocks(entry: ListedEntry, day: date, parts: Sequence[WallPart], now: datetime, zone: str) -> list[CalendarBlock]:
    end = max(entry.end_time or now, entry.start_time + timedelta(seconds=1))
    blocks = []
    for n, part in enumerate(parts):
        start, until = max(entry.start_time, part.start), min(end, part.end)
        if start < until:
            top, bottom = (part.wall_second + epoch(at) - epoch(part.start) for at in (start, until))
            blocks.append(
                CalendarBlock(
                    key=f"{entry.entry_id}-{day.isoformat()}-{n}",
                    entry_id=entry.entry_id,
                    seen=entry.updated_at.isoformat(),
                    top=_percent(top),
                    height=_percent(bottom - top),
                    first=periods.wall_second(entry.start_time, day, zone),
                    last=periods.wall_second(end, day, zone),
                    lane=_lane(n, top, bottom, _twice(parts)),
                    color=entry.color or "",
                    title=entry.description or entry.project_name or "No description",
                    project=(entry.project_name if entry.description else entry.task_name) or "",
                    hours_text=wording.hours(epoch(end) - epoch(entry.start_time)),
                    label=_label(entry, now, zone),
                    has_head=start == entry.start_time,
                    has_tail=until == end and entry.end_time is not None,
                    is_running=entry.end_time is None and until == end,
                )
            )
    return blocks


def _change(parts: Sequence[WallPart]) -> dict[str, str]:
    if len(parts) == 1:
        return {}
    before, after = _wall_end(parts[0]), parts[1].wall_second
    low, high = sorted((before, after))
    clocks = f"{_clock(low)} – {_clock(high)}"
    place = {"change_top": _percent(low), "change_height": _percent(high - low)}
    if after > before:
        return {"change": f"The clocks skip {clocks}", "change_kind": "skip", **place}
    return {"change": f"{clocks} comes twice", "change_kind": "twice", "twice": f"{low}-{high}", **place}


def _twice(parts: Sequence[WallPart]) -> tuple[int, int] | None:
    if len(parts) == 1 or parts[1].wall_second >= _wall_end(parts[0]):
        return None
    return parts[1].wall_second, _wall_end(parts[0])


def _lane(part: int, top: int, bottom: int, twice: tuple[int, int] | None) -> str:
    if twice is None or bottom <= twice[0] or top >= twice[1]:
        return ""
    return ("first", "second")[part]


def _wall_end(part: WallPart) -> int:
    return part.wall_second + epoch(part.end) - epoch(part.start)


def _label(entry: ListedEntry, now: datetime, zone: str) -> str:
    when = wording.span(entry.start_time, entry.end_time, zone)
    hours = wording.hours(epoch(entry.end_time or now) - epoch(entry.start_time))
    words = [entry.description or "No description", _work(entry), when, hours if entry.end_time else "running"]
    return ", ".join(filter(None, words))


def _work(entry: ListedEntry) -> str:
    return " › ".join(filter(None, (entry.project_name, entry.task_name)))


def _exact(instant: datetime, zone: str) -> str:
    there = instant.astimezone(periods.zone_of(zone))
    return wording.clock(instant, zone).replace(
        f":{there:%M}", f":{there:%M:%S}" if there.second else f":{there:%M}", 1
    )


def _percent(seconds: int) -> str:
    return f"{seconds / DAY_SECONDS * 100:.4f}%"


def _clock(second: int) -> str:
    return wording.clock(datetime.fromtimestamp(second, UTC), "UTC")
