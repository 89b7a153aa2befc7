"""The books of one person beside their model: what must always hold, and undo of whatever was done last."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
)
from sqlalchemy import Engine, text
from sqlmodel import Session

from tests import factories
from tests.domain.model import DAY, HOME, START, ZONES, Kept, Refusal
from tests.domain.week_model import WeekModel
from tests.domain.whole_day_model import Outcome
from timetrack import clock
from timetrack.domain import audit, entry_list, periods, undo, worked_totals
from timetrack.errors import TimetrackError
from timetrack.models import BillingType, User

STANDING = """
SELECT entry_id, start_time, end_time, project_id, task_id, is_billable, hourly_rate, rate_source, currency
  FROM time_entries
"""
OVERLAPPING = """
SELECT count(*) FROM time_entries a JOIN time_entries b ON a.user_id = b.user_id AND a.entry_id < b.entry_id
 WHERE a.start_time < coalesce(b.end_time, 'infinity') AND b.start_time < coalesce(a.end_time, 'infinity')
"""
ROWS = "SELECT to_jsonb(e)::text FROM time_entries e ORDER BY entry_id"
RECORDS = "SELECT count(*) FROM audit_log WHERE change_id = :change"


@dataclass(frozen=True)
class Before:
    """What stood before an action: the rows to the last microsecond, and what the model said."""

    rows: list[str]
    entries: dict[int, Kept]
    deleted: dict[int, Kept]


@dataclass(frozen=True)
class Done:
    """The last action that changed an entry."""

    change_id: UUID
    actor: User
    before: Before
    is_undo: bool = False


class Books(RuleBasedStateMachine):
    """One person, three projects, and a lead who changes the rates."""

    engine: Engine

    def __init__(self) -> None:
        super().__init__()
        self.connection = self.engine.connect()
        self.outer = self.connection.begin()
        self.session = Session(self.connection, expire_on_commit=False, join_transaction_mode="create_savepoint")
        self.model = WeekModel(START, ZONES[0], {}, {}, set(), {})
        self.last: Done | None = None
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

    @precondition(lambda self: self.last)
    @rule()
    def undo_the_last_action(self) -> None:
        """Everything is exactly as it was; what the action had made can be brought back, and undoing be undone."""
        done, now = self.last, self.before()
        assert done
        undo.undo_change(self.session, done.actor, change_id=done.change_id)
        made = {key: kept for key, kept in now.entries.items() if key not in done.before.entries}
        if done.is_undo:  # whatever it brought back goes as it came
            made |= {key: kept for key, kept in done.before.deleted.items() if key in made}
        self.model.entries, self.model.deleted = dict(done.before.entries), done.before.deleted | made
        assert self.rows() == done.before.rows
        self.note(now, done.actor, is_undo=True)

    @invariant()
    def every_entry_is_as_the_model_has_it(self) -> None:
        found = {row[0]: Kept(*row[1:]) for row in self.session.execute(text(STANDING))}
        assert found == self.model.entries
        assert sum(entry.end is None for entry in found.values()) <= 1

    @invariant()
    def no_two_entries_share_a_second(self) -> None:
        assert self.session.scalar(text(OVERLAPPING)) == 0

    @invariant()
    def the_totals_kept_are_those_of_the_entries(self) -> None:
        assert worked_totals.drifted_totals(self.session) == []

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
    def settled(self, expected: Callable[[], Outcome], actor: User | None = None) -> Iterator[None]:
        """Act, then note what the model says; new entries get the key that the row with their start has."""
        with self.refused_like(expected, actor) as outcome:
            yield
            said = outcome()
            for key in said.gone:
                self.model.deleted[key] = self.model.entries.pop(key)
            for key, kept in said.changed.items():
                self.model.entries[key] = kept
                self.model.deleted.pop(key, None)
            found = {row[1]: row[0] for row in self.session.execute(text(STANDING))}
            self.model.entries |= {found[kept.start]: kept for kept in said.new}

    @contextmanager
    def refused_like(self, expected: Callable[[], Any], actor: User | None = None) -> Iterator[Callable[[], Any]]:
        outcome = refusal = given = None
        before = self.before()
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
        self.note(before, actor or self.mira)

    def before(self) -> Before:
        """What stands now; from here on it is another change."""
        self.session.info.pop("change_id", None)
        return Before(self.rows(), dict(self.model.entries), dict(self.model.deleted))

    def note(self, before: Before, actor: User, is_undo: bool = False) -> None:
        """Remember the action if it wrote anything; what comes next is another change."""
        change = self.session.info.pop("change_id", None)
        if change and self.session.scalar(text(RECORDS), {"change": change}):
            self.last = Done(change, actor, before, is_undo)

    def rows(self) -> list[str]:
        return list(self.session.execute(text(ROWS)).scalars())
