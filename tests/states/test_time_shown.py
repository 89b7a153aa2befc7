"""From entries to lines, pure: what is folded, what stands between, and the words for when."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from timetrack.domain.entry_list import Hours, ListedEntry
from timetrack.models import User
from timetrack.states.folding import lines_of
from timetrack.states.time_shown import Viewed, day_row, entry_row
from timetrack.states.when import ago, moment

NOW = datetime(2026, 11, 19, 13, 36, 20, tzinfo=UTC)
TODAY = date(2026, 11, 19)
HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)


def entry(entry_id: int, hours_ago: float, minutes: int = 30, description: str = "Inbox") -> ListedEntry:
    start = NOW - timedelta(hours=hours_ago)
    return ListedEntry(
        entry_id=entry_id, user_id=1, project_id=None, task_id=None, description=description, start_time=start,
        end_time=start + minutes * MINUTE, duration_seconds=minutes * 60, is_billable=False, hourly_rate=Decimal(0),
        rate_source="NONE", currency="EUR", tags=[], updated_at=NOW, project_name=None, color=None, task_name=None,
        client_name=None,
    )  # fmt: skip


def running(entry_id: int, hours_ago: float) -> ListedEntry:
    return replace(entry(entry_id, hours_ago), end_time=None, duration_seconds=None)


def test_only_what_is_alike_in_every_word_is_one_line() -> None:
    alike = [entry(3, 1), entry(2, 3), entry(1, 5)]
    assert [(line.count, len(line.entries)) for line in lines_of(alike)] == [(3, 3)]
    for other in (
        replace(alike[1], description="inbox"),
        replace(alike[1], tags=["ux"]),
        replace(alike[1], is_billable=True),
        replace(alike[1], project_id=4),
    ):
        lines = lines_of([alike[0], other, alike[2]])
        assert [[one.entry_id for one in line.entries] for line in lines] == [[3, 1], [2]]


def test_what_runs_or_was_refused_stands_alone() -> None:
    lines = lines_of([running(4, 0.5), entry(3, 1), entry(2, 3), entry(1, 5)], apart={2})
    assert [[one.entry_id for one in line.entries] for line in lines] == [[4], [3, 1], [2]]


def test_a_folded_line_tells_its_sum_and_its_outer_times() -> None:
    (line,) = lines_of([entry(3, 1), entry(2, 3, minutes=15)])
    row = entry_row(line, TODAY, Viewed("Europe/Berlin", NOW))
    assert (row.count, row.hours, row.seconds, row.range_text) == (2, "0:45", ":00", "11:36 – 14:06")


def test_a_gap_below_a_folded_entry_stands_below_the_line_above_it() -> None:
    listed = [entry(3, 1), entry(2, 2, description="Call"), entry(1, 4)]
    day = day_row(TODAY, Hours(5400, 0), listed, lines_of(listed), Viewed("Europe/Berlin", NOW))
    assert [(row.entry_id, [gap.text for gap in row.gaps]) for row in day.lines] == [
        (3, ["13:06 – 13:36 · 0:30 free"]),
        (2, ["11:06 – 12:36 · 1:30 free"]),
    ]


def test_free_time_under_a_quarter_of_an_hour_is_not_offered() -> None:
    listed = [entry(2, 1), entry(1, 1.74)]
    day = day_row(
        TODAY, Hours(3600, 0), listed, lines_of(listed, opened={("Inbox", None, None, (), False)}), Viewed("UTC", NOW)
    )
    assert [row.gaps for row in day.lines] == [(), ()]


def test_what_may_not_be_changed_says_why() -> None:
    (line,) = lines_of([entry(1, 1)])
    assert entry_row(line, TODAY, Viewed("UTC", NOW, locked="October is closed.")).locked == "October is closed."


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(0, "just now"), (4, "just now"), (20, "20 s ago"), (300, "5 min ago"), (3 * 3600, "3 h ago"), (47 * 3600, "47 h ago"),
     (49 * 3600, "2 days ago"), (-9, "just now")],
)  # fmt: skip
def test_how_long_ago_is_told_roughly(seconds: int, words: str) -> None:
    assert ago(NOW - timedelta(seconds=seconds), NOW) == words


@pytest.mark.parametrize(
    ("form", "before", "words"),
    [("H24", 1, "13:36 today"), ("H24", 24, "14:36 yesterday"), ("H12", 72, "Mon 16 Nov, 2:36 pm"),
     ("H24", 24 * 365, "Wed 19 Nov 2025, 14:36")],
)  # fmt: skip
def test_a_moment_is_told_at_the_viewers_clock(form: str, before: int, words: str) -> None:
    assert moment(NOW - before * HOUR, User(timezone="Europe/Berlin", time_format=form), NOW) == words
