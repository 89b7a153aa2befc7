"""People: naming them, finding them, and locking one while their entries change."""

import re
from collections.abc import Sequence
from decimal import Decimal

from sqlalchemy import bindparam, insert, select, update
from sqlmodel import Session

from timetrack.db import Prepared, first, rows
from timetrack.domain import audit, money, periods, policy
from timetrack.domain.text import line
from timetrack.errors import InvalidInput, NotFound, NotSignedIn
from timetrack.models import Organisation, Role, User, table

USERS = table(User)
PERSON = Prepared(select(USERS).where(USERS.c.user_id == bindparam("person")))
WORKSPACE = Prepared(select(table(Organisation)))
LOCKED = Prepared(select(USERS).where(USERS.c.user_id == bindparam("person")).with_for_update(key_share=True))
_EMAIL = re.compile(r"[^\s@<>\"(),:;\\\[\]]+@[^\s@<>\"(),:;\\\[\]]+")


def lock_person(session: Session, user_id: int) -> User:
    """Wait for and lock the person whose entries are about to change, and read them as they are now.

    A statement of its own: a statement's snapshot is taken before it waits, so one that locked and wrote at once would
    miss what the transaction before it has just written. Foreign keys may still point at the person meanwhile, so two
    managers who correct each other's time do not wait in a circle. Raises NotSignedIn for a person who may not work
    any more.
    """
    person = first(session, User, LOCKED, person=user_id)
    if person is None or person.deactivated_at is not None:
        raise NotSignedIn
    return person


def lock_colleague(session: Session, actor: User, user_id: int) -> User:
    """Lock a person for ``actor``. Raises NotFound for somebody else who may not work any more."""
    try:
        return lock_person(session, user_id)
    except NotSignedIn:
        if user_id == actor.user_id:
            raise
        raise NotFound("This person is not here any more. Nothing was changed.") from None


def lock_anybody(session: Session, user_id: int) -> User:
    """Lock a person who may be deactivated. Raises NotFound for nobody."""
    person = first(session, User, LOCKED, person=user_id)
    if person is None:
        raise NotFound("This person is not here any more. Nothing was changed.")
    return person


def organisation(session: Session) -> Organisation:
    """The workspace. Raises NotFound before it is set up."""
    found = first(session, Organisation, WORKSPACE)
    if found is None:
        raise NotFound("There is no workspace yet. Open Timetrack in a browser to create it.")
    return found


def lock_workspace(session: Session) -> None:
    """Wait for and lock the workspace, for what may be made only once in it: two who begin it at once take turns."""
    session.execute(select(table(Organisation).c.organisation_id).with_for_update(key_share=True))


def visible_people(session: Session, actor: User) -> list[User]:
    """The people whose time ``actor`` may look at, by name, themselves first."""
    found = rows(session, User, select(USERS).where(policy.visible_people(actor)).order_by(USERS.c.name))
    return sorted(found, key=lambda person: person.user_id != actor.user_id)


def visible_person(session: Session, actor: User, user_id: int) -> User:
    """One of the people that ``actor`` may see. Raises NotFound for anyone else."""
    found = first(session, User, PERSON, person=user_id) if policy.may_see_time_of(actor, user_id) else None
    if found is None:
        raise NotFound
    return found


def people_by_email(session: Session, emails: Sequence[str]) -> dict[str, User]:
    """Those of ``emails`` that belong to somebody."""
    wanted = select(USERS).where(USERS.c.email.in_([email.strip().lower() for email in emails]))
    return {person.email: person for person in rows(session, User, wanted)}


def add_person(
    session: Session,
    actor: User | None,
    *,
    name: str,
    email: str,
    role: Role = Role.EMPLOYEE,
    timezone: str,
    week_start: int = 1,
    password_hash: str | None = None,
) -> User:
    """Name a new person; without a password they are not invited yet and cannot sign in.

    Only an administrator names another. Raises AlreadyExists for a known e-mail, InvalidInput for what is no name,
    e-mail, zone or weekday.
    """
    if actor is not None:
        policy.require_lead(actor)
    if actor is not None and role == Role.ADMIN:
        policy.require_admin(actor)
    if week_start not in range(1, 8):
        raise InvalidInput("A week starts on a day from Monday, 1, to Sunday, 7. Nothing was saved.")
    values = {
        "name": line(name, what="A name", at_most=200, needed=True),
        "email": parse_email(email),
        "role": role,
        "timezone": periods.zone_of(timezone).key,
        "week_start": week_start,
        "password_hash": password_hash,
    }
    (made,) = audit.record(session, actor, "CREATE", insert(USERS).values(values), "structure", "team")
    return User(**made)


def set_default_rate(session: Session, actor: User, *, user_id: int, hourly_rate: Decimal | None) -> User:
    """Set what an hour of a person costs where no project says otherwise; past entries keep their rate.

    In the organisation's currency. Raises NotPermitted for who does not lead.
    """
    policy.require_lead(actor)
    money.check_amount(hourly_rate, what="A rate")
    policy.require_keeper(actor, lock_colleague(session, actor, user_id).role)
    change = update(USERS).where(USERS.c.user_id == user_id).values(hourly_rate=hourly_rate)
    (made,) = audit.record(session, actor, "SET_RATE", change, f"user:{user_id}", "team")
    return User(**made)


def set_zone(session: Session, actor: User, *, timezone: str) -> User:
    """Set the zone in which ``actor`` sees days and weeks. Entries are instants and stay where they are."""
    lock_person(session, actor.user_id)
    change = update(USERS).where(USERS.c.user_id == actor.user_id).values(timezone=periods.zone_of(timezone).key)
    (made,) = audit.record(session, actor, "EDIT", change, f"user:{actor.user_id}")
    return User(**made)


def parse_email(typed: str) -> str:
    """The address in lower case. Raises InvalidInput for what cannot be one."""
    email = line(typed.lower(), what="An e-mail address", at_most=320, needed=True)
    if not _EMAIL.fullmatch(email) or not email.isprintable():
        raise InvalidInput(f"“{typed[:60]}” is not an e-mail address. Nothing was saved.")
    return email
