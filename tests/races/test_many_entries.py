"""Splits, merges and changes of many entries at once: each second is kept once, and nobody waits in a circle."""

from datetime import timedelta

from tests import factories
from tests.factories import NOW
from tests.races.crowd import at_once, broken, committed, counted, kinds, overlapping_pairs
from timetrack.domain import bulk, duplicate, entries, merge, repair, split
from timetrack.models import Role, User

HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)
SECONDS = "SELECT sum(duration_seconds) FROM time_entries"


def test_splits_of_one_entry_at_many_places(mira: User) -> None:
    """Whoever comes second finds a shorter entry: it is split there, or its place is in the other part by now."""
    made = committed(lambda session: factories.entry(session, mira, start=NOW - HOUR))
    splits = [
        lambda session, n=n: split.split_entry(session, mira, entry_id=made.entry_id, at=made.start_time + n * MINUTE)
        for n in range(1, 33)
    ]
    results = kinds(at_once(splits))
    assert set(results) <= {"tuple", "InvalidInput"}
    assert counted("SELECT count(*) FROM time_entries") == results["tuple"] + 1
    assert (counted(SECONDS), overlapping_pairs(), broken()) == (3600, 0, [])


def test_of_many_splits_of_what_was_seen_one_counts(mira: User) -> None:
    made = committed(lambda session: factories.entry(session, mira, start=NOW - HOUR))
    split_it = lambda session: split.split_entry(  # noqa: E731
        session, mira, entry_id=made.entry_id, at=made.start_time + MINUTE, seen=made.updated_at
    )
    assert kinds(at_once([split_it] * 16)) == {"tuple": 1, "ChangedElsewhere": 15}


def test_merges_against_edits_and_duplicates(mira: User) -> None:
    parts = [committed(lambda s, n=n: factories.entry(s, mira, start=NOW - (9 - n) * HOUR)) for n in range(3)]
    ids = [part.entry_id for part in parts]
    acts = [
        lambda session: merge.merge_entries(session, mira, entry_ids=ids),
        lambda session: entries.edit_entry(session, mira, entry_id=ids[1], description="Call"),
        lambda session: duplicate.duplicate_entry(session, mira, entry_id=ids[2]),
        lambda session: bulk.edit_entries(session, mira, entry_ids=ids, add_tags=["ux"]),
    ]
    results = at_once(acts * 6)
    assert set(kinds(results)) <= {"TimeEntry", "list", "NotFound", "InvalidInput"}
    copies = counted("SELECT count(*) FROM audit_log WHERE action = 'DUPLICATE'")
    assert (counted(SECONDS), overlapping_pairs(), broken()) == ((3 + copies) * 3600, 0, [])


def test_managers_who_change_each_others_many_entries_do_not_wait_in_a_circle(lead: User) -> None:
    crew = [committed(lambda session: factories.person(session, role=Role.MANAGER)) for _ in range(4)]
    made = [committed(lambda session, who=who: factories.entry(session, who)).entry_id for who in crew]
    changes = [
        lambda session, actor=actor, order=order: bulk.edit_entries(
            session, actor, entry_ids=made[::order], description=actor.name
        )
        for actor in crew
        for order in (1, -1)
    ]
    assert kinds(at_once(changes * 2)) == {"list": 16}
    assert counted("SELECT count(DISTINCT description) FROM time_entries") == 1
    assert kinds(at_once([lambda session: bulk.delete_entries(session, lead, entry_ids=made)] * 8)) == {
        "list": 1,
        "NotFound": 7,
    }
    assert broken() == []


def test_repairs_of_one_place(mira: User) -> None:
    """Whoever trims second trims the first one's entry, or finds it covered and is told so."""
    committed(lambda session: factories.entry(session, mira, start=NOW - 3 * HOUR, hours=2))
    trims = [
        lambda session, n=n, way=way: repair.apply_repair(
            session, mira, way=way, entry_id=None,
            start_time=NOW - 2 * HOUR - n * MINUTE, end_time=NOW - HOUR - n * MINUTE,
        )
        for n in range(8)
        for way in ("TRIM", "SHIFT", "SPLIT")
    ]  # fmt: skip
    assert set(kinds(at_once(trims))) <= {"TimeEntry", "OverlappingEntry"}
    assert (overlapping_pairs(), broken()) == (0, [])
