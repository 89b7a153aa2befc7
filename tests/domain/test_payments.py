"""Payments: full, partial, too much, back again; and credit notes, which take an invoice back."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlmodel import Session

from tests import factories
from tests.domain import billing
from tests.domain.billing import extra
from timetrack.domain import payments
from timetrack.domain.invoices import credit_notes, drafting, invoice_rows, issuing, lines, reading, voiding
from timetrack.errors import InvalidInput, InvoiceNotOpen, NotFound, NothingToInvoice, PaymentRefused
from timetrack.models import Client, Invoice, User


@pytest.fixture
def opal(session: Session, manager: User) -> Client:
    """Who pays."""
    return factories.client(session, name="Opal")


def left(session: Session, manager: User, invoice: Invoice) -> tuple[str, Decimal]:
    """Where an invoice stands, and what is open."""
    found = reading.visible_invoice(session, manager, invoice_id=invoice.invoice_id)
    return found.standing.value, found.open_amount


def credited(session: Session, manager: User, invoice: Invoice, amounts: dict[int, Decimal] | None = None) -> Invoice:
    """A credit note, issued."""
    note = credit_notes.draft_credit_note(session, manager, invoice_id=invoice.invoice_id, amounts=amounts)
    return issuing.issue(session, manager, invoice_id=note.invoice_id)


def test_more_than_is_open_is_refused_with_the_amount(session: Session, opal: Client, manager: User) -> None:
    made = billing.issued(session, opal, extra())
    payments.record_payment(session, manager, invoice_id=made.invoice_id, amount=Decimal("79.99"))
    with pytest.raises(PaymentRefused, match=r"€20\.01 is open on 2026-0001; €20\.02 is more"):
        payments.record_payment(session, manager, invoice_id=made.invoice_id, amount=Decimal("20.02"))
    payments.record_payment(session, manager, invoice_id=made.invoice_id, amount=Decimal("20.01"))
    assert left(session, manager, made) == ("PAID", 0)


def test_no_more_goes_back_than_came_in(session: Session, opal: Client, manager: User) -> None:
    made = billing.issued(session, opal, extra())
    first = payments.record_payment(session, manager, invoice_id=made.invoice_id, amount=Decimal(60))
    with pytest.raises(PaymentRefused, match=r"€60\.00 was paid"):
        payments.refund(session, manager, invoice_id=made.invoice_id, amount=Decimal("60.01"))
    payments.refund(session, manager, invoice_id=made.invoice_id, amount=Decimal(60), note="By mistake")
    assert [payment.amount for payment in payments.payments_of(session, manager, invoice_id=made.invoice_id)] == [
        60,
        -60,
    ]
    assert first.paid_on == date(2026, 3, 11)


def test_a_payment_of_which_something_went_back_stays(session: Session, opal: Client, manager: User) -> None:
    made = billing.issued(session, opal, extra())
    first = payments.record_payment(session, manager, invoice_id=made.invoice_id, amount=Decimal(60))
    back = payments.refund(session, manager, invoice_id=made.invoice_id, amount=Decimal(1))
    with pytest.raises(PaymentRefused, match=r"gone back for 2026-0001\. Remove the refund first"):
        payments.remove_payment(session, manager, payment_id=first.payment_id)
    for payment in (back, first):
        assert payments.remove_payment(session, manager, payment_id=payment.payment_id) == payment
    assert payments.payments_of(session, manager, invoice_id=made.invoice_id) == []
    with pytest.raises(NotFound):
        payments.remove_payment(session, manager, payment_id=first.payment_id)


@pytest.mark.parametrize("amount", ["0", "-1", "0.001", "NaN", "Infinity"])
def test_what_is_no_payment(session: Session, opal: Client, manager: User, amount: str) -> None:
    made = billing.issued(session, opal, extra())
    for act in (payments.record_payment, payments.refund):
        with pytest.raises(InvalidInput):
            act(session, manager, invoice_id=made.invoice_id, amount=Decimal(amount))
    assert payments.payments_of(session, manager, invoice_id=made.invoice_id) == []


def test_payments_are_for_issued_invoices_and_not_in_the_future(session: Session, opal: Client, manager: User) -> None:
    draft, made = billing.drafted(session, opal, extra()), billing.issued(session, opal, extra())
    with pytest.raises(InvoiceNotOpen):
        payments.record_payment(session, manager, invoice_id=draft.invoice_id, amount=Decimal(1))
    with pytest.raises(InvalidInput, match="on its day or later"):
        payments.record_payment(
            session, manager, invoice_id=made.invoice_id, amount=Decimal(1), paid_on=date(2026, 3, 12)
        )
    voiding.void(session, manager, invoice_id=made.invoice_id, reason="Twice")
    with pytest.raises(InvoiceNotOpen, match="void"):
        payments.record_payment(session, manager, invoice_id=made.invoice_id, amount=Decimal(1))
    with pytest.raises(NotFound):
        payments.remove_payment(session, manager, payment_id=-1)


def test_a_credit_note_takes_all_back_under_a_number_of_its_own(
    session: Session, opal: Client, mira: User, manager: User
) -> None:
    billing.work(session, mira, billing.billed_project(session, opal), seconds=5000)
    billing.vat(session, is_default=True)
    made = billing.issued(session, opal, extra("33.33"), discount_amount=Decimal("7.77"))
    note = credited(session, manager, made)
    billing.settle(session)
    assert (note.number, note.kind, note.total_amount) == ("CN-2026-0001", "CREDIT_NOTE", made.total_amount)
    assert (note.net_amount, note.discount_amount, note.tax_amount) == (
        made.net_amount,
        made.discount_amount,
        made.tax_amount,
    )
    assert left(session, manager, made) == ("CREDITED", 0)
    document, _ = reading.issued_document(session, manager, invoice_id=note.invoice_id)
    assert (document["credits"], document["lines"][0]["seconds"]) == ("2026-0001", 5000)
    with pytest.raises(NothingToInvoice, match="Nothing of 2026-0001 is left"):
        credit_notes.draft_credit_note(session, manager, invoice_id=made.invoice_id)
    with pytest.raises(InvoiceNotOpen, match="CN-2026-0001 takes 2026-0001 back"):
        voiding.void(session, manager, invoice_id=made.invoice_id, reason="x")
    voiding.void(session, manager, invoice_id=note.invoice_id, reason="Agreed otherwise")
    billing.settle(session)
    assert left(session, manager, made) == ("ISSUED", made.total_amount)


def test_what_was_paid_and_credited_is_owed_to_the_client(session: Session, opal: Client, manager: User) -> None:
    made = billing.issued(session, opal, extra())
    payments.record_payment(session, manager, invoice_id=made.invoice_id, amount=Decimal(100))
    (line,) = invoice_rows.lines_of(session, made.invoice_id)
    credited(session, manager, made, {line.line_item_id: Decimal(30)})
    billing.settle(session)
    assert left(session, manager, made) == ("PAID", -30)
    with pytest.raises(PaymentRefused, match=r"€0\.00 is open"):
        payments.record_payment(session, manager, invoice_id=made.invoice_id, amount=Decimal(1))
    payments.refund(session, manager, invoice_id=made.invoice_id, amount=Decimal(30))
    assert left(session, manager, made) == ("PAID", 0)


def test_what_cannot_be_credited(session: Session, opal: Client, manager: User) -> None:
    made = billing.issued(session, opal, extra())
    (line,) = invoice_rows.lines_of(session, made.invoice_id)
    for amount, told in (("100.01", "is left of this line"), ("0", "is left of this line"), ("1.001", "2 decimals")):
        with pytest.raises(InvalidInput, match=told):
            credited(session, manager, made, {line.line_item_id: Decimal(amount)})
    with pytest.raises(NotFound):
        credited(session, manager, made, {99: Decimal(1)})
    note = credit_notes.draft_credit_note(session, manager, invoice_id=made.invoice_id)
    with pytest.raises(NothingToInvoice):
        credit_notes.draft_credit_note(session, manager, invoice_id=made.invoice_id)
    with pytest.raises(InvalidInput, match="takes lines of its invoice back"):
        lines.add_line(session, manager, invoice_id=note.invoice_id, extra=extra())
    with pytest.raises(InvalidInput, match="takes the discount"):
        drafting.edit_draft(session, manager, invoice_id=note.invoice_id, discount_amount=Decimal(1))
    issuing.issue(session, manager, invoice_id=note.invoice_id)
    with pytest.raises(InvalidInput, match="cannot be credited"):
        credit_notes.draft_credit_note(session, manager, invoice_id=note.invoice_id)
    with pytest.raises(InvalidInput, match="as a refund"):
        payments.record_payment(session, manager, invoice_id=note.invoice_id, amount=Decimal(1))


@pytest.mark.slow
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.sampled_from(["EUR", "JPY", "KWD"]),
    st.lists(st.tuples(st.integers(1, 400), st.integers(0, 2)), min_size=1, max_size=4),
    st.integers(0, 100),
    st.lists(st.integers(1, 9), min_size=1, max_size=3),
)
def test_credit_notes_for_everything_come_to_the_invoice_exactly(
    session: Session, manager: User, currency: str, drawn: list[tuple[int, int]], percent: int, parts: list[int]
) -> None:
    """In whatever pieces: the last takes what rounding left."""
    with session.begin_nested() as savepoint:
        scale = -{"EUR": 2, "JPY": 0, "KWD": 3}[currency]
        rates = [None, *(billing.vat(session, rate).tax_rate_id for rate in ("19", "7.7"))]
        extras = [
            extra(str(Decimal(units).scaleb(scale)), tax_rate_id=rates[at], description=f"Line {at}")
            for units, at in drawn
        ]
        client = factories.client(session, currency=currency)
        made = billing.issued(session, client, *extras, discount_percent=Decimal(percent))
        for part in parts:
            open_lines = billing.left_of_lines(session, manager, made.invoice_id)
            some = {
                key: Decimal(int(amount.scaleb(-scale)) * part // 10).scaleb(scale)
                for key, amount in open_lines.items()
            }
            some = {key: amount for key, amount in some.items() if amount}
            if some:
                credited(session, manager, made, some)
        credited(session, manager, made)
        billing.settle(session)
        notes = reading.invoice_page(session, manager, wanted=reading.InvoiceFilter(client.client_id))
        taken = sum((Fraction(one.invoice.total_amount) for one in notes if one.invoice.credits_id), Fraction(0))
        assert taken == Fraction(made.total_amount)
        assert left(session, manager, made)[1] == 0
        savepoint.rollback()
