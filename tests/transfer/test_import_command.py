"""`python -m timetrack import toggl`: what a person at a terminal sees, and what a script can rely on."""

import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import text

from tests import factories
from tests.transfer.exports import FIXTURES, at, export
from timetrack import cli, db
from timetrack.transfer.summary import NAMES_SHOWN

SPRING = str(FIXTURES / "toggl_spring.csv")
BERLIN = ("--timezone", "Europe/Berlin")


@pytest.fixture
def workspace(database: str) -> None:
    """A workspace with nobody in it."""
    with db.transaction() as session:
        factories.organisation(session)


def run(*arguments: str) -> int:
    return cli.main(["import", "toggl", *arguments])


def entries() -> int:
    with db.transaction() as session:
        return int(session.execute(text("SELECT count(*) FROM time_entries")).scalar_one())


def test_the_command_accounts_for_every_row(workspace: None):
    command = [sys.executable, "-m", "timetrack", "import", "toggl", SPRING, *BERLIN]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
    assert (done.returncode, done.stderr) == (0, "")
    lines = done.stdout.splitlines()
    assert lines[0] == "toggl_spring.csv: 894 rows, their clocks in Europe/Berlin."
    assert "      890 entries" in lines
    assert "        4 people, not invited yet: they cannot sign in" in lines
    assert "Refused and left out: 4" in lines
    assert (
        "  row 236  ada@example.test  2026-04-30 13:55:08 – 16:22:36  “overlaps the row before”:"
        " overlaps row 235, “Emails, invoices” (Thu 30 Apr 13:54 – 16:22)"
    ) in lines
    assert "  Ada Example    ada@example.test        234 entries   363:08:40" in lines
    assert entries() == 890


def test_a_dry_run_and_a_repetition_say_what_they_are(workspace: None, capsys: pytest.CaptureFixture[str]):
    assert run(SPRING, *BERLIN, "--dry-run") == 0
    said = capsys.readouterr().out
    assert "A dry run: nothing was saved." in said
    assert "Would be refused and left out: 4" in said
    assert entries() == 0
    run(SPRING, *BERLIN)
    capsys.readouterr()
    assert run(SPRING, *BERLIN) == 0
    assert "There already, so passed over: 890" in capsys.readouterr().out
    assert entries() == 890


def test_rows_that_cannot_be_read_are_listed_and_the_rest_comes_in(
    workspace: None, tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    file = tmp_path / "mixed.csv"
    file.write_bytes(
        export(at("09:00", "10:00"), at("02:30", "03:30", day="2026-03-29"), at("11:00", "12:00", "02:00:00"))
    )
    assert run(str(file), *BERLIN) == 0
    said = capsys.readouterr().out
    assert "row 3  ada@example.test  2026-03-29 02:30 – 2026-03-29 03:30  “Standup”: On Sun 29 Mar the clocks" in said
    assert "Came in, but have a look: 1" in said
    assert entries() == 2


def test_the_command_fails_when_nothing_could_be_read(
    workspace: None, tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    broken = tmp_path / "broken.csv"
    broken.write_bytes(export({"Email": "nobody"}))
    assert run(str(broken), *BERLIN) == 1
    assert "row 2" in capsys.readouterr().out
    for content, sentence in ((b"PK\x03\x04", "not CSV"), ("A,Größe".encode("latin-1"), "Line 1 is not UTF-8")):
        broken.write_bytes(content)
        assert run(str(broken), *BERLIN) == 1
        shown = capsys.readouterr()
        assert (shown.out, sentence in shown.err, shown.err.count("\n")) == ("", True, 1)
    assert run(str(tmp_path / "absent.csv"), *BERLIN) == 1
    assert "absent.csv cannot be read (No such file or directory)" in capsys.readouterr().err
    assert run(SPRING, "--timezone", "Mars/Olympus") == 1
    assert "There is no time zone called “Mars/Olympus”" in capsys.readouterr().err
    assert entries() == 0


def test_without_a_workspace_the_command_says_what_to_do(database: str, capsys: pytest.CaptureFixture[str]):
    assert run(SPRING, *BERLIN) == 1
    assert "There is no workspace yet. Open Timetrack in a browser to create it." in capsys.readouterr().err


def test_long_lists_of_names_are_cut(workspace: None, tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    file = tmp_path / "many.csv"
    rows = [
        at(f"{n // 60:02}:{n % 60:02}", f"{(n + 1) // 60:02}:{(n + 1) % 60:02}", Project=f"P{n}") for n in range(50)
    ]
    file.write_bytes(export(*rows))
    assert run(str(file), *BERLIN) == 0
    assert f"… and {50 - NAMES_SHOWN} more" in capsys.readouterr().out
