"""The compiled pages: built by Reflex when what they come from has changed, and skipped otherwise."""

import fcntl
import hashlib
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from timetrack.errors import TimetrackError

ROOT = Path(__file__).resolve().parents[1]
SOURCES = ("timetrack", "assets", "rxconfig.py", "requirements.txt")
LOCKS = ("reflex.lock",)
"""What npm resolved; a build may write it itself."""
BACKSTAGE = {
    "api",
    "documents",
    "live",
    "transfer",
    "worker",
    "cli.py",
    "doctor.py",
    "embedded.py",
    "postgres.py",
    "serve.py",
}
"""Rooms of the package that no page shows anything of."""
GENERATED = {"external", "__pycache__"}

BUILD_ENVIRONMENT = {
    "REFLEX_USE_NPM": "1",
    "REFLEX_CHECK_LATEST_VERSION": "false",
    "REFLEX_TELEMETRY_ENABLED": "false",
    "REFLEX_ENV_MODE": "prod",
    "NODE_USE_SYSTEM_CA": "1",
    "npm_config_omit_lockfile_registry_resolved": "true",
    "npm_config_update_notifier": "false",
    "npm_config_audit": "false",
    "npm_config_fund": "false",
}
"""A build asks nobody for news, trusts the certificates this machine trusts, and writes no address into reflex.lock/."""
SERVE_ENVIRONMENT = {
    "REFLEX_ENV_MODE": "prod",
    "__REFLEX_SKIP_COMPILE": "true",
    "__REFLEX_MOUNT_FRONTEND_COMPILED_APP": "true",
    "REFLEX_SOCKET_MAX_HTTP_BUFFER_SIZE": "262144",
}
"""Reflex's internal names for serving what is built already; they occur nowhere else."""


class BuildFailed(TimetrackError):
    """The pages could not be built."""

    code = "build_failed"
    status = 500


def ensure_built() -> None:
    """Build the pages unless the last build came from the same files.

    Raises BuildFailed with the end of the log.
    """
    with _one_at_a_time():
        sources, stamp = fingerprint(*SOURCES), web_dir() / "timetrack.built"
        is_built = pages_dir().is_dir() and stamp.exists()
        if is_built and stamp.read_text() == sources + fingerprint(*LOCKS):
            return
        sys.stderr.write("Building the pages; this takes about half a minute.\n")
        stamp.unlink(missing_ok=True)
        _build()
        if fingerprint(*SOURCES) == sources:
            stamp.write_text(sources + fingerprint(*LOCKS))


def fingerprint(*names: str) -> str:
    """A hash over every file below, by name and content."""
    total = hashlib.sha256()
    for path in sorted(_files(*names)):
        total.update(f"{path.relative_to(ROOT)}\0".encode())
        total.update(hashlib.sha256(path.read_bytes()).digest())
    return total.hexdigest()


def web_dir() -> Path:
    """Where Reflex compiles to: `.web`, or REFLEX_WEB_WORKDIR."""
    return ROOT / os.environ.get("REFLEX_WEB_WORKDIR", ".web")


def pages_dir() -> Path:
    """Where the compiled pages are, as they are served."""
    return web_dir() / "build" / "client"


def environment() -> dict[str, str]:
    """The environment of Reflex's own commands: node and npm come from the virtual environment."""
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", os.defpath)])
    return os.environ | BUILD_ENVIRONMENT | {"PATH": path}


def _files(*names: str) -> Iterator[Path]:
    for name in names:
        top = ROOT / name
        for path in [top] if top.is_file() else top.rglob("*"):
            inside = path.relative_to(ROOT).parts
            if path.is_file() and not GENERATED & {*inside} and not (inside[1:] and inside[1] in BACKSTAGE):
                yield path


def _build() -> None:
    log = web_dir().with_name(web_dir().name + ".log")
    with log.open("w") as output:
        done = subprocess.run(
            [sys.executable, "-m", "reflex", "export", "--frontend-only", "--no-zip"],
            check=False,
            cwd=ROOT,
            env=environment(),
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
    if done.returncode:
        end = "\n".join(log.read_text(errors="replace").strip().splitlines()[-15:])
        raise BuildFailed(f"The pages could not be built. The end of {log}:\n{end}")
    log.unlink()


@contextmanager
def _one_at_a_time() -> Iterator[None]:
    web_dir().parent.mkdir(parents=True, exist_ok=True)
    with web_dir().with_name(web_dir().name + ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
