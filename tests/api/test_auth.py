"""Signing in, out and founding the workspace by native forms."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from httpx import Response
from sqlmodel import func, select

from tests import visitors
from tests.api.conftest import Browser
from timetrack import db
from timetrack.api.auth import local_path
from timetrack.domain import auth
from timetrack.models import Organisation, SignInFailure, User, UserSession

ANN = {"email": "ann@harbour.example", "password": visitors.PASSWORD}
SETUP = {
    "workspace": "Harbour Studio",
    "name": "Ann",
    "email": "ann@harbour.example",
    "password": visitors.PASSWORD,
    "timezone": "Europe/Berlin",
    "currency": "EUR",
}
FORGED = {"X-Forwarded-For": "198.51.100.1"}


def outcome(answer: Response) -> tuple[int, str]:
    return answer.status_code, answer.headers["location"]


def count(model: type) -> int:
    with db.transaction() as session:
        return session.exec(select(func.count()).select_from(model)).one()


def cookie(answer: Response) -> str:
    return answer.headers.get("set-cookie", "")


@pytest.mark.usefixtures("founded")
def test_the_right_password_opens_a_session(browser: Browser) -> None:
    answer = browser.post("/auth/login", data=ANN)
    assert outcome(answer) == (303, "/")
    assert answer.headers["cache-control"] == "no-store"
    assert "HttpOnly" in cookie(answer)
    assert "SameSite=lax" in cookie(answer)
    assert "Max-Age" not in cookie(answer)
    assert "Secure" not in cookie(answer)
    assert auth.visit(auth.key_of(browser.cookies["timetrack"])) is not None


@pytest.mark.usefixtures("founded")
def test_staying_signed_in_lasts_thirty_days(browser: Browser) -> None:
    assert "Max-Age=2592000" in cookie(browser.post("/auth/login", data=ANN | {"stay": "on"}))


@pytest.mark.usefixtures("founded")
def test_under_https_the_cookie_belongs_to_this_host_alone(
    browser: Browser, setting: Callable[[str, str], None]
) -> None:
    setting("BASE_URL", "https://time.example")
    given = cookie(browser.post("/auth/login", data=ANN, headers={"Origin": "https://time.example"}))
    assert given.startswith("__Host-timetrack=")
    assert "Secure" in given
    assert "Path=/" in given
    assert "Domain" not in given


@pytest.mark.usefixtures("founded")
@pytest.mark.parametrize(
    "form",
    [
        ANN | {"password": "a wrong password"},
        ANN | {"email": "nobody@harbour.example"},
        {},
        {"email": "a\0b", "password": "\0"},
        {"email": "ann@harbour.example"},
    ],
)
def test_anything_else_leads_back_with_one_and_the_same_answer(browser: Browser, form: dict[str, str]) -> None:
    answer = browser.post("/auth/login", data=form)
    assert outcome(answer) == (303, "/login?error=invalid")
    assert cookie(answer) == ""


@pytest.mark.usefixtures("founded")
@pytest.mark.parametrize("body", [b"\xff\xfe", b"a&" * 500, b"{}", b""])
def test_what_is_no_form_signs_nobody_in(browser: Browser, body: bytes) -> None:
    for kind in ("application/x-www-form-urlencoded", "application/json", "multipart/form-data; boundary=x", ""):
        answer = browser.post("/auth/login", content=body, headers={"Content-Type": kind})
        assert outcome(answer)[1] in ("/login?error=invalid", "/login?error=throttled")


@pytest.mark.usefixtures("founded")
def test_signing_in_again_ends_the_session_before(browser: Browser) -> None:
    browser.post("/auth/login", data=ANN)
    first = browser.cookies["timetrack"]
    browser.post("/auth/login", data=ANN)
    assert browser.cookies["timetrack"] != first
    assert auth.visit(auth.key_of(first)) is None


@pytest.mark.usefixtures("founded")
def test_a_session_planted_before_signing_in_is_not_taken_over(browser: Browser) -> None:
    browser.cookies.set("timetrack", "planted")
    browser.post("/auth/login", data=ANN)
    assert auth.visit(auth.key_of("planted")) is None


@pytest.mark.usefixtures("founded")
def test_logging_out_ends_the_session_and_takes_the_cookie(browser: Browser) -> None:
    browser.post("/auth/login", data=ANN)
    secret = browser.cookies["timetrack"]
    answer = browser.post("/auth/logout")
    assert outcome(answer) == (303, "/login")
    assert "Max-Age=0" in cookie(answer)
    assert auth.visit(auth.key_of(secret)) is None
    assert outcome(browser.post("/auth/logout")) == (303, "/login")


@pytest.mark.parametrize("path", ["/auth/login", "/auth/logout", "/auth/setup"])
def test_a_link_can_trigger_none_of_it(browser: Browser, path: str) -> None:
    assert browser.get(path).status_code == 405


@pytest.mark.parametrize(
    ("wanted", "given"),
    [
        ("/time?week=3", "/time?week=3"),
        ("/", "/"),
        ("", "/"),
        ("//evil.example", "/"),
        ("/\\evil.example", "/"),
        ("https://evil.example", "/"),
        ("javascript:alert(1)", "/"),
        ("/a\r\nSet-Cookie: x", "/"),
        ("/\t/evil.example", "/"),
    ],
)
def test_signing_in_leads_to_our_own_pages_only(wanted: str, given: str) -> None:
    assert local_path(wanted) == given


@pytest.mark.usefixtures("founded")
def test_guessing_ends_in_waiting_whatever_address_is_pretended(browser: Browser) -> None:
    wrong = ANN | {"password": "a wrong password"}
    for number in range(5):
        browser.post("/auth/login", data=wrong, headers={"X-Forwarded-For": f"198.51.100.{number}"})
    answer = browser.post("/auth/login", data=ANN, headers={"X-Forwarded-For": "192.0.2.200"})
    assert outcome(answer) == (303, "/login?error=throttled")
    assert count(SignInFailure) == 5


@pytest.mark.usefixtures("founded")
def test_behind_a_trusted_proxy_each_address_counts_for_itself(
    browser: Browser, setting: Callable[[str, str], None]
) -> None:
    setting("TRUSTED_PROXIES", "1")
    wrong = ANN | {"password": "a wrong password"}
    for number in range(8):
        forwarded = f"10.9.8.{number}, 203.0.113.9"
        answer = browser.post("/auth/login", data=wrong, headers={"X-Forwarded-For": forwarded})
    assert outcome(answer) == (303, "/login?error=throttled")
    answer = browser.post("/auth/login", data=ANN, headers={"X-Forwarded-For": "203.0.113.9, 192.0.2.1"})
    assert outcome(answer) == (303, "/")


@pytest.mark.usefixtures("founded")
def test_guesses_at_once_are_counted_one_by_one(browser: Browser) -> None:
    wrong = ANN | {"password": "a wrong password"}
    with ThreadPoolExecutor(16) as pool:
        answers = list(pool.map(lambda _: browser.post("/auth/login", data=wrong), range(24)))
    assert sorted({outcome(answer)[1] for answer in answers}) == ["/login?error=invalid", "/login?error=throttled"]
    assert count(SignInFailure) == 5


@pytest.mark.usefixtures("database")
def test_setting_up_founds_the_workspace_and_signs_its_founder_in(browser: Browser) -> None:
    assert outcome(browser.post("/auth/setup", data=SETUP)) == (303, "/#start-timer")
    visit = auth.visit(auth.key_of(browser.cookies["timetrack"]))
    assert visit is not None
    assert (visit.actor.name, visit.actor.role) == ("Ann", "ADMIN")


@pytest.mark.usefixtures("database")
@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("workspace", " "),
        ("name", ""),
        ("email", "ann"),
        ("password", "too short"),
        ("timezone", "Mars/Base"),
        ("currency", "XXQ"),
    ],
)
def test_a_field_that_cannot_be_used_is_named(browser: Browser, field: str, typed: str) -> None:
    assert outcome(browser.post("/auth/setup", data=SETUP | {field: typed})) == (303, f"/setup?error={field}")
    assert count(User) == count(Organisation) == count(UserSession) == 0


@pytest.mark.usefixtures("founded")
def test_setting_up_twice_is_refused(browser: Browser) -> None:
    answer = browser.post("/auth/setup", data=SETUP | {"email": "eve@evil.example"})
    assert outcome(answer) == (303, "/setup?error=taken")
    assert cookie(answer) == ""


@pytest.mark.usefixtures("database")
def test_of_many_setups_at_once_one_wins(browser: Browser) -> None:
    forms = [SETUP | {"email": f"eve{number}@harbour.example"} for number in range(8)]
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda form: browser.post("/auth/setup", data=form), forms))
    assert sorted(outcome(answer)[1] for answer in answers) == ["/#start-timer", *["/setup?error=taken"] * 7]
    assert (count(User), count(Organisation), count(UserSession)) == (1, 1, 1)
