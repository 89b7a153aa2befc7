"""Every handler of the app, called raw by people it is not for: no effect on others' rows, no data of theirs in any answer.

Handlers added later are walked by themselves: the list is Reflex's registry.
"""

import asyncio
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import text as sql
from sqlmodel import Session

from tests import visitors
from tests.states import forged, raw
from tests.states.forged import Victim
from tests.visitors import Visitor
from timetrack import clock, db
from timetrack.domain import clients, colleagues, entries, projects, tasks, timer
from timetrack.models import Role
from timetrack.states.guard import access_of
from timetrack.timetrack import app  # noqa: F401 - registers every page and state

SECRETS = ("Zebra Holdings", "Quokka", "Numbat", "private diary", "running secretly", "Ann Founder", "ann@harbour")
ON_THE_BOARD = "Ann Founder"
"""Colleagues know each other's names from the team board; what Ann works on she hides there."""
BOARDS = ("/team", "/team/wall")


@pytest.fixture(scope="module")
def served(workspace: str, log: Path) -> Iterator[str]:
    """The URL of Timetrack itself, without its compiled pages and without a worker that writes on its own."""
    with raw.serving("timetrack.timetrack:app", log, DATABASE_URL=workspace, JOBS_IN_WEB="no") as url:
        yield url


@pytest.fixture(scope="module")
def victim(workspace: str) -> Victim:
    """Ann and what is hers alone."""
    ann = visitors.ann()
    with db.transaction() as session:
        ids = _anns_rows(session, ann)
    return Victim(ids | {"session_id": ann.session_id, "user_id": ann.person.user_id}, ann.person.user_id)


@pytest.fixture(scope="module")
def max_(workspace: str) -> Visitor:
    """Another employee."""
    return visitors.joined("Max")


def test_every_handler_is_guarded_or_explicitly_public() -> None:
    unmarked = [name for name, found in forged.handlers().items() if access_of(found.handler.fn) is None]
    assert {name.rpartition(".")[2] for name in unmarked} == forged.REFLEX_OWN
    public = {name.rpartition(".")[2] for name in forged.own_handlers() if not _is_guarded(name)}
    assert public == {"open_login", "open_setup", "open_invitation", "open_link", "dismiss_notice", "show_notice"}


def test_nobody_can_do_anything_without_signing_in(served: str, workspace: str, victim: Victim) -> None:
    before = forged.fingerprint(workspace)

    async def scene() -> str:
        async with raw.tab_of(served, cookie="timetrack=forged") as tab:
            await _call_everything(tab, victim)
            assert len(tab.redirects) >= sum(map(_is_guarded, forged.own_handlers()))
            return tab.text

    text = asyncio.run(scene())
    assert [secret for secret in SECRETS if secret in text] == []
    assert forged.fingerprint(workspace) == before


def test_another_employee_reaches_nothing_that_is_not_theirs(
    served: str, workspace: str, victim: Victim, max_: Visitor
) -> None:
    before, everything = forged.fingerprint(workspace, but_of=max_.person.user_id), forged.fingerprint(workspace)

    async def scene() -> str:
        async with raw.tab_of(served, cookie=max_.cookie) as tab:
            await _call_everything(tab, victim)
            return tab.text

    text = asyncio.run(scene())
    assert [secret for secret in SECRETS if secret in text] == [ON_THE_BOARD]
    assert forged.fingerprint(workspace, but_of=max_.person.user_id) == before
    assert forged.fingerprint(workspace) != everything, "their own timer was never started: the walk reached nothing"


def test_who_was_deactivated_reaches_nothing_through_a_socket_that_is_still_open(
    served: str, workspace: str, victim: Victim
) -> None:
    gone, ann = visitors.joined("Gone Soon"), visitors.ann()
    on = {"project_id": victim.ids["project_id"], "user_id": gone.person.user_id}
    with db.transaction() as session:
        projects.add_member(session, ann.person, **on)

    async def scene() -> tuple[dict[str, str], str]:
        async with raw.tab_of(served, cookie=gone.cookie) as tab:
            await tab.send(
                f"{raw.BASE}.timetrack___states___base____app_state.timetrack___states___timer____timer_state.open"
            )
            await tab.hears("Quokka")
            with db.transaction() as session:
                colleagues.deactivate_person(session, ann.person, user_id=gone.person.user_id)
            before = forged.fingerprint(workspace)
            tab.forget()
            await _call_everything(tab, victim)
            return before, tab.text

    before, text = asyncio.run(scene())
    assert [secret for secret in SECRETS if secret in text] == []
    assert forged.fingerprint(workspace) == before


