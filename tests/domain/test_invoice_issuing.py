"""Issuing gives a number and freezes; voiding lets go; what was issued never moves again."""

import hashlib
import json
from datetime import date, timedelta
from decimal import Decimal

import pytest
from sqlalchemy import text
from sqlmodel import Session

from tests import factories
from tests.domain import billing
from tests.domain.billing import extra
from tests.factories import FrozenClock
from timetrack.domain import audit, clients, entries, payments, projects, undo, workspace
from timetrack.domain.invoices import (
    document,
    drafting,
    invoice_rows,
    issuing,
    lines,
    numbering,
    reading,
    taxes,
    voiding,
)
from timetrack.errors import ChangedElsewhere, InvalidInput, InvoiceIssued, InvoiceNotOpen, NotFound, NothingToInvoice
from timetrack.models import Client, User


@pytest.fixture
def opal(session: Session, manager: User) -> Client:
    """Who pays."""
    return factories.client(session, name="Opal")


def test_an_issued_invoice_has_number_dates_and_a_document_with_its_hash(
    session: Session, opal: Client, mira: User, manager: User, frozen: FrozenClock
) -> None:
    """At 23:30 UTC it is the next day in Berlin, where the workspace is."""
    frozen.forward(hours=13, minutes=30)
    entry = billing.work(session, mira, billing.billed_project(session, opal, name="Portal"))
    billing.vat(session, is_default=True)
    made = billing.issued(session, opal)
    assert (made.status, made.number, made.invoice_date) == ("ISSUED", "2026-0001", date(2026, 3, 12))
    assert made.due_date == date(2026, 3, 26)
    told, sha256 = reading.issued_document(session, manager, invoice_id=made.invoice_id)
    canonical = json.dumps(told, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    assert hashlib.sha256(canonical.encode()).digest() == sha256
    assert told["lines"][0]["entries"] == [entry.entry_id]
    sums = ("number", "net_amount", "tax_amount", "total_amount")
    assert [told[name] for name in sums] == ["2026-0001", "95.00", "18.05", "113.05"]
    billing.settle(session)


def test_nothing_that_changes_later_moves_an_issued_invoice(
    session: Session, opal: Client, mira: User, manager: User
) -> None:
    lead, portal = factories.lead(session), billing.billed_project(session, opal, name="Portal")
    tax = billing.vat(session, is_default=True)
    billing.work(session, mira, portal)
    made = billing.issued(session, opal)
    before = reading.issued_document(session, manager, invoice_id=made.invoice_id)
    clients.rename_client(session, lead, client_id=opal.client_id, name="Pearl")
    clients.set_client_currency(session, lead, client_id=opal.client_id, currency="USD")
    projects.edit_project(session, lead, project_id=portal.project_id, name="Gate", hourly_rate=Decimal(1))
    taxes.edit_tax_rate(session, lead, tax_rate_id=tax.tax_rate_id, name="GST")
    workspace.edit_workspace(session, lead, address="2 Quay", rounding_minutes=30, payment_terms_days=1)
    assert reading.issued_document(session, manager, invoice_id=made.invoice_id) == before
    now = reading.visible_invoice(session, manager, invoice_id=made.invoice_id).invoice
    assert (now.total_amount, now.due_date) == (made.total_amount, made.due_date)
    assert reading.broken_invoices(session) == []


def test_an_issued_invoice_is_not_changed_not_deleted_and_not_undone(
    session: Session, opal: Client, manager: User
) -> None:
    made = billing.issued(session, opal, extra())
    key, (line,) = made.invoice_id, invoice_rows.lines_of(session, made.invoice_id)
    where = {"invoice_id": key, "line_item_id": line.line_item_id}
    for refused in (
        lambda: issuing.issue(session, manager, invoice_id=key),
        lambda: drafting.edit_draft(session, manager, invoice_id=key, notes="More"),
        lambda: drafting.delete_draft(session, manager, invoice_id=key),
        lambda: lines.add_line(session, manager, invoice_id=key, extra=extra()),
        lambda: lines.edit_line(session, manager, **where, description="Less"),
        lambda: lines.remove_line(session, manager, **where),
    ):
        with pytest.raises(InvoiceIssued, match="2026-0001 is issued"):
            refused()
    with pytest.raises(NotFound, match="nothing here that you could undo"):
        undo.undo_change(session, manager, change_id=audit.change_of(session))


def test_numbers_follow_one_another_per_series_and_year(session: Session, opal: Client, manager: User) -> None:
    lead = factories.lead(session)
    plain = numbering.add_series(session, lead, kind="INVOICE", name="Plain", pattern="A{NN}")

    def number(day: date, series_id: int | None = None) -> str | None:
        draft = billing.drafted(session, opal, extra(), series_id=series_id)
        return issuing.issue(session, lead, invoice_id=draft.invoice_id, invoice_date=day).number

    assert [number(date(2026, 12, 31)), number(date(2027, 1, 1)), number(date(2026, 12, 31))] == ["A01", "A02", "A03"]
    yearly = numbering.add_series(session, lead, kind="INVOICE", name="Yearly", pattern="{NNN}/{YY}").series_id
    found = [number(day, yearly) for day in (date(2026, 12, 31), date(2027, 1, 1), date(2026, 12, 31))]
    assert found == ["001/26", "001/27", "002/26"]
    assert plain.is_default
    billing.settle(session)


def test_no_two_series_make_the_same_numbers(session: Session) -> None:
    lead = factories.lead(session)
    first = numbering.add_series(session, lead, kind="INVOICE", name="First", pattern="T{YY}-{NNN}")
    other = numbering.add_series(session, lead, kind="INVOICE", name="Other", pattern="T{YYYY}-{NNN}")
    with pytest.raises(InvalidInput, match="“First” gives such numbers already, so they would come twice"):
        numbering.add_series(session, lead, kind="CREDIT_NOTE", name="Third", pattern=" T{YY}-{NNNNN} ")
    with pytest.raises(InvalidInput, match="“First” gives such numbers already"):
        numbering.edit_series(session, lead, series_id=other.series_id, pattern="T{YY}-{N}")
    kept = numbering.edit_series(session, lead, series_id=first.series_id, pattern="T{YY}-{NNNN}")
    assert kept.pattern == "T{YY}-{NNNN}"


def test_numbers_may_begin_where_another_program_ended(session: Session, opal: Client, manager: User) -> None:
    lead = factories.lead(session)
    series = numbering.add_series(session, lead, kind="INVOICE", name="Invoices", pattern="{YYYY}-{NN}")
    numbering.start_numbers_at(session, lead, series_id=series.series_id, day=date(2026, 3, 1), number=99)
    numbering.start_numbers_at(session, lead, series_id=series.series_id, day=date(2026, 3, 1), number=98)
    assert [billing.issued(session, opal, extra()).number for _ in range(3)] == ["2026-98", "2026-99", "2026-100"]
    with pytest.raises(InvalidInput, match="gave numbers in that year already"):
        numbering.start_numbers_at(session, lead, series_id=series.series_id, day=date(2026, 3, 1), number=500)
    billing.settle(session)


@pytest.mark.parametrize("pattern", ["", "2026", "{YYYY}", "{NN}{NN}", "{MM}-{NN}", "{NN", "x" * 60 + "{N}"])
def test_a_pattern_without_one_number_is_refused(session: Session, manager: User, pattern: str) -> None:
    with pytest.raises(InvalidInput):
        numbering.add_series(session, factories.lead(session), kind="INVOICE", name="Mine", pattern=pattern)


def test_what_cannot_be_issued(session: Session, opal: Client, manager: User) -> None:
    empty = billing.drafted(session, opal, extra())
    (line,) = invoice_rows.lines_of(session, empty.invoice_id)
    lines.remove_line(session, manager, invoice_id=empty.invoice_id, line_item_id=line.line_item_id)
    with pytest.raises(NothingToInvoice):
        issuing.issue(session, manager, invoice_id=empty.invoice_id)
    note = "Reverse charge: the recipient owes the tax"
    reverse = billing.vat(session, "0", name="Reverse charge", is_reverse_charge=True, note=note)
    abroad = billing.drafted(session, opal, extra(tax_rate_id=reverse.tax_rate_id))
    with pytest.raises(InvalidInput, match="Opal owes the tax"):
        issuing.issue(session, manager, invoice_id=abroad.invoice_id)
    with pytest.raises(InvalidInput, match="due on its date"):
        drafting.edit_draft(
            session, manager, invoice_id=abroad.invoice_id, invoice_date=date(2026, 3, 2), due_date=date(2026, 3, 1)
        )
    clients.edit_client_billing(session, manager, client_id=opal.client_id, tax_id="FR 12 345")
    issued = issuing.issue(session, manager, invoice_id=abroad.invoice_id)
    told, _ = reading.issued_document(session, manager, invoice_id=issued.invoice_id)
    assert (told["taxes"][0]["note"], issued.number, issued.tax_amount) == (note, "2026-0001", 0)
    billing.settle(session)


def test_voiding_lets_the_entries_go_and_keeps_the_number(
    session: Session, opal: Client, mira: User, manager: User
) -> None:
    entry = billing.work(session, mira, billing.billed_project(session, opal))
    made = billing.issued(session, opal)
    gone, none = voiding.void(session, manager, invoice_id=made.invoice_id, reason="Wrong rate")
    billing.settle(session)
    assert (gone.status, gone.number, gone.void_reason, none) == ("VOID", "2026-0001", "Wrong rate", None)
    entries.edit_entry(session, mira, entry_id=entry.entry_id, description="Moved", is_billable=True)
    entries.edit_entry(session, manager, entry_id=entry.entry_id, hourly_rate=Decimal(100))
    again = billing.issued(session, opal, replaces_id=made.invoice_id)
    billing.settle(session)
    assert (again.number, again.total_amount) == ("2026-0002", 100)
    assert reading.visible_invoice(session, manager, invoice_id=made.invoice_id).replaced_by_id == again.invoice_id
    with pytest.raises(InvoiceNotOpen, match="2026-0001 is void"):
        voiding.void(session, manager, invoice_id=made.invoice_id, reason="Again")
    with pytest.raises(InvoiceIssued, match="2026-0001 is void, and stays as it is"):
        drafting.delete_draft(session, manager, invoice_id=made.invoice_id)


def test_a_void_invoice_is_replaced_by_a_draft_like_it(
    session: Session, opal: Client, mira: User, manager: User
) -> None:
    entry = billing.work(session, mira, billing.billed_project(session, opal), seconds=4321)
    billing.vat(session, is_default=True)
    made = billing.issued(session, opal, extra(), discount_percent=Decimal(5))
    _, draft = voiding.void(session, manager, invoice_id=made.invoice_id, reason="Address", with_replacement=True)
    assert draft is not None
    billing.settle(session)
    assert (draft.replaces_id, draft.total_amount, draft.number) == (made.invoice_id, made.total_amount, None)
    assert reading.invoiced_on(session, mira, entry_ids=[entry.entry_id]) == {
        entry.entry_id: f"draft {draft.invoice_id}"
    }
    issued = issuing.issue(session, manager, invoice_id=draft.invoice_id)
    told, _ = reading.issued_document(session, manager, invoice_id=issued.invoice_id)
    assert (told["replaces"], told["lines"][0]["seconds"]) == ("2026-0001", 4321)


def test_what_cannot_be_voided(session: Session, opal: Client, manager: User) -> None:
    draft = billing.drafted(session, opal, extra())
    with pytest.raises(InvoiceNotOpen, match="a draft still"):
        voiding.void(session, manager, invoice_id=draft.invoice_id, reason="x")
    paid = billing.issued(session, opal, extra())
    payments.record_payment(session, manager, invoice_id=paid.invoice_id, amount=Decimal(40))
    with pytest.raises(InvoiceNotOpen, match=r"€40\.00 was paid for 2026-0001"):
        voiding.void(session, manager, invoice_id=paid.invoice_id, reason="x")
    with pytest.raises(InvalidInput, match="Why an invoice is void is missing"):
        voiding.void(session, manager, invoice_id=paid.invoice_id, reason=" ")
    payments.refund(session, manager, invoice_id=paid.invoice_id, amount=Decimal(40))
    voiding.void(session, manager, invoice_id=paid.invoice_id, reason="x")
    billing.settle(session)


def test_where_an_invoice_stands(session: Session, opal: Client, manager: User, frozen: FrozenClock) -> None:
    draft = billing.drafted(session, opal, extra())
    key, told = draft.invoice_id, []

    def look() -> None:
        found = reading.visible_invoice(session, manager, invoice_id=key)
        told.append((found.standing.value, str(found.open_amount.normalize())))
        (listed,) = reading.invoice_page(
            session, manager, wanted=reading.InvoiceFilter(opal.client_id, standings=[found.standing])
        )
        assert listed == found

    look()
    issuing.issue(session, manager, invoice_id=key)
    look()
    issuing.mark_sent(session, manager, invoice_id=key)
    look()
    payments.record_payment(session, manager, invoice_id=key, amount=Decimal(30))
    look()
    frozen.forward(days=14)
    look()
    frozen.forward(days=1)
    look()
    last = payments.record_payment(session, manager, invoice_id=key, amount=Decimal(70))
    look()
    payments.remove_payment(session, manager, payment_id=last.payment_id)
    payments.refund(session, manager, invoice_id=key, amount=Decimal(30))
    voiding.void(session, manager, invoice_id=key, reason="Twice")
    look()
    assert told == [
        ("DRAFT", "0"),
        ("ISSUED", "1E+2"),
        ("SENT", "1E+2"),
        ("PARTLY_PAID", "7E+1"),
        ("PARTLY_PAID", "7E+1"),
        ("OVERDUE", "7E+1"),
        ("PAID", "0"),
        ("VOID", "0"),
    ]


def test_what_went_past_the_rules_is_found(session: Session, opal: Client, manager: User) -> None:
    """As somebody would who may switch the database's rules off."""
    altered, forged, uneven = (billing.issued(session, opal, extra()) for _ in range(3))
    billing.settle(session)
    told, _ = reading.issued_document(session, manager, invoice_id=forged.invoice_id)
    cheaper = told | {"total_amount": "1.00"}
    for table in ("invoices", "invoice_line_items", "number_counters"):
        session.execute(text(f"ALTER TABLE {table} DISABLE TRIGGER USER"))
    update = "UPDATE invoices SET line_items = CAST(:told AS jsonb), line_items_sha256 = :hash WHERE invoice_id = :key"
    for one, hashed in ((altered, told), (forged, cheaper)):
        values = {"told": json.dumps(cheaper), "hash": document.sha256(hashed), "key": one.invoice_id}
        session.execute(text(update), values)
    line = "UPDATE invoice_line_items SET amount = amount + 1 WHERE invoice_id = :key"
    session.execute(text(line), {"key": uneven.invoice_id})
    session.execute(text("UPDATE number_counters SET last_number = last_number + 1"))
    assert reading.broken_invoices(session) == [
        f"{altered.number}: the issued document was altered",
        f"{forged.number}: the issued document has another total",
        f"invoice {uneven.number}: its lines do not add up to it",
        f"series {altered.series_id}, year 2026: the numbers have a gap",
    ]


def test_a_draft_that_changed_elsewhere_is_not_issued_unseen(session: Session, opal: Client, manager: User) -> None:
    draft = billing.drafted(session, opal, extra())
    seen = draft.updated_at
    lines.add_line(session, manager, invoice_id=draft.invoice_id, extra=extra(), seen=seen)
    with pytest.raises(ChangedElsewhere):
        issuing.issue(session, manager, invoice_id=draft.invoice_id, seen=seen)
    with pytest.raises(ChangedElsewhere):
        drafting.edit_draft(session, manager, invoice_id=draft.invoice_id, seen=seen - timedelta(1), notes="x")
