"""An issued document as an e-invoice after EN 16931: as Factur-X (CII) inside the PDF, and as UBL 2.1. Pure.

Every amount is the document's own; nothing is reckoned anew. BT, BG and BR are the terms and rules of the norm.
"""

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from facturx import generate_xml

from timetrack.documents.e_invoice_taxes import UNTAXED, Category, categories, category_of, unfit_tax
from timetrack.documents.invoice_words import day_in, in_fours
from timetrack.domain import money
from timetrack.domain.invoices.document import Document
from timetrack.errors import InvalidInput
from timetrack.models import InvoiceKind, LineKind

Terms = dict[str, Any]
INVOICE, CREDIT_NOTE, TRANSFER = "380", "381", "30"
DISCOUNT = {"reason": "Discount", "reason_code": "95"}
HOUR, MINUTE, SECOND, PIECE = "HUR", "MIN", "SEC", "C62"
"""UN/ECE Recommendation 20."""
SAME_COUNTRY = {"EL": "GR", "XI": "GB"}
"""What a VAT number begins with where that is not the country's code."""
_UNFIT = re.compile("[^\t\n\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML has no place for."""


def factur_x(document: Document) -> bytes:
    """The document as CII of the profile EN 16931. Raises InvalidInput for one that the norm does not allow."""
    return _written(document, "factur-x")


def ubl(document: Document) -> bytes:
    """The document as a UBL Invoice or CreditNote. Raises InvalidInput for one that the norm does not allow."""
    return _written(document, "ubl-2.1")


def unfit(document: Document) -> str | None:
    """Why this document can be no e-invoice, as a sentence; None where it can."""
    seller, buyer, currency = document["seller"], document["buyer"], document["currency"]
    if not document["number"] or day_in(document["invoice_date"]) is None:
        return "It is a draft still."
    if not document["lines"]:
        return "It has no line."
    if money.minor_unit(currency) > 2:
        return f"An e-invoice has two decimals at most, {currency} has {money.minor_unit(currency)}."
    missing = [f"the country of {one['name']}" for one in (seller, buyer) if not one["country"]]
    missing += [] if seller["tax_id"] else [f"the tax id of {seller['name']}"]
    if missing:
        return f"It needs {' and '.join(missing)}, which this invoice was issued without."
    return unfit_tax(document, has_vat_number=is_vat_number(buyer))


def is_vat_number(party: Document) -> bool:
    """Whether the tax id is one for VAT of its own country (BR-CO-09), not one of some tax office."""
    number = _compact(party["tax_id"])
    prefix = SAME_COUNTRY.get(number[:2], number[:2])
    return prefix == party["country"] and bool(re.fullmatch(r"[A-Z]{2}[0-9A-Z+*]{2,13}", number))


def _written(document: Document, flavor: str) -> bytes:
    if refusal := unfit(document):
        raise InvalidInput(f"This invoice cannot be an e-invoice. {refusal} The PDF is as good as ever.")
    terms = _legible(_terms(document))
    return bytes(generate_xml(terms, flavor=flavor, level="en16931", check_xsd=False, check_schematron=None))


def _terms(document: Document) -> Terms:
    """The document in the terms of the norm."""
    taxes = categories(document)
    is_note = document["kind"] == InvoiceKind.CREDIT_NOTE
    return {
        "BT-1": document["number"],
        "BT-2": day_in(document["invoice_date"]),
        "BT-3": CREDIT_NOTE if is_note else INVOICE,
        "BT-5": document["currency"],
        "BT-9": None if is_note else day_in(document["due_date"]),
        "BG-1": [{"BT-22": text} for text in [document["notes"].strip()] if text],
        "BG-3": [{"BT-25": number} for number in (document["credits"], document["replaces"]) if number],
        "BG-4": _party(document["seller"], is_untaxed=taxes[0].code == UNTAXED),
        "BG-7": _party(document["buyer"], is_untaxed=taxes[0].code == UNTAXED) | _mailbox(document["buyer"]),
        "BG-20": [_allowance(tax) for tax in taxes if tax.discount_amount],
        "BG-23": [_tax(tax, document["currency"]) for tax in taxes],
        "BG-25": [_line(line, document) for line in document["lines"]],
        **dict(_period(document)),
        **({"BT-20": f"Taken back from invoice {document['credits']}"} if is_note else dict(_payment(document))),
        **_totals(document),
    }


def _totals(document: Document) -> Terms:
    net, discount = Decimal(document["net_amount"]), Decimal(document["discount_amount"])
    return {
        "BT-106": document["net_amount"],
        **({"BT-107": document["discount_amount"]} if discount else {}),
        "BT-109": f"{net - discount:f}",
        "BT-110": document["tax_amount"],
        "BT-112": document["total_amount"],
        "BT-115": document["total_amount"],
    }


def _period(document: Document) -> Iterator[tuple[str, Any]]:
    """When it was worked, and on which day all was done: the last of these, or that of the invoice."""
    first, last = day_in(document["period_start"]), day_in(document["period_end"])
    yield "BT-72", last or day_in(document["invoice_date"])
    if first and last and first <= last:
        yield "BT-73", first
        yield "BT-74", last


def _payment(document: Document) -> Iterator[tuple[str, str]]:
    seller = document["seller"]
    if not seller["iban"]:
        yield "BT-20", f"Due on {document['due_date']}"
        return
    yield "BT-20", f"Due on {document['due_date']}, to IBAN {in_fours(seller['iban'])}"
    yield "BT-81", TRANSFER
    yield "BT-83", document["number"]
    yield "BT-84", seller["iban"]
    yield "BT-85", seller["name"]
    if seller["bic"]:
        yield "BT-86", seller["bic"]


def _party(party: Document, *, is_untaxed: bool) -> Terms:
    """Who bills or pays. Where nothing is taxed no number for VAT may stand (BR-O-02), so that it is a plain one."""
    lines = [line.strip() for line in str(party["address"]).splitlines() if line.strip()]
    first, second, rest = [*lines, "", ""][0], [*lines, "", ""][1], ", ".join(lines[2:])
    said = {"name": party["name"], "country_code": party["country"]}
    said |= {"addr_l1": first, "addr_l2": second, "addr_l3": rest}
    number = _compact(party["tax_id"])
    if not number:
        return said
    if is_vat_number(party) and not is_untaxed:
        return said | {"vat_identifier": number}
    return said | {"identifiers": {None: party["tax_id"]}} | ({} if is_untaxed else {"tax_identifier": party["tax_id"]})


def _mailbox(buyer: Document) -> Terms:
    return {"einvoicing_addr": buyer["email"], "einvoicing_addr_schemeid": "EM"} if buyer["email"] else {}


def _line(line: Document, document: Document) -> Terms:
    tax = category_of(line, document)
    return {
        "BT-126": str(line["position"]),
        "BT-131": line["amount"],
        "BT-146": line["rate"],
        "BT-151": tax.code,
        **({} if tax.code == UNTAXED else {"BT-152": tax.percent}),
        "BT-153": line["description"],
        **_quantity(line),
        **_line_discount(line, document["currency"]),
    }


def _quantity(line: Document) -> Terms:
    """Hours where they are exact in two decimals; else minutes or seconds, of which the rate counts 60 or 3600."""
    if line["kind"] != LineKind.TIME:
        return {"BT-129": line["quantity"] or "1", "BT-130": PIECE}
    seconds = int(line["seconds"] or 0)
    if seconds % 36 == 0:
        return {"BT-129": f"{(Decimal(seconds) / 3600).normalize():f}", "BT-130": HOUR}
    if seconds % 60 == 0:
        return {"BT-129": str(seconds // 60), "BT-130": MINUTE, "BT-149": "60"}
    return {"BT-129": str(seconds), "BT-130": SECOND, "BT-149": "3600"}


def _line_discount(line: Document, currency: str) -> Terms:
    """What a line's discount takes off its amount before it (BG-27)."""
    if not Decimal(line["discount_percent"]):
        return {}
    rate = Decimal(line["rate"])
    is_time = line["kind"] == LineKind.TIME
    count = Decimal(line["seconds"] or 0) / 3600 if is_time else Decimal(line["quantity"] or 0)
    before = money.round_line(rate * count, currency)
    off = before - Decimal(line["amount"])
    if off <= 0:
        return {}
    return {
        "BG-27": [{"amount": f"{off:f}", "base_amount": f"{before:f}", "rate": line["discount_percent"], **DISCOUNT}]
    }


def _allowance(tax: Category) -> Terms:
    rate = {} if tax.code == UNTAXED else {"vat_rate": tax.percent}
    return {"amount": f"{tax.discount_amount:f}", "vat_category_code": tax.code, **rate, **DISCOUNT}


def _tax(tax: Category, currency: str) -> Terms:
    return {
        "BT-116": f"{money.round_line(tax.taxable_amount, currency):f}",
        "BT-117": f"{money.round_line(tax.tax_amount, currency):f}",
        "BT-118": tax.code,
        **({} if tax.code == UNTAXED else {"BT-119": tax.percent}),
        **({"BT-120": tax.reason} if tax.reason else {}),
    }


def _compact(number: str) -> str:
    return re.sub(r"[\s.\-]", "", number).upper()


def _legible(terms: Any) -> Any:
    """The same without what XML has no place for, and without what is empty."""
    if isinstance(terms, str):
        return _UNFIT.sub("\ufffd", terms)
    if isinstance(terms, dict):
        return {name: _legible(value) for name, value in terms.items() if value not in ("", None, [])}
    return [_legible(value) for value in terms] if isinstance(terms, list) else terms
