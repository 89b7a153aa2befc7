"""What people type, made fit to keep: one line, no control characters, not too long. Pure."""

import re
import unicodedata
from collections.abc import Iterable

from timetrack.errors import InvalidInput

TAG_LENGTH = 100
TAGS_AT_MOST = 50
_CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+")


def line(typed: str, *, what: str, at_most: int, needed: bool = False) -> str:
    """``typed`` as one line: control characters become a blank, the ends are trimmed, accents composed (NFC).

    Raises InvalidInput when it is longer than ``at_most`` characters, or nothing to see though ``needed``.
    """
    kept = plain(typed)
    if len(kept) > at_most:
        raise InvalidInput(f"{what} may have {at_most:,} characters; this has {len(kept):,}. Nothing was saved.")
    if needed and not any(map(_is_visible, kept)):
        raise InvalidInput(f"{what} is missing. Nothing was saved.")
    return kept


def paragraph(typed: str, *, what: str, at_most: int) -> str:
    """``typed`` as lines, each as ``line`` keeps it, without empty ones before and after.

    Raises InvalidInput when it is longer than ``at_most`` characters.
    """
    kept = "\n".join(plain(part) for part in re.split(r"\r\n|\r|\n", typed)).strip("\n")
    if len(kept) > at_most:
        raise InvalidInput(f"{what} may have {at_most:,} characters; this has {len(kept):,}. Nothing was saved.")
    return kept


def plain(typed: str) -> str:
    """``typed`` as one line without control characters: what is kept of a text, and what is looked for."""
    return unicodedata.normalize("NFC", _CONTROLS.sub(" ", _without_surrogates(typed))).strip()


def tag_list(typed: Iterable[str]) -> list[str]:
    """The tags in the order given, each once however it is capitalised.

    Raises InvalidInput past 50 tags, or for a tag of more than 100 characters.
    """
    tags: dict[str, str] = {}
    for tag in typed:
        kept = line(tag, what="A tag", at_most=TAG_LENGTH)
        if kept:
            tags.setdefault(kept.casefold(), kept)
    if len(tags) > TAGS_AT_MOST:
        raise InvalidInput(f"An entry may have {TAGS_AT_MOST} tags; this has {len(tags)}. Nothing was saved.")
    return list(tags.values())


def _is_visible(character: str) -> bool:
    """Whether it is neither a blank nor a format character such as a zero-width space."""
    return unicodedata.category(character)[0] not in "ZC"


def _without_surrogates(typed: str) -> str:
    return typed.encode("utf-8", "replace").decode("utf-8")
