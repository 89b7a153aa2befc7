"""Overlap repair: what was shown is what is done, to all entries concerned, in one change."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import text
from sqlmodel import Session

from tests import factories
from tests.factories import NOW, FrozenClock
from timetrack.domain import entries, repair, timer
from timetrack.errors import (
    ChangedElsewhere,
    EntryEndsBeforeStart,
    InvalidInput,
    NotFound,
    NotPermitted,
    OverlappingEntry,
)
from timetrack.models import TimeEntry, User

HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)


def at(minutes: int) -> Any:
    """Minutes after 07:00 UTC."""
    return NOW - 3 * HOUR + minutes * MINUTE


def new(start: int, end: int) -> dict[str, Any]:
    return {"entry_id": None, "start_time": at(start), "end_time": at(end)}


def moved(entry: TimeEntry, start: int, end: int | None) -> dict[str, Any]:
    return {"entry_id": entry.entry_id, "start_time": at(start), "end_time": end if end is None else at(end)}


def logged(session: Session, of: User, start: int, end: int, **values: Any) -> TimeEntry:
    return factories.entry(session, of, start=at(start), end=at(end), **values)


def standing(session: Session, of: User) -> list[tuple[str, int, int | None]]:
    """Description and minutes of every entry of a person."""
    rows = session.execute(
        text("SELECT description, start_time, end_time FROM time_entries WHERE user_id = :of ORDER BY start_time"),
        {"of": of.user_id},
    )
    minutes = lambda when: when and int((when - at(0)).total_seconds()) // 60  # noqa: E731
    return [(said, minutes(start), minutes(end)) for said, start, end in rows]


@pytest.mark.parametrize(
    ("way", "after"),
    [
        ("TRIM", [("Theirs", 0, 30), ("Mine", 30, 90)]),
        ("SHIFT", [("Theirs", 0, 60), ("Mine", 60, 120)]),
        ("SPLIT", [("Theirs", 0, 60), ("Mine", 60, 90)]),
    ],
)
def test_a_new_entry_goes_each_way(session: Session, mira: User, way: str, after: list[Any]) -> None:
    theirs = logged(session, mira, 0, 60, description="Theirs")
    (shown,) = [found for found in repair.repairs(session, mira, **new(30, 90)) if found.way == way]
    assert (shown.others[0].entry_id, shown.others[0].description) == (theirs.entry_id, "Theirs")
    made = repair.apply_repair(session, mira, way=way, description="Mine", tags=["ux"], previewed=shown, **new(30, 90))
    assert standing(session, mira) == after
    assert (made.duration_seconds, made.tags) == (shown.seconds, ["ux"])


@pytest.mark.parametrize(
    ("way", "after"),
    [
        ("TRIM", [("Theirs", 60, 80), ("Mine", 80, 100), ("Theirs", 100, 120)]),
        ("SHIFT", [("Theirs", 60, 120), ("Mine", 120, 140)]),
    ],
)
def test_mine_moves_into_the_middle_of_theirs(session: Session, mira: User, way: str, after: list[Any]) -> None:
    logged(session, mira, 60, 120, description="Theirs", tags=["call"])
    mine = logged(session, mira, 0, 20, description="Mine")
    made = repair.apply_repair(session, mira, way=way, seen=mine.updated_at, **moved(mine, 80, 100))
    assert made.entry_id == mine.entry_id
    assert standing(session, mira) == after
    with pytest.raises(ChangedElsewhere):
        repair.apply_repair(session, mira, way=way, seen=mine.updated_at, **moved(mine, 70, 90))


def test_mine_is_cut_around_theirs_and_every_piece_says_the_same(session: Session, mira: User, manager: User) -> None:
    project = factories.project(session, hourly_rate=Decimal(80))
    mine = logged(session, mira, 0, 10, description="Mine", tags=["ux"], project_id=project.project_id)
    entries.edit_entry(session, manager, entry_id=mine.entry_id, hourly_rate=Decimal("70.1001"))
    logged(session, mira, 20, 30, description="One")
    logged(session, mira, 50, 60, description="Two")
    shown = next(found for found in repair.repairs(session, mira, **moved(mine, 0, 100)) if found.way == "SPLIT")
    assert (len(shown.mine.after), shown.seconds) == (3, 80 * 60)
    repair.apply_repair(session, mira, way="SPLIT", previewed=shown, description="New", **moved(mine, 0, 100))
    assert standing(session, mira) == [
        ("New", 0, 20), ("One", 20, 30), ("New", 30, 50), ("Two", 50, 60), ("New", 60, 100),
    ]  # fmt: skip
    rates = text("SELECT DISTINCT hourly_rate, rate_source, tags FROM time_entries WHERE description = 'New'")
    assert [tuple(row) for row in session.execute(rates)] == [(Decimal("70.1001"), "MANUAL", ["ux"])]


def test_a_running_timer_in_the_way_begins_later_and_stays_the_timer(
    session: Session, mira: User, frozen: FrozenClock
) -> None:
    running = timer.start_timer(session, mira, description="Running")
    frozen.forward(hours=2)
    repair.apply_repair(session, mira, way="TRIM", description="Mine", **new(210, 240))
    assert standing(session, mira) == [("Running", 180, 210), ("Mine", 210, 240), ("Running", 240, None)]
    found = timer.running_entry(session, mira.user_id)
    assert found
    assert found.entry_id == running.entry_id


def test_my_running_timer_begins_earlier(session: Session, mira: User, frozen: FrozenClock) -> None:
    logged(session, mira, 120, 150, description="Theirs")
    running = timer.start_timer(session, mira, description="Running")
    assert [found.way for found in repair.repairs(session, mira, **moved(running, 140, None))] == ["TRIM", "SPLIT"]
    repair.apply_repair(session, mira, way="SPLIT", **moved(running, 100, None))
    assert standing(session, mira) == [("Running", 100, 120), ("Theirs", 120, 150), ("Running", 150, None)]


def test_a_way_that_is_not_open_changes_nothing(session: Session, mira: User) -> None:
    logged(session, mira, 20, 30, description="Theirs")
    assert [found.way for found in repair.repairs(session, mira, **new(0, 60))] == ["SHIFT", "SPLIT"]
    with pytest.raises(OverlappingEntry, match="“Theirs”"):
        repair.apply_repair(session, mira, way="TRIM", **new(0, 60))
    with pytest.raises(InvalidInput, match="trim, shift or split"):
        repair.apply_repair(session, mira, way="trim", **new(0, 60))
    assert standing(session, mira) == [("Theirs", 20, 30)]


def test_where_no_way_is_open_the_overlap_is_named(session: Session, mira: User, frozen: FrozenClock) -> None:
    """A timer began a minute ago, and what should be logged reaches a day into the future from then on."""
    timer.start_timer(session, mira, description="Running")
    frozen.forward(minutes=1)
    factories.entry(session, mira, start=at(-24 * 60), end=at(0))
    factories.entry(session, mira, start=at(0), end=at(170))
    assert repair.repairs(session, mira, **new(180, 180 + 24 * 60)) == []
    for way in ("TRIM", "SHIFT", "SPLIT"):
        with pytest.raises(OverlappingEntry, match="“Running”"):
            repair.apply_repair(session, mira, way=way, **new(180, 180 + 24 * 60))


def test_nothing_is_done_that_was_not_shown(session: Session, mira: User) -> None:
    theirs = logged(session, mira, 0, 60)
    (trim, *_) = repair.repairs(session, mira, **new(30, 90))
    entries.edit_entry(session, mira, entry_id=theirs.entry_id, end_time=at(45))
    with pytest.raises(ChangedElsewhere, match="changed meanwhile"):
        repair.apply_repair(session, mira, way="TRIM", previewed=trim, **new(30, 90))
    entries.delete_entry(session, mira, entry_id=theirs.entry_id)
    with pytest.raises(ChangedElsewhere):
        repair.apply_repair(session, mira, way="TRIM", previewed=trim, **new(30, 90))
    assert standing(session, mira) == []


def test_where_nothing_is_in_the_way_any_more_mine_is_as_asked(session: Session, mira: User) -> None:
    assert repair.repairs(session, mira, **new(30, 90)) == []
    repair.apply_repair(session, mira, way="SHIFT", **new(30, 90))
    assert standing(session, mira) == [("", 30, 90)]


def test_times_that_make_no_sense_are_refused_first(session: Session, mira: User) -> None:
    with pytest.raises(EntryEndsBeforeStart):
        repair.repairs(session, mira, **new(30, 30))
    with pytest.raises(InvalidInput, match="needs its end"):
        repair.repairs(session, mira, entry_id=None, start_time=at(0), end_time=None)


def test_who_leads_repairs_anothers_time_and_nobody_else(
    session: Session, mira: User, noor: User, manager: User
) -> None:
    theirs = logged(session, mira, 0, 60, description="Theirs")
    for_mira = {**new(30, 90), "user_id": mira.user_id}
    for act in (repair.repairs, lambda *who, **how: repair.apply_repair(*who, way="TRIM", **how)):
        with pytest.raises(NotPermitted):
            act(session, noor, **for_mira)
        with pytest.raises(NotFound):
            act(session, noor, **moved(theirs, 30, 90))
    repair.apply_repair(session, manager, way="TRIM", description="Mine", **for_mira)
    assert standing(session, mira) == [("Theirs", 0, 30), ("Mine", 30, 90)]
    assert standing(session, manager) == []
