"""People: naming and finding them, and locking one while their entries change."""

from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session

from tests import factories
from timetrack.db import constraint_error
from timetrack.domain import people
from timetrack.errors import AlreadyExists, InvalidInput, NotFound, NotSignedIn
from timetrack.models import Role, User


def test_a_new_person_cannot_sign_in_yet(session: Session, manager: User) -> None:
    made = people.add_person(session, manager, name=" Kai\t", email=" Kai@Harbour.Example ", timezone="Asia/Tokyo")
    assert (made.name, made.email, made.role, made.password_hash) == ("Kai", "kai@harbour.example", Role.EMPLOYEE, None)
    assert (made.timezone, made.week_start, made.hourly_rate) == ("Asia/Tokyo", 1, None)


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": ""},
        {"name": "x" * 201},
        {"email": "nobody"},
        {"email": "a@"},
        {"email": "@b"},
        {"email": "a b@c"},
        {"email": "a@b\r\nBcc: c@d"},
        {"email": "a@b, c@d"},
        {"email": "x" * 320 + "@b"},
        {"email": "İ" * 200 + "@b.example"},
        {"timezone": "Mars/Olympus"},
        {"week_start": 0},
        {"week_start": 8},
    ],
)
def test_a_person_that_cannot_be_is_refused(session: Session, manager: User, wrong: Any) -> None:
    given = {"name": "Kai", "email": "kai@harbour.example", "timezone": "UTC", **wrong}
    with pytest.raises(InvalidInput):
        people.add_person(session, manager, **given)


def test_an_address_belongs_to_one_person(session: Session, mira: User, manager: User) -> None:
    with pytest.raises(IntegrityError) as refused, session.begin_nested():
        people.add_person(session, manager, name="Kai", email="MIRA@harbour.example", timezone="UTC")
    assert type(constraint_error(refused.value)) is AlreadyExists


def test_people_are_found_by_address(session: Session, mira: User, noor: User) -> None:
    found = people.people_by_email(session, [" MIRA@harbour.example", "nobody@harbour.example"])
    assert found == {"mira@harbour.example": mira}


def test_people_come_by_name_oneself_first(session: Session, mira: User, noor: User, manager: User) -> None:
    assert [person.name for person in people.visible_people(session, manager)] == ["Ada", "Mira", "Noor"]
    assert [person.name for person in people.visible_people(session, noor)] == ["Noor"]


def test_a_zone_moves_no_entry(session: Session, mira: User) -> None:
    made = factories.entry(session, mira)
    assert people.set_zone(session, mira, timezone="Pacific/Auckland").timezone == "Pacific/Auckland"
    assert session.scalar(text("SELECT start_time FROM time_entries")) == made.start_time
    with pytest.raises(InvalidInput):
        people.set_zone(session, mira, timezone="+02:00")


def test_a_person_is_locked_as_they_are_now(session: Session, mira: User, manager: User) -> None:
    session.execute(text("UPDATE users SET timezone = 'Asia/Tokyo' WHERE name = 'Mira'"))
    assert people.lock_person(session, mira.user_id).timezone == "Asia/Tokyo"
    session.execute(text("UPDATE users SET deactivated_at = now() WHERE name = 'Mira'"))
    with pytest.raises(NotSignedIn):
        people.lock_person(session, mira.user_id)
    with pytest.raises(NotSignedIn):
        people.lock_colleague(session, mira, mira.user_id)
    with pytest.raises(NotFound, match="not here any more"):
        people.lock_colleague(session, manager, mira.user_id)


def test_there_may_be_no_workspace_yet(session: Session) -> None:
    with pytest.raises(NotFound, match="no workspace"):
        people.organisation(session)
    assert factories.organisation(session) == people.organisation(session)
