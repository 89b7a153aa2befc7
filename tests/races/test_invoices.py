"""Who drafts, issues, pays and edits at once: no entry on two invoices, no gap in the numbers, nothing half done."""

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from sqlmodel import Session

from tests import factories
from tests.domain import billing
from tests.domain.billing import extra
from tests.races.crowd import at_once, broken, committed, counted, kinds, one_behind_the_other
from timetrack.domain import entries, payments
from timetrack.domain.invoices import credit_notes, drafting, issuing, lines, reading, voiding
from timetrack.domain.invoices.wishes import Wish
from timetrack.errors import EntryInvoiced
from timetrack.models import Client, Project, User

CROWD = 8
UNEVEN = """
SELECT count(*) FROM invoices i
 WHERE net_amount <> (SELECT coalesce(sum(amount), 0) FROM invoice_line_items l WHERE l.invoice_id = i.invoice_id)
    OR (discount_amount, tax_amount) <> (SELECT coalesce(sum(discount_amount), 0), coalesce(sum(tax_amount), 0)
                                           FROM invoice_taxes t WHERE t.invoice_id = i.invoice_id)
    OR total_amount <> net_amount - discount_amount + tax_amount
"""
HOURS_APART = """
SELECT count(*) FROM invoice_line_items n JOIN invoices i USING (invoice_id)
 WHERE n.kind = 'TIME' AND i.status <> 'VOID' AND n.quantity_seconds <> (
       SELECT coalesce(sum(e.duration_seconds), 0) FROM invoiced_entries l JOIN time_entries e USING (entry_id)
        WHERE l.line_item_id = n.line_item_id AND e.hourly_rate = n.rate AND e.is_billable)
"""
GAPS = """
SELECT count(*) FROM (SELECT number_sequence - row_number() OVER (PARTITION BY series_id, number_year
                                                                    ORDER BY number_sequence) AS off
                        FROM invoices WHERE number IS NOT NULL) numbered WHERE off <> 0
"""


@pytest.fixture
def opal(lead: User) -> Client:
    """Who pays."""
    return committed(lambda session: factories.client(session, name="Opal"))


@pytest.fixture
def portal(opal: Client) -> Project:
    """What for."""
    return committed(lambda session: billing.billed_project(session, opal))


def sound() -> None:
    """No sum is off, no number is missing, every record holds."""
    assert [counted(query) for query in (UNEVEN, HOURS_APART, GAPS)] == [0, 0, 0]
    assert broken() == []
    assert committed(reading.broken_invoices) == []


def draft(lead: User, client: Client, **wish: Any) -> Callable[[Session], Any]:
    return lambda session: drafting.draft(session, lead, wish=Wish(client.client_id, **wish))


def test_of_many_who_draft_the_same_work_one_gets_it(lead: User, mira: User, opal: Client, portal: Project) -> None:
    crew = [mira, *(committed(factories.person) for _ in range(3))]
    for person in crew:
        for day in (2, 3):
            committed(lambda session, p=person, d=day: billing.work(session, p, portal, day=d))
    results = at_once([draft(lead, opal)] * CROWD)
    assert kinds(results) == {"Invoice": 1, "EntryInvoiced": CROWD - 1}
    (won,) = (one for one in results if not isinstance(one, EntryInvoiced))
    assert {str(one) for one in results if isinstance(one, EntryInvoiced)} == {
        f"This work is on draft {won.invoice_id} already. Nothing was saved."
    }
    assert (counted("SELECT count(*) FROM invoices"), counted("SELECT count(*) FROM invoiced_entries")) == (1, 8)
    sound()


