"""What a manager is told before an invoice is drafted."""

from datetime import date
from decimal import Decimal

import pytest
from sqlmodel import Session

from tests import factories
from tests.domain import billing
from tests.domain.billing import extra
from timetrack import clock
from timetrack.domain import bulk, clients, entries, project_hours, timer, workspace
from timetrack.domain.invoices.preflight import Finding, Subject, preflight
from timetrack.domain.invoices.wishes import FixedAmount, Wish
from timetrack.errors import NotFound, NotPermitted
from timetrack.models import Client, User

FEBRUARY = {"first_day": date(2026, 2, 1), "last_day": date(2026, 2, 28)}


@pytest.fixture
def opal(session: Session, manager: User) -> Client:
    """Who pays, with an address."""
    lead = factories.lead(session)
    workspace.edit_workspace(session, lead, address="1 Quay")
    client = factories.client(session, name="Opal")
    return clients.edit_client_billing(session, lead, client_id=client.client_id, address="2 Quay")


def found(session: Session, actor: User, wish: Wish) -> dict[Subject, Finding]:
    return {one.subject: one for one in preflight(session, actor, wish=wish)}


def test_nothing_is_found_where_all_is_well(session: Session, opal: Client, mira: User, manager: User) -> None:
    billing.work(session, mira, billing.billed_project(session, opal))
    assert found(session, manager, Wish(opal.client_id, **FEBRUARY)) == {}


def test_what_would_be_missing_is_named_with_its_entries(
    session: Session, opal: Client, mira: User, noor: User, manager: User
) -> None:
    portal, unrated = billing.billed_project(session, opal), billing.billed_project(session, opal, rate=None)
    free = billing.billed_project(session, opal, billing_type="NON_BILLABLE")
    task = factories.task(session, free, is_billable=True)
    site = billing.billed_project(session, opal, name="Site", billing_type="FIXED")
    billing.work(session, mira, portal, day=2)
    older = billing.work(session, mira, portal, month=1, seconds=5400)
    rateless = billing.work(session, mira, unrated, day=3)
    on_free = billing.work(session, mira, free, day=4, task_id=task.task_id)
    on_site = billing.work(session, mira, site, day=5)
    timer.start_timer(session, noor, project_id=portal.project_id)
    told = found(session, manager, Wish(opal.client_id, **FEBRUARY))
    assert told.keys() == {
        Subject.OLDER_WORK,
        Subject.NO_RATE,
        Subject.NOT_BILLED,
        Subject.FIXED_WITHOUT_AMOUNT,
    }
    assert "1:30:00 from before" in told[Subject.OLDER_WORK].sentence
    assert told[Subject.OLDER_WORK].entry_ids == [older.entry_id]
    assert told[Subject.NO_RATE].entry_ids == [rateless.entry_id]
    assert told[Subject.NOT_BILLED].entry_ids == [on_free.entry_id]
    assert told[Subject.FIXED_WITHOUT_AMOUNT].entry_ids == [on_site.entry_id]
    assert not any(one.is_blocking for one in told.values())
    march = Wish(opal.client_id, first_day=date(2026, 3, 1), last_day=date(2026, 3, 31), extras=(extra(),))
    assert found(session, manager, march)[Subject.RUNNING_TIMERS].sentence.startswith("A timer runs")


def test_what_keeps_a_draft_from_being_comes_first_and_blocks(
    session: Session, opal: Client, mira: User, manager: User
) -> None:
    (nothing,) = preflight(session, manager, wish=Wish(opal.client_id))
    assert (nothing.subject, nothing.is_blocking) == (Subject.REFUSED, True)
    billing.work(session, mira, billing.billed_project(session, opal), day=2)
    billing.work(session, mira, billing.billed_project(session, opal, currency="USD"), day=3)
    first, second = preflight(session, manager, wish=Wish(opal.client_id))
    assert first.is_blocking
    assert first.sentence.startswith("This work is in EUR and USD.")
    assert (second.subject, second.sentence) == (Subject.OTHER_CURRENCY, "1:00:00 is in USD, not in EUR.")


def test_what_is_found_is_mended_at_once(
    session: Session, opal: Client, mira: User, noor: User, manager: User, frozen: factories.FrozenClock
) -> None:
    """A rate for all the work without one, an end for the timers that run."""
    unrated = billing.billed_project(session, opal, rate=None)
    for person, day in ((mira, 2), (noor, 3)):
        billing.work(session, person, unrated, day=day)
    timer.start_timer(session, noor, project_id=unrated.project_id)
    frozen.forward(hours=2)
    wish = Wish(opal.client_id, extras=(extra(),))
    told = found(session, manager, wish)
    assert told.keys() == {Subject.NO_RATE, Subject.RUNNING_TIMERS}
    (running,) = told[Subject.RUNNING_TIMERS].entry_ids
    entries.edit_entry(session, manager, entry_id=running, end_time=clock.now())
    without = found(session, manager, wish)[Subject.NO_RATE].entry_ids
    bulk.edit_entries(session, manager, entry_ids=without, hourly_rate=Decimal(90))
    assert found(session, manager, wish) == {}
    assert billing.drafted(session, opal).total_amount == 4 * 90


def test_budgets_that_were_passed(session: Session, opal: Client, mira: User, manager: User) -> None:
    hours = billing.billed_project(session, opal, name="Hours", budget_hours=Decimal("0.5"))
    amount = billing.billed_project(session, opal, name="Amount", budget_amount=Decimal(10))
    site = billing.billed_project(session, opal, name="Site", billing_type="FIXED", budget_amount=Decimal(100))
    billing.work(session, mira, hours, day=2)
    billing.work(session, mira, amount, day=3)
    wish = Wish(opal.client_id, fixed=(FixedAmount(site.project_id, Decimal(101)),))
    told = [one.sentence for one in preflight(session, manager, wish=wish) if one.subject == Subject.OVER_BUDGET]
    assert sorted(told) == [
        "Of the budget of “Site” €100.00 is left.",
        "“Amount” has taken €95.00 of €10.00.",
        "“Hours” has taken 1:00:00 of 0.5\u00a0h.",
    ]


def test_missing_addresses_and_who_may_look(session: Session, mira: User, manager: User) -> None:
    pearl = factories.client(session, name="Pearl")
    told = found(session, manager, Wish(pearl.client_id, extras=(extra(),)))
    assert told[Subject.NO_ADDRESS].sentence == "There is no address of Pearl to print."
    assert told[Subject.NO_ADDRESS_OF_OURS].sentence == "There is no address of Harbour Studio to print."
    with pytest.raises(NotPermitted):
        preflight(session, mira, wish=Wish(pearl.client_id))
    with pytest.raises(NotFound):
        preflight(session, manager, wish=Wish(-1))


def test_what_an_invoice_has_is_not_unbilled_any_more(
    session: Session, opal: Client, mira: User, manager: User
) -> None:
    portal = billing.billed_project(session, opal)
    billing.work(session, mira, portal)

    def unbilled() -> dict[int, project_hours.Value]:
        return project_hours.value_per_project(session, manager, [portal.project_id], unbilled=True)

    assert unbilled()[portal.project_id].amounts == {"EUR": 95}
    billing.drafted(session, opal)
    assert unbilled() == {}
    assert project_hours.value_per_project(session, manager, [portal.project_id])[portal.project_id].entries == 1
