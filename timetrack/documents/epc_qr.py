"""The code that a banking app reads to pay an invoice (EPC069-12, “GiroCode”). Pure."""

from decimal import Decimal

import segno
from segno.helpers import make_epc_qr

from timetrack.domain.bank import is_iban
from timetrack.domain.invoices.document import Document
from timetrack.models import InvoiceKind

MOST = Decimal("999999999.99")
LONGEST_NAME, LONGEST_REFERENCE = 70, 140
"""In letters, and so that all of it together keeps below 331 bytes, in bytes."""


def epc_code(document: Document) -> segno.QRCode | None:
    """Who gets how much for which invoice; None where there is no such code: not in euros, no IBAN, nothing to pay."""
    seller, amount = document["seller"], Decimal(document["total_amount"])
    is_payable = document["currency"] == "EUR" and Decimal("0.01") <= amount <= MOST
    if document["kind"] == InvoiceKind.CREDIT_NOTE or not is_payable or not is_iban(seller["iban"]):
        return None
    return make_epc_qr(
        name=_cut(seller["name"], LONGEST_NAME),
        iban=seller["iban"],
        amount=amount,
        text=_cut(document["number"], LONGEST_REFERENCE),
        bic=seller["bic"] or None,
        encoding=1,
    )


def _cut(words: str, most: int) -> str:
    return words.strip().encode()[:most].decode(errors="ignore").strip()
