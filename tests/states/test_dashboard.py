"""The dashboard: its figures add up and are fair to last week."""

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from tests.factories import FrozenClock
from tests.states.dashboards import HOUR, THURSDAY, Tab, berliner, dashboard, opened, project, work
from tests.visitors import Visitor
from timetrack import clock, db
from timetrack.domain import entries, entry_list, people, timer
from timetrack.models import BillingType
from timetrack.states.dashboard import DashboardState
from timetrack.states.dashboard_rows import GrowingRow

WEEK = timedelta(days=7)


@pytest.fixture
def frozen(monkeypatch: pytest.MonkeyPatch) -> FrozenClock:
    standing = FrozenClock(THURSDAY)
    monkeypatch.setattr(clock, "now", standing.now)
    return standing


@pytest.fixture
def mira(frozen: FrozenClock, workspace: str) -> Visitor:
    """Somebody new in Berlin, signed in: their figures are their own, so tests share a workspace."""
    return berliner()


def test_today_and_this_week_stand_against_the_target(tab: Tab, mira: Visitor) -> None:
    paid, free = project(), project(billing_type=BillingType.NON_BILLABLE)
    work(mira, THURSDAY - 5 * HOUR, 3, project_id=paid)
    work(mira, THURSDAY - 2 * HOUR, 1.5, project_id=free)
    work(mira, THURSDAY - timedelta(days=2), 6, project_id=paid)
    shown = dashboard(tab, mira)
    figures = shown.figures
    assert (shown.title, shown.short_title) == ("Thursday, 19 November", "Thu 19 Nov")
    assert (figures.today.text, figures.today_target_text, figures.today_left_text) == ("4:30", "of 8:00", "3:30 left")
    assert (figures.week.text, figures.week_target_text) == ("10:30", "of 40:00")
    assert (figures.today_billable.text, figures.billable.text, figures.not_billable.text) == ("3:00", "9:00", "1:30")
    assert figures.share_text == "86\u00a0%"


def test_more_than_the_target_is_over_it(tab: Tab, mira: Visitor) -> None:
    work(mira, THURSDAY - 9 * HOUR, 8.5)
    assert dashboard(tab, mira).figures.today_left_text == "0:30 over"


def test_a_weekend_has_no_target(tab: Tab, mira: Visitor, frozen: FrozenClock) -> None:
    frozen.forward(days=2)
    work(mira, clock.now() - HOUR, 1)
    figures = dashboard(tab, mira.again()).figures
    assert (figures.today_target_seconds, figures.today_target_text) == (0, "")
    assert figures.week_target_text == "of 40:00"


def test_last_week_counts_up_to_the_same_moment(tab: Tab, mira: Visitor) -> None:
    work(mira, THURSDAY - 4 * HOUR, 4)
    work(mira, THURSDAY - WEEK - 3 * HOUR, 5)
    shown = dashboard(tab, mira)
    assert shown.figures.change_text == "↑ 1:00 · 33.3\u00a0%"
    assert shown.figures.change_of == "on last week to Thu 14:36"
    assert (shown.week.last_total, shown.week.rest_total) == ("3:00", "2:00")
    assert (shown.week.last_hours[3], shown.week.rest_hours[3], shown.week.this_hours[3]) == (3, 2, 4)
    assert "Thursday 4:00 against 5:00" in shown.week.words


@pytest.mark.parametrize(
    ("hours", "change", "of"),
    [(2, "↓ 1:00 · 33.3\u00a0%", "on last week to Thu 14:36"), (3, "", "As much as last week to Thu 14:36")],
)
def test_less_and_equal_are_said_in_words(tab: Tab, mira: Visitor, hours: float, change: str, of: str) -> None:
    work(mira, THURSDAY - 4 * HOUR, hours)
    work(mira, THURSDAY - WEEK - 3 * HOUR, 3)
    figures = dashboard(tab, mira).figures
    assert (figures.change_text, figures.change_of, figures.change_tone) == (change, of, "")


def test_an_empty_last_week_is_no_percentage(tab: Tab, mira: Visitor) -> None:
    work(mira, THURSDAY - 4 * HOUR, 2)
    figures = dashboard(tab, mira).figures
    assert (figures.change_text, figures.change_of) == ("", "Nothing last week to Thu 14:36")


def test_what_runs_counts_and_grows(tab: Tab, mira: Visitor, frozen: FrozenClock) -> None:
    work(mira, THURSDAY - 5 * HOUR, 3, project_id=(shop := project()))
    with db.transaction() as session:
        timer.start_timer(session, mira.person, description="Address step", project_id=shop)
    started = int(clock.now().timestamp())
    frozen.forward(minutes=30)
    shown = dashboard(tab, mira)
    running = GrowingRow(text="3:30", total_seconds=12_600, seconds=10_800, since=started)
    assert shown.figures.today == shown.figures.week == shown.figures.billable == running
    assert shown.figures.not_billable == GrowingRow()
    assert [(row.hours_text, row.total_seconds, row.since) for row in shown.shares] == [("3:30", 10_800, started)]
    assert (shown.week.this_hours[3], shown.week.running_hours[3], shown.week.labels[3]) == (3, 0.5, "3:30")
    assert [(row.description, row.when_text, row.is_running) for row in shown.work] == [
        ("Address step", "now", True),
        ("", "today", False),
    ]


