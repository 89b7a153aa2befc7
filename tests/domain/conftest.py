"""A clock that stands still, and people to act with."""

import pytest
from sqlmodel import Session

from tests import factories
from timetrack import clock
from timetrack.models import Role, User


@pytest.fixture
def frozen(monkeypatch: pytest.MonkeyPatch) -> factories.FrozenClock:
    """Wednesday 11 March 2026, 10:00 UTC, until the test moves it."""
    standing = factories.FrozenClock()
    monkeypatch.setattr(clock, "now", standing.now)
    return standing


@pytest.fixture
def mira(session: Session, frozen: factories.FrozenClock) -> User:
    """An employee in Berlin."""
    return factories.person(session, name="Mira", email="mira@harbour.example")


@pytest.fixture
def noor(session: Session, frozen: factories.FrozenClock) -> User:
    """Another employee."""
    return factories.person(session, name="Noor", email="noor@harbour.example")


@pytest.fixture
def manager(session: Session, frozen: factories.FrozenClock) -> User:
    """Somebody who leads."""
    return factories.person(session, name="Ada", email="ada@harbour.example", role=Role.MANAGER)
