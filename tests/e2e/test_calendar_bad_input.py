"""The calendar in a browser where things go wrong: midnight, changed clocks, a timer, other tabs, other zones."""

import re
from collections.abc import Callable
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.calendar_steps import act, at, block, drag, fill_week, log, open_calendar, show_from
from tests.e2e.conftest import App
from tests.e2e.steps import assert_accessible, monday, set_up, start_timer
from timetrack.domain import entries, entry_list, profile
from timetrack.domain.entry_list import EntryFilter

pytestmark = pytest.mark.usefixtures("empty_workspace")
SPRING, AUTUMN = date(2026, 3, 29), date(2026, 10, 25)
"""Sundays on which the clocks in Berlin skip 2:00 – 3:00, and show it twice."""
GROWING = re.compile(r"0\.0\d")
"""A hundredth of an hour is over after 18 seconds, which a busy machine may take."""


def test_over_midnight_and_over_a_timer(page: Page, app: App) -> None:
    set_up(page)
    fill_week(app)
    day = monday()
    open_calendar(page, f"day={day.isoformat()}")
    show_from(page, 5)
    drag(page, at(page, day, 14.25), at(page, day + timedelta(days=1), 6.5))
    form = page.get_by_role("dialog", name="New entry")
    expect(form).to_contain_text("14:15 – 06:30 · 16:15")
    page.keyboard.press("Escape")
    expect(form).to_be_hidden()
    expect(page.locator(".tt-cal-ghost:visible")).to_have_count(0)
    drag(page, at(page, day + timedelta(days=1), 6.4), at(page, day, 14.25))
    form.get_by_label("Description").fill("Long")
    form.get_by_role("button", name="Log").click()
    expect(block(page, r"Long, .*14:15 – 06:30, 16:15")).to_have_count(2)

    start_timer(page, "Runs")
    following = monday() + timedelta(days=14)
    open_calendar(page, f"day={following.isoformat()}")
    drag(page, at(page, following, 9), at(page, following, 10))
    form.get_by_label("Description").fill("Too early")
    page.keyboard.press("Enter")
    expect(form.get_by_role("alert")).to_contain_text("This overlaps “Runs”")
    expect(form.get_by_label("Description")).to_have_value("Too early")
    assert_accessible(page)


def test_where_the_clocks_change(page: Page, app: App) -> None:
    set_up(page)
    log(app, "Shift", SPRING - timedelta(days=1), 5, 1)
    log(app, "Night", AUTUMN, 1, 1)
    open_calendar(page, f"day={SPRING.isoformat()}")
    show_from(page, 0)
    expect(page.get_by_text("The clocks skip 02:00 – 03:00")).to_be_visible()
    drag(page, at(page, SPRING - timedelta(days=1), 5.5), at(page, SPRING, 2.75))
    skipped = page.get_by_role("alert").filter(has_text="the clocks in Europe/Berlin skip 02:15")
    expect(skipped).to_be_visible()
    expect(block(page, r"Shift, .*Sat 28 Mar 05:00 – 06:00")).to_be_visible()
    drag(page, at(page, SPRING, 1), at(page, SPRING, 2.5))
    form = page.get_by_role("dialog", name="New entry")
    form.get_by_label("Description").fill("Watch")
    page.keyboard.press("Enter")
    expect(form.get_by_role("alert")).to_contain_text("skip 02:30: there is no such time")
    page.keyboard.press("Escape")
    drag(page, at(page, SPRING, 1), at(page, SPRING, 4))
    form.get_by_label("Description").fill("Watch")
    page.keyboard.press("Enter")
    expect(block(page, r"Watch, .*01:00 – 04:00, 2:00")).to_have_count(2)

    open_calendar(page, f"day={AUTUMN.isoformat()}")
    show_from(page, 0)
    expect(page.get_by_text("02:00 – 03:00 comes twice")).to_be_visible()
    (x, y), (_, half_past) = at(page, AUTUMN, 1.98), at(page, AUTUMN, 2.5)
    drag(page, (x, y), (x - 10, half_past))
    expect(block(page, r"Night, .*01:00 – 02:30, 1:30")).to_be_visible()
    drag(page, (x - 10, half_past - 2), (x + 10, half_past))
    expect(block(page, r"Night, .*01:00 – 02:30, 2:30")).to_have_count(2)


