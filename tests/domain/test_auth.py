"""Founding the workspace, signing in, and ending sessions."""

from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import Session, select

from tests import visitors
from timetrack import clock, db
from timetrack.domain import auth, people
from timetrack.errors import (
    AlreadySetUp,
    InvalidInput,
    NotFound,
    SignInFailed,
    TooManyAttempts,
)
from timetrack.models import AuditRecord, Role, SignInFailure, User, UserSession

FORM: dict[str, Any] = {
    "workspace": "Harbour Studio",
    "name": "Ann",
    "email": "Ann@Harbour.example",
    "password_hash": "x",
    "timezone": "Europe/Berlin",
    "currency": "eur",
}


def test_the_first_person_is_an_administrator_in_a_workspace(session: Session) -> None:
    ann = auth.create_workspace(session, **FORM)
    assert (ann.role, ann.email, ann.timezone) == (Role.ADMIN, "ann@harbour.example", "Europe/Berlin")
    assert people.organisation(session).currency == "EUR"
    assert auth.is_set_up(session)


def test_a_second_workspace_is_refused(session: Session) -> None:
    auth.create_workspace(session, **FORM)
    with pytest.raises(AlreadySetUp):
        auth.create_workspace(session, **FORM | {"email": "eve@harbour.example"})


@pytest.mark.parametrize(
    "wrong", [{"workspace": " "}, {"name": ""}, {"email": "ann"}, {"timezone": "Mars/Base"}, {"currency": "XXQ"}]
)
def test_what_cannot_be_kept_is_refused(session: Session, wrong: dict[str, str]) -> None:
    with pytest.raises(InvalidInput):
        auth.create_workspace(session, **FORM | wrong)


@pytest.fixture
def ann(database: str) -> visitors.Visitor:
    visitors.found_workspace()
    return visitors.ann()


def prove(password: str = visitors.PASSWORD, email: str = "ann@harbour.example", address: str = "192.0.2.1") -> User:
    return auth.prove(email=email, password=password, address=address)


def test_the_right_password_proves_who_one_is(ann: visitors.Visitor) -> None:
    assert prove(email=" ANN@harbour.example").user_id == ann.person.user_id


@pytest.mark.usefixtures("ann")
@pytest.mark.parametrize("email", ["nobody@harbour.example", "", "a\0b", "\ud800", "x" * 5000])
def test_an_unknown_account_looks_like_a_wrong_password(email: str) -> None:
    with pytest.raises(SignInFailed):
        prove(email=email)


def test_a_deactivated_person_looks_like_a_wrong_password(ann: visitors.Visitor) -> None:
    deactivate(ann.person)
    with pytest.raises(SignInFailed):
        prove()


@pytest.mark.usefixtures("ann")
def test_a_person_named_but_not_invited_cannot_sign_in() -> None:
    with db.transaction() as session:
        people.add_person(session, None, name="Max", email="max@harbour.example", timezone="UTC")
    with pytest.raises(SignInFailed):
        prove(email="max@harbour.example")


@pytest.mark.usefixtures("ann")
def test_failures_outlive_the_refusal_and_end_in_throttling() -> None:
    for _ in range(5):
        with pytest.raises(SignInFailed):
            prove("wrong password", address="203.0.113.9")
    with pytest.raises(TooManyAttempts):
        prove(address="203.0.113.9")
    prove(address="192.0.2.1")


@pytest.mark.usefixtures("ann")
def test_a_right_password_leaves_no_failures() -> None:
    prove()
    with db.transaction() as session:
        assert session.exec(select(SignInFailure)).all() == []


def test_a_session_stands_for_its_person_without_their_hash(ann: visitors.Visitor) -> None:
    visit = auth.visit(ann.key)
    assert visit is not None
    assert visit.actor.email == "ann@harbour.example"
    assert visit.actor.password_hash is None


@pytest.mark.usefixtures("ann")
@pytest.mark.parametrize("secret", ["", "x", "ÿ", "\ud800"])
def test_an_unknown_secret_stands_for_nobody(secret: str) -> None:
    assert auth.visit(auth.key_of(secret)) is None


def test_the_secret_itself_is_not_kept(ann: visitors.Visitor) -> None:
    secret = ann.cookie.partition("=")[2]
    with db.transaction() as session:
        kept = session.exec(select(UserSession)).all()
        noted = session.exec(select(AuditRecord).where(AuditRecord.subject_type == "sessions")).all()
    assert secret not in repr(kept)
    assert all("token_hash" not in (record.after or {}) for record in noted)
    assert len(noted) == 1


