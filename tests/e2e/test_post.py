"""PDF and mails of an invoice in a browser: sent from its page, told where they stand, and tried again."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests import databases, factories
from tests.domain import billing
from tests.e2e.conftest import App
from tests.e2e.portal import PHONE
from tests.e2e.steps import assert_accessible, assert_fits, set_up, sign_in
from timetrack import db
from timetrack.domain import clients
from timetrack.models import Invoice

pytestmark = pytest.mark.usefixtures("empty_workspace")


def issued(app: App) -> Invoice:
    with databases.pointed_at(app.database_url), db.transaction() as session:
        pays = factories.client(session, name="Opal")
        clients.edit_client_billing(
            session, factories.lead(session), client_id=pays.client_id, email="billing@opal.example"
        )
        return billing.issued(session, pays, billing.extra("1200"))


def test_an_invoice_is_sent_from_its_page_and_waits_for_a_server(
    app: App, page: Page, new_page: Callable[..., Page]
) -> None:
    set_up(page)
    invoice = issued(app)
    page.goto(f"/invoices/{invoice.invoice_id}")
    post = page.locator(".tt-post")
    expect(post).to_contain_text("PDFin the store")
    page.get_by_role("button", name="Send by mail").click()
    dialog = page.get_by_role("dialog", name=f"Send {invoice.number} by mail")
    expect(dialog.get_by_role("textbox", name="To", exact=True)).to_have_value("billing@opal.example")
    expect(dialog.get_by_label("Subject")).to_have_value(f"Invoice {invoice.number} from Harbour Studio")
    expect(dialog.get_by_label("Text")).to_have_value(re.compile("over €1,200.00"))
    assert_accessible(page)
    dialog.get_by_role("textbox", name="To", exact=True).fill("nobody")
    dialog.get_by_label("Subject").fill("Ihre Rechnung")
    page.keyboard.press("Enter")
    expect(dialog.get_by_text("“nobody” is not an e-mail address. Nothing was saved.")).to_be_visible()
    expect(dialog.get_by_label("Subject")).to_have_value("Ihre Rechnung")
    dialog.get_by_role("textbox", name="To", exact=True).fill("otto@opal.example, anna@opal.example")
    dialog.get_by_role("button", name="Send mail").click()
    expect(dialog).to_be_hidden()
    expect(post).to_contain_text("to otto@opal.example, anna@opal.example")
    expect(post).to_contain_text("Not sent: no SMTP")
    assert_accessible(page)

    phone = new_page(**PHONE)
    sign_in(phone)
    phone.goto("/settings?section=jobs")
    mails = phone.get_by_role("region", name="Mails").or_(phone.locator("section", has_text="Mails")).last
    expect(mails).to_contain_text("No mail server is set.")
    again = mails.get_by_role("button", name=re.compile("^Try again: Mail"))
    box = again.bounding_box()
    assert box is not None
    assert box["height"] >= 44
    again.tap()
    expect(phone.locator(".tt-post").first).to_contain_text(re.compile("(Send a mail.*){2}"))
    expect(mails).to_contain_text("Not sent: no SMTP")
    assert_fits(phone)
    assert_accessible(phone)
