"""Opening the dashboard in a tab without a browser, on a Thursday afternoon in Berlin."""

import asyncio
from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime, timedelta

import reflex as rx

from tests import factories, visitors
from tests.visitors import Visitor
from timetrack import db
from timetrack.states.dashboard import DashboardState

THURSDAY = datetime(2026, 11, 19, 13, 36, 20, tzinfo=UTC)
"""Thursday 19 November, 14:36:20 in Berlin."""
HOUR = timedelta(hours=1)
Tab = Callable[[str], rx.State]


def berliner() -> Visitor:
    """Somebody new in Berlin, signed in."""
    with db.transaction() as session:
        person = factories.person(session, name="Mira")
    return visitors.signed_in(person)


async def opened(tab: Tab, who: Visitor) -> DashboardState:
    """The dashboard's state after ``who`` opened it."""
    state = await tab(who.cookie).get_state(DashboardState)
    answer = await DashboardState.open.fn(state)
    if isinstance(answer, AsyncIterator):
        async for _ in answer:
            pass
    return state


def dashboard(tab: Tab, who: Visitor) -> DashboardState:
    """The dashboard that ``who`` opens now."""
    return asyncio.run(opened(tab, who))


def work(who: Visitor, start: datetime, hours: float, **values: object) -> None:
    """Log time of ``who``."""
    with db.transaction() as session:
        factories.entry(session, who.person, start=start, hours=hours, **values)


def project(**terms: object) -> int:
    """A new project's id."""
    with db.transaction() as session:
        return factories.project(session, **terms).project_id
