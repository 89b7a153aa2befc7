"""Reminders that are sent by themselves: of what, when, and once."""

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal

import pytest
from sqlmodel import Session

from tests import factories
from tests.domain import billing
from tests.factories import FrozenClock
from timetrack.domain import bank, clients, mails, payments, reminders, workspace
from timetrack.domain.invoices import issuing, sharing, voiding
from timetrack.domain.mails import Mailed
from timetrack.domain.reminders import Reminder
from timetrack.errors import InvalidInput, NotPermitted
from timetrack.models import Client, Invoice, MailKind, User

DUE_IN = 14
Sent = Callable[..., Invoice]


@pytest.fixture
def opal(session: Session, frozen: FrozenClock) -> Client:
    made = factories.client(session, name="Opal")
    return clients.edit_client_billing(
        session, factories.lead(session), client_id=made.client_id, email="pay@opal.example"
    )


@pytest.fixture
def sent(session: Session, opal: Client) -> Sent:
    """An invoice of €100 that went to its client, due on 25 March."""

    def make() -> Invoice:
        made = billing.issued(session, opal, billing.extra())
        return issuing.mark_sent(session, factories.lead(session), invoice_id=made.invoice_id)

    return make


def after(session: Session, *days: int) -> None:
    workspace.edit_workspace(session, factories.lead(session), reminder_days=list(days))


def remind_all(session: Session) -> list[Mailed]:
    """As the job does; what was sent in all."""
    for one in reminders.reminders_due(session):
        reminders.remind(session, reminder=one)
    return mails.mails_page(session, factories.lead(session))


def test_nothing_is_sent_by_itself_until_somebody_wants_it(session: Session, sent: Sent, frozen: FrozenClock) -> None:
    sent()
    frozen.forward(days=DUE_IN + 3)
    assert reminders.reminders_due(session) == []


def test_each_rule_is_followed_once(session: Session, sent: Sent, frozen: FrozenClock) -> None:
    after(session, 10, 3)
    invoice = sent()
    frozen.forward(days=DUE_IN + 2)
    assert remind_all(session) == []
    frozen.forward(days=1)
    for _ in range(3):
        (told,) = remind_all(session)
        frozen.forward(hours=1)
    assert (told.mail.kind, told.mail.recipients, told.mail.days_after_due) == (
        MailKind.REMINDER,
        "pay@opal.example",
        3,
    )
    assert told.mail.subject == f"Reminder: invoice {invoice.number} was due on 25 March 2026"
    frozen.forward(days=7)
    assert sorted(one.mail.days_after_due or 0 for one in remind_all(session)) == [3, 10]


def test_a_reminder_names_the_link_that_the_client_has(session: Session, sent: Sent, frozen: FrozenClock) -> None:
    after(session, 3)
    lead = factories.lead(session)
    has_link, has_none, had_one = sent(), sent(), sent()
    link, gone = (sharing.share(session, lead, invoice_id=one.invoice_id) for one in (has_link, had_one))
    sharing.revoke_link(session, lead, invoice_id=had_one.invoice_id)
    frozen.forward(days=DUE_IN + 3)
    said = {one.mail.invoice_id: one.mail.body for one in remind_all(session)}
    assert sharing.address_of(link) in said[has_link.invoice_id]
    assert "/i/" not in said[has_none.invoice_id]
    assert gone.token not in said[had_one.invoice_id]


def test_two_workers_that_found_the_same_send_it_once(session: Session, sent: Sent, frozen: FrozenClock) -> None:
    after(session, 0)
    sent()
    frozen.forward(days=DUE_IN)
    (found,) = reminders.reminders_due(session)
    assert reminders.remind(session, reminder=found) is not None
    assert reminders.remind(session, reminder=found) is None


def test_a_reminder_before_the_day(session: Session, sent: Sent, frozen: FrozenClock) -> None:
    after(session, -2)
    invoice = sent()
    frozen.forward(days=DUE_IN - 2)
    assert reminders.reminders_due(session) == [Reminder(invoice.invoice_id, -2)]


def test_a_rule_set_late_reminds_of_nothing_long_ago(session: Session, sent: Sent, frozen: FrozenClock) -> None:
    sent()
    frozen.forward(days=DUE_IN + 200)
    after(session, 3, 10)
    assert reminders.reminders_due(session) == []


def test_of_two_rules_that_were_missed_the_last_is_followed(session: Session, sent: Sent, frozen: FrozenClock) -> None:
    after(session, 1, 3)
    invoice = sent()
    frozen.forward(days=DUE_IN + 4)
    assert reminders.reminders_due(session) == [Reminder(invoice.invoice_id, 3)]


def test_nobody_is_reminded_at_night(session: Session, sent: Sent, frozen: FrozenClock) -> None:
    after(session, 3)
    sent()
    frozen.forward(days=DUE_IN + 3, hours=12)
    assert reminders.reminders_due(session) == []


def test_what_is_paid_void_or_was_never_sent_is_left_alone(
    session: Session, sent: Sent, opal: Client, frozen: FrozenClock
) -> None:
    after(session, 3)
    paid, void = sent(), sent()
    billing.issued(session, opal, billing.extra())
    payments.record_payment(session, factories.lead(session), invoice_id=paid.invoice_id, amount=Decimal(100))
    voiding.void(session, factories.lead(session), invoice_id=void.invoice_id, reason="Wrong")
    frozen.forward(days=DUE_IN + 3)
    assert remind_all(session) == []


def test_a_client_without_an_address_is_passed_over(session: Session, frozen: FrozenClock) -> None:
    after(session, 3)
    made = billing.issued(session, factories.client(session), billing.extra())
    issuing.mark_sent(session, factories.lead(session), invoice_id=made.invoice_id)
    frozen.forward(days=DUE_IN + 3)
    assert remind_all(session) == []


def test_it_is_the_day_of_the_workspace(session: Session, sent: Sent, frozen: FrozenClock) -> None:
    after(session, 3)
    sent()
    workspace.edit_workspace(session, factories.lead(session), timezone="Pacific/Kiritimati")
    frozen.instant = (frozen.now() + timedelta(days=DUE_IN + 2)).replace(hour=20)
    assert len(reminders.reminders_due(session)) == 1


def test_only_administrators_set_the_days(session: Session, manager: User) -> None:
    with pytest.raises(NotPermitted):
        workspace.edit_workspace(session, manager, reminder_days=[3])


@pytest.mark.parametrize(
    ("typed", "days"), [("", []), ("3", [3]), ("10, 3 3", [3, 10]), ("−2;14", [-2, 14]), ("-30,365", [-30, 365])]
)
def test_days_as_they_are_typed(typed: str, days: list[int]) -> None:
    assert bank.parse_reminders(typed) == days


@pytest.mark.parametrize("typed", ["soon", "1.5", "3 days", "366", "-31", "1 2 3 4 5 6", "٣"])
def test_what_are_no_days(typed: str) -> None:
    with pytest.raises(InvalidInput):
        bank.parse_reminders(typed)
