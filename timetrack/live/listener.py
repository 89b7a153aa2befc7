"""Hearing what was announced: one LISTEN connection per process, for as long as the process serves."""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from time import monotonic

import psycopg
import reflex as rx

from timetrack import db
from timetrack.domain.audit import CHANNEL
from timetrack.live.tabs import Tabs

log = logging.getLogger(__name__)

BURST_SECONDS = 0.02
ALIVE_SECONDS = 30.0
KEEP_ALIVE_SECONDS = 300.0
FIRST_PAUSE, LONGEST_PAUSE = 0.1, 2.0


@asynccontextmanager
async def lifespan(app: rx.App) -> AsyncIterator[None]:
    """Listen while the app serves."""
    tabs = Tabs(app)
    tasks = [asyncio.create_task(listen(tabs)), asyncio.create_task(_keep_alive(tabs))]
    try:
        yield
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await tabs.close()


async def listen(tabs: Tabs) -> None:
    """Pass every announced topic on to ``tabs``, for ever.

    A lost connection is made anew, a little later each time; then every tab is refreshed, because what was announced
    meanwhile is not known.
    """
    pause = FIRST_PAUSE
    while True:
        try:
            async with await _connect() as connection:
                await connection.execute(f"LISTEN {CHANNEL}")
                await tabs.announce_all()
                pause = FIRST_PAUSE
                await _pass_on(connection, tabs)
        except (psycopg.Error, OSError, TimeoutError) as away:
            log.warning("not listening to the database: %s", str(away).strip().partition("\n")[0])
        except Exception:
            log.exception("listening stopped")
        await asyncio.sleep(pause)
        pause = min(2 * pause, LONGEST_PAUSE)


async def _connect() -> psycopg.AsyncConnection:
    url = (await asyncio.to_thread(db.url)).replace("+psycopg", "", 1)
    return await psycopg.AsyncConnection.connect(
        url, autocommit=True, connect_timeout=5, keepalives_idle=10, keepalives_interval=5, keepalives_count=3
    )


async def _pass_on(connection: psycopg.AsyncConnection, tabs: Tabs) -> None:
    """Pass topics on until the connection breaks; ask it now and then whether it still lives.

    What comes alone is passed on at once; what follows closely is gathered, so that a burst costs little.
    """
    passed_on = 0.0
    while True:
        topics = {notify.payload async for notify in connection.notifies(timeout=ALIVE_SECONDS, stop_after=1)}
        if not topics:
            async with asyncio.timeout(ALIVE_SECONDS):
                await connection.execute("SELECT 1")
            continue
        pause = passed_on + BURST_SECONDS - monotonic()
        if pause > 0:
            topics |= {notify.payload async for notify in connection.notifies(timeout=pause)}
        await tabs.announce(topics)
        passed_on = monotonic()


async def _keep_alive(tabs: Tabs) -> None:
    while True:
        await asyncio.sleep(KEEP_ALIVE_SECONDS)
        with suppress(Exception):
            await tabs.keep_alive()
