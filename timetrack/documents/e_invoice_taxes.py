"""Taxes in the categories of EN 16931 (UNTDID 5305): standard, zero, reverse charge, exempt, outside of VAT. Pure."""

from dataclasses import dataclass, replace
from decimal import Decimal

from timetrack.domain.invoices.document import Document

STANDARD, ZERO, REVERSE, EXEMPT, UNTAXED = "S", "Z", "AE", "E", "O"
NO_TAX = "Not subject to VAT"


@dataclass(frozen=True)
class Category:
    """What is taxed alike: the lines' sum less its discount, and the tax. ``percent`` is text, as in the document."""

    code: str
    percent: str
    reason: str
    discount_amount: Decimal
    taxable_amount: Decimal
    tax_amount: Decimal


def categories(document: Document) -> list[Category]:
    """One of each category and rate, as the norm asks for: two taxes of the same rate are one (BR-S-08)."""
    found: dict[tuple[str, str], Category] = {}
    for tax in document["taxes"]:
        one = _category(tax, document)
        key = (one.code, one.percent)
        found[key] = _together(found[key], one) if key in found else one
    return list(found.values())


def category_of(line: Document, document: Document) -> Category:
    """The category of a line, by the name and the rate of its tax."""
    tax = next(tax for tax in document["taxes"] if (tax["name"], tax["percent"]) == (line["tax"], line["tax_percent"]))
    return _category(tax, document)


def unfit_tax(document: Document, *, has_vat_number: bool) -> str | None:
    """Why the taxes are not what the norm allows; ``has_vat_number`` is the client's."""
    codes = {one.code for one in categories(document)}
    if REVERSE in codes and not has_vat_number:
        return f"A reverse charge needs the VAT number of {document['buyer']['name']}."
    return None


def _category(tax: Document, document: Document) -> Category:
    code = _code(tax, is_alone=all(not one["name"] for one in document["taxes"]))
    reason = tax["note"] or (NO_TAX if code in (EXEMPT, UNTAXED) else "")
    amounts = (Decimal(tax[name]) for name in ("discount_amount", "taxable_amount", "tax_amount"))
    return Category(code, tax["percent"], "" if code in (STANDARD, ZERO) else reason, *amounts)


def _code(tax: Document, *, is_alone: bool) -> str:
    """Lines without a tax are outside of VAT; beside others that have one they are exempt (BR-O-11)."""
    if not tax["name"]:
        return UNTAXED if is_alone else EXEMPT
    if tax["is_reverse_charge"]:
        return REVERSE
    if Decimal(tax["percent"]):
        return STANDARD
    return EXEMPT if tax["note"] else ZERO


def _together(one: Category, other: Category) -> Category:
    reasons = dict.fromkeys(reason for reason in (one.reason, other.reason) if reason)
    return replace(
        one,
        reason=" ".join(reasons),
        discount_amount=one.discount_amount + other.discount_amount,
        taxable_amount=one.taxable_amount + other.taxable_amount,
        tax_amount=one.tax_amount + other.tax_amount,
    )