@pytest.mark.parametrize(
    ("stay", "passed", "is_valid"),
    [
        (False, timedelta(hours=11), True),
        (False, timedelta(hours=12), False),
        (True, timedelta(days=29), True),
        (True, timedelta(days=30), False),
    ],
)
def test_a_session_lasts_as_long_as_promised(
    ann: visitors.Visitor, monkeypatch: pytest.MonkeyPatch, stay: bool, passed: timedelta, is_valid: bool
) -> None:
    visitor = visitors.signed_in(ann.person, stay=stay)
    later = clock.now() + passed
    monkeypatch.setattr(clock, "now", lambda: later)
    assert (auth.visit(visitor.key) is not None) == is_valid


def test_using_a_session_keeps_it_alive(ann: visitors.Visitor, monkeypatch: pytest.MonkeyPatch) -> None:
    start = clock.now()
    for hours in (10, 20, 30):
        monkeypatch.setattr(clock, "now", lambda hours=hours: start + timedelta(hours=hours))
        assert auth.visit(ann.key) is not None


def test_signing_out_ends_one_session_only(ann: visitors.Visitor) -> None:
    other = ann.again()
    ann.sign_out()
    assert auth.visit(ann.key) is None
    assert auth.visit(other.key) is not None


def test_a_new_session_replaces_the_one_of_the_same_browser(ann: visitors.Visitor) -> None:
    with db.transaction() as session:
        secret = auth.open_session(
            session,
            ann.person,
            address="192.0.2.1",
            user_agent="",
            stay=False,
            replaces=ann.cookie.partition("=")[2],
        )
    assert auth.visit(ann.key) is None
    assert auth.visit(auth.key_of(secret)) is not None


def test_deactivating_a_person_ends_what_they_do(ann: visitors.Visitor) -> None:
    deactivate(ann.person)
    assert auth.visit(ann.key) is None


def test_sessions_are_listed_for_their_person_only(ann: visitors.Visitor) -> None:
    max_ = visitors.joined("Max")
    with db.transaction() as session:
        listed = auth.sessions_of(session, ann.person)
    assert [place.session_id for place in listed] == [ann.session_id]
    assert all(place.token_hash is None for place in listed)
    assert max_.session_id not in [place.session_id for place in listed]


def test_revoking_anothers_session_is_refused(ann: visitors.Visitor) -> None:
    max_ = visitors.joined("Max")
    with pytest.raises(NotFound), db.transaction() as session:
        auth.revoke_session(session, max_.person, session_id=ann.session_id)
    assert auth.visit(ann.key) is not None


def test_a_new_password_signs_every_other_place_out(ann: visitors.Visitor) -> None:
    other = ann.again()
    with db.transaction() as session:
        auth.change_password(
            session,
            ann.person,
            current=visitors.PASSWORD,
            new="another password",
            address="192.0.2.1",
            kept_session_id=ann.session_id,
        )
    assert auth.visit(ann.key) is not None
    assert auth.visit(other.key) is None
    with pytest.raises(SignInFailed):
        prove()
    prove("another password")


def test_a_wrong_current_password_changes_nothing_and_is_throttled(ann: visitors.Visitor) -> None:
    for _ in range(5):
        with pytest.raises(SignInFailed), db.transaction() as session:
            auth.change_password(session, ann.person, current="guessed it", new="another password", address="::1")
    with pytest.raises(TooManyAttempts), db.transaction() as session:
        auth.change_password(session, ann.person, current=visitors.PASSWORD, new="another password", address="::1")
    prove()


def test_no_audit_record_holds_a_secret(ann: visitors.Visitor) -> None:
    with db.transaction() as session:
        auth.change_password(
            session, ann.person, current=visitors.PASSWORD, new="another password", address="192.0.2.1"
        )
        records = session.exec(select(AuditRecord)).all()
    assert {"CHANGE_PASSWORD", "SIGN_IN", "REVOKE"} <= {record.action for record in records}
    assert "argon2" not in repr([(record.before, record.after) for record in records])


def deactivate(person: User) -> None:
    with db.transaction() as session:
        kept = session.get_one(User, person.user_id)
        kept.deactivated_at = clock.now()
        session.add(kept)
