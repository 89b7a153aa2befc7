"""`doctor` tries the store of documents and the mail server as a job would use them, and leaves nothing behind."""

from collections.abc import Callable
from pathlib import Path

from tests.proxy import Fault, Wire
from tests.worker.post_office import PostOffice
from timetrack import doctor
from timetrack.doctor import PROBE, Finding
from timetrack.documents import storage

Setting = Callable[[str, str], None]


def found() -> dict[str, Finding]:
    return {one.subject: one for one in doctor.findings()}


def test_the_folder_is_written_to(database: str, setting: Setting, tmp_path: Path) -> None:
    assert not found()["documents"].is_problem
    assert not storage.store().exists(PROBE)
    setting("TIMETRACK_DATA_DIR", str(tmp_path / "elsewhere"))
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / "documents").write_text("a file where a folder should be")
    assert found()["documents"].is_problem
    assert "The folder for documents cannot be written to" in found()["documents"].text


def test_the_bucket_is_written_to(database: str, setting: Setting, wired_store: Wire) -> None:
    assert found()["documents"].text.startswith("the bucket ")
    assert not storage.store().exists(PROBE)
    wired_store.fault = Fault.REFUSES
    setting("S3_PREFIX", "on-a-new-connection")
    assert found()["documents"].is_problem


def test_the_mail_server_is_greeted_and_gets_nothing(database: str, setting: Setting, post_office: PostOffice) -> None:
    assert not found()["mail"].is_problem
    setting("SMTP_URL", f"smtp://studio:wrong@localhost:{post_office.port}?starttls")
    assert found()["mail"].is_problem
    assert "The mail server refused the password" in found()["mail"].text
    setting("SMTP_URL", "smtp://localhost:1")
    assert "The mail server does not answer" in found()["mail"].text
    assert post_office.taken == []


def test_no_mail_server_is_no_problem(database: str, setting: Setting) -> None:
    assert found()["mail"] == Finding("mail", "no SMTP_URL is set; mails are kept and say so")
