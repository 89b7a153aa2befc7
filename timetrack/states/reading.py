"""Reading for states: in a thread, and while tabs are refreshed each thing once, not per tab."""

import asyncio
import functools
from collections.abc import Callable, Hashable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from contextvars import ContextVar, copy_context
from typing import Any, TypeVar

from timetrack import db
from timetrack.models import User

Result = TypeVar("Result")
Burst = dict[Hashable, asyncio.Future[Any]]
Topics = frozenset[str] | None
"""What was announced; None where that is not known."""

_threads = ThreadPoolExecutor(max_workers=24, thread_name_prefix="timetrack")
_burst: ContextVar[Burst | None] = ContextVar("burst", default=None)
_topics: ContextVar[Topics] = ContextVar("topics", default=None)


async def in_thread(fn: Callable[..., Result], *args: Any, **kwargs: Any) -> Result:
    """Run ``fn`` where it may wait for the database without holding up the event loop; it knows whose event it is."""
    call = functools.partial(copy_context().run, fn, *args, **kwargs)
    return await asyncio.get_running_loop().run_in_executor(_threads, call)


async def read(fn: Callable[..., Result], actor: User | None, kwargs: dict[str, Any]) -> Result:
    """Run a domain function that only reads; within a burst what was asked before is not read again.

    With an ``actor`` it is read once per person, without one once for everybody.
    """
    burst, call = _burst.get(), functools.partial(_reading, fn, actor, kwargs)
    asked = (fn, actor and actor.user_id, *sorted(kwargs.items()))
    if burst is None or not _is_hashable(asked):
        return await in_thread(call)
    if asked not in burst:
        burst[asked] = asyncio.ensure_future(in_thread(call))
    return await asyncio.shield(burst[asked])


@contextmanager
def sharing(burst: Burst, topics: Topics = None) -> Iterator[None]:
    """Refresh because of ``topics``, and share what ``burst`` has read already."""
    reading, hearing = _burst.set(burst), _topics.set(topics)
    try:
        yield
    finally:
        _burst.reset(reading)
        _topics.reset(hearing)


def topics() -> Topics:
    """What was announced and is the reason for refreshing; None outside of that, when anything may be stale."""
    return _topics.get()


def _reading(fn: Callable[..., Result], actor: User | None, kwargs: dict[str, Any]) -> Result:
    with db.reading() as session:
        return fn(session, **kwargs) if actor is None else fn(session, actor, **kwargs)


def _is_hashable(value: object) -> bool:
    try:
        hash(value)
    except TypeError:
        return False
    return True
