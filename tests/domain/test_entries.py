"""Entries logged by hand, changed, deleted and brought back."""

from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any

import pytest
from sqlmodel import Session

from tests import factories
from tests.factories import NOW
from timetrack.domain import entries, timer
from timetrack.errors import (
    ChangedElsewhere,
    EntryEndsBeforeStart,
    EntryTooLong,
    InvalidInput,
    NotFound,
    NotPermitted,
    OverlappingEntry,
    ProjectAccessDenied,
)
from timetrack.models import DESCRIPTION_LENGTH, User

HOUR, SECOND = timedelta(hours=1), timedelta(seconds=1)


def test_an_entry_is_kept_to_the_second(session: Session, mira: User) -> None:
    tokyo = timezone(9 * HOUR)
    start = datetime(2026, 3, 11, 16, 0, 0, 999_999, tokyo)
    made = factories.entry(session, mira, start=start, end=start + HOUR)
    assert made.start_time == datetime(2026, 3, 11, 7, tzinfo=UTC)
    assert (made.start_time.utcoffset(), made.duration_seconds) == (timedelta(0), 3600)


@pytest.mark.parametrize(
    ("start", "end", "error"),
    [
        (NOW, NOW, EntryEndsBeforeStart),
        (NOW, NOW + SECOND / 2, EntryEndsBeforeStart),
        (NOW, NOW - HOUR, EntryEndsBeforeStart),
        (NOW, NOW + 24 * HOUR + SECOND, EntryTooLong),
        (NOW.replace(tzinfo=None), NOW, InvalidInput),
        (NOW, NOW.replace(tzinfo=None), InvalidInput),
        (datetime.min.replace(tzinfo=timezone(14 * HOUR)), NOW, InvalidInput),
        (NOW, datetime.max.replace(tzinfo=timezone(-12 * HOUR)), InvalidInput),
        (datetime(1969, 7, 20, tzinfo=UTC), datetime(1969, 7, 20, 1, tzinfo=UTC), InvalidInput),
        (datetime(2126, 1, 1, tzinfo=UTC), datetime(2126, 1, 1, 1, tzinfo=UTC), InvalidInput),
    ],
)
def test_a_range_that_cannot_be_is_refused(
    session: Session, mira: User, start: datetime, end: datetime, error: type[Exception]
) -> None:
    with pytest.raises(error):
        entries.create_manual_entry(session, mira, start_time=start, end_time=end)


def test_a_whole_day_fits(session: Session, mira: User) -> None:
    assert factories.entry(session, mira, start=NOW - 24 * HOUR, end=NOW).duration_seconds == 86_400


@pytest.mark.parametrize(
    ("start", "end"),
    [(0, 60), (-30, 1), (59, 90), (10, 20), (-10, 70), (0, 1), (59, 60)],
)
def test_an_overlap_names_what_is_there(session: Session, start: int, end: int) -> None:
    in_tokyo = factories.person(session, timezone="Asia/Tokyo")
    there = factories.entry(session, in_tokyo, description="Workshop", start=NOW, end=NOW + HOUR)
    minute = timedelta(minutes=1)
    with pytest.raises(OverlappingEntry, match=r"“Workshop” \(19:00 – 20:00\)") as refused:
        factories.entry(session, in_tokyo, start=NOW + start * minute, end=NOW + end * minute)
    named = refused.value
    assert (named.entry_id, named.description, named.start_time, named.end_time) == (
        there.entry_id,
        "Workshop",
        there.start_time,
        there.end_time,
    )


def test_an_overlap_tells_another_day_and_the_running_timer(session: Session, mira: User) -> None:
    factories.entry(session, mira, start=NOW - 12 * HOUR, end=NOW - 10 * HOUR)
    with pytest.raises(OverlappingEntry, match=r"“an entry without a description” \(Tue 10 Mar 23:00 – 01:00\)"):
        factories.entry(session, mira, start=NOW - 11 * HOUR, end=NOW - HOUR)
    timer.start_timer(session, mira, description="Review")
    with pytest.raises(OverlappingEntry, match=r"“Review” \(11:00 – now\)"):
        factories.entry(session, mira, start=NOW + 5 * HOUR, end=NOW + 6 * HOUR)


def test_entries_may_touch_and_people_may_work_side_by_side(session: Session, mira: User, noor: User) -> None:
    for n in range(4):
        factories.entry(session, mira, start=NOW + n * HOUR)
    factories.entry(session, noor, start=NOW)


