"""GET /api/shared/<token>.pdf: the PDF behind a client's link, for whoever has it."""

import asyncio
from collections.abc import Iterator

import httpx
import pytest
from starlette.applications import Starlette

from tests import factories, visitors
from tests.domain import billing
from timetrack import db
from timetrack.api import invoice_files
from timetrack.documents import publish
from timetrack.domain.invoices import files, sharing, voiding
from timetrack.models import Invoice


@pytest.fixture(scope="module")
def shared(server: str, template: str) -> Iterator[tuple[Invoice, str]]:
    """An issued invoice and the token of its link."""
    with visitors.workspace(server, template, "shared"):
        with db.transaction() as session:
            made = billing.issued(session, factories.client(session), billing.extra("120.50"))
            link = sharing.share(session, factories.lead(session), invoice_id=made.invoice_id)
        yield made, link.token


def ask(token: str) -> httpx.Response:
    async def answer() -> httpx.Response:
        transport = httpx.ASGITransport(app=Starlette(routes=invoice_files.routes))
        async with httpx.AsyncClient(transport=transport, base_url="http://localhost") as client:
            return await client.get(f"/api/shared/{token}.pdf")

    return asyncio.run(answer())


def test_the_client_gets_the_very_bytes_that_are_published(shared: tuple[Invoice, str]) -> None:
    invoice, token = shared
    with db.transaction() as session:
        wanted = files.printable(session, invoice_id=invoice.invoice_id)
    assert wanted is not None
    answer = ask(token)
    assert (answer.status_code, answer.headers["content-type"]) == (200, "application/pdf")
    assert answer.content == publish.rendered(wanted)
    assert f"Invoice {invoice.number}.pdf" in answer.headers["content-disposition"]
    assert answer.headers["cache-control"] == "no-store"


@pytest.mark.parametrize("token", ["nothing", "t" * 43, "%00", "..%2f..%2fetc"])
def test_any_other_token_gets_nothing(shared: tuple[Invoice, str], token: str) -> None:
    assert ask(token).status_code == 404


def test_a_void_invoice_is_marked_and_a_revoked_link_gets_nothing(shared: tuple[Invoice, str]) -> None:
    invoice, token = shared
    before = ask(token).content
    with db.transaction() as session:
        voiding.void(session, factories.lead(session), invoice_id=invoice.invoice_id, reason="Wrong")
    assert ask(token).content != before
    with db.transaction() as session:
        sharing.revoke_link(session, factories.lead(session), invoice_id=invoice.invoice_id)
    assert ask(token).status_code == 404
