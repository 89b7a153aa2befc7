"""The Time page in a tab without a browser: what is on it, and the lines it shows."""

from datetime import UTC, datetime, timedelta
from typing import Any

from tests import factories, visitors
from tests.states.pages import Tab, open_page
from tests.visitors import Visitor
from timetrack import db
from timetrack.domain import entries
from timetrack.models import Project, Task, TimeEntry
from timetrack.states.time import TimeState
from timetrack.states.time_rows import EntryRow

THURSDAY = datetime(2026, 11, 19, 13, 36, 20, tzinfo=UTC)
"""14:36:20 in Berlin."""
HOUR = timedelta(hours=1)


def somebody(name: str = "Mira", **who: Any) -> Visitor:
    """Somebody new in Berlin, signed in."""
    with db.transaction() as session:
        person = factories.person(session, name=name, **who)
    return visitors.signed_in(person, stay=True)


def project_of(*tasks: str, **terms: Any) -> tuple[Project, list[Task]]:
    """A new project with tasks."""
    with db.transaction() as session:
        made = factories.project(session, **terms)
        return made, [factories.task(session, made, name=f"{name} {made.project_id}") for name in tasks]


def logged(visitor: Visitor, hours_ago: float, hours: float = 1, **work: Any) -> TimeEntry:
    """Time that somebody logged, so and so long ago."""
    start = THURSDAY - hours_ago * HOUR
    with db.transaction() as session:
        return entries.create_manual_entry(
            session, visitor.person, start_time=start, end_time=start + hours * HOUR, **work
        )


def stored(visitor: Visitor, entry_id: int) -> TimeEntry:
    """An entry as it is kept."""
    with db.transaction() as session:
        return entries.visible_entry(session, visitor.person, entry_id)


def changed(visitor: Visitor, entry_id: int, **changes: Any) -> None:
    """Somebody changes an entry in another place."""
    with db.transaction() as session:
        entries.edit_entry(session, visitor.person, entry_id=entry_id, **changes)


async def open_time(tab: Tab, visitor: Visitor, address: str = "/time") -> TimeState:
    """The page as somebody sees it."""
    return await open_page(tab, TimeState, visitor, address)


def lines(state: TimeState) -> list[EntryRow]:
    """Every line that is shown, newest first."""
    return [line for day in state.days for line in day.lines]


def line(state: TimeState, entry_id: int) -> EntryRow:
    """The line of an entry."""
    return next(row for row in lines(state) if row.entry_id == entry_id)


def last_notice(state: Any) -> tuple[str, str, str]:
    """What the newest notice says, and what its button does."""
    notice = state.notices[-1]
    return notice.title, notice.detail, notice.action
