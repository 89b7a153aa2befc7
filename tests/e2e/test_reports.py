"""The report pages in a browser: from a figure to its entries, filters in the address, files, a phone."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Locator, Page, expect
from pypdf import PdfReader

from tests.e2e.conftest import App
from tests.e2e.portal import PHONE, arrive, portal
from tests.e2e.steps import assert_accessible, assert_fits, too_small

pytestmark = pytest.mark.usefixtures("empty_workspace")
DESK = {"viewport": {"width": 1440, "height": 900}}
NOW = datetime.now(UTC).date()
DAYS = f"from={NOW - timedelta(days=3)}&to={NOW + timedelta(days=3)}"
"""Around now, so that the test means the same on the first night of a month."""


def row(page: Page, name: str) -> Locator:
    return page.get_by_role("row", name=name)


def test_who_leads_finds_the_entries_behind_a_figure(app: App, new_page: Callable[..., Page]) -> None:
    here = portal(app)
    page = new_page(**DESK)
    arrive(page, app, here.ann, f"/reports/projects/?{DAYS}")
    line = row(page, "Patient portal")
    expect(line).to_contain_text("1:30")
    expect(row(page, "Wireframes")).to_contain_text("150\u00a0%")
    page.get_by_role("button", name="Details of Patient portal").click()
    expect(row(page, "Wireframes")).to_have_count(0)
    page.get_by_role("button", name="Details of Patient portal").press("Enter")
    expect(row(page, "Wireframes")).to_be_visible()
    assert_accessible(page)

    row(page, "Wireframes").get_by_role("link", name="1:30").click()
    expect(page).to_have_url(re.compile(r"/reports/timesheet/\?.*person=all.*project=\d+&task=\d+"))
    expect(page.get_by_text("Patient portal · Wireframes", exact=True)).to_be_visible()
    entry = row(page, "Patient portal › Wireframes").first  # in the first hours of a day it is in two days
    expect(entry).to_contain_text("Jonas Weber · Portal wireframes")
    expect(page.get_by_label("Total", exact=True)).to_contain_text("1:30")
    entry.get_by_role("link", name=re.compile(r"\d:\d\d")).click()
    expect(page).to_have_url(re.compile(rf"/time/\?.*person={here.jonas.person.user_id}&project="))
    expect(page.locator('input[value="Portal wireframes"], textarea:has-text("Portal wireframes")')).to_be_visible()


def test_filters_stand_in_the_address_and_are_lifted(app: App, new_page: Callable[..., Page]) -> None:
    here = portal(app)
    page = new_page(**DESK)
    arrive(page, app, here.ann, f"/reports/timesheet/?{DAYS}")
    expect(page.get_by_role("img", name=re.compile("Hours per day: 1:00 in all"))).to_be_visible()
    page.get_by_label("Whose time").select_option("Jonas Weber")
    expect(page).to_have_url(re.compile(rf"/reports/timesheet/\?.*person={here.jonas.person.user_id}"))
    expect(page.get_by_label("Total", exact=True)).to_contain_text("1:30")
    page.get_by_role("button", name="Filter", exact=True).click()
    page.get_by_label("Tag", exact=True).fill("nothing like it")
    page.keyboard.press("Tab")
    expect(page.get_by_text("Nothing like that in these days")).to_be_visible()
    expect(page).to_have_url(re.compile(r"tag=nothing"))
    page.keyboard.press("Escape")
    expect(page.get_by_label("Tag", exact=True)).to_be_hidden()
    page.locator(".tt-empty").get_by_role("button", name="Lift the filters").click()
    expect(page.get_by_label("Total", exact=True)).to_contain_text("1:30")
    expect(page).not_to_have_url(re.compile(r"tag="))
    page.get_by_role("navigation", name="Which report").get_by_role("link", name="Utilisation").click()
    expect(row(page, "Jonas Weber")).to_be_visible()
    page.keyboard.type("gr")
    expect(page).to_have_url(re.compile(r"/reports/?$"))


def test_files_come_or_say_why_not(app: App, new_page: Callable[..., Page], page_errors: list[str]) -> None:
    here = portal(app)
    page = new_page(**DESK, accept_downloads=True)
    arrive(page, app, here.ann, f"/reports/timesheet/?{DAYS}&person=all")
    expect(page.get_by_label("Total", exact=True)).to_contain_text("2:30")
    for kind, ending in (("CSV", "csv"), ("Excel", "xlsx"), ("PDF", "pdf")):
        page.get_by_role("button", name="Export").click()
        with page.expect_download() as download:
            page.get_by_role("link", name=kind).click()
        name = download.value.suggested_filename
        assert re.fullmatch(rf"timesheet-\d{{4}}-\d\d-\d\d-\d{{4}}-\d\d-\d\d\.{ending}", name)
        expect(page.get_by_role("link", name=kind)).to_be_hidden()
    assert "Portal wireframes" in PdfReader(download.value.path()).pages[0].extract_text()

    answer = '{"error": {"message": "This is more than 50,000 lines. Choose fewer days."}}'
    page.route("**/api/reports/*.csv*", lambda route: route.fulfill(status=422, body=answer))
    page.get_by_role("button", name="Export").click()
    with page.expect_console_message(lambda message: "status of 422" in message.text):
        page.get_by_role("link", name="CSV").press("Enter")
    expect(page.get_by_role("status").get_by_text("Choose fewer days.")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("link", name="CSV")).to_be_hidden()
    assert [error for error in page_errors if "status of 422" not in error] == []
    page_errors.clear()


def test_a_report_of_somebody_else_is_refused_in_the_page(app: App, new_page: Callable[..., Page]) -> None:
    here = portal(app)
    page = new_page(**DESK)
    arrive(page, app, here.jonas, f"/reports/timesheet/?{DAYS}&person={here.ann.person.user_id}")
    expect(page.locator(".tt-empty")).to_be_visible()
    expect(page.get_by_label("Total", exact=True)).to_have_count(0)
    expect(page.get_by_text("Import of records")).to_have_count(0)
    assert_accessible(page)


@pytest.mark.parametrize("name", ["timesheet", "projects", "clients", "weeks", "team"])
def test_a_phone_shows_each_report_of_ones_own_time(app: App, new_page: Callable[..., Page], name: str) -> None:
    here = portal(app)
    phone = new_page(**PHONE, color_scheme="dark")
    arrive(phone, app, here.jonas, f"/reports/{name}/?{DAYS}")
    expect(phone.get_by_label("Total", exact=True)).to_contain_text("1:30")
    expect(phone.get_by_text("Days in", exact=False)).to_be_visible()
    expect(phone.get_by_text("Ann")).to_have_count(0)
    assert_accessible(phone)
    assert_fits(phone)
    assert too_small(phone, "a.tt-skip", ".tt-report") == []
