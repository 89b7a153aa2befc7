"""An invoice as a PDF: everything is on it once, in any script, and the same document makes the same bytes."""

import hashlib
import io
import os
import re
import subprocess
import sys
from decimal import Decimal
from itertools import pairwise
from typing import Any

import pypdfium2
import pytest
import segno
from fontTools.ttLib import TTFont
from pypdf import PdfReader

from tests.documents.invoice_papers import BIC, IBAN, REVERSE, client, credit_note, extra, hours, invoice, logo, party
from timetrack.documents.epc_qr import epc_code
from timetrack.documents.invoice_layout import LEFT, RIGHT
from timetrack.documents.invoice_pdf import CODE, render
from timetrack.domain.invoices import document as documents

SCRIPTS = ("Привет мир", "Ελλάδα", "日本語の設計", "한국어", "Ünïcödé ₹₴", "<b>bold</b> & =1+1", "🎉 done ✓ →")
JOINED = ("שלום עולם", "تصميم الموقع", "रोगी पोर्टल", "ออกแบบ")
PAPERS = {
    "plain": lambda: render(invoice(), logo=logo()),
    "scripts": lambda: render(invoice(*(hours(words, 3600, "95") for words in (*SCRIPTS, *JOINED)))),
    "draft": lambda: render(invoice(number=None, invoice_date="None", due_date="None"), draft=True),
}
BY_ANOTHER = (
    "from tests.documents.test_invoice_pdf import PAPERS, sha; print(*(sha(make()) for make in PAPERS.values()))"
)


def sha(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def pages(content: bytes) -> list[str]:
    return [" ".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(content)).pages]


def said(*lines: Any, **values: Any) -> str:
    return " ".join(pages(render(invoice(*lines, **values))))


@pytest.mark.parametrize("kind", PAPERS)
def test_the_same_document_makes_the_same_bytes(kind: str) -> None:
    assert sha(PAPERS[kind]()) == sha(PAPERS[kind]())


@pytest.mark.slow
def test_another_process_makes_the_same_bytes() -> None:
    """Whose sets are in another order."""
    command = [sys.executable, "-c", BY_ANOTHER]
    hashes = [
        subprocess.run(
            command, env=os.environ | {"PYTHONHASHSEED": seed}, capture_output=True, text=True, check=True
        ).stdout.split()
        for seed in ("1", "2")
    ]
    assert hashes[0] == hashes[1] == [sha(make()) for make in PAPERS.values()]


def test_each_of_a_thousand_lines_is_there_once_and_every_page_carries_what_it_came_to() -> None:
    document = invoice(*(hours(f"Room {n:04}", 3600 + n, "82.50") for n in range(1000)))
    found = pages(render(document))
    assert len(found) > 20
    text, came_to = " ".join(found), Decimal(0)
    assert [n for n in range(1000) if text.count(f"Room {n:04} ") != 1] == []
    amounts = {line["description"]: Decimal(line["amount"]) for line in document["lines"]}
    for number, page in enumerate(found, 1):
        assert "Description Hours Rate, € Amount, €" in page
        assert f"Page {number} of {len(found)}" in page
        came_to += sum(amounts[name] for name in re.findall(r"Room \d{4}", page))
        if number < len(found):
            assert f"Carried forward {came_to:,f}" in page
            assert f"Brought forward {came_to:,f}" in found[number]
    assert came_to == Decimal(document["net_amount"])
    assert f"Subtotal {came_to:,f}" in found[-1]


@pytest.mark.slow
def test_ten_thousand_lines_are_as_good_as_ten() -> None:
    content = render(invoice(*(hours(f"Room {n:05}", 3600, "82.50") for n in range(10_000))))
    paper = pypdfium2.PdfDocument(content)
    text = " ".join(paper[at].get_textpage().get_text_range() for at in range(len(paper)))
    assert {f"Room {n:05}" for n in range(10_000)} == set(re.findall(r"Room \d{5}", text))


def test_every_figure_is_the_documents_own() -> None:
    document = invoice(
        hours("Design", 45296, "95", discount_percent="5"),
        extra("Books", "12.5", "18.4005", tax="VAT 7 %", percent="7", unit="pcs"),
        discount="10",
    )
    (page,) = pages(render(document))
    for words in (
        "12:34:56 h 95.00 19 % 1,135.55",
        "5 % off",
        "12.5 pcs 18.4005 7 % 230.01",
        f"Discount 10 % −{Decimal(document['discount_amount']):,f}",
        f"VAT 19 % of {Decimal(document['taxes'][0]['taxable_amount']):,f} {document['taxes'][0]['tax_amount']}",
        f"VAT 7 % of {document['taxes'][1]['taxable_amount']} {document['taxes'][1]['tax_amount']}",
        f"Total due €{Decimal(document['total_amount']):,f}",
        f"SHA-256 {documents.sha256(document).hex()}",
    ):
        assert words in page.replace("\u00a0", " "), words


