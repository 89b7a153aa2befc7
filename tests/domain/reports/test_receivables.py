"""The ageing of receivables: to the day, per currency, what is paid or credited left out, and the invoices behind it."""

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal

import pytest
from sqlmodel import Session

from tests import factories
from tests.domain import billing
from timetrack.domain import payments
from timetrack.domain.invoices import credit_notes, issuing, voiding
from timetrack.domain.invoices.issuing import today
from timetrack.domain.invoices.reading import InvoiceFilter, invoice_page
from timetrack.domain.invoices.receivables import AGES
from timetrack.domain.reports.basis import Asked
from timetrack.domain.reports.exports import report_table
from timetrack.domain.reports.receivables import receivables_report
from timetrack.errors import NotFound
from timetrack.models import Client, Invoice, User

ASKED = Asked(date(2026, 1, 1), date(2026, 1, 31))
OWED = {0: "1", 1: "2", 30: "4", 31: "8", 60: "16", 61: "32", 90: "64", 91: "128", 400: "256"}
"""Days late, and an amount that no sum of others makes."""
Owing = Callable[..., Invoice]


@pytest.fixture
def owing(session: Session) -> Owing:
    """An issued invoice so many days late."""

    def made(client: Client, days: int, amount: str = "100") -> Invoice:
        due = today(session) - timedelta(days=days)
        wish = {"invoice_date": due, "due_date": due, "project_ids": ()}
        return billing.issued(session, client, billing.extra(amount), **wish)

    return made


def amounts(session: Session, client: Client) -> list[str]:
    found = receivables_report(
        session, factories.lead(session), asked=Asked(ASKED.first, ASKED.last, client_id=client.client_id)
    )
    return [f"{amount.normalize():f}" for one in found.clients for amount in one.amounts]


def test_each_day_of_lateness_falls_into_its_step_and_leads_to_its_invoices(session: Session, owing: Owing) -> None:
    opal, lead = factories.client(session, name="Opal"), factories.lead(session)
    for days, amount in OWED.items():
        owing(opal, days, amount)
    assert amounts(session, opal) == ["1", "6", "24", "96", "384"]
    for age, expected in zip(AGES, (1, 6, 24, 96, 384), strict=True):
        wanted = InvoiceFilter(opal.client_id, late=(age.first, age.last))
        assert sum(one.open_amount for one in invoice_page(session, lead, wanted=wanted)) == expected


def test_only_what_is_still_open_counts(session: Session, owing: Owing) -> None:
    opal, lead = factories.client(session), factories.lead(session)
    part, paid, credited, void = (owing(opal, days) for days in (5, 6, 7, 8))
    billing.drafted(session, opal, billing.extra("70"), project_ids=())
    payments.record_payment(session, lead, invoice_id=part.invoice_id, amount=Decimal(30))
    payments.record_payment(session, lead, invoice_id=paid.invoice_id, amount=Decimal(100))
    note = credit_notes.draft_credit_note(session, lead, invoice_id=credited.invoice_id)
    issuing.issue(session, lead, invoice_id=note.invoice_id)
    voiding.void(session, lead, invoice_id=void.invoice_id, reason="Wrong")
    assert amounts(session, opal) == ["0", "70", "0", "0", "0"]


def test_currencies_stay_apart_and_the_table_adds_up(session: Session, owing: Owing) -> None:
    euro, yen = factories.client(session, name="Euro"), factories.client(session, name="Yen", currency="JPY")
    owing(euro, 40, "10")
    owing(yen, -3, "9000")
    lead = factories.lead(session)
    found = receivables_report(session, lead, asked=ASKED)
    assert [(one.currency, one.total) for one in found.totals] == [("JPY", Decimal(9000)), ("EUR", Decimal(10))]
    table = report_table(session, lead, name="receivables", asked=ASKED)
    for total in table.totals:
        assert sum(Decimal(str(row[6])) for row in table.rows if row[7] == total[7]) == total[6]


def test_it_is_for_who_bills(session: Session, mira: User) -> None:
    with pytest.raises(NotFound):
        receivables_report(session, mira, asked=ASKED)
