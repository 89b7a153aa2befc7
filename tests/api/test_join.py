"""Joining by an invitation's link: a native form, answered by redirects."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from httpx import Response
from sqlalchemy import update

from tests import visitors
from tests.api.conftest import Browser
from timetrack import clock, db
from timetrack.domain import auth, invitations, people
from timetrack.domain.invitations import INVITATIONS

pytestmark = pytest.mark.usefixtures("founded")

JOINING = {"name": "Noor Haddad", "password": visitors.PASSWORD, "timezone": "Asia/Tokyo"}


@pytest.fixture
def token(founded: str) -> str:
    with db.transaction() as session:
        ann = people.people_by_email(session, ["ann@harbour.example"])["ann@harbour.example"]
        return invitations.add_invited_person(session, ann, name="Noor", email="noor@harbour.example").secret


def outcome(answer: Response) -> tuple[int, str]:
    return answer.status_code, answer.headers["location"]


def test_whoever_holds_the_link_sets_a_password_and_is_in(browser: Browser, token: str) -> None:
    answer = browser.post(f"/auth/join/{token}", data=JOINING)
    assert outcome(answer) == (303, "/#start-timer")
    assert answer.headers["cache-control"] == "no-store"
    visit = auth.visit(auth.key_of(browser.cookies["timetrack"]))
    assert visit is not None
    assert (visit.actor.name, visit.actor.email, visit.actor.timezone, visit.actor.role) == (
        "Noor Haddad",
        "noor@harbour.example",
        "Asia/Tokyo",
        "EMPLOYEE",
    )
    again = browser.post("/auth/login", data={"email": "noor@harbour.example", "password": visitors.PASSWORD})
    assert outcome(again) == (303, "/")


@pytest.mark.parametrize(
    ("field", "typed"),
    [("name", " "), ("name", "x" * 10_000), ("password", "short"), ("password", ""), ("timezone", "Mars/Base")],
)
def test_a_field_that_cannot_be_used_is_named_and_the_link_still_works(
    browser: Browser, token: str, field: str, typed: str
) -> None:
    answer = browser.post(f"/auth/join/{token}", data=JOINING | {field: typed})
    assert outcome(answer) == (303, f"/join/{token}?error={field}")
    assert "set-cookie" not in answer.headers
    assert outcome(browser.post(f"/auth/join/{token}", data=JOINING)) == (303, "/#start-timer")


def test_used_expired_and_unknown_links_lead_back_to_their_page(browser: Browser, token: str) -> None:
    browser.post(f"/auth/join/{token}", data=JOINING)
    for dead in (token, "x" * 43):
        answer = browser.post(f"/auth/join/{dead}", data=JOINING | {"password": "short"})
        assert outcome(answer) == (303, f"/join/{dead}")
        assert "set-cookie" not in answer.headers
    assert outcome(browser.post("/auth/join/..%5Cevil", data=JOINING)) == (303, "/join/unknown")


def test_an_expired_link_lets_nobody_in(browser: Browser, token: str) -> None:
    with db.transaction() as session:
        past = clock.now() - timedelta(days=8)
        session.execute(update(INVITATIONS).values(created_at=past, expires_at=past + timedelta(days=7)))
    assert outcome(browser.post(f"/auth/join/{token}", data=JOINING)) == (303, f"/join/{token}")
    assert "timetrack" not in browser.cookies


def test_guesses_end_in_waiting_and_the_right_link_costs_nothing(browser: Browser, token: str) -> None:
    for _ in range(8):
        browser.post(f"/auth/join/{token}", data=JOINING | {"password": "short"})
    for guess in range(5):
        browser.post(f"/auth/join/{guess:043}", data=JOINING)
    answer = browser.post(f"/auth/join/{token}", data=JOINING)
    assert (outcome(answer), "timetrack" in browser.cookies) == ((303, f"/join/{token}"), False)


def test_of_many_who_use_one_link_at_once_one_is_in(browser: Browser, token: str) -> None:
    forms = [JOINING | {"name": f"Noor {number}"} for number in range(8)]
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda form: browser.post(f"/auth/join/{token}", data=form), forms))
    assert sorted(outcome(answer)[1] for answer in answers) == ["/#start-timer", *[f"/join/{token}"] * 7]


def test_joining_ends_the_session_of_who_used_the_browser_before(browser: Browser, token: str) -> None:
    browser.post("/auth/login", data={"email": "ann@harbour.example", "password": visitors.PASSWORD})
    before = browser.cookies["timetrack"]
    browser.post(f"/auth/join/{token}", data=JOINING)
    assert auth.visit(auth.key_of(before)) is None


def test_a_link_alone_changes_nothing(browser: Browser, token: str) -> None:
    assert browser.get(f"/auth/join/{token}").status_code == 405
