"""The PDF beside the form in a browser: it loads, follows what is typed, and its pages turn; by thumb it fits."""

from collections.abc import Callable
from datetime import UTC, datetime, time, timedelta
from decimal import Decimal

import pytest
from playwright.sync_api import Locator, Page, expect

from tests import databases, factories, visitors
from tests.e2e.conftest import App
from tests.e2e.portal import PHONE, arrive
from tests.e2e.steps import assert_accessible, assert_fits, too_small, wait_until
from tests.visitors import Visitor
from timetrack import clock, db
from timetrack.domain import periods
from timetrack.models import Client

pytestmark = pytest.mark.usefixtures("empty_workspace")
PICTURE = "document.querySelector('img.tt-leaf')"
DRAWN = f"{PICTURE}?.complete && {PICTURE}.naturalWidth > 0"


@pytest.fixture
def studio(app: App) -> tuple[Visitor, Client]:
    """Ann bills Opal Clinic, for which Jonas worked forty half hours last month."""
    with databases.pointed_at(app.database_url):
        visitors.found_workspace()
        ann, jonas = visitors.ann(), visitors.joined("Jonas")
        today = periods.local_date(clock.now(), "Europe/Berlin")
        first = periods.month_of(periods.month_of(today)[0] - periods.ONE_DAY)[0]
        with db.transaction() as session:
            opal = factories.client(session, name="Opal Clinic")
            portal = factories.project(session, name="Portal", client_id=opal.client_id, hourly_rate=Decimal(100))
            for number in range(40):
                start = datetime.combine(first + timedelta(days=2 + number // 2), time(9 + 4 * (number % 2)), UTC)
                end = start + timedelta(minutes=30)
                factories.entry(session, jonas.person, start=start, end=end, project_id=portal.project_id)
        return ann, opal


def test_the_pdf_follows_the_form(app: App, studio: tuple[Visitor, Client], page: Page) -> None:
    ann, opal = studio
    arrive(page, app, ann, f"/invoices/new/?client={opal.client_id}")
    picture = page.locator("img.tt-leaf")
    expect(picture).to_have_attribute("alt", "Invoice to Opal Clinic: 1 line, €2,000.00 in total")
    wait_until(page, DRAWN)
    expect(page.get_by_text("Page 1 of 1")).to_be_visible()
    expect(page.get_by_role("button", name="Next page")).to_have_count(0)
    whole = _told(picture)

    discount = page.get_by_role("region", name="Tax, dates and notes").get_by_label("Discount")
    discount.fill("10 %")
    discount.press("Tab")
    expect(picture).to_have_attribute("alt", "Invoice to Opal Clinic: 1 line, €1,800.00 in total")
    wait_until(page, DRAWN)
    assert _told(picture) != whole

    page.get_by_role("group", name="A line of hours per").get_by_role("button", name="Entry").click()
    expect(page.get_by_text("Page 1 of 2")).to_be_visible()
    onwards = page.get_by_role("button", name="Next page")
    onwards.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("Page 2 of 2")).to_be_visible()
    wait_until(page, f"{DRAWN} && {PICTURE}.currentSrc.includes('page=2')")
    expect(onwards).to_be_disabled()
    assert_accessible(page)

    page.get_by_label("As text").check()
    expect(picture).to_be_hidden()
    expect(page.get_by_role("table", name="Lines")).to_be_visible()
    page.get_by_label("As text").uncheck()
    page.get_by_role("checkbox", name="Portal").click()
    expect(page.get_by_text("Nothing to bill in these days.")).to_be_visible()
    expect(picture).to_have_count(0)


def test_by_thumb(app: App, studio: tuple[Visitor, Client], new_page: Callable[..., Page]) -> None:
    ann, opal = studio
    phone = new_page(**PHONE)
    arrive(phone, app, ann, f"/invoices/new/?client={opal.client_id}")
    wait_until(phone, DRAWN)
    picture = phone.locator("img.tt-leaf")
    picture.scroll_into_view_if_needed()
    box = picture.bounding_box()
    assert box is not None
    assert box["x"] >= 0
    assert 300 < box["width"] <= 390
    assert_fits(phone)
    assert_accessible(phone)
    assert too_small(phone, "a.tt-skip", "main") == []
    phone.get_by_text("As text").tap()
    expect(phone.get_by_role("table", name="Lines")).to_be_visible()
    assert_fits(phone)


def _told(picture: Locator) -> str:
    """What is on screen, pixel by pixel."""
    told: str = picture.evaluate(
        """(e) => {
            const sheet = Object.assign(document.createElement("canvas"), {width: 200, height: 283});
            sheet.getContext("2d").drawImage(e, 0, 0, 200, 283);
            return sheet.toDataURL();
        }"""
    )
    return told
