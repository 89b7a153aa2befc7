"""Free time: rooms of a length between what is taken."""

from datetime import timedelta

import pytest

from tests.factories import NOW
from timetrack.domain.free_time import Stretch, first_room, last_room


def stretch(start: int, end: int | None) -> Stretch:
    """Minutes from a moment on."""
    return Stretch(NOW + timedelta(minutes=start), None if end is None else NOW + timedelta(minutes=end))


def minutes(found: Stretch | None) -> tuple[float, float | None] | None:
    return found and tuple(at and (at - NOW).total_seconds() / 60 for at in (found.start_time, found.end_time))


@pytest.mark.parametrize(
    ("within", "taken", "length", "first", "last"),
    [
        ((0, 60), [], 20, (0, 20), (40, 60)),
        ((0, 60), [], 60, (0, 60), (0, 60)),
        ((0, 60), [], 61, None, None),
        ((0, 60), [(10, 20)], 20, (20, 40), (40, 60)),
        ((0, 60), [(10, 20)], 10, (0, 10), (50, 60)),
        ((0, 60), [(10, 50)], 10, (0, 10), (50, 60)),
        ((0, 60), [(10, 50)], 11, None, None),
        ((0, 60), [(-20, 5), (30, None)], 20, (5, 25), (10, 30)),
        ((0, 60), [(-20, None)], 1, None, None),
        ((0, 60), [(-20, 90)], 1, None, None),
        ((0, 60), [(0, 20), (20, 40)], 20, (40, 60), (40, 60)),
        ((0, 60), [(-9, 0), (60, 70)], 60, (0, 60), (0, 60)),
        ((0, None), [(0, 20)], 20, (20, 40), None),
    ],
)
def test_the_first_and_the_last_room(within, taken, length, first, last) -> None:  # type: ignore[no-untyped-def]
    there, wanted = [stretch(*one) for one in taken], timedelta(minutes=length)
    assert minutes(first_room(stretch(*within), there, wanted)) == first
    if within[1] is not None:
        assert minutes(last_room(stretch(*within), there, wanted)) == last


@pytest.mark.parametrize(
    ("whole", "taken", "left"),
    [
        ((0, 60), [(10, 20), (30, 40)], [(0, 10), (20, 30), (40, 60)]),
        ((0, 60), [(-10, 20), (50, 70)], [(20, 50)]),
        ((0, 60), [(0, 60)], []),
        ((0, 60), [(10, None)], [(0, 10)]),
        ((0, None), [(10, 20)], [(0, 10), (20, None)]),
        ((0, 60), [(-5, 0), (60, 61)], [(0, 60)]),
    ],
)
def test_what_is_left_of_a_stretch(whole, taken, left) -> None:  # type: ignore[no-untyped-def]
    assert [minutes(part) for part in stretch(*whole).without(stretch(*one) for one in taken)] == left


def test_what_goes_on_counts_up_to_now() -> None:
    assert stretch(0, None).seconds(NOW + timedelta(seconds=90)) == 90
    assert stretch(0, 2).seconds(NOW) == 120
    assert stretch(5, None).seconds(NOW) == 0
