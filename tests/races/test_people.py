"""Invitations, roles and money when two act at once."""

from decimal import Decimal

from sqlmodel import Session

from tests import factories
from tests.races.crowd import at_once, broken, committed, counted, kinds, one_behind_the_other
from timetrack.domain import colleagues, invitations, people, timer, workspace
from timetrack.models import Role, User

CROWD = 8
JOINING = {"name": "Noor", "timezone": "UTC"}


def test_of_many_who_accept_one_link_one_joins(lead: User) -> None:
    noor = committed(factories.person)
    secret = committed(lambda session: invitations.invite_person(session, lead, user_id=noor.user_id)).secret
    accepts = [
        lambda session, n=n: invitations.accept_invitation(session, token=secret, **JOINING, password_hash=f"hash {n}")
        for n in range(CROWD)
    ]
    assert kinds(at_once(accepts)) == {"User": 1, "InvitationUsed": CROWD - 1}
    assert counted("SELECT count(*) FROM invitations WHERE accepted_at IS NOT NULL") == 1
    assert broken() == []


def test_many_who_invite_anew_leave_one_link_that_works(lead: User) -> None:
    noor = committed(factories.person)
    made = at_once([lambda session: invitations.invite_person(session, lead, user_id=noor.user_id)] * CROWD)
    works = [
        committed(lambda session, one=one: _opens(session, one.secret))
        for one in made
    ]  # fmt: skip
    assert (kinds(made), works.count(True)) == ({"Invited": CROWD}, 1)
    assert broken() == []


def _opens(session: Session, secret: str) -> bool:
    try:
        invitations.open_invitation(session, token=secret)
    except invitations.InvitationUnknown:
        return False
    return True


def test_a_link_that_is_revoked_meanwhile_lets_nobody_in(lead: User) -> None:
    noor = committed(factories.person)
    secret = committed(lambda session: invitations.invite_person(session, lead, user_id=noor.user_id)).secret
    results = one_behind_the_other(
        lambda session: invitations.revoke_invitation(session, lead, user_id=noor.user_id),
        lambda session: invitations.accept_invitation(session, token=secret, **JOINING, password_hash="x"),
    )
    assert kinds(results) == {"Invitation": 1, "InvitationUnknown": 1}


def test_two_administrators_who_unmake_each_other_leave_one(lead: User) -> None:
    first, second = (
        committed(lambda session: factories.person(session, role=Role.ADMIN, password_hash="x")) for _ in range(2)
    )
    for turn in range(4):
        results = at_once(
            [
                lambda session: colleagues.change_role(session, first, user_id=second.user_id, role="MANAGER"),
                lambda session: colleagues.deactivate_person(session, second, user_id=first.user_id),
            ]
        )
        assert kinds(results).get("NotPermitted") == 1, turn
        assert counted(
            "SELECT count(*) FROM users WHERE role = 'ADMIN' AND deactivated_at IS NULL AND password_hash IS NOT NULL"
        ) == 1  # fmt: skip
        for person in (first, second):
            committed(lambda session, key=person.user_id: colleagues.reactivate_person(session, lead, user_id=key))
            committed(
                lambda session, key=person.user_id: colleagues.change_role(session, lead, user_id=key, role="ADMIN")
            )
    assert broken() == []


def test_a_timer_behind_a_farewell_does_not_start(lead: User, mira: User) -> None:
    results = one_behind_the_other(
        lambda session: colleagues.deactivate_person(session, lead, user_id=mira.user_id),
        lambda session: timer.start_timer(session, mira),
    )
    assert kinds(results) == {"tuple": 1, "NotSignedIn": 1}
    assert counted("SELECT count(*) FROM time_entries") == 0


def test_a_currency_behind_a_rate_stays(lead: User, mira: User) -> None:
    results = one_behind_the_other(
        lambda session: people.set_default_rate(session, lead, user_id=mira.user_id, hourly_rate=Decimal(80)),
        lambda session: workspace.edit_workspace(session, lead, currency="USD"),
    )
    assert kinds(results) == {"User": 1, "InvalidInput": 1}
