"""Why an hour costs what it costs."""

from decimal import Decimal

import pytest

from timetrack.domain.why_rate import why_rate
from timetrack.models import RateSource


@pytest.mark.parametrize(
    ("source", "sentence"),
    [
        (RateSource.PROJECT_USER, "€95.00 — Mira's rate on this project"),
        (RateSource.USER, "€95.00 — Mira's default rate"),
        (RateSource.PROJECT, "€95.00 — the project's rate"),
        (RateSource.NONE, "No rate is set for this work"),
    ],
)
def test_each_rule_says_itself_in_a_sentence(source: RateSource, sentence: str) -> None:
    why = why_rate(source, Decimal("95.0000"), "EUR", "Mira Falk")
    assert why.sentence == sentence
    assert why.detail.endswith(".")


def test_it_knows_the_word_that_the_database_keeps() -> None:
    assert why_rate("USER", Decimal("80.125"), "USD", " ").sentence == "$80.125 — Their default rate"
