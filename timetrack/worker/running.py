"""Running a worker for as long as the process lives, whatever happens to the database meanwhile."""

import asyncio
import logging
import signal
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

from procrastinate import App, PsycopgConnector
from procrastinate.exceptions import ConnectorException
from procrastinate.jobs import Status

from timetrack import db
from timetrack.config import settings
from timetrack.worker import retrying, tasks

log = logging.getLogger(__name__)

AT_ONCE = 4
LOOK_SECONDS = 2.0
"""How often a worker looks for what is due; of what is new it is told at once."""
BEAT_SECONDS, DEAD_SECONDS = 5.0, 20.0
"""A worker says so often that it lives; after so long without, what it was doing is done by another."""
STOP_SECONDS = 3.0
FIRST_PAUSE, LONGEST_PAUSE = 0.5, 15.0


@asynccontextmanager
async def lifespan() -> AsyncIterator[None]:
    """Work while the app serves, unless JOBS_IN_WEB is off."""
    if not settings().jobs_in_web:
        yield
        return
    working = asyncio.create_task(work())
    try:
        yield
    finally:
        working.cancel()
        await asyncio.gather(working, return_exceptions=True)


async def work() -> None:
    """Do jobs for ever. When the database is away, try to reach it again, a little later each time."""
    pause = FIRST_PAUSE
    while True:
        try:
            async with made().open_async() as app:
                pause = FIRST_PAUSE
                await work_with(app)
        except Exception as failed:
            log.warning("not doing jobs: %s", str(failed).strip().partition("\n")[0] or type(failed).__name__)
        await asyncio.sleep(pause)
        pause = min(2 * pause, LONGEST_PAUSE)


async def work_with(app: App, *, wait: bool = True) -> None:
    """Do jobs until the database is lost, or without ``wait`` until nothing is due; meanwhile look after the dead."""
    watching = asyncio.create_task(_rescue_for_ever(app))
    try:
        await app.run_worker_async(
            wait=wait,
            concurrency=AT_ONCE,
            fetch_job_polling_interval=LOOK_SECONDS,
            update_heartbeat_interval=BEAT_SECONDS,
            stalled_worker_timeout=DEAD_SECONDS,
            shutdown_graceful_timeout=STOP_SECONDS,
            install_signal_handlers=False,
        )
    finally:
        watching.cancel()
        with suppress(asyncio.CancelledError):
            await watching


async def rescue(app: App) -> None:
    """Put what a dead worker was doing in line again; what has killed several workers is given up."""
    for job in await app.job_manager.get_stalled_jobs(seconds_since_heartbeat=DEAD_SECONDS):
        with suppress(ConnectorException):  # another worker was quicker
            if retrying.is_last_try(job):
                await app.job_manager.finish_job(job=job, status=Status.FAILED, delete_job=False)
            else:
                await app.job_manager.retry_job(job)


def made() -> App:
    """The app with its tasks, on the database of the settings."""
    logging.getLogger("procrastinate").setLevel(logging.WARNING)  # of each try that failed, tasks.noted says a line
    url = db.url().replace("+psycopg", "", 1)
    connector = PsycopgConnector(conninfo=url, min_size=1, max_size=AT_ONCE, timeout=5, kwargs={"connect_timeout": 5})
    app = App(connector=connector)
    tasks.register(app)
    return app


def run() -> None:
    """Do jobs until SIGINT or SIGTERM."""
    logging.basicConfig(level=settings().log_level.upper(), format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    asyncio.run(_until_told())


async def _until_told() -> None:
    working = asyncio.create_task(work())
    for told in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(told, working.cancel)
    with suppress(asyncio.CancelledError):
        await working


async def _rescue_for_ever(app: App) -> None:
    while True:
        with suppress(ConnectorException):
            await rescue(app)
        await asyncio.sleep(BEAT_SECONDS)
