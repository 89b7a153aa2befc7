"""A font with some of its letters alone, at one weight, as TrueType: what is made of a large variable one. Pure.

PDF knows neither variable fonts nor the outlines of CFF2, in which Chinese, Japanese and Korean come.
"""

from collections.abc import Iterable
from io import BytesIO
from pathlib import Path

from fontTools import subset
from fontTools.pens.cu2quPen import Cu2QuPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont, newTable
from fontTools.varLib import instancer

LAYOUT = {"BASE", "GDEF", "GPOS", "GSUB", "HVAR", "MVAR", "STAT", "VORG", "VVAR", "vhea", "vmtx"}
"""Tables that letters side by side do without; reading them takes most of a second."""
MOST_OFF = 0.5
"""Of a thousandth of the letter's height: how far a curve of the one kind may be from that of the other."""


def cut_font(source: Path, points: Iterable[int], weight: int, *, name: str, face: int = -1) -> bytes:
    """The letters of these code points as they are at ``weight``, as a font file. ``face`` is which of a collection."""
    font = TTFont(source, fontNumber=face, lazy=True, recalcTimestamp=False)
    for table in LAYOUT & set(font.keys()):
        del font[table]
    chosen = subset.Subsetter(subset.Options(notdef_outline=True, recalc_timestamp=False))
    chosen.populate(unicodes=points)
    chosen.subset(font)
    if "CFF2" in font:
        _draw_anew(font, weight)
    else:
        instancer.instantiateVariableFont(font, {"wght": weight}, inplace=True, static=True)
    _name(font, name)
    file = BytesIO()
    font.save(file)
    return file.getvalue()


def _draw_anew(font: TTFont, weight: int) -> None:
    """Turn cubic curves into the quadratic ones of TrueType."""
    order, drawn = font.getGlyphOrder(), font.getGlyphSet(location={"wght": weight})
    glyphs = {name: _quadratic(drawn, name) for name in order}
    font["loca"], font["glyf"], font["maxp"] = newTable("loca"), newTable("glyf"), _limits(len(order))
    font["glyf"].glyphOrder, font["glyf"].glyphs = order, glyphs
    font["hmtx"].metrics = {name: (round(drawn[name].width), 0) for name in order}
    for table in {"CFF2", "fvar", "avar"} & set(font.keys()):
        del font[table]
    font["glyf"].compile(font)
    for name in order:
        font["hmtx"].metrics[name] = (font["hmtx"].metrics[name][0], getattr(glyphs[name], "xMin", 0))
    font["post"].formatType, font["post"].extraNames, font["post"].mapping = 2.0, [], {}
    font["post"].glyphOrder = order
    font.sfntVersion = "\x00\x01\x00\x00"


def _quadratic(drawn: object, name: str) -> object:
    pen = TTGlyphPen(drawn)
    drawn[name].draw(Cu2QuPen(pen, MOST_OFF, reverse_direction=True))  # type: ignore[index]
    return pen.glyph()


def _limits(glyphs: int) -> object:
    limits = newTable("maxp")
    limits.tableVersion, limits.numGlyphs = 0x00010000, glyphs
    usual = {"maxZones": 1, "maxComponentElements": 0}
    names = (
        "maxTwilightPoints maxStorage maxFunctionDefs maxInstructionDefs maxStackElements maxSizeOfInstructions".split()
    )
    for name, value in {**usual, **dict.fromkeys(names, 0)}.items():
        setattr(limits, name, value)
    return limits


def _name(font: TTFont, name: str) -> None:
    """Two fonts of one document must not have the same name."""
    family, _, style = name.partition("-")
    font["name"].names = []
    for number, words in ((1, family), (2, style), (4, f"{family} {style}"), (6, name)):
        font["name"].setName(words, number, 3, 1, 0x409)
