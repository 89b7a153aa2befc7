"""Keeping people: who is here, in which role and how much a week, and how somebody leaves and comes back."""

from decimal import Decimal
from typing import Any, TypedDict, Unpack

from sqlalchemy import func, select, update
from sqlmodel import Session

from timetrack import clock
from timetrack.db import first, rows
from timetrack.domain import audit, auth, invitations, money, periods, policy, timer
from timetrack.domain.people import USERS, lock_anybody
from timetrack.domain.text import line
from timetrack.domain.timer import Stopped
from timetrack.errors import InvalidInput, NotFound, NotPermitted
from timetrack.models import Role, User

MOST_WEEKLY_HOURS = Decimal(168)
LAST_ADMIN = (
    "They are the only administrator, and a workspace needs one. Make somebody else one first; nothing was changed."
)


class PersonChanges(TypedDict, total=False):
    """What is kept about a person; what is left out stays."""

    name: str
    timezone: str
    weekly_target_hours: Decimal


def every_person(session: Session, actor: User) -> list[User]:
    """Everybody, by name, those who left too, without their password's hash. Raises NotPermitted unless they lead."""
    policy.require_lead(actor)
    return rows(session, User, select(*_shown_columns()).order_by(func.lower(USERS.c.name), USERS.c.user_id))


def kept_person(session: Session, actor: User, user_id: int) -> User:
    """One person, who may have left. Raises NotPermitted for who does not lead, NotFound for nobody."""
    policy.require_lead(actor)
    found = first(session, User, select(*_shown_columns()).where(USERS.c.user_id == user_id))
    if found is None:
        raise NotFound
    return found


def edit_person(session: Session, actor: User, *, user_id: int, **changes: Unpack[PersonChanges]) -> User:
    """Change what is kept about a person. Their entries are instants and stay where they are.

    Raises NotPermitted where ``actor`` does not keep them, InvalidInput for a zone or a target that cannot be.
    """
    policy.require_keeper(actor, lock_anybody(session, user_id).role)
    return _change(session, actor, "EDIT", user_id, checked(dict(changes)))


def change_role(session: Session, actor: User, *, user_id: int, role: str) -> User:
    """Make a person employee, manager or administrator; their open tabs show at once what they may see now.

    Only an administrator makes or unmakes one, and never the last. Raises NotPermitted, InvalidInput.
    """
    if role not in list(Role):
        raise InvalidInput("A person is an employee, a manager or an administrator. Nothing was saved.")
    policy.require_lead(actor)
    admins = _lock_admins(session)
    person = lock_anybody(session, user_id)
    policy.require_keeper(actor, person.role, role)
    if person.role == Role.ADMIN != role:
        _refuse_without_admin(admins, user_id)
    return _change(session, actor, "CHANGE_ROLE", user_id, {"role": role})


def deactivate_person(session: Session, actor: User, *, user_id: int) -> tuple[User, Stopped | None]:
    """Let a person go: their timer is stopped, they are signed out everywhere and an open invitation dies.

    Their entries, rates and projects stay. Raises NotPermitted for oneself and where ``actor`` does not keep them, and
    for the last administrator.
    """
    policy.require_lead(actor)
    admins = _lock_admins(session)
    person = lock_anybody(session, user_id)
    policy.require_keeper(actor, person.role)
    if user_id == actor.user_id:
        raise NotPermitted("You cannot deactivate yourself. Ask another administrator; nothing was changed.")
    if person.role == Role.ADMIN:
        _refuse_without_admin(admins, user_id)
    stopped = timer.stop_for_leaving(session, actor, person)
    invitations.end_invitation(session, actor, user_id)
    auth.end_sessions_of(session, actor, user_id)
    return _change(session, actor, "DEACTIVATE", user_id, {"deactivated_at": clock.now()}), stopped


def reactivate_person(session: Session, actor: User, *, user_id: int) -> User:
    """Take a person back, with their entries, rates and projects; they sign in anew with the password they had."""
    policy.require_lead(actor)
    policy.require_keeper(actor, lock_anybody(session, user_id).role)
    auth.end_sessions_of(session, actor, user_id)
    return _change(session, actor, "REACTIVATE", user_id, {"deactivated_at": None})


def checked(changes: dict[str, Any]) -> dict[str, Any]:
    """``changes`` fit to keep. Raises InvalidInput."""
    if "name" in changes:
        changes["name"] = line(changes["name"], what="A name", at_most=200, needed=True)
    if "timezone" in changes:
        changes["timezone"] = periods.zone_of(changes["timezone"]).key
    if "weekly_target_hours" in changes:
        money.check_amount(changes["weekly_target_hours"], what="A week's target", highest=money.MOST_HOURS)
        if changes["weekly_target_hours"] > MOST_WEEKLY_HOURS:
            raise InvalidInput("A week has 168 hours, so its target cannot be longer. Nothing was saved.")
    return changes


def _change(session: Session, actor: User, action: str, user_id: int, values: dict[str, Any]) -> User:
    if not values:
        return kept_person(session, actor, user_id)
    change = update(USERS).where(USERS.c.user_id == user_id).values(**values)
    (made,) = audit.record(session, actor, action, change, f"user:{user_id}", "team", f"sessions:{user_id}")
    return User(**made)


def _lock_admins(session: Session) -> list[User]:
    """The administrators who can sign in, locked in one order, so that two cannot unmake each other at once."""
    here = (USERS.c.role == Role.ADMIN, USERS.c.deactivated_at.is_(None), USERS.c.password_hash.is_not(None))
    return rows(session, User, select(USERS).where(*here).order_by(USERS.c.user_id).with_for_update(key_share=True))


def _refuse_without_admin(admins: list[User], user_id: int) -> None:
    if all(admin.user_id == user_id for admin in admins):
        raise NotPermitted(LAST_ADMIN)


def _shown_columns() -> list[Any]:
    return [column for column in USERS.c if column.name != "password_hash"]
