"""A change anywhere shows in the tabs it concerns, and a session's end empties them."""

import asyncio

import pytest
from sqlalchemy import text

from tests import visitors
from tests.states import raw
from tests.states.test_sockets import SAMPLE
from tests.visitors import Visitor
from timetrack import clock, db
from timetrack.domain import clients, people
from timetrack.models import Role, User


@pytest.fixture
def ann(workspace: str) -> Visitor:
    return visitors.ann()


def test_a_change_through_another_connection_shows(sample: str, ann: Visitor) -> None:
    async def scene() -> None:
        async with raw.tab_of(sample, cookie=ann.cookie) as tab, raw.tab_of(sample, cookie=ann.again().cookie) as other:
            for opened in (tab, other):
                opened.forget()
            _add_client(ann, "Heard of")
            await asyncio.gather(tab.hears("refreshed"), other.hears("refreshed"))

    asyncio.run(scene())


def test_only_what_concerns_a_tab_reaches_it(sample: str, ann: Visitor) -> None:
    max_ = visitors.joined("Quiet Max")

    async def scene() -> None:
        async with raw.tab_of(sample, cookie=ann.cookie) as tab, raw.tab_of(sample, cookie=max_.cookie) as other:
            for opened in (tab, other):
                opened.forget()
            _set_zone(max_, "Asia/Tokyo")
            await other.hears("refreshed")
            await tab.settle()
            assert tab.updates == []

    asyncio.run(scene())


def test_a_burst_is_read_once_or_twice(sample: str, ann: Visitor) -> None:
    async def scene() -> None:
        async with raw.tab_of(sample, cookie=ann.cookie) as tab:
            tab.forget()
            with db.transaction() as session:
                for number in range(200):
                    session.execute(text("SELECT pg_notify('timetrack', :topic)"), {"topic": f"project:{number}"})
                session.execute(text("SELECT pg_notify('timetrack', 'structure')"))
            await tab.hears("refreshed")
            await tab.settle()
            assert 1 <= tab.held["refreshed"] <= 2

    asyncio.run(scene())


def test_a_tab_that_is_busy_holds_up_no_other(sample: str, ann: Visitor) -> None:
    async def scene() -> None:
        busy = [await raw.open_tab(sample, cookie=ann.cookie) for _ in range(12)]
        async with raw.tab_of(sample, cookie=ann.cookie) as tab:
            for opened in busy:
                await opened.send(f"{SAMPLE}.dawdle")
                await opened.hears('"note_rx_state_": "busy"')
            for opened in [tab, *busy]:
                opened.forget()
            _add_client(ann, "Meanwhile")
            await tab.hears("refreshed")
            assert not any("refreshed" in opened.text for opened in busy)
            await tab.send(f"{SAMPLE}.hurry")
            for opened in busy:
                await opened.hears("refreshed")
                await opened.close()

    asyncio.run(scene())


def test_a_page_left_behind_is_not_refreshed(sample: str, ann: Visitor) -> None:
    async def scene() -> None:
        async with raw.tab_of(sample, cookie=ann.cookie) as tab:
            tab.path = "/elsewhere"
            await tab.send(f"{SAMPLE}.open")
            await tab.finish()
            tab.forget()
            _add_client(ann, "Seen from elsewhere")
            await tab.hears("refreshed")
            await tab.settle()
            assert tab.held["refreshed"] == 1

    asyncio.run(scene())


@pytest.mark.parametrize("end", ["sign out", "deactivate"])
def test_the_end_of_a_session_empties_its_open_tabs(sample: str, end: str) -> None:
    max_ = visitors.joined(f"Max to {end}")

    async def scene() -> None:
        async with raw.tab_of(sample, cookie=max_.cookie) as one, raw.tab_of(sample, cookie=max_.cookie) as other:
            for opened in (one, other):
                assert opened.held["who"] == f"diary of Max to {end}"
            _end(max_, end)
            for opened in (one, other):
                await opened.hears("/login?error=expired")
                await opened.finish()
                assert opened.held["who"] == ""
                await opened.send(f"{SAMPLE}.add", amount=5)
                await opened.finish()
                assert opened.held["total"] == 0

    asyncio.run(scene())


def test_a_lost_role_takes_what_it_showed(sample: str) -> None:
    mia = visitors.joined("Mia", Role.MANAGER)

    async def scene() -> None:
        async with raw.tab_of(sample, cookie=mia.cookie) as tab:
            assert "Ann Founder" in tab.held["colleagues"]
            _change(mia, role=Role.EMPLOYEE)
            await tab.hears('"colleagues_rx_state_": ["Mia"]')

    asyncio.run(scene())


def test_listening_survives_a_lost_connection(sample: str, ann: Visitor) -> None:
    async def scene() -> None:
        async with raw.tab_of(sample, cookie=ann.cookie) as tab:
            for number in range(3):
                tab.forget()
                _terminate_listeners()
                await tab.hears("refreshed")
                await tab.settle()
                tab.forget()
                _add_client(ann, f"After loss {number}")
                await tab.hears("refreshed")

    asyncio.run(scene())


def _add_client(ann: Visitor, name: str) -> None:
    with db.transaction() as session:
        clients.create_client(session, ann.person, name=f"{name} {clock.now()} {id(session)}")


def _set_zone(visitor: Visitor, timezone: str) -> None:
    with db.transaction() as session:
        people.set_zone(session, visitor.person, timezone=timezone)


def _end(visitor: Visitor, how: str) -> None:
    if how == "sign out":
        visitor.sign_out()
    else:
        _change(visitor, deactivated_at=clock.now())


def _change(visitor: Visitor, **values: object) -> None:
    with db.transaction() as session:
        session.get_one(User, visitor.person.user_id).sqlmodel_update(values)
        session.execute(text("SELECT pg_notify('timetrack', :topic)"), {"topic": f"user:{visitor.person.user_id}"})


def _terminate_listeners() -> None:
    query = (
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
        " WHERE datname = current_database() AND query LIKE 'LISTEN%'"
    )
    with db.transaction() as session:
        assert session.execute(text(query)).all()
