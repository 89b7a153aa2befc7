"""Jobs: what is to be done outside a request, put in line by the transaction that wants it, and how it goes with them.

They are procrastinate's, in the same database. A job that is rolled back was never there.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import lru_cache
from typing import Any, cast

from procrastinate import App, SyncPsycopgConnector
from psycopg import Connection as PgConnection
from sqlalchemy import BigInteger, ColumnElement, DateTime, Integer, Text, case, column, func, or_, select, text
from sqlalchemy import table as any_table
from sqlalchemy.dialects.postgresql import JSONB, insert
from sqlmodel import Session

from timetrack import clock
from timetrack.domain import audit, policy
from timetrack.errors import InvalidInput, NotFound
from timetrack.models import JobFailure, User, table

PUBLISH, SEND = "publish_invoice", "send_mail"
TOPIC = "jobs"
"""Announced by the database itself whenever a job comes, goes or changes."""
MOST = 200
JOBS = any_table(
    "procrastinate_jobs",
    column("id", BigInteger),
    column("task_name", Text),
    column("args", JSONB),
    column("status", Text),
    column("attempts", Integer),
    column("scheduled_at", DateTime(timezone=True)),
)
EVENTS = any_table(
    "procrastinate_events", column("job_id", BigInteger), column("type", Text), column("at", DateTime(timezone=True))
)
FAILURES = table(JobFailure)


class JobState(StrEnum):
    """How it goes with a job. One that failed and will be tried again is waiting."""

    WAITING = "WAITING"
    RUNNING = "RUNNING"
    FAILED = "FAILED"
    DONE = "DONE"


@dataclass(frozen=True)
class Job:
    """One job: what is to be done to what, how often it was tried, when it is tried next, and why it failed last."""

    job_id: int
    name: str
    args: dict[str, Any]
    state: JobState
    tries: int
    next_try: datetime | None
    error: str
    changed_at: datetime | None


def enqueue(session: Session, name: str, *, lock: str | None = None, **args: int | str) -> int:
    """Put a job in line, which is done once this transaction is committed. Returns its key.

    Of jobs with the same ``lock`` one at a time is worked on, in their order.
    """
    session.flush()
    connection = cast(PgConnection, session.connection().connection.driver_connection)
    return _enqueuing().configure_task(name, lock=lock, connection=connection).defer(**args)


def jobs_page(session: Session, actor: User) -> list[Job]:
    """What waits, runs and has failed, and what was done last; the failed ones first. Raises NotPermitted."""
    policy.require_admin(actor)
    order = case({"failed": 0, "doing": 1, "todo": 2}, value=_status(), else_=3)
    return _jobs(session, select(*_columns()).order_by(order, JOBS.c.id.desc()).limit(MOST))


def job_of(session: Session, name: str, **args: int) -> Job | None:
    """The newest job of this name with these arguments."""
    wanted = select(*_columns()).where(JOBS.c.task_name == name, JOBS.c.args.contains(args))
    return next(iter(_jobs(session, wanted.order_by(JOBS.c.id.desc()).limit(1))), None)


def retry_job(session: Session, actor: User, *, job_id: int) -> None:
    """Have a job that failed, or waits for its next try, done now. Raises InvalidInput where it runs or is done."""
    policy.require_admin(actor)
    start_again(session, job_id)


def start_again(session: Session, job_id: int) -> None:
    """The same, whoever asks: its tries are counted anew."""
    wanted = select(_status()).select_from(JOBS).where(JOBS.c.id == job_id).with_for_update()
    status = session.scalar(wanted)
    if status is None:
        raise NotFound("This job is not here any more. Nothing was changed.")
    if status not in ("failed", "todo"):
        raise InvalidInput("This job is being done, or was done. Nothing was changed.")
    again = "UPDATE procrastinate_jobs SET status = 'todo', attempts = 0, priority = 0, scheduled_at = NULL WHERE id = :job_id"
    session.execute(text(again), {"job_id": job_id})
    session.execute(text(WAKE), {"job_id": job_id})


def note_failure(session: Session, *, job_id: int, error: str) -> None:
    """Keep why a job failed, in a line."""
    values = {"error": one_line(error), "failed_at": clock.now()}
    write = insert(FAILURES).values(job_id=job_id, **values)
    session.execute(write.on_conflict_do_update(index_elements=[FAILURES.c.job_id], set_=values))
    session.execute(select(func.pg_notify(audit.CHANNEL, TOPIC)))


def clear_failures(session: Session) -> None:
    """Forget why jobs failed that are gone, or done at last."""
    left = "DELETE FROM job_failures f WHERE NOT EXISTS (SELECT FROM procrastinate_jobs j WHERE j.id = f.job_id)"
    session.execute(text(left))


def one_line(error: str) -> str:
    """What was said last, as far as it fits."""
    lines = [line.strip() for line in error.splitlines() if line.strip()]
    return (lines[-1] if lines else "It failed without saying why.")[:1000]


WAKE = """
SELECT pg_notify('procrastinate_any_queue_v1', json_build_object('type', 'job_inserted', 'job_id', :job_id\\:\\:bigint)\\:\\:text)
"""
"""What procrastinate itself says of a new job, so that workers look at once."""


@lru_cache
def _enqueuing() -> App:
    """An app that is never opened: each job goes over the connection of its transaction."""
    return App(connector=SyncPsycopgConnector())


def _status() -> ColumnElement[str]:
    return JOBS.c.status.cast(Text)


def _columns() -> Sequence[ColumnElement[Any]]:
    last = select(func.max(EVENTS.c.at)).where(
        EVENTS.c.job_id == JOBS.c.id, or_(EVENTS.c.type.cast(Text) != "scheduled", EVENTS.c.at <= func.now())
    )
    error = select(FAILURES.c.error).where(FAILURES.c.job_id == JOBS.c.id)
    return (
        *JOBS.c["id", "task_name", "args", "attempts", "scheduled_at"],
        _status().label("status"),
        last.scalar_subquery().label("changed_at"),
        func.coalesce(error.scalar_subquery(), "").label("error"),
    )


def _jobs(session: Session, wanted: Any) -> list[Job]:
    return [_job(row) for row in session.execute(wanted)]


def _job(row: Any) -> Job:
    states = {"todo": JobState.WAITING, "doing": JobState.RUNNING, "succeeded": JobState.DONE}
    state = states.get(row.status, JobState.FAILED)
    is_due = row.scheduled_at is None or state is not JobState.WAITING
    return Job(
        job_id=row.id,
        name=row.task_name,
        args=row.args,
        state=state,
        tries=row.attempts,
        next_try=None if is_due else row.scheduled_at,
        error="" if state is JobState.DONE else row.error,
        changed_at=row.changed_at,
    )
