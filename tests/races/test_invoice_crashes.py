"""Eight processes bill one client while PostgreSQL is killed: nothing is billed twice, missing or half."""

import json
import multiprocessing
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import psutil
import psycopg
import pytest
from sqlalchemy import text
from sqlmodel import Session

from tests import databases, factories
from tests.domain import billing
from tests.races import biller, books
from tests.races.crowd import committed
from timetrack import schema
from timetrack.domain import people
from timetrack.embedded import EmbeddedServer

BILLERS, KILLS = 8, 6
BETWEEN = 10
"""So many invoices are issued between one kill and the next."""
PATIENCE = 60


@pytest.fixture
def own_folder() -> Iterator[Path]:
    """Outside pytest's own, which a second run of pytest closes to the server's user while this one is at it."""
    with tempfile.TemporaryDirectory(prefix="timetrack-") as folder:
        yield Path(folder)


@pytest.mark.slow
def test_eight_processes_bill_one_client_while_the_database_is_killed(own_folder: Path) -> None:
    server = EmbeddedServer(own_folder)
    server.start()
    try:
        server.create_database()
        url = server.url("timetrack", "timetrack", driver="+psycopg")
        schema.upgrade(url)
        with databases.pointed_at(url):
            committed(_found)
            with _billers(own_folder, url):
                for at in range(KILLS):
                    _wait_for_more(server)
                    _kill(server, only_one=at % 3 == 2)
                    server.start()
                _wait_for_more(server)
            books.sound()
            books.none_is_half()
            _require_acknowledged(own_folder)
            counts = _counts(own_folder)
            print(dict(counts), committed(_figures))  # noqa: T201  what it came to, with -s
            assert counts["away"] >= KILLS, "they were in the middle of it"
            assert counts["deadlock"] == 0
    finally:
        server.stop()


def _found(session: Session) -> None:
    """A workspace with a client, who pays VAT, and a project; each biller bills for somebody."""
    factories.organisation(session)
    for number in range(BILLERS):
        people.add_person(
            session, None, name=f"Biller {number}", email=biller.address(number), timezone="Europe/Berlin"
        )
    client = factories.client(session, name="Opal")
    billing.billed_project(session, client, name="Portal", rate="33.3333")
    billing.vat(session, "8.875", is_default=True)


@contextmanager
def _billers(folder: Path, url: str) -> Iterator[None]:
    """Eight processes, forked from one that knows nothing of ours; each ends well."""
    apart = multiprocessing.get_context("forkserver")
    apart.set_forkserver_preload([biller.__name__])
    crew = [apart.Process(target=biller.bill, args=(folder, url, number)) for number in range(BILLERS)]
    try:
        for process in crew:
            process.start()
        yield
        (folder / "stop").touch()
        for process in crew:
            process.join(PATIENCE)
        assert [process.exitcode for process in crew] == [0] * BILLERS
    finally:
        for process in crew:
            process.kill()
            process.join()


def _wait_for_more(server: EmbeddedServer) -> None:
    """Until so many more invoices are issued than there were."""
    with psycopg.connect(server.url("timetrack", "timetrack"), autocommit=True) as connection:
        before, deadline = _issued(connection), time.monotonic() + PATIENCE
        while _issued(connection) < before + BETWEEN:
            assert time.monotonic() < deadline, "billing does not go on"
            time.sleep(0.02)


def _issued(connection: psycopg.Connection) -> int:
    found = connection.execute("SELECT count(*) FROM invoices WHERE number IS NOT NULL").fetchone()
    assert found is not None
    return int(found[0])


def _kill(server: EmbeddedServer, *, only_one: bool) -> None:
    """Kill the server with all its processes, or one that serves a biller: then the server starts all of them anew."""
    postmaster = server.process()
    assert postmaster is not None
    family = postmaster.children(recursive=True)
    serving = [one for one in family if _serves_a_biller(one)]
    for process in serving[:1] if only_one else [postmaster, *family]:
        with suppress(psutil.NoSuchProcess):
            process.kill()
    psutil.wait_procs(serving if only_one else [postmaster], timeout=PATIENCE)


def _serves_a_biller(process: psutil.Process) -> bool:
    """Whether it does; one that ended since it was listed does not."""
    try:
        return "timetrack timetrack" in " ".join(process.cmdline())
    except psutil.NoSuchProcess:
        return False


def _require_acknowledged(folder: Path) -> None:
    """Whatever a biller was told is issued is there as it was told."""
    wanted = text(
        "SELECT number, total_amount, encode(line_items_sha256, 'hex') FROM invoices WHERE number IS NOT NULL"
    )
    there = {row[0]: (str(row[1]), row[2]) for row in committed(lambda session: session.execute(wanted).all())}
    told = [json.loads(row) for path in folder.glob("issued-*") for row in path.read_text().splitlines()]
    assert len(told) >= KILLS * BETWEEN - KILLS * BILLERS
    assert {number: there.get(number) for number, *_ in told} == {number: (total, sha) for number, total, sha in told}


def _counts(folder: Path) -> Counter[str]:
    found = [Counter(json.loads(path.read_text())) for path in folder.glob("counts-*")]
    assert len(found) == BILLERS
    return sum(found, Counter())


def _figures(session: Session) -> dict[str, Any]:
    found = session.execute(text("SELECT kind || ' ' || status, count(*) FROM invoices GROUP BY 1 ORDER BY 1"))
    billed = session.scalar(text("SELECT count(*) FROM invoiced_entries"))
    return {**{str(name): many for name, many in found}, "entries billed": billed}
