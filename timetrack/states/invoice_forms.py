"""What is typed into the forms of an invoice: days, amounts, discounts, lines."""

from datetime import date
from decimal import Decimal
from typing import Any

from timetrack.domain import figures, money
from timetrack.domain.invoices.wishes import DEFAULT_TAX, ExtraLine
from timetrack.errors import InvalidInput
from timetrack.states.cells import Form, chosen_id
from timetrack.states.forms import form_text

NOTHING = Decimal(0)
NO_TAX = "none"


def typed_day(text: str) -> date | None:
    """The day in a date field; None where it is empty."""
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise InvalidInput(f"“{text[:40]}” is not a day. Nothing was saved.") from None


def typed_amount(form: Form, name: str, *, what: str) -> Decimal:
    """The amount in a field that must have one."""
    amount = figures.parse_rate(form_text(form, name), what=what)
    if amount is None:
        raise InvalidInput(f"{what} is needed. Nothing was saved.")
    return amount


def typed_discount(text: str) -> dict[str, Any]:
    """A discount as the domain takes it: “10 %” of the lines, or else an amount; none where it is empty."""
    plain = text.strip()
    if plain.endswith("%"):
        return {"discount_percent": money.parse_amount(plain[:-1], what="A discount")}
    return {"discount_percent": None, "discount_amount": figures.parse_rate(plain, what="A discount") or NOTHING}


def typed_percent(text: str, *, what: str) -> Decimal:
    """The percentage in a field, with or without its sign; 0 where it is empty."""
    return money.parse_amount(text.strip().removesuffix("%"), what=what) or NOTHING


def typed_tax(value: str) -> int | None:
    """The tax rate that was chosen: the default, none, or one by its key."""
    return None if value == NO_TAX else chosen_id(value) or DEFAULT_TAX


def typed_line(form: Form) -> ExtraLine:
    """A line for anything but tracked time."""
    return ExtraLine(
        description=form_text(form, "description"),
        rate=typed_amount(form, "price", what="A price"),
        quantity=_typed_quantity(form, "quantity"),
        unit=form_text(form, "unit"),
        discount_percent=typed_percent(form_text(form, "line_discount"), what="A discount"),
        tax_rate_id=typed_tax(form_text(form, "tax")),
    )


def typed_line_changes(form: Form) -> dict[str, Any]:
    """What changes on a line of a draft: the form of tracked time has no price, number and unit."""
    changes: dict[str, Any] = {
        "description": form_text(form, "description"),
        "discount_percent": typed_percent(form_text(form, "line_discount"), what="A discount"),
        "tax_rate_id": typed_tax(form_text(form, "tax")),
    }
    if "line_price" in form:
        changes |= {
            "rate": typed_amount(form, "line_price", what="A price"),
            "quantity": _typed_quantity(form, "line_quantity"),
            "unit": form_text(form, "line_unit"),
        }
    return changes


def typed_payment(form: Form) -> dict[str, Any]:
    """What came in or went back: amount, day, way and note."""
    return {
        "amount": typed_amount(form, "amount", what="An amount"),
        "paid_on": typed_day(form_text(form, "paid_on")),
        "method": form_text(form, "method"),
        "note": form_text(form, "note"),
    }


def typed_credit(form: Form) -> dict[int, Decimal] | None:
    """What is taken back of each line, by its key in the name of its field; None, with no field filled, for all."""
    found: dict[int, Decimal] = {}
    for name in form:
        key = name.removeprefix("line-")
        if name.startswith("line-") and key.isascii() and key.isdigit() and len(key) <= 18:
            amount = figures.parse_rate(form_text(form, name), what="What is taken back")
            if amount is not None:
                found[int(key)] = amount
    if found and not any(found.values()):
        raise InvalidInput("0 takes nothing back. Type how much, or nothing for all that is left. Nothing was saved.")
    return {key: amount for key, amount in found.items() if amount} or None


def _typed_quantity(form: Form, name: str) -> Decimal:
    """How many; one where the field is empty."""
    quantity = money.parse_amount(form_text(form, name), what="A quantity")
    return Decimal(1) if quantity is None else quantity
