"""Start, stop, switch and resume."""

from datetime import datetime, timedelta
from decimal import Decimal

import pytest
from sqlmodel import Session

from tests import factories
from tests.factories import NOW, FrozenClock
from timetrack import clock
from timetrack.domain import entries, people, projects, timer
from timetrack.errors import (
    ActiveTimerExists,
    EntryEndsBeforeStart,
    EntryTooLong,
    InvalidInput,
    NoActiveTimer,
    NotFound,
    NotSignedIn,
    OverlappingEntry,
    ProjectAccessDenied,
)
from timetrack.models import RateSource, User


def test_starting_needs_nothing(session: Session, mira: User) -> None:
    started = timer.start_timer(session, mira)
    assert (started.start_time, started.end_time, started.duration_seconds) == (NOW, None, None)
    assert (started.project_id, started.is_billable, started.hourly_rate, started.rate_source) == (
        None,
        False,
        0,
        "NONE",
    )
    assert timer.running_entry(session, mira.user_id) == started


def test_starting_with_everything(session: Session, mira: User) -> None:
    project = factories.project(session, hourly_rate=Decimal("80.5"))
    task = factories.task(session, project)
    work = {"description": " Review\n", "project_id": project.project_id, "task_id": task.task_id, "tags": ["ux", "UX"]}
    started = timer.start_timer(session, mira, **work)
    assert (started.description, started.tags, started.task_id) == ("Review", ["ux"], task.task_id)
    assert (started.is_billable, started.hourly_rate, started.rate_source) == (
        True,
        Decimal("80.5"),
        RateSource.PROJECT,
    )


def test_a_second_timer_is_refused_and_the_first_goes_on(session: Session, mira: User, noor: User) -> None:
    first = timer.start_timer(session, mira, description="Review")
    with pytest.raises(ActiveTimerExists, match="“Review” is running") as refused:
        timer.start_timer(session, mira)
    assert refused.value.entry_id == first.entry_id
    assert timer.running_entry(session, mira.user_id) == first
    timer.start_timer(session, noor)


def test_a_timer_may_start_where_an_entry_ends(session: Session, mira: User) -> None:
    factories.entry(session, mira, hours=1)
    timer.start_timer(session, mira)


def test_a_timer_may_not_run_into_time_that_is_logged(session: Session, mira: User) -> None:
    factories.entry(session, mira, description="Workshop", start=NOW + timedelta(hours=2))
    with pytest.raises(OverlappingEntry, match="“Workshop” \\(13:00 – 14:00\\)"):
        timer.start_timer(session, mira)


def test_somebody_who_left_starts_nothing(session: Session, mira: User) -> None:
    gone = User(**{**mira.model_dump(), "user_id": 10**9})
    with pytest.raises(NotSignedIn):
        timer.start_timer(session, gone)


def test_a_project_of_others_is_refused(session: Session, mira: User) -> None:
    project = factories.project(session, is_public=False)
    with pytest.raises(ProjectAccessDenied):
        timer.start_timer(session, mira, project_id=project.project_id)
    assert timer.running_entry(session, mira.user_id) is None


@pytest.mark.parametrize(("seconds", "discarded"), [(0, True), (59, True), (60, False), (61, False), (86_400, False)])
def test_under_a_minute_is_a_slip(
    session: Session, mira: User, frozen: FrozenClock, seconds: int, discarded: bool
) -> None:
    started = timer.start_timer(session, mira)
    frozen.forward(seconds=seconds)
    stopped = timer.stop_timer(session, mira)
    assert stopped.was_discarded is discarded
    assert stopped.entry.entry_id == started.entry_id
    assert stopped.entry.duration_seconds == (seconds or 1)
    assert timer.running_entry(session, mira.user_id) is None
    if discarded:
        with pytest.raises(NotFound):
            entries.visible_entry(session, mira, started.entry_id)


@pytest.mark.parametrize("seconds", [0, 1, 59])
def test_a_slip_can_be_brought_back(session: Session, mira: User, frozen: FrozenClock, seconds: int) -> None:
    timer.start_timer(session, mira, description="Quick call", tags=["phone"])
    frozen.forward(seconds=seconds)
    discarded = timer.stop_timer(session, mira).entry
    restored = entries.restore_entry(session, mira, entry_id=discarded.entry_id)
    assert same(restored) == same(discarded)
    assert (restored.description, restored.tags, restored.duration_seconds) == ("Quick call", ["phone"], seconds or 1)


def test_a_timer_past_a_day_asks_when_it_ended(session: Session, mira: User, frozen: FrozenClock) -> None:
    started = timer.start_timer(session, mira)
    frozen.forward(hours=24, seconds=1)
    with pytest.raises(EntryTooLong, match="still runs"):
        timer.stop_timer(session, mira)
    with pytest.raises(EntryTooLong):
        timer.switch_timer(session, mira)
    assert timer.running_entry(session, mira.user_id) == started
    stopped = timer.stop_timer(session, mira, end_time=NOW + timedelta(hours=7, microseconds=1))
    assert (stopped.was_discarded, stopped.entry.duration_seconds) == (False, 7 * 3600)


