"""E-invoices: valid after the norm's own rules, to the last digit the document's, or refused with the reason."""

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from tests.documents.e_invoice_rules import broken_rules
from tests.documents.invoice_papers import IBAN, REVERSE, client, credit_note, extra, hours, invoice, party
from timetrack.documents.e_invoice import factur_x, ubl, unfit
from timetrack.domain.invoices.document import Document
from timetrack.errors import InvalidInput

NONE, AGAIN = {"tax": "", "percent": "0"}, {"tax": "Old VAT", "percent": "19"}
FRENCH = client("Bureau Lumière", country="FR", tax_id="FR 40 303 265 045")
SMALL = invoice(hours("Work", 3600, "95", tax="Small business", percent="0"), why={"Small business": "§ 19 UStG"})
SMALL["taxes"][0]["is_reverse_charge"] = False
DOCUMENTS = {
    "plain": invoice(),
    "two rates, discounts": invoice(
        hours("Design", 45296, "95", discount_percent="5"),
        extra("Books", "12.5", "18.4005", tax="VAT 7 %", percent="7", unit="pcs"),
        discount="10",
        replaces="INV-2026-0030",
    ),
    "two taxes of one rate": invoice(hours("Work", 3601, "95"), hours("Other work", 3661, "95", **AGAIN), discount="3"),
    "reverse charge": invoice(
        hours("Work", 3600, "95", tax="Reverse charge", percent="0"), why={"Reverse charge": REVERSE}, buyer=FRENCH
    ),
    "no tax": invoice(hours("Work", 3601, "95", **NONE), discount="5"),
    "no tax beside one": invoice(hours("Work", 3601, "95", **NONE), hours("Taxed", 3661, "95")),
    "zero": invoice(hours("Work", 3601, "95", tax="Zero", percent="0"), extra("Parts", "0.3333", "95.1234")),
    "small business": SMALL,
    "a rate of three decimals": invoice(hours("Work", 3601, "95", tax="Sales tax", percent="8.875")),
    "everything taken off": invoice(discount="100"),
    "credit note": credit_note(),
    "yen": invoice(hours("Work", 3601, "14000"), currency="JPY"),
    "a number of the tax office, no bank": invoice(seller=party(tax_id="12/345/67890", iban="")),
    "Greek": invoice(seller=party(country="GR", tax_id="EL094259216")),
    "no period, no notes, no mail": invoice(period_start="", period_end="", notes="", buyer=client(email="")),
    "HTML and what XML has no place for": invoice(
        hours("<b>&amp; ]]> \ufffe \U0001f389", 3600, "95"), notes="<script>"
    ),
}


@pytest.mark.parametrize("name", DOCUMENTS)
@pytest.mark.parametrize("write", [factur_x, ubl])
def test_it_breaks_no_rule_of_the_norm(name: str, write: Any) -> None:
    assert broken_rules(write(DOCUMENTS[name])) == []


@pytest.mark.parametrize("write", [factur_x, ubl])
def test_a_total_that_is_off_by_a_cent_is_found(write: Any) -> None:
    (rule,) = broken_rules(write(invoice(total_amount="5998.10")))
    assert rule.startswith("[BR-CO-15]")


@pytest.mark.parametrize("name", DOCUMENTS)
def test_every_amount_is_the_documents_own(name: str) -> None:
    document = DOCUMENTS[name]
    for write, paths in ((factur_x, CII), (ubl, UBL)):
        found = etree.fromstring(write(document))
        lines = [one.text for one in found.xpath(f"//*[local-name()='{paths['line']}']")]
        assert [text for text in lines if text] == [line["amount"] for line in document["lines"]]
        for term in ("total_amount", "net_amount"):
            (amount,) = found.xpath(paths[term])
            assert amount.text == document[term]


