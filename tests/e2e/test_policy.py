"""What a browser refuses to run on our pages, and what it keeps when the server is replaced under them."""

from datetime import timedelta

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.e2e.calendar_steps import act
from tests.e2e.conftest import App, replace_worker
from tests.e2e.steps import afternoon, complained, log_time, set_up
from timetrack import clock
from timetrack.domain import entries, people

pytestmark = pytest.mark.usefixtures("empty_workspace")


def named(page: Page, description: str) -> Locator:
    """The line of the entry that is called so on the server."""
    return page.get_by_role("listitem").filter(has=page.locator(f'input[value="{description}"]'))


def test_injected_scripts_do_not_run(page: Page, page_errors: list[str]) -> None:
    set_up(page)
    page.evaluate(
        """() => {
            const script = document.createElement("script");
            script.textContent = "window.ran = 'script'";
            document.body.append(script);
            const image = document.createElement("img");
            image.setAttribute("onerror", "window.ran = 'handler'");
            image.src = "/no/such/picture.png";
            document.body.append(image);
            const link = document.createElement("a");
            link.href = "javascript:window.ran = 'link'";
            document.body.append(link);
            link.click();
        }"""
    )
    complained(page, page_errors, *["Content Security Policy"] * 3, "/no/such/picture.png")
    assert page.evaluate("window.ran") is None


def test_what_is_being_typed_survives_a_replaced_server(page: Page, app: App, page_errors: list[str]) -> None:
    set_up(page)
    act(app, people.set_zone, timezone=afternoon())
    page.goto("/time")
    log_time(page, "Daily stand-up", "0:10", "0:20")
    cell = named(page, "Daily stand-up").get_by_label("Description")
    expect(cell).to_have_value("Daily stand-up")
    cell.fill("Half typed")
    replace_worker(app)
    start = clock.now() - timedelta(hours=3)
    act(
        app, entries.create_manual_entry, description="Elsewhere", start_time=start, end_time=start + timedelta(hours=1)
    )
    expect(named(page, "Elsewhere"), "the new server keeps this tab fresh").to_be_visible()
    expect(cell).to_have_value("Half typed")
    expect(cell).to_be_focused()
    cell.press("Enter")
    expect(named(page, "Half typed"), "what the server answers").to_be_visible()
    page_errors.clear()
    page.reload()
    expect(named(page, "Half typed")).to_be_visible()