@pytest.mark.parametrize(
    ("end_time", "error"),
    [
        (NOW, EntryEndsBeforeStart),
        (NOW - timedelta(seconds=1), EntryEndsBeforeStart),
        (NOW + timedelta(hours=30, seconds=1), EntryTooLong),
        (NOW + timedelta(hours=4, seconds=1), InvalidInput),
        (NOW.replace(tzinfo=None), InvalidInput),
        (datetime.max.replace(tzinfo=NOW.tzinfo), InvalidInput),
        (datetime.min.replace(tzinfo=NOW.tzinfo), InvalidInput),
    ],
)
def test_an_end_that_cannot_be_is_refused(
    session: Session, mira: User, frozen: FrozenClock, end_time: datetime, error: type[Exception]
) -> None:
    started = timer.start_timer(session, mira)
    frozen.forward(hours=4)
    with pytest.raises(error):
        timer.stop_timer(session, mira, end_time=end_time)
    assert timer.running_entry(session, mira.user_id) == started


def test_an_end_that_was_said_is_no_slip(session: Session, mira: User, frozen: FrozenClock) -> None:
    timer.start_timer(session, mira)
    frozen.forward(hours=1)
    stopped = timer.stop_timer(session, mira, end_time=NOW + timedelta(seconds=5))
    assert (stopped.was_discarded, stopped.entry.duration_seconds) == (False, 5)


def test_nothing_to_stop(session: Session, mira: User, noor: User) -> None:
    timer.start_timer(session, noor)
    with pytest.raises(NoActiveTimer):
        timer.stop_timer(session, mira)


def test_a_clock_that_was_set_back_stops_anyway(session: Session, mira: User, frozen: FrozenClock) -> None:
    timer.start_timer(session, mira)
    frozen.forward(hours=-1)
    assert timer.stop_timer(session, mira).was_discarded


def test_switching_leaves_no_gap_and_no_overlap(
    session: Session, mira: User, frozen: FrozenClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = timer.start_timer(session, mira, description="One")
    frozen.forward(minutes=5)
    monkeypatch.setattr(clock, "now", lambda: frozen.forward(seconds=1))
    second, stopped = timer.switch_timer(session, mira, description="Two")
    assert stopped is not None
    assert (stopped.entry.entry_id, stopped.entry.end_time) == (first.entry_id, second.start_time)
    assert (second.description, second.end_time) == ("Two", None)


def test_switching_from_nothing_and_from_a_slip(session: Session, mira: User, frozen: FrozenClock) -> None:
    first, stopped = timer.switch_timer(session, mira, description="One")
    assert stopped is None
    second, slip = timer.switch_timer(session, mira, description="Two")
    assert slip is not None
    assert (slip.was_discarded, slip.entry.entry_id) == (True, first.entry_id)
    assert second.start_time == NOW


def test_a_switch_that_is_refused_stops_nothing(session: Session, mira: User, frozen: FrozenClock) -> None:
    started = timer.start_timer(session, mira)
    frozen.forward(hours=1)
    project = factories.project(session, is_public=False)
    with pytest.raises(ProjectAccessDenied), session.begin_nested():
        timer.switch_timer(session, mira, project_id=project.project_id)
    assert timer.running_entry(session, mira.user_id) == started


def test_resuming_takes_up_the_work_at_todays_rate(session: Session, mira: User, frozen: FrozenClock) -> None:
    project = factories.project(session, hourly_rate=Decimal(80))
    task = factories.task(session, project)
    work = {"description": "Review", "project_id": project.project_id, "task_id": task.task_id, "tags": ["ux"]}
    earlier = factories.entry(session, mira, is_billable=False, **work)
    people.set_default_rate(session, factories.lead(session), user_id=mira.user_id, hourly_rate=Decimal(90))
    resumed, stopped = timer.resume_entry(session, mira, entry_id=earlier.entry_id)
    assert stopped is None
    assert (resumed.description, resumed.project_id, resumed.task_id, resumed.tags) == tuple(work.values())
    assert (resumed.is_billable, resumed.hourly_rate, resumed.rate_source) == (False, Decimal(90), RateSource.USER)
    assert entries.visible_entry(session, mira, earlier.entry_id) == earlier


def test_resuming_is_for_what_one_sees(session: Session, mira: User, noor: User, manager: User) -> None:
    hers = factories.entry(session, noor, description="Books")
    with pytest.raises(NotFound):
        timer.resume_entry(session, mira, entry_id=hers.entry_id)
    resumed, _ = timer.resume_entry(session, manager, entry_id=hers.entry_id)
    assert (resumed.user_id, resumed.description) == (manager.user_id, "Books")


def test_resuming_on_a_closed_project_is_refused(session: Session, mira: User) -> None:
    project = factories.project(session)
    earlier = factories.entry(session, mira, project_id=project.project_id)
    projects.set_project_status(session, factories.lead(session), project_id=project.project_id, status="ARCHIVED")
    with pytest.raises(InvalidInput, match="closed"):
        timer.resume_entry(session, mira, entry_id=earlier.entry_id)


def same(entry: object) -> dict[str, object]:
    return {name: value for name, value in vars(entry).items() if name not in ("_sa_instance_state", "updated_at")}
