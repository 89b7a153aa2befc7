"""The fonts of documents: Noto Sans, and for other scripts the Noto that has them, loaded only where they occur."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import cache
from importlib.resources import files
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from tempfile import TemporaryDirectory

import manimgx_fonts
import manimgx_fonts_cjk
from fontTools.ttLib import TTFont
from fpdf import FPDF

from timetrack.documents.font_cutting import cut_font

BODY = "NotoSans"
REGULAR, SEMIBOLD = 400, 600
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


WESTERN = ((0x20, 0x2FF), (0x370, 0x52F), (0x1E00, 0x1FFF), (0x2010, 0x2027), (0x2030, 0x205E), (0x20A0, 0x20CF))
"""Latin, Greek, Cyrillic, their signs and currencies: letters that stand side by side, in Noto Sans."""
OTHERWISE = ("NotoSansSymbols", EMOJI, CJK)
"""Where else to look for a sign that its family does not have."""
UNKNOWN = "\ufffd"
ZERO_WIDTH = "\u200c\u200d"
JOINERS = f"{ZERO_WIDTH}\ufe0e\ufe0f"
"""What ties letters together, and what says how they look."""
_MARKS = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")


def add_fonts(pdf: FPDF, texts: Iterable[str], *, folder: Path) -> None:
    """Give ``pdf`` the body font, and what else the letters of ``texts`` need, so that it is as small as can be.

    ``folder`` takes the letters of Chinese, Japanese and Korean, and has to be there until the document is written.
    """
    letters = {letter for words in texts for letter in words}
    needed = sorted({_family(ord(letter)) for letter in letters if letter >= "\u0530"} - {BODY})
    for family in (BODY, *needed):
        pdf.add_font(family, fname=_write_cjk(map(ord, letters), folder) if family == CJK else font_file(family))
    pdf.set_fallback_fonts(needed, exact_match=False)
    pdf.set_text_shaping(not PLAIN.issuperset(needed))
    pdf.set_font(BODY)


class Letters:
    """What the fonts of one document can print of ``texts``, and how."""

    def __init__(self, pdf: FPDF, texts: Iterable[str]) -> None:
        self._pdf = pdf
        texts = [_MARKS.sub(" ", words) for words in texts]
        self._folder = TemporaryDirectory(prefix="timetrack-fonts-")
        folder = Path(self._folder.name)
        self._plain = _plain_letters()
        known = {letter for words in texts for letter in words}
        self._printed = {
            letter for letter in known if letter not in JOINERS and _has(_family(ord(letter)), ord(letter))
        }
        if self._plain.issuperset(known):
            pdf.add_font(BODY, fname=write_western(REGULAR, folder))
        else:
            add_fonts(pdf, [*texts, UNKNOWN], folder=folder)
        pdf.add_font(BODY, "B", fname=write_western(SEMIBOLD, folder))
        pdf.set_text_shaping(False)

    def legible(self, words: str) -> str:
        """The words with a sign for each letter that no font has, without marks that turn the reading round."""
        if self._plain.issuperset(words):
            return words
        return "".join(self._legible(letter) for letter in _MARKS.sub(" ", words))

    def are_plain(self, words: str) -> bool:
        """Whether the letters stand side by side, all of them in the body font: the quick way."""
        return self._plain.issuperset(words)

    def runs(self, words: str) -> list[tuple[str, str]]:
        """Legible words in pieces, each with the family that has its letters; none where letters join or move."""
        families = [BODY if letter in self._plain else _family(ord(letter)) for letter in words]
        if not PLAIN.issuperset(families) or any(map(unicodedata.combining, words)):
            return []
        pairs = zip(families, words, strict=True)
        return [(family, "".join(pair[1] for pair in run)) for family, run in groupby(pairs, key=itemgetter(0))]

    @contextmanager
    def shaped(self) -> Iterator[None]:
        """Let letters join, move and run from the right."""
        self._pdf.set_text_shaping(True)
        yield
        self._pdf.set_text_shaping(False)

    def _legible(self, letter: str) -> str:
        if letter in self._plain or (letter in self._printed and unicodedata.category(letter) != "Cf"):
            return letter
        if letter in ZERO_WIDTH:
            return letter
        return "" if unicodedata.category(letter) in ("Cf", "Mn") else UNKNOWN


@cache
def _plain_letters() -> frozenset[str]:
    """Those that stand side by side, all of them in the body font."""
    every = {chr(point) for first, last in WESTERN for point in range(first, last + 1)}
    return frozenset(letter for letter in every if _has(BODY, ord(letter)) and unicodedata.category(letter) != "Cf")


def clusters(words: str) -> Iterator[str]:
    """Letters, each with the marks that stand on it and what is joined to it."""
    cluster = ""
    for letter in words:
        if cluster and not (unicodedata.combining(letter) or letter in JOINERS or cluster[-1] == "\u200d"):
            yield cluster
            cluster = ""
        cluster += letter
    if cluster:
        yield cluster


def write_western(weight: int, folder: Path) -> Path:
    """Noto Sans with the plain letters alone at this weight, as a file in ``folder``."""
    return _written(folder, f"{BODY}-{weight}", _western(weight))


@cache
def _western(weight: int) -> bytes:
    """Cut once: it takes half a second. Kept in memory, for temporary folders are tidied under who runs for weeks."""
    points = (point for first, last in WESTERN for point in range(first, last + 1))
    return cut_font(font_file(BODY), points, weight, name=f"{BODY}-{weight}")


def _write_cjk(points: Iterable[int], folder: Path) -> Path:
    name = f"{CJK}-{REGULAR}"
    return _written(folder, name, cut_font(font_file(CJK), points, REGULAR, name=name, face=0))


def _written(folder: Path, name: str, font: bytes) -> Path:
    file = folder / f"{name}.ttf"
    file.write_bytes(font)
    return file


def _family(point: int) -> str:
    """The family that should have it, or else one that does."""
    usual = next((family for first, last, family in SCRIPTS if first <= point <= last), BODY)
    if _has(usual, point):
        return usual
    return next((family for family in (BODY, *OTHERWISE) if _has(family, point)), usual)


def _has(family: str, point: int) -> bool:
    return point in _points(family)


@cache
def _points(family: str) -> frozenset[int]:
    font = TTFont(font_file(family), fontNumber=0 if family == CJK else -1, lazy=True)
    with font:
        return frozenset(font.getBestCmap())


def font_file(family: str) -> Path:
    """Where the family lies on disk."""
    if family == CJK:
        return Path(str(files(manimgx_fonts_cjk) / "NotoSansCJK-VF.otf.ttc"))
    return Path(str(files(manimgx_fonts) / f"{family}[wght].ttf"))
