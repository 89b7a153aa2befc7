"""Entries that an invoice has, on the Time page of one tab."""

import pytest

from tests import factories
from tests.domain import billing
from tests.states import time_page
from tests.states.pages import Tab, open_page
from timetrack import db
from timetrack.domain.invoices import issuing
from timetrack.states.time import TimeState

pytestmark = [pytest.mark.usefixtures("workspace"), pytest.mark.anyio]


async def test_an_entry_on_an_invoice_is_locked_and_says_on_which(tab: Tab) -> None:
    mira = time_page.somebody()
    with db.transaction() as session:
        pays = factories.client(session)
        project = billing.billed_project(session, pays)
        factories.entry(
            session,
            mira.person,
            start=time_page.THURSDAY - 3 * time_page.HOUR,
            end=time_page.THURSDAY - 2 * time_page.HOUR,
            project_id=project.project_id,
        )
        draft = billing.drafted(session, pays)
    time_page.logged(mira, 5)

    async def locks() -> list[str]:
        state = await open_page(tab, TimeState, mira, "/time")
        return [line.locked for day in state.days for line in day.lines]

    assert await locks() == [f"On draft {draft.invoice_id}, so it stays as it is", ""]
    with db.transaction() as session:
        issued = issuing.issue(session, factories.lead(session), invoice_id=draft.invoice_id)
    assert (await locks())[0] == f"On invoice {issued.number}, so it stays as it is"
