"""What invoices are made with: tax rates, series, bank details, and what they say of a client."""

from decimal import Decimal

import pytest
from sqlmodel import Session

from tests import factories
from tests.domain import billing
from timetrack.domain import bank, clients, workspace
from timetrack.domain.invoices import numbering, taxes
from timetrack.errors import InvalidInput, NotFound, NotPermitted
from timetrack.models import User


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("", ""), ("de89 3704 0044 0532 0130 00", "DE89370400440532013000"), ("GB82WEST12345698765432",) * 2],
)
def test_an_iban_is_kept_without_blanks(typed: str, kept: str) -> None:
    assert bank.parse_iban(typed) == kept


@pytest.mark.parametrize("typed", ["DE88370400440532013000", "DE89", "3704", "DE89-3704", "x" * 50])
def test_an_iban_with_a_slip_is_refused(typed: str) -> None:
    with pytest.raises(InvalidInput, match="not an IBAN"):
        bank.parse_iban(typed)


def test_bic_and_country() -> None:
    assert (bank.parse_bic("cobadeffxxx"), bank.parse_country(" de ")) == ("COBADEFFXXX", "DE")
    for parse, typed in ((bank.parse_bic, "COBADEFFX"), (bank.parse_bic, "1234DEFF"), (bank.parse_country, "DEU")):
        with pytest.raises(InvalidInput):
            parse(typed)


def test_the_workspace_keeps_what_invoices_start_with(session: Session, manager: User) -> None:
    lead = factories.lead(session)
    kept = workspace.edit_workspace(
        session,
        lead,
        iban="DE89 3704 0044 0532 0130 00",
        bic="cobadeff",
        bank_name=" Commerzbank ",
        country="de",
        payment_terms_days=30,
        invoice_notes="Thank you\nfor your trust",
    )
    assert (kept.iban, kept.bic, kept.bank_name, kept.country) == (
        "DE89370400440532013000",
        "COBADEFF",
        "Commerzbank",
        "DE",
    )
    made = billing.drafted(session, factories.client(session), billing.extra())
    assert (made.terms_days, made.notes) == (30, "Thank you\nfor your trust")
    for wrong in ({"payment_terms_days": -1}, {"iban": "DE00"}, {"country": "Germany"}):
        with pytest.raises(InvalidInput):
            workspace.edit_workspace(session, lead, **wrong)
    with pytest.raises(NotPermitted):
        workspace.edit_workspace(session, manager, iban="")


def test_what_invoices_say_of_a_client(session: Session, manager: User) -> None:
    client = factories.client(session)
    tax = billing.vat(session)
    kept = clients.edit_client_billing(
        session,
        manager,
        client_id=client.client_id,
        address="2 Quay\n20457 Hamburg",
        country="de",
        tax_id="DE 123",
        email="Books@Opal.example",
        payment_terms_days=7,
        tax_rate_id=tax.tax_rate_id,
    )
    assert (kept.address, kept.country, kept.email) == ("2 Quay\n20457 Hamburg", "DE", "books@opal.example")
    assert billing.drafted(session, client, billing.extra()).terms_days == 7
    with pytest.raises(InvalidInput, match="e-mail"):
        clients.edit_client_billing(session, manager, client_id=client.client_id, email="nobody")
    assert clients.edit_client_billing(session, manager, client_id=client.client_id) == kept


def test_a_tax_rate_is_renamed_put_away_and_never_recalculated(session: Session, manager: User) -> None:
    lead, client = factories.lead(session), factories.client(session)
    tax, other = billing.vat(session, is_default=True), billing.vat(session, "7", is_default=True)
    known = {one.name: one.is_default for one in taxes.tax_rates(session, manager)}
    assert known == {"VAT 19 %": False, "VAT 7 %": True}
    line = billing.extra(tax_rate_id=tax.tax_rate_id)
    made = billing.drafted(session, client, line)
    taxes.archive_tax_rate(session, lead, tax_rate_id=tax.tax_rate_id)
    with pytest.raises(NotFound, match="not in use any more"):
        billing.drafted(session, client, line)
    with pytest.raises(InvalidInput, match="put away"):
        taxes.edit_tax_rate(session, lead, tax_rate_id=tax.tax_rate_id, is_default=True)
    taxes.edit_tax_rate(session, lead, tax_rate_id=other.tax_rate_id, name="Reduced")
    assert [one.name for one in taxes.tax_rates(session, manager)] == ["Reduced"]
    assert made.tax_amount == 19
    billing.settle(session)


@pytest.mark.parametrize("rate", ["-1", "100.01", "8.87505", "NaN"])
def test_what_is_no_tax_rate(session: Session, manager: User, rate: str) -> None:
    with pytest.raises(InvalidInput):
        billing.vat(session, rate)


def test_a_reverse_charge_is_at_nothing_and_says_why(session: Session, manager: User) -> None:
    for values in ({"rate": "19", "note": "x"}, {"rate": "0", "note": " "}):
        with pytest.raises(InvalidInput):
            taxes.add_tax_rate(
                session,
                factories.lead(session),
                name="Reverse charge",
                rate=Decimal(values["rate"]),
                note=values["note"],
                is_reverse_charge=True,
            )


def test_a_series_takes_another_pattern_for_numbers_to_come(session: Session, manager: User) -> None:
    lead, client = factories.lead(session), factories.client(session)
    first = billing.issued(session, client, billing.extra())
    numbering.edit_series(session, lead, series_id=first.series_id, pattern="R{YY}{NNN}", name="Bills")
    second = billing.issued(session, client, billing.extra())
    assert (first.number, second.number) == ("2026-0001", "R26002")
    more = numbering.add_series(session, lead, kind="INVOICE", name="More", pattern="M{N}")
    assert not more.is_default
    numbering.edit_series(session, lead, series_id=more.series_id, is_default=True)
    assert billing.issued(session, client, billing.extra()).number == "M1"
    assert [one.is_default for one in numbering.all_series(session, manager)] == [False, True]
    billing.settle(session)
