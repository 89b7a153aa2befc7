"""The list of invoices of one tab."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

from tests import factories, visitors
from tests.domain import billing
from tests.factories import FrozenClock
from tests.states.pages import Tab, open_page
from timetrack import clock, db
from timetrack.domain import payments
from timetrack.domain.invoices import credit_notes, issuing, reading, voiding
from timetrack.models import Client, Invoice
from timetrack.states.invoices import InvoicesState

pytestmark = [pytest.mark.usefixtures("workspace", "today"), pytest.mark.anyio]


@pytest.fixture
def today(monkeypatch: pytest.MonkeyPatch) -> FrozenClock:
    """11 March 2026."""
    standing = FrozenClock()
    monkeypatch.setattr(clock, "now", standing.now)
    return standing


@pytest.fixture
def opened(tab: Tab) -> Callable[..., Any]:
    """Open the page as somebody: `await opened(visitor, "/invoices/?show=paid")`."""
    return lambda visitor, address="/invoices/": open_page(tab, InvoicesState, visitor, address)


def client(name: str) -> Client:
    with db.transaction() as session:
        return factories.client(session, name=name)


def issued(of: Client, amount: str = "100", **wish: Any) -> Invoice:
    with db.transaction() as session:
        return billing.issued(session, of, billing.extra(amount), **wish)


def shown(state: InvoicesState, invoice: Invoice) -> Any:
    return next(row for row in state.rows if row.invoice_id == invoice.invoice_id)


def paid(invoice: Invoice, amount: str) -> None:
    with db.transaction() as session:
        lead = factories.lead(session)
        payments.record_payment(session, lead, invoice_id=invoice.invoice_id, amount=Decimal(amount))


async def test_each_standing_stands_under_its_tab(opened: Callable[..., Any], today: FrozenClock) -> None:
    pays = client("Standing Still")
    of = f"client={pays.client_id}"
    one, two, three = issued(pays), issued(pays), issued(pays)
    paid(one, "100")
    paid(two, "40")
    with db.transaction() as session:
        lead = factories.lead(session)
        voiding.void(session, lead, invoice_id=three.invoice_id, reason="Wrong", with_replacement=True)
    state = await opened(visitors.ann(), f"/invoices/?{of}")
    assert [(row.state, row.tone, row.amount, row.left) for row in state.rows] == [
        ("Draft", "draft", "€100.00", "–"),
        ("Void", "", "€100.00", "–"),
        ("Part paid", "warn", "€100.00", "€60.00"),
        ("Paid", "good", "€100.00", "–"),
    ]
    assert shown(state, three).note.startswith("replaced by draft ")
    today.forward(days=20)
    state = await opened(visitors.ann(), f"/invoices/?show=overdue&{of}")
    assert [(row.number, row.state, row.note) for row in state.rows] == [(two.number, "Overdue", "6 days")]
    for show, numbers in {"paid": [one.number], "void": [three.number], "draft": ["Draft"]}.items():
        state = await opened(visitors.ann(), f"/invoices/?show={show}&{of}")
        assert [row.number for row in state.rows] == numbers
        assert [tab.label for tab in state.tabs if tab.is_current] == [show.capitalize()]


async def test_what_is_owed_is_summed_by_how_late_it_is(opened: Callable[..., Any], today: FrozenClock) -> None:
    before = {row.currency: row for row in (await opened(visitors.ann())).owed}
    assert "CHF" not in before
    with db.transaction() as session:
        pays = factories.client(session, name="Late Payer", currency="CHF")
    early = issued(pays, "30")
    today.forward(days=16)
    issued(pays, "12.50")
    state = await opened(visitors.ann())
    (row,) = [row for row in state.owed if row.currency == "CHF"]
    assert (row.total, row.overdue) == ("CHF\u00a042.50", "CHF\u00a030.00 overdue")
    assert [(step.label, step.amount) for step in row.steps] == [
        ("Not due", "CHF\u00a012.50"),
        ("1 – 15 days late", "CHF\u00a030.00"),
    ]
    today.forward(days=14)
    state = await opened(visitors.ann())
    (row,) = [row for row in state.owed if row.currency == "CHF"]
    assert [step.label for step in row.steps] == ["Not due", "16 – 30"]
    paid(early, "30")
    await state._refresh()
    (row,) = [row for row in state.owed if row.currency == "CHF"]
    assert (row.total, row.overdue) == ("CHF\u00a012.50", "")


async def test_a_credit_note_names_what_it_takes_back(opened: Callable[..., Any]) -> None:
    made = issued(client("Taken Back"))
    with db.transaction() as session:
        lead = factories.lead(session)
        note = credit_notes.draft_credit_note(session, lead, invoice_id=made.invoice_id)
        issuing.issue(session, lead, invoice_id=note.invoice_id)
    state = await opened(visitors.ann(), "/invoices/?q=taken+back")
    row = shown(state, note)
    assert (row.state, row.amount, row.project) == ("Credit note", "−€100.00", f"credits {made.number}")
    assert shown(state, made).state == "Credited"


async def test_more_are_added_below_a_page_at_a_time(
    opened: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "PAGE", 2)
    pays = client("Many")
    keys = [issued(pays).invoice_id for _ in range(5)][::-1]
    state = await opened(visitors.ann(), f"/invoices/?client={pays.client_id}")
    assert ([row.invoice_id for row in state.rows], state.has_more) == (keys[:2], True)
    await InvoicesState.show_more.fn(state)
    await InvoicesState.show_more.fn(state)
    assert ([row.invoice_id for row in state.rows], state.has_more) == (keys, False)
    await InvoicesState.show_more.fn(state)
    await state._refresh()
    assert [row.invoice_id for row in state.rows] == keys, "what was loaded stays when something changes"


async def test_words_find_numbers_and_clients_and_nothing_by_a_wildcard(opened: Callable[..., Any]) -> None:
    made = issued(client("Needle & Thread"))
    for words in (made.number, "needle+%26", "THREAD"):
        state = await opened(visitors.ann(), f"/invoices/?q={words}")
        assert made.invoice_id in [row.invoice_id for row in state.rows]
    state = await opened(visitors.ann(), "/invoices/?q=%25%25")
    assert (state.rows, state.is_filtered) == ([], True)


async def test_the_address_carries_every_filter(opened: Callable[..., Any]) -> None:
    state = await opened(visitors.ann(), "/invoices/?show=paid&client=12&q=x")
    assert [tab.path for tab in state.tabs][:2] == ["/invoices/?client=12&q=x", "/invoices/?show=draft&client=12&q=x"]
    for name, value in (("client", "nobody"), ("show", "draft")):
        await InvoicesState.filter_by.fn(state, name, value)
    state = await opened(visitors.ann(), "/invoices/?show=gone&client=-1")
    assert (state.is_filtered, [tab.label for tab in state.tabs if tab.is_current]) == (False, ["All"])


async def test_an_employee_sees_none(opened: Callable[..., Any]) -> None:
    issued(client("Secret Client"))
    state = await opened(visitors.joined("Emil"))
    assert (state.may_bill, state.rows, state.owed, state.client_options) == (False, [], [], [])
