"""Timetrack as an installed app: Chrome finds nothing missing, a server that is away is told, a new build is offered."""

import os
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect, sync_playwright

from tests import browser as chromium
from tests.e2e.conftest import App
from tests.e2e.steps import assert_accessible, set_up

pytestmark = pytest.mark.usefixtures("empty_workspace")

CONTROLLED = "navigator.serviceWorker.ready.then(() => null)"
KEPT = """async () => {
    const names = await caches.keys();
    const kept = await Promise.all(names.map(async name => (await (await caches.open(name)).keys()).map(one => new URL(one.url).pathname)));
    return [names.length, kept.flat()];
}"""


def test_chrome_would_install_it(app: App, tmp_path: Path) -> None:
    with sync_playwright() as playwright:
        sandbox = ["--no-sandbox"] if os.geteuid() == 0 else []
        context = playwright.chromium.launch_persistent_context(
            tmp_path, executable_path=chromium.executable(playwright), args=sandbox
        )
        page = context.new_page()
        page.goto(f"{app.url}/login")
        page.evaluate(CONTROLLED)
        chrome = context.new_cdp_session(page)
        assert chrome.send("Page.getInstallabilityErrors")["installabilityErrors"] == []
        assert chrome.send("Page.getAppManifest")["errors"] == []
        context.close()


def test_without_its_server_it_says_so_and_keeps_no_page(page: Page, page_errors: list[str]) -> None:
    set_up(page)
    page.evaluate(CONTROLLED)
    page.goto("/time")
    expect(page.get_by_role("button", name="Start timer")).to_be_visible()
    page.reload()
    expect(page.get_by_role("button", name="Start timer")).to_be_visible()
    number, kept = page.evaluate(KEPT)
    assert number == 1
    assert "/offline.html" in kept
    assert len([path for path in kept if path.startswith("/assets/")]) > 3
    assert [path for path in kept if not path.startswith("/assets/") and path != "/offline.html"] == []

    offline(page.context, is_offline=True)
    page.goto("/clients")
    expect(page.get_by_text("Your timer goes on on the server.")).to_be_visible()
    assert_accessible(page)
    offline(page.context, is_offline=False)
    page.get_by_role("link", name="Try again").click()
    expect(page.get_by_role("heading", name="Clients", level=1)).to_be_visible()
    page_errors.clear()


def test_a_new_build_is_offered_and_taken_when_asked(page: Page) -> None:
    set_up(page)
    page.evaluate(CONTROLLED)
    page.reload()
    expect(page.get_by_role("button", name="Start timer")).to_be_visible()
    newer = '(await (await fetch("/sw.js")).text()).replace(/BUILD = "[0-9a-f]+"/, \'BUILD = "newer"\')'
    text = page.evaluate(f"async () => {newer}")
    page.context.route("**/sw.js", lambda route: route.fulfill(body=text, content_type="text/javascript"))
    expect(page.get_by_text("A new version is ready")).not_to_be_visible()
    page.evaluate("navigator.serviceWorker.getRegistration().then((worker) => worker.update()).then(() => null)")
    expect(page.get_by_text("A new version is ready")).to_be_visible()
    assert_accessible(page)
    with page.expect_navigation():
        page.get_by_role("button", name="Reload").click()
    expect(page.get_by_role("button", name="Start timer")).to_be_visible()
    expect(page.get_by_text("A new version is ready")).not_to_be_visible()
    assert page.evaluate("caches.keys()") == ["timetrack-newer"]


def offline(context: BrowserContext, *, is_offline: bool) -> None:
    """Pull the plug, for the worker too."""
    context.set_offline(is_offline)
