"""The link for a client in a browser, and invoices that come again."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests import databases, factories, visitors
from tests.domain import billing
from tests.e2e.conftest import App
from tests.e2e.portal import PHONE, arrive
from tests.e2e.steps import assert_accessible, assert_fits
from tests.visitors import Visitor
from timetrack import db
from timetrack.models import Invoice

pytestmark = pytest.mark.usefixtures("empty_workspace")


@pytest.fixture
def ann(app: App) -> Visitor:
    """Ann, who bills, in a workspace with a client."""
    with databases.pointed_at(app.database_url):
        visitors.found_workspace()
        with db.transaction() as session:
            factories.client(session, name="Opal Clinic")
        return visitors.ann()


def issued(app: App) -> Invoice:
    with databases.pointed_at(app.database_url), db.transaction() as session:
        pays = factories.client(session, name="Quartz Maps")
        return billing.issued(session, pays, billing.extra("1200", description="Hosting <b>2026</b>"))


def test_a_client_reads_an_invoice_compares_the_pdf_and_loses_the_link(
    app: App, ann: Visitor, page: Page, new_page: Callable[..., Page], page_errors: list[str]
) -> None:
    invoice = issued(app)
    arrive(page, app, ann, f"/invoices/{invoice.invoice_id}/")
    page.get_by_role("button", name="More to do with this invoice").click()
    page.get_by_role("button", name="Link for the client").click()
    dialog = page.get_by_role("dialog", name=f"{invoice.number} for Quartz Maps")
    expect(dialog).to_contain_text("Not opened yet")
    link = dialog.get_by_label("Link for the client")
    expect(link).to_have_value(re.compile(r"/i/[\w-]+$"))
    path = "/i/" + link.input_value().rpartition("/")[2]
    assert_accessible(page)

    client = new_page(**PHONE)
    client.goto(path)
    expect(client.get_by_role("heading", name=f"Invoice {invoice.number}")).to_be_visible()
    expect(client.get_by_role("region", name="What is to pay")).to_contain_text("€1,200.00")
    expect(client.get_by_role("table", name="Lines")).to_contain_text("Hosting <b>2026</b>")
    assert_fits(client)
    assert_accessible(client)
    with client.context.expect_page() as opened:
        client.get_by_role("link", name="Download PDF").click(modifiers=["ControlOrMeta"])
    pdf = client.request.get(client.get_by_role("link", name="Download PDF").get_attribute("href") or "")
    opened.value.close()
    assert pdf.body().startswith(b"%PDF-")
    field = client.get_by_label("Compare a PDF that you were sent")
    field.set_input_files({"name": "ours.pdf", "mimeType": "application/pdf", "buffer": pdf.body()})
    expect(client.get_by_text("It is ours, to the last byte.")).to_be_visible()
    forged = pdf.body()[:-1] + b" "
    field.set_input_files({"name": "forged.pdf", "mimeType": "application/pdf", "buffer": forged})
    expect(client.get_by_text("It is not the PDF of this invoice, or was changed.")).to_be_visible()

    dialog.get_by_role("button", name="Revoke").click()
    expect(page.get_by_text("Link revoked")).to_be_visible()
    client.reload()
    expect(client.get_by_role("heading", name="This link shows no invoice")).to_be_visible()
    assert_accessible(client)


def test_a_recurring_invoice_is_set_up_by_keyboard_and_paused_by_thumb(
    app: App, ann: Visitor, page: Page, new_page: Callable[..., Page]
) -> None:
    arrive(page, app, ann, "/invoices/")
    page.get_by_role("link", name="Recurring").click()
    expect(page.get_by_text("Nothing comes again yet")).to_be_visible()
    page.get_by_role("button", name="New recurring invoice").first.focus()
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog", name="New recurring invoice")
    dialog.get_by_label("Client").select_option("Opal Clinic")
    dialog.get_by_label("Name").fill("Hosting and care")
    dialog.get_by_label("What line 1 is for").fill("Hosting")
    dialog.get_by_label("Price of line 1").fill("fifty")
    assert_accessible(page)
    page.keyboard.press("Enter")
    expect(dialog.get_by_role("alert")).to_contain_text("fifty")
    dialog.get_by_label("Price of line 1").fill("50")
    page.keyboard.press("Enter")
    row = page.get_by_role("row", name="Hosting and care")
    expect(row).to_contain_text("Every month")
    expect(row).to_contain_text("Hours, Hosting")
    assert_accessible(page)

    phone = new_page(**PHONE)
    arrive(phone, app, ann, "/invoices/recurring/")
    phone.get_by_role("button", name="What to do with Hosting and care").tap()
    phone.get_by_role("button", name="Pause").tap()
    expect(row).to_contain_text("Paused")
    assert_fits(phone)
    assert_accessible(phone)
