"""Numbers of invoices and credit notes: patterns, and a counter per series and year that leaves no gap."""

import re
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import insert, select, update
from sqlmodel import Session

from timetrack.db import first, rows
from timetrack.domain import audit, policy
from timetrack.domain.people import lock_workspace
from timetrack.domain.text import line
from timetrack.errors import InvalidInput, NotFound
from timetrack.models import InvoiceKind, NumberCounter, NumberSeries, User, table
from timetrack.models.billing import PATTERN

SERIES, COUNTERS = table(NumberSeries), table(NumberCounter)
EVERY_YEAR = 0
"""The year of a counter whose pattern has none: it never begins again."""
HIGHEST_NUMBER = 2**31 - 2
FIRST_SERIES = {
    InvoiceKind.INVOICE: ("Invoices", "{YYYY}-{NNNN}"),
    InvoiceKind.CREDIT_NOTE: ("Credit notes", "CN-{YYYY}-{NNNN}"),
}
_PART = re.compile(r"\{(YYYY|YY|N+)\}")
_COUNT = re.compile(r"\{N+\}")


@dataclass(frozen=True)
class NextNumber:
    """A series and what it gives next: the number as it is printed, its count, and whether that year has one already."""

    series: NumberSeries
    number: str
    sequence: int
    is_begun: bool


def number_of(pattern: str, year: int, sequence: int) -> str:
    """The number that ``pattern`` makes: the Ns are as many digits, more where the number needs them."""

    def shown(part: re.Match[str]) -> str:
        if part[1].startswith("Y"):
            return f"{year:04d}"[-len(part[1]) :]
        return f"{sequence:0{len(part[1])}d}"

    return _PART.sub(shown, pattern)


def year_of(pattern: str, day: date) -> int:
    """Which of its counters a series uses on ``day``: the year's where its pattern shows the year."""
    return day.year if "{Y" in pattern else EVERY_YEAR


def all_series(session: Session, actor: User) -> list[NumberSeries]:
    """Every series of numbers, by kind and name."""
    policy.require_biller(actor)
    return rows(session, NumberSeries, select(SERIES).order_by(SERIES.c.kind.desc(), SERIES.c.name))


def next_numbers(session: Session, actor: User, *, day: date) -> list[NextNumber]:
    """Every series by kind and name, with what it would give a document of ``day``; nobody is kept from taking it first."""
    policy.require_biller(actor)
    wanted = select(COUNTERS).where(COUNTERS.c.year.in_([day.year, EVERY_YEAR]))
    counters = {(one.series_id, one.year): one for one in rows(session, NumberCounter, wanted)}
    return [
        _next_of(one, counters.get((one.series_id, year_of(one.pattern, day))), day)
        for one in all_series(session, actor)
    ]


def _next_of(series: NumberSeries, counter: NumberCounter | None, day: date) -> NextNumber:
    sequence = counter.last_number + 1 if counter else 1
    is_begun = counter is not None and counter.last_number >= counter.first_number
    return NextNumber(series, number_of(series.pattern, day.year, sequence), sequence, is_begun)


def add_series(session: Session, actor: User, *, kind: str, name: str, pattern: str) -> NumberSeries:
    """Add a series; the first of its kind is the default. Raises AlreadyExists for a known name, InvalidInput."""
    policy.require_keeper_of_terms(actor)
    if kind not in list(InvoiceKind):
        raise InvalidInput("A series is for invoices or for credit notes. Nothing was saved.")
    lock_workspace(session)
    _refuse_known(session, pattern)
    return _insert_series(session, actor, kind, name, pattern, is_default=_default_of(session, kind) is None)


def edit_series(
    session: Session,
    actor: User,
    *,
    series_id: int,
    name: str | None = None,
    pattern: str | None = None,
    is_default: bool = False,
) -> NumberSeries:
    """Rename a series, give it another pattern for numbers to come, or make it the default of its kind.

    A pattern that gains or loses its year starts on another counter. Raises InvalidInput for one that another has.
    """
    policy.require_keeper_of_terms(actor)
    lock_workspace(session)
    before = lock_series(session, series_id)
    values: dict[str, Any] = {}
    if name is not None:
        values["name"] = _checked_name(name)
    if pattern is not None:
        values["pattern"] = check_pattern(pattern)
        _refuse_known(session, pattern, besides=series_id)
    if is_default and not before.is_default:
        others = update(SERIES).where(SERIES.c.kind == before.kind, SERIES.c.is_default).values(is_default=False)
        audit.record(session, actor, "EDIT", others, "invoices")
        values["is_default"] = True
    if not values:
        return before
    change = update(SERIES).where(SERIES.c.series_id == series_id).values(**values)
    (made,) = audit.record(session, actor, "EDIT", change, "invoices")
    return NumberSeries(**made)


