"""However many write into the same hours at once, no two entries share a second and nothing is overwritten unseen."""

from datetime import timedelta
from threading import Barrier

import pytest
from sqlmodel import Session

from tests import factories
from tests.factories import NOW
from tests.races.crowd import at_once, broken, committed, counted, kinds, overlapping_pairs
from timetrack.domain import entries, people
from timetrack.models import Role, User

CROWD, MINUTE, HOUR = 64, timedelta(minutes=1), timedelta(hours=1)


@pytest.mark.parametrize("rounds", [1, pytest.param(20, marks=pytest.mark.slow)])
def test_of_64_shifted_entries_none_overlap(mira: User, rounds: int) -> None:
    for round_ in range(rounds):
        starts = [NOW + round_ * 2 * HOUR + n * MINUTE for n in range(CROWD)]
        results = at_once(
            [
                lambda session, start=start: factories.entry(session, mira, start=start, end=start + 20 * MINUTE)
                for start in starts
            ]
        )
        assert set(kinds(results)) == {"TimeEntry", "OverlappingEntry"}
        assert overlapping_pairs() == 0
        kept = [start for start, result in zip(starts, results, strict=True) if kinds([result]) == {"TimeEntry": 1}]
        assert all(any(abs(start - there) < 20 * MINUTE for there in kept) for start in starts), (
            "refused though there was room"
        )
    assert broken() == []


def test_of_many_edits_one_is_not_overwritten(mira: User) -> None:
    made = committed(lambda session: factories.entry(session, mira))
    edits = [
        lambda session, n=n: entries.edit_entry(
            session, mira, entry_id=made.entry_id, seen=made.updated_at, description=f"Tab {n}"
        )
        for n in range(32)
    ]
    results = at_once(edits)
    assert kinds(results) == {"TimeEntry": 1, "ChangedElsewhere": 31}
    (winner,) = [result for result in results if kinds([result]) == {"TimeEntry": 1}]
    assert committed(lambda session: entries.visible_entry(session, mira, made.entry_id)) == winner


def test_neighbours_that_grow_into_one_gap(mira: User) -> None:
    first = committed(lambda session: factories.entry(session, mira, start=NOW, end=NOW + HOUR))
    second = committed(lambda session: factories.entry(session, mira, start=NOW + 2 * HOUR, end=NOW + 3 * HOUR))
    later = lambda session: entries.edit_entry(session, mira, entry_id=first.entry_id, end_time=NOW + 2 * HOUR)  # noqa: E731
    earlier = lambda session: entries.edit_entry(session, mira, entry_id=second.entry_id, start_time=NOW + HOUR)  # noqa: E731
    results = at_once([later, earlier] * 8)
    assert set(kinds(results)) == {"TimeEntry", "OverlappingEntry"}
    assert (overlapping_pairs(), counted("SELECT sum(duration_seconds) FROM time_entries")) == (0, 3 * 3600)


def test_of_many_deletions_one_counts_and_comes_back_once(mira: User) -> None:
    made = committed(lambda session: factories.entry(session, mira))
    deleted = at_once([lambda session: entries.delete_entry(session, mira, entry_id=made.entry_id)] * 16)
    assert kinds(deleted) == {"TimeEntry": 1, "NotFound": 15}
    restored = at_once([lambda session: entries.restore_entry(session, mira, entry_id=made.entry_id)] * 16)
    assert kinds(restored) == {"TimeEntry": 1, "NotFound": 15}
    assert broken() == []


def test_two_managers_who_correct_each_other_do_not_wait_in_a_circle(lead: User) -> None:
    ada, bo = (committed(lambda session: factories.person(session, role=Role.MANAGER)) for _ in range(2))
    hers, his = (committed(lambda session, who=who: factories.entry(session, who)) for who in (ada, bo))
    both_locked = Barrier(2)

    def correct(session: Session, actor: User, entry_id: int, owner: User) -> object:
        people.lock_colleague(session, actor, owner.user_id)
        both_locked.wait(timeout=60)
        return entries.edit_entry(session, actor, entry_id=entry_id, description="Corrected")

    results = at_once(
        [
            lambda session: correct(session, ada, his.entry_id, bo),
            lambda session: correct(session, bo, hers.entry_id, ada),
        ]
    )
    assert kinds(results) == {"TimeEntry": 2}


def test_many_managers_correct_many_people(lead: User) -> None:
    crew = [committed(lambda session: factories.person(session, role=Role.MANAGER)) for _ in range(4)]
    made = [committed(lambda session, who=who: factories.entry(session, who)) for who in crew]
    edits = [
        lambda session, actor=actor, entry=entry: entries.edit_entry(
            session, actor, entry_id=entry.entry_id, description=actor.name
        )
        for actor in crew
        for entry in made
    ]
    assert kinds(at_once(edits * 2)) == {"TimeEntry": 32}
    assert broken() == []
