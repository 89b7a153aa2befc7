"""What the dashboard shows who leads: unbilled work and budgets, counted over everyone's time."""

import asyncio
from datetime import timedelta
from decimal import Decimal

import pytest

from tests import visitors
from tests.factories import FrozenClock
from tests.states.dashboards import HOUR, THURSDAY, Tab, berliner, dashboard, opened, project, work
from tests.visitors import Visitor
from timetrack import clock, db
from timetrack.domain import timer
from timetrack.models import BillingType, Role
from timetrack.states.dashboard_rows import UnbilledRow


@pytest.fixture
def frozen(monkeypatch: pytest.MonkeyPatch) -> FrozenClock:
    standing = FrozenClock(THURSDAY)
    monkeypatch.setattr(clock, "now", standing.now)
    return standing


@pytest.fixture
def alone(frozen: FrozenClock, database: str) -> Visitor:
    """An employee in a workspace of their own."""
    return berliner()


def test_an_employee_gets_no_money_and_no_budgets(tab: Tab, alone: Visitor) -> None:
    shop = project(hourly_rate=Decimal(95), budget_hours=Decimal(1))
    work(alone, THURSDAY - 3 * HOUR, 2, project_id=shop)
    shown = dashboard(tab, alone)
    assert (shown.unbilled, shown.budgets) == (UnbilledRow(), [])


def test_who_leads_sees_what_is_unbilled(tab: Tab, alone: Visitor) -> None:
    """By the hour and billable, of everyone, in each currency; neither what runs nor what costs a fixed price."""
    shop = project(name="Webshop", hourly_rate=Decimal("95.50"), color="blue")
    abroad = project(name="Abroad", hourly_rate=Decimal(80), currency="USD")
    fixed = project(name="Fixed", hourly_rate=Decimal(70), billing_type=BillingType.FIXED)
    free = project(name="Internal", hourly_rate=Decimal(70), billing_type=BillingType.NON_BILLABLE)
    work(alone, THURSDAY - timedelta(days=45, hours=3), 1.5, project_id=shop)
    for number, other in enumerate((shop, abroad, fixed, free)):
        work(alone, THURSDAY - (number + 2) * HOUR, 1, project_id=other)
    with db.transaction() as session:
        timer.start_timer(session, alone.person, project_id=shop)
    unbilled = dashboard(tab, visitors.joined("Ada", Role.MANAGER)).unbilled
    assert (unbilled.amount_text, unbilled.other_texts) == ("€238.75", ("+ $80.00",))
    assert unbilled.note == "2 projects · oldest 45 days"
    assert [(part.color, part.weight) for part in unbilled.parts] == [("blue", 238.75)]


def test_nothing_to_bill_is_an_empty_amount(tab: Tab, alone: Visitor) -> None:
    unbilled = dashboard(tab, visitors.joined("Ada", Role.MANAGER)).unbilled
    assert (unbilled.amount_text, unbilled.note) == ("€0.00", "Nothing to bill yet")


def test_budgets_show_from_four_fifths_on(tab: Tab, alone: Visitor) -> None:
    for number, (name, budget) in enumerate({"Calm": 10, "Near": 5, "Over": 3, "Open": 0}.items()):
        budget_hours = Decimal(budget) if budget else None
        used = project(name=name, budget_hours=budget_hours)
        work(alone, THURSDAY - (number + 1) * 4 * HOUR, 4, project_id=used)
    budgets = dashboard(tab, visitors.joined("Ada", Role.ADMIN)).budgets
    assert [(row.project, row.used_text, row.percent_text, row.note, row.tone) for row in budgets] == [
        ("Over", "4:00 of 3\u00a0h", "133\u00a0%", "1:00 over", "bad"),
        ("Near", "4:00 of 5\u00a0h", "80\u00a0%", "full Thu 26 Nov", "warn"),
    ]


def test_a_budget_in_money_counts_what_the_work_comes_to(tab: Tab, alone: Visitor) -> None:
    shop = project(name="Webshop", hourly_rate=Decimal(100), budget_amount=Decimal(2000))
    work(alone, THURSDAY - timedelta(days=3), 9, project_id=shop)
    work(alone, THURSDAY - timedelta(days=40), 9, project_id=shop)
    (row,) = dashboard(tab, visitors.joined("Ada", Role.MANAGER)).budgets
    assert (row.used_text, row.percent_text, row.note) == ("€1,800 of €2,000", "90\u00a0%", "full Wed 25 Nov")


def test_a_budget_nobody_works_on_any_more_says_what_is_left(tab: Tab, alone: Visitor) -> None:
    for days, budget in ((60, {"budget_hours": Decimal(10)}), (70, {"budget_amount": Decimal(1000)})):
        used = project(name=f"{days} days ago", hourly_rate=Decimal(100), **budget)
        work(alone, THURSDAY - timedelta(days=days), 9, project_id=used)
    budgets = dashboard(tab, visitors.joined("Ada", Role.MANAGER)).budgets
    assert [row.note for row in budgets] == ["1:00 left", "€100 left"]


def test_what_took_long_to_read_is_not_read_at_every_push(
    tab: Tab, alone: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Unbilled work is counted over everyone's time, which takes a while in a large workspace."""
    shop = project(hourly_rate=Decimal(100))
    lead, seconds = visitors.joined("Ada", Role.MANAGER), iter((0, 2, 3, 41, 41, 42))
    monkeypatch.setattr("timetrack.states.dashboard.monotonic", lambda: next(seconds))

    async def seen() -> list[str]:
        state = await opened(tab, lead)
        work(alone, THURSDAY - 2 * HOUR, 1, project_id=shop)
        amounts = []
        for _ in range(2):
            await state._refresh()
            amounts.append(state.unbilled.amount_text)
        return amounts

    assert asyncio.run(seen()) == ["€0.00", "€100.00"]
