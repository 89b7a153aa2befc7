"""The ways out of an overlap, as a table: minutes from 09:00, mine, what is there, what each way makes of it."""

from datetime import timedelta
from typing import Any

import pytest

from tests.factories import NOW
from timetrack.domain.free_time import Stretch
from timetrack.domain.repair_ways import Lane, ways_out

NINE = NOW - timedelta(hours=1)
DAY = 24 * 60


def stretch(start: int, end: int | None) -> Stretch:
    return Stretch(NINE + timedelta(minutes=start), None if end is None else NINE + timedelta(minutes=end))


def minutes(there: Stretch) -> tuple[int, int | None]:
    start, end = (at and int((at - NINE).total_seconds()) // 60 for at in (there.start_time, there.end_time))
    return start or 0, end


def lane(entry_id: int | None, there: tuple[int, int | None]) -> Lane:
    return Lane(entry_id, "", stretch(*there), (stretch(*there),))


def open_ways(mine: tuple[int, int | None], near: list[tuple[int, int | None]], now: int) -> dict[str, Any]:
    """For TRIM what becomes of theirs, for the others what becomes of mine."""
    lanes = [lane(n, there) for n, there in enumerate(near)]
    found = ways_out(lane(None, mine), lanes, NINE + timedelta(minutes=now))
    shown: dict[str, Any] = {}
    for repair in found:
        theirs = [[minutes(piece) for piece in other.after] for other in repair.others]
        own = [minutes(piece) for piece in repair.mine.after]
        shown[repair.way] = theirs if repair.way == "TRIM" else own
        assert (own if repair.way == "TRIM" else theirs) == (
            [mine] if repair.way == "TRIM" else [[minutes(other.before)] for other in repair.others]
        )
    return shown


@pytest.mark.parametrize(
    ("mine", "near", "now", "ways"),
    [
        pytest.param((0, 60), [(60, 90), (-30, 0)], 600, {}, id="touching is no overlap"),
        pytest.param(
            (0, 60), [(45, 90)], 600, {"TRIM": [[(60, 90)]], "SHIFT": [(-15, 45)], "SPLIT": [(0, 45)]},
            id="theirs begins before mine ends: going back is nearer",
        ),
        pytest.param(
            (0, 60), [(-30, 15)], 600, {"TRIM": [[(-30, 0)]], "SHIFT": [(15, 75)], "SPLIT": [(15, 60)]},
            id="theirs ends after mine begins: going on is nearer",
        ),
        pytest.param(
            (0, 60), [(-30, 15)], 60, {"TRIM": [[(-30, 0)]], "SHIFT": [(-90, -30)], "SPLIT": [(15, 60)]},
            id="what is done is not shifted beyond now",
        ),
        pytest.param(
            (0, 60), [(-30, 15)], 30, {"TRIM": [[(-30, 0)]], "SHIFT": [(15, 75)], "SPLIT": [(15, 60)]},
            id="what is planned may be",
        ),
        pytest.param(
            (0, 60), [(20, 40)], 600, {"SHIFT": [(40, 100)], "SPLIT": [(0, 20), (40, 60)]},
            id="covered wholly, theirs cannot be trimmed; the later of two equally near places",
        ),
        pytest.param(
            (20, 40), [(0, 60)], 600, {"TRIM": [[(0, 20), (40, 60)]], "SHIFT": [(60, 80)]},
            id="theirs is cut in two around mine; nothing of mine is left beside it",
        ),
        pytest.param(
            (0, 60), [(0, 30), (30, 60)], 600, {"SHIFT": [(60, 120)]},
            id="two that cover mine together",
        ),
        pytest.param(
            (0, 60), [(-30, 10), (20, 30), (50, 90)], 600, {"SHIFT": [(90, 150)], "SPLIT": [(10, 20), (30, 50)]},
            id="around three, shifted behind all",
        ),
        pytest.param(
            (0, 60), [(-90, -70), (-50, 10), (60, 100), (130, 200)], 600,
            {"TRIM": [[(-50, 0)]], "SHIFT": [(-150, -90)], "SPLIT": [(10, 60)]},
            id="the rooms nearby are too short",
        ),
        pytest.param(
            (0, 60), [(30, None)], 120, {"TRIM": [[(60, None)]], "SHIFT": [(-30, 30)], "SPLIT": [(0, 30)]},
            id="a running timer begins later; mine never takes its place",
        ),
        pytest.param(
            (0, 60), [(30, None)], 45, {"SHIFT": [(-30, 30)], "SPLIT": [(0, 30)]},
            id="a running timer cannot begin in the future",
        ),
        pytest.param(
            (20, 40), [(0, None)], 120, {"TRIM": [[(0, 20), (40, None)]], "SHIFT": [(-20, 0)]},
            id="a running timer around mine: what it had before stays",
        ),
        pytest.param(
            (DAY + 20, DAY + 40), [(0, None)], DAY + 60, {"SHIFT": []},
            id="a piece of more than a day",
        ),
        pytest.param(
            (0, None), [(-30, 10)], 60, {"TRIM": [[(-30, 0)]], "SPLIT": [(10, None)]},
            id="mine runs: it begins later, it has no length to shift",
        ),
        pytest.param(
            (0, None), [(10, 20)], 60, {"SPLIT": [(0, 10), (20, None)]},
            id="mine runs around theirs",
        ),
        pytest.param(
            (0, None), [(10, 90)], 60, {}, id="mine runs: it cannot go on behind work that is planned",
        ),
        pytest.param(
            (0, DAY), [(-DAY, 1), (DAY - 1, 2 * DAY)], 9 * DAY,
            {"TRIM": [[(-DAY, 0)], [(DAY, 2 * DAY)]], "SPLIT": [(1, DAY - 1)]},
            id="no room within a day: no shift",
        ),
    ],
)  # fmt: skip
def test_the_ways_out(
    mine: tuple[int, int | None], near: list[tuple[int, int | None]], now: int, ways: dict[str, Any]
) -> None:
    found = open_ways(mine, sorted(near), now)
    assert found == {way: made for way, made in ways.items() if made}


def test_seconds_are_those_of_all_pieces_up_to_now() -> None:
    mine, other = lane(None, (0, 60)), lane(7, (30, None))
    trim, _, split = ways_out(mine, [other], NINE + timedelta(minutes=90))
    assert (trim.seconds, trim.others[0].before_seconds, trim.others[0].after_seconds) == (3600, 3600, 1800)
    assert (split.mine.before_seconds, split.seconds) == (3600, 1800)


def test_a_repair_is_the_same_a_second_later() -> None:
    mine, other = lane(None, (0, 60)), lane(7, (30, None))
    at = NINE + timedelta(minutes=90)
    assert ways_out(mine, [other], at) == ways_out(mine, [other], at + timedelta(seconds=1))
