"""From the board everybody shares to what one viewer may read of it: what policy keeps from them is left out here."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from operator import attrgetter
from typing import Any

from timetrack.domain import periods, policy
from timetrack.domain.board import BoardPerson, BoardWork
from timetrack.models import Color, User
from timetrack.states import wording
from timetrack.states.board_rows import BlockRow, CardRow, FiguresRow
from timetrack.states.shown import epoch
from timetrack.states.strip import STRIP_MINUTES, STRIP_STARTS

ANOTHER_PROJECT = "Another project"
STATE_WORDS = {"working": "Working", "away": "Away", "out": "Out today"}
TINTS = [color for color in Color if color != Color.SLATE]
SHORTEST_BLOCK, NAMED_MINUTES = 2, 45
"""A shorter block has no room for its project's name."""


def card_row(viewer: User, person: BoardPerson, *, is_wall: bool = False) -> CardRow:
    """One person as ``viewer`` may see them; on a wall, which a whole room reads, nobody counts as the viewer."""
    is_you = person.user_id == viewer.user_id and not is_wall
    running = person.running
    hours, seconds = wording.loud_and_quiet(_seconds(running.start_time, person.at) if running else 0)
    return CardRow(
        user_id=person.user_id,
        name=person.name,
        initial=person.name[:1].upper(),
        tint=TINTS[person.user_id * 5 % len(TINTS)],
        state=person.state,
        state_text=STATE_WORDS[person.state],
        is_you=is_you,
        since=epoch(running.start_time) if running else 0,
        since_text=_since_text(person, viewer.timezone),
        hours=hours,
        seconds=seconds,
        target_text=wording.hours(person.day_target_seconds) if person.day_target_seconds else "–",
        strip_text=f"{person.name}, today {wording.hours(person.today_seconds)}",
        blocks=tuple(_blocks(viewer, person, is_you)),
        **_work(viewer, person, is_you),
        **_growing("today", person.today_seconds, running, person.day_start, person.at),
        **_growing("week", person.week_seconds, running, person.week_start, person.at),
    )


def in_order(viewer: User, people: Iterable[BoardPerson], *, is_wall: bool = False) -> list[BoardPerson]:
    """Who works, who is away and who is out, each by name; the viewer first, but on a wall."""
    placed = sorted(people, key=attrgetter("place"))
    if is_wall:
        return placed
    own = [person for person in placed if person.user_id == viewer.user_id]
    return own + [person for person in placed if person.user_id != viewer.user_id]


def figures_row(viewer: User, people: Sequence[BoardPerson], now: datetime) -> FiguresRow:
    """How many work, are away and are out, and what the team has worked today."""
    zone, today = viewer.timezone, periods.local_date(now, viewer.timezone)
    start, end = (periods.day_start(day, zone) for day in (today, today + timedelta(days=1)))
    states = Counter(person.state for person in people)
    growing = [(epoch(person.since_time), epoch(person.at)) for person in people if person.since_time]
    last = max((since for since, _ in growing), default=0)
    total = sum(person.today_seconds for person in people)
    return FiguresRow(
        working=states["working"],
        away=states["away"],
        out=states["out"],
        people=len(people),
        total_text=wording.hours(total),
        total_seconds=total + sum(last - at for _, at in growing),
        since=last,
        rate=len(growing),
        day_text=periods.shown_day(today),
        strip_start=epoch(start) + STRIP_STARTS * 60,
        day_ends=epoch(end),
        zone=zone,
        hours_form=viewer.duration_format,
        clock_form=viewer.time_format,
    )


def _work(viewer: User, person: BoardPerson, is_you: bool) -> dict[str, Any]:
    """What runs, or what was worked on last today. Who may not know the project does not read about the work either."""
    work = person.running or (person.last if person.today_seconds else None)
    if work is None:
        return {}
    is_known = is_you or _may_know(viewer, work)
    is_hidden = not is_you and (person.hides_description or not is_known)
    named = {"project": work.project_name or "", "color": work.color or "", "task": work.task_name or ""}
    return {
        "description": "" if is_hidden else work.description,
        "is_hidden": is_hidden,
        **(named if is_known else {"project": ANOTHER_PROJECT}),
    }


def _blocks(viewer: User, person: BoardPerson, is_you: bool) -> Iterator[BlockRow]:
    for work in person.work:
        since = max(work.start_time, person.day_start)
        until = work.end_time or person.at
        if until <= person.day_start:
            continue
        first, last = (_minute(instant, person.day_start) for instant in (since, until))
        if last > first or 0 < first < STRIP_MINUTES:
            is_known = is_you or _may_know(viewer, work)
            yield BlockRow(
                minute=first,
                minutes=max(last - first, SHORTEST_BLOCK),
                color=(work.color if is_known else None) or "none",
                name=_project(work, is_known) if last - first >= NAMED_MINUTES or not work.end_time else "",
                is_running=work.end_time is None,
            )


def _may_know(viewer: User, work: BoardWork) -> bool:
    return work.project_id is None or policy.may_see_project(
        viewer, is_public=work.is_public, member_ids=work.member_ids
    )


def _project(work: BoardWork, is_known: bool) -> str:
    return (work.project_name or "No project") if is_known else ANOTHER_PROJECT


def _since_text(person: BoardPerson, zone: str) -> str:
    running, last = person.running, person.last
    if running:
        is_today = running.start_time >= person.day_start
        day = "" if is_today else f"{periods.local_date(running.start_time, zone):%a} "
        return f"since {day}{wording.clock(running.start_time, zone)}"
    if person.today_seconds and last and last.end_time:
        return f"until {wording.clock(last.end_time, zone)}"
    return ""


def _growing(name: str, total: int, running: BoardWork | None, first: datetime, at: datetime) -> dict[str, Any]:
    since = max(running.start_time, first) if running else None
    return {
        f"{name}_text": wording.hours(total),
        f"{name}_seconds": total - (_seconds(since, at) if since else 0),
        f"{name}_since": epoch(since) if since else 0,
    }


def _minute(instant: datetime, day_start: datetime) -> int:
    """Minutes after 07:00, as the clock counts from midnight on; on a day of 23 or 25 hours an hour beside the clock."""
    return min(max(_seconds(day_start, instant) // 60 - STRIP_STARTS, 0), STRIP_MINUTES)


def _seconds(start: datetime, end: datetime) -> int:
    return max(0, epoch(end) - epoch(start))
