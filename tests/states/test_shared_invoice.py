"""The page behind a client's link, and the dialog that shows the link."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from reflex.istate.data import ReflexURL, URLData

from tests import factories, visitors
from tests.domain import billing
from tests.factories import FrozenClock
from tests.states.pages import Tab, call, open_page
from timetrack import clock, db
from timetrack.domain import payments
from timetrack.domain.invoices import sharing
from timetrack.models import Invoice, InvoiceLink
from timetrack.states.invoice import InvoiceState
from timetrack.states.invoice_sharing import InvoiceSharingState
from timetrack.states.shared_invoice import SharedInvoiceState

pytestmark = [pytest.mark.usefixtures("workspace", "today"), pytest.mark.anyio]


@pytest.fixture
def today(monkeypatch: pytest.MonkeyPatch) -> FrozenClock:
    """11 March 2026."""
    standing = FrozenClock()
    monkeypatch.setattr(clock, "now", standing.now)
    return standing


def shared(name: str) -> tuple[Invoice, InvoiceLink]:
    """An invoice of 100.00 with its link."""
    with db.transaction() as session:
        made = billing.issued(session, factories.client(session, name=name), billing.extra("100"))
        return made, sharing.share(session, factories.lead(session), invoice_id=made.invoice_id)


def link_of(invoice: Invoice) -> InvoiceLink | None:
    with db.transaction() as session:
        return sharing.live_link(session, factories.lead(session), invoice_id=invoice.invoice_id)


async def outside(tab: Tab, token: str, cookie: str = "") -> SharedInvoiceState:
    """The page of a link, in the browser of somebody who is not signed in unless there is a cookie."""
    root: Any = tab(cookie)
    root.rx_router_url = URLData.from_url(ReflexURL(f"http://localhost/i/{token}"))
    state = await root.get_state(SharedInvoiceState)
    await SharedInvoiceState.open_link.fn(state)  # type: ignore[attr-defined]
    return state  # type: ignore[no-any-return]


async def test_a_client_reads_what_was_issued_and_what_is_left_to_pay(tab: Tab) -> None:
    invoice, link = shared("Opal")
    page = await outside(tab, link.token)
    paper = page.shared
    assert (paper.number, paper.buyer.name, paper.state) == (invoice.number, "Opal", "Open")
    assert (paper.loud_label, paper.loud) == ("To pay", "€100.00")
    assert [line.amount for line in paper.lines] == ["100.00"]
    assert paper.is_sound
    with db.transaction() as session:
        lead = factories.lead(session)
        payments.record_payment(session, lead, invoice_id=invoice.invoice_id, amount=Decimal(40))
    page = await outside(tab, link.token)
    assert (page.shared.loud_label, page.shared.loud, page.shared.loud_note) == (
        "Still to pay",
        "€60.00",
        "Of €100.00.",
    )
    with db.transaction() as session:
        payments.record_payment(session, lead, invoice_id=invoice.invoice_id, amount=Decimal(60))
    page = await outside(tab, link.token)
    assert (page.shared.state, page.shared.loud_label, page.shared.payment) == ("Paid", "Paid", ())


async def test_only_somebody_outside_is_noted_to_have_opened_it(tab: Tab) -> None:
    invoice, link = shared("Pearl")
    await outside(tab, link.token, visitors.ann().cookie)
    assert (found := link_of(invoice)) is not None
    assert found.opened_at is None
    await outside(tab, link.token)
    assert (found := link_of(invoice)) is not None
    assert found.opened_at == clock.now()


@pytest.mark.parametrize("token", ["", "nothing", "t" * 43, "%00", "x" * 5000])
async def test_a_link_that_is_none_shows_nothing(tab: Tab, token: str) -> None:
    page = await outside(tab, token)
    assert page.shared.number == ""
    assert page.refusal.startswith("This link shows no invoice.")


async def test_the_link_is_shown_made_anew_and_revoked(tab: Tab, opened: Callable[..., Any]) -> None:
    invoice, link = shared("Quartz")
    page = await opened(invoice)
    await call(page, InvoiceSharingState.share)
    dialog = await page.get_state(InvoiceSharingState)
    assert dialog.link.endswith(f"/i/{link.token}")
    assert (dialog.opened, dialog.is_open) == ("Not opened yet", True)
    await outside(tab, link.token)
    await call(page, InvoiceSharingState.share)
    assert dialog.opened.startswith("First opened 11 Mar 2026")
    await call(page, InvoiceSharingState.revoke)
    assert (dialog.link, dialog.is_open) == ("", False)
    gone = await outside(tab, link.token)
    assert gone.refusal
    await call(page, InvoiceSharingState.share)
    assert not dialog.link.endswith(link.token)


@pytest.fixture
def opened(tab: Tab) -> Callable[..., Any]:
    """Open the page of an invoice as its administrator."""
    return lambda invoice: open_page(tab, InvoiceState, visitors.ann(), f"/invoices/{invoice.invoice_id}/")
