"""What the books of one person begin with: starts, stops, switches, edits, deletions, rates and zones."""

from collections.abc import Callable
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from tests.domain.books import Books
from tests.domain.model import ZONES, Kept, Work
from tests.domain.whole_day_model import Outcome
from timetrack.domain import entries, people, projects, timer

STEPS = [1, 59, 60, 61, 900, 3599, 3600, 25_000, 86_400, 90_000]
RATES = st.sampled_from([None, Decimal(0), Decimal("80"), Decimal("95.5"), Decimal("0.0001")])
WORK = st.tuples(
    st.sampled_from(["none", "hourly", "hourly task", "unbilled task", "abroad", "free", "free but task"]),
    st.sampled_from([None, True, False]),
)
PAST, PICK = st.integers(-2 * 86_400, 3600), st.integers(0, 10**6)
LENGTH = st.sampled_from([-60, 0, 1, 900, 3600, 7200, 30_000, 86_400, 86_401])


class TimerBooks(Books):
    """The timer, and entries one at a time."""

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
        self.logged(start_time, end_time, work)

    def logged(self, start_time: datetime, end_time: datetime, work: Work) -> None:
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
        with self.settled(lambda: Outcome(gone={key})):
            entries.delete_entry(self.session, self.mira, entry_id=key)

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


def said(work: Work) -> dict[str, Any]:
    return {"project_id": work.project, "task_id": work.task, "is_billable": work.billable}
