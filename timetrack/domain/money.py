"""Money: exact amounts with their currency, rounded once per printed line. Pure, and free of floats."""

import re
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation

from timetrack.errors import InvalidInput

HIGHEST = Decimal("99999999999999.9999")
MOST_HOURS = Decimal("99999999.99")
_MINOR_UNITS = {
    **dict.fromkeys("BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF".split(), 0),
    **dict.fromkeys("BHD IQD JOD KWD LYD OMR TND".split(), 3),
}
CURRENCIES = frozenset(
    (
        "AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF"
        " CHF CLP CNY COP CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GNF GTQ GYD HKD"
        " HNL HTG HUF IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD"
        " MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN"
        " PYG QAR RON RSD RUB RWF SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SYP SZL THB TJS TMT TND TOP TRY TTD"
        " TWD TZS UAH UGX USD UYU UZS VED VES VND VUV WST XAF XCD XOF XPF YER ZAR ZMW ZWG"
    ).split()
)
"""The ISO 4217 codes in use."""
_SYMBOLS = {"EUR": "€", "USD": "$", "GBP": "£", "JPY": "¥", "INR": "₹", "KRW": "₩", "ILS": "₪", "UAH": "₴", "VND": "₫"}
_MINUS, _THIN = "\u2212", "\u00a0"


def minor_unit(currency: str) -> int:
    """How many decimals ``currency`` has, after ISO 4217."""
    return _MINOR_UNITS.get(currency, 2)


def round_line(amount: Decimal, currency: str) -> Decimal:
    """``amount`` as it is printed: to the currency's minor unit, half away from zero."""
    return amount.quantize(Decimal(1).scaleb(-minor_unit(currency)), rounding=ROUND_HALF_UP)


def line_amount(seconds: int, hourly_rate: Decimal, currency: str) -> Decimal:
    """What ``seconds`` cost; the hours are not rounded before they are multiplied."""
    return round_line(hourly_rate * seconds / 3600, currency)


def shown(amount: Decimal, currency: str) -> str:
    """``amount`` for people: €5,998.09, −€12.00, CHF 80.00."""
    printed = round_line(amount, currency)
    symbol = _SYMBOLS.get(currency, f"{currency}{_THIN}")
    return f"{_MINUS if printed < 0 else ''}{symbol}{abs(printed):,f}"


def symbol(currency: str) -> str:
    """€, and where there is no sign of its own the code: CHF."""
    return _SYMBOLS.get(currency, currency)


def parse_amount(typed: str, *, what: str = "An amount") -> Decimal | None:
    """The amount somebody typed, None for an empty field; a comma or a point may be the decimal mark.

    Raises InvalidInput for anything else, for a negative amount and for one with more than four decimals.
    """
    plain = re.sub(r"[\s\u00a0\u202f'’]", "", typed)
    if not plain:
        return None
    plain = _with_decimal_point(plain)
    if not re.fullmatch(r"[0-9]+(\.[0-9]+)?", plain):
        raise InvalidInput(f"{what} looks like 85 or 85.50; “{typed[:40]}” is not one. Nothing was saved.")
    try:
        amount = Decimal(plain)
    except InvalidOperation as error:  # pragma: no cover - the pattern leaves none
        raise InvalidInput from error
    if amount > HIGHEST or amount != amount.quantize(Decimal("0.0001")):
        raise InvalidInput(f"{what} may have four decimals and fourteen digits before them. Nothing was saved.")
    return amount


def check_amount(amount: Decimal | None, *, what: str, highest: Decimal = HIGHEST) -> None:
    """Raise InvalidInput for what cannot be kept: negative, not a number, or of more digits than ``highest`` has."""
    if amount is None:
        return
    if not amount.is_finite() or not 0 <= amount <= highest:
        raise InvalidInput(f"{what} is a number from zero to {highest:,f}. Nothing was saved.")
    if amount != amount.quantize(highest):
        raise InvalidInput(f"{what} has too many decimals; the most is {highest:,f}. Nothing was saved.")


def _with_decimal_point(plain: str) -> str:
    marks = [mark for mark in plain if mark in ",."]
    if len(set(marks)) == 2:
        decimal = marks[-1]
        return plain.replace("," if decimal == "." else ".", "").replace(decimal, ".")
    if len(marks) > 1:
        return plain.replace(marks[0], "")
    return plain.replace(",", ".")
