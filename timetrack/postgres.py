"""The PostgreSQL under Timetrack: the embedded server shared by every process, or a checked one of your own."""

import atexit
import fcntl
import logging
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

from timetrack.embedded import EmbeddedServer
from timetrack.errors import DatabaseUnsuitable

log = logging.getLogger(__name__)

OLDEST_SERVER = 15


def embedded_url(data_dir: Path) -> str:
    """The URL of the embedded server's database; starts the server unless another process runs it already.

    The server stops when the last process that asked for it ends. Raises DatabaseUnsuitable when it cannot start.
    """
    server = EmbeddedServer(data_dir.absolute())
    _hold(server)
    server.start()
    server.create_database()
    return server.url("timetrack", "timetrack", driver="+psycopg")


def leave_running(data_dir: Path) -> None:
    """Stop counting this process among the users, and leave the server up even when nobody else uses it."""
    handle = _holds.pop(data_dir.absolute(), None)
    if handle is not None:
        os.close(handle)


def require_suitable(url: str) -> None:
    """Refuse a server older than PostgreSQL 15, one that is not UTF-8, and a read-only one.

    Raises DatabaseUnsuitable with the fix.
    """
    try:
        with psycopg.connect(url.replace("+psycopg", "", 1), connect_timeout=5) as connection:
            version = connection.info.server_version // 10_000
            encoding = connection.info.parameter_status("server_encoding")
            standby = connection.execute("SELECT pg_is_in_recovery()").fetchone() == (True,)
    except psycopg.ProgrammingError as unreadable:
        raise DatabaseUnsuitable(
            "DATABASE_URL cannot be read; it must look like postgresql://user:password@host:5432/database."
        ) from unreadable
    except psycopg.Error as away:
        reason = " ".join(str(away).split()).rstrip(".?")
        raise DatabaseUnsuitable(
            f"The database does not answer: {reason}. Check DATABASE_URL, then try again."
        ) from away
    if version < OLDEST_SERVER:
        raise DatabaseUnsuitable(f"The database is PostgreSQL {version}; upgrade it to {OLDEST_SERVER} or newer.")
    if encoding != "UTF8":
        raise DatabaseUnsuitable(
            f"The database is encoded in {encoding}; create one with: CREATE DATABASE timetrack ENCODING 'UTF8' TEMPLATE template0."
        )
    if standby:
        raise DatabaseUnsuitable("The database is a read-only standby; point DATABASE_URL at the primary.")


@contextmanager
def kept_running(data_dir: Path) -> Iterator[None]:
    """While inside, a server that dies is started again within a second; open transactions are lost, data is not."""
    ended = threading.Event()
    thread = threading.Thread(target=_restart_until, args=(EmbeddedServer(data_dir.absolute()), ended), daemon=True)
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join(timeout=5)


_holds: dict[Path, int] = {}


def _hold(server: EmbeddedServer) -> None:
    """Count this process among the server's users: a shared lock, which the kernel lets go even after kill -9."""
    if server.data_dir in _holds:
        return
    try:
        server.data_dir.mkdir(parents=True, exist_ok=True)
        handle = os.open(server.data_dir / "postgres.users", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    except OSError as refused:
        raise DatabaseUnsuitable(
            f"{server.data_dir} cannot be written ({refused.strerror}); point TIMETRACK_DATA_DIR at a folder of yours."
        ) from refused
    fcntl.flock(handle, fcntl.LOCK_SH)
    _holds[server.data_dir] = handle
    atexit.register(_release, server, os.getpid())


def _release(server: EmbeddedServer, holder: int) -> None:
    """Let the server go; the last user stops it."""
    handle = _holds.pop(server.data_dir, None)
    if handle is None or os.getpid() != holder:
        return
    with server.locked():
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return
        server.stop()
        os.close(handle)


def _restart_until(server: EmbeddedServer, ended: threading.Event) -> None:
    while not ended.wait(0.2):
        if server.is_running():
            continue
        log.warning("The embedded PostgreSQL is gone; starting it again.")
        try:
            server.start()
        except DatabaseUnsuitable as failed:
            log.error("%s", failed)
            ended.wait(1)