def start_numbers_at(session: Session, actor: User, *, series_id: int, day: date, number: int) -> NumberCounter:
    """Let a series begin the year of ``day`` with ``number``, for who comes from elsewhere; one without years, for good.

    Raises InvalidInput where it gave a number in that year, because the numbers would have a gap.
    """
    policy.require_keeper_of_terms(actor)
    if not 1 <= number <= HIGHEST_NUMBER or not 1900 <= day.year <= 9000:
        raise InvalidInput("Numbers begin with 1 or more, in a year. Nothing was saved.")
    year = year_of(lock_series(session, series_id).pattern, day)
    counter = _counter(session, series_id, year)
    if counter is not None and counter.last_number >= counter.first_number:
        raise InvalidInput("This series gave numbers in that year already, and they have no gap. Nothing was saved.")
    values = {"first_number": number, "last_number": number - 1}
    return _write_counter(session, actor, counter, series_id, year, values)


def take_number(session: Session, actor: User, series_id: int, day: date) -> dict[str, Any]:
    """Take the next number of a series for a document of ``day``, as columns of an invoice.

    The series is locked until the commit, so this comes as late as can be: after it only the invoice is written. What
    is rolled back gives its number back.
    """
    series = lock_series(session, series_id)
    year = year_of(series.pattern, day)
    counter = _counter(session, series_id, year)
    sequence = counter.last_number + 1 if counter else 1
    if sequence > HIGHEST_NUMBER:
        raise InvalidInput("This series is used up. Begin another; nothing was issued.")
    _write_counter(session, actor, counter, series_id, year, {"last_number": sequence})
    number = number_of(series.pattern, day.year, sequence)
    return {"number": number, "number_year": year, "number_sequence": sequence}


def default_series(session: Session, actor: User, kind: str) -> NumberSeries:
    """The series that a new document gets; made when the first document of its kind is."""
    found = _default_of(session, kind)
    if found is None:
        lock_workspace(session)
        found = _default_of(session, kind)
    if found is None:
        found = _insert_series(session, actor, kind, *FIRST_SERIES[InvoiceKind(kind)], is_default=True)
    return found


def chosen_series(session: Session, actor: User, series_id: int | None, kind: str) -> NumberSeries:
    """The series with this key, or without one the default. Raises NotFound for one of another kind."""
    if series_id is None:
        return default_series(session, actor, kind)
    found = first(session, NumberSeries, select(SERIES).where(SERIES.c.series_id == series_id, SERIES.c.kind == kind))
    if found is None:
        raise NotFound("This series of numbers is not here any more. Nothing was saved.")
    return found


def lock_series(session: Session, series_id: int) -> NumberSeries:
    """Lock a series, and with it its counters. Raises NotFound when there is none."""
    wanted = select(SERIES).where(SERIES.c.series_id == series_id).with_for_update(key_share=True)
    found = first(session, NumberSeries, wanted)
    if found is None:
        raise NotFound("This series of numbers is not here any more. Nothing was changed.")
    return found


def check_pattern(pattern: str) -> str:
    """A pattern with one number in it, such as {YYYY}-{NNNN}. Raises InvalidInput for any other."""
    kept = line(pattern, what="A pattern of numbers", at_most=60, needed=True)
    if not re.fullmatch(PATTERN, kept):
        raise InvalidInput(
            "A pattern has the number once, as {NNNN}, and may have the year, as {YYYY} or {YY}. Nothing was saved."
        )
    return kept


def _refuse_known(session: Session, pattern: str, *, besides: int | None = None) -> None:
    """Raise InvalidInput where another series makes the same numbers, with as many digits or with others."""
    alike = _COUNT.sub("{N}", pattern.strip())
    for one in rows(session, NumberSeries, select(SERIES)):
        if one.series_id != besides and _COUNT.sub("{N}", one.pattern) == alike:
            raise InvalidInput(f"“{one.name}” gives such numbers already, so they would come twice. Nothing was saved.")


def _checked_name(name: str) -> str:
    return line(name, what="The name of a series", at_most=100, needed=True)


def _insert_series(
    session: Session, actor: User, kind: str, name: str, pattern: str, *, is_default: bool
) -> NumberSeries:
    values = {"name": _checked_name(name), "pattern": check_pattern(pattern), "kind": kind, "is_default": is_default}
    (made,) = audit.record(session, actor, "CREATE", insert(SERIES).values(values), "invoices")
    return NumberSeries(**made)


def _default_of(session: Session, kind: str) -> NumberSeries | None:
    return first(session, NumberSeries, select(SERIES).where(SERIES.c.kind == kind, SERIES.c.is_default))


def _counter(session: Session, series_id: int, year: int) -> NumberCounter | None:
    """Read after its series is locked, so that nobody else counts meanwhile."""
    wanted = select(COUNTERS).where(COUNTERS.c.series_id == series_id, COUNTERS.c.year == year)
    return first(session, NumberCounter, wanted)


def _write_counter(
    session: Session, actor: User, counter: NumberCounter | None, series_id: int, year: int, values: dict[str, int]
) -> NumberCounter:
    write: audit.Write
    if counter is None:
        write = insert(COUNTERS).values(series_id=series_id, year=year, **values)
    else:
        write = update(COUNTERS).where(COUNTERS.c.counter_id == counter.counter_id).values(**values)
    (made,) = audit.record(session, actor, "COUNT", write, "invoices")
    return NumberCounter(**made)
