"""People whose time is fought over, in a database of their own."""

import pytest

from tests import factories
from tests.races.crowd import committed
from timetrack import clock
from timetrack.models import User


@pytest.fixture
def frozen(database: str, monkeypatch: pytest.MonkeyPatch) -> factories.FrozenClock:
    """A clock that stands still over a database of its own."""
    standing = factories.FrozenClock()
    monkeypatch.setattr(clock, "now", standing.now)
    return standing


@pytest.fixture
def mira(frozen: factories.FrozenClock) -> User:
    """Somebody with many tabs."""
    return committed(lambda session: factories.person(session, name="Mira"))


@pytest.fixture
def lead(frozen: factories.FrozenClock) -> User:
    """Somebody who leads."""
    return committed(factories.lead)
