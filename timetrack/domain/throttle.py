"""Guessing passwords, made slow: every try is charged before it is checked, and a right one is given back.

The limits hold per account *and* address, and per address over all accounts; never per account alone, so nobody can
lock somebody else out from elsewhere.
"""

import hashlib
from dataclasses import dataclass
from datetime import timedelta
from ipaddress import IPv6Address, ip_address, ip_network

from sqlalchemy import delete, func, insert, or_, select
from sqlmodel import Session

from timetrack import clock
from timetrack.errors import TooManyAttempts
from timetrack.models import SignInFailure, table

PER_ACCOUNT, PER_ADDRESS = 5, 50
LOOKED_BACK = timedelta(minutes=15)
FAILURES = table(SignInFailure)


@dataclass(frozen=True)
class Attempt:
    """One try for one account from one address. The account is kept as a digest: people type passwords there too."""

    account: str
    address: str


def attempt(email: str, address: str) -> Attempt:
    """The try of ``email`` from ``address``; an IPv6 network of one household counts as one address."""
    return Attempt(hashlib.sha256(email.strip().lower().encode("utf-8", "replace")).hexdigest(), _network(address))


def charge(session: Session, tried: Attempt) -> None:
    """Count this try as a failure until it proves right. Raises TooManyAttempts, which costs nothing more.

    Tries from one address wait for each other, so a hundred at once are counted one by one.
    """
    session.execute(select(func.pg_advisory_xact_lock(func.hashtextextended(tried.address, 0))))
    now = clock.now()
    recent = select(
        func.count().filter(FAILURES.c.account == tried.account),
        func.count(),
    ).where(FAILURES.c.address == tried.address, FAILURES.c.failed_at > now - LOOKED_BACK)
    for_account, for_address = session.execute(recent).one()
    if for_account >= PER_ACCOUNT or for_address >= PER_ADDRESS:
        raise TooManyAttempts
    values = {"account": tried.account, "address": tried.address, "failed_at": now}
    session.execute(insert(FAILURES).values(values))


def forgive(session: Session, tried: Attempt) -> None:
    """Forget the failures of an account at an address after the right password, and everyone's old ones."""
    own = (FAILURES.c.account == tried.account) & (FAILURES.c.address == tried.address)
    session.execute(delete(FAILURES).where(or_(own, FAILURES.c.failed_at < clock.now() - LOOKED_BACK)))


def _network(address: str) -> str:
    try:
        parsed = ip_address(address.partition("%")[0])
    except ValueError:
        return address[:200]
    if not isinstance(parsed, IPv6Address):
        return str(parsed)
    return str(parsed.ipv4_mapped or ip_network((parsed, 64), strict=False))
