"""Fixtures for everything: `session` is rolled back, `database` commits for real and is dropped."""

import gc
import os
from collections.abc import Generator, Iterator
from typing import Any

import pytest
from argon2 import PasswordHasher
from sqlalchemy import Engine, create_engine
from sqlmodel import Session
from xdist.scheduler import LoadScopeScheduling

from tests import databases, swift
from timetrack import db
from timetrack.config import Settings
from timetrack.domain import passwords

STARTS_A_SERVER = {"sample", "served", "s3_port"}
SETTINGS = {str(field.validation_alias) for field in Settings.model_fields.values()} - {"DATABASE_URL"}
NO_DATABASE = "postgresql+psycopg://a-test-needs-the-database-fixture@/none?host=/nonexistent"


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Generator[None, object, object]:
    """Modules stay until the end: to look through them for garbage, again and again, took a tenth of all time."""
    gc.disable()
    try:
        return (yield)
    finally:
        gc.freeze()
        gc.set_threshold(50_000)
        gc.enable()


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What a server has to be started for is slow; the browser's come first, as they take longest."""
    for item in items:
        if STARTS_A_SERVER & set(getattr(item, "fixturenames", ())):
            item.add_marker(pytest.mark.slow)
    items.sort(key=lambda item: "e2e" in item.path.parts, reverse=True)


class FileByFile(LoadScopeScheduling):
    """Of several processes each takes a whole file at a time, and one takes all of the browser's."""

    def _split_scope(self, nodeid: str) -> str:
        file = nodeid.partition("::")[0]
        return "e2e" if "/e2e/" in file else file


def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> FileByFile:
    """Have tests handed out file by file."""
    return FileByFile(config, log)


@pytest.fixture(scope="session", autouse=True)
def _no_database_by_accident() -> Iterator[None]:
    """Nothing a test does may reach the database people work with."""
    with databases.pointed_at(NO_DATABASE):
        yield


@pytest.fixture(scope="session", autouse=True)
def _cheap_passwords() -> Iterator[None]:
    """A hash costs a millisecond instead of 64 MiB, but where the cost itself is tested."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(passwords, "_hasher", PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
        yield


@pytest.fixture(scope="session", autouse=True)
def _engines_are_kept() -> Iterator[None]:
    """A database that is made anew under its name gets the engine it had: that one has compiled the statements."""
    kept: dict[str, Engine] = {}

    def engine_of(url: str, **options: Any) -> Engine:
        if url not in kept:
            kept[url] = create_engine(url, **options)
        return kept[url]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(db, "create_engine", engine_of)
        yield


@pytest.fixture(scope="session")
def server(_no_database_by_accident: None) -> str:
    """The URL of the PostgreSQL server the tests use."""
    return databases.server_url()


@pytest.fixture(scope="session")
def template(server: str) -> str:
    """The name of the database every test database is a copy of."""
    return databases.build_template(server)


@pytest.fixture(scope="session")
def rolled_back_engine(server: str, template: str) -> Iterator[Engine]:
    """An engine on one copy shared by all tests that roll back."""
    with databases.cloned(server, template, "shared") as url:
        engine = create_engine(url, connect_args={"options": "-c timezone=UTC"})
        yield engine
        engine.dispose()


@pytest.fixture
def session(rolled_back_engine: Engine) -> Iterator[Session]:
    """A session over one connection; whatever the test writes is rolled back, a failed flush only to where it began."""
    with rolled_back_engine.connect() as connection:
        outer = connection.begin()
        with Session(connection, expire_on_commit=False, join_transaction_mode="create_savepoint") as session:
            yield session
        outer.rollback()


@pytest.fixture
def database(server: str, template: str) -> Iterator[str]:
    """A database of its own that `db.engine()` and `db.transaction()` use: for races, live, states and the command line."""
    with databases.cloned(server, template, "own") as url, databases.pointed_at(url):
        yield url


@pytest.fixture(scope="session")
def s3_port(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    """The port of a real S3 server with an empty bucket."""
    swift.installed()
    with swift.serving(tmp_path_factory.mktemp("swift")) as port:
        swift.make_bucket(port)
        yield port


@pytest.fixture
def clean_environment(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """No setting of Timetrack's comes from the developer's shell."""
    for name in SETTINGS:
        if name in os.environ:
            monkeypatch.delenv(name)
    return monkeypatch
