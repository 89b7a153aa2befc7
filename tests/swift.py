"""A real S3 server: OpenStack Swift with its S3 API, signatures, expiry and all, on ports of its own."""

import fcntl
import getpass
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from tests.ports import free_port
from timetrack.config import Settings
from timetrack.documents.s3 import S3Store

ROOT = Path(__file__).resolve().parents[1]
BIN = ROOT / ".venv-s3" / "bin"
KEY, SECRET, BUCKET = "test:tester", "testing", "timetrack"
READY_SECONDS = 60.0
SWIFT_CONF = "[swift-hash]\nswift_hash_path_suffix = tests\nswift_hash_path_prefix = tests\n"
STORAGE = """[DEFAULT]
bind_ip = 127.0.0.1
bind_port = {port}
workers = 0
user = {user}
swift_dir = {folder}
devices = {folder}/devices
mount_check = false
log_level = WARNING
fallocate_reserve = 0
[pipeline:main]
pipeline = {name}-server
[app:{name}-server]
use = egg:swift#{kind}
"""
PROXY = """[DEFAULT]
bind_ip = 127.0.0.1
bind_port = {port}
workers = 0
user = {user}
swift_dir = {folder}
log_level = WARNING
[pipeline:main]
pipeline = catch_errors cache s3api tempauth copy slo versioned_writes symlink proxy-server
[app:proxy-server]
use = egg:swift#proxy
account_autocreate = true
[filter:catch_errors]
use = egg:swift#catch_errors
[filter:cache]
use = egg:swift#memcache
memcache_servers = 127.0.0.1:9
[filter:s3api]
use = egg:swift#s3api
location = us-east-1
[filter:tempauth]
use = egg:swift#tempauth
user_test_tester = testing .admin
[filter:copy]
use = egg:swift#copy
[filter:slo]
use = egg:swift#slo
[filter:versioned_writes]
use = egg:swift#versioned_writes
allow_object_versioning = true
[filter:symlink]
use = egg:swift#symlink
"""
RINGS = """
import sys
from swift.common.ring import RingBuilder
for said in sys.argv[1:]:
    kind, port = said.split(":")
    ring = RingBuilder(1, 1, 1)
    where = {"ip": "127.0.0.1", "port": int(port), "replication_ip": "127.0.0.1", "replication_port": int(port)}
    ring.add_dev({"id": 0, "region": 1, "zone": 1, "device": "one", "weight": 1, "meta": "", **where})
    ring.rebalance()
    ring.get_ring().save(kind + ".ring.gz")
"""


def installed() -> None:
    """See that Swift is there, in an environment of its own; the first time that takes half a minute."""
    with (ROOT / ".venv-s3.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        command = ["make", "--no-print-directory", ".venv-s3/.made", f"PYTHON={sys.executable}"]
        done = subprocess.run(command, cwd=ROOT, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stdout + done.stderr


@contextmanager
def serving(folder: Path) -> Iterator[int]:
    """The port of a server that keeps its things in ``folder`` and in memory."""
    ports = {kind: free_port() for kind in ("account", "container", "object", "proxy")}
    _configure(folder, ports)
    servers = [_start(folder, kind) for kind in ports]
    try:
        for kind, port in ports.items():
            _wait_for(port, folder / f"{kind}.log")
        yield ports["proxy"]
    finally:
        for server in servers:
            server.kill()
            server.wait()


def settings_for(port: int, **more: object) -> Settings:
    """Settings with the bucket of the server at ``port``."""
    given: dict[str, object] = {"s3_access_key": KEY, "s3_secret_key": SECRET, "s3_bucket": BUCKET}
    return Settings(s3_endpoint_url=f"http://127.0.0.1:{port}", **given | more)  # type: ignore[arg-type]


def make_bucket(port: int) -> None:
    """Make the bucket of ``settings_for``."""
    S3Store(settings_for(port))._client.create_bucket(Bucket=BUCKET)


def _configure(folder: Path, ports: dict[str, int]) -> None:
    (folder / "swift.conf").write_text(SWIFT_CONF)
    (folder / "devices" / "one").mkdir(parents=True)
    for kind, port in ports.items():
        given = {"port": port, "folder": folder, "user": getpass.getuser()}
        if kind == "proxy":
            text = PROXY.format(**given)
        else:
            text = STORAGE.format(name=kind, kind="mem_object" if kind == "object" else kind, **given)
        (folder / f"{kind}.conf").write_text(text)
    rings = [f"{kind}:{port}" for kind, port in ports.items() if kind != "proxy"]
    subprocess.run([BIN / "python", "-c", RINGS, *rings], check=True, cwd=folder)


def _start(folder: Path, kind: str) -> subprocess.Popen[bytes]:
    with (folder / f"{kind}.log").open("wb") as log:
        command = [BIN / f"swift-{kind}-server", folder / f"{kind}.conf", "--verbose"]
        return subprocess.Popen(command, stdout=log, stderr=log, cwd=folder)


def _wait_for(port: int, log: Path) -> None:
    deadline = time.monotonic() + READY_SECONDS
    while time.monotonic() < deadline:
        with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
            return
        time.sleep(0.05)
    raise AssertionError(log.read_text())
