"""The command line as people call it: what it prints, how it refuses, and that it leaves no traceback."""

import io
import socket
import sys
from collections.abc import Iterator

import psycopg
import pytest
from sqlalchemy import text

from tests import databases, visitors
from timetrack import cli, db, schema
from timetrack.config import settings
from timetrack.domain import auth, invitations
from timetrack.errors import InvitationUnknown

PASSWORD = "correct horse battery"


@pytest.fixture(autouse=True)
def _settings_of_the_test(clean_environment: pytest.MonkeyPatch) -> Iterator[None]:
    yield
    settings.cache_clear()


@pytest.fixture
def typed(monkeypatch: pytest.MonkeyPatch) -> None:
    """A password on stdin."""
    monkeypatch.setattr(sys, "stdin", io.StringIO(f"{PASSWORD}\n"))


@pytest.fixture
def unmigrated(server: str) -> Iterator[None]:
    """A database without tables."""
    with databases.cloned(server, "template0", "bare") as url, databases.pointed_at(url):
        yield


def test_the_first_administrator_founds_the_workspace(
    database: str, typed: None, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["create-admin", "--email", "Ada@Example.org", "--name", "Ada", "--timezone", "Europe/Berlin"]) == 0
    assert "Ada can sign in as ada@example.org.\n" in capsys.readouterr().out
    person = auth.prove(email="ada@example.org", password=PASSWORD, address="")
    assert (person.role, person.timezone) == ("ADMIN", "Europe/Berlin")


def test_a_second_administrator_joins_it(database: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("ada", "ben"):
        monkeypatch.setattr(sys, "stdin", io.StringIO(f"{PASSWORD}\n"))
        assert cli.main(["create-admin", "--email", f"{name}@example.org", "--name", name]) == 0
    with db.transaction() as session:
        assert session.execute(text("SELECT count(*) FILTER (WHERE role = 'ADMIN') FROM users")).scalar() == 2
        assert session.execute(text("SELECT count(*) FROM organisation")).scalar() == 1


def test_an_invitation_is_printed_as_a_link_that_works(database: str, capsys: pytest.CaptureFixture[str]) -> None:
    visitors.found_workspace()
    assert cli.main(["invite", "--email", "Noor@Example.org", "--name", "Noor", "--role", "manager"]) == 0
    first, told = capsys.readouterr()
    assert first.startswith("http://localhost:8000/join/")
    assert told.startswith("Send this link to Noor yourself. It works once, until ")
    assert cli.main(["invite", "--email", "noor@example.org"]) == 0
    token = capsys.readouterr().out.strip().rpartition("/")[2]
    with db.transaction() as session:
        assert invitations.open_invitation(session, token=token).name == "Noor"
        with pytest.raises(InvitationUnknown):
            invitations.open_invitation(session, token=first.strip().rpartition("/")[2])


@pytest.mark.parametrize("email", ["ann@harbour.example", "not an address"])
def test_who_cannot_be_invited_is_refused_in_a_sentence(
    database: str, capsys: pytest.CaptureFixture[str], email: str
) -> None:
    visitors.found_workspace()
    assert cli.main(["invite", "--email", email]) == 1
    out, refused = capsys.readouterr()
    assert (out, refused.count("\n"), "Nothing was" in refused) == ("", 1, True)


@pytest.mark.parametrize(
    ("arguments", "password"),
    [
        (["--email", "ada@example.org", "--name", "Ada"], "short"),
        (["--email", "no address", "--name", "Ada"], PASSWORD),
        (["--email", "ada@example.org", "--name", " "], PASSWORD),
        (["--email", "ada@example.org", "--name", "Ada", "--timezone", "Berlin"], PASSWORD),
    ],
)
def test_what_cannot_be_used_is_refused_in_one_sentence(
    database: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    arguments: list[str],
    password: str,
) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO(f"{password}\n"))
    assert cli.main(["create-admin", *arguments]) == 1
    assert "Traceback" not in (said := capsys.readouterr().err)
    assert len(said.strip().splitlines()) == 1
    with db.transaction() as session:
        assert session.execute(text("SELECT count(*) FROM users")).scalar() == 0


def test_database_url_is_one_that_psql_understands(database: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["database-url"]) == 0
    with psycopg.connect(capsys.readouterr().out.strip()) as connection:
        assert connection.execute("SELECT 1").fetchone() == (1,)


def test_migrate_brings_an_empty_database_to_the_newest_schema(
    unmigrated: None, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["doctor"]) == 1
    assert "migrations: the database is at nothing. Run: python -m timetrack migrate" in capsys.readouterr().out
    assert cli.main(["migrate"]) == 0
    assert capsys.readouterr().out == f"The database is at migration {schema.head()}.\n"
    assert cli.main(["doctor"]) == 0


def test_the_doctor_finds_a_record_that_was_altered(
    database: str, typed: None, capsys: pytest.CaptureFixture[str]
) -> None:
    cli.main(["create-admin", "--email", "ada@example.org", "--name", "Ada"])
    assert cli.main(["doctor"]) == 0
    assert capsys.readouterr().out.count("ok   ") == 10
    with db.transaction() as session:
        session.execute(text("ALTER TABLE audit_log DISABLE TRIGGER USER"))
        session.execute(text("UPDATE audit_log SET action = 'UPDATE'"))
    assert cli.main(["doctor"]) == 1
    assert "problem  audit: records were altered" in capsys.readouterr().out


def test_the_doctor_finds_a_total_that_is_wrong_and_recount_mends_it(
    database: str, typed: None, capsys: pytest.CaptureFixture[str]
) -> None:
    cli.main(["create-admin", "--email", "ada@example.org", "--name", "Ada"])
    with db.transaction() as session:
        session.execute(text("INSERT INTO worked_totals (user_id, is_billable, seconds) VALUES (1, false, 60)"))
    assert cli.main(["doctor"]) == 1
    assert "person 1, project none, not billable, all time: 60 s too many" in capsys.readouterr().out
    assert cli.main(["recount"]) == 0
    assert cli.main(["doctor"]) == 0


def test_the_doctor_names_a_setting_that_cannot_be_used(
    database: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PORT", "http")
    settings.cache_clear()
    assert cli.main(["doctor"]) == 1
    assert capsys.readouterr().out.startswith("problem  settings: PORT: ")


def test_a_taken_port_is_named_before_anything_starts(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port = listening.getsockname()[1]
        monkeypatch.setenv("PORT", str(port))
        settings.cache_clear()
        assert cli.main(["serve"]) == 1
    said = capsys.readouterr().err
    assert said.startswith(f"Port {port} on 127.0.0.1 is not free")
    assert f"PORT={port + 1} make run" in said


@pytest.mark.parametrize("arguments", [[], ["sing"], ["create-admin"], ["migrate", "--now"]])
def test_a_wrong_call_shows_the_usage_and_exits_with_2(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as left:
        cli.main(arguments)
    assert left.value.code == 2
    assert capsys.readouterr().err.startswith("usage: python -m timetrack")
