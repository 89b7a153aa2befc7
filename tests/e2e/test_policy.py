"""What a browser refuses to run on our pages, and what it keeps when the server is replaced under them."""

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import App, replace_worker
from tests.e2e.steps import log_time, set_up

pytestmark = pytest.mark.usefixtures("empty_workspace")


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
    page.wait_for_timeout(500)
    assert page.evaluate("window.ran") is None
    assert sum("Content Security Policy" in said for said in page_errors) >= 3
    page_errors.clear()


def test_what_is_being_typed_survives_a_replaced_server(page: Page, app: App, page_errors: list[str]) -> None:
    set_up(page)
    page.goto("/time")
    log_time(page, "Daily stand-up", "0:10", "0:20")
    cell = page.get_by_role("main").get_by_role("listitem").get_by_label("Description")
    expect(cell).to_have_value("Daily stand-up")
    cell.fill("Half typed")
    replace_worker(app)
    page.wait_for_timeout(3000)
    expect(cell).to_have_value("Half typed")
    expect(cell).to_be_focused()
    cell.press("Enter")
    page.wait_for_timeout(1000)
    page_errors.clear()
    page.reload()
    expect(cell).to_have_value("Half typed")
