"""What an invoice comes to is what exact fractions say, in every currency: lines, discounts, taxes, totals."""

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from timetrack.domain import money
from timetrack.domain.invoices import sums
from timetrack.domain.invoices.sums import Charge
from timetrack.domain.money import minor_unit
from timetrack.errors import InvalidInput

CURRENCIES = st.sampled_from(["EUR", "JPY", "KWD", *sorted(money.CURRENCIES)])
RATES = st.decimals(0, Decimal("99999999.9999"), places=4) | st.sampled_from(["0", "0.005", "0.5", "1", "95"]).map(
    Decimal
)
PERCENTS = st.decimals(0, 100, places=4) | st.sampled_from(["0", "0.5", "2.5", "7", "19", "50", "100"]).map(Decimal)
SECONDS = st.integers(0, 5_000_000) | st.sampled_from([18, 1800, 3600, 5400, 24130])
MANY = settings(max_examples=400, deadline=None)


def oracle(exact: Fraction, currency: str) -> Fraction:
    """Half away from zero, to the minor unit; amounts of invoices are never negative."""
    scale = 10 ** minor_unit(currency)
    return Fraction((2 * exact * scale + 1) // 2, scale)


@MANY
@given(SECONDS, RATES, PERCENTS, CURRENCIES)
def test_a_line_of_hours_is_rounded_once(seconds: int, rate: Decimal, percent: Decimal, currency: str) -> None:
    exact = Fraction(rate) * seconds / 3600 * (1 - Fraction(percent) / 100)
    assert Fraction(sums.time_amount(seconds, rate, percent, currency)) == oracle(exact, currency)


@MANY
@given(st.decimals(0, 9999, places=4), RATES, PERCENTS, CURRENCIES)
def test_a_line_of_anything_else_is_rounded_once(
    quantity: Decimal, rate: Decimal, percent: Decimal, currency: str
) -> None:
    exact = Fraction(rate) * Fraction(quantity) * (1 - Fraction(percent) / 100)
    assert Fraction(sums.unit_amount(quantity, rate, percent, currency)) == oracle(exact, currency)


@st.composite
def invoices(draw: st.DrawFn) -> tuple[str, list[Charge], Decimal | None, Decimal]:
    """A currency, lines at up to four tax rates, and a discount in percent or as an amount."""
    currency = draw(CURRENCIES)
    percents = draw(st.lists(PERCENTS, min_size=1, max_size=4))
    units = st.integers(0, 10**9) | st.integers(0, 3)
    picks = draw(st.lists(st.tuples(st.integers(0, len(percents) - 1), units), max_size=12))
    scale = -minor_unit(currency)
    charges = [
        Charge(Decimal(amount).scaleb(scale), at or None, percents[at] if at else Decimal(0)) for at, amount in picks
    ]
    if draw(st.booleans()):
        return currency, charges, draw(PERCENTS), Decimal(0)
    most = sum(amount for _, amount in picks)
    return currency, charges, None, Decimal(draw(st.integers(0, most))).scaleb(scale)


@MANY
@given(invoices())
def test_sums_taxes_and_discounts_are_those_of_exact_fractions(
    drawn: tuple[str, list[Charge], Decimal | None, Decimal],
) -> None:
    currency, charges, percent, amount = drawn
    found = sums.add_up(charges, discount_percent=percent, discount_amount=amount, currency=currency)
    net = sum((Fraction(charge.amount) for charge in charges), Fraction(0))
    discount = Fraction(amount) if percent is None else oracle(net * Fraction(percent) / 100, currency)
    assert (Fraction(found.net_amount), Fraction(found.discount_amount)) == (net, discount)
    assert sum(tax.net_amount for tax in found.taxes) == found.net_amount
    assert sum(tax.discount_amount for tax in found.taxes) == found.discount_amount
    rates = {charge.tax_rate_id: charge.tax_percent for charge in charges}
    for tax in found.taxes:
        own = sum((Fraction(charge.amount) for charge in charges if charge.tax_rate_id == tax.tax_rate_id), Fraction(0))
        fair = discount * own / net if net else Fraction(0)
        off = Fraction(tax.discount_amount)
        assert Fraction(tax.net_amount) == own
        assert abs(off - fair) < Fraction(1, 10 ** minor_unit(currency)), "a share is off by less than one minor unit"
        assert 0 <= off <= own
        assert Fraction(tax.tax_amount) == oracle((own - off) * Fraction(rates[tax.tax_rate_id]) / 100, currency)
    taxes = sum((Fraction(tax.tax_amount) for tax in found.taxes), Fraction(0))
    assert Fraction(found.total_amount) == net - discount + taxes
    for printed in (found.discount_amount, found.tax_amount, found.total_amount):
        assert printed == money.round_line(printed, currency)


@pytest.mark.parametrize(
    ("amount", "weights", "currency", "parts"),
    [
        ("10.00", ("100", "100", "100"), "EUR", ("3.34", "3.33", "3.33")),
        ("0.01", ("1", "99"), "EUR", ("0.00", "0.01")),
        ("10", ("1", "1", "1"), "JPY", ("4", "3", "3")),
        ("0.100", ("2", "1"), "KWD", ("0.067", "0.033")),
        ("0", ("5", "5"), "EUR", ("0", "0")),
        ("0", (), "EUR", ()),
    ],
)
def test_a_discount_is_spread_without_losing_a_cent(
    amount: str, weights: Sequence[str], currency: str, parts: Sequence[str]
) -> None:
    found = sums.spread(Decimal(amount), [Decimal(weight) for weight in weights], currency)
    assert found == [Decimal(part) for part in parts]


def test_a_discount_of_more_than_the_lines_is_refused() -> None:
    with pytest.raises(InvalidInput, match=r"€10\.01 is more than the lines come to, €10\.00"):
        sums.add_up([Charge(Decimal(10))], discount_percent=None, discount_amount=Decimal("10.01"), currency="EUR")


@pytest.mark.parametrize("percent", ["0", "50"])
def test_a_total_beyond_what_can_be_kept_is_refused(percent: str) -> None:
    """A tax may be what is too much."""
    charges = [Charge(Decimal("49999999999999.99"), 1, Decimal(percent))] * (2 if percent == "50" else 3)
    with pytest.raises(InvalidInput, match=r"more than 99,999,999,999,999\.9999"):
        sums.add_up(charges, discount_percent=None, discount_amount=Decimal(0), currency="EUR")


def test_a_line_beyond_what_can_be_kept_is_refused() -> None:
    with pytest.raises(InvalidInput, match="more than"):
        sums.unit_amount(Decimal(10**9), Decimal(10**9), Decimal(0), "EUR")
