"""The fonts of documents: Noto Sans, and for other scripts the Noto that has them, loaded only where they occur."""

from collections.abc import Iterable
from importlib.resources import files
from pathlib import Path

import manimgx_fonts
import manimgx_fonts_cjk
from fpdf import FPDF

BODY = "NotoSans"
CJK, EMOJI = "NotoSansCJK", "NotoEmoji"
SCRIPTS = (
    (0x0530, 0x058F, "NotoSansArmenian"),
    (0x0590, 0x05FF, "NotoSansHebrew"),
    (0x0600, 0x08FF, "NotoSansArabic"),
    (0x0900, 0x097F, "NotoSansDevanagari"),
    (0x0980, 0x09FF, "NotoSansBengali"),
    (0x0A00, 0x0A7F, "NotoSansGurmukhi"),
    (0x0A80, 0x0AFF, "NotoSansGujarati"),
    (0x0B00, 0x0B7F, "NotoSansOriya"),
    (0x0B80, 0x0BFF, "NotoSansTamil"),
    (0x0C00, 0x0C7F, "NotoSansTelugu"),
    (0x0C80, 0x0CFF, "NotoSansKannada"),
    (0x0D00, 0x0D7F, "NotoSansMalayalam"),
    (0x0D80, 0x0DFF, "NotoSansSinhala"),
    (0x0E00, 0x0E7F, "NotoSansThai"),
    (0x0E80, 0x0EFF, "NotoSansLao"),
    (0x1000, 0x109F, "NotoSansMyanmar"),
    (0x10A0, 0x10FF, "NotoSansGeorgian"),
    (0x1100, 0x11FF, CJK),
    (0x1200, 0x139F, "NotoSansEthiopic"),
    (0x1780, 0x17FF, "NotoSansKhmer"),
    (0x2190, 0x2BFF, "NotoSansSymbols"),
    (0x2E80, 0x9FFF, CJK),
    (0xA960, 0xA97F, CJK),
    (0xAC00, 0xD7FF, CJK),
    (0xF900, 0xFAFF, CJK),
    (0xFB1D, 0xFB4F, "NotoSansHebrew"),
    (0xFB50, 0xFEFF, "NotoSansArabic"),
    (0xFF00, 0xFFEF, CJK),
    (0x1F000, 0x1FAFF, EMOJI),
    (0x20000, 0x3FFFF, CJK),
)
"""From which code point to which, and the family that has them; what is not named is in Noto Sans."""
PLAIN = {BODY, "NotoSansArmenian", "NotoSansGeorgian", "NotoSansSymbols", CJK, EMOJI}
"""Letters of these stand side by side; those of the others join, move or run from the right."""


def add_fonts(pdf: FPDF, texts: Iterable[str]) -> None:
    """Give ``pdf`` the body font, and what else the letters of ``texts`` need, so that it is as small as can be."""
    letters = {letter for words in texts for letter in words}
    needed = sorted({_family(ord(letter)) for letter in letters if letter >= "\u0530"} - {BODY})
    for family in (BODY, *needed):
        pdf.add_font(family, fname=_file(family))
    pdf.set_fallback_fonts(needed, exact_match=False)
    pdf.set_text_shaping(not PLAIN.issuperset(needed))
    pdf.set_font(BODY)


def _family(point: int) -> str:
    return next((family for first, last, family in SCRIPTS if first <= point <= last), BODY)


def _file(family: str) -> Path:
    if family == CJK:
        return Path(str(files(manimgx_fonts_cjk) / "NotoSansCJK-VF.otf.ttc"))
    return Path(str(files(manimgx_fonts) / f"{family}[wght].ttf"))
