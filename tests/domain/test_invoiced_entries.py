"""Whatever is done to time that is on an invoice is refused with the invoice's name, and nothing of it is done."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import text
from sqlmodel import Session

from tests import factories
from tests.domain import billing
from tests.factories import FrozenClock
from tests.races.crowd import attempted, committed
from timetrack import clock
from timetrack.domain import audit, bulk, entries, history, merge, repair, split, timesheet, undo
from timetrack.domain.invoices import issuing
from timetrack.errors import EntryInvoiced
from timetrack.models import Invoice, Project, TimeEntry, User

HOUR = timedelta(hours=1)


@dataclass(frozen=True)
class Billed:
    """An entry on an issued invoice, one that is free right behind it, and one on a draft."""

    mira: User
    lead: User
    project: Project
    entry: TimeEntry
    free: TimeEntry
    on_draft: TimeEntry
    edit_id: Any
    invoice: Invoice
    draft: Invoice


@pytest.fixture
def billed(database: str, monkeypatch: pytest.MonkeyPatch) -> Billed:
    """Committed, because the database itself refuses."""
    monkeypatch.setattr(clock, "now", FrozenClock().now)
    mira, lead = committed(factories.person), committed(factories.lead)
    client = committed(lambda session: factories.client(session, name="Opal"))
    project = committed(lambda session: billing.billed_project(session, client))
    entry = committed(lambda session: billing.work(session, mira, project, at=8))

    earlier = {"entry_id": entry.entry_id, "end_time": entry.end_time - timedelta(seconds=1)}
    committed(lambda session: entries.edit_entry(session, mira, **earlier))
    edit_id = committed(lambda session: _longer(session, mira, entry))
    draft = committed(lambda session: billing.drafted(session, client))
    invoice = committed(lambda session: issuing.issue(session, lead, invoice_id=draft.invoice_id))
    on_draft = committed(lambda session: billing.work(session, mira, project, day=3))
    second = committed(lambda session: billing.drafted(session, client))
    free = committed(lambda session: billing.work(session, mira, project, at=9))
    return Billed(mira, lead, project, entry, free, on_draft, edit_id, invoice, second)


def _longer(session: Session, mira: User, entry: TimeEntry) -> Any:
    entries.edit_entry(session, mira, entry_id=entry.entry_id, end_time=entry.end_time)
    return audit.change_of(session)


DOINGS: dict[str, Callable[[Session, Billed], Any]] = {
    "edit its end": lambda s, b: entries.edit_entry(
        s, b.mira, entry_id=b.entry.entry_id, end_time=b.entry.end_time - HOUR / 2
    ),
    "edit its start": lambda s, b: entries.edit_entry(
        s, b.mira, entry_id=b.entry.entry_id, start_time=b.entry.start_time - HOUR
    ),
    "move it": lambda s, b: entries.edit_entry(s, b.mira, entry_id=b.entry.entry_id, project_id=None),
    "mark it as not billable": lambda s, b: entries.edit_entry(s, b.mira, entry_id=b.entry.entry_id, is_billable=False),
    "give it another rate": lambda s, b: entries.edit_entry(
        s, b.lead, entry_id=b.entry.entry_id, hourly_rate=Decimal(1)
    ),
    "delete it": lambda s, b: entries.delete_entry(s, b.mira, entry_id=b.entry.entry_id),
    "split it": lambda s, b: split.split_entry(s, b.mira, entry_id=b.entry.entry_id, at=b.entry.start_time + HOUR / 2),
    "merge it": lambda s, b: merge.merge_entries(s, b.mira, entry_ids=[b.entry.entry_id, b.free.entry_id]),
    "edit many": lambda s, b: bulk.edit_entries(
        s, b.lead, entry_ids=[b.free.entry_id, b.entry.entry_id], is_billable=False
    ),
    "delete many": lambda s, b: bulk.delete_entries(s, b.mira, entry_ids=[b.free.entry_id, b.entry.entry_id]),
    "undo an edit": lambda s, b: undo.undo_change(s, b.mira, change_id=b.edit_id),
    "restore a version": lambda s, b: history.restore_version(s, b.mira, entry_id=b.entry.entry_id, sequence=2),
    "trim it": lambda s, b: repair.apply_repair(
        s,
        b.mira,
        entry_id=None,
        start_time=b.entry.start_time - HOUR / 2,
        end_time=b.entry.start_time + HOUR / 2,
        way="TRIM",
    ),
    "type less into its cell": lambda s, b: timesheet.set_cell(
        s, b.mira, project_id=b.project.project_id, task_id=None, day=date(2026, 2, 2), seconds=1800
    ),
    "clear its row": lambda s, b: timesheet.clear_row(
        s, b.mira, project_id=b.project.project_id, task_id=None, first_day=date(2026, 2, 2)
    ),
}


@contextmanager
def nothing_changes() -> Iterator[None]:
    before = _everything()
    yield
    assert _everything() == before


def _everything() -> list[Any]:
    queries = ("SELECT to_jsonb(e) FROM time_entries e ORDER BY entry_id", "SELECT max(audit_id) FROM audit_log")
    return [committed(lambda session, sql=sql: session.execute(text(sql)).all()) for sql in queries]


@pytest.mark.parametrize("doing", DOINGS)
def test_it_stays_and_the_invoice_is_named(billed: Billed, doing: str) -> None:
    with nothing_changes():
        refused = attempted(lambda session: DOINGS[doing](session, billed))
        assert isinstance(refused, EntryInvoiced), f"{doing} gave {refused!r}"
        assert "2026-0001" in refused.message or f"draft {billed.draft.invoice_id} for Opal" in refused.message


def test_on_a_draft_it_stays_too(billed: Billed) -> None:
    with nothing_changes():
        refused = attempted(lambda s: entries.delete_entry(s, billed.mira, entry_id=billed.on_draft.entry_id))
        assert refused.message == (
            f"This entry is on draft {billed.draft.invoice_id} for Opal, so its time and money stay as they are."
            " Nothing was changed."
        )


def test_what_it_is_called_may_change(billed: Billed) -> None:
    key = billed.entry.entry_id
    now = committed(lambda s: entries.edit_entry(s, billed.mira, entry_id=key, description="Call", tags=["ux"]))
    assert (now.description, now.tags) == ("Call", ["ux"])
