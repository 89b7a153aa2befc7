"""Invitations: a link by which a person who was named sets a password and joins."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, delete, exists, insert, select, update
from sqlmodel import Session

from timetrack import clock, db
from timetrack.domain import audit, periods, policy
from timetrack.domain.auth import key_of
from timetrack.domain.people import USERS, add_person, lock_anybody, lock_person, organisation, parse_email
from timetrack.domain.people import people_by_email as people_by
from timetrack.domain.text import line
from timetrack.errors import (
    AlreadyExists,
    ChangedElsewhere,
    InvalidInput,
    InvitationExpired,
    InvitationUnknown,
    InvitationUsed,
    NotFound,
    NotSignedIn,
)
from timetrack.models import Invitation, Role, User, table

INVITATIONS = table(Invitation)
LASTS = timedelta(days=7)


@dataclass(frozen=True)
class Invited:
    """A person and the secret of their link, which is shown once and kept nowhere."""

    person: User
    secret: str
    expires_at: datetime


@dataclass(frozen=True)
class OpenInvitation:
    """What whoever holds the link may know."""

    workspace: str
    name: str
    email: str


@dataclass(frozen=True)
class Standing:
    """How somebody stands who has not signed in yet: whether they can by now, and until when their link is good."""

    has_password: bool
    expires_at: datetime | None


def add_invited_person(
    session: Session, actor: User | None, *, name: str, email: str, role: str = Role.EMPLOYEE
) -> Invited:
    """Name a new person in the workspace's zone and invite them; without an actor the command line does.

    Raises AlreadyExists for a known e-mail, NotPermitted for a role that ``actor`` may not give.
    """
    if actor is not None:
        policy.require_lead(actor)
    if role not in list(Role):
        raise InvalidInput("A person is an employee, a manager or an administrator. Nothing was saved.")
    if actor is not None:
        policy.require_keeper(actor, role)
    for known in people_by(session, [parse_email(email)]).values():
        raise AlreadyExists(f"{known.email} is here already, as {known.name}. Nothing was saved.")
    home = organisation(session)
    made = add_person(
        session, actor, name=name, email=email, role=Role(role), timezone=home.timezone, week_start=home.week_start
    )
    return invite_person(session, actor, user_id=made.user_id)


def invite_person(session: Session, actor: User | None, *, user_id: int) -> Invited:
    """Make a person's link, good for seven days; one that was made before is dead from now on.

    Without an actor the command line invites, in the name of the first administrator. Raises AlreadyExists for who can
    sign in already, NotFound for who was deactivated, NotPermitted where ``actor`` does not keep them.
    """
    person = lock_anybody(session, user_id)
    if actor is not None:
        policy.require_keeper(actor, person.role)
    if person.deactivated_at is not None:
        raise NotFound(f"{person.name} is deactivated. Bring them back first; nothing was changed.")
    if person.password_hash is not None:
        raise AlreadyExists(
            f"{person.name} can sign in already, so there is nothing to invite to. Nothing was changed."
        )
    end_invitation(session, actor, user_id)
    secret, now = secrets.token_urlsafe(32), clock.now()
    values = {
        "token_hash": key_of(secret),
        "user_id": user_id,
        "invited_by": actor.user_id if actor else _first_admin(session),
        "created_at": now,
        "expires_at": now + LASTS,
    }
    audit.record(session, actor, "INVITE", insert(INVITATIONS).values(values), f"user:{user_id}", "team")
    return Invited(person, secret, now + LASTS)


def revoke_invitation(session: Session, actor: User, *, user_id: int) -> Invitation:
    """Make a person's open link worthless; ``restore_invitation`` takes what it returns. Raises NotFound without one."""
    policy.require_lead(actor)
    policy.require_keeper(actor, lock_anybody(session, user_id).role)
    is_open = (INVITATIONS.c.user_id == user_id, INVITATIONS.c.accepted_at.is_(None))
    found = db.first(session, Invitation, select(INVITATIONS).where(*is_open))
    if found is None:
        raise NotFound("There is no open invitation any more. Nothing was changed.")
    end_invitation(session, actor, user_id)
    return found


