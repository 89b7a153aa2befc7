"""A quarter of entries for the demo's people, up to now. Pure, and the same whenever it is asked for the same moment."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from random import Random

from timetrack.domain.batches.rows import BatchRow
from timetrack.domain.demo.cast import JOBS, PEOPLE, Actor
from timetrack.domain.demo.weeks import Piece, Recent, today_of, week_of
from timetrack.domain.periods import WORKING_DAYS, at_wall_clock, local_date

WEEKS = 13
DAY_BEGINS = time(6)
"""Today's pieces before that are left out: who looks at night finds people who have just begun."""
AWAY = {"Felix": 3}
"""Who is on holiday right now, and for how many days already."""
HOLIDAYS = {"Mira": 6, "Jonas": 9, "Lena": 4, "Tariq": 11, "Noor": 8, "Felix": 12}
"""The week, counted back, that each of them was away."""
SKIPPED, SHORTEST = 0.05, timedelta(minutes=12)
TAGS = {"Design": ("ux",), "Wireframes": ("ux", "v2"), "Research": ("research",), "Frontend": ("charts",)}
_JOBS = {job.key: job for job in JOBS}


def past_rows(now: datetime, zone: str) -> list[BatchRow]:
    """Everything that is over: thirteen weeks of days, and today's pieces that have ended."""
    found = [work for actor in PEOPLE for work in _of(actor, now, zone)]
    return [_row(number, *work) for number, work in enumerate(found)]


def running(now: datetime, zone: str) -> list[tuple[Actor, datetime, Recent]]:
    """Whose timer runs on what, and since when."""
    return [
        (actor, now - piece.start, piece) for actor in PEOPLE for piece in _today(actor, now, zone) if piece.end is None
    ]


Work = tuple[Actor, Piece | Recent, datetime, datetime]


def _of(actor: Actor, now: datetime, zone: str) -> Iterator[Work]:
    today = local_date(now, zone)
    recent = _today(actor, now, zone)
    first = min((now - piece.start for piece in recent), default=now)
    monday = today - timedelta(days=today.weekday(), weeks=WEEKS - 1)
    free: datetime | None = None
    for n in range((today - monday).days):
        day = monday + timedelta(days=n)
        for work in _day(actor, day, today, zone):
            is_free = free is None or work[2] >= free
            if is_free and work[3] <= first:
                free = work[3]
                yield work
    for piece in recent:
        if piece.end is not None:
            yield actor, piece, now - piece.start, now - piece.end


def _today(actor: Actor, now: datetime, zone: str) -> list[Recent]:
    begins = at_wall_clock(local_date(now, zone), DAY_BEGINS, zone)
    return [piece for piece in today_of(actor.name) if piece.end is None or now - piece.start >= begins]


def _day(actor: Actor, day: date, today: date, zone: str) -> Iterator[Work]:
    """One day: the weekday's pieces, each a little earlier or later and longer or shorter than the week before."""
    if day.isoweekday() > WORKING_DAYS or _is_away(actor, day, today):
        return
    pieces = week_of(actor.name)[day.weekday()]
    is_this_week = day > today - timedelta(days=today.weekday() + 1)
    chance = Random(f"{actor.name} {day.isoformat()}")
    late = timedelta(0) if is_this_week else timedelta(minutes=chance.randint(-9, 14), seconds=chance.randint(0, 59))
    for piece in pieces:
        start = at_wall_clock(day, piece.start, zone) + late
        end = at_wall_clock(day + timedelta(days=piece.end <= piece.start), piece.end, zone) + late
        shorter = (end - start) * chance.uniform(0, 0.12)
        is_skipped = chance.random() < SKIPPED
        if not is_this_week:
            end -= timedelta(seconds=int(shorter.total_seconds()))
        if is_this_week or (not is_skipped and end - start >= SHORTEST):
            yield actor, piece, start, end


def _is_away(actor: Actor, day: date, today: date) -> bool:
    monday = today - timedelta(days=today.weekday())
    weeks_ago = (monday - (day - timedelta(days=day.weekday()))).days // 7
    return weeks_ago == HOLIDAYS[actor.name] or (today - day).days <= AWAY.get(actor.name, 0)


def _row(number: int, actor: Actor, piece: Piece | Recent, start: datetime, end: datetime) -> BatchRow:
    job = _JOBS[piece.job]
    return BatchRow(
        number=number,
        email=actor.email,
        person_name=actor.name,
        client=job.client,
        project=job.name,
        task=piece.chore,
        description=piece.description,
        tags=TAGS.get(piece.chore, ()),
        is_billable=None,
        readings=((start, end),),
    )
