"""From a click to another's board, from a session's end to its empty tab, from one change to a hundred boards."""

import asyncio
import json
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median, quantiles
from time import perf_counter, sleep

import socketio
from playwright.sync_api import Page, ViewportSize

from bench.apps import answers, timetrack
from bench.measure import PAIRS, Goal, Line, say, show
from bench.visit import set_up
from tests import browser as chromium
from tests.ports import free_port
from tests.states import raw
from timetrack import db
from timetrack.domain import auth, people, timer
from timetrack.models import User

CHANGES, BOARDS, ROUNDS = 200, 100, 12
LIVE_P99_GOAL, FAN_OUT_GOAL = 1000, Goal(1.5)
DESK: ViewportSize = {"width": 1280, "height": 800}

EMITTER = """
import socketio

server = socketio.AsyncServer(async_mode="asgi", cors_allowed_origins="*")
app = socketio.ASGIApp(server)

@server.on("go")
async def go(sid, message):
    await server.emit("event", message)
"""
"""A server that does nothing but pass one message on to everybody."""

NOTE_CHANGES = """
(name) => {
  window.seen = [];
  const card = () => [...document.querySelectorAll(".tt-board-card")].find((one) => one.textContent.includes(name));
  let state = card().dataset.state;
  new MutationObserver(() => {
    const now = card()?.dataset.state;
    if (!now || now === state) return;
    state = now;
    window.seen.push(performance.timeOrigin + performance.now());
  }).observe(document, { subtree: true, childList: true, attributes: true });
}
"""
CLICK = """
(button) => {
  const clicked = performance.timeOrigin + performance.now();
  document.querySelector(button).click();
  return clicked;
}
"""
START, STOP = 'button[aria-label="Start timer"]', 'button[aria-label="Stop timer"]'


def main(_most_rows: int) -> None:
    """Print both tables."""
    with timetrack() as ours:
        with chromium.launched() as browser:
            mover = set_up(browser.new_context(base_url=ours, viewport=DESK))
            board = browser.new_context(base_url=ours, viewport=DESK, storage_state=None).new_page()
            _sign_in_colleague(board, ours)
            times = _clicks(mover, board)
        _say_live("From a click to another person's board", times)
        show(f"One change to {BOARDS} open boards, against a bare socket.io emit", asyncio.run(_fan_out(ours)))


def _sign_in_colleague(page: Page, url: str) -> None:
    with db.transaction() as session:
        found = people.people_by_email(session, ["mira@harbour.example"])
        mira = found["mira@harbour.example"]
        viewer = people.add_person(session, mira, name="Viewer", email="viewer@harbour.example", timezone="UTC")
    page.context.add_cookies([{"name": "timetrack", "value": _secret(viewer), "url": url}])
    page.goto("/team", wait_until="networkidle")
    page.wait_for_selector(".tt-board-card")


def _clicks(mover: Page, board: Page) -> list[float]:
    """Milliseconds from each click to the change of the other browser's card; both clocks are this machine's."""
    mover.goto("/time", wait_until="networkidle")
    board.evaluate(NOTE_CHANGES, "Mira")
    times = []
    for n in range(CHANGES):
        button = (START, STOP)[n % 2]
        mover.wait_for_selector(button)
        clicked = mover.evaluate(CLICK, button)
        board.wait_for_function("(count) => window.seen.length >= count", arg=n + 1)
        times.append(board.evaluate(f"window.seen[{n}]") - clicked)
        mover.wait_for_timeout(60)
    return times


def _say_live(what: str, times: list[float]) -> None:
    p99 = _p99(times)
    verdict = "met" if p99 <= LIVE_P99_GOAL else "missed"
    say(f"\n{what}, {len(times)} times: p50 {median(times):.0f} ms, p99 {p99:.0f} ms,")
    say(f"longest {max(times):.0f} ms; goal: within a second: {verdict}.")


async def _fan_out(url: str) -> list[Line]:
    team = _viewers()
    mover, viewers = team[0], team[1:]
    boards = [await raw.open_tab(url, cookie=f"timetrack={_secret(one)}", path="/team") for one in viewers]
    size = await _message_size(boards, mover)
    floors, ours = [], []
    with _emitter() as bare:
        sockets = [await _connected(bare) for _ in range(BOARDS)]
        for _ in range(PAIRS):
            floors.append(await _emits(sockets, "x" * size))
            ours.append(await _changes(boards, mover))
        for socket in sockets:
            await socket.disconnect()
    ends = [await _end(board, viewer) for board, viewer in zip(boards, viewers, strict=True)]
    _say_live("From the end of a session to its emptied tab, while the others stay open", ends)
    remark = f"{size} bytes a tab; {PAIRS} × {ROUNDS} changes"
    return [_line("p50", floors, ours, median, remark), _line("p99", floors, ours, _p99, "")]


