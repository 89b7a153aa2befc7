"""The command palette in a browser, by keyboard, by touch, and while the server is slow."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.e2e.conftest import App
from tests.e2e.portal import PHONE, arrive, portal
from tests.e2e.steps import assert_accessible, assert_fits

pytestmark = pytest.mark.usefixtures("empty_workspace")


def shown(page: Page) -> Locator:
    return page.locator('#palette [role="option"]:not([hidden]) .tt-palette-name')


def answered(page: Page, words: str) -> None:
    """Wait until what is listed was found for these words, and not for their beginning."""
    expect(page.locator(f'#palette-list[data-words="{words}"]')).to_be_visible()


def test_by_keyboard_from_words_to_a_page(app: App, page: Page) -> None:
    here = portal(app)
    arrive(page, app, here.jonas)
    page.get_by_label("What are you working on?").focus()
    page.keyboard.press("Control+k")
    field = page.get_by_role("combobox", name="Search or do something")
    expect(field).to_be_focused()
    expect(shown(page).first).to_have_text("Start timer")
    expect(shown(page).get_by_text("New project"), "an employee makes none").to_have_count(0)
    assert_accessible(page)
    page.keyboard.type("port")
    expect(page.get_by_role("option", name="Patient portal Opal Clinic")).to_be_visible()
    answered(page, "port")
    expect(shown(page)).to_have_text(["Reports", "Patient portal", "Support retainer", "Portal wireframes"])
    expect(page.locator("#palette b").filter(has_text=re.compile("^(p|P)ort$"))).to_have_count(4)
    expect(page.get_by_role("option", selected=True)).to_have_text(re.compile("Reports"))
    assert_accessible(page)
    page.keyboard.press("ArrowUp")
    expect(page.get_by_role("option", selected=True)).to_contain_text("Portal wireframes")
    active = field.get_attribute("aria-activedescendant")
    expect(page.locator(f"#{active}")).to_contain_text("Portal wireframes")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/time/\?from=(\d{4}-\d\d-\d\d)&to=\1$"))
    expect(field).not_to_be_visible()


def test_by_keyboard_to_a_project_and_a_timer_on_its_task(app: App, page: Page) -> None:
    arrive(page, app, portal(app).jonas)
    field = page.get_by_role("combobox", name="Search or do something")
    page.keyboard.press("Control+k")
    page.keyboard.type("portal pat")
    answered(page, "portal pat")
    expect(page.get_by_role("option", selected=True)).to_contain_text("Patient portal")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Patient portal")).to_be_visible()

    page.keyboard.press("Control+k")
    page.keyboard.type("wirefr")
    answered(page, "wirefr")
    expect(page.get_by_role("option", selected=True)).to_contain_text("Wireframes")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_role("button", name="Stop timer")).to_be_visible()
    expect(page.get_by_role("button", name="Project: Patient portal")).to_contain_text("Wireframes")
    page.keyboard.press("Control+k")
    page.keyboard.type("stop")
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Start timer")).to_be_visible()

    page.keyboard.press("Control+k")
    page.keyboard.type("zzz")
    expect(page.locator("#palette").get_by_text("Nothing by that name.")).to_be_visible()
    page.keyboard.press("Escape")
    expect(field).not_to_be_visible()
    page.get_by_role("button", name="Search").first.click()
    expect(field).to_have_value("")
    page.keyboard.type("sign")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/login"))


def test_pages_actions_and_what_others_track_for_who_leads(app: App, page: Page) -> None:
    here = portal(app)
    arrive(page, app, here.ann)
    page.keyboard.press("Control+k")
    page.keyboard.type("portal wire")
    expect(page.get_by_role("option", name="Portal wireframes Jonas Weber · Patient portal")).to_be_visible()
    page.keyboard.press("Escape")
    page.keyboard.press("Control+k")
    page.keyboard.type("jonas")
    answered(page, "jonas")
    expect(page.get_by_role("option", selected=True)).to_contain_text("Jonas Weber")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(rf"/time/\?person={here.jonas.person.user_id}$"))
    expect(page.get_by_role("heading", name="Time", level=1)).to_be_visible()
    page.keyboard.press("Control+k")
    page.keyboard.type("clie")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Clients", level=1)).to_be_visible()
    page.keyboard.press("Control+k")
    page.keyboard.type("new proj")
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog", name="New project")).to_be_visible()


def test_on_a_phone_it_opens_from_the_head(app: App, new_page: Callable[..., Page]) -> None:
    phone = new_page(**PHONE)
    arrive(phone, app, portal(app).jonas, "/time")
    phone.get_by_role("button", name="Search").last.tap()
    field = phone.get_by_role("combobox", name="Search or do something")
    expect(field).to_be_focused()
    field.press_sequentially("opal")
    answered(phone, "opal")
    expect(phone.get_by_role("option", name="Opal Clinic EUR")).to_be_visible()
    assert_accessible(phone)
    assert_fits(phone)
    phone.get_by_role("option", name="Opal Clinic EUR").tap()
    expect(phone.get_by_role("heading", name="Clients", level=1)).to_be_visible()
    expect(field).not_to_be_visible()
