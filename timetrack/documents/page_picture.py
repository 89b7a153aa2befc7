"""One page of a PDF as a picture. Pure."""

from io import BytesIO
from threading import Lock

import pypdfium2

from timetrack.errors import InvalidInput, NotFound

NARROWEST, WIDEST = 100, 2000
"""In pixels: from a thumbnail to a sheet on the finest of screens."""
_ONE_AT_A_TIME = Lock()
"""PDFium is no library for threads."""


def page_count(pdf: bytes) -> int:
    """How many pages it has."""
    with _ONE_AT_A_TIME, pypdfium2.PdfDocument(pdf) as document:
        return len(document)


def picture(pdf: bytes, page: int, width: int) -> bytes:
    """A page, the first of which is 1, as a PNG of this many pixels across.

    Raises NotFound for a page that is not there, InvalidInput for a width that nobody looks at.
    """
    if not NARROWEST <= width <= WIDEST:
        raise InvalidInput(f"A page is shown from {NARROWEST} to {WIDEST} pixels wide.")
    with _ONE_AT_A_TIME, pypdfium2.PdfDocument(pdf) as document:
        if not 1 <= page <= len(document):
            raise NotFound(f"There is no such page: this has {len(document)}.")
        sheet = document[page - 1]
        drawn = sheet.render(scale=width / sheet.get_width()).to_pil()
    file = BytesIO()
    drawn.save(file, "PNG")
    return file.getvalue()
