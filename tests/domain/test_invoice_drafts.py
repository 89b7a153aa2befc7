"""Drafts: which work comes on them, in which lines and at which rate; what is refused; what a preview shows."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from sqlalchemy import text
from sqlmodel import Session

from tests import factories
from tests.domain import billing
from tests.domain.billing import extra
from timetrack.domain import clients, colleagues, entries, people, workspace
from timetrack.domain.invoices import drafting, invoice_rows, lines, reading
from timetrack.domain.invoices.wishes import FixedAmount, Wish
from timetrack.errors import (
    ChangedElsewhere,
    EntryInvoiced,
    InvalidInput,
    MixedCurrencies,
    NotFound,
    NothingToInvoice,
)
from timetrack.models import Client, Invoice, User

FEBRUARY = {"first_day": date(2026, 2, 1), "last_day": date(2026, 2, 28)}


@pytest.fixture
def opal(session: Session, manager: User) -> Client:
    """Who pays."""
    return factories.client(session, name="Opal")


def printed(session: Session, invoice: Invoice) -> list[tuple[str, int | None, str, str]]:
    """The lines as one reads them: what for, how many seconds, at which rate, how much."""
    billing.settle(session)
    return [
        (line.description, line.quantity_seconds, f"{line.rate.normalize():f}", f"{line.amount.normalize():f}")
        for line in invoice_rows.lines_of(session, invoice.invoice_id)
    ]


def test_a_line_is_the_work_of_everyone_on_one_project_and_task_at_one_rate(
    session: Session, opal: Client, mira: User, noor: User
) -> None:
    portal, audit = (billing.billed_project(session, opal, name=name) for name in ("Portal", "Audit"))
    wireframes = factories.task(session, portal, name="Wireframes")
    billing.work(session, mira, portal, seconds=1001, task_id=wireframes.task_id)
    billing.work(session, noor, portal, seconds=1001, task_id=wireframes.task_id)
    billing.work(session, noor, portal, seconds=1001, task_id=wireframes.task_id, day=3)
    billing.set_rate(session, portal, "120")
    billing.work(session, noor, portal, seconds=3600, task_id=wireframes.task_id, day=4)
    billing.work(session, noor, portal, seconds=3600, day=5)
    billing.work(session, noor, audit, seconds=60, day=6)
    made = billing.drafted(session, opal, **FEBRUARY)
    assert printed(session, made) == [
        ("Audit", 60, "95", "1.58"),
        ("Portal · Wireframes", 3600, "120", "120"),
        ("Portal · Wireframes", 3003, "95", "79.25"),
        ("Portal", 3600, "120", "120"),
    ]
    assert made.total_amount == Decimal("320.83")


def test_work_is_of_the_day_on_which_it_began_in_the_workspaces_zone(
    session: Session, opal: Client, mira: User
) -> None:
    """Berlin is an hour ahead: 23:00 UTC on 31 January is 1 February there."""
    portal = billing.billed_project(session, opal, name="Portal")
    billing.work(session, mira, portal, month=1, day=31, at=22, seconds=3599)
    inside = billing.work(session, mira, portal, month=1, day=31, at=23, seconds=60)
    over_midnight = billing.work(session, mira, portal, day=28, at=22, seconds=7200)
    billing.work(session, mira, portal, month=3, day=1, at=1, seconds=3600)
    made = billing.drafted(session, opal, **FEBRUARY)
    line = invoice_rows.lines_of(session, made.invoice_id)[0]
    billed = reading.billed_entries(session, factories.lead(session), line_item_id=line.line_item_id)
    assert [entry.entry_id for entry, _ in billed] == [inside.entry_id, over_midnight.entry_id]
    assert line.quantity_seconds == 60 + 7200


def test_what_is_not_billed_stays_off(
    session: Session, opal: Client, mira: User, frozen: factories.FrozenClock
) -> None:
    portal = billing.billed_project(session, opal, name="Portal")
    unrated = billing.billed_project(session, opal, rate=None)
    internal, fixed = factories.project(session), billing.billed_project(session, opal, billing_type="FIXED")
    for day, project in enumerate((unrated, internal, fixed), start=10):
        billing.work(session, mira, project, day=day)
    billing.work(session, mira, portal, day=13, is_billable=False)
    billing.work(session, mira, portal, day=14)
    other = factories.client(session)
    billing.work(session, mira, billing.billed_project(session, other), day=15)
    entries_before = session.scalar(text("SELECT count(*) FROM time_entries"))
    made = billing.drafted(session, opal, **FEBRUARY)
    assert printed(session, made) == [("Portal", 3600, "95", "95")]
    assert session.scalar(text("SELECT count(*) FROM time_entries")) == entries_before


def test_a_rate_of_nothing_that_somebody_set_is_billed_as_nothing(session: Session, opal: Client, mira: User) -> None:
    portal = billing.billed_project(session, opal, name="Portal", rate="0")
    billing.work(session, mira, portal)
    assert printed(session, billing.drafted(session, opal)) == [("Portal", 3600, "0", "0")]


def test_rate_changes_never_move_what_was_worked_or_billed(session: Session, opal: Client, mira: User) -> None:
    portal = billing.billed_project(session, opal, name="Portal")
    billing.work(session, mira, portal, day=2)
    billing.set_rate(session, portal, "200")
    people.set_default_rate(session, factories.lead(session), user_id=mira.user_id, hourly_rate=Decimal(300))
    made = billing.drafted(session, opal)
    billing.set_rate(session, portal, "1")
    assert printed(session, made) == [("Portal", 3600, "95", "95")]


def test_each_entry_is_rounded_as_the_workspace_says_before_they_are_added(
    session: Session, opal: Client, mira: User
) -> None:
    portal = billing.billed_project(session, opal, name="Portal", rate="60")
    for day in (2, 3, 4):
        billing.work(session, mira, portal, day=day, seconds=601)
    workspace.edit_workspace(session, factories.lead(session), rounding_minutes=15, rounding_mode="UP")
    made = billing.drafted(session, opal)
    assert printed(session, made) == [("Portal", 2700, "60", "45")]
    workspace.edit_workspace(session, factories.lead(session), rounding_minutes=0)
    assert printed(session, made) == [("Portal", 2700, "60", "45")]


def test_a_preview_is_the_draft_to_be_and_writes_nothing(
    session: Session, opal: Client, mira: User, manager: User
) -> None:
    portal = billing.billed_project(session, opal, name="Portal")
    billing.work(session, mira, portal, seconds=24_130)
    tax = billing.vat(session, is_default=True)
    wish = Wish(opal.client_id, **FEBRUARY, extras=(extra("12.34", "3"),), discount_percent=Decimal("2.5"))
    before = session.scalar(text("SELECT max(audit_id) FROM audit_log"))
    shown = drafting.preview(session, manager, wish=wish)
    assert session.scalar(text("SELECT max(audit_id) FROM audit_log")) == before
    made = drafting.draft(session, manager, wish=wish)
    written = invoice_rows.lines_of(session, made.invoice_id)
    names = ("kind", "description", "rate", "amount", "tax_rate_id", "quantity_seconds", "quantity", "project_id")
    for name in names:
        assert [getattr(line, name) for line in shown.lines] == [getattr(line, name) for line in written]
    assert (shown.sums.net_amount, shown.sums.discount_amount) == (made.net_amount, made.discount_amount)
    assert (shown.sums.tax_amount, shown.sums.total_amount) == (made.tax_amount, made.total_amount)
    assert {line.tax_rate_id for line in written} == {tax.tax_rate_id}
    billing.settle(session)


def test_fixed_projects_bill_a_stated_amount_with_their_entries(session: Session, opal: Client, mira: User) -> None:
    site = billing.billed_project(session, opal, name="Site", billing_type="FIXED", budget_amount=Decimal(1000))
    entry = billing.work(session, mira, site)
    first = billing.drafted(session, opal, fixed=(FixedAmount(site.project_id, Decimal("400.50"), "First half"),))
    assert printed(session, first) == [("First half", None, "400.5", "400.5")]
    line = invoice_rows.lines_of(session, first.invoice_id)[0]
    billed = reading.billed_entries(session, factories.lead(session), line_item_id=line.line_item_id)
    assert [(one.entry_id, seconds) for one, seconds in billed] == [(entry.entry_id, 3600)]
    rest = billing.drafted(session, opal, fixed=(FixedAmount(site.project_id),))
    assert printed(session, rest) == [("Site", None, "599.5", "599.5")]


def test_tax_is_the_lines_or_the_clients_or_the_workspaces(session: Session, opal: Client, manager: User) -> None:
    low, high, none = billing.vat(session, "7"), billing.vat(session, is_default=True), billing.vat(session, "0")
    lead = factories.lead(session)
    made = drafting.draft(
        session, lead, wish=Wish(opal.client_id, extras=(extra(), extra(tax_rate_id=low.tax_rate_id)))
    )
    assert made.tax_amount == Decimal(26)
    clients.edit_client_billing(session, lead, client_id=opal.client_id, tax_rate_id=none.tax_rate_id)
    untaxed = billing.drafted(session, opal, extra(), extra(tax_rate_id=None), extra(tax_rate_id=high.tax_rate_id))
    assert untaxed.tax_amount == Decimal(19)
    billing.settle(session)
    assert [tax.tax_rate_id for tax in invoice_rows.taxes_of(session, untaxed.invoice_id)] == [
        high.tax_rate_id,
        None,
        none.tax_rate_id,
    ]


def test_the_currency_is_that_of_the_work(session: Session, opal: Client, mira: User) -> None:
    abroad = billing.billed_project(session, opal, currency="JPY", rate="12000")
    billing.work(session, mira, abroad, seconds=24_130)
    made = billing.drafted(session, opal, extra("0.5"))
    assert (made.currency, made.total_amount) == ("JPY", Decimal(80_434))
    assert billing.drafted(session, opal, extra()).currency == "EUR"


def test_mixed_currencies_are_refused_with_their_names(session: Session, opal: Client, mira: User) -> None:
    home, abroad = billing.billed_project(session, opal), billing.billed_project(session, opal, currency="USD")
    billing.work(session, mira, home, day=2)
    billing.work(session, mira, abroad, day=3)
    with pytest.raises(MixedCurrencies, match="EUR and USD"):
        billing.drafted(session, opal)
    assert billing.drafted(session, opal, project_ids=(abroad.project_id,)).currency == "USD"


def test_what_cannot_be_on_an_invoice_is_refused(session: Session, opal: Client, mira: User, manager: User) -> None:
    free = billing.billed_project(session, opal, name="Pitch", billing_type="NON_BILLABLE")
    site = billing.billed_project(session, opal, name="Site", billing_type="FIXED")
    portal, foreign = billing.billed_project(session, opal, name="Portal"), factories.project(session)
    refused = [
        ({"project_ids": (free.project_id,)}, "“Pitch” is not billed"),
        ({"project_ids": (site.project_id,)}, "“Site” is billed at a fixed amount: say how much"),
        ({"fixed": (FixedAmount(portal.project_id, Decimal(1)),)}, "“Portal” is billed by the hour"),
        ({"fixed": (FixedAmount(site.project_id),)}, "no budget"),
        ({"fixed": (FixedAmount(site.project_id, Decimal(1)),) * 2}, "one line"),
        ({"fixed": (FixedAmount(site.project_id, Decimal("-1")),)}, "from zero"),
        ({"fixed": (FixedAmount(site.project_id, Decimal("0.001")),)}, "2 decimals"),
        ({"project_ids": (foreign.project_id,)}, "not a project of Opal"),
        ({"first_day": date(2026, 2, 2), "last_day": date(2026, 2, 1)}, "ends on its first day"),
        ({"first_day": date(2026, 2, 2)}, "a first and a last day"),
        ({"first_day": date(2026, 2, 2), "last_day": date.max}, "year 9999 is out of range"),
        ({"first_day": date.min, "last_day": date(2026, 2, 2)}, "year 1 is out of range"),
        ({"extras": (extra("-1"),)}, "A price is a number from zero"),
        ({"extras": (extra("1", "-1"),)}, "A quantity is a number from zero"),
        ({"extras": (extra("NaN"),)}, "A price"),
        ({"extras": (extra(description=" "),)}, "What a line is for is missing"),
        ({"extras": (extra(discount_percent=Decimal(101)),)}, "from 0 to 100"),
        ({"extras": (extra(),), "discount_amount": Decimal("100.01")}, "more than the lines"),
        ({"extras": (extra(),), "discount_amount": Decimal("0.001")}, "2 decimals"),
        ({"extras": (extra(),), "invoice_date": date(2026, 3, 2), "due_date": date(2026, 3, 1)}, "due on its date"),
        ({"extras": (extra(),), "invoice_date": date(1, 1, 1)}, "out of range"),
    ]
    for wish, told in refused:
        with pytest.raises(InvalidInput, match=told):
            drafting.draft(session, manager, wish=Wish(opal.client_id, **wish))
    with pytest.raises(NotFound):
        drafting.draft(session, manager, wish=Wish(-1))
    with pytest.raises(NotFound, match="tax rate"):
        drafting.draft(session, manager, wish=Wish(opal.client_id, extras=(extra(tax_rate_id=-1),)))
    with pytest.raises(NothingToInvoice, match="Opal has no billable time"):
        drafting.draft(session, manager, wish=Wish(opal.client_id))
    assert session.scalar(text("SELECT count(*) FROM invoices")) == 0


def test_who_comes_second_is_told_where_the_work_is(session: Session, opal: Client, mira: User, manager: User) -> None:
    billing.work(session, mira, billing.billed_project(session, opal))
    made = billing.drafted(session, opal)
    with pytest.raises(EntryInvoiced, match=rf"on draft {made.invoice_id} already"):
        billing.drafted(session, opal)


def test_a_draft_is_the_preview_that_was_seen_or_refused(
    session: Session, opal: Client, mira: User, manager: User
) -> None:
    portal, audit = (billing.billed_project(session, opal, name=name) for name in ("Portal", "Audit"))
    billing.work(session, mira, portal, day=2)
    entry = billing.work(session, mira, audit, day=3)
    wish = Wish(opal.client_id, discount_percent=Decimal(10))
    seen = drafting.preview(session, manager, wish=wish)
    entries.edit_entry(session, mira, entry_id=entry.entry_id, end_time=entry.end_time + timedelta(seconds=4))
    with pytest.raises(ChangedElsewhere, match=r"it came to €171\.00 and comes to €171\.10 now"):
        drafting.draft(session, manager, wish=wish, seen=seen)
    seen = drafting.preview(session, manager, wish=wish)
    other = billing.drafted(session, opal, project_ids=(audit.project_id,))
    with pytest.raises(EntryInvoiced, match=rf"Some of this work is on draft {other.invoice_id} by now"):
        drafting.draft(session, manager, wish=wish, seen=seen)
    drafting.delete_draft(session, manager, invoice_id=other.invoice_id)
    made = drafting.draft(session, manager, wish=wish, seen=seen)
    assert made.total_amount == seen.sums.total_amount == Decimal("171.10")
    billing.settle(session)


def test_lines_of_a_draft_are_added_changed_and_taken_out(
    session: Session, opal: Client, mira: User, manager: User
) -> None:
    entry = billing.work(session, mira, billing.billed_project(session, opal), seconds=5400)
    draft = billing.drafted(session, opal)
    key, (line,) = draft.invoice_id, invoice_rows.lines_of(session, draft.invoice_id)
    now = lines.add_line(session, manager, invoice_id=key, extra=extra("9.99", "2"))
    assert now.total_amount == Decimal("162.48")
    now = lines.edit_line(
        session, manager, invoice_id=key, line_item_id=line.line_item_id, discount_percent=Decimal(10)
    )
    assert now.total_amount == Decimal("128.25") + Decimal("19.98")
    now = drafting.edit_draft(session, manager, invoice_id=key, discount_amount=Decimal("8.23"))
    assert now.total_amount == Decimal(140)
    with pytest.raises(InvalidInput, match="those of its entries"):
        lines.edit_line(session, manager, invoice_id=key, line_item_id=line.line_item_id, rate=Decimal(1))
    billing.settle(session)
    now = lines.remove_line(session, manager, invoice_id=key, line_item_id=line.line_item_id)
    assert now.total_amount == Decimal("11.75")
    billing.settle(session)
    entries.edit_entry(session, mira, entry_id=entry.entry_id, is_billable=False)


def test_a_draft_that_goes_frees_its_entries(session: Session, opal: Client, mira: User, manager: User) -> None:
    entry = billing.work(session, mira, billing.billed_project(session, opal))
    draft = billing.drafted(session, opal, extra())
    drafting.delete_draft(session, manager, invoice_id=draft.invoice_id)
    billing.settle(session)
    entries.delete_entry(session, mira, entry_id=entry.entry_id)
    assert reading.invoice_page(session, manager) == []


def test_people_who_left_are_billed_too(session: Session, opal: Client, mira: User) -> None:
    billing.work(session, mira, billing.billed_project(session, opal))
    colleagues.deactivate_person(session, factories.lead(session), user_id=mira.user_id)
    assert billing.drafted(session, opal).total_amount == 95
