"""Rounding of time: each entry by itself, the same in Python and in the database."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Integer, literal, select
from sqlmodel import Session

from timetrack.domain.rounding import Rounding

ROUNDINGS = st.builds(Rounding, st.integers(0, 60), st.sampled_from(["UP", "NEAREST", "DOWN"]), st.integers(0, 60))


@pytest.mark.parametrize(
    ("minutes", "mode", "minimum", "seconds", "billed"),
    [
        (0, "UP", 0, 1001, 1001),
        (15, "UP", 0, 1, 900),
        (15, "UP", 0, 900, 900),
        (15, "NEAREST", 0, 449, 0),
        (15, "NEAREST", 0, 450, 900),
        (15, "DOWN", 0, 1799, 900),
        (15, "DOWN", 10, 300, 600),
        (0, "NEAREST", 10, 300, 600),
        (15, "UP", 10, 300, 900),
        (1, "NEAREST", 0, 90, 120),
    ],
)
def test_an_entry_counts_for(minutes: int, mode: str, minimum: int, seconds: int, billed: int) -> None:
    assert Rounding(minutes, mode, minimum).billed(seconds) == billed


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(ROUNDINGS, st.integers(1, 86_400))
def test_the_database_rounds_the_same(session: Session, rounding: Rounding, seconds: int) -> None:
    column = rounding.billed_column(literal(seconds, Integer))
    assert session.scalar(select(column)) == rounding.billed(seconds)
