"""Guessing is limited per account and address and per address, for as long as throttling looks back; nobody else pays."""

from datetime import timedelta

import pytest
from sqlmodel import Session

from timetrack import clock
from timetrack.domain import throttle
from timetrack.errors import TooManyAttempts

MAX, EVE = throttle.attempt("max@harbour.example", "192.0.2.7"), throttle.attempt("max@harbour.example", "203.0.113.9")


def test_the_sixth_try_for_an_account_is_refused(session: Session) -> None:
    for _ in range(throttle.PER_ACCOUNT):
        throttle.charge(session, EVE)
    with pytest.raises(TooManyAttempts):
        throttle.charge(session, EVE)


def test_the_owner_of_the_account_is_not_locked_out_elsewhere(session: Session) -> None:
    for _ in range(throttle.PER_ACCOUNT):
        throttle.charge(session, EVE)
    throttle.charge(session, MAX)


def test_many_accounts_from_one_address_are_refused(session: Session) -> None:
    for number in range(throttle.PER_ADDRESS):
        throttle.charge(session, throttle.attempt(f"{number}@harbour.example", "203.0.113.9"))
    with pytest.raises(TooManyAttempts):
        throttle.charge(session, throttle.attempt("another@harbour.example", "203.0.113.9"))
    throttle.charge(session, throttle.attempt("another@harbour.example", "203.0.113.10"))


def test_the_right_password_clears_what_its_owner_mistyped(session: Session) -> None:
    for _ in range(throttle.PER_ACCOUNT):
        throttle.charge(session, MAX)
    throttle.forgive(session, MAX)
    throttle.charge(session, MAX)


def test_it_ends_by_itself(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    for _ in range(throttle.PER_ACCOUNT):
        throttle.charge(session, EVE)
    later = clock.now() + throttle.LOOKED_BACK + timedelta(seconds=1)
    monkeypatch.setattr(clock, "now", lambda: later)
    throttle.charge(session, EVE)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("2001:db8:1:2::1", "2001:db8:1:2:ffff::9"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("fe80::1%eth0", "fe80::2%eth1"),
    ],
)
def test_addresses_of_one_household_count_as_one(one: str, other: str) -> None:
    assert throttle.attempt("a@b.example", one) == throttle.attempt("A@b.example ", other)


def test_the_account_is_kept_as_a_digest() -> None:
    assert "hunter2" not in throttle.attempt("hunter2", "192.0.2.7").account
