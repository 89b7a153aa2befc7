"""Any sequence of starts, stops, edits, deletions, rate and zone changes keeps the books as the model keeps them."""

import os
import random
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, seed, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import Engine, text
from sqlmodel import Session

from tests import factories
from tests.domain.model import DAY, HOME, START, ZONES, Kept, Model, Refusal, Work
from timetrack import clock
from timetrack.domain import audit, entries, entry_list, people, periods, projects, timer
from timetrack.errors import TimetrackError
from timetrack.models import BillingType

STEPS = [1, 59, 60, 61, 900, 3599, 3600, 25_000, 86_400, 90_000]
RATES = st.sampled_from([None, Decimal(0), Decimal("80"), Decimal("95.5"), Decimal("0.0001")])
WORK = st.tuples(
    st.sampled_from(["none", "hourly", "hourly task", "unbilled task", "abroad", "free", "free but task"]),
    st.sampled_from([None, True, False]),
)
PAST, PICK = st.integers(-2 * 86_400, 3600), st.integers(0, 10**6)
LENGTH = st.sampled_from([-60, 0, 1, 900, 3600, 7200, 30_000, 86_400, 86_401])
STANDING = """
SELECT entry_id, start_time, end_time, project_id, task_id, is_billable, hourly_rate, rate_source, currency
  FROM time_entries
"""
OVERLAPPING = """
SELECT count(*) FROM time_entries a JOIN time_entries b ON a.user_id = b.user_id AND a.entry_id < b.entry_id
 WHERE a.start_time < coalesce(b.end_time, 'infinity') AND b.start_time < coalesce(a.end_time, 'infinity')
"""