def test_a_description_has_its_length(session: Session, mira: User) -> None:
    assert len(factories.entry(session, mira, description="ü" * DESCRIPTION_LENGTH).description) == DESCRIPTION_LENGTH
    with pytest.raises(InvalidInput, match="3,000"):
        factories.entry(session, mira, start=NOW, description="x" * (DESCRIPTION_LENGTH + 1))


def test_who_leads_logs_for_others_and_nobody_else_does(
    session: Session, mira: User, noor: User, manager: User
) -> None:
    project = factories.project(session, hourly_rate=Decimal(80), is_public=False, members=[mira])
    given: dict[str, Any] = {"user_id": mira.user_id, "project_id": project.project_id}
    made = factories.entry(session, manager, **given)
    assert (made.user_id, made.hourly_rate) == (mira.user_id, Decimal(80))
    with pytest.raises(NotPermitted):
        factories.entry(session, noor, start=NOW, **given)
    with pytest.raises(NotFound, match="not here any more"):
        factories.entry(session, manager, user_id=10**9)


@pytest.mark.parametrize("act", [
    lambda session, actor, entry_id: entries.edit_entry(session, actor, entry_id=entry_id, description="mine"),
    lambda session, actor, entry_id: entries.delete_entry(session, actor, entry_id=entry_id),
    lambda session, actor, entry_id: entries.restore_entry(session, actor, entry_id=entry_id),
    lambda session, actor, entry_id: entries.visible_entry(session, actor, entry_id),
])  # fmt: skip
def test_somebody_elses_entry_is_not_there(session: Session, mira: User, noor: User, manager: User, act: Any) -> None:
    hers = factories.entry(session, noor)
    with pytest.raises(NotFound):
        act(session, mira, hers.entry_id)
    entries.delete_entry(session, manager, entry_id=hers.entry_id)
    with pytest.raises(NotFound):
        act(session, mira, hers.entry_id)
    entries.restore_entry(session, manager, entry_id=hers.entry_id)
    assert entries.visible_entry(session, noor, hers.entry_id).description == ""


def test_an_edit_changes_what_it_names(session: Session, mira: User) -> None:
    made = factories.entry(session, mira, description="Review", tags=["ux"])
    edited = entries.edit_entry(session, mira, entry_id=made.entry_id, description=" Call ", tags=["phone", "Phone"])
    assert (edited.description, edited.tags) == ("Call", ["phone"])
    assert (edited.start_time, edited.end_time, edited.hourly_rate) == (
        made.start_time,
        made.end_time,
        made.hourly_rate,
    )
    assert edited.updated_at > made.updated_at


def test_an_edit_that_changes_nothing_writes_nothing(session: Session, mira: User) -> None:
    made = factories.entry(session, mira, description="Review")
    same = {"description": "Review ", "start_time": made.start_time, "end_time": made.end_time, "project_id": None}
    assert entries.edit_entry(session, mira, entry_id=made.entry_id, **same).updated_at == made.updated_at


def test_times_may_be_edited_up_to_the_neighbours(session: Session, mira: User) -> None:
    factories.entry(session, mira, start=NOW - HOUR, description="Before")
    made = factories.entry(session, mira, start=NOW, end=NOW + HOUR)
    factories.entry(session, mira, start=NOW + 2 * HOUR, description="After")
    moved = entries.edit_entry(session, mira, entry_id=made.entry_id, end_time=NOW + 2 * HOUR)
    assert moved.duration_seconds == 7200
    with pytest.raises(OverlappingEntry, match="“After”"):
        entries.edit_entry(session, mira, entry_id=made.entry_id, end_time=NOW + 2 * HOUR + SECOND)
    with pytest.raises(OverlappingEntry, match="“Before”"):
        entries.edit_entry(session, mira, entry_id=made.entry_id, start_time=NOW - SECOND)


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"start_time": NOW}, EntryEndsBeforeStart),
        ({"end_time": NOW - HOUR}, EntryEndsBeforeStart),
        ({"start_time": NOW + HOUR, "end_time": None}, EntryEndsBeforeStart),
        ({"start_time": NOW - 25 * HOUR}, EntryTooLong),
        ({"description": "x" * 3001}, InvalidInput),
        ({"tags": ["x" * 101]}, InvalidInput),
        ({"project_id": 10**9}, ProjectAccessDenied),
        ({"task_id": 1}, InvalidInput),
        ({"hourly_rate": Decimal(1)}, NotPermitted),
    ],
)
def test_an_edit_that_cannot_be_changes_nothing(
    session: Session, mira: User, changes: Any, error: type[Exception]
) -> None:
    made = factories.entry(session, mira, start=NOW - HOUR, end=NOW)
    with pytest.raises(error):
        entries.edit_entry(session, mira, entry_id=made.entry_id, **changes)
    assert entries.visible_entry(session, mira, made.entry_id) == made


