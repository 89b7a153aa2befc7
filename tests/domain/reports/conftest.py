"""A month of work of two people, some of it over midnight, for two clients in two currencies, and a timer that runs."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

import pytest
from sqlalchemy import update
from sqlmodel import Session

from tests import factories
from timetrack.domain import timer
from timetrack.domain.reports.basis import Asked
from timetrack.models import Client, Organisation, Project, Task, User, table

HOUR = timedelta(hours=1)
FEBRUARY = Asked(date(2026, 2, 1), date(2026, 2, 28))
EVERYTHING = Asked(date(2025, 1, 1), date(2026, 12, 31))


@dataclass(frozen=True)
class Studio:
    """Who works on what."""

    manager: User
    mira: User
    noor: User
    opal: Client
    tokyo: Client
    portal: Project
    shop: Project
    wiring: Task


@pytest.fixture
def studio(session: Session, manager: User, mira: User, noor: User, frozen: factories.FrozenClock) -> Studio:
    """Forty nights of Mira and forty days of Noor before 11 March 2026; Noor's timer has run for 90 minutes."""
    opal, tokyo = factories.client(session, name="Opal"), factories.client(session, name="Tokyo", currency="JPY")
    portal = factories.project(session, name="Portal", client_id=opal.client_id, hourly_rate=Decimal("95.13"))
    shop = factories.project(session, name="Shop", client_id=tokyo.client_id, hourly_rate=Decimal("9001"))
    wiring = factories.task(session, portal, name="Wiring", estimated_hours=Decimal(40))
    start = factories.NOW - timedelta(days=41, hours=-11, seconds=-7)
    for n in range(40):
        on = [{"project_id": portal.project_id, "task_id": wiring.task_id}, {"project_id": shop.project_id}, {}][n % 3]
        what = {"description": f"Part {n % 4}", "tags": ["call"] * (n % 5 == 0)}
        factories.entry(session, mira, start=start + n * 24 * HOUR, hours=5 + n / 7, **on, **what)
        factories.entry(session, noor, start=start + (n * 24 - 12) * HOUR, hours=3 + n / 11, **on, **what)
    timer.start_timer(session, noor, project_id=portal.project_id)
    frozen.forward(hours=1.5)
    return Studio(manager, mira, noor, opal, tokyo, portal, shop, wiring)


def round_time(session: Session, minutes: int, mode: str, minimum: int = 0) -> None:
    """Set how the workspace rounds."""
    values = {"rounding_minutes": minutes, "rounding_mode": mode, "minimum_entry_minutes": minimum}
    session.execute(update(table(Organisation)).values(values))
