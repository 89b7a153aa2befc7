"""Keeping people: roles, the last administrator, and somebody who leaves and comes back."""

from decimal import Decimal
from typing import Any

import pytest
from sqlmodel import Session

from tests import factories
from tests.factories import FrozenClock
from timetrack.domain import auth, colleagues, entries, invitations, people, timer
from timetrack.errors import InvalidInput, NotFound, NotPermitted
from timetrack.models import Role, User


@pytest.fixture
def admin(session: Session, frozen: FrozenClock) -> User:
    """The one administrator who can sign in."""
    return factories.person(session, name="Grace", role=Role.ADMIN, password_hash="x")


def secret_of(session: Session, person: User) -> bytes:
    return auth.key_of(auth.open_session(session, person, address="192.0.2.1", user_agent="", stay=False))


def test_what_is_kept_about_a_person_changes_and_the_rest_stays(session: Session, manager: User, mira: User) -> None:
    made = colleagues.edit_person(
        session, manager, user_id=mira.user_id, name=" Mira F. ", weekly_target_hours=Decimal("38.5")
    )
    assert (made.name, made.weekly_target_hours, made.timezone) == ("Mira F.", Decimal("38.5"), "Europe/Berlin")


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": " "},
        {"name": "x" * 10_000},
        {"timezone": "Mars/Olympus"},
        {"timezone": "Europe/Berlin\n"},
        {"weekly_target_hours": Decimal("168.01")},
        {"weekly_target_hours": Decimal(-1)},
        {"weekly_target_hours": Decimal("NaN")},
        {"weekly_target_hours": Decimal("8.001")},
    ],
)
def test_what_cannot_be_kept_is_refused(session: Session, manager: User, mira: User, wrong: Any) -> None:
    with pytest.raises(InvalidInput, match="Nothing was saved"):
        colleagues.edit_person(session, manager, user_id=mira.user_id, **wrong)


def test_managers_keep_everybody_but_administrators(session: Session, manager: User, admin: User, mira: User) -> None:
    assert colleagues.change_role(session, manager, user_id=mira.user_id, role="MANAGER").role == Role.MANAGER
    about_admin = {"user_id": admin.user_id}
    for forbidden in (
        lambda: colleagues.change_role(session, manager, user_id=mira.user_id, role="ADMIN"),
        lambda: colleagues.change_role(session, manager, user_id=manager.user_id, role="ADMIN"),
        lambda: colleagues.change_role(session, manager, **about_admin, role="EMPLOYEE"),
        lambda: colleagues.edit_person(session, manager, **about_admin, name="Not you"),
        lambda: colleagues.deactivate_person(session, manager, **about_admin),
        lambda: people.set_default_rate(session, manager, **about_admin, hourly_rate=Decimal(1)),
    ):
        with pytest.raises(NotPermitted):
            forbidden()


def test_employees_keep_nobody_not_even_themselves(session: Session, mira: User, noor: User) -> None:
    for person in (mira, noor):
        for forbidden in (
            lambda person=person: colleagues.change_role(session, mira, user_id=person.user_id, role="MANAGER"),
            lambda person=person: colleagues.edit_person(session, mira, user_id=person.user_id, name="x"),
            lambda person=person: colleagues.deactivate_person(session, mira, user_id=person.user_id),
            lambda person=person: colleagues.kept_person(session, mira, person.user_id),
        ):
            with pytest.raises(NotPermitted):
                forbidden()
    with pytest.raises(NotPermitted):
        colleagues.every_person(session, mira)


def test_an_unknown_role_is_refused(session: Session, admin: User, mira: User) -> None:
    with pytest.raises(InvalidInput):
        colleagues.change_role(session, admin, user_id=mira.user_id, role="OWNER")


def test_the_last_administrator_who_can_sign_in_stays_one(session: Session, admin: User) -> None:
    never_came = factories.person(session, role=Role.ADMIN)
    with pytest.raises(NotPermitted, match="only administrator"):
        colleagues.change_role(session, admin, user_id=admin.user_id, role="MANAGER")
    with pytest.raises(NotPermitted, match="only administrator"):
        colleagues.deactivate_person(session, never_came, user_id=admin.user_id)

    other = factories.person(session, role=Role.ADMIN, password_hash="x")
    assert colleagues.change_role(session, other, user_id=admin.user_id, role="MANAGER").role == Role.MANAGER
    with pytest.raises(NotPermitted, match="only administrator"):
        colleagues.change_role(session, other, user_id=other.user_id, role="EMPLOYEE")


def test_who_leaves_is_signed_out_their_timer_stops_and_their_entries_stay(
    session: Session, frozen: FrozenClock, manager: User, mira: User
) -> None:
    secret_of(session, mira)
    done = factories.entry(session, mira, start=frozen.now() - factories.timedelta(hours=5))
    running = timer.start_timer(session, mira, description="Goodbye")
    frozen.forward(hours=2)
    gone, stopped = colleagues.deactivate_person(session, manager, user_id=mira.user_id)
    assert gone.deactivated_at == frozen.now()
    assert stopped is not None
    assert (stopped.entry.entry_id, stopped.entry.end_time) == (running.entry_id, frozen.now())
    assert auth.sessions_of(session, mira) == []
    assert entries.visible_entry(session, manager, done.entry_id).duration_seconds == 3600

    with pytest.raises(NotFound):
        people.lock_colleague(session, manager, mira.user_id)
    back = colleagues.reactivate_person(session, manager, user_id=mira.user_id)
    assert (back.deactivated_at, back.role) == (None, mira.role)
    assert auth.sessions_of(session, mira) == []


def test_a_forgotten_timer_of_who_leaves_ends_after_a_day(
    session: Session, frozen: FrozenClock, manager: User, mira: User
) -> None:
    started = timer.start_timer(session, mira).start_time
    frozen.forward(hours=60)
    _, stopped = colleagues.deactivate_person(session, manager, user_id=mira.user_id)
    assert stopped is not None
    assert stopped.entry.end_time == started + factories.timedelta(hours=24)


def test_nobody_deactivates_themselves(session: Session, manager: User, admin: User) -> None:
    for person in (manager, admin):
        with pytest.raises(NotPermitted, match="yourself"):
            colleagues.deactivate_person(session, person, user_id=person.user_id)


def test_an_open_invitation_dies_with_who_leaves(session: Session, manager: User, noor: User) -> None:
    invited = invitations.invite_person(session, manager, user_id=noor.user_id)
    colleagues.deactivate_person(session, manager, user_id=noor.user_id)
    with pytest.raises(invitations.InvitationUnknown):
        invitations.open_invitation(session, token=invited.secret)
    with pytest.raises(NotFound, match="deactivated"):
        invitations.invite_person(session, manager, user_id=noor.user_id)


def test_a_password_hash_is_in_no_list(session: Session, manager: User, admin: User) -> None:
    assert {"Ada", "Grace"} <= {person.name for person in colleagues.every_person(session, manager)}
    for person in (
        *colleagues.every_person(session, manager),
        colleagues.kept_person(session, manager, admin.user_id),
    ):
        assert "password_hash" not in person.__dict__