CII = {
    "line": "SpecifiedTradeSettlementLineMonetarySummation']/*[local-name()='LineTotalAmount",
    "total_amount": "//*[local-name()='GrandTotalAmount']",
    "net_amount": "//*[local-name()='SpecifiedTradeSettlementHeaderMonetarySummation']/*[local-name()='LineTotalAmount']",
}
UBL = {
    "line": "InvoiceLine' or local-name()='CreditNoteLine']/*[local-name()='LineExtensionAmount",
    "total_amount": "//*[local-name()='TaxInclusiveAmount']",
    "net_amount": "//*[local-name()='LegalMonetaryTotal']/*[local-name()='LineExtensionAmount']",
}


@pytest.mark.parametrize(
    ("seconds", "quantity", "unit", "of"),
    [(78300, "21.75", "HUR", None), (4800, "80", "MIN", "60"), (4801, "4801", "SEC", "3600"), (0, "0", "HUR", None)],
)
def test_no_second_is_lost_on_the_way_to_a_number_of_hours(
    seconds: int, quantity: str, unit: str, of: str | None
) -> None:
    found = etree.fromstring(factur_x(invoice(hours("Work", seconds, "95"), hours("More", 3600, "95"))))
    billed = found.xpath("//*[local-name()='BilledQuantity']")[0]
    assert (billed.text, billed.get("unitCode")) == (quantity, unit)
    basis = found.xpath("//*[local-name()='IncludedSupplyChainTradeLineItem'][1]//*[local-name()='BasisQuantity']")
    assert [one.text for one in basis] == ([] if of is None else [of])


def test_it_says_how_to_pay_and_what_a_credit_note_takes_back() -> None:
    words = factur_x(invoice()).decode()
    assert f">{IBAN}<" in words
    assert "20261203" in words
    note = ubl(credit_note()).decode()
    assert IBAN not in note
    assert "<cbc:ID>INV-2026-0031</cbc:ID>" in note
    assert "CreditNote-2" in note


@pytest.mark.parametrize(
    ("document", "reason"),
    [
        (invoice(currency="KWD"), "two decimals"),
        (invoice(buyer=client(country="")), "the country of Opal Clinic"),
        (invoice(seller=party(country="", tax_id="")), "the country of Harbour Studio and the tax id"),
        (invoice(number=None), "draft"),
        (invoice() | {"lines": []}, "no line"),
        (
            invoice(hours("Work", 3600, "95", tax="Reverse charge", percent="0"), why={"Reverse charge": REVERSE}),
            "VAT number of Opal Clinic",
        ),
    ],
)
def test_what_the_norm_does_not_allow_is_refused_with_the_reason(document: Document, reason: str) -> None:
    assert reason in str(unfit(document))
    for write in (factur_x, ubl):
        with pytest.raises(InvalidInput, match=reason):
            write(document)


RATES, TAXES = (
    st.sampled_from(["0", "0.01", "33.3333", "95", "9999.9999"]),
    st.sampled_from(["", "0", "7.7", "8.875", "19"]),
)
LINES = st.one_of(
    st.builds(
        lambda seconds, rate, tax, off: hours(
            "Work", seconds, rate, tax=tax and f"VAT {tax} %", percent=tax or "0", discount_percent=off
        ),
        st.integers(0, 400_000),
        RATES,
        TAXES,
        st.sampled_from(["0", "2.5", "33.3333", "100"]),
    ),
    st.builds(
        lambda count, rate, tax: extra("Parts", str(count), rate, tax=tax and f"VAT {tax} %", percent=tax or "0"),
        st.decimals("0.0001", 999, places=4),
        RATES,
        TAXES,
    ),
)


@pytest.mark.slow
@settings(max_examples=40, deadline=None)
@given(st.lists(LINES, min_size=1, max_size=6), st.sampled_from(["", "2.5", "33.3333", "100"]), st.booleans())
def test_whatever_is_on_it_no_rule_is_broken(lines: list[Any], discount: str, is_note: bool) -> None:
    document = (credit_note if is_note else invoice)(*lines, discount=discount)
    for write in (factur_x, ubl):
        assert broken_rules(write(document)) == [], write.__name__
    assert Decimal(document["total_amount"]) >= 0
