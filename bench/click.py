"""From the click on "Start timer" to the timer's row on screen, held against a bare Reflex counter."""

from collections.abc import Callable
from itertools import chain
from statistics import median, quantiles

from playwright.sync_api import Page, ViewportSize

from bench.apps import bare_reflex, timetrack
from bench.measure import DRIFT, PAIRS, TRIES, Goal, Line, show
from bench.visit import set_up
from tests import browser as chromium

CLICKS = 15
P50_GOAL, P99_GOAL = Goal(3), Goal(10)
DESK: ViewportSize = {"width": 1280, "height": 800}
ECHO_MILLISECONDS = 150
"""How long the echo of a change may keep the server busy; nobody clicks again before."""

CLICK_AND_WAIT = """
([button, wanted]) => new Promise((resolve, reject) => {
  const shown = () => document.querySelector(wanted);
  const giveUp = setTimeout(() => reject(new Error(`${wanted} did not come`)), 10000);
  const began = performance.now();
  const watch = new MutationObserver(() => {
    if (!shown()) return;
    const took = performance.now() - began;
    watch.disconnect();
    clearTimeout(giveUp);
    resolve(took);
  });
  watch.observe(document, { subtree: true, childList: true, attributes: true, characterData: true });
  document.querySelector(button).click();
})
"""
"""Milliseconds from the click to the change of the page, on the page's own clock."""

COUNT_AND_WAIT = """
() => new Promise((resolve) => {
  const output = document.querySelector("output");
  const began = performance.now();
  const watch = new MutationObserver(() => { watch.disconnect(); resolve(performance.now() - began); });
  watch.observe(output, { subtree: true, childList: true, characterData: true });
  document.querySelector("main button").click();
})
"""
START, STOP = 'button[aria-label="Start timer"]', 'button[aria-label="Stop timer"]'
ROW = '[data-entry][data-running="true"]'


def main(_most_rows: int) -> None:
    """Print the table."""
    with bare_reflex() as bare, timetrack() as ours, chromium.launched() as browser:
        counter = browser.new_page(viewport=DESK)
        counter.goto(f"{bare}/counter", wait_until="networkidle")
        page = set_up(browser.new_context(base_url=ours, viewport=DESK))
        page.goto("/time", wait_until="networkidle")
        floors, times = _in_turn(lambda: _count(counter), lambda: _start(page))
    p50s = [median(mine) / median(floor) for floor, mine in zip(floors, times, strict=True)]
    floor, mine = list(chain(*floors)), list(chain(*times))
    p99 = _p99(mine) / _p99(floor)
    show(
        "Click to timer row, against a bare Reflex counter",
        [
            Line("p50", "ms", median(floor), median(mine), p50s, P50_GOAL, f"{len(mine)} clicks"),
            Line("p99", "ms", _p99(floor), _p99(mine), [p99], P99_GOAL, "all clicks together"),
        ],
    )


def _in_turn(
    floor: Callable[[], list[float]], ours: Callable[[], list[float]]
) -> tuple[list[list[float]], list[list[float]]]:
    """Blocks of clicks in turn; a pair between floors that differ by more than a fifth is taken again."""
    ours()
    floors, times = [], []
    before = floor()
    for _ in range(TRIES):
        mine, after = ours(), floor()
        if abs(median(before) - median(after)) <= DRIFT * min(median(before), median(after)):
            floors.append(before)
            times.append(mine)
        before = after
        if len(floors) == PAIRS:
            break
    if not floors:
        raise SystemExit("The counter never held still. Try again on a quieter machine.")
    return floors, times


def _count(page: Page) -> list[float]:
    return [page.evaluate(COUNT_AND_WAIT) for _ in range(CLICKS)]


def _start(page: Page) -> list[float]:
    """Start a timer and wait for its row among the entries; the stop in between is not timed and drops the entry."""
    times = []
    for _ in range(CLICKS):
        times.append(page.evaluate(CLICK_AND_WAIT, [START, ROW]))
        page.click(STOP)
        page.wait_for_selector(ROW, state="detached")
        page.wait_for_selector(START)
        page.wait_for_timeout(ECHO_MILLISECONDS)
    return times


def _p99(times: list[float]) -> float:
    return quantiles(times, n=100, method="inclusive")[98]
