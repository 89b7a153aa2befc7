"""Single keys in a browser: what each does, and when none does anything."""

import re
from datetime import UTC, datetime

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import App
from tests.e2e.portal import arrive, portal
from tests.e2e.steps import assert_accessible

pytestmark = pytest.mark.usefixtures("empty_workspace")


def test_each_key_acts_from_any_page(app: App, page: Page) -> None:
    arrive(page, app, portal(app).jonas, "/clients")
    page.keyboard.press("n")
    expect(page.get_by_role("dialog", name="Log time")).to_be_visible()
    page.keyboard.press("s")
    expect(page.get_by_role("button", name="Stop timer")).to_have_count(0)
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog", name="Log time")).not_to_be_visible()

    page.keyboard.press("s")
    expect(page.get_by_role("button", name="Stop timer")).to_be_visible()
    page.keyboard.press("s")
    expect(page.get_by_role("button", name="Start timer")).to_be_visible()
    page.keyboard.press("r")
    expect(page.get_by_label("What are you working on?")).to_have_value("Portal wireframes")
    page.keyboard.press("s")
    expect(page.get_by_role("button", name="Start timer")).to_be_visible()
    page.keyboard.press("t")
    expect(page.get_by_role("dialog", name="Add a task")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog", name="Add a task")).not_to_be_visible()
    page.keyboard.press("/")
    expect(page.get_by_role("combobox", name="Search or do something")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator("#palette")).not_to_be_visible()
    page.clock.set_fixed_time(datetime.now(UTC))  # the second key counts for a second and a half after the first
    page.keyboard.press("g")
    page.keyboard.press("t")
    expect(page).to_have_url(re.compile(r"/time/?$"))
    expect(page.get_by_role("dialog", name="Add a task")).not_to_be_visible()
    expect(page.locator("[data-entry]").first).to_be_visible()
    page.keyboard.press("e")
    expect(page.get_by_label("Description").and_(page.locator(":focus"))).to_have_value("Portal wireframes")
    page.keyboard.press("Escape")
    page.goto("/tasks")
    expect(page.get_by_role("row", name="Wireframes")).to_be_visible()
    page.keyboard.press("/")
    expect(page.get_by_label("Find a task")).to_be_focused()


def test_none_acts_while_somebody_types_or_after_they_are_turned_off(app: App, page: Page) -> None:
    arrive(page, app, portal(app).jonas, "/clients")
    page.get_by_label("What are you working on?").press_sequentially("nsrt?")
    page.keyboard.press("Escape")
    page.get_by_role("heading", name="Clients").click()
    page.keyboard.press("Alt+n")
    page.keyboard.press("?")
    sheet = page.get_by_role("dialog", name="Keyboard")
    expect(sheet).to_be_visible()
    expect(sheet.get_by_text("log time")).to_be_visible()
    assert_accessible(page)
    sheet.get_by_label("Keys without Ctrl or ⌘ act").uncheck()
    sheet.get_by_role("button", name="Close").click()
    page.keyboard.press("n")
    page.keyboard.press("?")
    page.keyboard.press("Control+k")
    page.keyboard.type("keyboard")
    expect(page.locator('#palette-list[data-words="keyboard"]')).to_be_visible()  # answered after what n had asked for
    page.keyboard.press("Enter")
    expect(sheet).to_be_visible()
    expect(page.get_by_role("dialog", name="Log time")).not_to_be_visible()
    sheet.get_by_label("Keys without Ctrl or ⌘ act").check()
    page.keyboard.press("Escape")
    page.keyboard.press("n")
    expect(page.get_by_role("dialog", name="Log time")).to_be_visible()
