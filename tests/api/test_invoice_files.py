"""GET /api/session/invoices/<id>.pdf, .png and .xml: one invoice as a file, for whoever bills and for nobody else."""

import asyncio
import io
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest
from lxml import etree
from PIL import Image
from pypdf import PdfReader
from starlette.applications import Starlette

from tests import factories, visitors
from tests.documents.invoice_papers import logo
from tests.domain import billing
from tests.visitors import Visitor
from timetrack import db
from timetrack.api import invoice_files
from timetrack.documents import publish, storage
from timetrack.domain import clients, workspace
from timetrack.domain.invoices import reading, voiding
from timetrack.models import Role


@dataclass(frozen=True)
class Studio:
    """Who is there, and the keys of a draft, an issued and a void invoice."""

    lead: Visitor
    worker: Visitor
    draft: int
    issued: int
    void: int


@pytest.fixture(scope="module")
def studio(server: str, template: str) -> Iterator[Studio]:
    """A workspace of its own for all tests here."""
    with visitors.workspace(server, template, "papers"):
        lead, worker = visitors.joined("Ada", Role.MANAGER), visitors.joined("Mira")
        with db.transaction() as session:
            keys = _billed(session)
        yield Studio(lead, worker, *keys)


def _billed(session: Any) -> list[int]:
    boss = factories.lead(session)
    workspace.edit_workspace(session, boss, address="1 Quay", country="DE", tax_id="DE136695976")
    workspace.set_logo(session, boss, png=logo())
    client = factories.client(session, name="Opal")
    clients.edit_client_billing(session, boss, client_id=client.client_id, address="2 Road", country="DE")
    of = client, billing.extra("120.50", description="Hosting <b>€</b> שלום")
    draft = billing.drafted(session, *of)
    issued, void = billing.issued(session, *of), billing.issued(session, *of)
    voiding.void(session, boss, invoice_id=void.invoice_id, reason="Wrong")
    return [one.invoice_id for one in (draft, issued, void)]


def ask(path: str, cookie: str = "") -> httpx.Response:
    """What a browser with ``cookie`` is answered."""

    async def answer() -> httpx.Response:
        served = httpx.ASGITransport(Starlette(routes=invoice_files.routes))
        async with httpx.AsyncClient(transport=served, base_url="http://localhost") as browser:
            return await browser.get(f"/api/session/invoices/{path}", headers={"Cookie": cookie})

    return asyncio.run(answer())


def words(answer: httpx.Response) -> str:
    return " ".join(page.extract_text() for page in PdfReader(io.BytesIO(answer.content)).pages)


def test_an_issued_invoice_is_a_pdf_under_its_number_with_the_hash_of_what_was_issued(studio: Studio) -> None:
    answer = ask(f"{studio.issued}.pdf", studio.lead.cookie)
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "application/pdf"
    with db.reading() as session:
        document, sha256 = reading.issued_document(session, studio.lead.person, invoice_id=studio.issued)
    assert answer.headers["content-disposition"].startswith(f'inline; filename="Invoice {document["number"]}.pdf"')
    assert answer.headers["cache-control"] == "private, no-cache"
    assert f"SHA-256 {sha256.hex()}" in words(answer)
    assert PdfReader(io.BytesIO(answer.content)).attachments.keys() == {"factur-x.xml"}
    assert len(PdfReader(io.BytesIO(answer.content)).pages[0].images) == 1


def test_a_draft_says_that_it_is_one_and_is_kept_nowhere(studio: Studio) -> None:
    answer = ask(f"{studio.draft}.pdf", studio.lead.cookie)
    assert answer.headers["cache-control"] == "no-store"
    assert "DRAFT" in words(answer)
    assert "SHA-256" not in words(answer)
    assert not PdfReader(io.BytesIO(answer.content)).attachments


def test_what_is_void_says_so_and_nobody_is_asked_to_pay_it(studio: Studio) -> None:
    answer = ask(f"{studio.void}.pdf", studio.lead.cookie)
    assert "VOID" in words(answer)
    assert "Please pay" not in words(answer)
    assert not PdfReader(io.BytesIO(answer.content)).attachments


def test_ubl_comes_of_what_is_issued_and_is_refused_of_all_else(studio: Studio) -> None:
    answer = ask(f"{studio.issued}.xml", studio.lead.cookie)
    assert answer.headers["content-disposition"].startswith("attachment;")
    assert etree.fromstring(answer.content).tag == "{urn:oasis:names:specification:ubl:schema:xsd:Invoice-2}Invoice"
    for key, reason in ((studio.draft, "draft"), (studio.void, "void")):
        refusal = ask(f"{key}.xml", studio.lead.cookie)
        assert refusal.status_code == 422
        assert reason in refusal.json()["error"]["message"]


@pytest.mark.parametrize("kind", ["pdf", "png", "xml"])
def test_nobody_else_reads_an_invoice(studio: Studio, kind: str) -> None:
    assert ask(f"{studio.issued}.{kind}").status_code == 401
    for key in (studio.issued, studio.draft, 10**6):
        assert ask(f"{key}.{kind}", studio.worker.cookie).status_code == 403


@pytest.mark.parametrize("path", ["999999.pdf", f"{10**30}.pdf", "0.xml"])
def test_what_is_not_there_is_not_found(studio: Studio, path: str) -> None:
    assert ask(path, studio.lead.cookie).status_code == 404


def test_there_is_no_other_kind(studio: Studio) -> None:
    assert ask(f"{studio.issued}.html", studio.lead.cookie).status_code == 404


def test_a_page_comes_as_a_picture_as_wide_as_asked(studio: Studio) -> None:
    for key, keeping in ((studio.draft, "no-store"), (studio.issued, "private, no-cache")):
        answer = ask(f"{key}.png?page=1&width=300", studio.lead.cookie)
        assert answer.headers["content-type"] == "image/png"
        assert answer.headers["cache-control"] == keeping
        assert Image.open(io.BytesIO(answer.content)).width == 300


@pytest.mark.parametrize(
    ("query", "status"),
    [("page=2", 404), ("page=0", 404), ("page=x", 422), ("page=-1", 422), ("width=99999", 422), ("width=1e9", 422)],
)
def test_no_other_page_and_no_odd_width(studio: Studio, query: str, status: int) -> None:
    assert ask(f"{studio.issued}.png?{query}", studio.lead.cookie).status_code == status


def test_what_was_published_stays_when_the_workspace_gets_another_logo(
    studio: Studio, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(storage, "store", lambda: storage.FileStore(tmp_path))
    publish.publish(studio.issued)
    before = ask(f"{studio.issued}.pdf", studio.lead.cookie).content
    with db.transaction() as session:
        workspace.remove_logo(session, factories.lead(session))
    try:
        assert ask(f"{studio.issued}.pdf", studio.lead.cookie).content == before
    finally:
        with db.transaction() as session:
            workspace.set_logo(session, factories.lead(session), png=logo())
