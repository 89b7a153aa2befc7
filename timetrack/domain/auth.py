"""Signing in and out: the workspace's first person, sessions, and who stands behind a session's secret."""

import hashlib
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import LargeBinary, any_, bindparam, case, delete, exists, insert, select, update
from sqlalchemy.dialects.postgresql import ARRAY
from sqlmodel import Session

from timetrack import clock, config, db
from timetrack.domain import audit, throttle
from timetrack.domain.clients import check_currency
from timetrack.domain.passwords import hash_password, is_password
from timetrack.domain.people import USERS, add_person, lock_person, parse_email
from timetrack.domain.periods import zone_of
from timetrack.domain.text import line
from timetrack.errors import AlreadySetUp, InvalidInput, NotFound, SignInFailed
from timetrack.models import Organisation, Role, User, UserSession, table

SESSIONS = table(UserSession)
ORGANISATION = table(Organisation)
STAY = timedelta(days=30)
IDLE = timedelta(hours=12)
SEEN_EVERY = timedelta(minutes=1)

_ACTOR = [column.name for column in USERS.c if column.name != "password_hash"]
_VISITS = db.Prepared(
    select(SESSIONS.c.session_id, SESSIONS.c.token_hash, SESSIONS.c.last_seen_at, *(USERS.c[name] for name in _ACTOR))
    .join(USERS, USERS.c.user_id == SESSIONS.c.user_id)
    .where(
        SESSIONS.c.token_hash == any_(bindparam("keys", type_=ARRAY(LargeBinary))),
        SESSIONS.c.expires_at > bindparam("now"),
        USERS.c.deactivated_at.is_(None),
    )
)
_SHOWN = [column for column in SESSIONS.c if column.name != "token_hash"]


@dataclass(frozen=True)
class Visit:
    """A valid session and the person behind it, as they were a moment ago. The person carries no password hash."""

    session_id: int
    actor: User


def cookie_name() -> str:
    """The cookie that carries a session's secret; under https only this host itself can have set it (RFC 6265bis)."""
    return "__Host-timetrack" if config.settings().is_https else "timetrack"


def cookie_secret(header: str) -> str | None:
    """The session's secret in a Cookie header; a browser sends the one of the closest path first."""
    wanted = cookie_name()
    for pair in header.split(";"):
        name, _, value = pair.strip().partition("=")
        if name == wanted and value:
            return value
    return None


def key_of(secret: str) -> bytes:
    """What is kept of a session's secret: its SHA-256. The secret has 256 random bits, so no salt is needed."""
    return hashlib.sha256(secret.encode("utf-8", "replace")).digest()


def is_set_up(session: Session) -> bool:
    """Whether there is a workspace, or anybody, already."""
    return bool(session.scalar(select(exists(select(ORGANISATION)) | exists(select(USERS)))))


def create_workspace(
    session: Session, *, workspace: str, name: str, email: str, password_hash: str, timezone: str, currency: str
) -> User:
    """Found the workspace with its first person, an administrator.

    Of two at once one waits for the other's row and then fails. Raises AlreadySetUp, InvalidInput.
    """
    if is_set_up(session):
        raise AlreadySetUp
    values = {
        "organisation_id": 1,
        "name": line(workspace, what="A workspace name", at_most=200, needed=True),
        "currency": check_currency(currency),
        "timezone": zone_of(timezone).key,
    }
    audit.record(session, None, "CREATE", insert(ORGANISATION).values(values), "structure")
    return add_person(
        session, None, name=name, email=email, role=Role.ADMIN, timezone=timezone, password_hash=password_hash
    )


def prove(*, email: str, password: str, address: str) -> User:
    """Whose e-mail and password these are. The try is charged and committed before it is checked.

    No transaction is open meanwhile. Raises SignInFailed, the same for a wrong password, an unknown and a deactivated
    account and in the same time; TooManyAttempts.
    """
    tried = throttle.attempt(email, address)
    with db.transaction() as session:
        throttle.charge(session, tried)
        person = _account(session, email)
    if not is_password(person.password_hash if person else None, password) or person is None:
        raise SignInFailed
    with db.transaction() as session:
        throttle.forgive(session, tried)
    return person


def open_session(
    session: Session, person: User, *, address: str, user_agent: str, stay: bool, replaces: str | None = None
) -> str:
    """A new session's secret for somebody who proved to be ``person``; the browser's session before it ends.

    With ``stay`` it lasts 30 days, otherwise until it was idle for 12 hours.
    """
    if replaces is not None:
        _end(session, person, "SIGN_OUT", SESSIONS.c.token_hash == key_of(replaces))
    now = clock.now()
    _end(session, person, "EXPIRE", (SESSIONS.c.user_id == person.user_id) & (SESSIONS.c.expires_at <= now))
    secret = secrets.token_urlsafe(32)
    values = {
        "token_hash": key_of(secret),
        "user_id": person.user_id,
        "created_at": now,
        "last_seen_at": now,
        "expires_at": now + (STAY if stay else IDLE),
        "stay": stay,
        "address": address[:200],
        "user_agent": line(user_agent[:400], what="A browser's name", at_most=400),
    }
    audit.record(session, person, "SIGN_IN", insert(SESSIONS).values(values), f"sessions:{person.user_id}")
    return secret


