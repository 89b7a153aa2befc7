"""A whole invoice, from entries to the frozen document, comes to what exact fractions say; later rates move nothing."""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlmodel import Session

from tests import factories
from tests.domain import billing
from tests.domain.billing import extra
from tests.domain.test_invoice_sums import oracle
from timetrack.domain import people, projects
from timetrack.domain.invoices import document, drafting, issuing, reading
from timetrack.domain.invoices.wishes import Wish
from timetrack.models import User

RATES = st.sampled_from(["0", "0.01", "33.3333", "95", "12000", "9999.9999"])
TAXES = st.sampled_from([None, "0", "7.7", "8.875", "19"])
DISCOUNTS = st.sampled_from([None, "2.5", "33.3333", "100"])


@dataclass(frozen=True)
class Case:
    """Entries as seconds at a rate, extra lines as price, quantity and tax, and what is taken off."""

    currency: str
    work: list[tuple[int, str]]
    extras: list[tuple[Decimal, Decimal, str | None]]
    tax: str | None
    discount: str | None


CASES = st.builds(
    Case,
    st.sampled_from(["EUR", "JPY", "KWD", "USD", "CLP"]),
    st.lists(st.tuples(st.integers(1, 86_400), RATES), min_size=1, max_size=6),
    st.lists(st.tuples(st.decimals(0, 999, places=4), st.decimals(0, 99, places=4), TAXES), max_size=3),
    TAXES,
    DISCOUNTS,
)


@pytest.mark.slow
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(CASES)
def test_an_invoice_is_what_exact_fractions_say_and_stays_it(
    session: Session, mira: User, manager: User, case: Case
) -> None:
    with session.begin_nested() as savepoint:
        client = factories.client(session, currency=case.currency)
        on = billing.billed_project(session, client, currency=case.currency)
        for day, (seconds, rate) in enumerate(case.work, start=2):
            billing.set_rate(session, on, rate)
            billing.work(session, mira, on, day=day, at=0, seconds=seconds)
        wish = wish_of(session, client.client_id, case)
        made = drafting.draft(session, manager, wish=wish, seen=drafting.preview(session, manager, wish=wish))
        _change_every_rate(session, mira, on.project_id)
        issuing.issue(session, manager, invoice_id=made.invoice_id)
        _change_every_rate(session, mira, on.project_id)
        billing.settle(session)
        told, sha256 = reading.issued_document(session, manager, invoice_id=made.invoice_id)
        assert document.sha256(told) == sha256
        names = ("net_amount", "discount_amount", "tax_amount", "total_amount")
        row = reading.visible_invoice(session, manager, invoice_id=made.invoice_id).invoice
        assert [Fraction(told[name]) for name in names] == _sums(case, told["taxes"])
        assert [Fraction(getattr(row, name)) for name in names] == [Fraction(told[name]) for name in names]
        savepoint.rollback()


def wish_of(session: Session, client_id: int, case: Case) -> Wish:
    percents = {tax for _, _, tax in case.extras} | {case.tax}
    keys = {percent: billing.vat(session, percent).tax_rate_id for percent in percents - {None} if percent is not None}
    extras = tuple(
        extra(str(price), str(quantity), tax_rate_id=keys.get(tax or "")) for price, quantity, tax in case.extras
    )
    discount = None if case.discount is None else Decimal(case.discount)
    return Wish(client_id, extras=extras, tax_rate_id=keys.get(case.tax or ""), discount_percent=discount)


def _change_every_rate(session: Session, of: User, project_id: int) -> None:
    lead = factories.lead(session)
    for rate in (Decimal(1), Decimal("77.77")):
        projects.edit_project(session, lead, project_id=project_id, hourly_rate=rate)
        people.set_default_rate(session, lead, user_id=of.user_id, hourly_rate=rate)
        projects.set_project_user_rate(session, lead, project_id=project_id, user_id=of.user_id, hourly_rate=rate)
    projects.set_project_user_rate(session, lead, project_id=project_id, user_id=of.user_id, hourly_rate=None)


def _sums(case: Case, told_taxes: list[Any]) -> list[Fraction]:
    """Net, discount, tax and total. How the discount is spread is the document's; ``test_invoice_sums`` judges it."""
    nets: dict[str | None, Fraction] = {}
    by_rate: dict[str, int] = {}
    for seconds, rate in case.work:
        by_rate[rate] = by_rate.get(rate, 0) + seconds
    lines = [(oracle(Fraction(rate) * seconds / 3600, case.currency), case.tax) for rate, seconds in by_rate.items()]
    lines += [
        (oracle(Fraction(price) * Fraction(quantity), case.currency), tax) for price, quantity, tax in case.extras
    ]
    for amount, tax in lines:
        nets[tax] = nets.get(tax, Fraction(0)) + amount
    net = sum(nets.values(), Fraction(0))
    discount = oracle(net * Fraction(case.discount or 0) / 100, case.currency)
    assert sorted(Fraction(tax["net_amount"]) for tax in told_taxes) == sorted(nets.values())
    taxable = [(Fraction(tax["taxable_amount"]), Fraction(tax["percent"])) for tax in told_taxes]
    assert sum((amount for amount, _ in taxable), Fraction(0)) == net - discount
    taxes = sum((oracle(amount * percent / 100, case.currency) for amount, percent in taxable), Fraction(0))
    return [net, discount, taxes, net - discount + taxes]


def test_the_oracle_rounds_half_away_from_zero() -> None:
    assert [oracle(Fraction(value), currency) for value, currency in (("0.005", "EUR"), ("0.5", "JPY"))] == [
        Fraction(1, 100),
        1,
    ]
    assert oracle(Fraction("0.0004"), "KWD") == 0
