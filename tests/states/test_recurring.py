"""The page of recurring invoices, in one tab."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from tests import factories, visitors
from tests.domain import billing
from tests.factories import FrozenClock
from tests.states.pages import Tab, open_page
from timetrack import clock, db
from timetrack.domain import recurring
from timetrack.models import Client, RecurringInvoice
from timetrack.states.base import AppState
from timetrack.states.recurring import RecurringRow, RecurringState

pytestmark = [pytest.mark.usefixtures("workspace", "today"), pytest.mark.anyio]


@pytest.fixture
def today(monkeypatch: pytest.MonkeyPatch) -> FrozenClock:
    """11 March 2026."""
    standing = FrozenClock()
    monkeypatch.setattr(clock, "now", standing.now)
    return standing


@pytest.fixture
def opened(tab: Tab) -> Callable[..., Any]:
    """Open the page as its administrator."""
    return lambda visitor=None: open_page(tab, RecurringState, visitor or visitors.ann(), "/invoices/recurring")


def client(name: str) -> Client:
    with db.transaction() as session:
        return factories.client(session, name=name)


def kept(name: str, **terms: Any) -> RecurringInvoice:
    """200.00 a month from 1 March on."""
    with db.transaction() as session:
        pays = factories.client(session, name=name)
        given = {"next_on": date(2026, 3, 1), "with_hours": False, "lines": (billing.extra("200"),)} | terms
        return recurring.add_recurring(session, factories.lead(session), client_id=pays.client_id, **given)


def row(state: RecurringState, name: str) -> RecurringRow:
    return next(one for one in state.rows if one.client == name)


def run_due() -> None:
    with db.transaction() as session:
        while recurring.make_next_due(session):
            pass


async def test_one_is_set_up_and_changed(opened: Callable[..., Any]) -> None:
    opal, state = client("Opal"), await opened()
    await RecurringState.ask_new.fn(state)
    assert (state.is_asking, state.form.next_on) == (True, "2026-03-11")
    typed = {"client_id": str(opal.client_id), "every": "QUARTER", "then_do": "ISSUE", "next_on": "2026-04-01"}
    await RecurringState.save.fn(state, typed)
    assert state.refusal == "It would bill nothing: have it bill hours, or give it a line. Nothing was saved."
    typed |= {"line_description_0": "Hosting", "line_price_0": "49,90", "with_hours": "on"}
    await RecurringState.save.fn(state, typed)
    assert (state.is_asking, state.refusal) == (False, "")
    shown = row(state, "Opal")
    assert (shown.every, shown.next_text, shown.bills) == ("Every quarter", "1 Apr 2026", "Hours, Hosting")
    await RecurringState.ask_edit.fn(state, shown.recurring_id)
    assert (state.form.lines[0].description, state.form.lines[0].price) == ("Hosting", "49.9")
    changed = {"every": "WEEK", "then_do": "DRAFT", "next_on": "2026-04-02", "with_hours": "on"}
    await RecurringState.save.fn(state, changed)
    assert (row(state, "Opal").every, row(state, "Opal").bills) == ("Every week", "Hours")


async def test_what_came_of_it_is_told(opened: Callable[..., Any]) -> None:
    kept("Pearl")
    kept("Quartz", with_hours=True, lines=())
    run_due()
    state = await opened()
    assert row(state, "Pearl").last.startswith("draft ")
    assert row(state, "Pearl").last_path.startswith("/invoices/")
    assert "no billable time" in row(state, "Quartz").problem
    assert (row(state, "Quartz").last, row(state, "Quartz").last_path) == ("1 Mar 2026", "")


async def test_it_is_paused_resumed_deleted_and_set_up_again(opened: Callable[..., Any]) -> None:
    made, state = kept("Ruby"), await opened()
    await RecurringState.pause.fn(state, made.recurring_id)
    assert (row(state, "Ruby").next_text, row(state, "Ruby").is_paused) == ("Paused", True)
    await RecurringState.resume.fn(state, made.recurring_id)
    assert row(state, "Ruby").next_text == "1 Apr 2026"
    await RecurringState.delete.fn(state, made.recurring_id)
    assert "Ruby" not in [one.client for one in state.rows]
    notice = next(one for one in state.notices if one.title == "Recurring invoice deleted")
    await AppState.take_back.fn(await state.get_state(AppState), notice.notice_id)
    await state._refresh()
    assert (row(state, "Ruby").next_text, row(state, "Ruby").bills) == ("1 Apr 2026", "Hosting")


async def test_an_employee_sees_none(opened: Callable[..., Any]) -> None:
    kept("Sapphire")
    state = await opened(visitors.joined("Mira"))
    assert (state.rows, state.may_edit, state.is_loaded) == ([], False, True)
