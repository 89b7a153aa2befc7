"""Every domain function is walked: what changes a row leaves a record, is announced, and is in the totals."""

import importlib
import inspect
import pkgutil
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import takewhile

import psycopg
import pytest
from sqlalchemy import text
from sqlmodel import Session

from tests import databases
from tests.domain import access
from tests.domain.access import Rows
from tests.domain.recipes import FOUNDING, READS, WRITES, World, build_world
from tests.factories import FrozenClock
from timetrack import clock, db, domain
from timetrack.domain import audit, auth, worked_totals

TOPIC = re.compile(r"user:\d+|project:\d+|session:\d+|sessions:\d+|structure|team|invoices|jobs")


@pytest.fixture(scope="module")
def worlds(server: str, template: str) -> Iterator[tuple[str, World]]:
    """The name of a database nobody is connected to, with somebody else's world in it, and the world to act in."""
    with databases.cloned(server, template, "worlds") as url:
        with databases.pointed_at(url), pytest.MonkeyPatch.context() as patch:
            patch.setattr(clock, "now", FrozenClock().now)
            with db.transaction() as session:
                build_world(session)
            with db.transaction() as session:
                made = build_world(session)
        yield databases.name_of(url), made


@pytest.fixture
def frozen(monkeypatch: pytest.MonkeyPatch) -> FrozenClock:
    """A clock that stands still."""
    standing = FrozenClock()
    monkeypatch.setattr(clock, "now", standing.now)
    return standing


@pytest.fixture
def world(server: str, worlds: tuple[str, World], frozen: FrozenClock) -> Iterator[World]:
    """People, projects and entries, committed in a database of their own; an hour has passed since."""
    name, made = worlds
    frozen.forward(hours=1)
    with databases.cloned(server, name, "written") as url, databases.pointed_at(url):
        yield made


@pytest.fixture(scope="module")
def still_world(server: str, worlds: tuple[str, World]) -> Iterator[World]:
    """One for all that only read."""
    name, made = worlds
    with databases.cloned(server, name, "read") as url, databases.pointed_at(url):
        yield made


def test_every_function_has_a_recipe() -> None:
    recipes, functions = READS.keys() | WRITES.keys() | FOUNDING, functions_with_a_session()
    assert sorted(functions - recipes) == [], "tests/domain/recipes.py must say how to call them, under READS or WRITES"
    assert sorted(recipes - functions) == [], "they are gone: take them out of tests/domain/recipes.py"


@pytest.mark.parametrize("name", READS)
def test_reading_changes_nothing(still_world: World, frozen: FrozenClock, name: str) -> None:
    frozen.forward(hours=1)
    before = rows()
    with db.transaction() as session:
        READS[name](session, still_world)
    assert rows() == before


@pytest.mark.parametrize("name", WRITES)
def test_writing_is_recorded_and_announced(world: World, name: str) -> None:
    before, last = rows(), last_record()
    with listening() as heard:
        with db.transaction() as session:
            WRITES[name](session, world)
        topics = heard()
    check(before, last, topics)


def test_founding_is_recorded_and_announced(database: str) -> None:
    with listening() as heard:
        with db.transaction() as session:
            auth.create_workspace(
                session,
                workspace="Harbour",
                name="Ann",
                email="ann@h.example",
                password_hash="x",
                timezone="UTC",
                currency="EUR",
            )
        topics = heard()
    check({}, 0, topics)


def test_what_is_rolled_back_is_not_announced(world: World) -> None:
    before, last = rows(), last_record()
    with listening() as heard:
        with pytest.raises(ZeroDivisionError), db.transaction() as session:
            fail_after(WRITES["timer.stop_timer"](session, world))
        assert heard() == []
    assert (rows(), last_record()) == (before, last)


def check(before: Rows, last: int, topics: list[str]) -> None:
    """Each changed row is as its newest record says, the chains hold, and somebody was told."""
    after = rows()
    changed = {key for key in before.keys() | after.keys() if before.get(key) != after.get(key)}
    recorded = records_after(last)
    assert changed
    assert changed <= recorded.keys()
    for key in changed:
        assert recorded[key] == after.get(key)
    with db.transaction() as session:
        assert audit.broken_chains(session) == []
        assert worked_totals.drifted_totals(session) == []
    assert topics
    assert all(TOPIC.fullmatch(topic) for topic in topics)


def fail_after(_: object) -> None:
    raise ZeroDivisionError


def functions_with_a_session() -> set[str]:
    """Every public function of the domain whose first parameter is a session, found by looking."""
    found = set()
    for module in pkgutil.walk_packages(domain.__path__, "timetrack.domain."):
        for name, function in vars(importlib.import_module(module.name)).items():
            is_own = inspect.isfunction(function) and function.__module__ == module.name and not name.startswith("_")
            if is_own and next(iter(inspect.signature(function).parameters), "") == "session":
                found.add(f"{module.name.removeprefix('timetrack.domain.')}.{name}")
    return found


def rows() -> Rows:
    """Every row that must not change without a record, without what is never recorded."""
    with Session(db.engine()) as session:
        return access.rows(session)


def last_record() -> int:
    with db.engine().connect() as connection:
        return connection.scalar(text("SELECT coalesce(max(audit_id), 0) FROM audit_log"))


def records_after(last: int) -> Rows:
    """What the newest record of each subject says that it is now."""
    wanted = "SELECT subject_type, subject_id, after FROM audit_log WHERE audit_id > :last ORDER BY audit_id"
    with db.engine().connect() as connection:
        return {(row[0], row[1]): row[2] for row in connection.execute(text(wanted), {"last": last})}


@contextmanager
def listening() -> Iterator[Callable[[], list[str]]]:
    """Gives what tells the topics announced meanwhile; a mark is put behind them, so nothing is waited for in vain."""

    def heard() -> list[str]:
        with db.engine().begin() as other:
            other.execute(text("SELECT pg_notify(:channel, 'mark')"), {"channel": audit.CHANNEL})
        payloads = (notice.payload for notice in connection.notifies(timeout=30))
        return list(takewhile(lambda payload: payload != "mark", payloads))

    with psycopg.connect(db.url().replace("+psycopg", "", 1), autocommit=True) as connection:
        connection.execute(f"LISTEN {audit.CHANNEL}")
        yield heard
