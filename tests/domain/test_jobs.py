"""Jobs: put in line by the transaction that wants them, listed for administrators, started again."""

import pytest
from sqlalchemy import text
from sqlmodel import Session

from tests import factories
from tests.factories import FrozenClock
from timetrack.domain import jobs
from timetrack.domain.jobs import JobState
from timetrack.errors import InvalidInput, NotFound, NotPermitted
from timetrack.models import User


def put(session: Session, status: str, *, tries: int = 0) -> int:
    """A job that has come so far."""
    job_id = jobs.enqueue(session, jobs.PUBLISH, invoice_id=7)
    change = "UPDATE procrastinate_jobs SET status = CAST(:status AS procrastinate_job_status), attempts = :tries WHERE id = :id"
    session.execute(text(change), {"status": status, "tries": tries, "id": job_id})
    return job_id


def test_a_job_that_is_rolled_back_was_never_there(session: Session, frozen: FrozenClock) -> None:
    with session.begin_nested() as inner:
        jobs.enqueue(session, jobs.PUBLISH, invoice_id=7)
        inner.rollback()
    assert jobs.job_of(session, jobs.PUBLISH, invoice_id=7) is None


def test_failed_jobs_come_first(session: Session, frozen: FrozenClock) -> None:
    for status in ("succeeded", "todo", "failed", "doing"):
        put(session, status)
    page = jobs.jobs_page(session, factories.lead(session))
    assert [job.state for job in page] == [JobState.FAILED, JobState.RUNNING, JobState.WAITING, JobState.DONE]


def test_only_administrators_see_and_start_them(session: Session, manager: User) -> None:
    job_id = put(session, "failed")
    with pytest.raises(NotPermitted):
        jobs.jobs_page(session, manager)
    with pytest.raises(NotPermitted):
        jobs.retry_job(session, manager, job_id=job_id)


def test_started_again_its_tries_count_anew(session: Session, frozen: FrozenClock) -> None:
    job_id = put(session, "failed", tries=24)
    jobs.note_failure(session, job_id=job_id, error="Traceback\n  The store is away\n\n")
    jobs.retry_job(session, factories.lead(session), job_id=job_id)
    (job,) = jobs.jobs_page(session, factories.lead(session))
    assert (job.state, job.tries, job.next_try, job.error) == (JobState.WAITING, 0, None, "The store is away")


@pytest.mark.parametrize("status", ["doing", "succeeded"])
def test_what_runs_or_is_done_is_left_alone(session: Session, frozen: FrozenClock, status: str) -> None:
    job_id = put(session, status)
    with pytest.raises(InvalidInput):
        jobs.retry_job(session, factories.lead(session), job_id=job_id)


def test_a_job_that_is_gone_is_not_found(session: Session, frozen: FrozenClock) -> None:
    with pytest.raises(NotFound):
        jobs.retry_job(session, factories.lead(session), job_id=10**9)


def test_why_a_job_failed_is_forgotten_with_it(session: Session, frozen: FrozenClock) -> None:
    job_id = put(session, "failed")
    jobs.note_failure(session, job_id=job_id, error="Away")
    session.execute(text("DELETE FROM procrastinate_jobs"))
    jobs.clear_failures(session)
    assert session.execute(text("SELECT count(*) FROM job_failures")).scalar_one() == 0
