"""Amounts are exact, rounded once, half away from zero, to the currency's own minor unit."""

import random
from decimal import Decimal
from fractions import Fraction

import pytest

from timetrack.domain import money
from timetrack.errors import InvalidInput

LINES = 20_000


@pytest.mark.parametrize(
    ("amount", "currency", "printed"),
    [
        ("1.005", "EUR", "1.01"),
        ("1.004999999999999999", "EUR", "1.00"),
        ("2.675", "EUR", "2.68"),
        ("-1.005", "EUR", "-1.01"),
        ("0.005", "EUR", "0.01"),
        ("0.5", "JPY", "1"),
        ("1.5", "JPY", "2"),
        ("2.5", "JPY", "3"),
        ("-2.5", "JPY", "-3"),
        ("2.4999", "JPY", "2"),
        ("1.0005", "KWD", "1.001"),
        ("1.0004", "KWD", "1.000"),
        ("99999999999999.995", "USD", "100000000000000.00"),
    ],
)
def test_a_line_is_rounded_half_away_from_zero(amount: str, currency: str, printed: str) -> None:
    rounded = money.round_line(Decimal(amount), currency)
    assert str(rounded) == printed


@pytest.mark.parametrize(
    ("currency", "decimals"), [("EUR", 2), ("USD", 2), ("JPY", 0), ("KRW", 0), ("KWD", 3), ("TND", 3), ("CHF", 2)]
)
def test_minor_units(currency: str, decimals: int) -> None:
    assert money.minor_unit(currency) == decimals


def test_hours_are_not_rounded_before_they_are_multiplied() -> None:
    assert money.line_amount(20 * 60, Decimal("100"), "EUR") == Decimal("33.33")
    assert money.line_amount(1, Decimal("0.01"), "EUR") == 0
    assert money.line_amount(86_400, Decimal("99999999999999.9999"), "EUR") == Decimal("2400000000000000.00")


def test_no_line_differs_from_exact_fractions() -> None:
    """Random seconds and rates in every currency, and amounts that lie exactly on half a minor unit."""
    seed = random.randrange(2**32)
    chance = random.Random(seed)
    for _ in range(LINES):
        currency = chance.choice(["EUR", "JPY", "KWD", *money.CURRENCIES])
        seconds = chance.choice([chance.randrange(1, 86_401), 1800 * chance.randrange(1, 49), 18])
        hourly_rate = Decimal(chance.randrange(10 ** chance.randrange(1, 19))).scaleb(-chance.randrange(5))
        printed = money.line_amount(seconds, hourly_rate, currency)
        assert Fraction(printed) == exact(seconds, hourly_rate, currency), (
            f"seed {seed}: {seconds} × {hourly_rate} {currency}"
        )
        assert -printed.as_tuple().exponent == money.minor_unit(currency)


@pytest.mark.parametrize(
    ("amount", "currency", "shown"),
    [
        ("5998.09", "EUR", "€5,998.09"),
        ("-12", "EUR", "−€12.00"),
        ("80", "CHF", "CHF\u00a080.00"),
        ("1234.5", "JPY", "¥1,235"),
        ("1234.5", "KWD", "KWD\u00a01,234.500"),
        ("-0.001", "EUR", "€0.00"),
        ("0", "EUR", "€0.00"),
    ],
)
def test_amounts_as_people_read_them(amount: str, currency: str, shown: str) -> None:
    assert money.shown(Decimal(amount), currency) == shown


@pytest.mark.parametrize(
    ("typed", "amount"),
    [
        ("", None),
        ("   ", None),
        ("85", "85"),
        ("85.50", "85.50"),
        ("85,50", "85.50"),
        ("1,234.50", "1234.50"),
        ("1.234,50", "1234.50"),
        ("1 234,50", "1234.50"),
        ("1'234.50", "1234.50"),
        ("1.234.567", "1234567"),
        ("0", "0"),
        ("0.0001", "0.0001"),
        ("99999999999999.9999", "99999999999999.9999"),
    ],
)
def test_amounts_as_people_type_them(typed: str, amount: str | None) -> None:
    assert money.parse_amount(typed) == (amount and Decimal(amount))


@pytest.mark.parametrize(
    "typed",
    ["-1", "+1", "1e5", "NaN", "Infinity", "0x10", "١٢٣", "½", "1.2.3,4,5", "€5", "5 EUR", ".", ",", "1.00001",
     "100000000000000", "9" * 10_000, "0." + "1" * 10_000, "<b>1</b>", "=1+1", "\0", "1\n2a"],
)  # fmt: skip
def test_what_is_no_amount_is_refused(typed: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        money.parse_amount(typed)
    assert len(refused.value.message) < 200


@pytest.mark.parametrize(
    "amount", ["-0.01", "NaN", "sNaN", "Infinity", "-Infinity", "100000000000000", "1E+30", "0.00001"]
)
def test_what_cannot_be_kept_is_refused(amount: str) -> None:
    with pytest.raises(InvalidInput):
        money.check_amount(Decimal(amount), what="A rate")


@pytest.mark.parametrize("amount", [None, "0", "0.0001", "99999999999999.9999", "1E+3"])
def test_what_can_be_kept_passes(amount: str | None) -> None:
    money.check_amount(amount and Decimal(amount), what="A rate")


def exact(seconds: int, hourly_rate: Decimal, currency: str) -> Fraction:
    """The amount by rational arithmetic alone, rounded half up (there are no negative rates)."""
    unit = 10 ** money.minor_unit(currency)
    amount = Fraction(hourly_rate) * seconds / 3600 * unit
    return Fraction((2 * amount.numerator + amount.denominator) // (2 * amount.denominator), unit)
