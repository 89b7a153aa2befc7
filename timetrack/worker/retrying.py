"""When a job that failed is tried again: soon at first, then every hour, for the better part of a day."""

import random
from datetime import timedelta

from procrastinate import BaseRetryStrategy, RetryDecision
from procrastinate.jobs import Job

from timetrack import clock

TRIES = 24
FIRST_SECONDS, LONGEST_SECONDS = 15.0, 3600.0
SPREAD = 0.2


class Backoff(BaseRetryStrategy):
    """Twice as long after each try, up to an hour, give or take a fifth so that not all come at once; then never again.

    What was tried less often comes first, so an outage that makes many wait starves none.
    """

    def get_retry_decision(self, *, exception: BaseException, job: Job) -> RetryDecision | None:
        """When to try ``job`` again, or None: it has failed for good."""
        if not isinstance(exception, Exception) or is_last_try(job):
            return None
        retry_at = clock.now() + timedelta(seconds=wait_seconds(job.attempts))
        return RetryDecision(retry_at=retry_at, priority=-job.attempts - 1)


def is_last_try(job: Job) -> bool:
    """Whether a job that fails now has failed for good."""
    return job.attempts + 1 >= TRIES


def wait_seconds(tries: int) -> float:
    """How long to wait after so many tries that failed before, from 0."""
    planned: float = min(FIRST_SECONDS * 2**tries, LONGEST_SECONDS)
    return planned * random.uniform(1 - SPREAD, 1 + SPREAD)
