"""The embedded server: shared, restarted after kill -9, never confused by what another process left behind."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from timetrack import postgres
from timetrack.embedded import EmbeddedServer
from timetrack.errors import DatabaseUnsuitable

pytestmark = pytest.mark.slow  # it starts servers of its own
USE_IT = "import sys; from pathlib import Path; from timetrack import postgres; print(postgres.embedded_url(Path(sys.argv[1])))"


@pytest.fixture(scope="module")
def embedded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EmbeddedServer]:
    """A running server of its own, in a folder whose path is too long and too odd for a socket."""
    server = EmbeddedServer(tmp_path_factory.mktemp("Ada's work, " + "a" * 90))
    postgres.embedded_url(server.data_dir)
    yield server
    postgres.leave_running(server.data_dir)
    server.stop()


def test_the_application_is_no_superuser_and_the_locale_needs_no_system_library(embedded: EmbeddedServer) -> None:
    with connect(embedded) as connection:
        role = connection.execute("SELECT rolsuper, rolcreatedb FROM pg_roles WHERE rolname = current_user").fetchone()
        locale = connection.execute(
            "SELECT datlocprovider, datlocale, pg_encoding_to_char(encoding) FROM pg_database WHERE datname = 'timetrack'"
        ).fetchone()
        fsync = connection.execute("SELECT current_setting('fsync'), current_setting('TimeZone')").fetchone()
    assert role == (False, True)
    assert locale == ("b", "C.UTF-8", "UTF8")
    assert fsync == ("on", "UTC")


def test_another_process_shares_it_and_does_not_stop_it(embedded: EmbeddedServer) -> None:
    said = subprocess.check_output([sys.executable, "-c", USE_IT, str(embedded.data_dir)], text=True)
    assert said.strip() == embedded.url("timetrack", "timetrack", driver="+psycopg")
    assert embedded.is_running()


def test_killed_it_comes_back_with_what_was_committed(embedded: EmbeddedServer) -> None:
    with connect(embedded) as connection:
        connection.execute("CREATE TABLE kept AS SELECT 7 AS value")
    with postgres.kept_running(embedded.data_dir):
        os.kill(pid_of(embedded), signal.SIGKILL)
        with connect_again(embedded, seconds=60) as connection:
            assert connection.execute("SELECT value FROM kept").fetchone() == (7,)


@pytest.mark.parametrize("left_behind", ["the number of a living process", "", "no number\n"])
def test_a_stale_pid_file_does_not_keep_it_from_starting(embedded: EmbeddedServer, left_behind: str) -> None:
    pid_file = embedded.cluster / "postmaster.pid"
    os.kill(pid_of(embedded), signal.SIGKILL)
    pid_file.write_text(left_behind.replace("the number of a living process", str(os.getpid())))
    embedded.start()
    with connect(embedded) as connection:
        assert connection.execute("SELECT 1").fetchone() == (1,)


@pytest.mark.slow
def test_the_last_user_stops_it(tmp_path: Path) -> None:
    subprocess.check_call([sys.executable, "-c", USE_IT, str(tmp_path)], stdout=subprocess.DEVNULL)
    assert not EmbeddedServer(tmp_path).is_running()
    assert not (tmp_path / "postgres" / "postmaster.pid").exists()


@pytest.mark.slow
def test_an_interrupted_first_start_is_begun_again(tmp_path: Path) -> None:
    (tmp_path / "postgres.new").mkdir()
    (tmp_path / "postgres.new" / "half").write_text("written")
    subprocess.check_call([sys.executable, "-c", USE_IT, str(tmp_path)], stdout=subprocess.DEVNULL)
    assert (tmp_path / "postgres" / "PG_VERSION").exists()


def test_a_server_it_cannot_see_is_not_started_over(
    embedded: EmbeddedServer, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    pid_file, hidden = embedded.cluster / "postmaster.pid", tmp_path / "hidden"
    hidden.write_text(pid_file.read_text())
    pid_file.write_text("1\n")
    monkeypatch.setattr("timetrack.embedded.LEAVE_SECONDS", 0.2)
    with pytest.raises(DatabaseUnsuitable, match="another container perhaps"):
        embedded.start()
    pid_file.write_text(hidden.read_text())
    assert embedded.is_running()


def test_a_folder_that_cannot_be_made_is_refused_with_the_fix(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(DatabaseUnsuitable, match="TIMETRACK_DATA_DIR"):
        postgres.embedded_url(tmp_path / "file" / "data")


@pytest.mark.parametrize(
    ("url", "sentence"),
    [
        ("postgresql+psycopg://u:hidden@127.0.0.1:1/d", "does not answer: .*refused"),
        ("postgresql+psycopg://u:hid%zzden@127.0.0.1/d", "cannot be read"),
    ],
)
def test_a_database_that_cannot_be_used_is_refused_without_its_password(url: str, sentence: str) -> None:
    with pytest.raises(DatabaseUnsuitable, match=sentence) as refused:
        postgres.require_suitable(url)
    assert "hid" not in refused.value.message


def test_a_database_that_is_not_utf8_is_refused_with_the_fix(embedded: EmbeddedServer) -> None:
    with connect(embedded) as connection:
        connection.execute("CREATE DATABASE latin ENCODING 'LATIN1' TEMPLATE template0 LOCALE_PROVIDER libc LOCALE 'C'")
    with pytest.raises(DatabaseUnsuitable, match="encoded in LATIN1; create one with: CREATE DATABASE"):
        postgres.require_suitable(embedded.url("timetrack", "latin"))


def connect(server: EmbeddedServer) -> psycopg.Connection:
    return psycopg.connect(server.url("timetrack", "timetrack"), autocommit=True)


def connect_again(server: EmbeddedServer, seconds: float) -> psycopg.Connection:
    deadline = time.monotonic() + seconds
    while True:
        try:
            return connect(server)
        except psycopg.OperationalError:
            assert time.monotonic() < deadline, "the server did not come back"
            time.sleep(0.05)


def pid_of(server: EmbeddedServer) -> int:
    return int((server.cluster / "postmaster.pid").read_text().split("\n", 1)[0])
