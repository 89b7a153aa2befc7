"""Invoices that come again."""

from datetime import date
from decimal import Decimal

import pytest
from sqlalchemy import text
from sqlmodel import Session

from tests import factories
from tests.domain import billing
from tests.domain.billing import extra
from timetrack.domain import audit, clients, colleagues, mails, recurring, recurring_days
from timetrack.domain.invoices import reading, sharing
from timetrack.domain.recurring import Made
from timetrack.errors import InvalidInput, NotFound
from timetrack.models import Client, InvoiceStatus, Project, RecurringInvoice, User


@pytest.fixture
def pays(session: Session) -> Client:
    """A client."""
    return factories.client(session)


@pytest.fixture
def site(session: Session, pays: Client) -> Project:
    """A project of theirs, billed at 95 an hour."""
    return billing.billed_project(session, pays)


@pytest.fixture(autouse=True)
def today(frozen: factories.FrozenClock) -> factories.FrozenClock:
    """11 March 2026."""
    return frozen


def retainer(session: Session, manager: User, pays: Client, **terms: object) -> RecurringInvoice:
    """200.00 a month from 1 March on, without hours."""
    given = {"next_on": date(2026, 3, 1), "with_hours": False, "lines": (extra("200"),)} | terms
    return recurring.add_recurring(session, manager, client_id=pays.client_id, **given)  # type: ignore[arg-type]


def all_due(session: Session) -> list[Made]:
    return list(iter(lambda: recurring.make_next_due(session), None))


def next_on(session: Session, manager: User) -> date:
    (one,) = recurring.recurring_invoices(session, manager)
    return one.recurring.next_on


def test_what_is_due_is_made_once_and_moves_on(session: Session, manager: User, pays: Client) -> None:
    retainer(session, manager, pays)
    (made,) = all_due(session)
    assert made.invoice is not None
    assert (made.invoice.total_amount, made.invoice.status) == (Decimal(200), InvoiceStatus.DRAFT)
    assert (made.invoice.period_start, made.invoice.period_end) == (date(2026, 2, 1), date(2026, 2, 28))
    assert next_on(session, manager) == date(2026, 4, 1)
    assert all_due(session) == []


def test_days_that_were_missed_are_made_up_each_with_its_own_work(
    session: Session, manager: User, mira: User, pays: Client, site: Project
) -> None:
    for month in (1, 2):
        billing.work(session, mira, site, month=month, day=10, seconds=3600 * month)
    made = recurring.add_recurring(session, manager, client_id=pays.client_id, next_on=date(2026, 2, 1))
    found = all_due(session)
    assert [one.invoice.total_amount for one in found if one.invoice] == [95, 190]
    assert [run.due_on.month for run in recurring.runs_of(session, manager, recurring_id=made.recurring_id)] == [3, 2]


def test_nothing_to_bill_is_said_and_the_next_day_comes(session: Session, manager: User, pays: Client) -> None:
    made = recurring.add_recurring(session, manager, client_id=pays.client_id, next_on=date(2026, 3, 1))
    (found,) = all_due(session)
    assert found.invoice is None
    assert "no billable time" in found.problem
    (run,) = recurring.runs_of(session, manager, recurring_id=made.recurring_id)
    assert (run.invoice_id, run.problem) == (None, found.problem)
    assert next_on(session, manager) == date(2026, 4, 1)
    assert reading.invoice_page(session, manager) == []


def test_it_is_issued_where_that_was_asked_for(session: Session, manager: User, pays: Client) -> None:
    retainer(session, manager, pays, then_do="ISSUE")
    (made,) = all_due(session)
    assert made.invoice is not None
    assert (made.invoice.status, made.invoice.number) == (InvoiceStatus.ISSUED, "2026-0001")


@pytest.mark.parametrize(
    ("every", "first", "days"),
    [
        ("WEEK", date(2026, 2, 25), [date(2026, 3, 4), date(2026, 3, 11), date(2026, 3, 18)]),
        ("MONTH", date(2026, 1, 31), [date(2026, 2, 28), date(2026, 3, 31), date(2026, 4, 30), date(2026, 5, 31)]),
        ("QUARTER", date(2025, 11, 30), [date(2026, 2, 28), date(2026, 5, 30)]),
        ("YEAR", date(2024, 2, 29), [date(2025, 2, 28), date(2026, 2, 28), date(2027, 2, 28), date(2028, 2, 29)]),
    ],
)
def test_days_follow_the_calendar_and_no_day_is_billed_twice(
    session: Session, manager: User, pays: Client, every: str, first: date, days: list[date]
) -> None:
    made, day, until = retainer(session, manager, pays, every=every, next_on=first), first, None
    for wanted in days:
        start, end = recurring_days.period_before(made, day)
        assert until is None or (start - until).days == 1
        day, until = recurring_days.day_after(made, day), end
        assert day == wanted


