"""Merging entries: one that is what they were together, or a refusal that says what keeps them apart."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import text
from sqlmodel import Session

from tests import factories
from tests.factories import NOW, FrozenClock
from timetrack.domain import entries, merge, split, timer
from timetrack.errors import EntryTooLong, InvalidInput, NotFound
from timetrack.models import TimeEntry, User

HOUR = timedelta(hours=1)


def logged(session: Session, of: User, hours_ago: float, hours: float = 1, **values: Any) -> TimeEntry:
    return factories.entry(session, of, start=NOW - timedelta(hours=hours_ago), hours=hours, **values)


def merged(session: Session, actor: User, *chosen: TimeEntry, **how: bool) -> TimeEntry:
    return merge.merge_entries(session, actor, entry_ids=[entry.entry_id for entry in chosen], **how)


def counted(session: Session) -> int:
    return session.scalar(text("SELECT count(*) FROM time_entries"))


def test_what_was_split_is_whole_again(session: Session, mira: User) -> None:
    project = factories.project(session, hourly_rate=Decimal("70.1001"))
    whole = logged(session, mira, 5, 3, project_id=project.project_id, description="Wiring", tags=["ux"])
    first, rest = split.split_entry(session, mira, entry_id=whole.entry_id, at=NOW - 4 * HOUR)
    second, third = split.split_entry(session, mira, entry_id=rest.entry_id, at=NOW - 3 * HOUR)
    made = merged(session, mira, third, first, second)
    apart = {"updated_at"}
    assert made.model_dump(exclude=apart) == whole.model_dump(exclude=apart)
    assert counted(session) == 1


@pytest.mark.parametrize(
    ("descriptions", "joined"),
    [
        (["Wiring", "Wiring"], "Wiring"),
        (["Wiring", ""], "Wiring"),
        (["", "Wiring"], "Wiring"),
        (["", ""], ""),
        (["Wiring", "Call", "Wiring"], "Wiring · Call"),
    ],
)
def test_descriptions_are_joined_and_tags_united(
    session: Session, mira: User, descriptions: list[str], joined: str
) -> None:
    parts = [
        logged(session, mira, 9 - n, description=said, tags=["ux", f"tag {n}"]) for n, said in enumerate(descriptions)
    ]
    made = merged(session, mira, *parts)
    assert (made.entry_id, made.description) == (parts[0].entry_id, joined)
    assert made.tags == ["ux", *(f"tag {n}" for n in range(len(parts)))]


def test_descriptions_too_long_together_are_not_cut(session: Session, mira: User) -> None:
    parts = [logged(session, mira, 3, description="a" * 2000), logged(session, mira, 2, description="b" * 1000)]
    with pytest.raises(InvalidInput, match="may have 3,000 characters; this has 3,003"):
        merged(session, mira, *parts)
    assert counted(session) == 2


def test_free_time_between_is_added_only_when_asked_for(session: Session, mira: User) -> None:
    first, second = logged(session, mira, 5), logged(session, mira, 3)
    with pytest.raises(InvalidInput, match="There is 1:00:00 between these entries"):
        merged(session, mira, first, second)
    assert merged(session, mira, first, second, with_gaps=True).duration_seconds == 3 * 3600


def test_another_entry_between_them_stays_where_it_is(session: Session, mira: User) -> None:
    first, second = logged(session, mira, 5), logged(session, mira, 3)
    logged(session, mira, 3.5, 0.25, description="Call")
    with pytest.raises(InvalidInput, match="“Call” lies between"):
        merged(session, mira, first, second, with_gaps=True)


def test_what_keeps_them_apart_is_named(session: Session, mira: User, manager: User) -> None:
    one, other = factories.project(session), factories.project(session)
    on: dict[str, Any] = {"project_id": one.project_id}
    base = logged(session, mira, 9, **on)
    task = factories.task(session, one)
    cases = {
        "projects": logged(session, mira, 8, project_id=other.project_id),
        "tasks": logged(session, mira, 7, task_id=task.task_id, **on),
        "billable marks": logged(session, mira, 6, is_billable=False, **on),
        "rates": entries.edit_entry(
            session, manager, entry_id=logged(session, mira, 5, **on).entry_id, hourly_rate=Decimal(7)
        ),
    }
    for named, entry in cases.items():
        with pytest.raises(InvalidInput, match=f"different {named}, so they stay apart"):
            merged(session, mira, base, entry, with_gaps=True)
    assert counted(session) == 5


def test_where_the_last_runs_the_whole_runs_on(session: Session, mira: User, frozen: FrozenClock) -> None:
    before = logged(session, mira, 1)
    running = timer.start_timer(session, mira)
    made = merged(session, mira, before, running)
    assert (made.entry_id, made.start_time, made.end_time) == (before.entry_id, before.start_time, None)
    assert timer.running_entry(session, mira.user_id) == made


def test_more_than_a_day_is_refused(session: Session, mira: User, frozen: FrozenClock) -> None:
    parts = [logged(session, mira, 40, 20), logged(session, mira, 20, 4)]
    assert merged(session, mira, *parts).duration_seconds == 86_400
    more = [logged(session, mira, 16, 15), timer.start_timer(session, mira)]
    frozen.forward(hours=9)
    with pytest.raises(EntryTooLong):
        merged(session, mira, *more, with_gaps=True)


def test_one_entry_and_two_peoples_are_not_merged(session: Session, mira: User, noor: User, manager: User) -> None:
    hers, his = logged(session, mira, 3), logged(session, noor, 2)
    for chosen in ([hers], [hers, hers], [hers, his]):
        with pytest.raises(InvalidInput, match="two or more entries of one person"):
            merged(session, manager, *chosen)
    with pytest.raises(NotFound):
        merged(session, mira, hers, his)
    with pytest.raises(InvalidInput, match="between 1 and 500"):
        merged(session, mira)
