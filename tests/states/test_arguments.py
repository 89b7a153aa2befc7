"""What an event may carry: nothing missing, nothing besides, nothing of another type, nothing that cannot be stored."""

import logging
from typing import Any

import pytest
from typing_extensions import TypedDict

from timetrack.states.arguments import LONGEST_TEXT, MalformedEvent, checked


class Form(TypedDict):
    name: str


async def handler(
    self: Any,
    entry_id: int,
    text: str = "",
    is_on: bool = False,
    hours: float = 0,
    project_id: int | None = None,
    tags: list[str] | None = None,
    form: dict[str, str] | None = None,
    named: Form | None = None,
) -> None:
    """Take one of each."""


def test_what_fits_is_handed_over() -> None:
    given = {"entry_id": 5, "text": "x", "is_on": True, "hours": 1.5, "project_id": None, "tags": ["a"]}
    assert checked(handler, (), given) == given


def test_positions_count_like_names() -> None:
    assert checked(handler, (5, "x"), {}) == {"entry_id": 5, "text": "x"}


@pytest.mark.parametrize(
    "wrong",
    [
        {},
        {"entry_id": 1, "surplus": 1},
        {"entry_id": 1, "self": 1},
        {"entry_id": "1"},
        {"entry_id": True},
        {"entry_id": 1.0},
        {"entry_id": None},
        {"entry_id": [1]},
        {"entry_id": {"$gt": 0}},
        {"entry_id": 2**63},
        {"entry_id": -(2**70)},
        {"entry_id": 1, "text": 5},
        {"entry_id": 1, "text": ["x"]},
        {"entry_id": 1, "text": "a\0b"},
        {"entry_id": 1, "text": "\ud800"},
        {"entry_id": 1, "text": "x" * (LONGEST_TEXT + 1)},
        {"entry_id": 1, "is_on": 1},
        {"entry_id": 1, "is_on": "true"},
        {"entry_id": 1, "hours": "1"},
        {"entry_id": 1, "project_id": "5"},
        {"entry_id": 1, "tags": "abc"},
        {"entry_id": 1, "tags": [1]},
        {"entry_id": 1, "tags": ["a\0"]},
        {"entry_id": 1, "form": {"a": 1}},
        {"entry_id": 1, "form": {"a\0": "x"}},
        {"entry_id": 1, "form": [["a", "b"]]},
        {"entry_id": 1, "named": {}},
        {"entry_id": 1, "named": {"name": 7}},
    ],
)
def test_anything_else_is_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(MalformedEvent):
        checked(handler, (), wrong)


def test_too_many_positions_are_refused() -> None:
    with pytest.raises(MalformedEvent):
        checked(handler, tuple(range(12)), {})


def test_the_log_names_the_handler_and_never_the_value(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING):
        for wrong in ({"entry_id": "my secret"}, {"entry_id": 1, "my secret": "my secret"}):
            with pytest.raises(MalformedEvent):
                checked(handler, (), wrong)
    assert "handler: entry_id: int_type" in caplog.text
    assert "secret" not in caplog.text
