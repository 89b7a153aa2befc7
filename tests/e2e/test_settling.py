"""An invoice settled in a browser: issued on a day of one's own, paid in parts, refunded, taken back; when to remind."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from playwright.sync_api import Locator, Page, expect

from tests import databases
from tests.e2e.bill import Bill, a_bill, asked
from tests.e2e.conftest import App
from tests.e2e.portal import PHONE, arrive
from tests.e2e.steps import assert_accessible, assert_fits, too_small
from timetrack import db
from timetrack.domain import periods
from timetrack.domain.invoices import issuing
from timetrack.models import Invoice

pytestmark = pytest.mark.usefixtures("empty_workspace")
DESK = {"viewport": {"width": 1440, "height": 900}}
Opener = Callable[..., Page]
HISTORY = ".tt-invoice-events"
REMINDERS = "Reminders, days after due"


@pytest.fixture
def bill(app: App) -> Bill:
    return a_bill(app)


@pytest.fixture
def issued(app: App, bill: Bill) -> Invoice:
    with databases.pointed_at(app.database_url), db.transaction() as session:
        return issuing.issue(session, bill.ann.person, invoice_id=bill.draft.invoice_id)


def from_menu(page: Page, act: str, *, by_thumb: bool = False) -> None:
    """Choose by keys, or by thumb, what is in the ⋮ of an invoice."""
    for name in ("More to do with this invoice", act):
        button = page.get_by_role("button", name=name)
        button.tap() if by_thumb else button.press("Enter")


def refused(within: Page | Locator, words: str) -> None:
    expect(within.get_by_role("alert")).to_have_text(words)


def standing(page: Page) -> Locator:
    return page.locator(".tt-head .tt-badge")


def what_is_open(page: Page) -> Locator:
    return page.get_by_role("region", name="What is open")


def test_a_draft_is_issued_on_a_day_of_ones_own(app: App, bill: Bill, new_page: Opener) -> None:
    page, day, due = new_page(**DESK), bill.today - timedelta(days=10), bill.today + timedelta(days=20)
    arrive(page, app, bill.ann, bill.path)
    page.get_by_role("button", name="Edit", exact=True).click()
    edit = asked(page, "Edit draft")
    edit.get_by_label("Due").fill(due.isoformat())
    edit.get_by_label("Notes").fill("Thank you")
    edit.get_by_role("button", name="Save draft").click()
    expect(edit).to_be_hidden()
    expect(page.get_by_label("Document")).to_contain_text(periods.long_day(due))

    page.get_by_role("button", name="Issue", exact=True).click()
    issue = asked(page, "Issue this draft?")
    late = due + timedelta(days=1)
    issue.get_by_label("Date").fill(late.isoformat())
    issue.get_by_role("button", name="Issue €1,200.00").click()
    days = f"{periods.long_day(due)} is before {periods.long_day(late)}"
    refused(issue, f"An invoice is due on its date or later; {days}. Nothing was saved.")
    expect(issue.get_by_label("Date")).to_have_value(late.isoformat())
    assert_accessible(page)
    issue.get_by_label("Date").fill("1969-12-31")
    page.keyboard.press("Enter")
    refused(issue, "The year 1969 is out of range for an invoice. Nothing was saved.")
    expect(issue.get_by_label("Date")).to_have_value("1969-12-31")
    page.keyboard.press("Escape")
    expect(page.locator('dialog[data-open="true"]')).to_have_count(0)  # the server knows, too
    expect(issue).to_be_hidden()
    expect(standing(page)).to_have_text("Draft")

    page.get_by_role("button", name="Issue", exact=True).press("Enter")
    expect(issue.get_by_role("alert")).to_have_count(0)
    issue.get_by_label("Date").fill(day.isoformat())
    page.keyboard.press("Enter")
    expect(issue).to_be_hidden()
    expect(page.get_by_role("heading", name=f"{day.year}-0001")).to_be_visible()
    expect(standing(page)).to_have_text("Issued")
    expect(page.get_by_label("Document")).to_contain_text(periods.long_day(day))
    expect(what_is_open(page)).to_contain_text("€0.00 of €1,200.00 paid")


def test_paid_in_parts_and_given_back(app: App, bill: Bill, issued: Invoice, new_page: Opener) -> None:
    page, day = new_page(**DESK), bill.today - timedelta(days=3)
    arrive(page, app, bill.ann, bill.path)
    page.get_by_role("button", name="Record payment").click()
    pay = asked(page, "Record payment")
    expect(pay.get_by_label("Amount")).to_have_value("1200.00")
    pay.get_by_label("Amount").fill("1200.01")
    pay.get_by_label("Came in on").fill(day.isoformat())
    pay.get_by_label("How").fill("Bank transfer")
    pay.get_by_label("Note").fill("First of two")
    pay.get_by_role("button", name="Record payment").click()
    refused(pay, f"€1,200.00 is open on {issued.number}; €1,200.01 is more. Nothing was saved.")
    assert_accessible(page)
    typed = {"Amount": "1200.01", "Came in on": day.isoformat(), "How": "Bank transfer", "Note": "First of two"}
    for label, text in typed.items():
        expect(pay.get_by_label(label)).to_have_value(text)
    pay.get_by_label("Amount").fill("450,50")
    pay.get_by_role("button", name="Record payment").click()
    expect(pay).to_be_hidden()
    expect(standing(page)).to_have_text("Part paid")
    expect(what_is_open(page)).to_contain_text("Still to pay€749.50€450.50 of €1,200.00 paid")
    expect(page.locator(HISTORY)).to_contain_text(f"Came in {day.day} {day:%b}")
    expect(page.locator(HISTORY)).to_contain_text("· Bank transfer · First of two")

    page.get_by_role("button", name="Record payment").press("Enter")
    expect(pay.get_by_label("Amount")).to_have_value("749.50")
    expect(pay.get_by_label("Note")).to_have_value("")
    pay.get_by_label("Amount").press("Enter")
    expect(pay).to_be_hidden()
    expect(standing(page)).to_have_text("Paid")
    expect(what_is_open(page)).to_contain_text("€1,200.00 of €1,200.00 paid")
    expect(page.get_by_role("button", name="Record payment")).to_have_count(0)
    _give_back(page, issued)


def _give_back(page: Page, issued: Invoice) -> None:
    from_menu(page, "Record refund")
    back = asked(page, "Record refund")
    expect(back.get_by_label("Amount")).to_have_value("1200.00")
    back.get_by_label("Amount").fill("1300")
    page.keyboard.press("Enter")
    refused(back, f"€1,200.00 was paid for {issued.number}; €1,300.00 cannot go back. Nothing was saved.")
    expect(back.get_by_label("Amount")).to_have_value("1300")
    back.get_by_label("Amount").fill("200")
    page.keyboard.press("Enter")
    expect(back).to_be_hidden()
    expect(standing(page)).to_have_text("Part paid")
    expect(what_is_open(page)).to_contain_text("Still to pay€200.00€1,000.00 of €1,200.00 paid")
    from_menu(page, "Record refund")
    expect(back.get_by_label("Amount")).to_have_value("1000.00")
    back.get_by_label("Amount").press("Enter")
    expect(standing(page)).to_have_text("Issued")
    expect(page.locator(HISTORY)).to_contain_text("Refund €1,000.00")
    assert_accessible(page)


def test_part_of_an_invoice_is_taken_back(app: App, bill: Bill, issued: Invoice, new_page: Opener) -> None:
    page = new_page(**DESK)
    arrive(page, app, bill.ann, bill.path)
    from_menu(page, "Write credit note")
    credit = asked(page, f"Take {issued.number} back")
    credit.get_by_label("Design").fill("1000.01")
    credit.get_by_label("Hosting").fill("50")
    credit.get_by_label("Notes").fill("Two weeks were down")
    credit.get_by_role("button", name="Draft credit note").click()
    refused(credit, "€1,000.00 is left of this line; €1,000.01 cannot be taken back. Nothing was saved.")
    assert_accessible(page)
    expect(credit.get_by_label("Design")).to_have_value("1000.01")
    expect(credit.get_by_label("Hosting")).to_have_value("50")
    expect(credit.get_by_label("Notes")).to_have_value("Two weeks were down")
    credit.get_by_label("Design").fill("")
    credit.get_by_label("Hosting").press("Enter")
    expect(page.get_by_role("heading", name="Draft credit note")).to_be_visible()
    expect(page.get_by_label("Document")).to_contain_text("Two weeks were down")
    expect(page.get_by_label("Document")).not_to_contain_text("Design")

    page.get_by_role("button", name="Issue", exact=True).click()
    issue = asked(page, "Issue this draft?")
    expect(issue).to_contain_text("declaring it void is the way back.")
    issue.get_by_role("button", name="Issue €50.00").click()
    expect(page.get_by_role("heading", name=re.compile(r"^CN-\d{4}-0001$"))).to_be_visible()
    expect(standing(page)).to_have_text("Credit note")
    page.get_by_role("link", name=f"Takes back {issued.number}").click()
    expect(page.get_by_role("heading", name=str(issued.number), exact=True)).to_be_visible()
    expect(what_is_open(page)).to_contain_text("Still to pay€1,150.00€0.00 of €1,200.00 paid, €50.00 taken back")

    from_menu(page, "Write credit note")
    expect(credit.get_by_label("Hosting")).to_have_attribute("placeholder", "150.00")
    credit.get_by_label("Hosting").fill("0")
    credit.get_by_role("button", name="Draft credit note").click()
    refused(credit, "0 takes nothing back. Type how much, or nothing for all that is left. Nothing was saved.")
    expect(credit.get_by_label("Hosting")).to_have_value("0")


def test_every_dialog_by_thumb(app: App, bill: Bill, new_page: Opener) -> None:
    phone = new_page(**PHONE)
    arrive(phone, app, bill.ann, bill.path)
    phone.get_by_role("button", name="Issue", exact=True).tap()
    issue = asked(phone, "Issue this draft?", by_thumb=True)
    issue.get_by_label("Date").fill("2201-01-01")
    issue.get_by_role("button", name="Issue €1,200.00").tap()
    refused(issue, "The year 2201 is out of range for an invoice. Nothing was saved.")
    expect(issue.get_by_label("Date")).to_have_value("2201-01-01")
    issue.get_by_label("Date").fill(bill.today.isoformat())
    issue.get_by_role("button", name="Issue €1,200.00").tap()
    expect(standing(phone)).to_have_text("Issued")

    phone.get_by_role("button", name="Record payment").tap()
    pay = asked(phone, "Record payment", by_thumb=True)
    pay.get_by_label("Amount").fill("all of it")
    pay.get_by_role("button", name="Record payment").tap()
    refused(pay, "An amount looks like 85 or 85.50; “all of it” is not one. Nothing was saved.")
    asked(phone, "Record payment", by_thumb=True)
    expect(pay.get_by_label("Amount")).to_have_value("all of it")
    pay.get_by_label("Amount").fill("1000")
    pay.get_by_role("button", name="Record payment").tap()
    expect(standing(phone)).to_have_text("Part paid")

    from_menu(phone, "Record refund", by_thumb=True)
    back = asked(phone, "Record refund", by_thumb=True)
    back.get_by_role("button", name="Cancel").tap()
    expect(back).to_be_hidden()
    from_menu(phone, "Write credit note", by_thumb=True)
    credit = asked(phone, f"Take {bill.today.year}-0001 back", by_thumb=True)
    credit.get_by_label("Hosting").fill("200")
    credit.get_by_role("button", name="Draft credit note").tap()
    expect(phone.get_by_role("heading", name="Draft credit note")).to_be_visible()
    phone.get_by_role("button", name="Issue", exact=True).tap()
    phone.get_by_role("button", name="Issue €200.00").tap()
    expect(standing(phone)).to_have_text("Credit note")
    phone.get_by_role("link", name=f"Takes back {bill.today.year}-0001").tap()
    expect(standing(phone)).to_have_text("Paid")
    expect(what_is_open(phone)).to_contain_text("€1,000.00 of €1,200.00 paid, €200.00 taken back")
    assert_fits(phone)


def test_when_reminders_are_sent(app: App, bill: Bill, new_page: Opener) -> None:
    page = new_page(**DESK)
    arrive(page, app, bill.ann, "/settings?section=invoices")
    days, save = page.get_by_label(REMINDERS), page.get_by_role("button", name="Save", exact=True)
    expect(days).to_have_value("")
    days.fill("10, 3 -2,3")
    save.click()
    expect(page.locator(".tt-toast", has_text="Saved")).to_be_visible()
    expect(days).to_have_value("-2, 3, 10")
    page.reload()
    expect(days).to_have_value("-2, 3, 10")

    page.get_by_label("Bank", exact=True).fill("Harbour Bank")
    days.fill("soon, 3")
    days.press("Enter")
    refused(page, "Days of reminders are whole numbers, like 3, 10. Nothing was saved.")
    expect(days).to_have_value("soon, 3")
    expect(page.get_by_label("Bank", exact=True)).to_have_value("Harbour Bank")
    assert_accessible(page)
    assert_fits(page)

    phone = new_page(**PHONE)
    arrive(phone, app, bill.ann, "/settings?section=invoices")
    days = phone.get_by_label(REMINDERS)
    expect(days).to_have_value("-2, 3, 10")
    assert too_small(phone, "a.tt-skip", "main") == []
    days.fill("1 2 3 4 5 6")
    phone.get_by_role("button", name="Save", exact=True).tap()
    most = "There are up to 5 reminders, from 30 days before an invoice is due to 365 days after."
    refused(phone, f"{most} Nothing was saved.")
    expect(days).to_have_value("1 2 3 4 5 6")
    assert_fits(phone)
    assert_accessible(phone)
    days.fill("")
    phone.get_by_role("button", name="Save", exact=True).tap()
    expect(phone.get_by_role("alert")).to_have_count(0)
    phone.reload()
    expect(days).to_have_value("")
