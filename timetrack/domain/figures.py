"""Hours and rates as people type and read them in a table. Pure."""

import re
from decimal import ROUND_HALF_UP, Decimal

from timetrack.domain import money
from timetrack.errors import InvalidInput

MOST_HOURS = Decimal(10**8)
WARN_PERCENT, FULL_PERCENT = 90, 100
_CURRENCY_MARK = re.compile(r"[A-Za-z]{3}|[€$£¥₹₩₪₴₫]")


def parse_rate(typed: str, *, what: str = "A rate") -> Decimal | None:
    """The amount somebody typed, with or without the sign of its currency; None for an empty field.

    Raises InvalidInput for what is no amount.
    """
    plain = _CURRENCY_MARK.sub("", typed) if any(char.isdigit() for char in typed) else typed
    return money.parse_amount(plain, what=what)


def parse_hours(typed: str, *, what: str) -> Decimal | None:
    """The hours somebody typed: 100, 100 h, 12.5 or 12:30; None for an empty field.

    Raises InvalidInput for anything else, and for more than eight digits of hours.
    """
    plain = re.sub(r"\s*h(ours?|rs?)?$", "", typed.strip(), flags=re.IGNORECASE)
    clock = re.fullmatch(r"([0-9]{1,9}):([0-5][0-9])", plain)
    try:
        hours = Decimal(clock[1]) + Decimal(clock[2]) / 60 if clock else money.parse_amount(plain, what=what)
    except InvalidInput:
        raise InvalidInput(
            f"{what} looks like 40, 12.5 or 12:30 hours; “{typed[:40]}” is not one. Nothing was saved."
        ) from None
    if hours is None:
        return None
    if hours >= MOST_HOURS:
        raise InvalidInput(f"{what} may have eight digits of hours. Nothing was saved.")
    return hours.quantize(Decimal("0.01"), rounding=ROUND_HALF_UP)


def shown_budget(hours: Decimal | None) -> str:
    """100 h or 12.5 h; nothing where none is set."""
    return "" if hours is None else f"{hours.normalize():f}\u00a0h"


def shown_rate(rate: Decimal | None, currency: str) -> str:
    """€95.00; nothing where none is set. A rate with more decimals than its currency has keeps them."""
    if rate is None:
        return ""
    exact = rate.normalize()
    shown = money.shown(rate, currency)
    kept = money.round_line(rate, currency)
    return shown if kept == exact else shown.replace(f"{kept:,f}", f"{exact:,f}")


def percent_of(part: Decimal | int, whole: Decimal | int) -> int:
    """``part`` in whole percent of ``whole``, cut; 0 of nothing, and over 100 where it is more."""
    return int(Decimal(100) * part / whole) if whole else 0


def shown_percent(percent: int) -> str:
    """89 %."""
    return f"{percent}\u00a0%"


def tone_of(percent: int) -> str:
    """How a used budget looks: calm, "warn" from 90 %, "bad" past 100 %."""
    return "bad" if percent > FULL_PERCENT else "warn" if percent >= WARN_PERCENT else ""