def test_what_changed_elsewhere_is_not_overwritten(session: Session, mira: User, manager: User) -> None:
    seen = factories.entry(session, mira, description="Review")
    newer = entries.edit_entry(session, manager, entry_id=seen.entry_id, seen=seen.updated_at, description="Corrected")
    with pytest.raises(ChangedElsewhere):
        entries.edit_entry(session, mira, entry_id=seen.entry_id, seen=seen.updated_at, description="Mine")
    edited = entries.edit_entry(session, mira, entry_id=seen.entry_id, seen=newer.updated_at, description="Mine")
    assert edited.description == "Mine"


def test_a_running_timer_may_be_edited(session: Session, mira: User) -> None:
    factories.entry(session, mira, start=NOW - 3 * HOUR, end=NOW - 2 * HOUR)
    running = timer.start_timer(session, mira)
    edited = entries.edit_entry(session, mira, entry_id=running.entry_id, start_time=NOW - HOUR, description="Earlier")
    assert (edited.start_time, edited.end_time) == (NOW - HOUR, None)
    with pytest.raises(OverlappingEntry):
        entries.edit_entry(session, mira, entry_id=running.entry_id, start_time=NOW - 3 * HOUR)
    with pytest.raises(InvalidInput, match="future"):
        entries.edit_entry(session, mira, entry_id=running.entry_id, start_time=NOW + SECOND)
    ended = entries.edit_entry(session, mira, entry_id=running.entry_id, end_time=NOW)
    assert ended.duration_seconds == 3600


def test_deleting_and_bringing_back(session: Session, mira: User) -> None:
    project = factories.project(session, hourly_rate=Decimal("80.1234"))
    made = factories.entry(session, mira, project_id=project.project_id, description="Review", tags=["ux", "é"])
    assert entries.delete_entry(session, mira, entry_id=made.entry_id) == made
    with pytest.raises(NotFound):
        entries.visible_entry(session, mira, made.entry_id)
    restored = entries.restore_entry(session, mira, entry_id=made.entry_id)
    assert {**restored.model_dump(), "updated_at": None} == {**made.model_dump(), "updated_at": None}
    with pytest.raises(NotFound):
        entries.restore_entry(session, mira, entry_id=made.entry_id)


def test_a_rate_comes_back_to_the_last_digit(session: Session, mira: User, manager: User) -> None:
    made = factories.entry(session, mira, project_id=factories.project(session).project_id)
    exact = Decimal("12345678901234.5678")
    entries.edit_entry(session, manager, entry_id=made.entry_id, hourly_rate=exact)
    entries.delete_entry(session, mira, entry_id=made.entry_id)
    assert entries.restore_entry(session, mira, entry_id=made.entry_id).hourly_rate == exact


def test_bringing_back_overwrites_nothing(session: Session, mira: User) -> None:
    made = factories.entry(session, mira)
    entries.delete_entry(session, mira, entry_id=made.entry_id)
    factories.entry(session, mira, description="Instead")
    with pytest.raises(OverlappingEntry, match="“Instead”"):
        entries.restore_entry(session, mira, entry_id=made.entry_id)


def test_a_deleted_timer_comes_back_running(session: Session, mira: User) -> None:
    running = timer.start_timer(session, mira)
    entries.delete_entry(session, mira, entry_id=running.entry_id)
    entries.restore_entry(session, mira, entry_id=running.entry_id)
    assert timer.running_entry(session, mira.user_id).entry_id == running.entry_id


@pytest.mark.parametrize("entry_id", [0, -1, 10**9, 2**63 - 1])
def test_an_entry_that_is_not_there(session: Session, mira: User, entry_id: int) -> None:
    for act in (entries.edit_entry, entries.delete_entry, entries.restore_entry, timer.resume_entry):
        with pytest.raises(NotFound):
            act(session, mira, entry_id=entry_id)
