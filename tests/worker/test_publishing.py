"""PDFs reach the store whatever happens on the way: outages, lost answers, workers that are killed."""

import hashlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlmodel import Session

from tests import databases, factories
from tests.proxy import Fault, Wire
from tests.worker.conftest import PATIENCE, nothing_waits, states, work_off
from timetrack import db
from timetrack.documents import publish, storage
from timetrack.domain import jobs
from timetrack.domain.invoices import files
from timetrack.domain.invoices.files import FileState
from timetrack.domain.jobs import JobState
from timetrack.models import Invoice, InvoiceFile

ROOT = Path(__file__).resolve().parents[2]
pytestmark = pytest.mark.usefixtures("impatient")


def test_an_issued_invoice_is_published_by_its_job(issue: Callable[[], Invoice], tmp_path: Path) -> None:
    invoice = issue()
    assert standing(invoice).state is FileState.WAITING
    work_off()
    found = standing(invoice)
    assert (found.state, states()) == (FileState.PUBLISHED, ["succeeded"])
    assert found.file is not None
    content = (tmp_path / "documents" / found.file.object_key).read_bytes()
    assert content.startswith(b"%PDF-")
    assert found.file.object_key == f"invoices/{invoice.invoice_id}/{hashlib.sha256(content).hexdigest()}.pdf"
    assert (found.file.size_bytes, found.file.sha256) == (len(content), hashlib.sha256(content).digest())


def test_what_is_rolled_back_leaves_no_job(database: str, issue: Callable[[], Invoice]) -> None:
    with pytest.raises(ZeroDivisionError), db.transaction() as session:
        enqueued_and_failed(session)
    assert states() == []


def test_publishing_again_changes_nothing(issue: Callable[[], Invoice]) -> None:
    invoice = issue()
    first, again = publish.publish(invoice.invoice_id), publish.publish(invoice.invoice_id)
    assert first == again
    assert publish.publish(10**9) is None


def test_a_pdf_that_was_lost_comes_back_with_the_same_bytes(issue: Callable[[], Invoice]) -> None:
    invoice = issue()
    made = publish.publish(invoice.invoice_id)
    assert made is not None
    storage.store().delete(made.object_key)
    assert publish.publish(invoice.invoice_id) == made
    assert storage.store().exists(made.object_key)


def test_a_folder_that_cannot_be_written_is_told_and_tried_again_by_hand(
    issue: Callable[[], Invoice], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("timetrack.worker.retrying.TRIES", 2)
    (tmp_path / "documents").write_text("in the way")
    invoice = issue()
    work_off()
    found = standing(invoice)
    assert (found.state, states()) == (FileState.FAILED, ["failed"])
    assert "cannot be written" in found.error
    (tmp_path / "documents").unlink()
    with db.transaction() as session:
        files.publish_again(session, factories.lead(session), invoice_id=invoice.invoice_id)
    work_off()
    assert standing(invoice).state is FileState.PUBLISHED


def test_every_pdf_arrives_after_an_outage(issue: Callable[[], Invoice], wired_store: Wire) -> None:
    """Refused at first, then with the answers lost on the way back; nobody who issued noticed."""
    wired_store.fault = Fault.REFUSES
    invoices = [issue() for _ in range(8)]
    work_off(lambda: all(standing(invoice).error for invoice in invoices))
    assert {standing(invoice).state for invoice in invoices} == {FileState.WAITING}, states()
    wired_store.fault, asked = Fault.LOSES_THE_ANSWER, wired_store.asked
    work_off(lambda: wired_store.asked > asked + len(invoices))
    assert FileState.FAILED not in {standing(invoice).state for invoice in invoices}, states()
    wired_store.fault = Fault.NONE
    work_off()
    assert states() == ["succeeded"] * len(invoices)
    for invoice in invoices:
        assert storage.store().get(known(invoice).object_key) == fresh(invoice)


def test_what_a_killed_worker_was_doing_is_done_by_another(
    database: str, issue: Callable[[], Invoice], wired_store: Wire
) -> None:
    wired_store.fault = Fault.HANGS
    invoice, asked = issue(), wired_store.asked
    environment = os.environ | {"DATABASE_URL": database}
    worker = subprocess.Popen([sys.executable, "-m", "timetrack", "worker"], cwd=ROOT, env=environment)
    try:
        wait_for(lambda: wired_store.asked > asked)
        assert states() == ["doing"]
    finally:
        worker.send_signal(signal.SIGKILL)
        worker.wait()
    assert states() == ["doing"]
    wired_store.fault = Fault.NONE
    work_off()
    assert states() == ["succeeded"]
    assert storage.store().get(known(invoice).object_key) == fresh(invoice)
    assert count("invoice_files") == 1


def test_a_worker_outlives_its_connections(database: str, issue: Callable[[], Invoice]) -> None:
    first = issue()

    def cut_once_published() -> bool:
        if standing(first).state is not FileState.PUBLISHED:
            return False
        if len(states()) == 1:
            with databases.connected(database) as connection:
                connection.execute(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                    " WHERE datname = current_database() AND pid <> pg_backend_pid()"
                )
            db.engine().dispose()
            issue()
        return nothing_waits()

    work_off(cut_once_published)
    assert states() == ["succeeded", "succeeded"]


def test_what_kills_its_workers_is_given_up(database: str, issue: Callable[[], Invoice]) -> None:
    issue()
    with databases.connected(database) as connection:
        connection.execute("UPDATE procrastinate_jobs SET status = 'doing', attempts = 23, worker_id = NULL")
    work_off()
    assert states() == ["failed"]


def test_an_administrator_sees_what_failed_and_why(
    issue: Callable[[], Invoice], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "documents").write_text("in the way")
    invoice = issue()
    work_off(lambda: bool(standing(invoice).error))
    with db.transaction() as session:
        (job,) = [one for one in jobs.jobs_page(session, factories.lead(session)) if one.name == jobs.PUBLISH]
    assert job.state in (JobState.WAITING, JobState.RUNNING)
    assert (job.args, "cannot be written" in job.error) == ({"invoice_id": invoice.invoice_id}, True)
    assert job.tries >= 1


def standing(invoice: Invoice) -> files.Filed:
    with db.reading() as session:
        found = files.filed(session, factories.lead(session), invoice_id=invoice.invoice_id)
    assert found is not None
    return found


def known(invoice: Invoice) -> InvoiceFile:
    found = standing(invoice).file
    assert found is not None
    return found


def fresh(invoice: Invoice) -> bytes:
    """Rendered anew, now."""
    with db.reading() as session:
        wanted = files.printable(session, invoice_id=invoice.invoice_id)
    assert wanted is not None
    return publish.rendered(wanted)


def enqueued_and_failed(session: Session) -> None:
    jobs.enqueue(session, jobs.PUBLISH, invoice_id=1)
    raise ZeroDivisionError


def count(table: str) -> int:
    with db.reading() as session:
        found: int = session.execute(text(f"SELECT count(*) FROM {table}")).scalar_one()
        return found


def wait_for(is_so: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE
    while not is_so():
        assert time.monotonic() < deadline
        time.sleep(0.05)
