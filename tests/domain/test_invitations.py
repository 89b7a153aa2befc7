"""Invitations: a link that works once, for seven days, for one person, and tells nobody else anything."""

from datetime import timedelta

import pytest
from sqlalchemy import select, text
from sqlmodel import Session

from tests import factories
from tests.factories import FrozenClock
from timetrack.domain import invitations, people
from timetrack.domain.invitations import INVITATIONS, OpenInvitation
from timetrack.errors import (
    AlreadyExists,
    ChangedElsewhere,
    InvalidInput,
    InvitationExpired,
    InvitationUnknown,
    InvitationUsed,
    NotFound,
    NotPermitted,
)
from timetrack.models import Role, User

JOINING = {"name": "Noor Haddad", "timezone": "Asia/Tokyo", "password_hash": "a hash"}


def test_a_new_person_is_named_and_joins_by_their_link(session: Session, manager: User) -> None:
    invited = invitations.add_invited_person(session, manager, name="Noor", email=" Noor@Harbour.example")
    assert (invited.person.email, invited.person.timezone) == ("noor@harbour.example", "Europe/Berlin")
    assert invitations.open_invitation(session, token=invited.secret) == OpenInvitation(
        "Harbour Studio", "Noor", "noor@harbour.example"
    )
    joined = invitations.accept_invitation(session, token=invited.secret, **JOINING)
    assert (joined.name, joined.timezone, joined.password_hash) == ("Noor Haddad", "Asia/Tokyo", "a hash")


def test_the_secret_has_256_bits_and_only_its_hash_is_kept(session: Session, manager: User, noor: User) -> None:
    secrets = {invitations.invite_person(session, manager, user_id=noor.user_id).secret for _ in range(20)}
    assert len(secrets) == 20
    assert {len(secret) for secret in secrets} == {43}
    kept = session.scalar(text("SELECT string_agg(i::text, '') FROM invitations i"))
    logged = session.scalar(text("SELECT string_agg(a::text, '') FROM audit_log a"))
    assert not [secret for secret in secrets if secret in kept or secret in logged]


def test_a_link_works_once(session: Session, manager: User, noor: User) -> None:
    secret = invitations.invite_person(session, manager, user_id=noor.user_id).secret
    invitations.accept_invitation(session, token=secret, **JOINING)
    for again in (
        lambda: invitations.open_invitation(session, token=secret),
        lambda: invitations.accept_invitation(session, token=secret, **JOINING | {"password_hash": "another"}),
    ):
        with pytest.raises(InvitationUsed):
            again()
    with pytest.raises(AlreadyExists, match="can sign in already"):
        invitations.invite_person(session, manager, user_id=noor.user_id)


def test_a_link_is_good_for_seven_days(session: Session, frozen: FrozenClock, manager: User, noor: User) -> None:
    secret = invitations.invite_person(session, manager, user_id=noor.user_id).secret
    frozen.forward(days=7, seconds=-1)
    assert invitations.open_invitation(session, token=secret).name == "Noor"
    frozen.forward(seconds=1)
    with pytest.raises(InvitationExpired):
        invitations.open_invitation(session, token=secret)
    with pytest.raises(InvitationExpired):
        invitations.accept_invitation(session, token=secret, **JOINING)
    anew = invitations.invite_person(session, manager, user_id=noor.user_id)
    assert anew.expires_at == frozen.now() + timedelta(days=7)
    assert invitations.open_invitation(session, token=anew.secret).name == "Noor"


def test_inviting_anew_and_revoking_kill_the_link_before(session: Session, manager: User, noor: User) -> None:
    first = invitations.invite_person(session, manager, user_id=noor.user_id).secret
    second = invitations.invite_person(session, manager, user_id=noor.user_id).secret
    invitations.revoke_invitation(session, manager, user_id=noor.user_id)
    for dead in (first, second, "", "x" * 43, "é" * 43):
        with pytest.raises(InvitationUnknown):
            invitations.open_invitation(session, token=dead)
    assert session.execute(select(INVITATIONS)).all() == []
    with pytest.raises(NotFound):
        invitations.revoke_invitation(session, manager, user_id=noor.user_id)


