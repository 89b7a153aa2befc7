"""The Tasks page in a browser: edited by who leads, read and started by who works."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.e2e.a_week import notice
from tests.e2e.conftest import App
from tests.e2e.portal import PHONE, arrive, portal
from tests.e2e.steps import assert_accessible, assert_fits

pytestmark = pytest.mark.usefixtures("empty_workspace")


def row(page: Page, name: str) -> Locator:
    return page.get_by_role("row").filter(has=page.locator(f'input[value="{name}"]'))


def test_who_leads_edits_in_place(app: App, new_page: Callable[..., Page]) -> None:
    page = new_page(viewport={"width": 1440, "height": 900})
    arrive(page, app, portal(app).ann, "/tasks")
    line = row(page, "Wireframes")
    expect(line).to_contain_text("150\u00a0% over")
    line.get_by_label("Estimate of Wireframes in hours").fill("lots")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("An estimate looks like")
    line.get_by_label("Estimate of Wireframes in hours").fill("4")
    page.keyboard.press("Enter")
    expect(line).to_contain_text("37\u00a0%")
    line.get_by_label("When Wireframes is due").fill("2020-01-31")
    page.keyboard.press("Enter")
    expect(line).to_contain_text("days over")
    expect(line).to_contain_text("Fri 31 Jan 2020")
    line.get_by_role("button", name="Assignee of Wireframes: nobody").click()
    page.get_by_role("button", name="Jonas Weber", exact=True).click()
    expect(line.get_by_role("button", name="Assignee of Wireframes: Jonas Weber")).to_be_visible()
    line.get_by_label("Is Wireframes billable").select_option("no")
    assert_accessible(page)
    line.get_by_role("button", name="Archive Wireframes").click()
    expect(line).to_have_count(0)
    notice(page, "Task archived").get_by_role("button", name="Undo").click()
    expect(line).to_be_visible()

    line.get_by_role("button", name="Start the timer on Wireframes").click()
    expect(line.get_by_role("button", name="Stop Wireframes")).to_be_visible()
    expect(page.get_by_role("button", name="Project: Patient portal")).to_contain_text("Wireframes")
    page.get_by_label("Find a task").fill("ticket")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/tasks/\?q=ticket$"))
    expect(row(page, "Tickets")).to_be_visible()
    expect(line).to_have_count(0)
    page.get_by_label("Whose tasks").select_option("Mine")
    expect(page.get_by_text("No task like that")).to_be_visible()
    page.get_by_role("button", name="Lift the filters").click()
    expect(line).to_be_visible()


def test_who_works_reads_and_starts_also_on_a_phone(app: App, new_page: Callable[..., Page]) -> None:
    here = portal(app)
    phone = new_page(**PHONE, color_scheme="dark")
    arrive(phone, app, here.jonas, "/tasks?who=all")
    expect(phone.get_by_role("row", name="Wireframes")).to_contain_text("1:30")
    expect(phone.get_by_text("Secret")).to_have_count(0)
    expect(phone.get_by_role("button", name="Archive Wireframes")).to_have_count(0)
    assert_accessible(phone)
    assert_fits(phone)
    phone.get_by_role("button", name="Start the timer on Wireframes").tap()
    expect(phone.get_by_role("button", name="Stop Wireframes")).to_be_visible()

    for looks in (PHONE, {"viewport": {"width": 820, "height": 1100}}):
        page = new_page(**looks)
        arrive(page, app, here.ann, "/tasks")
        expect(row(page, "Wireframes")).to_be_visible()
        assert_accessible(page)
        assert_fits(page)
