"""How much JavaScript a first visit loads, held against a blank Reflex page."""

import urllib.request
from functools import lru_cache
from urllib.parse import urlsplit

from playwright.sync_api import Browser, Page

from bench.apps import bare_reflex, timetrack
from bench.measure import Goal, Line, show
from bench.visit import set_up
from tests import browser as chromium

PAGES = ("/login", "/", "/time", "/team")
GOAL = Goal(1.15)
CHART = "plotly"


def main(_most_rows: int) -> None:
    """Print the table for each page."""
    with bare_reflex() as bare, timetrack() as ours, chromium.launched() as browser:
        page = set_up(browser.new_context(base_url=ours))
        page.get_by_role("button", name="Start timer").click()
        page.get_by_role("button", name="Stop timer").wait_for()
        person = page.context.storage_state()
        blank = sum(map(_gzipped, _scripts(browser, f"{bare}/", None)))
        lines = [_line(browser, ours, path, None if path == "/login" else person, blank) for path in PAGES]
    show("JavaScript of a first visit, gzipped, against a blank Reflex page", lines)


def _line(browser: Browser, url: str, path: str, person: object, blank: int) -> Line:
    """The chart counts apart: it is fetched once the page stands."""
    scripts = _scripts(browser, url + path, person)
    chart = sum(_gzipped(script) for script in scripts if CHART in script)
    loaded = sum(map(_gzipped, scripts)) - chart
    remark = f"{len(scripts)} files" + (f"; the chart, after paint: {chart / 1000:,.0f} KB" if chart else "")
    return Line(path, "KB", blank / 1000, loaded / 1000, [loaded / blank], GOAL, remark)


def _scripts(browser: Browser, url: str, person: object) -> list[str]:
    """The address of every script that a browser with an empty cache asks for until the network is quiet."""
    context = browser.new_context(storage_state=person)  # type: ignore[arg-type]
    page: Page = context.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(url, wait_until="networkidle")
    page.wait_for_timeout(1500)
    context.close()
    return sorted({address for address in asked if urlsplit(address).path.endswith((".js", ".mjs"))})


@lru_cache
def _gzipped(url: str) -> int:
    request = urllib.request.Request(url, headers={"Accept-Encoding": "gzip"})
    with urllib.request.urlopen(request) as answer:
        return len(answer.read())
