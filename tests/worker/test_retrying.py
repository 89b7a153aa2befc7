"""When a job that failed is tried again."""

from datetime import timedelta

import pytest
from procrastinate.jobs import Job

from tests.factories import FrozenClock
from timetrack import clock
from timetrack.worker import retrying


def failed(tries: int) -> Job:
    """A job after so many tries before this one."""
    return Job(id=1, queue="default", lock=None, queueing_lock=None, task_name="x", attempts=tries)


def test_it_waits_twice_as_long_each_time_up_to_an_hour_and_gives_up_after_most_of_a_day() -> None:
    waits = [retrying.wait_seconds(tries) for tries in range(retrying.TRIES - 1)]
    assert all(12 * 2**tries <= wait <= 18 * 2**tries for tries, wait in enumerate(waits[:8]))
    assert all(2880 <= wait <= 4320 for wait in waits[8:])
    assert 12 * 3600 < sum(waits) < 24 * 3600


def test_not_all_come_at_the_same_moment() -> None:
    assert len({round(retrying.wait_seconds(3), 3) for _ in range(50)}) > 40


def test_what_was_tried_less_often_comes_first(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", FrozenClock().now)
    first, later = (retrying.Backoff().get_retry_decision(exception=OSError(), job=failed(tries)) for tries in (0, 5))
    assert first is not None
    assert later is not None
    assert (first.priority, later.priority) == (-1, -6)
    assert first.retry_at is not None
    assert timedelta(seconds=12) <= first.retry_at - FrozenClock().now() <= timedelta(seconds=18)


def test_the_last_try_is_the_last() -> None:
    assert retrying.Backoff().get_retry_decision(exception=OSError(), job=failed(retrying.TRIES - 1)) is None
