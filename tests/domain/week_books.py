"""A week as a grid, in the books of one person: hours typed into cells, rows cleared, weeks copied."""

from datetime import date, timedelta
from zoneinfo import ZoneInfo

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from tests.domain.model import Kept, Work
from tests.domain.timer_books import PICK, TimerBooks
from timetrack.domain import timesheet, week_copy

SECONDS = st.sampled_from([0, 1, 59, 900, 3600, 5400, 20_000, 40_000, 86_400])
BESIDE = st.sampled_from([None, None, -30, 0, 20])
AROUND = st.integers(-1, 1)
PLACE = st.sampled_from(["none", "hourly", "hourly task", "unbilled task", "abroad", "free but task"])


class WeekBooks(TimerBooks):
    """The timer, entries one at a time, and the timesheet."""

    @rule(place=PLACE, away=AROUND, seconds=SECONDS)
    def type_hours(self, place: str, away: int, seconds: int) -> None:
        today = self.model.now.astimezone(ZoneInfo(self.model.zone)).date()
        self.typed(today + timedelta(days=away), self.places[place], seconds)

    @precondition(lambda self: self.model.entries)
    @rule(pick=PICK, away=AROUND, seconds=SECONDS)
    def type_over_hours(self, pick: int, away: int, seconds: int) -> None:
        entry = self.entry(pick)
        self.typed(self.day_of(pick) + timedelta(days=away), (entry.project, entry.task), seconds)

    def typed(self, day: date, row: tuple[int | None, int | None], seconds: int) -> None:
        with self.settled(lambda: self.model.cell_set(day, row, seconds)):
            timesheet.set_cell(self.session, self.mira, day=day, project_id=row[0], task_id=row[1], seconds=seconds)

    @precondition(lambda self: self.model.entries)
    @rule(pick=PICK, back=st.integers(0, 6))
    def clear_row(self, pick: int, back: int) -> None:
        entry, first = self.entry(pick), self.day_of(pick) - timedelta(back)
        with self.settled(lambda: self.model.row_cleared(first, (entry.project, entry.task))):
            timesheet.clear_row(self.session, self.mira, first_day=first, project_id=entry.project, task_id=entry.task)

    @precondition(lambda self: self.model.entries)
    @rule(pick=PICK, back=st.integers(0, 6), weeks=st.sampled_from([-1, 1, 2]), beside=BESIDE)
    def copy_week(self, pick: int, back: int, weeks: int, beside: int | None) -> None:
        """Where something else is logged ``beside`` it first, the copy has to move on."""
        source, entry = self.day_of(pick) - timedelta(days=back), self.entry(pick)
        if beside is not None:
            start = entry.start + timedelta(weeks=weeks, minutes=beside)
            self.logged(start, start + timedelta(minutes=45), Work(*self.places["free"]))
        target = source + timedelta(weeks=weeks)
        with self.settled(lambda: self.model.week_copied(source, target)):
            week_copy.copy_week(self.session, self.mira, from_week=source, to_week=target)

    def entry(self, pick: int) -> Kept:
        return self.model.entries[self.picked(self.model.entries, pick)]

    def day_of(self, pick: int) -> date:
        return self.entry(pick).start.astimezone(ZoneInfo(self.model.zone)).date()
