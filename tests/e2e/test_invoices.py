"""Invoices in a browser: from entries to paid with a second manager at the same work, void and made anew, and by thumb."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal

import pytest
from playwright.sync_api import Locator, Page, expect

from tests import databases, factories, visitors
from tests.e2e.conftest import App
from tests.e2e.portal import PHONE, arrive
from tests.e2e.steps import assert_accessible, assert_fits, too_small
from tests.visitors import Visitor
from timetrack import clock, db
from timetrack.domain import periods
from timetrack.domain.invoices import drafting, issuing
from timetrack.domain.invoices.wishes import Wish
from timetrack.models import Client, Invoice, Role

pytestmark = pytest.mark.usefixtures("empty_workspace")
DESK = {"viewport": {"width": 1280, "height": 900}}


@dataclass(frozen=True)
class Work:
    """Ann and Ben bill; Jonas worked for Opal Clinic: three hours last month, and one the month before."""

    ann: Visitor
    ben: Visitor
    jonas: Visitor
    client: Client
    month: date


@pytest.fixture
def work(app: App) -> Work:
    with databases.pointed_at(app.database_url):
        visitors.found_workspace()
        ann, ben, jonas = visitors.ann(), visitors.joined("Ben", Role.MANAGER), visitors.joined("Jonas")
        today = periods.local_date(clock.now(), "Europe/Berlin")
        month = periods.month_of(periods.month_of(today)[0] - periods.ONE_DAY)[0]
        with db.transaction() as session:
            client = factories.client(session, name="Opal Clinic")
            portal = factories.project(
                session, name="Patient portal", client_id=client.client_id, hourly_rate=Decimal(100)
            )
            draw = factories.task(session, portal, name="Wireframes")
            for day, task_id, words in ((4, draw.task_id, "Drawing"), (5, None, "Talking"), (-5, None, "Older")):
                start = datetime.combine(month + timedelta(days=day), time(9), UTC)
                hours = 2 if task_id else 1
                factories.entry(
                    session,
                    jonas.person,
                    start=start,
                    end=start + timedelta(hours=hours),
                    project_id=portal.project_id,
                    task_id=task_id,
                    description=words,
                )
    return Work(ann, ben, jonas, client, month)


def invoice(app: App, work: Work) -> Invoice:
    """An issued invoice for all of it."""
    with databases.pointed_at(app.database_url), db.transaction() as session:
        lead = work.ann.person
        draft = drafting.draft(session, lead, wish=Wish(work.client.client_id))
        return issuing.issue(session, lead, invoice_id=draft.invoice_id)


def total(page: Page) -> Locator:
    return page.locator(".tt-paper-sums [data-total=true] dd")


def pay(page: Page, amount: str) -> None:
    page.get_by_role("button", name="Record payment").click()
    dialog = page.get_by_role("dialog", name="Record payment")
    dialog.get_by_label("Amount").fill(amount)
    dialog.get_by_role("button", name="Record payment").click()


def test_from_entries_to_paid_while_another_manager_has_the_same_work(
    app: App, work: Work, page: Page, new_page: Callable[..., Page]
) -> None:
    arrive(page, app, work.ann, "/invoices/")
    page.get_by_role("link", name="New invoice").first.click()
    page.get_by_role("combobox", name="Client", exact=True).select_option("Opal Clinic")
    expect(total(page)).to_have_text("€300.00")
    findings = page.get_by_role("region", name="What to look at first")
    expect(findings).to_contain_text("from before is not billed yet.")
    findings.get_by_role("button", name="Add it").click()
    expect(total(page)).to_have_text("€400.00")
    expect(findings).not_to_contain_text("from before")
    findings.get_by_label("Address of the client").fill("Garden Road 4, Berlin")
    findings.get_by_role("button", name="Save address").click()
    expect(page.get_by_label("Preview")).to_contain_text("Garden Road 4")

    ben = new_page(**DESK)
    arrive(ben, app, work.ben, f"/invoices/new/?client={work.client.client_id}")
    expect(total(ben)).to_have_text("€300.00")

    _say_how_it_is_billed(page)
    assert_accessible(page)
    page.get_by_role("button", name="Draft €450.00").click()
    expect(page.get_by_role("heading", name="Draft", exact=True)).to_be_visible()

    blocked = ben.get_by_role("region", name="What to look at first")
    expect(blocked).to_contain_text("It is on draft 1.")
    expect(ben.get_by_role("button", name="Nothing to draft")).to_be_disabled()
    blocked.get_by_role("link", name="See it").click()
    expect(total(ben)).to_have_text("€450.00")
    ben.goto("/invoices/")
    row = ben.get_by_role("row", name="Opal Clinic")
    expect(row).to_contain_text("Draft")

    _edit_a_line(page, row)
    _issue_and_be_paid(page, row)
    assert_accessible(page)
    assert_accessible(ben)


def _say_how_it_is_billed(page: Page) -> None:
    lines = page.get_by_role("region", name="Lines")
    lines.get_by_role("button", name="Person").click()
    expect(page.get_by_role("table", name="Lines")).to_contain_text("Patient portal · Jonas")
    lines.get_by_text("Add a line that is no hours").click()
    lines.get_by_label("What for").fill("Hosting")
    lines.get_by_label("Price").fill("50")
    lines.get_by_label("Number").fill("2")
    lines.get_by_role("button", name="Add line").click()
    expect(total(page)).to_have_text("€500.00")
    terms, today = (
        page.get_by_role("region", name="Tax, dates and notes"),
        periods.local_date(clock.now(), "Europe/Berlin"),
    )
    terms.get_by_label("Discount").fill("10 %")
    terms.get_by_label("To pay within days").fill("30")
    terms.get_by_label("Date", exact=True).fill(today.isoformat())
    terms.get_by_label("Notes").fill("Thank you")
    expect(total(page)).to_have_text("€450.00")
    due = today + timedelta(days=30)
    expect(page.get_by_label("Preview")).to_contain_text(f"{due.day} {due:%B %Y}")


def _edit_a_line(page: Page, row: Locator) -> None:
    page.get_by_role("button", name="Hosting", exact=True).click()
    line = page.get_by_role("dialog", name="Edit line")
    line.get_by_label("Number").fill("1")
    line.get_by_label("Discount in %").fill("50")
    line.get_by_role("button", name="Save line").click()
    expect(total(page)).to_have_text("€382.50")
    expect(row).to_contain_text("€382.50")


def _issue_and_be_paid(page: Page, row: Locator) -> None:
    page.get_by_role("button", name="Issue", exact=True).click()
    page.get_by_role("button", name="Issue €382.50").click()
    expect(page.get_by_text("Still to pay")).to_be_visible()
    expect(row).to_contain_text("Issued")
    pay(page, "9999")
    refused = page.get_by_role("dialog", name="Record payment")
    expect(refused.get_by_role("alert")).to_contain_text("is more. Nothing was saved.")
    refused.get_by_label("Amount").fill("82.50")
    refused.get_by_role("button", name="Record payment").click()
    expect(row).to_contain_text("Part paid")
    expect(page.locator(".tt-invoice-loud")).to_have_text("€300.00")
    pay(page, "300")
    expect(row).to_contain_text("Paid")
    expect(page.get_by_role("main")).to_contain_text("Paid")


def test_what_is_billed_stays_until_its_invoice_is_void(
    app: App, work: Work, page: Page, new_page: Callable[..., Page]
) -> None:
    issued = invoice(app, work)
    jonas = new_page(**DESK)
    arrive(jonas, app, work.jonas, "/time/?period=all")
    lock = jonas.get_by_role("img", name=f"On invoice {issued.number}, so it stays as it is")
    expect(lock).to_have_count(3)
    expect(jonas.locator('input[value="Drawing"]')).to_have_attribute("readonly", "")

    arrive(page, app, work.ann, f"/invoices/{issued.invoice_id}")
    more = page.get_by_role("button", name="More to do with this invoice")
    more.focus()
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Declare void").click()
    asked = page.get_by_role("dialog", name=f"Declare {issued.number} void?")
    asked.get_by_label("Why").fill("Wrong address")
    asked.get_by_label("Draft another in its place").check()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Draft", exact=True)).to_be_visible()
    other = jonas.get_by_role("img", name=f"On draft {issued.invoice_id + 1}, so it stays as it is")
    expect(other).to_have_count(3)
    page.get_by_role("link", name=f"Replaces {issued.number}").click()
    expect(page.get_by_text("Wrong address")).to_be_visible()
    page.get_by_role("link", name="Replaced by draft").click()
    expect(page.get_by_role("heading", name="Draft", exact=True)).to_be_visible()

    page.get_by_role("button", name="More to do with this invoice").click()
    page.get_by_role("button", name="Delete draft").click()
    page.get_by_role("dialog").get_by_role("button", name="Delete draft").click()
    expect(page.get_by_role("heading", name="Invoices")).to_be_visible()
    expect(other).to_have_count(0)
    drawing = jonas.locator('input[value="Drawing"]')
    drawing.fill("Drawn again")
    drawing.press("Control+Enter")
    expect(jonas.locator('input[value="Drawn again"]')).to_be_visible()


def test_by_thumb_and_by_keyboard(app: App, work: Work, new_page: Callable[..., Page]) -> None:
    phone = new_page(**PHONE)
    arrive(phone, app, work.ann, f"/invoices/new/?client={work.client.client_id}")
    expect(phone.get_by_role("button", name="Draft €300.00")).to_be_visible()
    phone.get_by_text("Add a line that is no hours").tap()
    expect(phone.get_by_label("What for")).to_be_visible()
    _fits_a_thumb(phone)
    phone.get_by_role("group", name="A line of hours per").get_by_role("button", name="Entry").focus()
    phone.keyboard.press("Enter")
    expect(phone.get_by_role("table", name="Lines")).to_contain_text("Drawing")
    phone.get_by_role("button", name="Draft €300.00").focus()
    phone.keyboard.press("Enter")
    expect(phone.get_by_role("heading", name="Draft", exact=True)).to_be_visible()
    _fits_a_thumb(phone)
    phone.get_by_role("button", name="Issue", exact=True).tap()
    asked = phone.get_by_role("dialog", name="Issue this draft?")
    expect(asked).to_be_visible()
    _fits_a_thumb(phone, "dialog[open]")
    asked.get_by_role("button", name="Issue €300.00").tap()
    expect(phone.get_by_text("Still to pay")).to_be_visible()
    phone.goto("/invoices/")
    expect(phone.get_by_role("row", name="Opal Clinic")).to_contain_text("Issued")
    _fits_a_thumb(phone)


def _fits_a_thumb(phone: Page, within: str = "main") -> None:
    assert_fits(phone)
    assert_accessible(phone)
    assert too_small(phone, "a.tt-skip", within) == []