@pytest.mark.parametrize(
    ("currency", "rate", "amount", "total"),
    [
        ("JPY", "14000", "14,004", "¥14,004"),
        ("KWD", "31.2505", "31.259", "KWD 31.259"),
        ("CHF", "95", "95.03", "CHF 95.03"),
    ],
)
def test_a_currency_has_its_own_decimals(currency: str, rate: str, amount: str, total: str) -> None:
    page = said(hours("Work", 3601, rate, tax="", percent="0"), currency=currency).replace("\u00a0", " ")
    assert f"1:00:01 {Decimal(rate):,f}{'.00' if currency == 'CHF' else ''} {amount}" in page
    assert f"Total due {total}" in page


def test_every_script_is_printed_as_it_was_typed(caplog: pytest.LogCaptureFixture) -> None:
    """What no font has is a warning of the library; letters that join are drawn from glyphs, so they are counted."""
    text = said(*(hours(words, 3600, "95") for words in (*SCRIPTS, *JOINED)))
    assert not [record.getMessage() for record in caplog.records if "missing" in record.getMessage()]
    for words in SCRIPTS:
        assert words in text
    for words in JOINED:
        assert sorted(letter for letter in words if letter in text) == sorted(words), words


def test_a_sign_that_no_font_has_and_marks_that_turn_the_reading_are_harmless() -> None:
    text = said(hours("One \U00013000 t\xadwo\u202e three \ue000 \u0301 \x7f end", 3600, "95"))
    assert "One � two three �" in text
    assert "\u202e" not in text


