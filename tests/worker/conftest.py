"""Invoices that are issued, stores and servers that come and go, and a worker that works until nothing is left."""

import asyncio
import ssl
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import text

from tests import factories, proxy, swift
from tests.domain import billing
from tests.worker.post_office import PostOffice
from timetrack import config, db
from timetrack.domain import jobs
from timetrack.models import Invoice
from timetrack.worker import retrying, running

CERTIFICATE = Path(__file__).parents[1] / "fixtures" / "smtp" / "localhost.pem"
PATIENCE = 120.0


@pytest.fixture
def setting(clean_environment: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Callable[[str, str], None]]:
    """Sets a setting for this test; documents lie in a folder of its own."""

    def make(name: str, value: str) -> None:
        clean_environment.setenv(name, value)
        config.settings.cache_clear()

    make("TIMETRACK_DATA_DIR", str(tmp_path))
    yield make
    clean_environment.undo()
    config.settings.cache_clear()


@pytest.fixture
def issue(database: str, setting: Callable[[str, str], None]) -> Callable[[], Invoice]:
    """Issues another invoice, each in a transaction of its own."""
    with db.transaction() as session:
        client = factories.client(session, name="Opal")

    def make() -> Invoice:
        with db.transaction() as session:
            return billing.issued(session, client, billing.extra(), project_ids=())

    return make


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tries again at once, and holds a worker for dead after moments."""
    monkeypatch.setattr(retrying, "FIRST_SECONDS", 0.05)
    monkeypatch.setattr(retrying, "LONGEST_SECONDS", 0.2)
    monkeypatch.setattr(running, "LOOK_SECONDS", 0.1)
    monkeypatch.setattr(running, "BEAT_SECONDS", 0.2)
    monkeypatch.setattr(running, "DEAD_SECONDS", 5.0)


@pytest.fixture
def wired_store(s3_port: int, setting: Callable[[str, str], None]) -> Iterator[proxy.Wire]:
    """The store is a bucket, at the end of a wire."""
    with proxy.wire(s3_port) as wire:
        setting("S3_ENDPOINT_URL", f"http://127.0.0.1:{wire.port}")
        setting("S3_BUCKET", swift.BUCKET)
        setting("S3_PREFIX", f"w{time.time_ns()}")
        setting("S3_ACCESS_KEY", swift.KEY)
        setting("S3_SECRET_KEY", swift.SECRET)
        yield wire


@pytest.fixture
def post_office(setting: Callable[[str, str], None]) -> Iterator[PostOffice]:
    """A mail server with STARTTLS and a password, through which mails go."""
    with PostOffice() as office:
        setting("SSL_CERT_FILE", str(CERTIFICATE))
        setting("SMTP_URL", f"smtp://studio:s%40cret@localhost:{office.port}?starttls")
        setting("MAIL_FROM", "Harbour Studio <billing@harbour.example>")
        assert ssl.create_default_context().cert_store_stats()["x509"] >= 1
        yield office


def work_off(until: Callable[[], bool] | None = None) -> None:
    """Work until nothing waits, or until something is so."""
    asyncio.run(_work_off(until or nothing_waits))


async def _work_off(is_done: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE
    working = asyncio.create_task(running.work())
    try:
        while not await asyncio.to_thread(is_done):
            assert time.monotonic() < deadline, "jobs are left over"
            await asyncio.sleep(0.05)
    finally:
        working.cancel()
        await asyncio.gather(working, return_exceptions=True)


def nothing_waits() -> bool:
    """Whether every job is done, or has failed for good."""
    with db.reading() as session:
        wanted = (
            "SELECT count(*) FROM procrastinate_jobs WHERE status IN ('todo', 'doing') AND task_name <> 'clear_jobs'"
        )
        return session.execute(text(wanted)).scalar_one() == 0


def states(name: str = jobs.PUBLISH) -> list[str]:
    """How it goes with the jobs of a name, in the order they came."""
    wanted = "SELECT status FROM procrastinate_jobs WHERE task_name = :name ORDER BY id"
    with db.reading() as session:
        return [str(row[0]) for row in session.execute(text(wanted), {"name": name})]
