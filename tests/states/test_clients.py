"""The clients page of one tab."""

from collections.abc import Callable
from typing import Any

import pytest

from tests import factories, visitors
from tests.states.pages import Tab, open_page
from timetrack import db
from timetrack.domain import clients
from timetrack.errors import NotPermitted
from timetrack.models import Client, Role
from timetrack.states.clients import ClientsState
from timetrack.states.rows import ClientRow

pytestmark = [pytest.mark.usefixtures("workspace"), pytest.mark.anyio]


@pytest.fixture
def opened(tab: Tab) -> Callable[..., Any]:
    """Open the page as somebody: `await opened(visitor, "/clients?show=archived")`."""
    return lambda visitor, address="/clients": open_page(tab, ClientsState, visitor, address)


def client(name: str, **terms: Any) -> Client:
    with db.transaction() as session:
        return factories.client(session, name=name, **terms)


def row(state: ClientsState, client_id: int) -> ClientRow:
    return next(row for row in state.rows if row.client_id == client_id)


async def test_a_manager_sees_and_edits_every_client(opened: Callable[..., Any]) -> None:
    opal = client("Opal Clinic")
    state = await opened(visitors.ann())
    assert (state.may_edit, row(state, opal.client_id).currency) == (True, "EUR")
    await ClientsState.rename.fn(state, opal.client_id, "  Opal  ")
    await ClientsState.change_currency.fn(state, opal.client_id, "usd")
    shown = row(state, opal.client_id)
    assert (shown.name, shown.currency, shown.rev, shown.problem) == ("Opal", "USD", 2, "")


async def test_a_refused_name_stays_in_its_cell_with_the_reason(opened: Callable[..., Any]) -> None:
    first, second = client("Alder Bikes"), client("Kestrel Maps")
    state = await opened(visitors.ann())
    await ClientsState.rename.fn(state, second.client_id, "alder bikes")
    shown = row(state, second.client_id)
    assert (shown.name, shown.rev, shown.problem_field) == ("Kestrel Maps", 0, "name")
    assert shown.problem == "There is one with this name already. Nothing was saved."
    assert row(state, first.client_id).problem == ""

    await ClientsState.rename.fn(state, second.client_id, "Kestrel")
    shown = row(state, second.client_id)
    assert (shown.name, shown.rev, shown.problem, shown.problem_field) == ("Kestrel", 1, "", "")


async def test_a_refused_new_client_leaves_the_dialog_open(opened: Callable[..., Any]) -> None:
    client("Tidewater")
    state = await opened(visitors.ann())
    await ClientsState.ask.fn(state)
    await ClientsState.add.fn(state, {"name": "Tidewater", "currency": "EUR"})
    assert (state.is_asking, state.refusal) == (True, "There is one with this name already. Nothing was saved.")
    await ClientsState.add.fn(state, {"name": "Tidewater Energy", "currency": "euro"})
    assert state.refusal.startswith("“euro” is not a currency")
    await ClientsState.add.fn(state, {"name": "Tidewater Energy", "currency": ""})
    assert (state.is_asking, state.refusal) == (False, "")
    assert "Tidewater Energy" in [row.name for row in state.rows]


async def test_archiving_is_taken_back_by_its_notice(opened: Callable[..., Any]) -> None:
    gone = client("Gone Again")
    state = await opened(visitors.ann())
    await ClientsState.archive.fn(state, gone.client_id)
    assert gone.client_id not in [row.client_id for row in state.rows]
    archived = await opened(visitors.ann(), "/clients?show=archived")
    assert [row.name for row in archived.rows] == ["Gone Again"]

    await ClientsState.take_back.fn(state, state.notices[-1].notice_id)
    await state._refresh()
    assert row(state, gone.client_id).is_archived is False


async def test_an_employee_reads_the_clients_of_their_projects_and_changes_none(opened: Callable[..., Any]) -> None:
    mine, foreign = client("Mine"), client("Foreign")
    jonas = visitors.joined("Jonas Reader")
    with db.transaction() as session:
        factories.project(session, client_id=mine.client_id, members=[jonas.person], is_public=False)
    state = await opened(jonas)
    assert ([row.name for row in state.rows], state.may_edit) == (["Mine"], False)

    for handler, arguments in (
        (ClientsState.rename, (foreign.client_id, "Hacked")),
        (ClientsState.change_currency, (mine.client_id, "USD")),
        (ClientsState.add, ({"name": "Hacked", "currency": "EUR"},)),
    ):
        await handler.fn(state, *arguments)
    for handler in (ClientsState.archive, ClientsState.unarchive):
        with pytest.raises(NotPermitted):
            await handler.fn(state, mine.client_id)
    with db.transaction() as session:
        names = {one.name: one.currency for one in clients.visible_clients(session, visitors.ann().person)}
    assert names["Mine"] == "EUR"
    assert "Hacked" not in names


async def test_a_client_of_an_archived_project_counts_its_hours(opened: Callable[..., Any]) -> None:
    kestrel = client("Kestrel Hours")
    noor = visitors.joined("Noor Hours", Role.MANAGER)
    with db.transaction() as session:
        project = factories.project(session, client_id=kestrel.client_id)
        factories.entry(session, noor.person, hours=2.5, project_id=project.project_id)
    shown = row(await opened(noor), kestrel.client_id)
    assert (shown.projects_text, shown.hours_text) == ("1", "2:30")
