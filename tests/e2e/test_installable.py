"""Timetrack as an installed app: Chrome finds nothing missing, a server that is away is told, a new build is offered."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests import browser as chromium
from tests.e2e.conftest import App, replace_worker
from tests.e2e.steps import assert_accessible, set_up
from timetrack import frontend

pytestmark = pytest.mark.usefixtures("empty_workspace")

CONTROLLED = "navigator.serviceWorker.ready.then(() => null)"
WAITS = "navigator.serviceWorker.getRegistration().then(async worker => Boolean((await worker.update()).waiting))"
"""Looks for a newer build, and says whether one waits."""
KEPT = """async () => {
    const names = await caches.keys();
    const kept = await Promise.all(names.map(async name => (await (await caches.open(name)).keys()).map(one => new URL(one.url).pathname)));
    return [names.length, kept.flat()];
}"""


def test_chrome_would_install_it(app: App, browser: Browser, tmp_path: Path) -> None:
    with chromium.lasting(browser, tmp_path) as context:
        page = context.new_page()
        page.goto(f"{app.url}/login")
        page.evaluate(CONTROLLED)
        chrome = context.new_cdp_session(page)
        assert chrome.send("Page.getInstallabilityErrors")["installabilityErrors"] == []
        found = chrome.send("Page.getAppManifest")
        assert found["errors"] == []
        manifest = json.loads(found["data"])
        assert {icon["purpose"] for icon in manifest["icons"]} == {"any", "maskable"}
        assert [shortcut["name"] for shortcut in manifest["shortcuts"]] == ["Start timer", "Log time"]


def test_without_its_server_it_says_so_and_keeps_no_page(page: Page, page_errors: list[str]) -> None:
    set_up(page)
    page.evaluate(CONTROLLED)
    page.goto("/time")
    expect(page.get_by_role("button", name="Start timer")).to_be_visible()
    page.reload()
    expect(page.get_by_role("button", name="Start timer")).to_be_visible()
    number, kept = page.evaluate(KEPT)
    assert number == 1
    hashed = {path for path in kept if path.startswith("/assets/")}
    assert len(hashed) > 3
    assert set(kept) - hashed == {"/offline.html", "/offline.js"}

    offline(page.context, is_offline=True)
    page.goto("/clients")
    expect(page.get_by_text("Your timer goes on on the server.")).to_be_visible()
    assert_accessible(page)
    with page.expect_navigation():
        page.get_by_role("link", name="Try again").click()
    expect(page.get_by_text("Your timer goes on on the server.")).to_be_visible()
    offline(page.context, is_offline=False)
    expect(page.get_by_role("heading", name="Clients", level=1)).to_be_visible()
    page_errors.clear()


@pytest.fixture
def another_build() -> Iterator[None]:
    """One file more in the compiled pages, as if a newer version had been installed."""
    newer = frontend.pages_dir() / "newer.txt"
    newer.write_text("newer")
    yield
    newer.unlink()


def test_a_new_build_is_offered_and_taken_when_asked(
    page: Page, app: App, request: pytest.FixtureRequest, page_errors: list[str]
) -> None:
    set_up(page)
    page.evaluate(CONTROLLED)
    page.reload()
    expect(page.get_by_role("button", name="Start timer")).to_be_visible()
    assert not page.evaluate(WAITS), "the same build is no news"
    expect(page.get_by_text("A new version is ready")).not_to_be_visible()
    (was,) = page.evaluate("caches.keys()")
    request.getfixturevalue("another_build")
    replace_worker(app)
    page.evaluate("navigator.serviceWorker.getRegistration().then((worker) => worker.update()).then(() => null)")
    expect(page.get_by_text("A new version is ready")).to_be_visible()
    assert_accessible(page)
    with page.expect_navigation():
        page.get_by_role("button", name="Reload").click()
    expect(page.get_by_role("button", name="Start timer")).to_be_visible()
    expect(page.get_by_text("A new version is ready")).not_to_be_visible()
    (now,) = page.evaluate("caches.keys()")
    assert now != was
    page_errors.clear()


def offline(context: BrowserContext, *, is_offline: bool) -> None:
    """Pull the plug, for the worker too."""
    context.set_offline(is_offline)
