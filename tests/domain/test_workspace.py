"""The workspace's settings: who may change them, what is refused, and what the currency is tied to."""

import hashlib
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from sqlmodel import Session

from tests import factories
from tests.factories import NOW, FrozenClock
from timetrack.domain import entry_list, people, project_hours, timer, workspace
from timetrack.domain.entry_list import EntryFilter
from timetrack.errors import InvalidInput, NotFound, NotPermitted
from timetrack.models import Role, User

LOGO = workspace.PNG + b"pixels"


@pytest.fixture
def admin(session: Session, frozen: FrozenClock) -> User:
    return factories.person(session, name="Grace", role=Role.ADMIN)


def test_an_administrator_sets_what_stands_on_paper_and_how_reports_round(session: Session, admin: User) -> None:
    made = workspace.edit_workspace(
        session,
        admin,
        name=" Harbour ",
        address="Quay 1\r\n20457 Hamburg\n",
        tax_id="DE 123",
        timezone="Asia/Tokyo",
        week_start=7,
        rounding_minutes=15,
        rounding_mode="UP",
        minimum_entry_minutes=5,
    )
    assert (made.name, made.address, made.tax_id) == ("Harbour", "Quay 1\n20457 Hamburg", "DE 123")
    assert (made.timezone, made.week_start) == ("Asia/Tokyo", 7)
    assert (made.rounding_minutes, made.rounding_mode, made.minimum_entry_minutes) == (15, "UP", 5)
    assert workspace.edit_workspace(session, admin) == made


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": ""},
        {"name": "x" * 10_000},
        {"address": "x" * 1001},
        {"tax_id": "x" * 101},
        {"currency": "XXQ"},
        {"timezone": "Mars/Base"},
        {"week_start": 0},
        {"rounding_minutes": 61},
        {"rounding_minutes": -1},
        {"rounding_mode": "AWAY"},
        {"minimum_entry_minutes": 61},
    ],
)
def test_what_cannot_be_is_refused(session: Session, admin: User, wrong: Any) -> None:
    with pytest.raises(InvalidInput, match="Nothing was saved"):
        workspace.edit_workspace(session, admin, **wrong)


def test_rounding_and_the_shortest_entry_touch_neither_what_is_stored_nor_what_pages_count(
    session: Session, admin: User, mira: User, frozen: FrozenClock
) -> None:
    workspace.edit_workspace(session, admin, rounding_minutes=15, rounding_mode="UP", minimum_entry_minutes=30)
    project = factories.project(session)
    logged = factories.entry(session, mira, start=frozen.now() - timedelta(hours=2), hours=1 / 12)
    timer.start_timer(session, mira, project_id=project.project_id)
    frozen.forward(seconds=61)
    stopped = timer.stop_timer(session, mira).entry
    assert [entry.duration_seconds for entry in (logged, stopped)] == [300, 61]
    assert project_hours.hours_per_project(session, mira)[project.project_id].seconds == 61
    today = entry_list.hours_per_day(
        session, mira, EntryFilter(mira.user_id), NOW.date(), NOW.date(), "Europe/Berlin", at=frozen.now()
    )
    assert today[NOW.date()].seconds == 361


def test_nobody_but_an_administrator_changes_it(session: Session, manager: User, mira: User) -> None:
    for person in (manager, mira):
        for forbidden in (
            lambda person=person: workspace.edit_workspace(session, person, name="Mine"),
            lambda person=person: workspace.set_logo(session, person, png=LOGO),
            lambda person=person: workspace.remove_logo(session, person),
        ):
            with pytest.raises(NotPermitted):
                forbidden()


def test_the_currency_changes_until_money_or_time_is_in_it(session: Session, admin: User) -> None:
    assert workspace.edit_workspace(session, admin, currency="usd").currency == "USD"
    people.set_default_rate(session, admin, user_id=admin.user_id, hourly_rate=Decimal(95))
    with pytest.raises(InvalidInput, match="Default rates are in USD"):
        workspace.edit_workspace(session, admin, currency="EUR")
    people.set_default_rate(session, admin, user_id=admin.user_id, hourly_rate=None)
    factories.entry(session, admin)
    with pytest.raises(InvalidInput, match="Time has been logged in USD"):
        workspace.edit_workspace(session, admin, currency="EUR")
    assert workspace.edit_workspace(session, admin, currency="USD", name="Still fine").name == "Still fine"


def test_the_logo_is_found_by_its_hash_until_it_is_removed(session: Session, admin: User, mira: User) -> None:
    sha256 = hashlib.sha256(LOGO).digest()
    assert workspace.set_logo(session, admin, png=LOGO).logo_sha256 == sha256
    assert workspace.logo_png(session, mira, sha256=sha256) == LOGO
    with pytest.raises(NotFound):
        workspace.logo_png(session, mira, sha256=b"\0" * 32)
    assert workspace.remove_logo(session, admin) == LOGO
    assert workspace.remove_logo(session, admin) is None
    with pytest.raises(NotFound):
        workspace.logo_png(session, mira, sha256=sha256)


@pytest.mark.parametrize("wrong", [b"", b"<html>", b"GIF89a", workspace.PNG + b"x" * workspace.LARGEST_LOGO])
def test_what_timetrack_did_not_write_is_no_logo(session: Session, admin: User, wrong: bytes) -> None:
    with pytest.raises(InvalidInput):
        workspace.set_logo(session, admin, png=wrong)
