"""The timer bar in a browser: earlier work is offered as one types, and a project is made on the spot."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import App
from tests.e2e.portal import PHONE, arrive, portal
from tests.e2e.steps import assert_accessible, log_time, set_up

pytestmark = pytest.mark.usefixtures("empty_workspace")


def test_earlier_work_is_taken_up_by_keyboard_and_a_project_is_made(page: Page) -> None:
    set_up(page)
    log_time(page, "Review of the wireframes", "0:10", "0:20")
    expect(page.get_by_role("dialog", name="Log time")).to_be_hidden()
    field = page.get_by_label("What are you working on?")
    earlier = page.get_by_role("group", name="Earlier work")
    page.reload()
    field.click()
    expect(earlier).to_be_hidden()
    field.press_sequentially("zz")
    expect(earlier).to_be_hidden()
    field.fill("")
    field.press_sequentially("wire")
    expect(earlier).to_be_visible()
    assert_accessible(page)
    page.keyboard.press("Escape")
    expect(earlier).to_be_hidden()
    expect(field).to_have_value("wire")
    expect(field).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(earlier.get_by_role("button", name="Review of the wireframes")).to_be_focused()
    page.keyboard.press("Enter")
    expect(earlier).to_be_hidden()
    expect(field).to_have_value("Review of the wireframes")
    expect(field).to_be_focused()

    page.get_by_role("region", name="Timer").get_by_role("button", name="Project: No project").click()
    page.keyboard.type("Brand new")
    page.keyboard.press("Enter")
    expect(page.get_by_role("region", name="Timer").get_by_role("button", name="Project: Brand new")).to_be_visible()
    page.get_by_role("button", name="Start timer").click()
    expect(page.get_by_role("button", name="Stop timer")).to_be_visible()
    page.goto("/time")
    expect(page.get_by_role("main").get_by_role("listitem").first).to_contain_text("Brand new")


def test_with_a_thumb_and_without_making_projects(app: App, new_page: Callable[..., Page]) -> None:
    phone = new_page(**PHONE)
    arrive(phone, app, portal(app).jonas, "/")
    log_time(phone, "Review of the wireframes", "0:10", "0:20")
    expect(phone.get_by_role("dialog", name="Log time")).to_be_hidden()
    phone.reload()
    field = phone.get_by_label("What are you working on?")
    field.tap()
    field.press_sequentially("rev")
    phone.get_by_role("group", name="Earlier work").get_by_role("button", name="Review of the wireframes").tap()
    expect(field).to_have_value("Review of the wireframes")
    phone.get_by_role("region", name="Timer").get_by_role("button", name="Project: No project").tap()
    phone.keyboard.type("Not there")
    picker = phone.get_by_role("group", name="Project and task")
    expect(picker.get_by_text("Nothing by that name.")).to_be_visible()
    expect(picker.get_by_role("button", name="Create project")).to_be_hidden()
