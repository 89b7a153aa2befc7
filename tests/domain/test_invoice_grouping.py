"""What makes a line of an invoice: a task, a project, a person or each entry by itself; the same money every time."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

import pytest
from sqlmodel import Session

from tests import factories
from tests.domain import billing
from timetrack.domain.invoices import drafting, invoice_rows, issuing, voiding
from timetrack.domain.invoices.reading import broken_invoices
from timetrack.domain.invoices.wishes import Grouping, Wish
from timetrack.models import Client, Invoice


@pytest.fixture
def opal(session: Session) -> Client:
    """Two people on two tasks of one project in February, at one rate, and once at another."""
    client = factories.client(session, name="Opal")
    portal = billing.billed_project(session, client, name="Portal", rate="60")
    draw, write = (factories.task(session, portal, name=name) for name in ("Draw", "Write"))
    mira, tariq = (factories.person(session, name=name) for name in ("Mira", "Tariq"))
    billing.work(session, mira, portal, day=2, task_id=draw.task_id, description="First lines")
    billing.work(session, mira, portal, day=3, task_id=write.task_id, seconds=1800)
    billing.work(session, tariq, portal, day=4, task_id=draw.task_id, seconds=1799)
    billing.set_rate(session, portal, "90")
    billing.work(session, tariq, portal, day=5, description="Lines")
    return client


def drafted(session: Session, client: Client, grouping: Grouping, **wish: object) -> Invoice:
    made = billing.drafted(session, client, grouping=grouping, **wish)
    billing.settle(session)
    return made


def told(session: Session, made: Invoice) -> list[tuple[str, int | None, str]]:
    lines = invoice_rows.lines_of(session, made.invoice_id)
    return [(one.description, one.quantity_seconds, f"{one.rate:.0f}") for one in lines]


LINES: dict[Grouping, Iterable[tuple[str, int, str]]] = {
    Grouping.TASK: [
        ("Portal · Draw", 5399, "60"),
        ("Portal · Write", 1800, "60"),
        ("Portal", 3600, "90"),
    ],
    Grouping.PROJECT: [("Portal", 3600, "90"), ("Portal", 7199, "60")],
    Grouping.PERSON: [("Portal · Mira", 5400, "60"), ("Portal · Tariq", 3600, "90"), ("Portal · Tariq", 1799, "60")],
    Grouping.ENTRY: [
        ("Portal · Draw · 2 Feb · First lines", 3600, "60"),
        ("Portal · Write · 3 Feb", 1800, "60"),
        ("Portal · Draw · 4 Feb", 1799, "60"),
        ("Portal · 5 Feb · Lines", 3600, "90"),
    ],
}


@pytest.mark.parametrize("grouping", Grouping)
def test_lines_are_grouped_as_wanted_and_every_entry_is_billed_once(
    session: Session, opal: Client, grouping: Grouping
) -> None:
    made = drafted(session, opal, grouping)
    assert told(session, made) == list(LINES[grouping])
    entries = invoice_rows.entries_of_lines(session, made.invoice_id)
    assert sorted(map(len, entries.values()), reverse=True) == sorted(
        {Grouping.TASK: [2, 1, 1], Grouping.PROJECT: [3, 1], Grouping.PERSON: [2, 1, 1], Grouping.ENTRY: [1] * 4}[
            grouping
        ],
        reverse=True,
    )
    issued = issuing.issue(session, factories.lead(session), invoice_id=made.invoice_id)
    _, again = voiding.void(
        session, factories.lead(session), invoice_id=issued.invoice_id, reason="Wrong", with_replacement=True
    )
    billing.settle(session)
    assert again is not None
    assert told(session, again) == list(LINES[grouping])
    assert list(broken_invoices(session)) == []


def test_a_draft_grouped_otherwise_than_it_was_seen_is_refused(session: Session, opal: Client) -> None:
    lead, wish = factories.lead(session), Wish(opal.client_id, grouping=Grouping.PERSON)
    seen = drafting.preview(session, lead, wish=wish)
    assert [one.description for one in seen.lines] == ["Portal · Mira", "Portal · Tariq", "Portal · Tariq"]
    assert drafting.draft(session, lead, wish=wish, seen=seen).net_amount == seen.sums.net_amount


def test_an_entry_at_midnight_has_the_day_of_the_workspace(session: Session, opal: Client) -> None:
    portal = billing.billed_project(session, opal, name="Zone", rate="60")
    billing.work(session, factories.person(session), portal, day=27, at=23)
    made = drafted(session, opal, Grouping.ENTRY, project_ids=(portal.project_id,))
    assert [line[0] for line in told(session, made)] == ["Zone · 28 Feb"]


def test_terms_and_dates_of_a_wish_are_those_of_the_draft(session: Session, opal: Client) -> None:
    made = drafted(session, opal, Grouping.TASK, terms_days=0, invoice_date=date(2026, 3, 1))
    assert (made.terms_days, made.invoice_date, made.due_date) == (0, date(2026, 3, 1), None)
    assert replace(Wish(opal.client_id), terms_days=30).terms_days == 30
