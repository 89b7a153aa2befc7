"""An invoice as a PDF: everything is on it once, in any script, and the same document makes the same bytes."""

import io
import re
from itertools import pairwise

from pypdf import PdfReader

from tests.documents.invoice_papers import hours, invoice, logo
from timetrack.documents.invoice_pdf import render


def pages(content: bytes) -> list[str]:
    return [" ".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(content)).pages]


def test_the_same_document_makes_the_same_bytes() -> None:
    assert render(invoice(), logo=logo()) == render(invoice(), logo=logo())


def test_a_line_of_many_is_there_once_and_what_it_came_to_is_carried() -> None:
    document = invoice(*(hours(f"Room {n:04}", 3600 + n, "82.50") for n in range(200)))
    found = pages(render(document))
    text = " ".join(found)
    assert [n for n in range(200) if text.count(f"Room {n:04}") != 1] == []
    assert all(f"Page {n} of {len(found)}" in page for n, page in enumerate(found, 1))
    for page, following in pairwise(found):
        (carried,) = re.findall(r"Carried forward ([\d,.]+)", page)
        assert f"Brought forward {carried}" in following
