"""GET /api/reports/week-comparison: the viewer's own two weeks, to nobody else."""

import asyncio
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import httpx
import pytest
from starlette.applications import Starlette

from tests import factories, visitors
from tests.factories import FrozenClock
from tests.visitors import Visitor
from timetrack import clock, db
from timetrack.api import reports
from timetrack.domain import timer

THURSDAY = datetime(2026, 11, 19, 13, 36, 20, tzinfo=UTC)
HOUR, WEEK = timedelta(hours=1), timedelta(days=7)
PATH = "/api/reports/week-comparison"


def ask(cookie: str, *, path: str = PATH, method: str = "GET") -> httpx.Response:
    """What a browser with ``cookie`` is answered."""

    async def answer() -> httpx.Response:
        served = httpx.ASGITransport(Starlette(routes=reports.routes))
        async with httpx.AsyncClient(transport=served, base_url="http://localhost") as browser:
            return await browser.request(method, path, headers={"Cookie": cookie})

    return asyncio.run(answer())


@pytest.fixture(scope="module")
def workspace(server: str, template: str) -> Iterator[str]:
    """A workspace of its own for all tests here."""
    with visitors.workspace(server, template, "comparison") as url:
        yield url


@pytest.fixture
def frozen(monkeypatch: pytest.MonkeyPatch) -> FrozenClock:
    standing = FrozenClock(THURSDAY)
    monkeypatch.setattr(clock, "now", standing.now)
    return standing


@pytest.fixture
def mira(frozen: FrozenClock, workspace: str) -> Visitor:
    """An employee in Berlin with three hours this week, and five last week of which two came later in the week."""
    with db.transaction() as session:
        person = factories.person(session, name="Mira")
        factories.entry(session, person, start=THURSDAY - 4 * HOUR, hours=3)
        factories.entry(session, person, start=THURSDAY - WEEK - 3 * HOUR, hours=5)
    return visitors.signed_in(person)


def test_both_weeks_by_day(mira: Visitor, frozen: FrozenClock) -> None:
    with db.transaction() as session:
        timer.start_timer(session, mira.person)
    frozen.forward(minutes=30)
    answer = ask(mira.cookie)
    assert (answer.status_code, answer.headers["cache-control"]) == (200, "no-store")
    found = answer.json()
    assert found["days"][3] == {
        "day": "2026-11-19",
        "this_seconds": 12_600,
        "running_seconds": 1800,
        "last_seconds": 12_600,
        "last_rest_seconds": 5400,
    }
    assert len(found["days"]) == 7
    assert {name: found[name] for name in found if name != "days"} == {
        "timezone": "Europe/Berlin",
        "moment": "2026-11-19T14:06:20+00:00",
        "last_moment": "2026-11-12T14:06:20+00:00",
        "this_seconds": 12_600,
        "last_seconds": 12_600,
        "change_seconds": 0,
        "change_percent": 0,
    }


def test_an_empty_last_week_has_no_percentage(mira: Visitor) -> None:
    noor = visitors.joined("Noor")
    assert ask(noor.cookie).json()["change_percent"] is None


def test_everybody_gets_their_own(mira: Visitor) -> None:
    olu = visitors.joined("Olu")
    asked = f"{PATH}?user_id={mira.person.user_id}"
    assert ask(olu.cookie, path=asked).json()["this_seconds"] == 0


@pytest.mark.parametrize("cookie", ["", "timetrack=forged", "timetrack="])
def test_nobody_signed_in_is_refused(mira: Visitor, cookie: str) -> None:
    answer = ask(cookie)
    assert answer.status_code == 401
    assert answer.json()["error"]["code"] == "not_signed_in"


def test_a_session_that_ended_is_refused(mira: Visitor) -> None:
    mira.sign_out()
    assert ask(mira.cookie).status_code == 401


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE"])
def test_there_is_nothing_to_change(mira: Visitor, method: str) -> None:
    assert ask(mira.cookie, method=method).status_code == 405