def visit(key: bytes) -> Visit | None:
    """Who stands behind a session's key right now: None when it is unknown, expired, revoked or its person left."""
    return visits([key]).get(key)


def visits(keys: Iterable[bytes]) -> dict[bytes, Visit]:
    """The valid ones among ``keys``, asked in one statement outside any transaction. Raises DatabaseAway."""
    now = clock.now()
    with db.reading() as session:
        found = _VISITS.rows(session, keys=list(keys), now=now)
        _note_seen(session, [row["session_id"] for row in found if row["last_seen_at"] <= now - SEEN_EVERY], now)
    return {row["token_hash"]: _visit(row) for row in found}


def sign_out(session: Session, actor: User, *, session_id: int) -> None:
    """End the session a person signs out of; their open tabs hear of it within a second."""
    _end(session, actor, "SIGN_OUT", (SESSIONS.c.session_id == session_id) & (SESSIONS.c.user_id == actor.user_id))


def sessions_of(session: Session, actor: User) -> list[UserSession]:
    """The places where ``actor`` is signed in, last seen first; without what their secrets hash to."""
    wanted = select(*_SHOWN).where(SESSIONS.c.user_id == actor.user_id, SESSIONS.c.expires_at > clock.now())
    return db.rows(session, UserSession, wanted.order_by(SESSIONS.c.last_seen_at.desc(), SESSIONS.c.session_id.desc()))


def revoke_session(session: Session, actor: User, *, session_id: int) -> None:
    """Sign one of ``actor``'s own places out. Raises NotFound for any other session."""
    own = (SESSIONS.c.session_id == session_id) & (SESSIONS.c.user_id == actor.user_id)
    if not _end(session, actor, "REVOKE", own):
        raise NotFound


def end_sessions_of(session: Session, actor: User, user_id: int) -> None:
    """Sign somebody out everywhere; their open tabs hear of it within a second. Who may is the caller's to ask."""
    _end(session, actor, "REVOKE", SESSIONS.c.user_id == user_id)


def change_password(
    session: Session, actor: User, *, current: str, new: str, address: str, kept_session_id: int | None = None
) -> None:
    """Give ``actor`` a new password and sign every other place out.

    Guesses at ``current`` are throttled like a sign-in. Raises SignInFailed, TooManyAttempts, UnfitPassword.
    """
    prove(email=actor.email, password=current, address=address)
    change = update(USERS).where(USERS.c.user_id == actor.user_id).values(password_hash=hash_password(new))
    lock_person(session, actor.user_id)
    audit.record(session, actor, "CHANGE_PASSWORD", change, f"sessions:{actor.user_id}")
    _end(
        session,
        actor,
        "REVOKE",
        (SESSIONS.c.user_id == actor.user_id) & SESSIONS.c.session_id.is_distinct_from(kept_session_id),
    )


def _visit(row: dict[str, Any]) -> Visit:
    return Visit(row["session_id"], db.value(User, {name: row[name] for name in _ACTOR}))


def _account(session: Session, email: str) -> User | None:
    try:
        known = USERS.c.email == parse_email(email)
    except InvalidInput:
        return None
    return db.first(session, User, select(USERS).where(known, USERS.c.deactivated_at.is_(None)))


def _end(session: Session, actor: User, action: str, which: object) -> int:
    """Delete the sessions that match, each told to its own tabs; how many there were."""
    found = session.scalars(select(SESSIONS.c.session_id).where(which).with_for_update()).all()  # type: ignore[arg-type]
    topics = [f"session:{session_id}" for session_id in found]
    if found:
        gone = delete(SESSIONS).where(SESSIONS.c.session_id.in_(found))
        audit.record(session, actor, action, gone, *topics, f"sessions:{actor.user_id}")
    return len(found)


def _note_seen(session: Session, session_ids: list[int], now: datetime) -> None:
    """Keep a session in use alive; written once a minute at most, so reading stays cheap."""
    if session_ids:
        until = case((SESSIONS.c.stay, SESSIONS.c.expires_at), else_=now + IDLE)
        due = SESSIONS.c.session_id.in_(session_ids) & (SESSIONS.c.last_seen_at <= now - SEEN_EVERY)
        session.execute(update(SESSIONS).where(due).values(last_seen_at=now, expires_at=until))