class Books(RuleBasedStateMachine):
    """One person, three projects, and a lead who changes the rates."""

    engine: Engine

    def __init__(self) -> None:
        super().__init__()
        self.connection = self.engine.connect()
        self.outer = self.connection.begin()
        self.session = Session(self.connection, expire_on_commit=False, join_transaction_mode="create_savepoint")
        self.model = Model(START, ZONES[0], {}, {}, set(), {})
        clock.now = lambda: self.model.now

    @initialize()
    def found(self) -> None:
        session = self.session
        self.mira, self.lead = factories.person(session, timezone=ZONES[0]), factories.lead(session)
        hourly = factories.project(session, hourly_rate=Decimal(80))
        abroad = factories.project(session, currency="JPY", billing_type=BillingType.FIXED)
        free = factories.project(session, billing_type=BillingType.NON_BILLABLE)
        task, unbilled = (factories.task(session, hourly, is_billable=rule) for rule in (None, False))
        billed = factories.task(session, free, is_billable=True)
        self.places = {
            "none": (None, None),
            "hourly": (hourly.project_id, None),
            "hourly task": (hourly.project_id, task.task_id),
            "unbilled task": (hourly.project_id, unbilled.task_id),
            "abroad": (abroad.project_id, None),
            "free": (free.project_id, None),
            "free but task": (free.project_id, billed.task_id),
        }
        self.model.project_rates = {hourly.project_id: Decimal(80), abroad.project_id: None, free.project_id: None}
        self.model.currencies = {hourly.project_id: HOME, abroad.project_id: "JPY", free.project_id: HOME}
        self.model.unbilled = {free.project_id}
        self.model.task_rules = {task.task_id: None, unbilled.task_id: False, billed.task_id: True}

    @rule(seconds=st.sampled_from(STEPS))
    def advance(self, seconds: int) -> None:
        self.model.now += timedelta(seconds=seconds)

    @rule(drawn=WORK)
    def start(self, drawn: Any) -> None:
        work = Work(*self.places[drawn[0]], drawn[1])
        with self.as_expected(lambda: self.model.started(work)) as done:
            made = timer.start_timer(self.session, self.mira, **said(work))
            done(made.entry_id)

    @rule()
    def stop(self) -> None:
        with self.as_expected(self.model.stopped) as done:
            stopped = timer.stop_timer(self.session, self.mira)
            assert stopped.was_discarded == done(stopped.entry.entry_id)

    @rule(back=st.integers(-10, 100_000))
    def stop_at(self, back: int) -> None:
        end = self.model.now - timedelta(seconds=back)
        with self.as_expected(lambda: self.model.stopped_at(end)) as done:
            done(timer.stop_timer(self.session, self.mira, end_time=end).entry.entry_id)

    @rule(drawn=WORK)
    def switch(self, drawn: Any) -> None:
        self.switched(
            Work(*self.places[drawn[0]], drawn[1]),
            lambda work: timer.switch_timer(self.session, self.mira, **said(work)),
        )

    @precondition(lambda self: self.model.entries)
    @rule(pick=PICK)
    def resume(self, pick: int) -> None:
        key = self.picked(self.model.entries, pick)
        old = self.model.entries[key]
        work = Work(old.project, old.task, old.billable if old.project else None)
        self.switched(work, lambda _: timer.resume_entry(self.session, self.mira, entry_id=key))

    def switched(self, work: Work, act: Callable[[Work], Any]) -> None:
        def expected() -> tuple[Any, Kept]:
            key = self.model.running()
            stopped = None if key is None else self.model.stopped()
            left = {k: entry for k, entry in self.model.entries.items() if k != key}
            if stopped is not None and not stopped[2]:
                left[stopped[0]] = stopped[1]
            whole, self.model.entries = self.model.entries, left
            try:
                return stopped, self.model.started(work)
            finally:
                self.model.entries = whole

        with self.refused_like(expected) as outcome:
            started, stopped = act(work)
            ended, begun = outcome()
            assert (stopped is None) == (ended is None)
            if ended is not None:
                self.apply_stop(*ended)
            self.model.entries[started.entry_id] = begun

    @rule(start=PAST, length=LENGTH, drawn=WORK)
    def log(self, start: int, length: int, drawn: Any) -> None:
        work, start_time = Work(*self.places[drawn[0]], drawn[1]), self.model.now + timedelta(seconds=start)
        end_time = start_time + timedelta(seconds=length)
        with self.as_expected(lambda: self.model.logged(start_time, end_time, work)) as done:
            made = entries.create_manual_entry(
                self.session, self.mira, start_time=start_time, end_time=end_time, **said(work)
            )
            done(made.entry_id)

    @precondition(lambda self: self.model.entries)
    @rule(pick=PICK, start=st.sampled_from([-7200, -60, 0, 1, 3600]), end=st.sampled_from([-3600, -1, 0, 60, 7200]))
    def retime(self, pick: int, start: int, end: int) -> None:
        key = self.picked(self.model.entries, pick)
        old = self.model.entries[key]
        times = {"start_time": old.start + timedelta(seconds=start)}
        if old.end is not None:
            times["end_time"] = old.end + timedelta(seconds=end)
        with self.as_expected(lambda: self.model.retimed(key, times["start_time"], times.get("end_time"))) as done:
            done(entries.edit_entry(self.session, self.mira, entry_id=key, **times).entry_id)

    @precondition(lambda self: self.model.entries)
    @rule(pick=PICK, drawn=WORK)
    def reassign(self, pick: int, drawn: Any) -> None:
        key, work = self.picked(self.model.entries, pick), Work(*self.places[drawn[0]], drawn[1])
        changes: dict[str, Any] = {"project_id": work.project, "task_id": work.task}
        if work.billable is not None:
            changes["is_billable"] = work.billable
        with self.as_expected(lambda: self.model.reassigned(key, work)) as done:
            done(entries.edit_entry(self.session, self.mira, entry_id=key, **changes).entry_id)

    @precondition(lambda self: self.model.entries)
    @rule(pick=PICK)
    def delete(self, pick: int) -> None:
        key = self.picked(self.model.entries, pick)
        entries.delete_entry(self.session, self.mira, entry_id=key)
        self.model.deleted[key] = self.model.entries.pop(key)

    @precondition(lambda self: self.model.deleted)
    @rule(pick=PICK)
    def restore(self, pick: int) -> None:
        key = self.picked(self.model.deleted, pick)
        with self.as_expected(lambda: self.model.restored(key)) as done:
            done(entries.restore_entry(self.session, self.mira, entry_id=key).entry_id)
            del self.model.deleted[key]

    @rule(rate=RATES)
    def change_own_rate(self, rate: Decimal | None) -> None:
        people.set_default_rate(self.session, self.lead, user_id=self.mira.user_id, hourly_rate=rate)
        self.model.user_rate = rate

    @rule(rate=RATES, place=st.sampled_from(["hourly", "abroad", "free"]))
    def change_project_rate(self, rate: Decimal | None, place: str) -> None:
        key = self.places[place][0]
        projects.edit_project(self.session, self.lead, project_id=key, hourly_rate=rate)
        self.model.project_rates[key] = rate

    @rule(rate=RATES, place=st.sampled_from(["hourly", "abroad", "free"]))
    def change_personal_rate(self, rate: Decimal | None, place: str) -> None:
        key = self.places[place][0]
        given = {"project_id": key, "user_id": self.mira.user_id, "hourly_rate": rate}
        projects.set_project_user_rate(self.session, self.lead, **given)
        self.model.personal_rates.pop(key, None)
        if rate is not None:
            self.model.personal_rates[key] = rate

    @rule(zone=st.sampled_from(ZONES))
    def move(self, zone: str) -> None:
        people.set_zone(self.session, self.mira, timezone=zone)
        self.model.zone = zone

    @invariant()
    def every_entry_is_as_the_model_has_it(self) -> None:
        found = {row[0]: Kept(*row[1:]) for row in self.session.execute(text(STANDING))}
        assert found == self.model.entries
        assert sum(entry.end is None for entry in found.values()) <= 1

    @invariant()
    def no_two_entries_share_a_second(self) -> None:
        assert self.session.scalar(text(OVERLAPPING)) == 0

    @precondition(lambda self: self.model.entries)
    @invariant()
    def every_day_adds_up(self) -> None:
        expected, zone = self.model.seconds_by_day(), self.model.zone
        first = min(entry.start for entry in self.model.entries.values()) - DAY
        last = max([self.model.now, *(entry.end or self.model.now for entry in self.model.entries.values())]) + DAY
        found = entry_list.hours_per_day(
            self.session, self.mira, entry_list.EntryFilter(self.mira.user_id),
            periods.local_date(first, zone), periods.local_date(last, zone), zone, at=self.model.now,
        )  # fmt: skip
        assert {day: hours.seconds for day, hours in found.items() if hours.seconds} == {
            d: s for d, s in expected.items() if s
        }

    def teardown(self) -> None:
        try:
            assert audit.broken_chains(self.session) == []
        finally:
            self.session.close()
            self.outer.rollback()
            self.connection.close()

    @staticmethod
    def picked(among: dict[int, Kept], pick: int) -> int:
        return sorted(among)[pick % len(among)]

    def apply_stop(self, key: int, ended: Kept, was_slip: bool = False) -> bool:
        (self.model.deleted if was_slip else self.model.entries)[key] = ended
        if was_slip:
            del self.model.entries[key]
        return was_slip

    @contextmanager
    def as_expected(self, expected: Callable[[], Any]) -> Iterator[Callable[[int], Any]]:
        """Act, then note what the model says under the key that the entry has; or be refused as the model says."""
        with self.refused_like(expected) as outcome:
            yield lambda key: self.keep(key, outcome())

    def keep(self, key: int, outcome: Any) -> Any:
        if isinstance(outcome, tuple):
            assert outcome[0] == key
            return self.apply_stop(*outcome)
        self.model.entries[key] = outcome
        return None

    @contextmanager
    def refused_like(self, expected: Callable[[], Any]) -> Iterator[Callable[[], Any]]:
        outcome = refusal = given = None
        try:
            outcome = expected()
        except Refusal as refused:
            refusal = refused.name
        try:
            with self.session.begin_nested():
                yield lambda: outcome
        except TimetrackError as refused:
            given = type(refused).__name__
        assert given == refusal


def said(work: Work) -> dict[str, Any]:
    return {"project_id": work.project, "task_id": work.task, "is_billable": work.billable}


@pytest.mark.parametrize(("examples", "steps"), [(15, 20), pytest.param(100, 40, marks=pytest.mark.slow)])
def test_any_sequence(rolled_back_engine: Engine, monkeypatch: pytest.MonkeyPatch, examples: int, steps: int) -> None:
    """`TIMETRACK_SEED=… pytest tests/domain/test_state_machine.py` repeats a run."""
    chosen = int(os.environ.get("TIMETRACK_SEED") or random.randrange(2**32))
    sys.stdout.write(f"TIMETRACK_SEED={chosen}, {examples} runs of {steps} steps\n")
    monkeypatch.setattr(clock, "now", clock.now)
    monkeypatch.setattr(Books, "engine", rolled_back_engine, raising=False)
    profile = settings(max_examples=examples, stateful_step_count=steps, deadline=None, database=None)
    profile = settings(profile, suppress_health_check=list(HealthCheck))
    run_state_machine_as_test(seed(chosen)(Books), settings=profile)
