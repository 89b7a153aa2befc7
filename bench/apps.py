"""Two apps to hold beside each other: Timetrack as people get it, and a Reflex app with a blank page and a counter."""

import atexit
import os
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from functools import lru_cache
from pathlib import Path

from bench.measure import say
from bench.server import database, server
from tests.ports import free_port
from timetrack import frontend

READY_SECONDS = 300

CONFIG = """
import reflex as rx
from reflex.plugins import RadixThemesPlugin, SitemapPlugin

config = rx.Config(
    app_name="blank", api_url="http://localhost:{port}", telemetry_enabled=False, show_built_with_reflex=False,
    state_manager_mode=rx.constants.StateManagerMode.MEMORY, frontend_compression_formats=["gzip", "brotli"],
    plugins=[RadixThemesPlugin()], disable_plugins=[SitemapPlugin],
)
"""
APP = """
import reflex as rx
from . import blank_page, counter_page

app = rx.App()
app.add_page(blank_page.blank, route="/")
app.add_page(counter_page.counter, route="/counter")
"""
BLANK_PAGE = """
import reflex as rx

def blank() -> rx.Component:
    return rx.el.main(rx.el.h1("Blank"))
"""
COUNTER_PAGE = """
import reflex as rx

class Counter(rx.State):
    count: int = 0

    @rx.event
    async def add(self):
        self.count += 1

def counter() -> rx.Component:
    return rx.el.main(rx.el.output(Counter.count), rx.el.button("Add", on_click=Counter.add))
"""


@contextmanager
def timetrack() -> Iterator[str]:
    """The URL of Timetrack, built for production and served over an empty database of its own."""
    frontend.ensure_built()
    port = free_port()
    command = [sys.executable, "-m", "timetrack", "serve"]
    with server() as here, database(here, "clicks") as url:
        given = {"DATABASE_URL": url, "PORT": str(port), "HOST": "127.0.0.1", "BASE_URL": ""}
        with _served(command, frontend.ROOT, given, f"http://localhost:{port}/readyz"):
            yield f"http://localhost:{port}"


@contextmanager
def bare_reflex() -> Iterator[str]:
    """The URL of an app with nothing but a blank page, and a counter at /counter; built in a temporary folder."""
    folder, port = _built()
    command = [sys.executable, "-m", "granian", "--interface", "asgi", "--factory", "--host", "127.0.0.1"]
    command += ["--port", str(port), "--log-level", "warning", "blank.blank:app"]
    with _served(command, folder, frontend.SERVE_ENVIRONMENT, f"http://localhost:{port}/ping"):
        yield f"http://localhost:{port}"


@lru_cache
def _built() -> tuple[Path, int]:
    """The folder of the bare app, built once for all benches, and the port it is built for."""
    folder, port = Path(tempfile.mkdtemp(prefix="timetrack-bench-")), free_port()
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    began = time.monotonic()
    _build(folder, port)
    say(f"The bare app is built, in {time.monotonic() - began:.0f} s.")
    return folder, port


def _build(folder: Path, port: int) -> None:
    files = {
        "rxconfig.py": CONFIG.format(port=port),
        "blank/__init__.py": "",
        "blank/blank.py": APP,
        "blank/blank_page.py": BLANK_PAGE,
        "blank/counter_page.py": COUNTER_PAGE,
    }
    for name, text in files.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(text)
    command = [sys.executable, "-m", "reflex", "export", "--frontend-only", "--no-zip"]
    environment = _own_environment(folder, {})
    done = subprocess.run(
        command, check=False, cwd=folder, env=environment, stdin=subprocess.DEVNULL, capture_output=True, text=True
    )
    if done.returncode:
        raise SystemExit(f"The bare app could not be built:\n{done.stdout[-2000:]}{done.stderr[-2000:]}")


@contextmanager
def _served(command: Sequence[str], folder: Path, given: Mapping[str, str], probe: str) -> Iterator[None]:
    own = dict(os.environ) if folder == frontend.ROOT else _own_environment(folder, {})
    with tempfile.TemporaryFile("w+") as log:
        process = subprocess.Popen(command, cwd=folder, env={**own, **given}, stdout=log, stderr=subprocess.STDOUT)
        try:
            deadline = time.monotonic() + READY_SECONDS
            while not answers(probe):
                if process.poll() is not None or time.monotonic() > deadline:
                    log.seek(0)
                    raise SystemExit(f"{probe} does not answer:\n{log.read()[-2000:]}")
                time.sleep(0.1)
            yield
        finally:
            process.terminate()
            process.wait(timeout=30)


def _own_environment(folder: Path, given: Mapping[str, str]) -> dict[str, str]:
    """Reflex's own commands in ``folder``, untouched by the settings of the app around it."""
    kept = {name: value for name, value in frontend.environment().items() if name != "PYTHONPATH"}
    return kept | {"REFLEX_WEB_WORKDIR": str(folder / ".web")} | dict(given)


def answers(url: str) -> bool:
    """Whether something answers there."""
    with suppress(OSError), urllib.request.urlopen(url, timeout=2):
        return True
    return False
