"""GET /api/session/invoices/preview.png and .pdf: the draft to be as paper, for whoever bills and for nobody else."""

import asyncio
import io
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

import httpx
import pytest
from PIL import Image
from pypdf import PdfReader
from sqlalchemy import text
from starlette.applications import Starlette

from tests import factories, visitors
from tests.domain import billing
from tests.visitors import Visitor
from timetrack import db
from timetrack.api import invoice_preview
from timetrack.domain.invoices.wish_text import wish_text
from timetrack.domain.invoices.wishes import ExtraLine, Wish
from timetrack.models import Role


@dataclass(frozen=True)
class Studio:
    """Who is there, and who pays: a client with work, and one without."""

    lead: Visitor
    worker: Visitor
    opal: int
    idle: int


@pytest.fixture(scope="module")
def studio(server: str, template: str) -> Iterator[Studio]:
    """A workspace of its own for all tests here."""
    with visitors.workspace(server, template, "previews"):
        lead, worker = visitors.joined("Ada", Role.MANAGER), visitors.joined("Mira")
        with db.transaction() as session:
            opal, idle = factories.client(session, name="Opal"), factories.client(session, name="Idle")
            billing.work(session, worker.person, billing.billed_project(session, opal, name="Portal"), seconds=7200)
        yield Studio(lead, worker, opal.client_id, idle.client_id)


def ask(kind: str, cookie: str = "", **query: str) -> httpx.Response:
    """What a browser with ``cookie`` is answered."""

    async def answer() -> httpx.Response:
        served = httpx.ASGITransport(Starlette(routes=invoice_preview.routes))
        async with httpx.AsyncClient(transport=served, base_url="http://localhost") as browser:
            address = f"/api/session/invoices/preview.{kind}"
            return await browser.get(address, params=query, headers={"Cookie": cookie})

    return asyncio.run(answer())


def wish(client_id: int, *extras: ExtraLine, discount: str = "") -> str:
    return wish_text(Wish(client_id, extras=extras, discount_percent=Decimal(discount) if discount else None))


def rows() -> tuple[int, ...]:
    with db.reading() as session:
        return tuple(
            session.execute(text("SELECT (SELECT count(*) FROM invoices), max(audit_id) FROM audit_log")).one()
        )


def test_the_pdf_says_what_the_draft_would_and_nothing_is_written(studio: Studio) -> None:
    before = rows()
    answer = ask("pdf", studio.lead.cookie, wish=wish(studio.opal, billing.extra("10", description="Hosting")))
    assert (answer.status_code, answer.headers["content-type"]) == (200, "application/pdf")
    assert answer.headers["cache-control"] == "no-store"
    words = " ".join(page.extract_text() for page in PdfReader(io.BytesIO(answer.content)).pages)
    for said in ("DRAFT", "Draft, no number yet", "Opal", "Portal", "Hosting", "200.00"):
        assert said in words
    assert "SHA-256" not in words
    assert rows() == before


def test_the_picture_follows_the_wish(studio: Studio) -> None:
    plain, less = (
        ask("png", studio.lead.cookie, wish=wish(studio.opal, discount=discount), width="400")
        for discount in ("", "10")
    )
    assert (plain.headers["content-type"], plain.headers["cache-control"]) == ("image/png", "no-store")
    assert Image.open(io.BytesIO(plain.content)).width == 400
    assert plain.content != less.content


def test_long_ones_have_pages_and_no_more_than_they_have(studio: Studio) -> None:
    extras = [billing.extra(description=f"Line {number}") for number in range(45)]
    long = wish(studio.opal, *extras)
    first, second = (ask("png", studio.lead.cookie, wish=long, page=page, width="300") for page in "12")
    assert first.content != second.content
    assert ask("png", studio.lead.cookie, wish=long, page="99").status_code == 404


def test_nobody_else_previews(studio: Studio) -> None:
    for kind in ("pdf", "png"):
        assert ask(kind, wish=wish(studio.opal)).status_code == 401
        assert ask(kind, studio.worker.cookie, wish=wish(studio.opal)).status_code == 403
        assert ask(kind, studio.worker.cookie, wish=wish(10**6)).status_code == 403, "nor learns who there is"


def test_what_has_no_preview_says_why(studio: Studio) -> None:
    idle = ask("png", studio.lead.cookie, wish=wish(studio.idle))
    assert idle.status_code // 100 == 4
    assert idle.json()["error"]["message"].startswith("Idle has no billable time here")
    assert idle.headers["cache-control"] == "no-store"
    assert ask("png", studio.lead.cookie, wish=wish(10**6)).status_code == 404
    assert ask("xml", studio.lead.cookie, wish=wish(studio.opal)).status_code == 404


@pytest.mark.parametrize(
    "wished",
    [
        "",
        "null",
        "[" * 4000,
        "{" * 9000,
        '{"client_id":"1"}',
        '{"client_id":99999999999999999999}',
        '{"client_id":1,"discount_amount":"1E999999"}',
        '{"client_id":1,"notes":"\\ud800"}',
        '{"client_id":1,"replaces_id":1}',
        '{"client_id":1,"first_day":"9000-12-31","last_day":"9000-12-30"}',
        '{"client_id":1,"first_day":"1900-01-01"}',
        '{"client_id":1,"extras":[{"description":"","rate":"1"}]}',
    ],
    ids=lambda wished: wished[:30],
)
def test_hostile_wishes_are_refused_with_a_sentence(studio: Studio, wished: str) -> None:
    wished = wished.replace('"client_id":1,', f'"client_id":{studio.opal},')
    answer = ask("png", studio.lead.cookie, wish=wished)
    assert answer.status_code == 422
    assert answer.json()["error"]["message"].endswith(".")


@pytest.mark.parametrize(
    "query", [{"page": "x"}, {"page": "1" * 5000}, {"width": "-1"}, {"width": "١"}, {"width": "5"}]
)
def test_hostile_pages_are_too(studio: Studio, query: dict[str, str]) -> None:
    assert ask("png", studio.lead.cookie, wish=wish(studio.opal), **query).status_code == 422


def test_the_longest_notes_and_odd_letters_are_no_trouble(studio: Studio) -> None:
    odd = wish_text(Wish(studio.opal, notes="\0\x1b[31m <script> & שלום \u202e " + "x" * 4000))
    assert ask("pdf", studio.lead.cookie, wish=odd).status_code == 200
