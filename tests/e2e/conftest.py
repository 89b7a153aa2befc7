"""Fixtures for the browser: the built app on a port and a database of its own, and pages that mind their console."""

import os
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

import psutil
import psycopg
import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, expect

from tests import browser as chromium
from tests import databases
from tests.e2e import steps
from tests.ports import free_port
from timetrack import frontend

expect.set_options(timeout=30_000)  # how long a busy machine may take; how fast it is, bench/ says
READY_SECONDS = 180
IN_BERLIN = {"locale": "en-GB", "timezone_id": "Europe/Berlin"}


@dataclass(frozen=True)
class App:
    """A served Timetrack: where it answers, the database behind it, and the process that keeps it up."""

    url: str
    database_url: str
    supervisor: psutil.Process


@pytest.fixture(scope="session")
def app(server: str, template: str) -> Iterator[App]:
    """Timetrack as people get it: the production build under its server, on a free port, with an empty database."""
    frontend.ensure_built()
    with (
        databases.cloned(server, template, "browser") as database_url,
        tempfile.TemporaryFile("w+") as log,
        tempfile.TemporaryDirectory(prefix="timetrack-") as folder,
    ):
        port = free_port()
        address = {
            "DATABASE_URL": database_url,
            "PORT": str(port),
            "HOST": "127.0.0.1",
            "BASE_URL": "",
            "TIMETRACK_DATA_DIR": folder,
        }
        process = subprocess.Popen(
            [sys.executable, "-m", "timetrack", "serve"],
            cwd=frontend.ROOT,
            env=os.environ | address,
            stdout=log,
            stderr=subprocess.STDOUT,
        )
        try:
            wait_until_ready(f"http://localhost:{port}/readyz", process, log)
            yield App(f"http://localhost:{port}", database_url, psutil.Process(process.pid))
        finally:
            process.terminate()
            process.wait(timeout=30)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One Chromium for all tests of a file: as long as it is there, its event loop keeps asynchronous tests out."""
    with chromium.launched() as launched:
        yield launched


@pytest.fixture
def empty_workspace(app: App) -> None:
    """Nobody has set up anything yet: every row of every test before is gone."""
    steps.monday.cache_clear()
    deadline = time.monotonic() + READY_SECONDS
    while not rows_are_deleted(app.database_url):
        assert time.monotonic() < deadline, "a tab of the test before, or a job of this hour, does not end"
        time.sleep(0.05)


@pytest.fixture
def page_errors() -> list[str]:
    """What the consoles of this test's pages complained about; a test that provokes an error clears it."""
    return []


@pytest.fixture
def new_page(app: App, browser: Browser, page_errors: list[str]) -> Iterator[Callable[..., Page]]:
    """Make a page in a browser of its own (another person), or, given `beside=page`, in another tab of the same one.

    At the end of the test no page may have complained on its console.
    """
    contexts = []

    def made(beside: Page | None = None, **options: Any) -> Page:
        if beside is None:
            contexts.append(browser.new_context(base_url=app.url, **(IN_BERLIN | options)))
        page = (beside.context if beside else contexts[-1]).new_page()
        page.on("console", lambda message: _note(message, page_errors))
        page.on("pageerror", lambda error: page_errors.append(str(error)))
        return page

    yield made
    for context in contexts:
        context.close()
    assert not page_errors, page_errors


@pytest.fixture
def page(new_page: Callable[..., Page]) -> Page:
    """A page on a desk: 1280 × 800."""
    return new_page(viewport={"width": 1280, "height": 800})


def rows_are_deleted(database_url: str) -> bool:
    """Leave the tables, and what they count from, as the migrations made them; False while somebody is at them.

    All are locked before one is touched, without waiting, so that whoever still reads or writes is in no deadlock.
    """
    with databases.connected(database_url) as connection, suppress(psycopg.errors.LockNotAvailable):
        found = connection.execute(
            "SELECT quote_ident(tablename) FROM pg_tables WHERE schemaname = 'public' AND tablename NOT IN ('alembic_version', 'procrastinate_workers')"
        )
        tables = [name for (name,) in found]
        with connection.transaction():
            connection.execute(f"LOCK TABLE {', '.join(tables)} IN ACCESS EXCLUSIVE MODE NOWAIT")
            for table in tables:
                connection.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
            connection.execute(f"TRUNCATE {', '.join(tables)} RESTART IDENTITY CASCADE")
            for table in tables:
                connection.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")
        return True
    return False


def wait_until_ready(url: str, process: subprocess.Popen[bytes], log: Any) -> None:
    """Wait for the served app; show its log when it ends instead."""
    deadline = time.monotonic() + READY_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        with suppress(OSError), urllib.request.urlopen(url, timeout=2):
            return
        time.sleep(0.1)
    process.kill()
    log.seek(0)
    raise RuntimeError(f"Timetrack does not answer at {url}:\n{log.read()[-3000:]}")


def replace_worker(app: App) -> None:
    """Kill the process that serves; its supervisor starts another."""
    (worker,) = app.supervisor.children()
    worker.kill()
    worker.wait(timeout=READY_SECONDS)
    deadline = time.monotonic() + READY_SECONDS
    while time.monotonic() < deadline:
        with suppress(OSError), urllib.request.urlopen(f"{app.url}/readyz", timeout=2):
            return
        time.sleep(0.1)
    raise RuntimeError(f"No other worker answers at {app.url}.")


def _note(message: ConsoleMessage, page_errors: list[str]) -> None:
    if message.type == "error":
        page_errors.append(f"{message.text} ({message.location.get('url', '')})")
