"""What a report asks for as an address holds it: /reports/timesheet?from=2026-11-09&to=2026-11-19&person=7. Pure."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import TypedDict

from timetrack.domain import periods
from timetrack.domain.reports.basis import DAYS_AT_MOST, NONE, Asked
from timetrack.domain.text import TAG_LENGTH, plain

EVERYBODY, WITHOUT, UNBILLED = "all", "none", "unbilled"
OF_ONESELF = ("timesheet", "weeks")
"""These begin with one's own time, the others with everybody's."""
WEEKS = 8
_BILLABLE = {"yes": True, "no": False, UNBILLED: True}


class BillingAsked(TypedDict):
    """What of ``Asked`` is about billing."""

    is_billable: bool | None
    is_unbilled: bool


def asked_of(query: Mapping[str, str], *, name: str, viewer_id: int, today: date, week_start: int) -> Asked:
    """What an address asks for; whatever cannot be read is left at this month, the report's people and no filter."""
    first, last = _day(query.get("from", "")), _day(query.get("to", ""))
    if first is None or last is None or not timedelta() <= last - first < timedelta(days=DAYS_AT_MOST):
        first, last = usual_span(name, today, week_start)
    person = query.get("person", "")
    return Asked(
        first=first,
        last=last,
        user_id=None if person == EVERYBODY else _number(person) or usual_person(name, viewer_id),
        project_id=key_of(query.get("project", "")),
        task_id=key_of(query.get("task", "")),
        client_id=key_of(query.get("client", "")),
        tag=plain(query.get("tag", ""))[:TAG_LENGTH],
        **billing_of(query.get("billable", "")),
    )


def query_of(asked: Asked, *, name: str, viewer_id: int) -> dict[str, str]:
    """The same the other way round; what is as usual is left out, but the days."""
    is_usual = asked.user_id == usual_person(name, viewer_id)
    person = "" if is_usual else EVERYBODY if asked.user_id is None else str(asked.user_id)
    words = {
        "from": asked.first.isoformat(),
        "to": asked.last.isoformat(),
        "person": person,
        "project": word_of(asked.project_id),
        "task": word_of(asked.task_id),
        "client": word_of(asked.client_id),
        "tag": asked.tag,
        "billable": billing_word(asked),
    }
    return {key: value for key, value in words.items() if value}


def usual_span(name: str, today: date, week_start: int) -> tuple[date, date]:
    """This month; for the weeks the last eight."""
    if name == "weeks":
        first, last = periods.week_of(today, week_start)
        return first - timedelta(weeks=WEEKS - 1), last
    return periods.month_of(today)


def usual_person(name: str, viewer_id: int) -> int | None:
    """Whose time a report shows unless it is said."""
    return viewer_id if name in OF_ONESELF else None


def key_of(text: str) -> int | None:
    """The key that a word of an address or of a choice stands for; None for what stands for none."""
    return NONE if text == WITHOUT else _number(text)


def word_of(key: int | None) -> str:
    """The same the other way round."""
    return WITHOUT if key == NONE else str(key or "")


def billing_of(word: str) -> BillingAsked:
    """Which time a word asks for: billable, not billable, what no invoice has yet; all for any other."""
    return {"is_billable": _BILLABLE.get(word), "is_unbilled": word == UNBILLED}


def billing_word(asked: Asked) -> str:
    """The same the other way round."""
    if asked.is_unbilled:
        return UNBILLED
    return next((word for word, kind in _BILLABLE.items() if kind is asked.is_billable), "")


def _day(text: str) -> date | None:
    try:
        found = date.fromisoformat(text)
    except ValueError:
        return None
    return found if periods.FIRST_YEAR <= found.year < periods.LAST_YEAR else None


def _number(text: str) -> int | None:
    return int(text) or None if text.isascii() and text.isdigit() and len(text) < 19 else None
