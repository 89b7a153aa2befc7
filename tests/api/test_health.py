"""What a supervisor hears: alive means the process answers, ready means people can be served."""

import asyncio
import socket
import time
from collections.abc import Callable, Iterator

import httpx
import pytest
from sqlalchemy import text
from starlette.applications import Starlette

from tests import databases
from timetrack import db
from timetrack.api import health

Get = Callable[[str], httpx.Response]


@pytest.fixture
def get() -> Get:
    """Ask one of the two routes."""
    transport = httpx.ASGITransport(Starlette(routes=health.routes))

    async def asked(path: str) -> httpx.Response:
        async with httpx.AsyncClient(transport=transport, base_url="http://timetrack") as client:
            return await client.get(path)

    return lambda path: asyncio.run(asked(path))


@pytest.fixture
def hanging() -> Iterator[str]:
    """The URL of something that takes connections and never says a word."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        yield f"postgresql+psycopg://u@127.0.0.1:{listening.getsockname()[1]}/d"


def test_ready_with_every_migration(database: str, get: Get) -> None:
    answer = get("/readyz")
    assert (answer.status_code, answer.json()) == (200, {"status": "ready"})


@pytest.mark.parametrize(
    ("statement", "reason"),
    [
        (
            "UPDATE alembic_version SET version_num = 'an older one'",
            "lacks migrations; run: python -m timetrack migrate",
        ),
        ("DROP TABLE alembic_version", "has no tables yet; run: python -m timetrack migrate"),
    ],
)
def test_not_ready_before_the_migrations(database: str, get: Get, statement: str, reason: str) -> None:
    with db.transaction() as session:
        session.execute(text(statement))
    answer = get("/readyz")
    assert (answer.status_code, answer.json()["reason"]) == (503, f"the database {reason}")


def test_a_database_that_hangs_is_told(hanging: str, get: Get) -> None:
    with databases.pointed_at(hanging):
        started = time.monotonic()
        answer = get("/readyz")
    assert time.monotonic() - started < 20
    assert (answer.status_code, answer.json()["reason"]) == (503, "the database does not answer")


def test_alive_and_not_ready_while_the_database_is_away(get: Get) -> None:
    assert get("/healthz").json() == {"status": "ok"}
    answer = get("/readyz")
    assert (answer.status_code, answer.json()["reason"]) == (503, "the database cannot be reached")
