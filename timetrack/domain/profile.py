"""A person's own settings: name, zone, week, target, and how Timetrack looks and reads to them."""

from decimal import Decimal
from typing import Any, TypedDict, Unpack

from sqlalchemy import update
from sqlmodel import Session

from timetrack.domain import audit, colleagues
from timetrack.domain.people import USERS, lock_person
from timetrack.errors import InvalidInput
from timetrack.models import DurationFormat, Theme, TimeFormat, User

WORDS = {"theme": Theme, "duration_format": DurationFormat, "time_format": TimeFormat}


class ProfileChanges(TypedDict, total=False):
    """What people set for themselves; what is left out stays."""

    name: str
    timezone: str
    week_start: int
    weekly_target_hours: Decimal
    theme: str
    duration_format: str
    time_format: str
    hides_description: bool


def edit_profile(session: Session, actor: User, **changes: Unpack[ProfileChanges]) -> User:
    """Change ``actor``'s own settings; entries are instants and stay where they are.

    Raises InvalidInput for what cannot be.
    """
    values = _checked(dict(changes))
    person = lock_person(session, actor.user_id)
    if not values:
        return person
    change = update(USERS).where(USERS.c.user_id == actor.user_id).values(**values)
    (made,) = audit.record(session, actor, "EDIT", change, f"user:{actor.user_id}", "team")
    return User(**made)


def check_week_start(weekday: int) -> int:
    """An ISO weekday. Raises InvalidInput for any other number."""
    if weekday not in range(1, 8):
        raise InvalidInput("A week starts on a day from Monday, 1, to Sunday, 7. Nothing was saved.")
    return weekday


def _checked(changes: dict[str, Any]) -> dict[str, Any]:
    for name, words in WORDS.items():
        if name in changes and changes[name] not in list(words):
            raise InvalidInput("This choice is not offered. Nothing was saved.")
    if "week_start" in changes:
        check_week_start(changes["week_start"])
    return colleagues.checked(changes)
