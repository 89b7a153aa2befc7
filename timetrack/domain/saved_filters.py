"""Saved filters: what the Time page shows, kept under a name. A filter is the query of the page's address."""

from typing import Any
from urllib.parse import parse_qsl, urlencode

from sqlalchemy import and_, delete, func, insert, select, update
from sqlmodel import Session

from timetrack.db import first, rows
from timetrack.domain import audit, policy
from timetrack.domain.people import lock_person
from timetrack.domain.text import line, plain
from timetrack.errors import InvalidInput, NotFound
from timetrack.models import SavedFilter, User, table

FILTERS = table(SavedFilter)
FILTERS_AT_MOST, QUERY_LENGTH = 50, 2000
PARAMETERS = ("from", "to", "period", "person", "project", "tag", "q")
"""What the address of the Time page may ask for; nothing else is kept. ``states/span.py`` reads and writes them."""


def filters_of(session: Session, actor: User) -> list[SavedFilter]:
    """The saved filters of ``actor``, by name."""
    wanted = select(FILTERS).where(policy.own_filters(actor))
    return rows(session, SavedFilter, wanted.order_by(func.lower(FILTERS.c.name)))


def save_filter(session: Session, actor: User, *, name: str, query: str) -> SavedFilter:
    """Keep ``query`` under a name; one that has this name already, however capitalised, is replaced.

    Of the query only what the Time page knows is kept. Raises InvalidInput for a query of more than 2,000 characters,
    or for more than 50 filters.
    """
    person = lock_person(session, actor.user_id)
    values = {"name": _checked_name(name), "query": _checked_query(query)}
    is_own, has_name = policy.own_filters(actor), func.lower(FILTERS.c.name) == func.lower(values["name"])
    there = first(session, SavedFilter, select(FILTERS).where(is_own, has_name))
    if there is not None:
        the_filter = FILTERS.c.filter_id == there.filter_id
        return _write(session, actor, "EDIT", update(FILTERS).where(the_filter).values(values))
    if len(filters_of(session, actor)) >= FILTERS_AT_MOST:
        raise InvalidInput(f"You may keep {FILTERS_AT_MOST} filters. Take one away first; nothing was saved.")
    return _write(session, actor, "CREATE", insert(FILTERS).values(user_id=person.user_id, **values))


def rename_filter(session: Session, actor: User, *, filter_id: int, name: str) -> SavedFilter:
    """Give a filter another name. Raises AlreadyExists for one that another filter has."""
    lock_person(session, actor.user_id)
    change = update(FILTERS).where(_the_filter(actor, filter_id)).values(name=_checked_name(name))
    return _write(session, actor, "EDIT", change)


def delete_filter(session: Session, actor: User, *, filter_id: int) -> SavedFilter:
    """Take a filter away. Returns it as it was."""
    lock_person(session, actor.user_id)
    return _write(session, actor, "DELETE", delete(FILTERS).where(_the_filter(actor, filter_id)))


def _the_filter(actor: User, filter_id: int) -> Any:
    return and_(FILTERS.c.filter_id == filter_id, policy.own_filters(actor))


def _checked_name(name: str) -> str:
    return line(name, what="A filter's name", at_most=200, needed=True)


def _checked_query(query: str) -> str:
    """The parameters that the Time page knows, each once, in its own order."""
    if len(query) > QUERY_LENGTH:
        raise InvalidInput(
            f"A filter may have {QUERY_LENGTH:,} characters; this has {len(query):,}. Nothing was saved."
        )
    asked = dict(parse_qsl(query.removeprefix("?")))
    kept = urlencode({name: plain(asked[name]) for name in PARAMETERS if asked.get(name)})
    if len(kept) > QUERY_LENGTH:
        raise InvalidInput("These filters are too long to be kept together. Nothing was saved.")
    return kept


def _write(session: Session, actor: User, action: str, write: audit.Write) -> SavedFilter:
    written = audit.record(session, actor, action, write, f"user:{actor.user_id}")
    if not written:
        raise NotFound("This filter is not here any more. Nothing was changed.")
    return SavedFilter(**written[0])
