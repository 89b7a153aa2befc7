"""A wish in an address: what is written is read again, and nothing else is."""

from datetime import date
from decimal import Decimal

import pytest

from timetrack.domain.invoices.wish_text import LONGEST, wish_of, wish_text
from timetrack.domain.invoices.wishes import ExtraLine, FixedAmount, Grouping, Wish
from timetrack.errors import InvalidInput

EVERYTHING = Wish(
    3,
    date(2026, 1, 1),
    date(2026, 1, 31),
    (1, 2),
    (FixedAmount(4, Decimal("10.50"), "Half"), FixedAmount(5)),
    Grouping.ENTRY,
    (ExtraLine("Wärmepumpe ✓ שלום", Decimal("1.25"), Decimal("0.5"), "day", Decimal(5), None),),
    None,
    Decimal("2.5"),
    Decimal(0),
    "One\nTwo",
    date(2026, 2, 1),
    date(2026, 3, 1),
    14,
)


@pytest.mark.parametrize("wish", [Wish(1), EVERYTHING, Wish(1, project_ids=(), notes="")])
def test_what_was_written_is_read_again(wish: Wish) -> None:
    assert wish_of(wish_text(wish)) == wish


def test_what_is_as_usual_takes_no_room() -> None:
    assert wish_text(Wish(7)) == '{"client_id":7}'


HOSTILE = {
    "": "no JSON",
    "null": "should be an object",
    "[]": "should be an object",
    "{}": "client_id",
    "[" * 5000: "no JSON",
    '{"client_id":1' + " " * LONGEST: "characters at most",
    '{"client_id":"1"}': "client_id",
    '{"client_id":true}': "client_id",
    '{"client_id":-1}': "out of range",
    '{"client_id":9223372036854775808}': "out of range",
    '{"client_id":1,"project_ids":[9223372036854775808]}': "“project_ids” in this preview is out of range",
    '{"client_id":1,"project_ids":{"1":1}}': "project_ids",
    '{"client_id":1,"fixed":[{"project_id":99999999999999999999}]}': "“project_id” in this preview is out of range",
    '{"client_id":1,"terms_days":-1}': "out of range",
    '{"client_id":1,"first_day":"0001-01-01"}': "out of range",
    '{"client_id":1,"last_day":20000}': "last_day",
    '{"client_id":1,"grouping":"MOON"}': "grouping",
    '{"client_id":1,"discount_percent":"NaN"}': "discount_percent",
    '{"client_id":1,"discount_amount":"1E-999999"}': "out of range",
    '{"client_id":1,"discount_amount":"1E999999"}': "out of range",
    '{"client_id":1,"notes":"\\ud800"}': "no JSON",
    '{"client_id":1,"<b>secret</b>":1}': "no wish has",
    '{"client_id":1,"extras":[{"description":"x","rate":"1","<b>":2}]}': "no wish has",
    '{"client_id":1,"replaces_id":2}': "replaces no other",
    '{"client_id":1,"series_id":2}': "replaces no other",
}


@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: text[:40])
def test_anything_else_is_refused_in_words_of_ours(text: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        wish_of(text)
    assert HOSTILE[text] in refused.value.message
    assert "<b>" not in refused.value.message
