"""The week as a grid, and what typing into a cell does: it comes to exactly that, and nothing else moves."""

from collections import Counter
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine
from sqlmodel import Session

from tests import factories
from tests.factories import NOW, FrozenClock
from timetrack import clock
from timetrack.domain import entries, laying, periods, timer, timesheet, undo
from timetrack.domain.audit import change_of
from timetrack.domain.timesheet import Cell, set_cell, week_grid
from timetrack.errors import ChangedElsewhere, InvalidInput, ProjectAccessDenied
from timetrack.models import User

MONDAY, TUESDAY, WEDNESDAY = date(2026, 3, 9), date(2026, 3, 10), date(2026, 3, 11)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def at(day: date, clock_time: str, zone: str = "Europe/Berlin") -> datetime:
    return periods.at_wall_clock(day, time.fromisoformat(clock_time), zone)


def log(session: Session, of: User, day: date, since: str, until: str, **values: Any) -> int:
    last = day + DAY if until <= since else day
    return factories.entry(session, of, start=at(day, since), end=at(last, until), **values).entry_id


def typed(session: Session, of: User, day: date, seconds: int, **work: Any) -> Any:
    return set_cell(session, of, day=day, seconds=seconds, **{"project_id": None, "task_id": None, **work})


def ranges(session: Session, of: User, day: date) -> list[str]:
    since, until = periods.day_bounds(day, day, of.timezone)
    found = timesheet.entries_between(session, of, since, until)
    return [periods.shown_range(one.start_time, one.end_time, of.timezone, today=day) for one in found]


def test_the_grid_has_a_row_per_project_and_task_and_the_timer_in_its_cell(
    session: Session, mira: User, frozen: FrozenClock
) -> None:
    site = factories.project(session, name="Webshop")
    task = factories.task(session, site, name="Design")
    log(session, mira, MONDAY, "09:00", "10:30", project_id=site.project_id)
    log(session, mira, TUESDAY, "23:00", "01:00", project_id=site.project_id, task_id=task.task_id)
    log(session, mira, MONDAY, "11:00", "11:20")
    timer.start_timer(session, mira, project_id=site.project_id, task_id=task.task_id)
    frozen.forward(minutes=5)
    bare, design, none = week_grid(session, mira, first_day=MONDAY)
    assert [cell.seconds for cell in bare.cells] == [5400, 0, 0, 0, 0, 0, 0]
    assert [cell.seconds for cell in design.cells] == [0, 3600, 3900, 0, 0, 0, 0]
    assert (design.project_name, design.task_name, design.cells[2].since) == ("Webshop", "Design", NOW)
    assert (none.work, none.project_name, none.cells[0]) == ((None, None), None, Cell(1200))


def test_a_timer_over_midnight_grows_from_midnight_on_in_todays_cell(
    session: Session, mira: User, frozen: FrozenClock
) -> None:
    frozen.instant = at(TUESDAY, "23:00")
    timer.start_timer(session, mira)
    frozen.forward(hours=2)
    (row,) = week_grid(session, mira, first_day=MONDAY)
    assert row.cells[1] == Cell(3600, at(TUESDAY, "23:00"), 3600)
    assert row.cells[2] == Cell(3600, at(WEDNESDAY, "00:00"), 3600)


def test_more_goes_behind_the_last_entry_and_else_from_nine_on(session: Session, mira: User) -> None:
    typed(session, mira, MONDAY, 3600)
    assert ranges(session, mira, MONDAY) == ["09:00 – 10:00"]
    log(session, mira, TUESDAY, "08:00", "08:30")
    typed(session, mira, TUESDAY, 2 * 3600)
    assert ranges(session, mira, TUESDAY) == ["08:00 – 08:30", "08:30 – 10:00"]


