"""Numbers of one's own in a browser: a series is added, begins where another program left off, and a draft chooses it."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.bill import a_bill, asked
from tests.e2e.conftest import App
from tests.e2e.portal import PHONE, arrive
from tests.e2e.steps import assert_accessible, assert_fits, too_small

pytestmark = pytest.mark.usefixtures("empty_workspace")


def test_numbers_go_on_where_another_program_left_off(app: App, new_page: Callable[..., Page]) -> None:
    bill, page = a_bill(app), new_page(viewport={"width": 1440, "height": 900})
    arrive(page, app, bill.ann, "/settings?section=invoices")
    form = page.locator("form", has=page.get_by_role("button", name="Add series"))
    form.get_by_label("Name").fill("Swiss work")
    form.get_by_label("Pattern").fill("CH")
    form.get_by_label("Pattern").press("Enter")
    expect(form.get_by_role("alert")).to_contain_text("A pattern has the number once, as {NNNN}")
    expect(form.get_by_label("Name")).to_have_value("Swiss work")
    form.get_by_label("Pattern").fill("CH-{NNN}")
    form.get_by_role("button", name="Add series").click()
    row, first = (
        page.get_by_role("listitem").filter(has_text="Swiss work"),
        page.get_by_label("First number of Swiss work"),
    )
    expect(row).to_contain_text("next CH-001")
    first.fill("forty")
    first.press("Enter")
    expect(row.get_by_role("alert")).to_have_text("“forty” is not a count, such as 42. Nothing was saved.")
    expect(first).to_have_value("forty")
    assert_accessible(page)
    first.fill("41")
    first.press("Enter")
    expect(row).to_contain_text("next CH-041")
    expect(row.get_by_role("alert")).to_have_count(0)
    assert_accessible(page)
    assert_fits(page)

    page.goto(bill.path)
    page.get_by_role("button", name="Edit", exact=True).click()
    edit = asked(page, "Edit draft")
    edit.get_by_label("Number").select_option("Swiss work: CH-041")
    edit.get_by_role("button", name="Save draft").click()
    expect(edit).to_be_hidden()
    page.get_by_role("button", name="Issue", exact=True).click()
    asked(page, "Issue this draft?").get_by_role("button", name="Issue €1,200.00").click()
    expect(page.get_by_role("heading", name="CH-041")).to_be_visible()

    phone = new_page(**PHONE)
    arrive(phone, app, bill.ann, "/settings?section=invoices")
    row = phone.get_by_role("listitem").filter(has_text="Swiss work")
    expect(row).to_contain_text("next CH-042")
    expect(phone.get_by_label("First number of Swiss work")).to_have_count(0)
    assert too_small(phone, "a.tt-skip", "main") == []
    assert_fits(phone)
    row.get_by_role("button", name="Make default").tap()
    expect(row.get_by_text("Default", exact=True)).to_be_visible()
