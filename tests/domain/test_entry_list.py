"""The list of entries: filters, pages by key, and totals per day in the viewer's zone."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import text
from sqlmodel import Session

from tests import factories
from tests.factories import NOW, FrozenClock
from timetrack.domain import entry_list, timer
from timetrack.domain.entry_list import EntryFilter, Hours, Key
from timetrack.domain.periods import day_bounds
from timetrack.models import User

HOUR, BERLIN = timedelta(hours=1), "Europe/Berlin"


def test_an_entry_comes_with_its_names(session: Session, mira: User) -> None:
    client = factories.client(session, name="Opal")
    project = factories.project(
        session, name="Portal", client_id=client.client_id, color="teal", hourly_rate=Decimal(80)
    )
    task = factories.task(session, project, name="Wireframes")
    made = factories.entry(session, mira, project_id=project.project_id, task_id=task.task_id, tags=["ux"])
    (listed,) = entry_list.entry_page(session, mira, EntryFilter(mira.user_id))
    assert (listed.client_name, listed.project_name, listed.color, listed.task_name) == (
        "Opal",
        "Portal",
        "teal",
        "Wireframes",
    )
    assert (listed.entry_id, listed.duration_seconds, listed.updated_at) == (made.entry_id, 3600, made.updated_at)
    assert entry_list.listed_entry(session, mira, made.entry_id) == listed
    assert replace(listed) == listed, "a field without a column, or a column without a field"


@pytest.fixture
def logged(session: Session, mira: User, noor: User) -> dict[str, int]:
    """Entries of Mira's by description, an hour each, newest first: f e d c b a; and one of Noor's."""
    project = factories.project(session)
    values: list[dict[str, Any]] = [
        {"description": "a 100%"},
        {"description": "b", "tags": ["ux", "Ünï"]},
        {"description": "c call_me", "project_id": project.project_id},
        {"description": "d", "project_id": project.project_id, "is_billable": False, "tags": ["ux"]},
        {"description": "e Café"},
        {"description": "f <b>'--"},
    ]
    factories.entry(session, noor, description="hers", tags=["ux"])
    made = [factories.entry(session, mira, start=NOW + n * HOUR, **given) for n, given in enumerate(values)]
    return {"project": project.project_id} | {entry.description[0]: entry.entry_id for entry in made}


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({}, "fedcba"),
        ({"tag": "ux"}, "db"),
        ({"tag": "Ünï"}, "b"),
        ({"tag": "u"}, ""),
        ({"words": "CAF"}, "e"),
        ({"words": "cafe\u0301"}, "e"),
        ({"words": "%"}, "a"),
        ({"words": "_"}, "c"),
        ({"words": "'--"}, "f"),
        ({"words": "\0"}, "fedcba"),
        ({"words": "\ud800"}, ""),
        ({"tag": "ux\0"}, "db"),
        ({"is_billable": True}, "c"),
        ({"is_billable": False, "tag": "ux"}, "db"),
        ({"project_id": 10**9}, ""),
        ({"since": NOW + 2 * HOUR}, "fedc"),
        ({"since": NOW + 2 * HOUR - timedelta(seconds=1)}, "fedcb"),
        ({"until": NOW + 2 * HOUR}, "ba"),
        ({"until": NOW + 2 * HOUR + timedelta(seconds=1)}, "cba"),
        ({"since": NOW + HOUR, "until": NOW + 3 * HOUR}, "cb"),
    ],
)
def test_filters(session: Session, mira: User, logged: dict[str, int], asked: Any, found: str) -> None:
    page = entry_list.entry_page(session, mira, EntryFilter(mira.user_id, **asked))
    assert "".join(entry.description[0] for entry in page) == found
    of_project = entry_list.entry_page(
        session, mira, EntryFilter(mira.user_id, project_id=logged["project"], **{"words": ""})
    )
    assert "".join(entry.description[0] for entry in of_project) == "dc"


@pytest.mark.parametrize("asked", [{}, {"tag": "ux"}, {"words": "c"}, {"is_billable": True}, {"project_id": 0}])
def test_totals_obey_the_filters(session: Session, mira: User, logged: dict[str, int], asked: Any) -> None:
    wanted = EntryFilter(mira.user_id, **asked)
    page = entry_list.entry_page(session, mira, wanted)
    bounds = day_bounds(date(2026, 3, 11), date(2026, 3, 12), BERLIN)
    hours = entry_list.hours_per_period(session, mira, wanted, bounds, at=NOW)
    assert sum(each.seconds for each in hours) == sum(entry.duration_seconds or 0 for entry in page)
    assert sum(each.billable_seconds for each in hours) == 3600 * sum(entry.is_billable for entry in page)
    per_project = entry_list.hours_per_project(session, mira, wanted, bounds, at=NOW)
    assert sum(each.seconds for each in per_project.values()) == sum(each.seconds for each in hours)


def test_another_persons_entries_count_for_nobody_but_those_who_lead(
    session: Session, mira: User, noor: User, manager: User, logged: dict[str, int]
) -> None:
    wanted, bounds = EntryFilter(noor.user_id), day_bounds(date(2026, 3, 11), date(2026, 3, 11), BERLIN)
    assert entry_list.hours_per_period(session, mira, wanted, bounds, at=NOW) == [Hours()]
    assert entry_list.hours_per_project(session, mira, wanted, bounds, at=NOW) == {}
    assert entry_list.hours_per_period(session, manager, wanted, bounds, at=NOW) == [Hours(3600, 0)]


@pytest.mark.parametrize("limit", [1, 2, 3, 7, 50])
def test_pages_follow_each_other_without_loss_or_doubling(session: Session, mira: User, limit: int) -> None:
    made = [factories.entry(session, mira, start=NOW + n * HOUR) for n in range(11)]
    assert [entry.entry_id for entry in paged(session, mira, limit)] == [entry.entry_id for entry in reversed(made)]


@pytest.mark.parametrize("limit", [1, 2, 5])
def test_pages_are_stable_where_entries_start_together(session: Session, mira: User, limit: int) -> None:
    """The constraint forbids it now; a page must not lose an entry on the day it does not."""
    session.execute(text("ALTER TABLE time_entries DROP CONSTRAINT ex_time_entries_overlap"))
    made = factories.entry(session, mira)
    copy = (
        "INSERT INTO time_entries (user_id, start_time, end_time, is_billable, hourly_rate, rate_source, currency)"
        " SELECT user_id, start_time, end_time, false, 0, 'NONE', 'EUR' FROM time_entries, generate_series(1, 9)"
    )
    session.execute(text(copy))
    ids = [entry.entry_id for entry in paged(session, mira, limit)]
    assert ids == sorted(ids, reverse=True)
    assert (len(set(ids)), ids[-1]) == (10, made.entry_id)


def test_a_page_stands_still_while_entries_come_and_go(session: Session, mira: User) -> None:
    made = [factories.entry(session, mira, start=NOW + n * HOUR) for n in range(6)]
    first = entry_list.entry_page(session, mira, EntryFilter(mira.user_id), limit=3)
    factories.entry(session, mira, start=NOW + 20 * HOUR)
    session.execute(text(f"DELETE FROM time_entries WHERE entry_id = {first[-1].entry_id}"))
    after = Key(first[-1].start_time, first[-1].entry_id)
    second = entry_list.entry_page(session, mira, EntryFilter(mira.user_id), after=after, limit=3)
    assert [entry.entry_id for entry in second] == [entry.entry_id for entry in reversed(made[:3])]


def test_recent_work_names_each_thing_once(session: Session, mira: User) -> None:
    project = factories.project(session)
    for n, (description, project_id) in enumerate(
        [("Review", None), ("review", None), ("Review", project.project_id), ("Call", None), ("REVIEW", None)]
    ):
        factories.entry(session, mira, start=NOW + n * HOUR, description=description, project_id=project_id)
    recent = [(entry.description, entry.project_id) for entry in entry_list.recent_work(session, mira)]
    assert recent == [("REVIEW", None), ("Call", None), ("Review", project.project_id)]
    assert len(entry_list.recent_work(session, mira, limit=2)) == 2


@pytest.mark.parametrize(
    ("zone", "start", "hours", "days"),
    [
        (BERLIN, "2026-03-10T22:00+00:00", 4, {"2026-03-10": 1, "2026-03-11": 3}),
        ("America/New_York", "2026-03-10T22:00+00:00", 4, {"2026-03-10": 4}),
        ("Pacific/Auckland", "2026-03-10T10:00+00:00", 24, {"2026-03-10": 1, "2026-03-11": 23}),
        (BERLIN, "2026-03-28T20:00+00:00", 24, {"2026-03-28": 3, "2026-03-29": 21}),
        (BERLIN, "2026-03-28T23:00+00:00", 23, {"2026-03-29": 23}),
        (BERLIN, "2026-03-28T23:00+00:00", 24, {"2026-03-29": 23, "2026-03-30": 1}),
        (BERLIN, "2026-10-24T21:00+00:00", 24, {"2026-10-24": 1, "2026-10-25": 23}),
        (BERLIN, "2026-10-24T22:00+00:00", 24, {"2026-10-25": 24}),
        (BERLIN, "2026-10-24T22:30+00:00", 24, {"2026-10-25": 24}),
        (BERLIN, "2026-10-24T23:30+00:00", 24, {"2026-10-25": 23.5, "2026-10-26": 0.5}),
        ("Africa/Cairo", "2025-04-24T21:00+00:00", 2, {"2025-04-24": 1, "2025-04-25": 1}),
        ("Australia/Lord_Howe", "2026-04-04T13:00+00:00", 24, {"2026-04-05": 24}),
    ],
)
def test_an_entry_over_midnight_counts_on_both_days(
    session: Session, mira: User, zone: str, start: str, hours: float, days: dict[str, float]
) -> None:
    made = factories.entry(session, mira, start=datetime.fromisoformat(start), hours=hours)
    first = date.fromisoformat(min(days)) - timedelta(days=3)
    found = entry_list.hours_per_day(
        session, mira, EntryFilter(mira.user_id), first, first + timedelta(days=9), zone, at=NOW
    )
    assert len(found) == 10
    assert {str(day): hours.seconds / 3600 for day, hours in found.items() if hours.seconds} == days
    assert sum(hours.seconds for hours in found.values()) == made.duration_seconds


@pytest.mark.parametrize("seconds", [1, 3600, 86_399])
def test_an_entry_that_reaches_into_the_first_period_counts_there(session: Session, mira: User, seconds: int) -> None:
    """It may have begun a day before, which is as far back as anything has to look."""
    start = NOW + timedelta(seconds=seconds) - timedelta(hours=24)
    made = factories.entry(session, mira, start=start, hours=24)
    wanted = EntryFilter(mira.user_id)
    after, before = [NOW, NOW + timedelta(days=2)], [NOW - timedelta(days=2), NOW]
    assert entry_list.hours_per_period(session, mira, wanted, after, at=NOW) == [Hours(seconds, 0)]
    assert entry_list.hours_per_period(session, mira, wanted, before, at=NOW) == [Hours(86_400 - seconds, 0)]
    assert entry_list.hours_per_project(session, mira, wanted, after, at=NOW) == {None: Hours(seconds, 0)}
    assert entry_list.hours_per_project(session, mira, wanted, before, at=NOW) == {None: Hours(86_400 - seconds, 0)}
    page = entry_list.entry_page(session, mira, EntryFilter(mira.user_id, since=NOW))
    assert [entry.entry_id for entry in page] == [made.entry_id]


def test_what_runs_counts_up_to_now_however_long(session: Session, mira: User, frozen: FrozenClock) -> None:
    timer.start_timer(session, mira)
    frozen.forward(hours=50)
    wanted, days = EntryFilter(mira.user_id), (date(2026, 3, 11), date(2026, 3, 14))
    found = entry_list.hours_per_day(session, mira, wanted, *days, BERLIN, at=frozen.now())
    assert [hours.seconds // 3600 for hours in found.values()] == [13, 24, 13, 0]
    middle = entry_list.hours_per_day(
        session, mira, wanted, date(2026, 3, 12), date(2026, 3, 12), BERLIN, at=frozen.now()
    )
    assert [hours.seconds // 3600 for hours in middle.values()] == [24]
    noon = [datetime(2026, 3, 13, hour, tzinfo=UTC) for hour in (11, 14)]
    assert entry_list.hours_per_project(session, mira, wanted, noon, at=frozen.now()) == {None: Hours(3600, 0)}
    before = entry_list.hours_per_day(session, mira, wanted, *days, BERLIN, at=NOW - HOUR)
    assert sum(hours.seconds for hours in before.values()) == 0


def paged(session: Session, person: User, limit: int) -> list[entry_list.ListedEntry]:
    """All entries, page by page."""
    found: list[entry_list.ListedEntry] = []
    after = None
    while page := entry_list.entry_page(session, person, EntryFilter(person.user_id), after=after, limit=limit):
        assert len(page) <= limit
        found += page
        after = Key(page[-1].start_time, page[-1].entry_id)
    return found
