"""How to call what reads and writes a week as a grid: see ``tests/domain/recipes.py``."""

from datetime import date, timedelta

from tests.domain.people_recipes import Recipe
from tests.factories import NOW
from timetrack.domain import timesheet, week_copy

READS: dict[str, Recipe] = {
    "timesheet.week_grid": lambda s, w: timesheet.week_grid(s, w.mira, first_day=date(2026, 3, 9)),
    "timesheet.free_days": lambda s, w: timesheet.free_days(s, w.mira, first_day=date(2026, 3, 9)),
    "timesheet.entries_between": lambda s, w: timesheet.entries_between(s, w.mira, NOW - timedelta(hours=9), NOW),
}

WRITES: dict[str, Recipe] = {
    "timesheet.set_cell": lambda s, w: timesheet.set_cell(
        s, w.mira, day=date(2026, 3, 10), project_id=w.project.project_id, task_id=None, seconds=3600
    ),
    "timesheet.clear_row": lambda s, w: [
        timesheet.set_cell(s, w.mira, day=date(2026, 3, 10), project_id=None, task_id=None, seconds=60),
        timesheet.clear_row(s, w.mira, first_day=date(2026, 3, 9), project_id=None, task_id=None),
    ],
    "week_copy.copy_week": lambda s, w: week_copy.copy_week(
        s, w.mira, from_week=date(2026, 3, 9), to_week=date(2026, 3, 2)
    ),
}
