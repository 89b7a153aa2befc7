"""Durations, times and ranges as people type them."""

from datetime import time

import pytest

from timetrack.domain import durations
from timetrack.errors import EntryTooLong, InvalidInput

HOSTILE = ["", " ", "-1", "-1:30", "1:-30", "1:99", "1:60", "1:30:60", "١:٣٠", "１:３０", "1e3", "NaN", "inf", "½",
           "1,2,3", "1.2.3", "h", "m", "1h30h", "30m 1h", "1;30", "1:30pm", "=1+1", "<b>1</b>", "0x1", "1\0",
           "1:30\n1:30", "one", "1" * 10_000, ":" * 10_000, " " * 5_000 + "x" + " " * 5_000, "9." * 5_000]  # fmt: skip


@pytest.mark.parametrize(
    ("typed", "seconds"),
    [
        ("1.5", 5400),
        ("1,5", 5400),
        (".5", 1800),
        ("8", 28_800),
        ("1:30", 5400),
        ("01:05", 3900),
        ("1:5", 3900),
        ("0:00:01", 1),
        ("1:30:20", 5420),
        ("90m", 5400),
        ("90 min", 5400),
        ("1h 30m", 5400),
        ("1h30", 5400),
        ("1h 30", 5400),
        ("1h30m", 5400),
        ("1H 30M", 5400),
        ("1.5h", 5400),
        ("2 hours 5 minutes 3 seconds", 7503),
        ("45s", 45),
        ("24", 86_400),
        ("24:00", 86_400),
        ("1440m", 86_400),
        ("  1:30  ", 5400),
    ],
)
def test_durations(typed: str, seconds: int) -> None:
    assert durations.parse_duration(typed) == seconds


@pytest.mark.parametrize("typed", [*HOSTILE, "0", "0:00", "0m", "0.00001"])
def test_what_is_no_duration_is_refused(typed: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        durations.parse_duration(typed)
    assert len(refused.value.message) < 200


@pytest.mark.parametrize("typed", ["25h", "24:00:01", "24.001", "9999", "1441m", "86401s", "9999:59:59"])
def test_more_than_a_day_is_too_long(typed: str) -> None:
    with pytest.raises(EntryTooLong):
        durations.parse_duration(typed)


@pytest.mark.parametrize(
    ("typed", "clock"),
    [
        ("9", time(9)),
        ("9:00", time(9)),
        ("09:05", time(9, 5)),
        ("0915", time(9, 15)),
        ("915", time(9, 15)),
        ("9.15", time(9, 15)),
        ("9h15", time(9, 15)),
        ("9:05 pm", time(21, 5)),
        ("9PM", time(21)),
        ("12am", time(0)),
        ("12pm", time(12)),
        ("23:59:59", time(23, 59, 59)),
        ("0:00", time(0)),
    ],
)
def test_times(typed: str, clock: time) -> None:
    assert durations.parse_clock(typed) == clock


@pytest.mark.parametrize(
    "typed", ["24:00", "9:60", "13pm", "0am", "99", *[typed for typed in HOSTILE if typed != "1:30pm"]]
)
def test_what_is_no_time_is_refused(typed: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        durations.parse_clock(typed)
    assert len(refused.value.message) < 200


@pytest.mark.parametrize(
    "typed", ["9:00 – 10:30", "9:00-10:30", "9 to 10:30", "9:00…10:30", "9:00..10:30", "900 — 10.30am"]
)
def test_ranges(typed: str) -> None:
    assert durations.parse_range(typed) == (time(9), time(10, 30))


@pytest.mark.parametrize(
    "typed", ["9:00", "9-10-11", "-", "9-", "-9", "9 10", "-" * 10_000, "9" + " " * 100_000 + "10", *HOSTILE]
)
def test_what_is_no_range_is_refused(typed: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        durations.parse_range(typed)
    assert len(refused.value.message) < 200


@pytest.mark.parametrize(
    ("seconds", "shown"), [(0, "0:00:00"), (5270, "1:27:50"), (86_400, "24:00:00"), (59, "0:00:59")]
)
def test_durations_as_people_read_them(seconds: int, shown: str) -> None:
    assert durations.shown(seconds) == shown


@pytest.mark.parametrize(
    ("seconds", "clock", "decimal"),
    [
        (0, "0:00:00", "0.00\u00a0h"),
        (5270, "1:27:50", "1.46\u00a0h"),
        (18, "0:00:18", "0.01\u00a0h"),
        (17, "0:00:17", "0.00\u00a0h"),
        (86400, "24:00:00", "24.00\u00a0h"),
        (3600 * 1234, "1234:00:00", "1,234.00\u00a0h"),
    ],
)
def test_people_read_durations_as_they_like(seconds: int, clock: str, decimal: str) -> None:
    assert durations.shown(seconds) == durations.shown(seconds, "CLOCK") == clock
    assert durations.shown(seconds, "DECIMAL") == decimal


def test_a_negative_total_has_a_true_minus() -> None:
    assert (durations.decimal_hours(-5400), durations.decimal_hours(-5)) == ("−1.50\u00a0h", "0.00\u00a0h")