def test_a_timer_from_before_midnight_counts_today_from_midnight_on(
    tab: Tab, mira: Visitor, frozen: FrozenClock
) -> None:
    midnight = datetime(2026, 11, 19, 23, 0, tzinfo=UTC)
    frozen.instant = midnight - HOUR
    with db.transaction() as session:
        timer.start_timer(session, mira.person)
    frozen.instant = midnight + HOUR
    figures = dashboard(tab, mira).figures
    assert figures.today == GrowingRow("1:00", 3600, 0, int(midnight.timestamp()))
    assert figures.week == GrowingRow("2:00", 7200, 0, int((midnight - HOUR).timestamp()))


def test_bars_table_and_figures_say_the_same(tab: Tab, mira: Visitor) -> None:
    for day in range(4):
        work(mira, THURSDAY - timedelta(days=day, hours=6), 2 + day / 7)
        work(mira, THURSDAY - WEEK + timedelta(days=1 - day), 3 - day / 9)
    week = dashboard(tab, mira).week
    assert [day.this_text for day in week.days] == ["2:25", "2:17", "2:08", "2:00", "–", "–", "–"]
    assert [round(hours, 2) for hours in week.this_hours if hours] == [2.43, 2.29, 2.14, 2]
    assert [bar is None for bar in week.this_hours] == [not label for label in week.labels]
    assert [(day.name, day.date_text) for day in week.days if day.is_today] == [("Thu", "19")]
    assert week.days[week.today_index].is_today


def test_a_long_day_fits_under_the_top(tab: Tab, mira: Visitor) -> None:
    work(mira, THURSDAY - 14 * HOUR, 13)
    week = dashboard(tab, mira).week
    assert (week.top_hours, week.step_hours, week.target_hours) == (16, 4, 8)


def test_hours_by_project_add_up_to_the_week(tab: Tab, mira: Visitor) -> None:
    work(mira, THURSDAY - 6 * HOUR, 3, project_id=project(name="Webshop", color="blue"))
    work(mira, THURSDAY - 2 * HOUR, 1)
    shares = dashboard(tab, mira).shares
    assert [(row.project, row.color, row.hours_text, row.percent_text, row.width) for row in shares] == [
        ("Webshop", "blue", "3:00", "75\u00a0%", 100),
        ("", "", "1:00", "25\u00a0%", 33),
    ]


def test_recent_work_names_each_thing_once(tab: Tab, mira: Visitor) -> None:
    for days in range(8):
        work(mira, THURSDAY - timedelta(days=days, hours=2), 1, description="Stand-up")
        work(mira, THURSDAY - timedelta(days=days, hours=4), 1, description=f"Task {days}")
    rows = dashboard(tab, mira).work
    assert [(row.description, row.when_text) for row in rows] == [
        ("Stand-up", "today"),
        ("Task 0", "today"),
        ("Task 1", "yesterday"),
        ("Task 2", "Tue"),
        ("Task 3", "Mon"),
    ]


def test_another_zone_is_another_day(tab: Tab, mira: Visitor) -> None:
    work(mira, THURSDAY - HOUR, 1)
    with db.transaction() as session:
        people.set_zone(session, mira.person, timezone="Pacific/Kiritimati")
    shown = dashboard(tab, mira)
    assert shown.title == "Friday, 20 November"
    assert (shown.figures.today.text, shown.week.today_index) == ("1:00", 4)


def test_a_refresh_shows_what_another_tab_did(tab: Tab, mira: Visitor) -> None:
    async def seen() -> tuple[str, str]:
        state = await opened(tab, mira)
        before = state.figures.today.text
        work(mira, THURSDAY - 2 * HOUR, 1)
        await state._refresh()
        return before, state.figures.today.text

    assert asyncio.run(seen()) == ("0:00", "1:00")


def test_an_unchanged_refresh_sends_nothing(tab: Tab, mira: Visitor) -> None:
    work(mira, THURSDAY - 2 * HOUR, 1)

    async def sent() -> dict[str, object]:
        state = await opened(tab, mira)
        state._clean()
        await state._refresh()
        return state.get_delta()

    assert asyncio.run(sent()) == {}


def test_the_table_is_turned_on_and_off(tab: Tab, mira: Visitor) -> None:
    async def turned() -> list[bool]:
        state = await tab(mira.cookie).get_state(DashboardState)
        seen = []
        for _ in range(2):
            await DashboardState.turn_table.fn(state)
            seen.append(state.is_table)
        return seen

    assert asyncio.run(turned()) == [True, False]


def test_nobody_signed_in_sees_nothing(tab: Tab, mira: Visitor) -> None:
    work(mira, THURSDAY - 2 * HOUR, 1)
    shown = dashboard(tab, replace(mira, cookie="timetrack=forged"))
    assert (shown.is_loaded, shown.title, shown.work) == (False, "", [])


def test_a_new_person_has_nothing_to_show_yet(tab: Tab, mira: Visitor) -> None:
    shown = dashboard(tab, mira)
    assert (shown.is_loaded, shown.work, shown.shares) == (True, [], [])
    assert (shown.figures.share_text, shown.week.words) == (
        "–",
        "Hours this week 0:00, last week 0:00 to Thu 14:36 and 0:00 in all.",
    )


def test_deleted_time_is_gone_from_the_figures(tab: Tab, mira: Visitor) -> None:
    work(mira, THURSDAY - 4 * HOUR, 1)
    work(mira, THURSDAY - 2 * HOUR, 1)
    with db.transaction() as session:
        (last, *_) = entry_list.recent_work(session, mira.person)
        entries.delete_entry(session, mira.person, entry_id=last.entry_id)
    assert dashboard(tab, mira).figures.week.text == "1:00"
