"""A page of a PDF as a picture."""

from concurrent.futures import ThreadPoolExecutor
from io import BytesIO

import pytest
from PIL import Image

from tests.documents.invoice_papers import hours, invoice
from timetrack.documents.drawn import drawn
from timetrack.documents.invoice_pdf import render
from timetrack.documents.page_picture import NARROWEST, WIDEST, page_count, picture
from timetrack.errors import InvalidInput, NotFound

LONG = invoice(*(hours(f"Work {number}", 3600, "95") for number in range(60)))


@pytest.fixture(scope="module")
def pdf() -> bytes:
    return render(LONG, draft=True)


def opened(png: bytes) -> Image.Image:
    picture = Image.open(BytesIO(png))
    assert picture.format == "PNG"
    return picture.convert("L")


@pytest.mark.parametrize("width", [NARROWEST, 880, WIDEST])
def test_a_page_is_a4_as_wide_as_asked_with_ink_on_white(pdf: bytes, width: int) -> None:
    shown = opened(picture(pdf, 1, width))
    assert shown.width == width
    assert shown.height == pytest.approx(width * 297 / 210, abs=2)
    darkest, lightest = shown.getextrema()
    assert (lightest, darkest < 150) == (255, True)


def test_each_page_is_another_picture(pdf: bytes) -> None:
    count = page_count(pdf)
    assert count > 1
    assert len({picture(pdf, page, 300) for page in range(1, count + 1)}) == count


@pytest.mark.parametrize("page", [0, -1, 99])
def test_a_page_that_is_not_there_is_not_found(pdf: bytes, page: int) -> None:
    with pytest.raises(NotFound, match="There is no such page"):
        picture(pdf, page, 300)


@pytest.mark.parametrize("width", [0, -5, NARROWEST - 1, WIDEST + 1, 10**6])
def test_a_width_that_nobody_looks_at_is_refused(pdf: bytes, width: int) -> None:
    with pytest.raises(InvalidInput, match="pixels wide"):
        picture(pdf, 1, width)


def test_many_at_once_get_the_same_picture(pdf: bytes) -> None:
    with ThreadPoolExecutor(8) as threads:
        assert len(set(threads.map(lambda _: picture(pdf, 2, 400), range(24)))) == 1


def test_what_is_drawn_again_is_the_same_and_not_another(pdf: bytes) -> None:
    assert drawn(LONG, logo=None, draft=True) == pdf
    assert drawn(LONG, logo=None, draft=True) is drawn(LONG, logo=None, draft=True)
    assert drawn(LONG, logo=None) == render(LONG)
