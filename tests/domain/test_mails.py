"""Mails to clients: who may send what to whom, in which words, and what becomes of them."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from sqlmodel import Session

from tests import factories
from tests.domain import billing
from tests.factories import FrozenClock
from timetrack.domain import clients, jobs, mail_words, mails, payments
from timetrack.domain.invoices import credit_notes, issuing, reading, voiding
from timetrack.domain.jobs import JobState
from timetrack.domain.mails import MailState
from timetrack.errors import InvalidInput, InvoiceNotOpen, MailRefused, NotFound, NotPermitted
from timetrack.models import Client, Invoice, MailKind, User

WORDS = {"to": "otto@opal.example", "subject": "Invoice", "body": "Hello"}


@pytest.fixture
def opal(session: Session, frozen: FrozenClock) -> Client:
    made = factories.client(session, name="Opal")
    return clients.edit_client_billing(
        session, factories.lead(session), client_id=made.client_id, email="pay@opal.example"
    )


@pytest.fixture
def invoice(session: Session, opal: Client) -> Invoice:
    """Of €100, issued on 11 March 2026."""
    return billing.issued(session, opal, billing.extra())


@pytest.fixture
def send(session: Session, manager: User, invoice: Invoice) -> Callable[..., Any]:
    return lambda **words: mails.send_invoice(session, manager, invoice_id=invoice.invoice_id, **WORDS | words)


def test_sending_keeps_the_mail_and_puts_a_job_in_line(
    session: Session, manager: User, send: Callable[..., Any]
) -> None:
    made = send(to="Otto@Opal.example; anna@opal.example, otto@opal.example")
    assert (made.recipients, made.kind, made.asked_by) == (
        "otto@opal.example, anna@opal.example", MailKind.SEND, manager.user_id,
    )  # fmt: skip
    job = jobs.job_of(session, jobs.SEND, mail_id=made.mail_id)
    assert job is not None
    assert (job.state, job.tries) == (JobState.WAITING, 0)


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ({"to": ""}, "an e-mail address is missing"),
        ({"to": "otto"}, "is not an e-mail address"),
        ({"to": "otto@opal.example\r\nBcc: eve@evil.example"}, "“Bcc:” is not an e-mail address"),
        ({"to": "<otto@opal.example>"}, "is not an e-mail address"),
        ({"to": " ".join(f"p{n}@opal.example" for n in range(11))}, "10 addresses at most"),
        ({"subject": ""}, "A subject is missing"),
        ({"subject": "Invoice\nBcc: eve@evil.example"}, "A subject is one line"),
        ({"subject": "Invoice\rX-Evil: 1"}, "A subject is one line"),
        ({"subject": "x" * 301}, "300 characters"),
        ({"body": "x" * 20_001}, "20,000 characters"),
    ],
)
def test_what_cannot_be_sent_is_refused(
    session: Session, send: Callable[..., Any], words: dict[str, str], sentence: str
) -> None:
    with pytest.raises(InvalidInput, match=sentence):
        send(**words)
    assert mails.mails_page(session, factories.lead(session)) == []


def test_the_same_mail_twice_at_once_is_sent_once(send: Callable[..., Any]) -> None:
    send()
    with pytest.raises(InvalidInput, match="on its way already"):
        send()
    send(to="anna@opal.example")


def test_drafts_and_void_invoices_are_not_sent(session: Session, manager: User, opal: Client, invoice: Invoice) -> None:
    draft = billing.drafted(session, opal, billing.extra())
    voiding.void(session, manager, invoice_id=invoice.invoice_id, reason="Wrong")
    for one in (draft, invoice):
        with pytest.raises(InvoiceNotOpen):
            mails.send_invoice(session, manager, invoice_id=one.invoice_id, **WORDS)


def test_a_reminder_is_for_what_is_open(
    session: Session, manager: User, invoice: Invoice, send: Callable[..., Any]
) -> None:
    assert send(is_reminder=True).kind == MailKind.REMINDER
    payments.record_payment(session, manager, invoice_id=invoice.invoice_id, amount=Decimal(100))
    with pytest.raises(InvalidInput, match="nothing to remind of"):
        send(is_reminder=True, subject="Again")


def test_who_does_not_bill_sends_and_sees_nothing(session: Session, mira: User, invoice: Invoice) -> None:
    with pytest.raises(NotPermitted):
        mails.send_invoice(session, mira, invoice_id=invoice.invoice_id, **WORDS)
    for read in (mails.mails_of, mails.suggested_mail):
        with pytest.raises(NotPermitted):
            read(session, mira, invoice_id=invoice.invoice_id)


def test_what_was_sent_is_noted_on_mail_and_invoice(
    session: Session, manager: User, invoice: Invoice, send: Callable[..., Any], frozen: FrozenClock
) -> None:
    asked = send()
    parcel = mails.claim(session, mail_id=asked.mail_id)
    assert parcel is not None
    mails.record_sent(session, parcel=parcel)
    (told,) = mails.mails_of(session, manager, invoice_id=invoice.invoice_id)
    assert (told.state, told.number, told.mail.sent_at) == (MailState.SENT, invoice.number, frozen.now())
    assert reading.visible_invoice(session, manager, invoice_id=invoice.invoice_id).invoice.sent_at == frozen.now()
    assert mails.claim(session, mail_id=asked.mail_id) is None
    with pytest.raises(InvalidInput, match="was sent"):
        mails.retry_mail(session, manager, mail_id=asked.mail_id)


def test_what_failed_is_tried_again_by_hand(session: Session, manager: User, send: Callable[..., Any]) -> None:
    asked = send()
    mails.record_failure(session, mail_id=asked.mail_id, error="550 No such user", is_final=True)
    assert mails.claim(session, mail_id=asked.mail_id) is None
    again = mails.retry_mail(session, manager, mail_id=asked.mail_id)
    assert (mails.state_of(again), again.error, again.message_id) == (MailState.WAITING, "", asked.message_id)
    with pytest.raises(NotFound):
        mails.retry_mail(session, manager, mail_id=10**9)


def test_what_was_declared_void_meanwhile_is_not_to_be_sent(
    session: Session, manager: User, invoice: Invoice, send: Callable[..., Any]
) -> None:
    asked = send()
    voiding.void(session, manager, invoice_id=invoice.invoice_id, reason="Wrong")
    parcel = mails.claim(session, mail_id=asked.mail_id)
    assert parcel is not None
    assert parcel.gone == f"{invoice.number} was declared void meanwhile."


def test_a_mail_begins_with_number_amount_and_day(session: Session, manager: User, invoice: Invoice) -> None:
    words = mails.suggested_mail(session, manager, invoice_id=invoice.invoice_id)
    assert (words.recipients, words.subject) == ("pay@opal.example", f"Invoice {invoice.number} from Harbour Studio")
    assert f"invoice {invoice.number} over €100.00. It is due on 25 March 2026." in words.body


def test_a_reminder_says_what_is_left_and_since_when(
    session: Session, manager: User, invoice: Invoice, frozen: FrozenClock
) -> None:
    payments.record_payment(session, manager, invoice_id=invoice.invoice_id, amount=Decimal(40))
    early = mails.suggested_mail(session, manager, invoice_id=invoice.invoice_id, is_reminder=True)
    frozen.forward(days=30)
    late = mails.suggested_mail(session, manager, invoice_id=invoice.invoice_id, is_reminder=True)
    assert early.subject == f"Reminder: invoice {invoice.number} is due on 25 March 2026"
    assert f"€60.00 of invoice {invoice.number} was due on 25 March 2026." in late.body


def test_a_credit_note_says_what_it_takes_back(session: Session, manager: User, invoice: Invoice) -> None:
    draft = credit_notes.draft_credit_note(session, manager, invoice_id=invoice.invoice_id)
    note = issuing.issue(session, manager, invoice_id=draft.invoice_id)
    words = mails.suggested_mail(session, manager, invoice_id=note.invoice_id)
    assert words.subject == f"Credit note {note.number} from Harbour Studio"
    assert f"takes back part or all of {invoice.number}" in words.body


@pytest.mark.parametrize(
    ("today", "when"),
    [
        (date(2026, 3, 24), "is due on 25 March 2026"),
        (date(2026, 3, 25), "is due today"),
        (date(2026, 3, 26), "was due on 25 March 2026"),
    ],
)
def test_the_day_a_reminder_speaks_of(
    session: Session, manager: User, invoice: Invoice, today: date, when: str
) -> None:
    document, _ = reading.issued_document(session, manager, invoice_id=invoice.invoice_id)
    subject, _ = mail_words.reminder_words(document, open_amount=Decimal(60), today=today)
    assert subject == f"Reminder: invoice {invoice.number} {when}"


def test_the_sentence_of_a_refusal_is_a_sentence() -> None:
    assert str(MailRefused()).endswith(".")
