"""Papers that are looked at page by page: drawn once, and kept for a moment."""

import json
from functools import lru_cache

from timetrack.documents.invoice_pdf import render
from timetrack.domain.invoices.document import Document, canonical

KEPT = 8


def drawn(document: Document, *, logo: bytes | None, draft: bool = False, voided: bool = False) -> bytes:
    """The same as ``invoice_pdf.render``; one of the last eight comes at once."""
    return _drawn(canonical(document), logo, draft, voided)


@lru_cache(maxsize=KEPT)
def _drawn(document: bytes, logo: bytes | None, draft: bool, voided: bool) -> bytes:
    return render(json.loads(document), logo=logo, draft=draft, voided=voided)
