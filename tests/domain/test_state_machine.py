"""Any sequence of actions keeps the books as the model keeps them, and any action can be taken back at once."""

import os
import random
import sys
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, seed, settings
from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule, run_state_machine_as_test
from sqlalchemy import Engine, text

from tests.domain.books import Books
from tests.domain.model import Kept, Work
from tests.domain.timer_books import LENGTH, PAST, PICK, WORK, said
from tests.domain.week_books import WeekBooks
from tests.domain.whole_day_model import Outcome, Range
from timetrack import clock
from timetrack.domain import bulk, duplicate, history, merge, repair, split

WAYS = st.sampled_from(["TRIM", "SHIFT", "SPLIT"])
MANY = st.lists(PICK, min_size=1, max_size=4)
ROW = st.lists(st.tuples(st.sampled_from([0, 0, 15]), st.sampled_from([15, 60])), min_size=2, max_size=5)
VERSIONS = """
SELECT sequence, CAST(after->>'start_time' AS timestamptz), CAST(after->>'end_time' AS timestamptz),
       CAST(after->>'project_id' AS bigint), CAST(after->>'task_id' AS bigint), CAST(after->>'is_billable' AS boolean),
       CAST(after->>'hourly_rate' AS numeric), after->>'rate_source', after->>'currency'
  FROM audit_log WHERE subject_type = 'time_entries' AND subject_id = :key AND after IS NOT NULL ORDER BY sequence
"""


