"""Every example under “Invoices” in docs/rates-and-money.md comes out as it is printed there."""

import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from timetrack.domain.invoices import sums
from timetrack.domain.invoices.numbering import number_of
from timetrack.domain.invoices.sums import Charge
from timetrack.domain.rounding import Rounding

BOOK = Path(__file__).parents[2] / "docs" / "rates-and-money.md"


def examples(head: str) -> list[list[str]]:
    """The rows of the table whose first column is called so."""
    return list(_rows(BOOK.read_text().splitlines(), f"| example: {head} |"))


def _rows(lines: list[str], head: str) -> Iterator[list[str]]:
    (start,) = (at for at, line in enumerate(lines) if line.startswith(head))
    for line in lines[start + 2 :]:
        if not line.startswith("|"):
            return
        yield [cell.strip() for cell in line.strip("|").split("|")]


def seconds(shown: str) -> int:
    hours, minutes, rest = map(int, shown.split(":"))
    return hours * 3600 + minutes * 60 + rest


@pytest.mark.parametrize("row", examples("an entry of"), ids="-".join)
def test_rounding_of_time(row: list[str]) -> None:
    length, minutes, mode, minimum, counted = row
    assert Rounding(int(minutes), mode, int(minimum)).billed(seconds(length)) == seconds(counted)


@pytest.mark.parametrize("row", examples("quantity"), ids="-".join)
def test_lines(row: list[str]) -> None:
    quantity, rate, discount, currency, exact, printed = row
    amounts = Decimal(rate), Decimal(discount), currency
    is_time = ":" in quantity
    found = sums.time_amount(seconds(quantity), *amounts) if is_time else sums.unit_amount(Decimal(quantity), *amounts)
    assert str(found) == printed
    hours = Decimal(seconds(quantity)) / 3600 if is_time else Decimal(quantity)
    assert str(Decimal(rate) * hours * (100 - Decimal(discount)) / 100).startswith(exact.removesuffix("…"))


@pytest.mark.parametrize("row", examples("lines"), ids="-".join)
def test_discounts_taxes_and_totals(row: list[str]) -> None:
    lines, discount, currency, net, off, taxes, total = row
    pairs = [tuple(map(Decimal, line.split("@"))) for line in lines.split(",")]
    charges = [Charge(amount, int(percent * 100) or None, percent) for amount, percent in pairs]
    percent = Decimal(discount.removesuffix("%")) if discount.endswith("%") else None
    amount = Decimal(0) if percent is not None else Decimal(discount)
    found = sums.add_up(charges, discount_percent=percent, discount_amount=amount, currency=currency)
    told = (found.net_amount, found.discount_amount, [tax.tax_amount for tax in found.taxes], found.total_amount)
    assert told == (Decimal(net), Decimal(off), [Decimal(tax) for tax in re.split(r" \+ ", taxes)], Decimal(total))


@pytest.mark.parametrize("row", examples("pattern"), ids="-".join)
def test_numbers(row: list[str]) -> None:
    pattern, day, count, number = row
    assert number_of(pattern, date.fromisoformat(day).year, int(count)) == number
