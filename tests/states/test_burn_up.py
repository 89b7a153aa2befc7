"""The chart of a project's hours: its scale, its points, its words."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from timetrack.domain.project_weeks import WorkedWeek
from timetrack.states.burn_up import BurnUpRow, burn_up

NOW = datetime(2026, 3, 11, 10, 0, tzinfo=UTC)
WEEKS = [
    WorkedWeek(date(2026, 2, 23), 10 * 3600),
    WorkedWeek(date(2026, 3, 2), 0),
    WorkedWeek(date(2026, 3, 9), 5 * 3600),
]


def test_without_hours_there_is_no_chart() -> None:
    assert burn_up([], Decimal(100), NOW, "UTC") == BurnUpRow()


def test_the_line_climbs_week_by_week_to_now() -> None:
    chart = burn_up(WEEKS, Decimal(20), NOW, "UTC")
    assert chart.line == "M0 400 L412 240 L824 240 L1000 160"
    assert chart.area == chart.line + " L1000 400 L0 400 Z"
    assert (chart.budget_text, chart.budget_place) == ("budget 20\u00a0h", "20%")
    assert [mark.text for mark in chart.marks] == ["0", "5", "10", "15", "20", "25"]
    assert [mark.text for mark in chart.dates] == ["23 Feb", "2 Mar", "9 Mar"]
    assert [(row.week, row.hours_text, row.total_text) for row in chart.weeks] == [
        ("9 Mar 2026", "5:00", "15:00"),
        ("2 Mar 2026", "0:00", "10:00"),
        ("23 Feb 2026", "10:00", "10:00"),
    ]
    assert chart.words == "15:00 worked of 20\u00a0h since the week of 23 February."


@pytest.mark.parametrize(
    ("hours", "top"), [(0.1, "1"), (1, "2"), (92, "100"), (100, "125"), (1000, "1250"), (240_000, "300000")]
)
def test_the_scale_ends_a_little_above_what_it_shows(hours: float, top: str) -> None:
    chart = burn_up([WorkedWeek(date(2026, 3, 9), int(hours * 3600))], None, NOW, "UTC")
    assert chart.marks[-1].text == top
    assert len(chart.marks) <= 6
    assert chart.budget_text == ""


def test_years_of_work_name_few_dates() -> None:
    weeks = [WorkedWeek(date.fromordinal(date(2020, 3, 9).toordinal() + 7 * n), 3600) for n in range(314)]
    assert len(burn_up(weeks, None, NOW, "UTC").dates) <= 5