def test_malformed_arguments_have_no_effect_at_all(
    served: str, workspace: str, victim: Victim, max_: Visitor, log: Path
) -> None:
    visitor = max_.again()
    before, refused = forged.fingerprint(workspace), log.read_text().count("refused ")

    async def scene() -> int:
        sent = 0
        async with raw.tab_of(served, cookie=visitor.cookie) as tab:
            for name, found in forged.own_handlers().items():
                for arguments in forged.misfits(found, victim):
                    await tab.send(name, **arguments)
                    sent += 1
            await tab.finish()
        return sent

    sent = asyncio.run(scene())
    assert forged.fingerprint(workspace) == before
    assert log.read_text().count("refused ") - refused == sent


@pytest.mark.parametrize("route", forged.routes())
def test_no_page_shows_another_employee_what_is_not_theirs(
    served: str, victim: Victim, max_: Visitor, route: str
) -> None:
    path = route.replace("[project_id]", str(victim.ids["project_id"])).replace("[person_id]", str(victim.user_id))
    path = path.replace("[token]", "x" * 43).replace("[invoice_id]", "1")

    async def scene() -> str:
        async with raw.tab_of(served, cookie=max_.cookie, path=path) as tab:
            return tab.text

    text = asyncio.run(scene())
    assert [secret for secret in SECRETS if secret in text] == ([ON_THE_BOARD] if route in BOARDS else [])


def test_a_manager_reaches_nothing_that_administrators_and_owners_keep(
    served: str, workspace: str, victim: Victim
) -> None:
    manager = visitors.joined("Mona", Role.MANAGER)
    before, everything = _kept_from_managers(workspace, manager), forged.fingerprint(workspace)

    async def scene() -> None:
        async with raw.tab_of(served, cookie=manager.cookie) as tab:
            await _call_everything(tab, victim)

    asyncio.run(scene())
    assert _kept_from_managers(workspace, manager) == before
    assert forged.fingerprint(workspace) != everything, "nothing of what managers may do was done"


async def _call_everything(tab: raw.RawTab, victim: Victim) -> None:
    for name, found in forged.own_handlers().items():
        await tab.send(name, **forged.fitting(found, victim))
    await tab.finish()


def _kept_from_managers(url: str, manager: Visitor) -> tuple[object, ...]:
    found = forged.fingerprint(url, but_of=manager.person.user_id)
    with db.transaction() as session:
        admins = session.execute(sql("SELECT to_jsonb(u) FROM users u WHERE role = 'ADMIN' ORDER BY user_id")).all()
    tables = ("organisation", "sessions", "favourites", "saved_filters")
    return (admins, *(found[table] for table in tables))


def _is_guarded(name: str) -> bool:
    return access_of(forged.own_handlers()[name].handler.fn) == "guarded"


def _anns_rows(session: Session, ann: Visitor) -> dict[str, int]:
    client = clients.create_client(session, ann.person, name="Zebra Holdings")
    project = projects.create_project(session, ann.person, name="Quokka", client_id=client.client_id)
    task = tasks.create_task(session, ann.person, project_id=project.project_id, name="Numbat")
    end = clock.now() - timedelta(hours=3)
    entry = entries.create_manual_entry(
        session,
        ann.person,
        start_time=end - timedelta(hours=1),
        end_time=end,
        description="private diary",
        project_id=project.project_id,
    )
    timer.start_timer(session, ann.person, description="running secretly")
    session.execute(sql("UPDATE users SET hides_description = true WHERE user_id = :ann"), {"ann": ann.person.user_id})
    return {
        "client_id": client.client_id,
        "project_id": project.project_id,
        "task_id": task.task_id,
        "entry_id": entry.entry_id,
    }
