"""Passwords: what one must be like, and argon2id. Pure; a hash takes tens of milliseconds and 64 MiB on purpose."""

import secrets
import threading
import unicodedata
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from timetrack.errors import InvalidInput

SHORTEST, LONGEST = 10, 1000
LETTERS = "abcdefghjkmnpqrstuvwxyz23456789x"
"""What is not taken for something else when it is read out."""
AT_ONCE = 2

_hasher = PasswordHasher()
_turn = threading.BoundedSemaphore(AT_ONCE)


class UnfitPassword(InvalidInput):
    """A password has between 10 and 1,000 characters. Nothing was saved."""

    code = "unfit_password"


def check_password(password: str) -> None:
    """Length is the only rule (NIST SP 800-63B 3.1.1.2). Raises UnfitPassword."""
    if not SHORTEST <= len(password) <= LONGEST:
        raise UnfitPassword


def new_password() -> str:
    """A password nobody has thought of, for somebody to type once: 60 random bits in three groups."""
    return "-".join("".join(secrets.choice(LETTERS) for _ in range(4)) for _ in range(3))


def hash_password(password: str) -> str:
    """The argon2id hash to keep, with the parameters of RFC 9106 for little memory. Raises UnfitPassword."""
    check_password(password)
    with _turn:
        return _hasher.hash(_composed(password))


def is_password(password_hash: str | None, password: str) -> bool:
    """Whether ``password`` made ``password_hash``; takes as long where there is no hash to compare with.

    At most two run at once, so guesses by the hundred cannot take the memory of the machine.
    """
    with _turn:
        try:
            _hasher.verify(password_hash or _nobody(), _composed(password[: LONGEST + 1]))
        except (VerificationError, InvalidHashError):
            return False
    return password_hash is not None


@cache
def _nobody() -> str:
    return _hasher.hash("the password of nobody")


def _composed(password: str) -> bytes:
    """The same bytes however a keyboard composes its accents."""
    return unicodedata.normalize("NFC", password).encode("utf-8", "surrogatepass")