def restore_invitation(session: Session, actor: User, *, invitation: Invitation) -> None:
    """Undo a revocation: the very link lets its person in again, until the day it said.

    Raises ChangedElsewhere when the person has been invited anew, has joined or was deactivated meanwhile.
    """
    person = lock_anybody(session, invitation.user_id)
    policy.require_keeper(actor, person.role)
    of_person = select(exists().where(INVITATIONS.c.user_id == person.user_id))
    if session.scalar(of_person) or person.password_hash is not None or person.deactivated_at is not None:
        raise ChangedElsewhere(f"{person.name} was invited or changed again since. The old link stays dead.")
    values = invitation.model_dump()
    audit.record(session, actor, "INVITE", insert(INVITATIONS).values(values), f"user:{person.user_id}", "team")


def end_invitation(session: Session, actor: User | None, user_id: int) -> bool:
    """Delete the open invitation of a locked person; whether there was one. Who may is the caller's to ask."""
    ended = (INVITATIONS.c.user_id == user_id, INVITATIONS.c.accepted_at.is_(None))
    if not session.scalar(select(exists().where(*ended))):
        return False
    audit.record(session, actor, "REVOKE", delete(INVITATIONS).where(*ended), f"user:{user_id}", "team")
    return True


def open_invitation(session: Session, *, token: str) -> OpenInvitation:
    """What the link behind ``token`` invites to.

    Raises InvitationUnknown for one that never was, was revoked or replaced; InvitationUsed, InvitationExpired. Only
    whoever held the right 256 bits learns which of these it is, and nothing about the person.
    """
    found = _found(session, token)
    person = db.first(session, User, select(USERS).where(USERS.c.user_id == found.user_id))
    if person is None or person.deactivated_at is not None:
        raise InvitationUnknown
    return OpenInvitation(organisation(session).name, person.name, person.email)


def accept_invitation(session: Session, *, token: str, name: str, timezone: str, password_hash: str) -> User:
    """Let the person behind ``token`` join under ``name`` with a password; the link is used up.

    Of two at once the second waits for the person and then finds it used. Raises what ``open_invitation`` raises.
    """
    try:
        person = lock_person(session, _found(session, token).user_id)
    except NotSignedIn:
        raise InvitationUnknown from None
    found = _found(session, token)
    values = {
        "name": line(name, what="A name", at_most=200, needed=True),
        "timezone": periods.zone_of(timezone).key,
        "password_hash": password_hash,
    }
    used = update(INVITATIONS).where(INVITATIONS.c.invitation_id == found.invitation_id)
    audit.record(session, person, "ACCEPT", used.values(accepted_at=clock.now()), "team")
    change = update(USERS).where(USERS.c.user_id == person.user_id).values(values)
    (made,) = audit.record(session, person, "JOIN", change, f"user:{person.user_id}", "team")
    return User(**made)


def standings(session: Session, actor: User) -> dict[int, Standing]:
    """How everybody stands, by person. Raises NotPermitted for who does not lead."""
    policy.require_lead(actor)
    is_open = (INVITATIONS.c.user_id == USERS.c.user_id) & INVITATIONS.c.accepted_at.is_(None)
    wanted = select(USERS.c.user_id, USERS.c.password_hash.is_not(None), INVITATIONS.c.expires_at)
    found = session.execute(wanted.outerjoin(INVITATIONS, is_open)).all()
    return {user_id: Standing(has_password, expires_at) for user_id, has_password, expires_at in found}


def _found(session: Session, token: str) -> Invitation:
    has_token: ColumnElement[bool] = INVITATIONS.c.token_hash == key_of(token)
    found = db.first(session, Invitation, select(INVITATIONS).where(has_token))
    if found is None:
        raise InvitationUnknown
    if found.accepted_at is not None:
        raise InvitationUsed
    if found.expires_at <= clock.now():
        raise InvitationExpired
    return found


def _first_admin(session: Session) -> int:
    here = (USERS.c.role == Role.ADMIN, USERS.c.deactivated_at.is_(None))
    found = session.scalar(select(USERS.c.user_id).where(*here).order_by(USERS.c.user_id).limit(1))
    if found is None:
        raise NotFound("There is no administrator yet in whose name to invite. Create one first; nothing was changed.")
    return int(found)
