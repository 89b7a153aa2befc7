"""Which rows of a batch find a place: the rule is the same whatever order the file has, and however often it comes."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from timetrack.domain.batches.places import Identity, Places, Span, Timeline, place
from timetrack.domain.batches.rows import BatchRow

NINE = datetime(2026, 3, 4, 9, tzinfo=UTC)


def minute(offset: int) -> datetime:
    return NINE + timedelta(minutes=offset)


def row(number: int, *ranges: tuple[int, int], what: str = "Standup", email: str = "ada@example.test") -> BatchRow:
    """A row that can mean each of `ranges`, in minutes after nine."""
    readings = tuple((minute(start), minute(end)) for start, end in ranges)
    return BatchRow(number, email, "Ada", "", "", "", what, (), None, readings)


def named(found: BatchRow) -> Identity:
    return ("", "", "", found.description)


def taken(*spans: tuple[int, int | None, str]) -> dict[str, Timeline]:
    """Ada's time as it is already."""
    timeline = Timeline()
    for start, end, what in spans:
        timeline.add(Span(minute(start), None if end is None else minute(end), ("", "", "", what)))
    return {"ada@example.test": timeline}


def placed(rows: list[BatchRow], there: dict[str, Timeline] | None = None) -> Places:
    return place(rows, there or {}, named, lambda _: "", "UTC")


def numbers(places: Places) -> list[int]:
    return sorted(found.row.number for found in places.placed)


def test_of_two_rows_that_overlap_the_one_that_starts_first_comes_in():
    places = placed([row(2, (10, 30)), row(3, (0, 20), what="Design"), row(4, (30, 40))])
    assert numbers(places) == [3, 4]
    assert [(remark.number, remark.text) for remark in places.refused] == [
        (2, "overlaps row 3, “Design” (Wed 4 Mar 09:00 – 09:20)")
    ]


def test_of_two_that_start_together_the_upper_one_comes_in():
    assert numbers(placed([row(3, (0, 10)), row(2, (0, 20))])) == [2]


def test_rows_that_only_touch_and_rows_of_other_people_are_no_overlap():
    other = row(4, (0, 20), email="ben@example.test")
    assert numbers(placed([row(2, (0, 10)), row(3, (10, 20)), other])) == [2, 3, 4]


def test_what_is_there_stays_and_what_runs_takes_everything_from_its_start():
    there = taken((0, 10, "Call"), (60, None, ""))
    places = placed([row(2, (5, 15)), row(3, (10, 60)), row(4, (59, 61)), row(5, (500, 510))], there)
    assert numbers(places) == [3]
    assert [remark.text for remark in places.refused] == [
        "overlaps what is there already, “Call” (Wed 4 Mar 09:00 – 09:10)",
        "overlaps what is there already, without a description (Wed 4 Mar 10:00 – now)",
        "overlaps what is there already, without a description (Wed 4 Mar 10:00 – now)",
    ]


def test_the_same_work_is_there_already_and_other_work_in_the_same_time_overlaps():
    places = placed(
        [row(2, (0, 10), what="Call"), row(3, (20, 30), what="Else")], taken((0, 10, "Call"), (20, 30, "x"))
    )
    assert [found.number for found in places.already] == [2]
    assert [remark.number for remark in places.refused] == [3]


def test_the_same_row_twice_comes_in_once():
    places = placed([row(2, (0, 10)), row(3, (0, 10))])
    assert numbers(places) == [2]
    assert places.refused[0].text == "is the same as row 2"


def test_a_row_that_can_mean_two_hours_takes_the_one_that_is_free():
    earlier = row(2, (0, 30), what="First time round")
    twice = row(3, (10, 40), (70, 100))
    places = placed([earlier, twice])
    assert [(found.row.number, found.start_time) for found in places.placed] == [(2, minute(0)), (3, minute(70))]


def test_two_equal_rows_in_the_hour_that_comes_twice_are_both_kept_and_found_again():
    rows = [row(2, (0, 30), (60, 90)), row(3, (0, 30), (60, 90))]
    assert [found.start_time for found in placed(rows).placed] == [minute(0), minute(60)]
    again = placed(rows, taken((0, 30, "Standup"), (60, 90, "Standup")))
    assert (numbers(again), len(again.already)) == ([], 2)


def test_a_closed_project_takes_no_time_and_what_is_there_of_it_is_no_refusal():
    rows = [row(2, (0, 10)), row(3, (20, 30))]
    places = place(rows, taken((0, 10, "Standup")), named, lambda _: "the project is archived", "UTC")
    assert [found.number for found in places.already] == [2]
    assert [remark.text for remark in places.refused] == ["the project is archived"]


@given(
    st.lists(st.tuples(st.integers(0, 60), st.integers(1, 20), st.sampled_from("abc")), max_size=20),
    st.randoms(use_true_random=False),
)
def test_no_two_placed_rows_touch_nothing_free_is_refused_and_repeating_adds_nothing(
    given_rows: list[tuple[int, int, str]], random: Random
):
    rows = [row(n, (start, start + length), what=what) for n, (start, length, what) in enumerate(given_rows, 2)]
    shuffled = random.sample(rows, len(rows))
    places = placed(shuffled)
    assert numbers(places) == numbers(placed(rows))
    spans = sorted((found.start_time, found.end_time) for found in places.placed)
    assert all(one[1] <= other[0] for one, other in pairwise(spans))
    assert len(places.placed) + len(places.refused) == len(rows)
    for remark in places.refused:
        start, end = next(one.readings[0] for one in rows if one.number == remark.number)
        assert any(start < until and since < end for since, until in spans)
    timeline = Timeline()
    for found in places.placed:
        timeline.add(Span(found.start_time, found.end_time, named(found.row)))
    again = placed(rows, {"ada@example.test": timeline})
    assert again.placed == []
