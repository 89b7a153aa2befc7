"""Saved filters: an address of the Time page under a name, and nothing but that."""

from dataclasses import fields
from datetime import date
from urllib.parse import parse_qsl

import pytest
from sqlmodel import Session

from tests import factories
from timetrack import db
from timetrack.domain import saved_filters
from timetrack.domain.saved_filters import FILTERS_AT_MOST
from timetrack.errors import AlreadyExists, InvalidInput, NotFound
from timetrack.models import User
from timetrack.states.span import Span


def saved(session: Session, of: User, name: str = "Opal", query: str = "?tag=ux") -> int:
    return saved_filters.save_filter(session, of, name=name, query=query).filter_id


def listed(session: Session, of: User) -> list[tuple[str, str]]:
    return [(one.name, one.query) for one in saved_filters.filters_of(session, of)]


def test_they_come_by_name_and_the_same_name_replaces(session: Session, mira: User, noor: User) -> None:
    saved(session, mira, "Portal", "?project=7&q=call+%26+mail")
    first = saved(session, mira, "opal", "tag=ux")
    assert saved(session, mira, "Opal ", "from=2026-03-09&to=2026-03-15") == first
    assert listed(session, mira) == [
        ("Opal", "from=2026-03-09&to=2026-03-15"),
        ("Portal", "project=7&q=call+%26+mail"),
    ]
    assert listed(session, noor) == []


def test_every_part_of_the_pages_address_is_kept(session: Session, mira: User) -> None:
    span = Span(date(2026, 3, 9), date(2026, 3, 15), user_id=7, project_id=8, tag="ä, b", words="x&y=z")
    assert all(getattr(span, field.name) for field in fields(span))
    query = span.address(viewer_id=mira.user_id).partition("?")[2]
    saved(session, mira, query=query)
    ((_, kept),) = listed(session, mira)
    assert dict(parse_qsl(kept)) == dict(parse_qsl(query))
    again = Span.of_address(dict(parse_qsl(kept)), viewer_id=mira.user_id, today=date(2026, 1, 1), week_start=1)
    assert again == span


@pytest.mark.parametrize(
    ("query", "kept"),
    [
        ("", ""),
        ("?", ""),
        ("token=secret&tag=ux&next=//evil.example", "tag=ux"),
        ("tag=&q=call", "q=call"),
        ("tag=a&tag=b", "tag=b"),
        ("q=a%00b%0ac", "q=a+b+c"),
        ("q=%ff%ed%a0%80", "q=%EF%BF%BD%EF%BF%BD%EF%BF%BD%EF%BF%BD"),
        ("javascript:alert(1)", ""),
    ],
)
def test_nothing_else_is_kept(session: Session, mira: User, query: str, kept: str) -> None:
    saved(session, mira, query=query)
    assert listed(session, mira) == [("Opal", kept)]


def test_what_is_too_long_or_too_many_is_refused(session: Session, mira: User) -> None:
    for query in ("q=" + "x" * 1999, "q=" + "ä" * 900):
        with pytest.raises(InvalidInput):
            saved(session, mira, query=query)
    for name in ("", " \u200b ", "x" * 201):
        with pytest.raises(InvalidInput, match="name"):
            saved(session, mira, name=name)
    for n in range(FILTERS_AT_MOST):
        saved(session, mira, f"Filter {n}")
    with pytest.raises(InvalidInput, match="You may keep 50 filters"):
        saved(session, mira, "One more")
    saved(session, mira, "filter 7", "q=new")


def test_they_are_renamed_and_deleted(session: Session, mira: User) -> None:
    key = saved(session, mira)
    assert saved_filters.rename_filter(session, mira, filter_id=key, name="OPAL").name == "OPAL"
    assert saved_filters.delete_filter(session, mira, filter_id=key).query == "tag=ux"
    assert listed(session, mira) == []


def test_two_do_not_get_one_name(database: str) -> None:
    with db.transaction() as session:
        mira = factories.person(session)
        saved(session, mira, "Opal")
        other = saved(session, mira, "Portal")
    with pytest.raises(AlreadyExists), db.transaction() as session:
        saved_filters.rename_filter(session, mira, filter_id=other, name="opal")


def test_anothers_are_not_there(session: Session, mira: User, noor: User, manager: User) -> None:
    key = saved(session, mira)
    for somebody in (noor, manager):
        with pytest.raises(NotFound):
            saved_filters.rename_filter(session, somebody, filter_id=key, name="Mine")
        with pytest.raises(NotFound):
            saved_filters.delete_filter(session, somebody, filter_id=key)
    assert listed(session, mira) == [("Opal", "tag=ux")]
