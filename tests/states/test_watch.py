"""Which tab shows which topic: a page replaces what the one before showed, and a leaver is forgotten."""

from collections.abc import Iterator

import pytest

from timetrack.models import User
from timetrack.states import watch

ANN, MAX = User(user_id=1, role="ADMIN"), User(user_id=2, role="EMPLOYEE")  # type: ignore[call-arg]


class Timer:
    """A state."""


class Time:
    """Another state."""


@pytest.fixture(autouse=True)
def _nobody_watches() -> Iterator[None]:
    for tab in watch.tabs():
        watch.forget(tab.token)
    yield
    for tab in watch.tabs():
        watch.forget(tab.token)


def concerned(*topics: str) -> dict[str, list[type]]:
    return {tab.token: states for tab, states in watch.concerned(topics)}


def test_a_topic_concerns_the_states_that_show_it() -> None:
    tab = watch.know("t", b"k", 7, ANN)
    watch.show(tab, "/time", Timer, ["user:1"])
    watch.show(tab, "/time", Time, ["user:1", "structure"])
    assert concerned("structure") == {"t": [Time]}
    assert concerned("structure", "user:1") == {"t": [Timer, Time]}
    assert concerned("user:2", "project:5") == {}


def test_another_page_replaces_what_the_one_before_showed() -> None:
    tab = watch.know("t", b"k", 7, ANN)
    watch.show(tab, "/time", Time, ["structure"])
    watch.show(tab, "/", Timer, ["user:1"])
    assert concerned("structure") == {}
    assert concerned("user:1") == {"t": [Timer]}


def test_a_tab_hears_of_its_session_and_person_even_if_it_shows_nothing() -> None:
    watch.know("t", b"k", 7, ANN)
    assert concerned("session:7") == {"t": []}
    assert concerned("user:1") == {"t": []}
    assert concerned("session:8") == {}


def test_another_session_under_a_token_starts_from_nothing() -> None:
    watch.show(watch.know("t", b"k", 7, ANN), "/", Timer, ["user:1"])
    watch.know("t", b"other", 8, MAX)
    assert concerned("user:1", "session:7") == {}
    assert concerned("session:8") == {"t": []}


def test_a_leaver_is_forgotten_whole() -> None:
    watch.show(watch.know("t", b"k", 7, ANN), "/", Timer, ["user:1"])
    watch.forget("t")
    watch.forget("t")
    assert concerned("user:1", "session:7") == {}
    assert "t" not in [tab.token for tab in watch.tabs()]