@pytest.mark.parametrize("long", ["W" * 500, "漢" * 500, "ש" * 500, "🎉" * 500, "word " * 200])
def test_long_words_stay_between_the_margins_and_lose_nothing(long: str) -> None:
    named = invoice(
        hours(long, 3600, "95"), buyer=client(long[:200], address=long), seller=party(long[:200], address=long)
    )
    paper = pypdfium2.PdfDocument(render(named, logo=logo(720, 200)))
    letters = 0
    for page in paper:
        text = page.get_textpage()
        letters += text.get_text_range().count(long[0])
        boxes = [text.get_rect(at) for at in range(text.count_rects())]
        assert min(box[0] for box in boxes) >= (LEFT - 2) * 0.75
        assert max(box[2] for box in boxes) <= (RIGHT + 2) * 0.75
        bodies = [box for box in boxes if box[3] > 60]
        assert min(box[1] for box in bodies) > 60, "something runs into the footer"
    assert letters >= 3 * long.count(long[0]) - 700 * (long.count(long[0]) // 500)


def test_long_notes_go_on_on_the_next_page() -> None:
    notes = "\n\n".join(f"Term {n:03} of this contract is as long as the others are." for n in range(90))
    found = pages(render(invoice(notes=notes)))
    assert len(found) > 1
    assert [n for n in range(90) if f"Term {n:03} " not in " ".join(found)] == []


def test_a_credit_note_says_what_it_takes_back_and_asks_for_no_money() -> None:
    (page,) = pages(render(credit_note()))
    assert "Credit note CN-2026-0003" in page
    assert "Takes back Invoice INV-2026-0031" in page
    assert "Total taken back €5,998.09" in page
    assert IBAN[:4] not in page
    assert "Due" not in page


def test_what_is_replaced_and_why_there_is_no_tax_is_said() -> None:
    line = hours("Work", 3600, "95", tax="Reverse charge", percent="0")
    page = said(line, why={"Reverse charge": REVERSE}, replaces="INV-2026-0030")
    assert "Replaces Invoice INV-2026-0030" in page
    assert REVERSE in page


def test_a_draft_and_what_is_void_are_marked_on_every_page() -> None:
    lines = [hours(f"Room {n}", 3600, "95") for n in range(60)]
    for mark, how in (("DRAFT", {"draft": True}), ("VOID", {"voided": True})):
        found = pages(render(invoice(*lines), **how))
        assert len(found) > 1
        assert all(mark in page for page in found)
        assert "Please pay" not in " ".join(found)
        assert "Scan to pay" not in " ".join(found)
    assert not [page for page in pages(render(invoice(*lines))) if "DRAFT" in page or "VOID" in page]


def test_how_to_pay_is_said_and_drawn_as_a_banking_app_reads_it() -> None:
    """The code on the page, cell by cell, is the one of the text that EPC069-12 asks for."""
    document = invoice()
    wanted = f"BCD\n002\n1\nSCT\n{BIC}\nHarbour Studio\n{IBAN}\nEUR5998.09\n\n\nINV-2026-0031"
    code = segno.make_qr(wanted.encode(), error="M", boost_error=False)
    (page,) = pypdfium2.PdfDocument(render(document))
    text = page.get_textpage().get_text_range()
    for words in ("IBAN DE89 3704 0044 0532 0130 00", f"BIC {BIC}", "Reference INV-2026-0031", "3 December 2026"):
        assert words in text
    picture, scale = page.render(scale=4).to_pil().convert("L"), 4 * 0.75
    left, cell = (RIGHT - CODE) * scale, CODE * scale / len(code.matrix)
    dark = [at for at in range(picture.height) if picture.getpixel((int(left + cell / 2), at)) < 128]
    top = max(dark) + 1 - CODE * scale
    drawn = [
        [picture.getpixel((int(left + (x + 0.5) * cell), int(top + (y + 0.5) * cell))) < 128 for x in range(len(row))]
        for y, row in enumerate(code.matrix)
    ]
    assert drawn == [[bool(dot) for dot in row] for row in code.matrix]


@pytest.mark.parametrize(
    "values",
    [
        {"currency": "CHF"},
        {"seller": party(iban="")},
        {"seller": party(iban="DE89370400440532013001")},
        {"total_amount": "0.00"},
        {"total_amount": "1000000000.00"},
        {"kind": "CREDIT_NOTE"},
    ],
)
def test_there_is_no_code_where_no_app_could_pay(values: dict[str, Any]) -> None:
    assert epc_code(invoice() | values) is None


def test_the_code_has_room_for_the_longest_names() -> None:
    for name in ("W" * 200, "漢" * 200, "🎉" * 200):
        epc_code(invoice(seller=party(name), number="漢" * 60))


def test_it_is_a_pdf_a3_with_the_e_invoice_inside() -> None:
    reader = PdfReader(io.BytesIO(render(invoice(), logo=logo())))
    root: Any = reader.trailer["/Root"]
    (attached,) = root["/AF"]
    assert attached.get_object()["/AFRelationship"] == "/Alternative"
    assert attached.get_object()["/UF"] == "factur-x.xml"
    assert reader.attachments["factur-x.xml"][0].startswith(b"<?xml")
    assert root["/OutputIntents"][0].get_object()["/S"] == "/GTS_PDFA1"
    about = root["/Metadata"].get_object().get_data().decode()
    for words in (
        "<pdfaid:part>3</pdfaid:part><pdfaid:conformance>B</pdfaid:conformance>",
        "<fx:DocumentFileName>factur-x.xml</fx:DocumentFileName>",
        "<fx:ConformanceLevel>EN 16931</fx:ConformanceLevel>",
        "<pdfaSchema:namespaceURI>urn:factur-x:pdfa:CrossIndustryDocument:invoice:1p0#</pdfaSchema:namespaceURI>",
    ):
        assert words in about, words
    fonts: Any = reader.pages[0]["/Resources"]["/Font"]  # type: ignore[index]
    for font in fonts.values():
        below = font.get_object()["/DescendantFonts"][0].get_object()["/FontDescriptor"].get_object()
        assert "/FontFile2" in below or "/FontFile3" in below
    assert "/Encrypt" not in reader.trailer


def test_every_font_is_one_that_pdf_knows_under_a_name_of_its_own() -> None:
    """TrueType outlines: CFF2 is drawn by some viewers only."""
    names = []
    for page in PdfReader(io.BytesIO(PAPERS["scripts"]())).pages:
        for font in page["/Resources"]["/Font"].values():  # type: ignore[index]
            below = font.get_object()["/DescendantFonts"][0].get_object()
            content = io.BytesIO(below["/FontDescriptor"].get_object()["/FontFile2"].get_object().get_data())
            assert below["/Subtype"] == "/CIDFontType2"
            assert "glyf" in TTFont(content)
            names.append(str(below["/BaseFont"]))
    assert len(set(names)) == len(names) > 5


def test_what_can_be_no_e_invoice_is_a_pdf_without_one() -> None:
    for document in (invoice(currency="KWD"), invoice(buyer=client(country=""))):
        reader = PdfReader(io.BytesIO(render(document)))
        assert not reader.attachments
        assert "fx:" not in reader.trailer["/Root"]["/Metadata"].get_object().get_data().decode()  # type: ignore[index]


def test_nothing_is_said_twice_nor_in_another_order() -> None:
    """Head, parties, table, sums, how to pay, footer: as a screen reader comes upon them."""
    (page,) = pages(render(invoice()))
    order = ["Invoice INV-2026-0031", "Bill to", "Service period", "Description", "Wireframes", "Subtotal", "Total due"]
    places = [page.index(words) for words in (*order, "Pay to", "Page 1 of 1", "SHA-256")]
    assert all(one < other for one, other in pairwise(places))