def test_a_revoked_link_is_made_good_again_unless_something_came_between(
    session: Session, manager: User, noor: User
) -> None:
    secret = invitations.invite_person(session, manager, user_id=noor.user_id).secret
    before = session.execute(select(INVITATIONS)).all()
    dead = invitations.revoke_invitation(session, manager, user_id=noor.user_id)
    invitations.restore_invitation(session, manager, invitation=dead)
    assert session.execute(select(INVITATIONS)).all() == before
    assert invitations.open_invitation(session, token=secret).name == "Noor"

    dead = invitations.revoke_invitation(session, manager, user_id=noor.user_id)
    anew = invitations.invite_person(session, manager, user_id=noor.user_id).secret
    with pytest.raises(ChangedElsewhere, match="The old link stays dead"):
        invitations.restore_invitation(session, manager, invitation=dead)
    assert invitations.open_invitation(session, token=anew).name == "Noor"


def test_a_known_address_is_refused_by_name_whatever_its_capitals(session: Session, manager: User, mira: User) -> None:
    with pytest.raises(AlreadyExists, match=r"mira@harbour\.example is here already, as Mira\."):
        invitations.add_invited_person(session, manager, name="M", email="MIRA@Harbour.Example")


@pytest.mark.parametrize("email", ["", "a b@harbour.example", "nobody", "a@b\tc", "x" * 10_000 + "@b.example", "a@"])
def test_what_is_no_address_is_refused(session: Session, manager: User, email: str) -> None:
    with pytest.raises(InvalidInput, match="Nothing was saved"):
        invitations.add_invited_person(session, manager, name="Kai", email=email)


def test_who_may_invite_whom(session: Session, manager: User, mira: User, noor: User) -> None:
    chief = factories.person(session, role=Role.ADMIN)
    invitations.invite_person(session, manager, user_id=noor.user_id)
    dead = invitations.revoke_invitation(session, manager, user_id=noor.user_id)
    for forbidden in (
        lambda: invitations.invite_person(session, mira, user_id=noor.user_id),
        lambda: invitations.add_invited_person(session, mira, name="Kai", email="kai@harbour.example"),
        lambda: invitations.revoke_invitation(session, mira, user_id=noor.user_id),
        lambda: invitations.restore_invitation(session, mira, invitation=dead),
        lambda: invitations.standings(session, mira),
        lambda: invitations.invite_person(session, manager, user_id=chief.user_id),
        lambda: invitations.add_invited_person(session, manager, name="K", email="k@h.example", role="ADMIN"),
    ):
        with pytest.raises(NotPermitted):
            forbidden()
    with pytest.raises(InvalidInput):
        invitations.add_invited_person(session, chief, name="K", email="k@h.example", role="OWNER")


def test_people_an_import_named_are_invited_the_same_way(session: Session, manager: User) -> None:
    imported = people.add_person(session, None, name="Lena", email="lena@harbour.example", timezone="UTC")
    secret = invitations.invite_person(session, manager, user_id=imported.user_id).secret
    joined = invitations.accept_invitation(session, token=secret, **JOINING)
    assert joined.user_id == imported.user_id


def test_the_command_line_invites_in_an_administrators_name(session: Session, frozen: FrozenClock) -> None:
    kai = factories.person(session)
    with pytest.raises(NotFound, match="no administrator"):
        invitations.invite_person(session, None, user_id=kai.user_id)
    chief = factories.person(session, role=Role.ADMIN)
    invitations.invite_person(session, None, user_id=kai.user_id)
    assert session.scalar(select(INVITATIONS.c.invited_by)) == chief.user_id


def test_standings_tell_who_can_sign_in_and_until_when_links_are_good(
    session: Session, frozen: FrozenClock, manager: User, mira: User, noor: User
) -> None:
    anna = factories.person(session, password_hash="x")
    invitations.invite_person(session, manager, user_id=noor.user_id)
    found = invitations.standings(session, manager)
    assert (found[anna.user_id].has_password, found[anna.user_id].expires_at) == (True, None)
    assert (found[mira.user_id].has_password, found[mira.user_id].expires_at) == (False, None)
    assert found[noor.user_id].expires_at == frozen.now() + timedelta(days=7)