def test_numbers_issued_at_once_are_unique_and_without_a_gap(lead: User, opal: Client) -> None:
    """Of one series by its pattern of the year; one of them is refused, and leaves no hole."""
    drafts = [committed(lambda session: billing.drafted(session, opal, extra())) for _ in range(3 * CROWD)]
    emptied = drafts[5].invoice_id
    (line,) = committed(lambda session: reading.invoice_lines(session, lead, invoice_id=emptied))
    committed(lambda session: lines.remove_line(session, lead, invoice_id=emptied, line_item_id=line.line_item_id))
    results: list[Any] = []
    for at in range(0, len(drafts), CROWD):
        keys = [one.invoice_id for one in drafts[at : at + CROWD]]
        results += at_once([lambda session, key=key: issuing.issue(session, lead, invoice_id=key) for key in keys])
    assert kinds(results) == {"Invoice": 3 * CROWD - 1, "NothingToInvoice": 1}
    numbers = sorted(one.number for one in results if hasattr(one, "number"))
    assert numbers == [f"2026-{n:04d}" for n in range(1, 3 * CROWD)]
    sound()


def test_one_draft_is_issued_once(lead: User, opal: Client) -> None:
    made = committed(lambda session: billing.drafted(session, opal, extra()))
    results = at_once([lambda session: issuing.issue(session, lead, invoice_id=made.invoice_id)] * CROWD)
    assert kinds(results) == {"Invoice": 1, "InvoiceIssued": CROWD - 1}
    sound()


def test_an_invoice_is_paid_once_and_not_voided_meanwhile(lead: User, opal: Client) -> None:
    made = committed(lambda session: billing.issued(session, opal, extra()))
    key = made.invoice_id
    pay = [lambda session: payments.record_payment(session, lead, invoice_id=key, amount=Decimal(60))] * (CROWD - 2)
    others = [
        lambda session: voiding.void(session, lead, invoice_id=key, reason="x"),
        lambda session: credit_notes.draft_credit_note(session, lead, invoice_id=key),
    ]
    at_once(pay + others)
    paid = counted("SELECT coalesce(sum(amount), 0) FROM payments")
    is_void = counted("SELECT count(*) FROM invoices WHERE status = 'VOID'")
    notes = counted("SELECT count(*) FROM invoices WHERE credits_id IS NOT NULL")
    assert (paid, is_void, notes) in {(60, 0, 0), (60, 0, 1), (0, 1, 0)}
    sound()


@pytest.mark.parametrize("is_edit_first", [True, False])
def test_an_entry_is_edited_before_it_is_billed_or_not_at_all(
    lead: User, mira: User, opal: Client, portal: Project, is_edit_first: bool
) -> None:
    entry = committed(lambda session: billing.work(session, mira, portal))

    def edit(session: Session) -> Any:
        longer = entry.end_time + timedelta(hours=1)
        return entries.edit_entry(session, mira, entry_id=entry.entry_id, end_time=longer)

    acts = (edit, draft(lead, opal)) if is_edit_first else (draft(lead, opal), edit)
    results = one_behind_the_other(*acts)
    if is_edit_first:
        assert [type(one).__name__ for one in results] == ["TimeEntry", "Invoice"]
        assert results[1].total_amount == 190
    else:
        assert [type(one).__name__ for one in results] == ["Invoice", "EntryInvoiced"]
        assert f"draft {results[0].invoice_id} for Opal" in str(results[1])
    sound()


def test_drafting_issuing_voiding_and_editing_all_at_once(lead: User, opal: Client, portal: Project) -> None:
    crew = [committed(factories.person) for _ in range(4)]
    for round_ in range(3):
        work = [
            committed(lambda session, p=person, d=round_ + 2: billing.work(session, p, portal, day=d))
            for person in crew
        ]
        older = committed(lambda session: [one.invoice for one in reading.invoice_page(session, lead)])
        acts: list[Callable[[Session], Any]] = [draft(lead, opal), draft(lead, opal, extras=(extra(),))]
        for entry, person in zip(work, crew, strict=True):
            later = entry.end_time + timedelta(minutes=7)
            acts.append(lambda s, e=entry, p=person, t=later: entries.edit_entry(s, p, entry_id=e.entry_id, end_time=t))
        for invoice in older:
            acts.append(lambda s, key=invoice.invoice_id: issuing.issue(s, lead, invoice_id=key))
            acts.append(
                lambda s, key=invoice.invoice_id: voiding.void(
                    s, lead, invoice_id=key, reason="x", with_replacement=True
                )
            )
        at_once(acts)
        sound()
