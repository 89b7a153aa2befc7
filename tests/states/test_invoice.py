"""The page of one invoice, in one tab."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from tests import factories, visitors
from tests.domain import billing
from tests.factories import FrozenClock
from tests.states.pages import Tab, call, open_page
from timetrack import clock, db
from timetrack.domain import clients, payments, workspace
from timetrack.domain.invoices import drafting, numbering
from timetrack.domain.invoices.wishes import FixedAmount
from timetrack.models import Invoice
from timetrack.states.base import AppState
from timetrack.states.invoice import InvoiceState
from timetrack.states.invoice_draft import InvoiceDraftState
from timetrack.states.invoice_settling import InvoiceSettlingState

pytestmark = [pytest.mark.usefixtures("workspace", "today"), pytest.mark.anyio]


@pytest.fixture
def today(monkeypatch: pytest.MonkeyPatch) -> FrozenClock:
    """11 March 2026."""
    standing = FrozenClock()
    monkeypatch.setattr(clock, "now", standing.now)
    return standing


@pytest.fixture
def opened(tab: Tab) -> Callable[..., Any]:
    """Open the page of an invoice as its administrator: `await opened(invoice)`."""
    return lambda invoice, visitor=None: open_page(
        tab, InvoiceState, visitor or visitors.ann(), f"/invoices/{invoice.invoice_id}/"
    )


def drafted(name: str, *amounts: str) -> Invoice:
    """A draft of two hours at 95, and extra lines."""
    with db.transaction() as session:
        pays = factories.client(session, name=name)
        project = billing.billed_project(session, pays, name=f"Site of {name}")
        billing.work(session, factories.person(session), project, seconds=7200)
        return billing.drafted(session, pays, *map(billing.extra, amounts))


def drafted_at_a_fixed_amount(name: str) -> Invoice:
    """A draft of 400 for a site, whatever time it took, and of two hours at 95."""
    with db.transaction() as session:
        pays, person = factories.client(session, name=name), factories.person(session)
        site = billing.billed_project(session, pays, name="Site", billing_type="FIXED")
        billing.work(session, person, site, day=1)
        billing.work(session, person, site, day=2)
        billing.work(session, person, billing.billed_project(session, pays, name="Care"), day=3, seconds=7200)
        return billing.drafted(session, pays, fixed=(FixedAmount(site.project_id, Decimal(400)),))


def issued(name: str, *amounts: str) -> Invoice:
    with db.transaction() as session:
        pays = factories.client(session, name=name)
        return billing.issued(session, pays, *map(billing.extra, amounts or ("100",)))


def told(state: InvoiceState) -> list[tuple[str, str]]:
    return [(notice.title, notice.detail) for notice in state.notices]


async def take_back(state: InvoiceState) -> None:
    await AppState.take_back.fn(await state.get_state(AppState), state.notices[-1].notice_id)
    await state._refresh()


async def test_hours_are_told_of_the_entries_that_are_billed_by_the_hour(opened: Callable[..., Any]) -> None:
    state = await opened(drafted_at_a_fixed_amount("Opal Fixed"))
    told = {row.label: row.amount for row in state.details}
    assert (told["Hours"], told["At a fixed amount"]) == ("2:00 · 1 entry", "2 entries")


async def test_a_draft_is_paper_with_lines_and_sums(opened: Callable[..., Any]) -> None:
    state = await opened(drafted("Opal Paper", "10.50"))
    assert [(row.description, row.quantity, row.rate, row.amount, row.entries) for row in state.lines] == [
        ("Site of Opal Paper", "2:00", "€95.00", "190.00", "1 entry"),
        ("Hosting", "1", "€10.50", "10.50", ""),
    ]
    assert [(row.label, row.amount) for row in state.sums] == [("Subtotal", "200.50"), ("Total due", "€200.50")]
    assert (state.buyer.name, state.head.state, state.head.loud) == ("Opal Paper", "Draft", "€200.50")
    assert [(row.label, row.amount) for row in state.details][:2] == [
        ("Project", "Site of Opal Paper"), ("Hours", "2:00 · 1 entry"),
    ]  # fmt: skip
    assert [row.text for row in state.events] == ["Draft made"]
    assert [state.head.may_pay, state.head.may_void, state.head.may_credit] == [False] * 3


async def test_a_draft_is_edited_and_issued(opened: Callable[..., Any]) -> None:
    state = await opened(drafted("Edited"))
    await InvoiceState.ask.fn(state, "edit")
    form = {"invoice_date": "2026-03-20", "due_date": "2026-03-01", "notes": "Thanks", "terms_days": "7"}
    await call(state, InvoiceDraftState.edit, form)
    late = "An invoice is due on its date or later; 1 March 2026 is before 20 March 2026. Nothing was saved."
    assert (state.asking, state.refusal) == ("edit", late)
    await call(state, InvoiceDraftState.edit, {**form, "due_date": "", "discount": "10 %"})
    assert (state.asking, state.refusal, state.head.discount) == ("", "", "10\u00a0%")
    assert [(row.label, row.amount) for row in state.sums][1] == ("Discount 10\u00a0%", "−19.00")
    assert (state.head.date_text, state.head.due_text, state.head.notes) == ("20 March 2026", "7 days later", "Thanks")

    await InvoiceState.ask.fn(state, "issue")
    await call(state, InvoiceDraftState.issue, {"issue_date": ""})
    assert (state.head.is_issued, state.head.due_text, state.head.total) == (True, "27 March 2026", "€171.00")
    assert state.head.number.startswith("2026-")
    assert told(state)[-1] == (f"Invoice {state.head.number} issued", "€171.00")
    assert [row.text for row in state.events] == ["Issued", "Draft made"]
    await InvoiceState.ask.fn(state, "edit")
    await call(state, InvoiceDraftState.edit, form)
    assert "is issued, so it stays as it is" in state.refusal


async def test_a_draft_gets_its_number_from_the_series_that_was_chosen(opened: Callable[..., Any]) -> None:
    draft = drafted("Numbered")
    with db.transaction() as session:
        lead = visitors.ann().person
        swiss = numbering.add_series(session, lead, kind="INVOICE", name="Swiss work", pattern="CH-{NNN}")
        numbering.start_numbers_at(session, lead, series_id=swiss.series_id, day=date(2026, 3, 1), number=7)
        numbering.add_series(session, lead, kind="CREDIT_NOTE", name="Swiss notes", pattern="CHC-{NNN}")
    state = await opened(draft)
    assert [row.label for row in state.series_options][1:] == ["Swiss work: CH-007"]
    await InvoiceState.ask.fn(state, "edit")
    form = {"invoice_date": "", "due_date": "", "notes": "", "terms_days": "7", "series": str(swiss.series_id)}
    await call(state, InvoiceDraftState.edit, form)
    assert (state.head.series, state.refusal) == (str(swiss.series_id), "")
    await InvoiceState.ask.fn(state, "issue")
    await call(state, InvoiceDraftState.issue, {"issue_date": ""})
    assert (state.head.number, state.series_options) == ("CH-007", [])


async def test_what_was_seen_is_what_is_issued(opened: Callable[..., Any]) -> None:
    made = drafted("Seen")
    state = await opened(made)
    await InvoiceState.ask.fn(state, "issue")
    with db.transaction() as session:
        drafting.edit_draft(session, factories.lead(session), invoice_id=made.invoice_id, notes="Other words")
    await call(state, InvoiceDraftState.issue, {})
    assert (state.asking, state.refusal.startswith("This was changed in another place")) == ("issue", True)
    await state._refresh()
    await InvoiceState.ask.fn(state, "issue")
    await call(state, InvoiceDraftState.issue, {})
    assert state.head.is_issued


async def test_lines_come_and_go_and_their_notices_take_it_back(opened: Callable[..., Any]) -> None:
    state = await opened(drafted("Lines"))
    await call(state, InvoiceDraftState.add_line, {"description": "Domain", "price": "much"})
    assert state.refusal.startswith("A price looks like 85")
    await call(state, InvoiceDraftState.add_line, {"description": "Domain", "price": "€12", "quantity": "2"})
    assert ([row.amount for row in state.lines], state.head.total) == (["190.00", "24.00"], "€214.00")
    await take_back(state)
    assert [row.description for row in state.lines] == ["Site of Lines"]
    await call(state, InvoiceDraftState.add_line, {"description": "Domain", "price": "12", "unit": "year"})
    await call(state, InvoiceDraftState.remove_line, state.lines[1].line_item_id)
    assert state.head.total == "€190.00"
    await take_back(state)
    assert [(row.description, row.quantity) for row in state.lines][1] == ("Domain", "1 year")
    await call(state, InvoiceDraftState.remove_line, state.lines[0].line_item_id)
    assert told(state)[-1] == ("Line taken out", "Site of Lines. Its entries can be billed again.")


async def test_a_line_of_a_draft_is_changed_in_its_dialog(opened: Callable[..., Any]) -> None:
    state = await opened(drafted("Retold", "10.50"))
    hours, hosting = state.lines
    await InvoiceState.ask_line.fn(state, hours.line_item_id)
    assert (state.asking, state.line.is_time, state.line.tax) == ("edit-line", True, "none")
    form = {"description": "Design", "line_discount": "10 %", "tax": "none"}
    await call(state, InvoiceDraftState.edit_line, hours.line_item_id, form)
    assert next((row.description, row.note, row.amount) for row in state.lines) == ("Design", "10\u00a0% off", "171.00")
    await take_back(state)
    assert next((row.description, row.amount) for row in state.lines) == ("Site of Retold", "190.00")
    await InvoiceState.ask_line.fn(state, hosting.line_item_id)
    assert (state.line.price, state.line.quantity, state.line.is_time) == ("10.5", "1", False)
    form = {"description": "Hosting", "tax": "none", "line_price": "20", "line_quantity": "-2"}
    await call(state, InvoiceDraftState.edit_line, hosting.line_item_id, form)
    assert (state.asking, state.refusal[:10]) == ("edit-line", "A quantity")
    await call(state, InvoiceDraftState.edit_line, hosting.line_item_id, form | {"line_quantity": "2"})
    assert (state.asking, [row.amount for row in state.lines][1]) == ("", "40.00")


async def test_a_deleted_draft_leads_back_to_the_list(opened: Callable[..., Any]) -> None:
    state = await opened(drafted("Gone"))
    away = await call(state, InvoiceDraftState.delete)
    assert ("/invoices/" in str(away), state.is_here, state.lines) == (True, False, [])


async def test_payments_in_part_too_much_and_back(opened: Callable[..., Any]) -> None:
    state = await opened(issued("Payer"))
    await InvoiceState.ask.fn(state, "pay")
    await call(state, InvoiceSettlingState.pay, {"amount": "100.01"})
    assert (state.asking, state.refusal.startswith("€100.00 is open on")) == ("pay", True)
    await call(state, InvoiceSettlingState.pay, {"amount": "40", "paid_on": "2026-03-10", "method": "Bank"})
    assert (state.asking, state.head.state, state.head.loud, state.head.paid_percent) == ("", "Part paid", "€60.00", 40)
    assert state.head.loud_note == "€40.00 of €100.00 paid"
    assert state.events[0].more == "Came in 10 Mar · Bank"
    await take_back(state)
    assert (state.head.loud, state.head.may_void) == ("€100.00", True)
    await call(state, InvoiceSettlingState.pay, {"amount": "100"})
    assert (state.head.state, state.head.may_pay, state.head.loud_label) == ("Paid", False, "Paid")
    await call(state, InvoiceSettlingState.refund, {"amount": "25"})
    assert ([row.text for row in state.events][:2], state.head.loud) == (["Refund €25.00", "Payment €100.00"], "€25.00")
    await call(state, InvoiceSettlingState.remove_payment, state.events[0].payment_id)
    assert (told(state)[-1], state.head.state) == (("Refund removed", "€25.00"), "Paid")
    await take_back(state)
    assert state.head.loud == "€25.00"


async def test_sent_is_noted_once(opened: Callable[..., Any], today: FrozenClock) -> None:
    state = await opened(issued("Sent To"))
    await call(state, InvoiceSettlingState.mark_sent)
    first = state.events[0]
    today.forward(hours=1)
    await call(state, InvoiceSettlingState.mark_sent)
    assert (first.text, state.events[0], state.head.state) == ("Marked as sent", first, "Sent")


async def test_void_with_another_in_its_place(opened: Callable[..., Any]) -> None:
    made = issued("Wrong Address")
    state = await opened(made)
    await call(state, InvoiceSettlingState.void, {"reason": ""})
    assert state.refusal != ""
    away = await call(state, InvoiceSettlingState.void, {"reason": "Wrong address", "replace": "on"})
    assert (state.head.is_void, state.head.void_reason, state.refusal) == (True, "Wrong address", "")
    (link,) = state.linked
    assert (link.path in str(away), link.text.startswith("Replaced by draft ")) == (True, True)


async def test_credit_notes_for_a_line_and_for_the_rest(opened: Callable[..., Any]) -> None:
    made = issued("Credited", "100", "50")
    state = await opened(made)
    line = f"line-{state.lines[0].line_item_id}"
    await call(state, InvoiceSettlingState.credit, {line: "100.01"})
    assert state.refusal.startswith("€100.00 is left of this line")
    await call(state, InvoiceSettlingState.credit, {line: "30", "notes": "Sorry"})
    assert [row.text.split(" draft")[0] for row in state.linked] == ["Taken back by"]
    assert [row.left for row in state.credit_lines] == ["70.00", "50.00"]
    await call(state, InvoiceSettlingState.credit, {line: "0"})
    assert state.refusal.startswith("0 takes nothing back.")
    await call(state, InvoiceSettlingState.credit, {})
    assert told(state)[-1] == ("Credit note drafted", "€120.00")


async def test_who_pays_stands_as_it_was_issued(opened: Callable[..., Any]) -> None:
    made = issued("Old Name")
    with db.transaction() as session:
        clients.rename_client(session, factories.lead(session), client_id=made.client_id, name="New Name")
    state = await opened(made)
    assert (state.buyer.name, len(state.head.sha256)) == ("Old Name", 64)


async def test_an_invoice_is_a_file_and_says_why_it_is_no_e_invoice(opened: Callable[..., Any]) -> None:
    draft = await opened(drafted("Opal Files"))
    assert (draft.head.pdf, draft.head.ubl) == (f"/api/session/invoices/{draft.head.invoice_id}.pdf", "")
    assert draft.head.no_ubl == ""
    plain = await opened(issued("Opal Nowhere"))
    assert plain.head.ubl == ""
    assert "the country of Opal Nowhere" in plain.head.no_ubl
    with db.transaction() as session:
        lead = factories.lead(session)
        workspace.edit_workspace(session, lead, country="DE", tax_id="DE136695976")
        pays = factories.client(session, name="Opal Somewhere")
        clients.edit_client_billing(session, lead, client_id=pays.client_id, country="DE")
        made = billing.issued(session, pays, billing.extra("100"))
    sent = await opened(made)
    assert (sent.head.ubl, sent.head.no_ubl) == (f"/api/session/invoices/{made.invoice_id}.xml", "")
    await call(sent, InvoiceSettlingState.void, {"reason": "Wrong"})
    assert (sent.head.ubl, sent.head.no_ubl) == ("", "")


async def test_an_employee_and_an_unknown_number_find_nothing(opened: Callable[..., Any], tab: Tab) -> None:
    made = issued("Not Theirs")
    state = await opened(made, visitors.joined("Eve"))
    assert (state.is_here, state.lines, state.buyer.name, state.events) == (False, [], "", [])
    state = await open_page(tab, InvoiceState, visitors.ann(), "/invoices/99999999/")
    assert (state.is_loaded, state.is_here) == (True, False)


async def test_a_paid_invoice_of_nothing_open_keeps_its_figures(opened: Callable[..., Any]) -> None:
    made = issued("Overpaid", "80")
    with db.transaction() as session:
        lead = factories.lead(session)
        payments.record_payment(session, lead, invoice_id=made.invoice_id, amount=Decimal(80))
    state = await opened(made)
    assert (state.head.loud_label, state.head.loud, state.head.may_refund, state.head.may_void) == (
        "Paid",
        "€80.00",
        True,
        False,
    )
