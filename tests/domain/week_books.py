"""A week as a grid, in the books of one person: hours typed into cells, rows cleared, weeks copied."""

from datetime import date, timedelta
from zoneinfo import ZoneInfo

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from tests.domain.timer_books import PICK, TimerBooks
from timetrack.domain import timesheet, week_copy

SECONDS = st.sampled_from([0, 1, 59, 900, 3600, 5400, 20_000, 40_000, 86_400])
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
        entry = self.model.entries[self.picked(self.model.entries, pick)]
        self.typed(self.day_of(pick) + timedelta(days=away), (entry.project, entry.task), seconds)

    def typed(self, day: date, row: tuple[int | None, int | None], seconds: int) -> None:
        with self.settled(lambda: self.model.cell_set(day, row, seconds)):
            timesheet.set_cell(self.session, self.mira, day=day, project_id=row[0], task_id=row[1], seconds=seconds)

    @precondition(lambda self: self.model.entries)
    @rule(pick=PICK, back=st.integers(0, 6))
    def clear_row(self, pick: int, back: int) -> None:
        entry, first = self.model.entries[self.picked(self.model.entries, pick)], self.day_of(pick) - timedelta(back)
        with self.settled(lambda: self.model.row_cleared(first, (entry.project, entry.task))):
            timesheet.clear_row(self.session, self.mira, first_day=first, project_id=entry.project, task_id=entry.task)

    @precondition(lambda self: self.model.entries)
    @rule(pick=PICK, back=st.integers(0, 6), weeks=st.sampled_from([-1, 1, 2]))
    def copy_week(self, pick: int, back: int, weeks: int) -> None:
        source = self.day_of(pick) - timedelta(days=back)
        target = source + timedelta(weeks=weeks)
        with self.settled(lambda: self.model.week_copied(source, target)):
            week_copy.copy_week(self.session, self.mira, from_week=source, to_week=target)

    def day_of(self, pick: int) -> date:
        entry = self.model.entries[self.picked(self.model.entries, pick)]
        return entry.start.astimezone(ZoneInfo(self.model.zone)).date()
