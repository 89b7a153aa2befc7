"""However many tabs press the button at once, one timer runs and every other one is told so."""

from datetime import timedelta

import pytest

from tests import factories
from tests.factories import NOW, FrozenClock
from tests.races.crowd import at_once, broken, committed, counted, kinds, overlapping_pairs, running_rows
from timetrack.domain import entries, timer
from timetrack.models import User

CROWD = 64


@pytest.mark.parametrize("rounds", [2, pytest.param(20, marks=pytest.mark.slow)])
def test_of_64_starts_one_wins(mira: User, rounds: int) -> None:
    for _ in range(rounds):
        results = at_once([lambda session: timer.start_timer(session, mira)] * CROWD)
        assert kinds(results) == {"TimeEntry": 1, "ActiveTimerExists": CROWD - 1}
        assert running_rows() == 1
        committed(lambda session: timer.stop_timer(session, mira))
    assert (running_rows(), broken()) == (0, [])


def test_each_of_many_people_gets_a_timer(mira: User) -> None:
    people = [committed(factories.person) for _ in range(16)]
    results = at_once([lambda session, who=who: timer.start_timer(session, who) for who in people * 2])
    assert kinds(results) == {"TimeEntry": 16, "ActiveTimerExists": 16}
    assert running_rows() == 16


def test_of_many_stops_one_ends_it(mira: User, frozen: FrozenClock) -> None:
    committed(lambda session: timer.start_timer(session, mira))
    frozen.forward(hours=1)
    results = at_once([lambda session: timer.stop_timer(session, mira)] * 32)
    assert kinds(results) == {"Stopped": 1, "NoActiveTimer": 31}
    assert counted("SELECT count(*) FROM audit_log WHERE action = 'STOP'") == 1
    assert (counted("SELECT duration_seconds FROM time_entries"), broken()) == (3600, [])


def test_of_many_discards_one_counts(mira: User) -> None:
    committed(lambda session: timer.start_timer(session, mira))
    results = at_once([lambda session: timer.stop_timer(session, mira)] * 32)
    assert kinds(results) == {"Stopped": 1, "NoActiveTimer": 31}
    assert counted("SELECT count(*) FROM time_entries") == 0


def test_switches_follow_each_other(mira: User, frozen: FrozenClock) -> None:
    committed(lambda session: timer.start_timer(session, mira))
    frozen.forward(hours=1)
    results = at_once([lambda session: timer.switch_timer(session, mira)] * 16)
    assert kinds(results) == {"tuple": 16}
    assert (running_rows(), overlapping_pairs(), broken()) == (1, 0, [])


@pytest.mark.parametrize("attempt", range(3))
def test_start_against_manual(mira: User, attempt: int) -> None:
    half = timedelta(minutes=30)
    log = lambda session: factories.entry(session, mira, start=NOW - half, end=NOW + half)  # noqa: E731
    results = at_once([log, lambda session: timer.start_timer(session, mira)] * 16)
    assert kinds(results)["TimeEntry"] == 1
    assert set(kinds(results)) <= {"TimeEntry", "ActiveTimerExists", "OverlappingEntry"}
    assert (counted("SELECT count(*) FROM time_entries"), overlapping_pairs()) == (1, 0)


def test_start_stop_and_delete_all_at_once(mira: User, frozen: FrozenClock) -> None:
    started = committed(lambda session: timer.start_timer(session, mira))
    frozen.forward(hours=1)
    acts = [
        lambda session: timer.start_timer(session, mira),
        lambda session: timer.stop_timer(session, mira),
        lambda session: entries.delete_entry(session, mira, entry_id=started.entry_id),
        lambda session: entries.edit_entry(session, mira, entry_id=started.entry_id, end_time=frozen.now()),
    ]
    at_once(acts * 8)
    assert running_rows() <= 1
    assert (overlapping_pairs(), broken()) == (0, [])
