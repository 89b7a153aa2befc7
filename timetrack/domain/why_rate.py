"""Why an hour costs what it costs, in words: for the rate a person gets now, and for the one an entry kept. Pure."""

from dataclasses import dataclass
from decimal import Decimal

from timetrack.domain import figures
from timetrack.models import RateSource

SHORT = {
    RateSource.PROJECT_USER: "project rate",
    RateSource.USER: "their default",
    RateSource.PROJECT: "project default",
    RateSource.MANUAL: "set by hand",
    RateSource.NONE: "no rate",
}
DETAIL = {
    RateSource.PROJECT_USER: "A rate set for one person on one project beats every other.",
    RateSource.USER: "No rate is set for them on this project, so their own counts.",
    RateSource.PROJECT: "They have no rate of their own, so the project's counts.",
    RateSource.MANUAL: "Somebody who leads gave this entry a rate of its own.",
    RateSource.NONE: "Neither the person nor the project has a rate, so the time is worth nothing.",
}


@dataclass(frozen=True)
class Why:
    """The rule in two words, the rate with its rule as one sentence, and what made this rule the one."""

    short: str = ""
    sentence: str = ""
    detail: str = ""


def why_rate(source: str, hourly_rate: Decimal, currency: str, person_name: str) -> Why:
    """“€95.00 — Mira's rate on this project”. ``source`` is a RateSource, ``hourly_rate`` in ``currency``."""
    rule = RateSource(source)
    amount, owner = figures.shown_rate(hourly_rate, currency), _owner(person_name)
    sentence = {
        RateSource.PROJECT_USER: f"{amount} — {owner} rate on this project",
        RateSource.USER: f"{amount} — {owner} default rate",
        RateSource.PROJECT: f"{amount} — the project's rate",
        RateSource.MANUAL: f"{amount} — set by hand for this entry",
        RateSource.NONE: "No rate is set for this work",
    }[rule]
    return Why(SHORT[rule], sentence, DETAIL[rule])


def _owner(person_name: str) -> str:
    names = person_name.split()
    return f"{names[0]}'s" if names else "Their"
