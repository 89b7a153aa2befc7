"""The round button in a browser: by mouse, by keyboard and by touch, and what it never covers."""

import re
import time
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, Route, expect

from tests.e2e.conftest import App
from tests.e2e.portal import PHONE, arrive, portal
from tests.e2e.steps import assert_accessible, assert_fits, start_timer

pytestmark = pytest.mark.usefixtures("empty_workspace")

OVERLAP = """() => {
    window.scrollTo(0, document.documentElement.scrollHeight);
    const button = document.querySelector('.tt-fab').getBoundingClientRect();
    const rows = [...document.querySelectorAll('.tt-content > *')].at(-1).getBoundingClientRect();
    return rows.bottom - button.top;
}"""
"""How far the last thing on the page reaches below the top of the button, in pixels, scrolled to the end."""


def test_by_mouse_and_by_keyboard(app: App, page: Page) -> None:
    here = portal(app)
    arrive(page, app, here.jonas, "/clients")
    button = page.get_by_role("button", name="Quick actions")
    item = lambda name: page.get_by_role("menuitem", name=name)  # noqa: E731
    button.click()
    expect(item("Start Timer")).to_be_focused()
    expect(item("New Project")).to_have_count(0)
    assert_accessible(page)
    page.keyboard.press("ArrowDown")
    expect(item("Log Time")).to_be_focused()
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")
    expect(item("New Task")).to_be_focused()
    page.keyboard.press("Escape")
    expect(item("New Task")).not_to_be_visible()
    expect(button).to_be_focused()
    button.press("Enter")
    expect(item("Start Timer")).to_be_focused()
    page.get_by_role("heading", name="Clients").click()
    expect(item("Start Timer")).not_to_be_visible()

    button.click()
    item("Start Timer").click()
    expect(page.get_by_label("What are you working on?")).to_be_focused()
    expect(item("Start Timer")).not_to_be_visible()

    button.click()
    item("Log Time").click()
    form = page.get_by_role("dialog", name="Log time")
    form.get_by_label("Description").fill("From anywhere")
    form.get_by_role("button", name="Log time").click()
    expect(page.get_by_text("Logged", exact=True)).to_be_visible()

    page.goto(f"/projects/{here.project.project_id}")
    expect(page).to_have_title("Patient portal · Timetrack")
    button.click()
    item("New Task").click()
    form = page.get_by_role("dialog", name="Add a task")
    expect(form.get_by_label("Project")).to_have_value(str(here.project.project_id))
    assert_accessible(page)
    form.get_by_label("Task name").fill("wireframes")
    form.get_by_role("button", name="Add task").click()
    expect(form.get_by_role("alert")).to_have_text("There is one with this name already. Nothing was saved.")
    form.get_by_label("Task name").fill("Research")
    page.keyboard.press("Enter")
    expect(form).not_to_be_visible()
    expect(page.get_by_role("row", name="Research")).to_be_visible()


def test_a_page_loaded_again_shows_no_dialog_of_the_one_before(app: App, page: Page) -> None:
    arrive(page, app, portal(app).ann, "/tasks")
    page.get_by_role("button", name="Quick actions").click()
    page.get_by_role("menuitem", name="New Task").click()
    expect(page.get_by_role("dialog", name="Add a task")).to_be_visible()
    page.reload()
    expect(page.locator('.tt-app[data-ready="true"]')).to_be_visible()
    expect(page.get_by_role("row", name="Wireframes")).to_be_visible()
    expect(page.get_by_role("dialog", name="Add a task")).not_to_be_visible()


def slowly(route: Route) -> None:
    """Answer as over a bad line."""
    time.sleep(0.3)
    route.continue_()


def test_a_manager_makes_a_project_from_anywhere(app: App, new_page: Callable[..., Page]) -> None:
    page = new_page(service_workers="block")  # who would fetch the scripts past the slow line
    arrive(page, app, portal(app).ann, "/time")
    page.route("**/assets/*.js", slowly)
    page.get_by_role("button", name="Quick actions").click()
    page.get_by_role("menuitem", name="New Project").click()
    expect(page.get_by_role("dialog", name="New project")).to_be_visible()
    expect(page).to_have_url(re.compile(r"/projects/?$"))
    page.keyboard.press("Escape")
    page.goto("/time/#log-time")
    expect(page.get_by_role("dialog", name="Log time")).to_be_visible()
    page.unroute_all(behavior="wait")


def test_an_address_with_a_door_opens_it_however_slow_the_line(app: App, new_page: Callable[..., Page]) -> None:
    page = new_page(service_workers="block")
    page.clock.install()
    arrive(page, app, portal(app).ann, "/tasks")
    held: list[Route] = []
    page.route("**/assets/*.js", lambda route: held.append(route) if is_slow else route.continue_())
    is_slow = True
    page.goto("/time/#log-time", wait_until="domcontentloaded")
    page.clock.run_for("00:40")
    is_slow = False
    for route in held:
        route.continue_()
    expect(page.get_by_role("dialog", name="Log time")).to_be_visible()


def test_it_makes_room_for_the_running_timer_on_a_desk_and_stays_on_a_phone(
    app: App, page: Page, new_page: Callable[..., Page]
) -> None:
    here = portal(app)
    arrive(page, app, here.ann, "/tasks")
    button = page.get_by_role("button", name="Quick actions")
    expect(button).to_be_visible()
    expect(page.get_by_role("row", name="Wireframes")).to_be_visible()
    assert page.evaluate(OVERLAP) <= 0
    start_timer(page, "Call")
    expect(button).not_to_be_visible()
    page.set_viewport_size({"width": 767, "height": 800})
    expect(button).to_be_visible()
    page.set_viewport_size({"width": 768, "height": 800})
    expect(button).not_to_be_visible()

    phone = new_page(**PHONE)
    arrive(phone, app, here.ann, "/time")
    expect(phone.get_by_role("button", name="Stop timer")).to_be_visible()
    expect(phone.locator("[data-entry]").first).to_be_visible()
    assert phone.evaluate(OVERLAP) <= 0
    phone.get_by_role("button", name="Quick actions").tap()
    expect(phone.get_by_role("menuitem", name="New Project")).to_be_visible()
    small = phone.evaluate(
        "[...document.querySelectorAll('.tt-fab, .tt-quick > *, .tt-tabs > *, .tt-head button')]"
        ".filter(e => e.offsetParent && e.role !== 'separator' && e.matches('a, button') && e.offsetHeight < 44)"
        ".map(e => e.outerHTML)"
    )
    assert small == []
    assert_accessible(phone)
    assert_fits(phone)
    phone.touchscreen.tap(60, 28)
    expect(phone.get_by_role("menuitem", name="New Project")).not_to_be_visible()

    phone.get_by_role("navigation", name="Pages").get_by_role("button", name="More").tap()
    expect(phone.get_by_role("link", name="Tasks")).to_be_visible()
    assert_accessible(phone)
    phone.get_by_role("link", name="Tasks").tap()
    expect(phone.get_by_role("heading", name="Tasks", level=1)).to_be_visible()
    expect(phone.get_by_role("heading", name="More")).not_to_be_visible()
