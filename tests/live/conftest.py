"""For live: the sample app behind a real server, on a database of its own."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests import visitors
from tests.states import raw


@pytest.fixture(scope="module")
def workspace(server: str, template: str) -> Iterator[str]:
    """A workspace of its own for all tests of a module."""
    with visitors.workspace(server, template, "live") as url:
        yield url


@pytest.fixture(scope="module")
def log(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What the server wrote."""
    return tmp_path_factory.mktemp("server") / "log"


@pytest.fixture(scope="module")
def sample(workspace: str, log: Path) -> Iterator[str]:
    """The URL of the sample app, served."""
    with raw.serving("tests.states.sample:app", log, DATABASE_URL=workspace) as url:
        yield url
