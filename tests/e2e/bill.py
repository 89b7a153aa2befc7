"""A draft that the browser tests issue, settle and number, and the dialogs in which they do."""

from dataclasses import dataclass
from datetime import date

from playwright.sync_api import Locator, Page, expect

from tests import databases, factories, visitors
from tests.domain import billing
from tests.e2e.conftest import App
from tests.e2e.steps import assert_accessible, assert_fits, too_small
from tests.visitors import Visitor
from timetrack import clock, db
from timetrack.domain import periods
from timetrack.models import Invoice


@dataclass(frozen=True)
class Bill:
    """Ann bills Opal Clinic €1,200.00: the design, and the hosting. ``today`` may be over before a test is."""

    ann: Visitor
    draft: Invoice
    today: date
    path: str


def a_bill(app: App) -> Bill:
    """A workspace with that bill alone."""
    with databases.pointed_at(app.database_url):
        visitors.found_workspace()
        ann = visitors.ann()
        with db.transaction() as session:
            opal = factories.client(session, name="Opal Clinic")
            parts = (billing.extra("1000", description="Design"), billing.extra("200", description="Hosting"))
            draft = billing.drafted(session, opal, *parts)
    return Bill(ann, draft, periods.local_date(clock.now(), "Europe/Berlin"), f"/invoices/{draft.invoice_id}")


def asked(page: Page, name: str, *, by_thumb: bool = False) -> Locator:
    """The dialog, open, with nothing wrong with it."""
    dialog = page.get_by_role("dialog", name=name, exact=True)
    expect(dialog).to_be_visible()
    assert_accessible(page)
    assert_fits(page)
    assert dialog.evaluate("one => one.scrollWidth - one.clientWidth") == 0
    assert not by_thumb or too_small(page, "a.tt-skip", "dialog[open]") == []
    return dialog