def test_more_flows_around_what_is_there_and_never_overlaps(session: Session, mira: User) -> None:
    site = factories.project(session).project_id
    for since, until in (("09:00", "10:00"), ("11:00", "12:00"), ("22:00", "23:30")):
        log(session, mira, MONDAY, since, until)
    done = typed(session, mira, MONDAY, 12 * 3600, project_id=site)
    assert ranges(session, mira, MONDAY) == [
        "08:30 – 09:00", "09:00 – 10:00", "10:00 – 11:00", "11:00 – 12:00", "12:00 – 22:00", "22:00 – 23:30",
        "23:30 – 00:00",
    ]  # fmt: skip
    assert sum(one.duration_seconds for one in done.laid) == 12 * 3600
    assert week_grid(session, mira, first_day=MONDAY)[0].cells[0].seconds == 12 * 3600


def test_today_nothing_is_laid_into_the_future(session: Session, mira: User, frozen: FrozenClock) -> None:
    log(session, mira, WEDNESDAY, "09:00", "10:30")
    typed(session, mira, WEDNESDAY, 3 * 3600)
    assert ranges(session, mira, WEDNESDAY) == ["08:00 – 09:00", "09:00 – 10:30", "10:30 – 11:00"]
    with pytest.raises(InvalidInput, match=r"Wed 11 Mar has 8:00 free before now, and 9:00 more would be needed."):
        typed(session, mira, WEDNESDAY, 12 * 3600)
    assert len(ranges(session, mira, WEDNESDAY)) == 3


def test_a_day_to_come_takes_all_its_hours_but_beside_a_timer_none(session: Session, mira: User) -> None:
    typed(session, mira, WEDNESDAY + DAY, 24 * 3600)
    assert ranges(session, mira, WEDNESDAY + DAY) == ["00:00 – 00:00"]
    typed(session, mira, WEDNESDAY + DAY, 0)
    timer.start_timer(session, mira)
    with pytest.raises(InvalidInput, match="from the running timer's start on is taken until it is stopped"):
        typed(session, mira, WEDNESDAY + DAY, 60)


def test_more_goes_on_with_what_the_cell_says(session: Session, mira: User) -> None:
    site = factories.project(session).project_id
    kept = log(session, mira, MONDAY, "09:00", "10:00", project_id=site, description="Talk", tags=["ux"],
               is_billable=False)  # fmt: skip
    (laid,) = typed(session, mira, MONDAY, 5400, project_id=site).laid
    assert (laid.description, laid.tags, laid.is_billable) == ("Talk", ["ux"], False)
    (other,) = typed(session, mira, MONDAY, 7200, project_id=site, description="Other").laid
    assert other.description == "Other"
    was = entries.visible_entry(session, mira, kept)
    assert (was.description, was.duration_seconds) == ("Talk", 3600)


def test_less_comes_off_the_last_entries_which_keep_what_they_say(session: Session, mira: User) -> None:
    first = log(session, mira, MONDAY, "09:00", "10:00", description="First", tags=["a"])
    last = log(session, mira, MONDAY, "14:00", "15:00", description="Last")
    done = typed(session, mira, MONDAY, 2700)
    assert (done.shortened, done.deleted) == (1, 1)
    was = entries.visible_entry(session, mira, first)
    assert (was.description, was.tags, was.duration_seconds) == ("First", ["a"], 2700)
    assert ranges(session, mira, MONDAY) == ["09:00 – 09:45"]
    assert entries.restore_entry(session, mira, entry_id=last).description == "Last"


@pytest.mark.parametrize("seconds", [0, 600, 3599])
def test_of_an_entry_over_midnight_only_this_days_part_is_cut(session: Session, mira: User, seconds: int) -> None:
    log(session, mira, MONDAY, "23:00", "02:00")
    typed(session, mira, MONDAY, seconds)
    grid = week_grid(session, mira, first_day=MONDAY)[0]
    assert [cell.seconds for cell in grid.cells[:2]] == [seconds, 7200]
    typed(session, mira, TUESDAY, seconds)
    grid = week_grid(session, mira, first_day=MONDAY)
    assert [[cell.seconds for cell in row.cells[:2]] for row in grid] == ([[seconds, seconds]] if seconds else [])


