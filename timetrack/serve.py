"""Serving: the database up and migrated, the pages built, then one port for everything."""

import encodings.idna  # noqa: F401 - a thread that imports it while the worker is forked would lock the worker out of it
import gc
import logging
import os
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from types import FrameType
from typing import Any
from urllib.error import URLError

from granian._internal import load_target
from granian.constants import Interfaces
from granian.log import LogLevels
from granian.server import MPServer

from timetrack import frontend, postgres, schema
from timetrack.config import Settings, settings
from timetrack.errors import TimetrackError

STOP_SECONDS = 8
"""A worker that is told to stop needs less than one on a quiet machine, up to five on a busy one."""
READY_SECONDS = 60


class PortTaken(TimetrackError):
    """Another program listens on this port."""

    code = "port_taken"
    status = 500


def serve() -> None:
    """Serve until SIGINT, SIGTERM or the terminal is closed; then close what is open and stop the database if nobody else uses it."""
    signal.signal(signal.SIGTERM, _leave)
    here = settings()
    refuse_taken_port(here)
    with ready_database() as url:
        frontend.ensure_built()
        os.environ |= frontend.SERVE_ENVIRONMENT | {"DATABASE_URL": url}
        settings.cache_clear()
        os.chdir(frontend.ROOT)
        threading.Thread(target=_announce_when_ready, args=(here,), daemon=True).start()
        server = _granian(here)
        server.on_startup(lambda: signal.signal(signal.SIGHUP, server.signal_handler_interrupt))
        server.serve(target_loader=load_app)


def develop() -> None:
    """Serve with hot reload: a saved file is compiled again and shows after a reload of the page."""
    signal.signal(signal.SIGTERM, _leave)
    here = settings()
    refuse_taken_port(here)
    with ready_database() as url:
        command = [sys.executable, "-m", "reflex", "run", "--env", "preview"]
        ports = ["--frontend-port", str(here.port), "--backend-port", str(here.port), "--backend-host", here.host]
        environment = frontend.environment() | {"DATABASE_URL": url, "REFLEX_ENV_MODE": "preview"}
        reflex = subprocess.Popen([*command, *ports], cwd=frontend.ROOT, env=environment)
        try:
            reflex.wait()
        except (KeyboardInterrupt, SystemExit):
            reflex.terminate()
            reflex.wait(timeout=STOP_SECONDS)


@contextmanager
def ready_database() -> Iterator[str]:
    """The URL of a database that is up, suitable and migrated; an embedded one is kept running meanwhile."""
    here = settings()
    if here.database_url:
        postgres.require_suitable(here.database_url)
        schema.upgrade(here.database_url)
        yield here.database_url
        return
    url = postgres.embedded_url(here.data_dir)
    with postgres.kept_running(here.data_dir):
        schema.upgrade(url)
        yield url


def refuse_taken_port(here: Settings) -> None:
    """Raise PortTaken while another program listens where we are about to."""
    family = socket.AF_INET6 if ":" in here.host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((here.host.strip("[]"), here.port))
        except OSError as refused:
            raise PortTaken(
                f"Port {here.port} on {here.host} is not free ({refused.strerror})."
                f" Stop what uses it, or choose another: PORT={here.port + 1} make run"
            ) from refused


def load_app(target: str) -> Callable[..., Any]:
    """Runs in the worker: the app, and a watch that ends the worker when its parent was killed.

    What is loaded now stays for good. Frozen, it is not looked through by each full garbage collection, during which
    nobody is served: a tenth of a second.
    """
    threading.Thread(target=_end_with_parent, args=(os.getppid(),), daemon=True).start()
    logging.basicConfig(level=settings().log_level.upper(), format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    app: Callable[..., Any] = load_target(target, factory=True)
    gc.collect()
    gc.freeze()
    return app


def _granian(here: Settings) -> MPServer:
    return MPServer(
        target="timetrack.timetrack:app",
        factory=True,
        interface=Interfaces.ASGI,
        address=here.host,
        port=here.port,
        workers=1,
        respawn_failed_workers=True,
        workers_kill_timeout=STOP_SECONDS,
        log_level=LogLevels.debug if here.log_level == "debug" else LogLevels.warning,
        websockets=True,
    )


def _announce_when_ready(here: Settings) -> None:
    host = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(here.host, here.host)
    deadline = time.monotonic() + READY_SECONDS
    while time.monotonic() < deadline:
        with suppress(URLError, OSError), urllib.request.urlopen(f"http://{host}:{here.port}/readyz", timeout=2):
            sys.stdout.write(f"Timetrack is ready at {here.url}\n")
            return sys.stdout.flush()
        time.sleep(0.1)
    logging.getLogger(__name__).error("Timetrack does not answer on port %s.", here.port)


def _end_with_parent(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(0.5)
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(STOP_SECONDS)
    os._exit(1)


def _leave(_signal: int, _frame: FrameType | None) -> None:
    raise SystemExit(0)
