"""Passwords: length is the only rule, argon2id keeps them, and an unknown account takes as long."""

from collections.abc import Iterator
from statistics import median
from time import process_time

import pytest
from argon2 import PasswordHasher

from timetrack.domain import passwords
from timetrack.domain.passwords import UnfitPassword, check_password, hash_password, is_password


@pytest.fixture
def _at_full_cost(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Hashes as they are made outside of tests."""
    monkeypatch.setattr(passwords, "_hasher", PasswordHasher())
    passwords._nobody.cache_clear()
    yield
    passwords._nobody.cache_clear()


@pytest.mark.parametrize("password", ["", "123456789", "x" * 1001])
def test_too_short_or_too_long_is_refused(password: str) -> None:
    with pytest.raises(UnfitPassword):
        check_password(password)


@pytest.mark.parametrize("password", ["0123456789", "          ", "ünïcödé-größe", "x" * 1000, "a\0b\0c\0d\0e\0f"])
def test_any_characters_do(password: str) -> None:
    assert is_password(hash_password(password), password)


@pytest.mark.usefixtures("_at_full_cost")
def test_the_hash_is_argon2id_and_salted() -> None:
    one, other = hash_password("0123456789"), hash_password("0123456789")
    assert one.startswith("$argon2id$v=19$m=65536,t=3,p=4$")
    assert one != other


def test_another_password_is_refused() -> None:
    assert not is_password(hash_password("0123456789"), "0123456788")


def test_accents_count_the_same_however_the_keyboard_composes_them() -> None:
    assert is_password(hash_password("cafe\u0301 cre\u0300me"), "caf\u00e9 cr\u00e8me")


def test_what_is_no_hash_fits_nothing() -> None:
    assert not is_password("not a hash", "0123456789")


@pytest.mark.usefixtures("_at_full_cost")
def test_nobody_has_a_password_and_takes_as_long_to_say_so() -> None:
    kept = hash_password("0123456789")
    is_password(None, "warm up")
    known, unknown = [], []
    for _ in range(3):
        known.append(_seconds(kept))
        unknown.append(_seconds(None))
    assert 0.5 < median(unknown) / median(known) < 2


def _seconds(kept: str | None) -> float:
    started = process_time()
    assert not is_password(kept, "a wrong password")
    return process_time() - started
