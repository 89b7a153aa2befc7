"""A person's own settings."""

from decimal import Decimal
from typing import Any

import pytest
from sqlmodel import Session

from timetrack.domain import colleagues, profile
from timetrack.errors import InvalidInput, NotSignedIn
from timetrack.models import User


def test_people_set_how_timetrack_looks_and_reads_to_them(session: Session, mira: User) -> None:
    wanted: dict[str, Any] = {
        "name": "Mira F.",
        "timezone": "Asia/Tokyo",
        "week_start": 7,
        "weekly_target_hours": Decimal(32),
        "theme": "DARK",
        "duration_format": "DECIMAL",
        "time_format": "H12",
        "hides_description": True,
    }
    made = profile.edit_profile(session, mira, **wanted)
    assert {name: getattr(made, name) for name in wanted} == wanted
    assert profile.edit_profile(session, mira).theme == "DARK"


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": "\t"},
        {"timezone": "Berlin"},
        {"week_start": 8},
        {"weekly_target_hours": Decimal(200)},
        {"theme": "PINK"},
        {"duration_format": "HOURS"},
        {"time_format": "H13"},
    ],
)
def test_what_is_not_offered_is_refused(session: Session, mira: User, wrong: Any) -> None:
    with pytest.raises(InvalidInput):
        profile.edit_profile(session, mira, **wrong)


def test_who_has_left_sets_nothing(session: Session, manager: User, mira: User) -> None:
    colleagues.deactivate_person(session, manager, user_id=mira.user_id)
    with pytest.raises(NotSignedIn):
        profile.edit_profile(session, mira, theme="DARK")
