"""Whose event or refresh is at hand."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from timetrack.domain.auth import Visit
from timetrack.models import User

_visit: ContextVar[Visit | None] = ContextVar("visit", default=None)


def visit() -> Visit | None:
    """Who is acting, from which session; None for nobody."""
    return _visit.get()


def reader() -> User | None:
    """The person for whom everything is shown that is made now."""
    found = _visit.get()
    return found and found.actor


def begin(found: Visit | None) -> None:
    """From now on, for as long as this event runs, ``found`` acts."""
    _visit.set(found)


@contextmanager
def of(found: Visit) -> Iterator[None]:
    """Act for ``found`` outside an event."""
    visiting = _visit.set(found)
    try:
        yield
    finally:
        _visit.reset(visiting)
