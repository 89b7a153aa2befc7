"""A browser tab reduced to its socket: connects, sends any event with any payload, keeps every answer."""

import asyncio
import json
import os
import subprocess
import sys
import time
import urllib.request
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import uuid4

import socketio

from tests.ports import free_port

ROOT = Path(__file__).resolve().parents[2]
BASE = "reflex___state____state"
HYDRATE = f"{BASE}.hydrate_and_load"
APP = f"{BASE}.timetrack___states___base____app_state"
SHOW_NOTICE, DISMISS_NOTICE = f"{APP}.show_notice", f"{APP}.dismiss_notice"
LAST = "that was the last one"
PATIENCE, LONGEST = 30.0, 240.0
"""So many seconds a busy machine may take for one answer, and for hundreds; how fast it is, bench/ says."""


@dataclass
class RawTab:
    """One open socket and everything it was sent."""

    client: socketio.AsyncClient
    url: str
    path: str = "/"
    updates: list[dict[str, Any]] = field(default_factory=list)
    heard: asyncio.Event = field(default_factory=asyncio.Event)
    heard_at: float = 0

    async def send(self, /, event: str, **payload: Any) -> None:
        """Send an event as the frontend would."""
        await self.send_raw({"name": event, "payload": payload, "router_data": self._router_data()})

    async def send_raw(self, message: Any) -> None:
        """Send anything at all."""
        await self.client.emit("event", message, namespace="/_event")

    async def settle(self, quiet: float = 0.25, at_most: float = 5.0) -> None:
        """Give what may come by itself time to come; for what must come there are ``finish`` and ``hears``."""
        deadline = time.monotonic() + at_most
        while time.monotonic() < deadline:
            self.heard.clear()
            try:
                await asyncio.wait_for(self.heard.wait(), quiet)
            except TimeoutError:
                return

    async def finish(self) -> None:
        """Wait until everything sent so far, and what it led to, is worked off: a tab's events are taken in order.

        A notice is shown and dismissed for that; nothing of it is left in ``updates``.
        """
        await self.send(SHOW_NOTICE, title=LAST, detail="", tone="info")
        await self._until(lambda: LAST in self.text, LONGEST)
        (shown,) = [notice["notice_id"] for notice in self.held["notices"] if notice["title"] == LAST]
        await self.send(DISMISS_NOTICE, notice_id=shown)
        await self._until(lambda: LAST not in json.dumps(self.held["notices"]), LONGEST)
        self._leave_out_the_last_notice()

    async def hears(self, wanted: str) -> None:
        """Wait until ``wanted`` stands in an answer; raises TimeoutError."""
        await self._until(lambda: wanted in self.text, PATIENCE)

    async def _until(self, is_so: Callable[[], bool], within: float) -> None:
        deadline = time.monotonic() + within
        while not is_so():
            self.heard.clear()
            await asyncio.wait_for(self.heard.wait(), max(0.001, deadline - time.monotonic()))

    def forget(self) -> None:
        """Start collecting anew."""
        self.updates.clear()

    @property
    def text(self) -> str:
        """Every answer as text, to look for what must not be there."""
        return json.dumps(self.updates, ensure_ascii=False)

    @property
    def redirects(self) -> list[str]:
        """Where this tab was sent."""
        events = [event for update in self.updates for event in update.get("events", [])]
        return [event["payload"]["path"] for event in events if event["name"] == "_redirect"]

    @property
    def held(self) -> dict[str, Any]:
        """What the browser holds by now: var names, without their states, to their last values."""
        names: dict[str, Any] = {}
        for update in self.updates:
            for values in update.get("delta", {}).values():
                names |= {name.removesuffix("_rx_state_"): value for name, value in values.items()}
        return names

    async def close(self) -> None:
        """Hang up."""
        await self.client.disconnect()

    def _leave_out_the_last_notice(self) -> None:
        before: list[Any] = []
        for update in list(self.updates):
            said = update.get("delta", {}).get(APP, {})
            if "notices_rx_state_" in said:
                notices = [notice for notice in said["notices_rx_state_"] if notice["title"] != LAST]
                if update == {"delta": {APP: said}} and len(said) == 1 and notices == before:
                    self.updates.remove(update)
                before = said["notices_rx_state_"] = notices

    def _router_data(self) -> dict[str, Any]:
        return {"pathname": self.path, "query": {}, "asPath": self.path}


async def open_tab(
    url: str,
    *,
    cookie: str | None = None,
    token: str | None = None,
    path: str = "/",
    origin: str | None = None,
    host: str | None = None,
    hydrate: bool = True,
) -> RawTab:
    """Connect as a browser with ``cookie`` in the tab called ``token`` would, and wait until it is loaded."""
    client = socketio.AsyncClient(reconnection=False)
    tab = RawTab(client, url, path)

    def hear(update: dict[str, Any]) -> None:
        tab.updates.append(update)
        tab.heard_at = time.perf_counter()
        tab.heard.set()

    client.on("event", hear, namespace="/_event")
    said = {"Cookie": cookie, "Origin": origin, "Host": host}
    headers = {name: value for name, value in said.items() if value is not None}
    await client.connect(
        f"{url}?token={token or uuid4()}",
        headers=headers,
        transports=["websocket"],
        namespaces=["/_event"],
        socketio_path="_event",
    )
    if hydrate:
        await tab.send(HYDRATE)
        await tab.hears('"is_hydrated_rx_state_": true')
        await tab.settle(quiet=0.1)
    return tab


@asynccontextmanager
async def tab_of(url: str, **looks: Any) -> AsyncIterator[RawTab]:
    """An open tab that is closed again."""
    tab = await open_tab(url, **looks)
    try:
        yield tab
    finally:
        await tab.close()


@contextmanager
def serving(target: str, log: Path, **environment: str) -> Iterator[str]:
    """The URL of ``target``, an ASGI factory, served by granian in a process of its own."""
    port = free_port()
    command = [sys.executable, "-m", "granian", "--interface", "asgi", "--factory", "--port", str(port), target]
    settings = {"PORT": str(port), "REFLEX_ENV_MODE": "prod", "__REFLEX_SKIP_COMPILE": "true", **environment}
    with log.open("a") as output:
        server = subprocess.Popen(command, cwd=ROOT, env=os.environ | settings, stdout=output, stderr=output)
    try:
        wait_until_up(f"http://127.0.0.1:{port}", server, log)
        yield f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        try:
            server.wait(10)
        except subprocess.TimeoutExpired:
            server.kill()


def wait_until_up(url: str, server: subprocess.Popen[bytes], log: Path) -> None:
    """Wait until the server answers; fails with its log."""
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and server.poll() is None:
        with suppress(OSError), urllib.request.urlopen(f"{url}/ping", timeout=2):
            return
        time.sleep(0.05)
    raise AssertionError(f"the server does not answer:\n{log.read_text()[-4000:]}")