def _line(
    what: str, floors: list[list[float]], ours: list[list[float]], figure: Callable[[list[float]], float], remark: str
) -> Line:
    ratios = [figure(mine) / figure(floor) for floor, mine in zip(floors, ours, strict=True)]
    floor, mine = median(map(figure, floors)), median(map(figure, ours))
    return Line(what, "ms", floor, mine, ratios, FAN_OUT_GOAL, remark)


def _viewers() -> list[User]:
    with db.transaction() as session:
        founder = people.people_by_email(session, ["mira@harbour.example"])["mira@harbour.example"]
        return [
            people.add_person(session, founder, name=f"Person {n}", email=f"p{n}@harbour.example", timezone="UTC")
            for n in range(BOARDS + 1)
        ]


async def _changes(boards: list[raw.RawTab], mover: User) -> list[float]:
    """Milliseconds from the commit of each change to each board's message."""
    times: list[float] = []
    for _ in range(ROUNDS):
        arrived = [asyncio.create_task(_next_part(board)) for board in boards]
        await asyncio.sleep(0.25)
        committed = await asyncio.to_thread(_change, mover)
        times += [(at - committed) * 1000 for at in await asyncio.gather(*arrived)]
    return times


async def _next_part(board: raw.RawTab) -> float:
    board.forget()
    while not any("part_" in json.dumps(update.get("delta", {})) for update in board.updates):
        board.heard.clear()
        await asyncio.wait_for(board.heard.wait(), 10)
    return board.heard_at


async def _end(board: raw.RawTab, viewer: User) -> float:
    """Milliseconds from the end of a person's sessions to the message that empties their tab."""
    board.forget()
    committed = await asyncio.to_thread(_sign_out, viewer)
    await board.hears("/login?error=expired")
    await board.close()
    return (board.heard_at - committed) * 1000


async def _emits(sockets: list[socketio.AsyncClient], message: str) -> list[float]:
    """Milliseconds from sending one message to its arrival at each socket."""
    times: list[float] = []
    loop = asyncio.get_running_loop()
    for _ in range(ROUNDS):
        arrived = [loop.create_future() for _ in sockets]
        for socket, future in zip(sockets, arrived, strict=True):
            socket.on("event", lambda _message, future=future: future.set_result(perf_counter()))
        await asyncio.sleep(0.25)
        sent = perf_counter()
        await sockets[0].emit("go", message)
        times += [(at - sent) * 1000 for at in await asyncio.gather(*arrived)]
    return times


async def _message_size(boards: list[raw.RawTab], mover: User) -> int:
    arrived = asyncio.create_task(_next_part(boards[0]))
    await asyncio.sleep(0.25)
    await asyncio.to_thread(_change, mover)
    await arrived
    return len(json.dumps(boards[0].updates[-1]))


async def _connected(url: str) -> socketio.AsyncClient:
    client = socketio.AsyncClient(reconnection=False)
    await client.connect(url, transports=["websocket"])
    return client


@contextmanager
def _emitter() -> Iterator[str]:
    port = free_port()
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "emitter.py").write_text(EMITTER)
        command = [sys.executable, "-m", "granian", "--interface", "asgi", "--port", str(port), "emitter:app"]
        process = subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            while not answers(f"http://127.0.0.1:{port}/socket.io/?EIO=4&transport=polling"):
                sleep(0.1)
            yield f"http://127.0.0.1:{port}"
        finally:
            process.terminate()
            process.wait(timeout=30)


def _change(mover: User) -> float:
    """Start the mover's timer, or stop it; when that was committed."""
    with db.transaction() as session:
        if timer.running_entry(session, mover.user_id) is None:
            timer.start_timer(session, mover, description="Checkout flow: address step")
        else:
            timer.stop_timer(session, mover)
    return perf_counter()


def _sign_out(person: User) -> float:
    """Sign a person out everywhere; when that was committed."""
    with db.transaction() as session:
        auth.end_sessions_of(session, person, person.user_id)
    return perf_counter()


def _secret(person: User) -> str:
    with db.transaction() as session:
        return auth.open_session(session, person, address="127.0.0.1", user_agent="bench", stay=True)


def _p99(times: list[float]) -> float:
    return quantiles(times, n=100, method="inclusive")[98]