def test_an_entry_that_covers_a_short_day_and_more_is_cut_in_the_middle(session: Session, mira: User) -> None:
    short = date(2026, 3, 29)
    frozen_rate = factories.project(session, hourly_rate=Decimal(80)).project_id
    factories.entry(session, mira, start=at(short - DAY, "23:30"), end=at(short - DAY, "23:30") + 24 * HOUR,
                    project_id=frozen_rate, tags=["x"])  # fmt: skip
    typed(session, mira, short, 3600, project_id=frozen_rate)
    found = timesheet.entries_between(
        session, mira, *periods.day_bounds(short - DAY, short + DAY, "Europe/Berlin")[::3]
    )
    assert [one.duration_seconds for one in found] == [1800 + 3600, 1800]
    assert {(one.hourly_rate, tuple(one.tags), one.project_id) for one in found} == {
        (found[0].hourly_rate, ("x",), frozen_rate)
    }


def test_the_timer_is_never_cut(session: Session, mira: User, frozen: FrozenClock) -> None:
    log(session, mira, WEDNESDAY, "09:00", "10:00")
    timer.start_timer(session, mira)
    frozen.forward(minutes=30)
    typed(session, mira, WEDNESDAY, 1800)
    assert ranges(session, mira, WEDNESDAY) == ["11:00 – now"]
    with pytest.raises(InvalidInput, match="The timer alone has run for longer here"):
        typed(session, mira, WEDNESDAY, 1799)
    with pytest.raises(InvalidInput, match="The timer alone"):
        timesheet.clear_row(session, mira, first_day=MONDAY, project_id=None, task_id=None)


def test_nothing_is_put_over_hours_that_were_not_on_screen(session: Session, mira: User, frozen: FrozenClock) -> None:
    log(session, mira, WEDNESDAY, "09:00", "10:00")
    with pytest.raises(ChangedElsewhere, match=r"changed in another place meanwhile\. Nothing was saved"):
        typed(session, mira, WEDNESDAY, 7200, seen=1800)
    assert ranges(session, mira, WEDNESDAY) == ["09:00 – 10:00"]
    assert typed(session, mira, WEDNESDAY, 3600, seen=1800) == timesheet.CellChange()
    timer.start_timer(session, mira)
    frozen.forward(minutes=30)
    (cell,) = (row.cells[2] for row in week_grid(session, mira, first_day=MONDAY))
    assert (cell.seconds, cell.finished_seconds) == (5400, 3600)
    typed(session, mira, WEDNESDAY, 5400 + 60, seen=cell.finished_seconds)
    assert ranges(session, mira, WEDNESDAY) == ["09:00 – 10:00", "10:00 – 10:01", "11:00 – now"]


def test_a_row_is_cleared_and_the_others_stay(session: Session, mira: User) -> None:
    site = factories.project(session).project_id
    log(session, mira, MONDAY, "09:00", "10:00", project_id=site)
    log(session, mira, TUESDAY, "23:00", "01:00", project_id=site)
    log(session, mira, TUESDAY, "09:00", "10:00")
    assert timesheet.clear_row(session, mira, first_day=MONDAY, project_id=site, task_id=None).deleted == 2
    assert [row.work for row in week_grid(session, mira, first_day=MONDAY)] == [(None, None)]


def test_what_a_cell_did_is_undone_as_one(session: Session, mira: User) -> None:
    log(session, mira, MONDAY, "09:00", "10:00")
    log(session, mira, MONDAY, "14:00", "15:00")
    session.info.pop("change_id", None)
    typed(session, mira, MONDAY, 1800)
    done = change_of(session)
    session.info.pop("change_id", None)
    undo.undo_change(session, mira, change_id=done)
    assert ranges(session, mira, MONDAY) == ["09:00 – 10:00", "14:00 – 15:00"]


def test_nobody_lays_time_on_a_project_they_are_not_on(session: Session, mira: User) -> None:
    hidden = factories.project(session, is_public=False).project_id
    with pytest.raises(ProjectAccessDenied):
        typed(session, mira, MONDAY, 60, project_id=hidden)


