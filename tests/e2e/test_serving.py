"""Serving as people run it: it survives a killed database and a killed worker, stops cleanly, leaves nothing behind."""

import os
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import psutil
import pytest

from tests.e2e.conftest import wait_until_ready
from tests.ports import free_port
from timetrack import frontend
from timetrack.embedded import EmbeddedServer

pytestmark = pytest.mark.slow
PATIENCE_SECONDS = 120


class Served:
    """One `serve` over an embedded server of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.port, self.log = folder, free_port(), (folder / "log").open("w+")
        address = {"PORT": str(self.port), "HOST": "127.0.0.1", "BASE_URL": "", "DATABASE_URL": ""}
        self.process = subprocess.Popen(
            [sys.executable, "-m", "timetrack", "serve"],
            cwd=frontend.ROOT,
            env=os.environ | address | {"TIMETRACK_DATA_DIR": str(folder)},
            stdout=self.log,
            stderr=subprocess.STDOUT,
        )
        wait_until_ready(self.address("/readyz"), self.process, self.log)
        deadline = time.monotonic() + PATIENCE_SECONDS
        while "ready" not in self.said() and time.monotonic() < deadline:
            time.sleep(0.05)

    def said(self) -> str:
        return (self.folder / "log").read_text()

    def address(self, path: str) -> str:
        return f"http://127.0.0.1:{self.port}{path}"

    def wait_until_ready_again(self) -> None:
        deadline = time.monotonic() + PATIENCE_SECONDS
        while time.monotonic() < deadline:
            with suppress(OSError), urllib.request.urlopen(self.address("/readyz"), timeout=2):
                return
            time.sleep(0.05)
        pytest.fail(f"not ready again:\n{self.said()[-2000:]}")

    @property
    def database(self) -> EmbeddedServer:
        return EmbeddedServer(self.folder)

    def database_process(self) -> psutil.Process:
        """The server of the database, once one runs."""
        deadline = time.monotonic() + PATIENCE_SECONDS
        while time.monotonic() < deadline:
            found = self.database.process()
            if found is not None:
                return found
            time.sleep(0.05)
        pytest.fail(f"no database:\n{self.said()[-2000:]}")


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    """A served Timetrack that is ready; whatever is left of it is ended afterwards."""
    frontend.ensure_built()
    running = Served(tmp_path)
    family = [running.process.pid, *(child.pid for child in psutil.Process(running.process.pid).children())]
    yield running
    for pid in family:
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
    running.process.wait()
    running.database.stop()
    running.log.close()


def test_a_killed_database_comes_back_under_the_running_app(served: Served) -> None:
    killed = served.database_process()
    killed.kill()
    psutil.wait_procs([killed], timeout=PATIENCE_SECONDS)
    assert served.database_process() != killed
    served.wait_until_ready_again()


def test_a_killed_worker_is_replaced(served: Served) -> None:
    (worker,) = psutil.Process(served.process.pid).children()
    worker.kill()
    worker.wait(timeout=PATIENCE_SECONDS)
    served.wait_until_ready_again()


@pytest.mark.parametrize("asked", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_asked_to_stop_it_ends_its_database_too(served: Served, asked: signal.Signals) -> None:
    served.process.send_signal(asked)
    assert served.process.wait(timeout=PATIENCE_SECONDS) == 0
    assert not served.database.is_running()
    assert served.said() == f"Timetrack is ready at http://localhost:{served.port}\n"


def test_killed_itself_it_frees_the_port_and_the_next_start_takes_over(served: Served) -> None:
    family = psutil.Process(served.process.pid).children()
    served.process.kill()
    served.process.wait()
    assert psutil.wait_procs(family, timeout=PATIENCE_SECONDS)[1] == []
    again = Served(served.folder)
    again.process.terminate()
    assert again.process.wait(timeout=PATIENCE_SECONDS) == 0
    assert not again.database.is_running()
    again.log.close()
