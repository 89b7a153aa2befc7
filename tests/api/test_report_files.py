"""GET /api/reports/<name>.<kind>: a report as a file, with the filters of its address, for whoever may see it."""

import asyncio
import io
from collections.abc import Iterator

import httpx
import pytest
from openpyxl import load_workbook
from pypdf import PdfReader
from starlette.applications import Starlette

from tests import factories, visitors
from tests.factories import FrozenClock
from tests.visitors import Visitor
from timetrack import clock, db
from timetrack.api import report_files
from timetrack.domain.reports import lines
from timetrack.domain.reports.exports import REPORTS
from timetrack.models import Role


def ask(path: str, cookie: str = "") -> httpx.Response:
    """What a browser with ``cookie`` is answered."""

    async def answer() -> httpx.Response:
        served = httpx.ASGITransport(Starlette(routes=report_files.routes))
        async with httpx.AsyncClient(transport=served, base_url="http://localhost") as browser:
            return await browser.get(path, headers={"Cookie": cookie})

    return asyncio.run(answer())


@pytest.fixture(scope="module")
def workspace(server: str, template: str) -> Iterator[str]:
    """A workspace of its own for all tests here."""
    with visitors.workspace(server, template, "files") as url:
        yield url


@pytest.fixture(autouse=True)
def frozen(monkeypatch: pytest.MonkeyPatch) -> FrozenClock:
    standing = FrozenClock()
    monkeypatch.setattr(clock, "now", standing.now)
    return standing


@pytest.fixture(scope="module")
def team(workspace: str) -> tuple[Visitor, Visitor]:
    """A manager, and an employee with two hours on a formula of a project."""
    with pytest.MonkeyPatch.context() as patch, db.transaction() as session:
        patch.setattr(clock, "now", FrozenClock().now)
        ada, mira = factories.person(session, name="Ada", role=Role.MANAGER), factories.person(session, name="Mira")
        portal = factories.project(session, name="=1+1")
        factories.entry(session, mira, hours=2, project_id=portal.project_id, description="Wiring", tags=["call"])
        factories.entry(session, ada, hours=1, description="Reading")
    return visitors.signed_in(ada), visitors.signed_in(mira)


@pytest.mark.parametrize("name", REPORTS)
@pytest.mark.parametrize("kind", ["csv", "xlsx", "pdf"])
def test_every_report_comes_in_every_kind(team: tuple[Visitor, Visitor], name: str, kind: str) -> None:
    answer = ask(f"/api/reports/{name}.{kind}?from=2026-03-01&to=2026-03-31&person=all", team[0].cookie)
    assert answer.status_code == 200
    assert answer.headers["content-disposition"] == f'attachment; filename="{name}-2026-03-01-2026-03-31.{kind}"'
    assert answer.headers["cache-control"] == "no-store"
    words = said(answer.content, kind)
    of_people = dict.fromkeys(("timesheet", "team"), "Mira") | {"receivables": "Over 90 days"}
    assert of_people.get(name, "=1+1") in words
    assert name == "receivables" or "Days in Europe/Berlin." in words


def said(content: bytes, kind: str) -> str:
    if kind == "csv":
        return content.decode()
    if kind == "pdf":
        return " ".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)
    sheet = load_workbook(io.BytesIO(content)).active
    assert not [cell for row in sheet for cell in row if cell.data_type == "f"]
    return " ".join(str(cell.value) for row in sheet for cell in row)


def test_the_filters_are_those_of_the_address(team: tuple[Visitor, Visitor]) -> None:
    whole = ask("/api/reports/timesheet.csv?person=all", team[0].cookie).text
    called = ask("/api/reports/timesheet.csv?person=all&tag=call", team[0].cookie).text
    own = ask("/api/reports/timesheet.csv", team[0].cookie).text
    assert ("Wiring" in whole, "Reading" in whole) == (True, True)
    assert ("Wiring" in called, "Reading" in called) == (True, False)
    assert ("Wiring" in own, "Reading" in own) == (False, True)


def test_nobody_gets_what_is_not_theirs(team: tuple[Visitor, Visitor]) -> None:
    ada, mira = team
    assert ask("/api/reports/timesheet.csv").status_code == 401
    assert ask("/api/reports/timesheet.csv", "timetrack=forged").status_code == 401
    assert ask(f"/api/reports/timesheet.csv?person={ada.person.user_id}", mira.cookie).status_code == 404
    everybody = ask("/api/reports/timesheet.csv?person=all", mira.cookie).text
    assert ("Wiring" in everybody, "Reading" in everybody) == (True, False)
    assert "Ada" not in ask("/api/reports/team.csv", mira.cookie).text


@pytest.mark.parametrize("path", ["salaries.csv", "timesheet.exe", "timesheet.csv.pdf"])
def test_what_is_no_report_is_not_found(team: tuple[Visitor, Visitor], path: str) -> None:
    assert ask(f"/api/reports/{path}", team[0].cookie).status_code == 404


@pytest.mark.parametrize(
    "query",
    [
        "tag=%00%01",
        "tag=" + "%F0%9F%9A%80" * 300,
        "tag=%ED%A0%80",
        "from=0001-01-01&to=9999-12-31",
        "from=8999-01-01&to=9000-12-31",
        "from=2026-02-31&to=2026-13-01",
        "person=-1&project=99999999999999999999&client=1;DROP&task=%27",
        "person=9223372036854775807",
        "project=999999999999999999&task=none&client=none&billable=perhaps",
        "person=all&person=1&person=",
    ],
)
def test_no_address_is_a_fault_or_shows_more(team: tuple[Visitor, Visitor], query: str) -> None:
    answer = ask(f"/api/reports/timesheet.csv?{query}", team[1].cookie)
    assert answer.status_code in (200, 404)
    assert "Reading" not in answer.text


def test_what_is_too_much_is_refused_in_a_sentence(
    team: tuple[Visitor, Visitor], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lines, "LINES_AT_MOST", 0)
    answer = ask("/api/reports/timesheet.pdf?person=all&from=2026-03-01&to=2026-03-31", team[0].cookie)
    assert (answer.status_code, answer.headers["content-type"]) == (422, "application/json")
    assert "Choose fewer days" in answer.text