def test_free_slots_and_laying_are_exact() -> None:
    base = datetime(2026, 1, 1, tzinfo=UTC)
    hours = [base + n * HOUR for n in range(25)]
    free = laying.free_slots(hours[0], hours[24], [(hours[9], hours[10]), (hours[22], None)])
    assert free == [(hours[0], hours[9]), (hours[10], hours[22])]
    laid = laying.lay(16 * 3600, free, after=hours[12], opening=hours[9])
    assert laid == [(hours[5], hours[9]), (hours[10], hours[22])]
    assert laying.seconds_of(laying.lay(99 * 3600, free, after=hours[12], opening=hours[9])) == 21 * 3600


DAYS_OF_ALL_LENGTHS = [
    ("Europe/Berlin", date(2025, 10, 26)),
    ("Europe/Berlin", date(2026, 3, 1)),
    ("Europe/Berlin", date(2025, 3, 30)),
    ("America/Sao_Paulo", date(2018, 11, 4)),
    ("Australia/Lord_Howe", date(2025, 4, 6)),
    ("Asia/Kathmandu", date(2025, 7, 1)),
]
PIECES = st.lists(
    st.tuples(st.integers(0, 40_000), st.integers(1, 40_000), st.integers(0, 2)), max_size=7
)  # free before it, how long, on which of three rows


@given(
    place=st.sampled_from(DAYS_OF_ALL_LENGTHS),
    pieces=PIECES,
    edits=st.lists(st.tuples(st.integers(0, 2), st.integers(0, 86_400)), min_size=1, max_size=3),
)
@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
def test_a_cell_comes_to_what_was_typed_and_no_other_moves(
    rolled_back_engine: Engine, place: tuple[str, date], pieces: Any, edits: Any
) -> None:
    zone, day = place
    with rolled_back_engine.connect() as connection, pytest.MonkeyPatch.context() as patch:
        outer = connection.begin()
        patch.setattr(clock, "now", lambda: NOW)
        with Session(connection, expire_on_commit=False, join_transaction_mode="create_savepoint") as session:
            person = factories.person(session, timezone=zone)
            works = [(factories.project(session).project_id, None), (factories.project(session).project_id, None)]
            works.append((None, None))
            fill(session, person, periods.day_start(day - DAY, zone), pieces, works)
            for row, seconds in edits:
                type_and_check(session, person, day, works[row], seconds)
        outer.rollback()


def fill(session: Session, person: User, start: datetime, pieces: Any, works: Any) -> None:
    for gap, length, row in pieces:
        start += timedelta(seconds=gap)
        factories.entry(session, person, start=start, end=start + timedelta(seconds=length), project_id=works[row][0])
        start += timedelta(seconds=length)


def type_and_check(session: Session, person: User, day: date, work: Any, seconds: int) -> None:
    before = cells(session, person, day)
    since, until = periods.day_bounds(day, day, person.timezone)
    others = sum(s for (row, n), s in before.items() if n == 1 and row != work)
    fits = others + seconds <= (until - since).total_seconds()
    try:
        with session.begin_nested():
            set_cell(session, person, day=day, project_id=work[0], task_id=work[1], seconds=seconds)
    except InvalidInput:
        assert not fits
        assert cells(session, person, day) == before
    else:
        assert fits
        expected = Counter({**before, (work, 1): seconds})
        assert cells(session, person, day) == +expected


def cells(session: Session, person: User, day: date) -> Counter[Any]:
    """The seconds of each row on the day before, the day itself and the days after; no two entries may overlap."""
    first = day - DAY
    bounds = periods.day_bounds(first, day + 3 * DAY, person.timezone)
    found = timesheet.entries_between(session, person, bounds[0], bounds[-1])
    for one, other in pairwise(found):
        assert one.end_time is not None
        assert one.end_time <= other.start_time
    grid = week_grid(session, person, first_day=first)
    counted = Counter({(row.work, n): cell.seconds for row in grid for n, cell in enumerate(row.cells)})
    assert sum(counted.values()) == sum(
        sum(periods.split_at(e.start_time, e.end_time or e.start_time, [bounds[0], bounds[-1]])) for e in found
    )
    return +counted
