"""Databases for tests: one template built by the migrations, and clones of it that cost a few hundredths of a second."""

import hashlib
import os
import shutil
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import psycopg
from psycopg import sql
from sqlalchemy import make_url

from timetrack import config, db, postgres, schema
from timetrack.embedded import EmbeddedServer

ROOT = Path(__file__).resolve().parents[1]
TEMPLATE_LOCK = 7_461_002
GIGABYTE = 1 << 30


def server_url() -> str:
    """TEST_DATABASE_URL (its role needs CREATEDB), else an embedded server that later runs start again."""
    given = os.environ.get("TEST_DATABASE_URL")
    if given:
        return config.Settings(database_url=given).database_url or given
    data_dir = Path(os.environ.get("TEST_DATA_DIR") or in_memory() or ROOT / ".data" / "tests").absolute()
    url = postgres.embedded_url(data_dir)
    _spare_the_disk(EmbeddedServer(data_dir))
    return url


def in_memory(memory: Path = Path("/dev/shm")) -> Path | None:
    """A folder of this checkout's and this user's that no disk is behind, where there is one with a gigabyte free.

    A copy of a database is five hundred files; on a busy disk, to make and to drop them takes ten times as long.
    """
    name = f"timetrack-tests-{os.geteuid()}-{hashlib.sha256(bytes(ROOT)).hexdigest()[:12]}"
    folder = memory / name
    try:
        if not folder.exists() and shutil.disk_usage(memory).free < GIGABYTE:
            return None
        folder.mkdir(mode=0o700, exist_ok=True)
        found = folder.lstat()
    except OSError:
        return None
    return folder if stat.S_ISDIR(found.st_mode) and found.st_uid == os.geteuid() else None


def build_template(server: str) -> str:
    """The name of a database holding every migration and no rows; built once per state of `alembic/`."""
    name = f"timetrack_template_{_migrations_hash()}"
    with connected(server) as connection:
        connection.execute("SELECT pg_advisory_lock(%s)", [TEMPLATE_LOCK])
        _drop_leftovers(connection, keep=name)
        if name not in _databases(connection):
            unfinished = f"{name}_unfinished"
            _drop(connection, unfinished)
            connection.execute(
                sql.SQL("CREATE DATABASE {} TEMPLATE template0 ENCODING 'UTF8'").format(sql.Identifier(unfinished))
            )
            schema.upgrade(at(server, unfinished))
            rename = sql.SQL("ALTER DATABASE {} RENAME TO {}")
            connection.execute(rename.format(sql.Identifier(unfinished), sql.Identifier(name)))
    return name


@contextmanager
def cloned(server: str, template: str, kind: str) -> Iterator[str]:
    """The URL of a fresh copy of the template, dropped afterwards whoever is still connected."""
    name = f"timetrack_test_{os.getpid()}_{kind}"
    with connected(server) as connection:
        _drop(connection, name)
        clone = sql.SQL("CREATE DATABASE {} TEMPLATE {} STRATEGY file_copy")
        connection.execute(clone.format(sql.Identifier(name), sql.Identifier(template)))
    try:
        yield at(server, name)
    finally:
        with connected(server) as connection:
            _drop(connection, name)


@contextmanager
def pointed_at(url: str) -> Iterator[str]:
    """While inside, this process's settings and engine use the database at `url`."""
    before = os.environ.get("DATABASE_URL")
    _point(url)
    try:
        yield url
    finally:
        if db.engine.cache_info().currsize:
            db.engine().dispose()
        _point(before)


def connected(url: str) -> psycopg.Connection:
    """A plain psycopg connection to a SQLAlchemy URL, committing each statement."""
    return psycopg.connect(url.replace("+psycopg", "", 1), autocommit=True)


def at(server: str, name: str) -> str:
    """The URL of another database on the same server."""
    return make_url(server).set(database=name).render_as_string(hide_password=False)


def name_of(url: str) -> str:
    """The name of the database at a URL, for ``cloned`` to copy it; whoever is connected to it is in the way."""
    return str(make_url(url).database)


def _spare_the_disk(server: EmbeddedServer) -> None:
    """What a test writes need not survive a power cut; making and dropping databases gets several times as fast."""
    with psycopg.connect(server.url("postgres", "postgres"), autocommit=True) as connection:
        for name in ("fsync", "full_page_writes", "synchronous_commit", "autovacuum"):
            connection.execute(f"ALTER SYSTEM SET {name} = off")
        connection.execute("ALTER SYSTEM SET min_wal_size = '32MB'")
        connection.execute("ALTER SYSTEM SET max_wal_size = '128MB'")
        connection.execute("SELECT pg_reload_conf()")


def _point(url: str | None) -> None:
    if url is None:
        os.environ.pop("DATABASE_URL", None)
    else:
        os.environ["DATABASE_URL"] = url
    config.settings.cache_clear()
    db.engine.cache_clear()


def _migrations_hash() -> str:
    total = hashlib.sha256()
    for path in sorted(path for path in (ROOT / "alembic").rglob("*") if path.suffix in (".py", ".sql")):
        total.update(path.read_bytes())
    return total.hexdigest()[:12]


def _drop_leftovers(connection: psycopg.Connection, keep: str) -> None:
    """Templates of other migrations nobody is copying, and databases of test runs that were killed."""
    for name in _databases(connection):
        if name.startswith("timetrack_template_") and name != keep:
            with suppress(psycopg.errors.ObjectInUse):
                connection.execute(sql.SQL("DROP DATABASE IF EXISTS {}").format(sql.Identifier(name)))
        elif name.startswith("timetrack_test_") and not _is_alive(int(name.split("_")[2])):
            _drop(connection, name)


def _databases(connection: psycopg.Connection) -> list[str]:
    return [name for (name,) in connection.execute("SELECT datname FROM pg_database WHERE datname LIKE 'timetrack%'")]


def _drop(connection: psycopg.Connection, name: str) -> None:
    """Drop it under whoever is connected; autovacuum's workers, which only a superuser may end, leave by themselves."""
    drop = sql.SQL("DROP DATABASE IF EXISTS {}").format(sql.Identifier(name))
    try:
        connection.execute(drop + sql.SQL(" WITH (FORCE)"))
    except psycopg.errors.InsufficientPrivilege:
        connection.execute(drop)


def _is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