def test_paused_it_makes_none_and_resumed_it_leaves_out_what_passed(
    session: Session, manager: User, pays: Client, today: factories.FrozenClock
) -> None:
    made = retainer(session, manager, pays)
    recurring.pause_recurring(session, manager, recurring_id=made.recurring_id)
    assert all_due(session) == []
    today.forward(hours=24 * 60)
    resumed = recurring.resume_recurring(session, manager, recurring_id=made.recurring_id)
    assert (resumed.next_on, resumed.paused_at) == (date(2026, 6, 1), None)
    assert all_due(session) == []


def test_after_its_end_none_comes(session: Session, manager: User, pays: Client) -> None:
    retainer(session, manager, pays, next_on=date(2026, 1, 1), ends_on=date(2026, 2, 15))
    assert [one.recurring.next_on.month for one in all_due(session)] == [1, 2]


def test_it_is_changed_and_keeps_the_last_of_the_month(session: Session, manager: User, pays: Client) -> None:
    made = retainer(session, manager, pays, next_on=date(2026, 1, 31))
    assert len(all_due(session)) == 2
    changed = recurring.edit_recurring(session, manager, recurring_id=made.recurring_id, lines=(extra("250"),))
    assert (changed.next_on, changed.anchor_day) == (date(2026, 3, 31), 31)
    changed = recurring.edit_recurring(session, manager, recurring_id=made.recurring_id, next_on=date(2026, 3, 5))
    assert changed.anchor_day == 5
    (one,) = all_due(session)
    assert one.invoice is not None
    assert one.invoice.total_amount == 250


def test_deleted_it_leaves_what_it_made_and_an_unbroken_log(session: Session, manager: User, pays: Client) -> None:
    made = retainer(session, manager, pays)
    all_due(session)
    recurring.delete_recurring(session, manager, recurring_id=made.recurring_id)
    assert recurring.recurring_invoices(session, manager) == []
    assert len(reading.invoice_page(session, manager)) == 1
    assert audit.broken_chains(session) == []
    with pytest.raises(NotFound):
        recurring.pause_recurring(session, manager, recurring_id=made.recurring_id)


def test_it_acts_for_who_set_it_up_or_else_an_administrator(session: Session, manager: User, pays: Client) -> None:
    retainer(session, manager, pays, next_on=date(2026, 2, 1))
    first = recurring.make_next_due(session)
    colleagues.deactivate_person(session, factories.lead(session), user_id=manager.user_id)
    second = recurring.make_next_due(session)
    assert first is not None
    assert second is not None
    assert (first.actor.user_id, second.actor.role) == (manager.user_id, "ADMIN")


@pytest.mark.parametrize(
    ("terms", "sentence"),
    [
        ({"lines": ()}, "would bill nothing"),
        ({"every": "DAY"}, "one of WEEK"),
        ({"then_do": "PAY"}, "one of DRAFT"),
        ({"ends_on": date(2026, 2, 1)}, "end before"),
        ({"next_on": date(1066, 1, 1)}, "1066"),
        ({"lines": (extra("-1"),)}, "price"),
        ({"lines": (extra("1"),) * 101}, "100 lines"),
        ({"with_hours": True, "project_ids": [10**9]}, "not a project of"),
    ],
)
def test_what_is_refused(
    session: Session, manager: User, pays: Client, terms: dict[str, object], sentence: str
) -> None:
    with pytest.raises(InvalidInput, match=sentence):
        retainer(session, manager, pays, **terms)
    assert session.scalar(text("SELECT count(*) FROM recurring_invoices")) == 0


def test_it_is_sent_with_its_link_where_that_was_asked_for(session: Session, manager: User, pays: Client) -> None:
    clients.edit_client_billing(session, manager, client_id=pays.client_id, email="books@opal.example")
    retainer(session, manager, pays, then_do="SEND")
    (made,) = all_due(session)
    assert made.invoice is not None
    link = sharing.live_link(session, manager, invoice_id=made.invoice.invoice_id)
    (sent,) = mails.mails_of(session, manager, invoice_id=made.invoice.invoice_id)
    assert link is not None
    assert (sent.mail.recipients, sharing.address_of(link) in sent.mail.body) == ("books@opal.example", True)


def test_without_an_address_it_is_issued_and_says_that_it_was_not_sent(
    session: Session, manager: User, pays: Client
) -> None:
    retainer(session, manager, pays, then_do="SEND")
    (made,) = all_due(session)
    assert made.invoice is not None
    assert (made.invoice.status, made.problem) == (
        InvoiceStatus.ISSUED,
        "It is issued, but not sent: the client has no e-mail address.",
    )
