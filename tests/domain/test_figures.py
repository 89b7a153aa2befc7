"""Hours and rates as people type and read them in a table."""

from decimal import Decimal

import pytest

from timetrack.domain import figures
from timetrack.errors import InvalidInput


@pytest.mark.parametrize(
    ("typed", "hours"),
    [("100", "100"), ("100 h", "100"), (" 12,5 hrs ", "12.5"), ("12:30", "12.5"), ("1:20", "1.33"), ("0", "0")],
)
def test_hours_are_read_as_typed(typed: str, hours: str) -> None:
    assert figures.parse_hours(typed, what="A budget") == Decimal(hours)


@pytest.mark.parametrize("typed", ["", "  ", "h"])
def test_an_empty_field_lifts_the_hours(typed: str) -> None:
    assert figures.parse_hours(typed, what="A budget") is None


@pytest.mark.parametrize("typed", ["abc", "-5", "1:75", "1e9", "١٢", "99999999999", "4 weeks", "1:2:3"])
def test_what_is_no_number_of_hours_is_refused(typed: str) -> None:
    with pytest.raises(InvalidInput, match=r"Nothing was saved\."):
        figures.parse_hours(typed, what="A budget")


@pytest.mark.parametrize(
    ("typed", "rate"), [("€95.00", "95"), ("95", "95"), ("EUR 1.234,50", "1234.5"), ("CHF\u00a080", "80")]
)
def test_a_rate_may_carry_its_currency(typed: str, rate: str) -> None:
    assert figures.parse_rate(typed) == Decimal(rate)


def test_an_empty_rate_is_none_but_words_are_refused() -> None:
    assert figures.parse_rate("") is None
    for typed in ("abc", "EUR", "-5", "€-5"):
        with pytest.raises(InvalidInput):
            figures.parse_rate(typed)


def test_budgets_and_rates_read_back_as_they_are_shown() -> None:
    for hours in (Decimal("100.00"), Decimal("12.50"), Decimal("0.25")):
        assert figures.parse_hours(figures.shown_budget(hours), what="A budget") == hours
    for rate in (Decimal("95.0000"), Decimal("1234.5000"), Decimal("87.1250")):
        assert figures.parse_rate(figures.shown_rate(rate, "EUR")) == rate
    assert (figures.shown_budget(None), figures.shown_rate(None, "EUR")) == ("", "")


@pytest.mark.parametrize(("percent", "tone"), [(0, ""), (89, ""), (90, "warn"), (100, "warn"), (101, "bad")])
def test_a_budget_warns_before_it_is_full(percent: int, tone: str) -> None:
    assert figures.tone_of(percent) == tone


def test_percent_of_nothing_is_nothing() -> None:
    assert figures.percent_of(5, 0) == 0
    assert figures.percent_of(2, 3) == 66
