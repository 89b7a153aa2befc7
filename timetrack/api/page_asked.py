"""Which page of a paper an address asks for, and how wide."""

from collections.abc import Mapping

from timetrack.errors import InvalidInput

Query = Mapping[str, str]
USUAL_WIDTH = 1280
"""In pixels: sharp on fine screens up to 640 across."""
MOST_DIGITS = 6


def page_asked(query: Query) -> tuple[int, int]:
    """Page and width; the first page and the usual width where nothing is said. Raises InvalidInput for no number."""
    return _number(query, "page", 1), _number(query, "width", USUAL_WIDTH)


def _number(query: Query, name: str, usual: int) -> int:
    said = query.get(name, "")
    if not said:
        return usual
    if not (said.isascii() and said.isdigit() and len(said) <= MOST_DIGITS):
        raise InvalidInput(f"The {name} of a picture is a whole number.")
    return int(said)
