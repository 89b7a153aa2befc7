"""Many at once: threads that begin together, each in a transaction of its own, committing for real."""

import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

from sqlalchemy import text
from sqlmodel import Session

from timetrack import db
from timetrack.domain import audit, worked_totals
from timetrack.errors import TimetrackError

Act = Callable[[Session], Any]


def committed(act: Act) -> Any:
    """What ``act`` gives, committed."""
    with db.transaction() as session:
        return act(session)


def at_once(acts: Sequence[Act]) -> list[Any]:
    """What each of ``acts`` gave or how it was refused; all begin together. Anything but a refusal is raised."""
    gate = Barrier(len(acts))

    def run(act: Act) -> Any:
        gate.wait()
        return attempted(act)

    with ThreadPoolExecutor(len(acts)) as threads:
        return [running.result() for running in [threads.submit(run, act) for act in acts]]


def one_behind_the_other(first: Act, second: Act) -> list[Any]:
    """What both gave, when the second is on its way, and perhaps has to wait, before the first commits."""
    with ThreadPoolExecutor(1) as thread:
        with db.transaction() as session:
            given = first(session)
            waiting = thread.submit(attempted, second)
            while not waiting.done() and not counted("SELECT count(*) FROM pg_locks WHERE NOT granted"):
                time.sleep(0.01)
        return [given, waiting.result()]


def attempted(act: Act) -> Any:
    """What ``act`` gave, or how it was refused."""
    try:
        return committed(act)
    except TimetrackError as refused:
        return refused


def kinds(results: Sequence[Any]) -> dict[str, int]:
    """How many of each type there are."""
    names = [type(result).__name__ for result in results]
    return {name: names.count(name) for name in set(names)}


def overlapping_pairs() -> int:
    """Pairs of entries of one person that share a second, by a join of the table with itself."""
    pairs = (
        "SELECT count(*) FROM time_entries a JOIN time_entries b ON a.user_id = b.user_id AND a.entry_id < b.entry_id"
        " WHERE a.start_time < coalesce(b.end_time, 'infinity') AND b.start_time < coalesce(a.end_time, 'infinity')"
    )
    return counted(pairs)


def running_rows() -> int:
    """How many timers run."""
    return counted("SELECT count(*) FROM time_entries WHERE end_time IS NULL")


def counted(query: str) -> int:
    """What a query that counts gives."""
    return committed(lambda session: session.scalar(text(query)))


def broken() -> list[str]:
    """What is wrong with the audit log, and which totals differ from their entries."""
    return [*committed(audit.broken_chains), *committed(worked_totals.drifted_totals)]
