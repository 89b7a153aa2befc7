"""One contract for both stores: a folder, and a bucket on a real S3 server."""

import asyncio
import hashlib
import os
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

import httpx
import pytest
from starlette.applications import Starlette

from tests import swift
from tests.ports import free_port
from timetrack import config
from timetrack.api import files as files_api
from timetrack.documents import storage
from timetrack.documents.s3 import S3Store
from timetrack.documents.storage import FileStore, Store
from timetrack.errors import InvalidInput, NotFound, StoreAway

KEY = "invoices/7/0a.pdf"
PDF = b"%PDF-1.7\x00\xff" + bytes(range(256)) * 400


@pytest.fixture(autouse=True)
def _fresh_settings(clean_environment: pytest.MonkeyPatch) -> Iterator[None]:
    config.settings.cache_clear()
    yield
    config.settings.cache_clear()


@pytest.fixture(params=["folder", pytest.param("bucket", marks=pytest.mark.slow)])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Store:
    """Each store in turn, empty for this test."""
    if request.param == "folder":
        return FileStore(tmp_path / "data" / "documents", "http://localhost")
    return S3Store(swift.settings_for(request.getfixturevalue("s3_port"), s3_prefix=f"t{time.time_ns()}"))


@pytest.fixture
def read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], httpx.Response]:
    """What anybody is answered who follows a link."""
    monkeypatch.setenv("TIMETRACK_DATA_DIR", str(tmp_path / "data"))
    config.settings.cache_clear()

    def follow(link: str) -> httpx.Response:
        if not link.startswith("http://localhost"):
            return httpx.get(link)
        return _asked(link)

    return follow


def _asked(link: str) -> httpx.Response:
    async def answer() -> httpx.Response:
        served = httpx.ASGITransport(Starlette(routes=files_api.routes))
        async with httpx.AsyncClient(transport=served) as browser:
            return await browser.get(link)

    return asyncio.run(answer())


def test_what_is_put_is_there(store: Store) -> None:
    assert not store.exists(KEY)
    store.put(KEY, PDF, content_type="application/pdf")
    assert store.exists(KEY)
    assert store.get(KEY) == PDF


def test_putting_again_replaces(store: Store) -> None:
    store.put(KEY, b"one", content_type="application/pdf")
    store.put(KEY, PDF, content_type="application/pdf")
    assert store.get(KEY) == PDF


def test_what_is_not_there_is_not_found(store: Store) -> None:
    with pytest.raises(NotFound):
        store.get("invoices/7/none.pdf")


def test_what_is_deleted_is_gone_and_may_be_deleted_again(store: Store) -> None:
    store.put(KEY, PDF, content_type="application/pdf")
    for _ in (1, 2):
        store.delete(KEY)
    assert not store.exists(KEY)


def test_nothing_and_much_come_back_whole(store: Store) -> None:
    for content in (b"", os.urandom(3_000_000)):
        store.put(KEY, content, content_type="application/pdf")
        assert store.get(KEY) == content


@pytest.mark.parametrize(
    "key",
    ["", "one", "/etc/passwd", "../up/x.pdf", "invoices/../../x", "invoices//x", "invoices/.links", "a/b\n", "a/b\0",
     "invoices/%2e%2e/x", "a/" + "x" * 400, "invoices\\7", "a/b/", "ä/b"],
)  # fmt: skip
def test_no_key_leads_anywhere_else(store: Store, key: str) -> None:
    for use in (store.get, store.exists, store.delete):
        with pytest.raises(InvalidInput):
            use(key)
    with pytest.raises(InvalidInput):
        store.put(key, PDF, content_type="application/pdf")
    with pytest.raises(InvalidInput):
        store.link(key, name="x.pdf")


def test_a_link_is_read_by_anybody_under_the_name_it_was_given(
    store: Store, read: Callable[[str], httpx.Response]
) -> None:
    store.put(KEY, PDF, content_type="application/pdf")
    found = read(store.link(KEY, name="Rechnung Ä 7.pdf"))
    assert (found.status_code, found.content) == (200, PDF)
    assert found.headers["content-type"] == "application/pdf"
    assert "Rechnung Ä 7.pdf" in unquote(found.headers["content-disposition"])


def test_a_link_for_another_document_is_refused(store: Store, read: Callable[[str], httpx.Response]) -> None:
    for key in (KEY, "invoices/8/secret.pdf"):
        store.put(key, PDF, content_type="application/pdf")
    link = store.link(KEY, name="x.pdf")
    assert read(link.replace(KEY, "invoices/8/secret.pdf")).status_code == 403
    assert 400 <= read(link.partition("?")[0]).status_code < 404


def test_a_link_is_over_after_its_time(store: Store, read: Callable[[str], httpx.Response]) -> None:
    store.put(KEY, PDF, content_type="application/pdf")
    link = store.link(KEY, name="x.pdf", seconds=1)
    deadline = time.monotonic() + 60
    while read(link).status_code == 200 and time.monotonic() < deadline:
        time.sleep(0.2)
    assert read(link).status_code == 403


def test_the_key_of_a_pdf_is_named_by_its_bytes() -> None:
    assert storage.invoice_key(12, PDF) == f"invoices/12/{hashlib.sha256(PDF).hexdigest()}.pdf"


def test_without_settings_documents_lie_in_the_data_folder(
    clean_environment: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    clean_environment.setenv("TIMETRACK_DATA_DIR", str(tmp_path))
    config.settings.cache_clear()
    storage.store().put(KEY, PDF, content_type="application/pdf")
    assert (tmp_path / "documents" / KEY).read_bytes() == PDF
    assert oct((tmp_path / "documents" / KEY).stat().st_mode)[-3:] == "600"


def test_a_folder_that_cannot_be_written_says_so_and_leaves_nothing_behind(tmp_path: Path) -> None:
    (tmp_path / "documents").write_text("a file where the folder should be")
    with pytest.raises(StoreAway, match="cannot be written"):
        FileStore(tmp_path / "documents").put(KEY, PDF, content_type="application/pdf")


def test_what_is_half_written_is_never_seen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = FileStore(tmp_path)
    store.put(KEY, b"before", content_type="application/pdf")

    def fails(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", fails)
    with pytest.raises(StoreAway, match="No space left"):
        store.put(KEY, PDF, content_type="application/pdf")
    assert store.get(KEY) == b"before"
    assert [path.name for path in (tmp_path / KEY).parent.iterdir()] == ["0a.pdf"]


def test_links_of_two_processes_are_signed_alike(tmp_path: Path) -> None:
    links = [FileStore(tmp_path, "http://localhost").link(KEY, name="x.pdf") for _ in (1, 2)]
    said = [parse_qs(urlsplit(link).query)["signature"] for link in links]
    assert said[0] == said[1] or links[0].split("until=")[1][:10] != links[1].split("until=")[1][:10]


def test_a_store_that_is_away_or_refuses_says_so_soon(s3_port: int) -> None:
    away = S3Store(swift.settings_for(free_port()))
    refusing = S3Store(swift.settings_for(s3_port, s3_secret_key="wrong"))
    begun = time.monotonic()
    with pytest.raises(StoreAway, match="does not answer"):
        away.put(KEY, PDF, content_type="application/pdf")
    with pytest.raises(StoreAway, match="SignatureDoesNotMatch"):
        refusing.put(KEY, PDF, content_type="application/pdf")
    with pytest.raises(StoreAway):
        refusing.exists(KEY)
    assert time.monotonic() - begun < 60
