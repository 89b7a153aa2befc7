"""Durations and times as people type them: 1.5, 1:30, 1:30:20, 90m, 1h 30m; 9:00, 0915, 9:05 pm. Pure."""

import re
from datetime import time
from decimal import ROUND_HALF_UP, Decimal

from timetrack.errors import EntryTooLong, InvalidInput
from timetrack.models import DurationFormat

LONGEST = 24 * 3600
_COLONS = re.compile(r"(\d{1,4})(?::|h ?)([0-5]?\d)(?::([0-5]?\d))?", re.IGNORECASE)
_UNITS = re.compile(
    r"(?:(\d+(?:[.,]\d+)?)\s*h(?:ours?|rs?)?)?\s*(?:(\d+(?:[.,]\d+)?)\s*m(?:in(?:ute)?s?)?)?\s*"
    r"(?:(\d+)\s*s(?:ec(?:ond)?s?)?)?",
    re.IGNORECASE,
)
_HOURS = re.compile(r"\d{1,4}(?:[.,]\d{1,6})?|[.,]\d{1,6}")
_CLOCK = re.compile(r"(\d{1,2})(?:[:.h]?([0-5]\d))?(?:[:.]([0-5]\d))?\s*(am|pm)?", re.IGNORECASE)


def parse_duration(typed: str) -> int:
    """The seconds that somebody typed; a number alone is hours.

    Raises InvalidInput for what is no duration or for zero, EntryTooLong past 24 hours.
    """
    plain = typed.replace("\u00a0", " ").strip()
    seconds = _seconds(plain) if plain.isascii() and len(plain) <= 40 else None
    if not seconds:
        raise InvalidInput(f"A duration looks like 1:30, 1.5 or 1h 30m; “{plain[:40]}” is not one. Nothing was saved.")
    if seconds > LONGEST:
        raise EntryTooLong
    return seconds


def parse_total(typed: str) -> int:
    """The seconds that a day's total was typed as; nothing, 0 and 0:00 are none. Raises InvalidInput."""
    plain = typed.replace("\u00a0", " ")
    if re.fullmatch(r"\s*|\s*0{1,2}([:.,]0{1,2}){0,2}\s*[hm]?\s*", plain, re.ASCII):
        return 0
    try:
        return parse_duration(typed)
    except EntryTooLong:
        raise InvalidInput(f"“{typed.strip()[:40]}” is more than the 24 hours of a day. Nothing was saved.") from None


def parse_clock(typed: str) -> time:
    """The time of day that somebody typed. Raises InvalidInput for what is none."""
    plain = typed.strip()
    found = _CLOCK.fullmatch(plain) if plain.isascii() else None
    clock = found and _clock(found)
    if not clock:
        raise InvalidInput(f"A time looks like 9:00 or 17:45; “{plain[:40]}” is not one. Nothing was saved.")
    return clock


def parse_range(typed: str) -> tuple[time, time]:
    """The two times of “9:00 – 10:30”. Raises InvalidInput for what is no range."""
    plain = typed.strip()
    ends = re.split(r"–|—|-|\bto\b|…|\.\.\.?", plain) if len(plain) <= 40 else []
    if len(ends) != 2:
        raise InvalidInput(f"A range looks like 9:00 – 10:30; “{plain[:40]}” is not one. Nothing was saved.")
    return parse_clock(ends[0]), parse_clock(ends[1])


def shown(seconds: int, form: str = DurationFormat.CLOCK) -> str:
    """1:27:50, or 1.46 h for who reads decimals; those are rounded half up to hundredths of an hour."""
    if form == DurationFormat.DECIMAL:
        return decimal_hours(seconds)
    return f"{seconds // 3600}:{seconds // 60 % 60:02d}:{seconds % 60:02d}"


def decimal_hours(seconds: int) -> str:
    """1.46 h, with a true minus."""
    hours = (Decimal(abs(seconds)) / 3600).quantize(Decimal("0.01"), rounding=ROUND_HALF_UP)
    return f"{'−' if seconds < 0 and hours else ''}{hours:,f}\u00a0h"


def _seconds(plain: str) -> int | None:
    if colons := _COLONS.fullmatch(plain):
        hours, minutes, seconds = (int(part or 0) for part in colons.groups())
        return hours * 3600 + minutes * 60 + seconds
    if _HOURS.fullmatch(plain):
        return int((_number(plain) * 3600).to_integral_value())
    units = _UNITS.fullmatch(plain)
    if not units or not any(units.groups()):
        return None
    amounts = [_number(part or "0") * unit for part, unit in zip(units.groups(), (3600, 60, 1), strict=True)]
    return int(sum(amounts, Decimal(0)).to_integral_value())


def _number(typed: str) -> Decimal:
    return Decimal(typed.replace(",", "."))


def _clock(found: re.Match[str]) -> time | None:
    hour, minute, second = (int(found[part] or 0) for part in (1, 2, 3))
    half = (found[4] or "").lower()
    if half and not 1 <= hour <= 12:
        return None
    hour = hour % 12 + 12 * (half == "pm") if half else hour
    return time(hour, minute, second) if hour < 24 else None