class WholeDay(WeekBooks):
    """The same person does to their entries everything there is to do."""

    @precondition(lambda self: len(self.model.entries) < 3)
    @rule(drawn=WORK, back=st.integers(4, 40), lengths=ROW)
    def log_a_row(self, drawn: Any, back: int, lengths: list[tuple[int, int]]) -> None:
        """Some work again and again, with and without pauses: there is little to split and merge in an empty day."""
        work, since = Work(*self.places[drawn[0]], drawn[1]), self.model.now - timedelta(hours=back)
        for pause, length in lengths:
            start_time = since + timedelta(minutes=pause)
            since = start_time + timedelta(minutes=length)
            self.logged(start_time, since, work)

    @precondition(lambda self: self.model.entries)
    @rule(pick=PICK, share=st.integers(-1, 12), off=st.integers(-1, 1))
    def split(self, pick: int, share: int, off: int) -> None:
        key = self.picked(self.model.entries, pick)
        entry = self.model.entries[key]
        length = int(((entry.end or self.model.now) - entry.start).total_seconds())
        at = entry.start + timedelta(seconds=length * share // 10 + off)
        with self.settled(lambda: self.model.split(key, at)):
            split.split_entry(self.session, self.mira, entry_id=key, at=at)

    @precondition(lambda self: len(self.model.entries) > 1)
    @rule(pick=PICK, count=st.integers(2, 3), with_gaps=st.booleans())
    def merge_neighbours(self, pick: int, count: int, with_gaps: bool) -> None:
        in_order = sorted(self.model.entries, key=lambda key: self.model.entries[key].start)
        first = pick % len(in_order)
        self.merge(in_order[first : first + count], with_gaps)

    @precondition(lambda self: len(self.model.entries) > 1)
    @rule(picks=MANY, with_gaps=st.booleans())
    def merge_any(self, picks: list[int], with_gaps: bool) -> None:
        self.merge([self.picked(self.model.entries, pick) for pick in picks], with_gaps)

    def merge(self, keys: list[int], with_gaps: bool) -> None:
        with self.settled(lambda: self.model.merged(keys, with_gaps)):
            merge.merge_entries(self.session, self.mira, entry_ids=keys, with_gaps=with_gaps)

    @precondition(lambda self: self.model.entries)
    @rule(pick=PICK)
    def duplicate(self, pick: int) -> None:
        key = self.picked(self.model.entries, pick)
        with self.settled(lambda: self.model.duplicated(key)):
            duplicate.duplicate_entry(self.session, self.mira, entry_id=key)

    @rule(start=PAST, length=LENGTH, drawn=WORK, way=WAYS)
    def repair_a_new_entry(self, start: int, length: int, drawn: Any, way: str) -> None:
        since = self.model.now + timedelta(seconds=start)
        self.repair(way, None, (since, since + timedelta(seconds=length)), Work(*self.places[drawn[0]], drawn[1]))

    @precondition(lambda self: len(self.model.entries) > 1)
    @rule(pick=PICK, near=PICK, off=st.sampled_from([-7200, -60, 0, 1, 3600]), length=LENGTH, way=WAYS)
    def repair_an_entry(self, pick: int, near: int, off: int, length: int, way: str) -> None:
        """It is put somewhere around another one, so that they overlap more often than not."""
        key, there = (self.picked(self.model.entries, n) for n in (pick, near))
        since = self.model.entries[there].start + timedelta(seconds=off)
        end = None if self.model.entries[key].end is None else since + timedelta(seconds=length)
        self.repair(way, key, (since, end), Work())

    def repair(self, way: str, key: int | None, asked: Range, work: Work) -> None:
        """What was shown is what is done."""
        times: dict[str, Any] = {"entry_id": key, "start_time": asked[0], "end_time": asked[1]}
        with self.settled(lambda: self.model.repaired(way, key, asked, work)):
            shown = repair.repairs(self.session, self.mira, **times)
            previewed = next((found for found in shown if found.way == way), None)
            given = {} if key else said(work)
            repair.apply_repair(self.session, self.mira, way=way, previewed=previewed, **times, **given)

    @precondition(lambda self: self.model.entries)
    @rule(picks=MANY, drawn=WORK)
    def edit_many(self, picks: list[int], drawn: Any) -> None:
        keys, work = {self.picked(self.model.entries, pick) for pick in picks}, Work(*self.places[drawn[0]], drawn[1])
        changes: dict[str, Any] = {"project_id": work.project, "task_id": work.task}
        if work.billable is not None:
            changes["is_billable"] = work.billable
        with self.settled(lambda: Outcome({key: self.model.reassigned(key, work) for key in keys})):
            bulk.edit_entries(self.session, self.mira, entry_ids=list(keys), **changes)

    @precondition(lambda self: self.model.entries)
    @rule(picks=MANY)
    def delete_many(self, picks: list[int]) -> None:
        keys = {self.picked(self.model.entries, pick) for pick in picks}
        with self.settled(lambda: Outcome(gone=keys)):
            bulk.delete_entries(self.session, self.mira, entry_ids=list(keys))

    @precondition(lambda self: self.model.entries or self.model.deleted)
    @rule(pick=PICK, which=PICK, by_lead=st.booleans())
    def restore_a_version(self, pick: int, which: int, by_lead: bool) -> None:
        key = self.picked(self.model.entries | self.model.deleted, pick)
        known = list(self.session.execute(text(VERSIONS), {"key": key}))
        sequence, *columns = known[which % len(known)]
        version, actor = Kept(*columns), self.lead if by_lead else self.mira
        with self.settled(lambda: self.model.version_restored(key, version, by_lead), actor):
            history.restore_version(self.session, actor, entry_id=key, sequence=sequence)


@pytest.mark.parametrize(("examples", "steps"), [(12, 25), pytest.param(150, 50, marks=pytest.mark.slow)])
def test_any_sequence(rolled_back_engine: Engine, monkeypatch: pytest.MonkeyPatch, examples: int, steps: int) -> None:
    """`TIMETRACK_SEED=… pytest tests/domain/test_state_machine.py` repeats a run."""
    chosen = int(os.environ.get("TIMETRACK_SEED") or random.randrange(2**32))
    sys.stdout.write(f"TIMETRACK_SEED={chosen}, {examples} runs of {steps} steps\n")
    monkeypatch.setattr(clock, "now", clock.now)
    monkeypatch.setattr(Books, "engine", rolled_back_engine, raising=False)
    profile = settings(max_examples=examples, stateful_step_count=steps, deadline=None, database=None)
    profile = settings(profile, suppress_health_check=list(HealthCheck))
    run_state_machine_as_test(seed(chosen)(WholeDay), settings=profile)
