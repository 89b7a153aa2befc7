"""Who drafts, issues, pays and edits at once: no entry on two invoices, no gap in the numbers, nothing half done."""

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from sqlmodel import Session

from tests import factories
from tests.domain import billing
from tests.domain.billing import extra
from tests.races.books import sound
from tests.races.crowd import at_once, committed, counted, kinds, one_behind_the_other
from timetrack.domain import entries, payments
from timetrack.domain.invoices import credit_notes, drafting, issuing, lines, numbering, reading, taxes, voiding
from timetrack.domain.invoices.wishes import FixedAmount, Wish
from timetrack.errors import EntryInvoiced
from timetrack.models import Client, InvoiceKind, Project, TaxRate, User

CROWD = 8


@pytest.fixture
def opal(lead: User) -> Client:
    """Who pays. The series is there, for whoever makes the first holds all others up."""
    committed(lambda session: numbering.default_series(session, lead, InvoiceKind.INVOICE))
    return committed(lambda session: factories.client(session, name="Opal"))


@pytest.fixture
def portal(opal: Client) -> Project:
    """What for."""
    return committed(lambda session: billing.billed_project(session, opal))


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


def test_each_year_counts_by_itself_whoever_issues(lead: User, opal: Client) -> None:
    drafts = [committed(lambda session: billing.drafted(session, opal, extra())).invoice_id for _ in range(2 * CROWD)]

    def issue(at: int) -> Callable[[Session], Any]:
        day = date(2026 + at % 2, 1, 1 + at)
        return lambda session: issuing.issue(session, lead, invoice_id=drafts[at], invoice_date=day)

    results = at_once([issue(at) for at in range(2 * CROWD)])
    assert kinds(results) == {"Invoice": 2 * CROWD}
    numbers = sorted(one.number for one in results)
    assert numbers == [f"{year}-{n:04d}" for year in (2026, 2027) for n in range(1, CROWD + 1)]
    sound()


def test_what_is_left_of_a_budget_is_billed_once(lead: User, opal: Client) -> None:
    """There is no entry and so nobody to wait for: the project is."""
    terms = {"billing_type": "FIXED", "budget_amount": Decimal(1000)}
    site = committed(lambda session: billing.billed_project(session, opal, name="Site", **terms))
    at_once([draft(lead, opal, fixed=(FixedAmount(site.project_id),))] * CROWD)
    assert counted("SELECT sum(total_amount) FROM invoices") == 1000
    sound()


def test_of_two_who_saw_overlapping_work_the_second_is_told(
    lead: User, mira: User, opal: Client, portal: Project
) -> None:
    other = committed(lambda session: billing.billed_project(session, opal, name="Other"))
    for day, project in enumerate((portal, other), start=2):
        committed(lambda session, p=project, d=day: billing.work(session, mira, p, day=d))
    everything = Wish(opal.client_id)
    seen = committed(lambda session: drafting.preview(session, lead, wish=everything))
    first, second = one_behind_the_other(
        draft(lead, opal, project_ids=(other.project_id,)),
        lambda session: drafting.draft(session, lead, wish=everything, seen=seen),
    )
    assert isinstance(second, EntryInvoiced)
    assert second.message == f"Some of this work is on draft {first.invoice_id} by now. Nothing was saved."
    assert counted("SELECT count(*) FROM invoices") == 1
    sound()


def test_one_tax_rate_and_one_series_is_the_default_whoever_makes_them(lead: User) -> None:
    def rate(at: int) -> Callable[[Session], Any]:
        return lambda session: billing.vat(session, name=f"VAT {at}", is_default=True)

    def series(at: int) -> Callable[[Session], Any]:
        return lambda session: numbering.add_series(
            session, lead, kind="INVOICE", name=f"Series {at}", pattern=f"{at}-{{N}}"
        )

    at_once([lambda session: numbering.default_series(session, lead, InvoiceKind.INVOICE)] * CROWD)
    assert counted("SELECT count(*) FROM number_series") == 1
    made = at_once([rate(at) for at in range(CROWD)] + [series(at) for at in range(CROWD)])
    assert kinds(made) == {"TaxRate": CROWD, "NumberSeries": CROWD}
    keys = [one.tax_rate_id for one in made if isinstance(one, TaxRate)]
    at_once([lambda s, key=key: taxes.edit_tax_rate(s, lead, tax_rate_id=key, is_default=True) for key in keys])
    for table in ("tax_rates", "number_series"):
        assert counted(f"SELECT count(*) FROM {table} WHERE is_default") == 1


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
