"""What people type becomes one clean line, and never grows past its length."""

import pytest

from timetrack.domain.text import line, tag_list
from timetrack.errors import InvalidInput


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  Call  with Opal ", "Call  with Opal"),
        ("one\ntwo\r\nthree", "one two three"),
        ("tab\there", "tab here"),
        ("\0\x1b[31mred\x7f", "[31mred"),
        ("a\u2028b\u2029c", "a b c"),
        ("cafe\u0301", "café"),
        ("half \ud800 pair", "half ? pair"),
        ("=1+1", "=1+1"),
        ("<script>alert(1)</script>", "<script>alert(1)</script>"),
        ("'; DROP TABLE users; --", "'; DROP TABLE users; --"),
        ("👩‍👩‍👧 日本語 עברית", "👩‍👩‍👧 日本語 עברית"),
        ("\u00a0 \t\n", ""),
    ],
)
def test_a_line(typed: str, kept: str) -> None:
    assert line(typed, what="A name", at_most=200) == kept


@pytest.mark.parametrize("typed", ["", " \0\n ", "\u200b\u2060", "\u202e", "\ufeff \u00a0"])
def test_a_line_that_is_needed_must_have_something_to_see(typed: str) -> None:
    with pytest.raises(InvalidInput, match="A name is missing"):
        line(typed, what="A name", at_most=200, needed=True)


@pytest.mark.parametrize("character", ["x", "ü", "👍"])
def test_a_line_is_counted_in_characters(character: str) -> None:
    assert line(character * 200, what="A name", at_most=200) == character * 200
    with pytest.raises(InvalidInput, match="this has 201"):
        line(character * 201, what="A name", at_most=200)


def test_tags_keep_their_order_and_come_once() -> None:
    assert tag_list(["ux", " Review ", "UX", "", "  ", "review", "STRASSE", "straße"]) == ["ux", "Review", "STRASSE"]


def test_too_many_or_too_long_tags_are_refused() -> None:
    assert len(tag_list(str(n) for n in range(50))) == 50
    with pytest.raises(InvalidInput, match="50 tags"):
        tag_list(str(n) for n in range(51))
    with pytest.raises(InvalidInput, match="A tag"):
        tag_list(["x" * 101])
