"""A gallery of invoices as pictures, to be looked at beside one another. `python -m bench gallery`."""

import os
from io import BytesIO
from pathlib import Path

import pypdfium2

from bench.measure import say
from tests.documents.invoice_papers import REVERSE, client, credit_note, extra, hours, invoice, logo, party
from timetrack.documents.invoice_pdf import render
from timetrack.domain.invoices.document import Document

FOLDER = Path(os.environ.get("GALLERY_DIR", "/tmp/timetrack-gallery"))
MOST_PAGES = 3
"""Of a long invoice the first pages and the last are looked at."""


def main(_most_rows: int) -> None:
    """Draw every invoice and say where its pictures lie."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name, (document, looks) in _papers().items():
        pages = pypdfium2.PdfDocument(BytesIO(render(document, **looks)))
        shown = sorted({*range(min(MOST_PAGES - 1, len(pages))), len(pages) - 1})
        for at in shown:
            pages[at].render(scale=96 / 72).to_pil().save(FOLDER / f"{name}-{at + 1}.png")
        say(f"{FOLDER / name}: {len(shown)} of {len(pages)} pages")


def _papers() -> dict[str, tuple[Document, dict]]:  # type: ignore[type-arg]
    square, wide = {"logo": logo()}, {"logo": logo(720, 200)}
    reverse = {"tax": "Reverse charge", "percent": "0"}
    abroad = client("Bureau Lumière SARL", address="8 rue des Quais\n69001 Lyon", country="FR", tax_id="FR40303265045")
    return {
        "plain": (invoice(), square),
        "no-logo": (invoice(), {}),
        "many-pages": (_many(), square),
        "discount-taxes": (_two_taxes(), wide),
        "reverse-charge": (
            invoice(*(hours(*one, **reverse) for one in _WORK), why={"Reverse charge": REVERSE}, buyer=abroad),
            square,
        ),
        "jpy": (_foreign("JPY", "14000"), wide),
        "kwd": (_foreign("KWD", "31.2505"), {}),
        "scripts": (_scripts(), square),
        "long-words": (_long(), wide),
        "credit-note": (credit_note(notes="Accessibility was billed twice."), square),
        "draft": (invoice(number=None, invoice_date="None", due_date="None"), {**square, "draft": True}),
        "void": (invoice(replaces="INV-2026-0030"), {**square, "voided": True}),
    }


_WORK = (("Wireframes", 78300, "95"), ("Research", 34200, "95"))


def _many() -> Document:
    return invoice(*(hours(f"Wiring of room {n} · inspection and report", 3600 + 37 * n, "82.50") for n in range(90)))


def _two_taxes() -> Document:
    return invoice(
        hours("Design of the patient portal", 45296, "95", discount_percent="5"),
        extra("Printed handbooks", "12", "18.40", tax="VAT 7 %", percent="7", unit="pcs"),
        extra("Hosting, October", "1", "240"),
        discount="10",
        replaces="INV-2026-0030",
    )


def _foreign(currency: str, rate: str) -> Document:
    lines = [hours("Wireframes", 78300, rate, tax="", percent="0"), hours("Research", 34217, rate, tax="", percent="0")]
    return invoice(*lines, currency=currency)


def _scripts() -> Document:
    names = (
        "תכנון אתר הקליניקה, שלב 2",
        "تصميم موقع العيادة 2026",
        "患者ポータルの設計と試験",
        "의료 포털 디자인",
        "Разработка портала",
        "Σχεδιασμός πύλης",
        "रोगी पोर्टल डिज़ाइन",
        "ออกแบบเว็บไซต์",
        "Launch party 🎉🚀 ❤️ 👩‍💻 → done ✓ ½ ★",
        "<b>bold</b> <script>alert(1)</script> & “quotes”",
        "Unknown sign: \U00013000 and control \u202edrow",
    )
    return invoice(
        *(hours(name, 5400, "95") for name in names),
        seller=party("سبع بحار Studio 七海"),
        buyer=client("קליניקת אופל", address="רחוב הגן 4\nתל אביב"),
        notes="شكرًا لكم על האמון, 谢谢 🙏",
    )


def _long() -> Document:
    return invoice(
        hours("W" * 500, 3600, "95"),
        hours("word " * 100, 3600, "99999999.9999"),
        hours("An hour", 3599999, "99999999.9999"),
        seller=party("S" * 120, address="Street " * 30),
        buyer=client("B" * 200, address="\n".join(f"Line {n}" for n in range(30))),
        notes="\n\n".join(["The terms of this contract are long. " * 12] * 9),
    )
