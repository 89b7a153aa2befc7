"""A wish as text for an address, and back from whatever an address holds. Pure."""

from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from pydantic import TypeAdapter, ValidationError

from timetrack.domain import periods
from timetrack.domain.invoices.wishes import Wish
from timetrack.errors import InvalidInput

LONGEST = 6000
"""In characters. An address of this size passes any proxy; whoever wishes for more reads the preview as text."""
HIGHEST_KEY = 2**63 - 1
MOST_DIGITS = 40
_WISH = TypeAdapter(Wish)


def wish_text(wish: Wish) -> str:
    """The wish as JSON, without what is as usual."""
    return _WISH.dump_json(wish, exclude_defaults=True).decode()


def wish_of(text: str) -> Wish:
    """The wish that ``wish_text`` wrote. Raises InvalidInput, saying what is wrong, for any other text.

    Keys are whole numbers, days and amounts text; no field is unknown. What the database could not even be asked about is
    refused here; whether the rest can be on an invoice is said by whoever plans it.
    """
    if len(text) > LONGEST:
        raise InvalidInput(f"A preview is asked for in {LONGEST:,} characters at most; this has {len(text):,}.")
    try:
        wish = _WISH.validate_json(text, strict=True)
    except ValidationError as wrong:
        raise InvalidInput(_sentence(wrong)) from None
    if wish.replaces_id is not None or wish.series_id is not None:
        raise InvalidInput("A preview has no number, and replaces no other invoice.")
    for name, value in _leaves("wish", wish):
        if not _is_sound(value):
            raise InvalidInput(f"“{name}” in this preview is out of range.")
    return wish


def _sentence(wrong: ValidationError) -> str:
    """Which field is wrong, and why: in words of ours and of the reader of JSON, never in the sender's."""
    first = wrong.errors(include_input=False, include_url=False, include_context=False)[0]
    if first["type"] == "json_invalid":
        return "This preview is asked for in something that is no JSON."
    if first["type"] == "unexpected_keyword_argument":
        return "This preview is asked for with a field that no wish has."
    where = ".".join(str(part) for part in first["loc"]) or "wish"
    return f"“{where}” in this preview is not as it should be: {first['msg']}."


def _leaves(name: str, value: Any) -> Iterator[tuple[str, Any]]:
    """Every single value in a wish, with the name of its field."""
    if is_dataclass(value):
        for field in fields(value):
            yield from _leaves(field.name, getattr(value, field.name))
    elif isinstance(value, tuple):
        for one in value:
            yield from _leaves(name, one)
    else:
        yield name, value


def _is_sound(value: Any) -> bool:
    match value:
        case int():
            return 0 <= value <= HIGHEST_KEY
        case Decimal():
            _, digits, exponent = value.as_tuple()
            return isinstance(exponent, int) and abs(exponent) <= MOST_DIGITS and len(digits) <= MOST_DIGITS
        case date():
            return periods.FIRST_YEAR <= value.year <= periods.LAST_YEAR
    return True
