"""A report's address: what it asks for comes back the same, and nonsense asks for what is usual."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from timetrack.domain.reports.address import asked_of, query_of, usual_span
from timetrack.domain.reports.basis import NONE, Asked
from timetrack.domain.reports.exports import REPORTS
from timetrack.domain.text import plain

TODAY = date(2026, 11, 19)
PEOPLE = st.none() | st.integers(1, 10**17)
KEYS = PEOPLE | st.just(NONE)
DAYS = st.dates(date(1950, 1, 1), date(2200, 1, 1))
TAGS = st.text(st.characters(exclude_categories=["Cs", "Cc", "Z"]), max_size=50).map(plain)


def read(query: dict[str, str], name: str = "timesheet") -> Asked:
    return asked_of(query, name=name, viewer_id=7, today=TODAY, week_start=1)


@given(
    st.sampled_from([*REPORTS]),
    st.builds(Asked, first=DAYS, last=DAYS, user_id=PEOPLE, project_id=KEYS, task_id=KEYS, client_id=KEYS, tag=TAGS,
              is_billable=st.sampled_from([None, True, False])),
)  # fmt: skip
def test_an_address_says_what_was_asked(name: str, asked: Asked) -> None:
    found = read(query_of(asked, name=name, viewer_id=7), name)
    if 0 <= (asked.last - asked.first).days < 3660:
        assert found == asked
    else:
        assert (found.first, found.last) == usual_span(name, TODAY, 1)


def test_each_report_begins_with_what_is_usual() -> None:
    assert read({}) == Asked(date(2026, 11, 1), date(2026, 11, 30), user_id=7)
    assert read({}, "team") == Asked(date(2026, 11, 1), date(2026, 11, 30))
    assert read({}, "weeks") == Asked(date(2026, 9, 28), date(2026, 11, 22), user_id=7)
    assert read({"person": "all"}).user_id is None


@pytest.mark.parametrize(
    "query",
    [
        {"from": "x", "to": "2026-11-19"},
        {"from": "2026-11-20", "to": "2026-11-19"},
        {"from": "0001-01-01", "to": "0001-01-02"},
        {"from": "9999-12-30", "to": "9999-12-31"},
        {"person": "-1", "project": "1e9", "client": "٣", "billable": "maybe"},
        {"person": "9" * 30, "project": "0", "task": "-1"},
        {"person": "none", "tag": "\x00 \x07"},
    ],
)
def test_what_cannot_be_read_is_left_out(query: dict[str, str]) -> None:
    assert read(query) == read({})
