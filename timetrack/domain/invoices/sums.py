"""The arithmetic of an invoice: lines, discounts, taxes and totals, each rounded once. Pure, exact, without floats.

Every amount that comes out has the minor unit of the currency, so sums of them are exact.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal, localcontext

from timetrack.domain import money
from timetrack.errors import InvalidInput

NOTHING, HUNDRED, SECONDS_PER_HOUR = Decimal(0), Decimal(100), 3600
EXACT_DIGITS = 80
"""Enough for any product of a rate, a quantity and a percentage to be exact before it is rounded."""
_TOO_MUCH = f"This comes to more than {money.HIGHEST:,.4f}, which is the most. Nothing was saved."


@dataclass(frozen=True)
class Charge:
    """What a line adds to the sums: its amount, and which tax at how many percent is on it."""

    amount: Decimal
    tax_rate_id: int | None = None
    tax_percent: Decimal = NOTHING


@dataclass(frozen=True)
class TaxSum:
    """The lines of one tax rate: their sum, their share of the discount, and the tax on what is left."""

    tax_rate_id: int | None
    net_amount: Decimal
    discount_amount: Decimal
    tax_amount: Decimal


@dataclass(frozen=True)
class Sums:
    """What is printed under the lines; ``total_amount`` is net less discount plus tax."""

    net_amount: Decimal
    discount_amount: Decimal
    taxes: tuple[TaxSum, ...]

    @property
    def tax_amount(self) -> Decimal:
        return sum((tax.tax_amount for tax in self.taxes), NOTHING)

    @property
    def total_amount(self) -> Decimal:
        return self.net_amount - self.discount_amount + self.tax_amount


def time_amount(seconds: int, rate: Decimal, discount_percent: Decimal, currency: str) -> Decimal:
    """What a line of hours comes to: exact seconds times the rate, less the discount, rounded once."""
    with localcontext(prec=EXACT_DIGITS):
        return _printed(rate * seconds * (HUNDRED - discount_percent) / (HUNDRED * SECONDS_PER_HOUR), currency)


def unit_amount(quantity: Decimal, rate: Decimal, discount_percent: Decimal, currency: str) -> Decimal:
    """What a line of anything else comes to, rounded once."""
    with localcontext(prec=EXACT_DIGITS):
        return _printed(rate * quantity * (HUNDRED - discount_percent) / HUNDRED, currency)


def add_up(
    charges: Iterable[Charge], *, discount_percent: Decimal | None, discount_amount: Decimal, currency: str
) -> Sums:
    """The sums of an invoice with these lines.

    The discount, ``discount_percent`` of the net or else ``discount_amount``, is rounded once and spread over the tax
    rates; the tax is rounded once per rate. Raises InvalidInput for a discount that is more than the lines, and for sums
    beyond what can be kept.
    """
    nets: dict[tuple[int | None, Decimal], Decimal] = {}
    for charge in charges:
        key = (charge.tax_rate_id, charge.tax_percent)
        nets[key] = nets.get(key, NOTHING) + charge.amount
    net = sum(nets.values(), NOTHING)
    discount = discount_amount if discount_percent is None else share(net, discount_percent, HUNDRED, currency)
    if discount > net:
        raise InvalidInput(
            f"The discount of {money.shown(discount, currency)} is more than the lines come to,"
            f" {money.shown(net, currency)}. Nothing was saved."
        )
    ordered = sorted(nets, key=lambda key: (-key[1], key[0] or 0))
    shares = spread(discount, [nets[key] for key in ordered], currency)
    taxes = [
        TaxSum(key[0], nets[key], off, share(nets[key] - off, key[1], HUNDRED, currency))
        for key, off in zip(ordered, shares, strict=True)
    ]
    found = Sums(net, discount, tuple(taxes))
    if max(net, found.total_amount) > money.HIGHEST:
        raise InvalidInput(_TOO_MUCH)
    return found


def share(amount: Decimal, part: Decimal, whole: Decimal, currency: str) -> Decimal:
    """``part`` out of ``whole`` of an amount, rounded once; nothing of nothing."""
    with localcontext(prec=EXACT_DIGITS):
        return _printed(amount * part / whole, currency) if whole else NOTHING


def spread(amount: Decimal, weights: Sequence[Decimal], currency: str) -> list[Decimal]:
    """``amount`` in parts after ``weights``, to the minor unit, that add up to it.

    Each part is cut, and what is missing then goes, a minor unit each, to those that lost most by the cut.
    """
    whole = sum(weights, NOTHING)
    if not amount or not whole:
        return [NOTHING for _ in weights]
    scale = money.minor_unit(currency)
    units = int(amount.scaleb(scale))
    scaled = [int(weight.scaleb(scale)) for weight in weights]
    parts = [units * weight // sum(scaled) for weight in scaled]
    lost = sorted(range(len(parts)), key=lambda at: (-(units * scaled[at] % sum(scaled)), at))
    for at in lost[: units - sum(parts)]:
        parts[at] += 1
    return [Decimal(part).scaleb(-scale) for part in parts]


def _printed(exact: Decimal, currency: str) -> Decimal:
    printed = money.round_line(exact, currency)
    if printed > money.HIGHEST:
        raise InvalidInput(_TOO_MUCH)
    return printed