def test_somebody_else_was_first(page: Page, app: App) -> None:
    set_up(page)
    fill_week(app)
    day = monday()
    open_calendar(page, f"day={day.isoformat()}")
    entry = page.locator('.tt-cal-block[aria-label^="Build"]')
    expect(entry).to_be_visible()
    key = int(entry.get_attribute("data-entry") or 0)

    x, y = at(page, day, 13.5)
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x, y + 40, steps=3)
    act(app, entries.edit_entry, entry_id=key, description="Theirs")
    expect(block(page, r"Theirs, ")).to_be_visible()
    page.mouse.move(*at(page, day, 15.5), steps=3)
    page.mouse.up()
    expect(page.get_by_text("This was changed in another place meanwhile.")).to_be_visible()
    expect(block(page, r"Theirs, .*13:00 – 14:00")).to_be_visible()
    page.get_by_role("button", name="Save mine instead").click()
    expect(block(page, r"Theirs, .*15:00 – 16:00")).to_be_visible()

    block(page, r"Theirs, ").click()
    form = page.get_by_role("dialog", name="Entry")
    form.get_by_label("Description").fill("Mine")
    act(app, entries.delete_entry, entry_id=key)
    expect(block(page, r"Theirs, ")).to_have_count(0)
    form.get_by_role("button", name="Save").click()
    expect(page.get_by_text("This was deleted in another place meanwhile.")).to_be_visible()
    page.get_by_role("button", name="Bring it back with mine").click()
    expect(block(page, r"Mine, .*15:00 – 16:00")).to_be_visible()


def test_a_person_in_another_zone_who_reads_other_forms(page: Page, app: App, new_page: Callable[..., Page]) -> None:
    set_up(page)
    act(app, profile.edit_profile, timezone="America/New_York", time_format="H12", duration_format="DECIMAL")
    day = monday()
    log(app, "Plan", day, 9, 1.5)
    open_calendar(page, f"day={day.isoformat()}")
    expect(block(page, r"Plan, .*9:00 am – 10:30 am, 1.50\sh")).to_be_visible()
    expect(page.locator(".tt-cal-hours")).to_contain_text("9 am")
    page.mouse.move(*at(page, day, 13))
    page.mouse.down()
    page.mouse.move(*at(page, day, 14.5), steps=4)
    expect(page.locator(".tt-cal-ghost:visible")).to_have_text("1:00 pm – 2:30 pm1.50\u00a0h · release to log")
    page.mouse.up()
    form = page.get_by_role("dialog", name="New entry")
    expect(form).to_contain_text("1:00 pm – 2:30 pm · 1.50\u00a0h")
    form.get_by_label("Description").fill("Call")
    page.keyboard.press("Enter")
    expect(block(page, r"Call, .*1:00 pm – 2:30 pm")).to_be_visible()
    newest = act(app, lambda s, mira: entry_list.entry_page(s, mira, EntryFilter(mira.user_id)))[0]
    assert newest.start_time == datetime.combine(day, datetime.min.time().replace(13), ZoneInfo("America/New_York"))
    block(page, r"Call, ").click()
    expect(page.get_by_role("dialog", name="Entry").get_by_label("From")).to_have_value("1:00 pm")
    page.keyboard.press("Escape")

    page.goto(f"/timesheet?week={day:%G-W%V}")
    cell = page.get_by_label(f"No project, {day:%a} {day.day} {day:%b}", exact=True)
    expect(cell).to_have_value("3.00")
    cell.fill("3.25")
    expect(page.locator("#tt-hint")).to_contain_text("2:30 pm – 2:45 pm next free time")
    cell.press("Enter")
    expect(page.get_by_role("status").filter(has_text="0.25\u00a0h added")).to_be_visible()
    expect(cell).to_have_value("3.25")
    start_timer(page, "Grows")
    page.goto("/timesheet")
    expect(page.locator(".tt-sheet-running > [data-since]")).to_have_text(GROWING)
    page.goto("/calendar")
    expect(page.locator('.tt-cal-head[data-today="true"] .tt-cal-total')).to_have_text(
        re.compile(rf"{GROWING.pattern}\u00a0h")
    )
