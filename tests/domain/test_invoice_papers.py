"""Whatever is drafted and issued can be printed and sent: the paper has every figure, the e-invoice breaks no rule."""

import io
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pypdf import PdfReader
from sqlmodel import Session

from tests import factories
from tests.documents.e_invoice_rules import broken_rules
from tests.domain import billing
from tests.domain.test_invoice_oracle import CASES, Case, wish_of
from timetrack.documents import e_invoice
from timetrack.documents.invoice_pdf import render
from timetrack.domain import clients, money, workspace
from timetrack.domain.invoices import credit_notes, drafting, invoice_rows, issuing, reading
from timetrack.domain.invoices.document import Document
from timetrack.models import Invoice, User


@pytest.mark.slow
@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(CASES, st.decimals("0.01", 1, places=2))
def test_what_is_issued_is_printed_and_sent_as_it_is(
    session: Session, mira: User, manager: User, case: Case, part: Decimal
) -> None:
    with session.begin_nested() as savepoint:
        invoice = _issued(session, mira, manager, case)
        _check(session, manager, invoice)
        if note := _credited(session, manager, invoice, part):
            _check(session, manager, note)
        savepoint.rollback()


def _issued(session: Session, mira: User, manager: User, case: Case) -> Invoice:
    lead, client = factories.lead(session), factories.client(session, currency=case.currency)
    workspace.edit_workspace(session, lead, country="DE", tax_id="DE136695976")
    clients.edit_client_billing(session, lead, client_id=client.client_id, country="FR")
    on = billing.billed_project(session, client, currency=case.currency)
    for day, (seconds, rate) in enumerate(case.work, start=2):
        billing.set_rate(session, on, rate)
        billing.work(session, mira, on, day=day, at=0, seconds=seconds)
    made = drafting.draft(session, manager, wish=wish_of(session, client.client_id, case))
    return issuing.issue(session, manager, invoice_id=made.invoice_id)


def _credited(session: Session, manager: User, invoice: Invoice, part: Decimal) -> Invoice | None:
    """A part of the first line that can give one."""
    for line in invoice_rows.lines_of(session, invoice.invoice_id):
        amount = money.round_line(line.amount * part, invoice.currency)
        if amount:
            on = {"invoice_id": invoice.invoice_id, "amounts": {line.line_item_id: amount}}
            note = credit_notes.draft_credit_note(session, manager, **on)
            return issuing.issue(session, manager, invoice_id=note.invoice_id)
    return None


def _check(session: Session, manager: User, invoice: Invoice) -> None:
    told, sha256 = reading.issued_document(session, manager, invoice_id=invoice.invoice_id)
    printed = " ".join(page.extract_text() for page in PdfReader(io.BytesIO(render(told))).pages)
    words = " ".join(printed.split()).replace("\u00a0", " ")
    assert f"SHA-256 {sha256.hex()}" in words
    for amount in (told["net_amount"], *(line["amount"] for line in told["lines"]), *_taxes(told)):
        assert f"{Decimal(amount):,f}" in words
    assert money.shown(Decimal(told["total_amount"]), told["currency"]).replace("\u00a0", " ") in words
    if money.minor_unit(told["currency"]) > 2:
        assert "two decimals" in str(e_invoice.unfit(told))
        return
    for write in (e_invoice.factur_x, e_invoice.ubl):
        assert broken_rules(write(told)) == [], told


def _taxes(told: Document) -> list[str]:
    return [tax["tax_amount"] for tax in told["taxes"] if tax["name"]]
