"""The calendar in a browser: drawn, moved, resized and split by mouse, by keyboard and with a thumb."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.a_week import notice
from tests.e2e.calendar_steps import (
    act,
    at,
    block,
    change_elsewhere,
    column,
    drag,
    fill_week,
    finger,
    open_calendar,
    show_from,
    throw,
)
from tests.e2e.conftest import App
from tests.e2e.steps import afternoon, assert_accessible, assert_fits, monday, set_up, wait_until
from timetrack import clock
from timetrack.domain import entries, entry_list, people, timer

pytestmark = pytest.mark.usefixtures("empty_workspace")
NOW = "parseFloat(getComputedStyle(document.querySelector('.tt-cal')).getPropertyValue('--now'))"
GROWS = f"window.was < (window.was = {NOW})"
"""True once the now line stands lower than a look before."""
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}


def test_by_mouse(page: Page, app: App) -> None:
    set_up(page)
    fill_week(app)
    day = monday()
    open_calendar(page, f"view=week&day={day.isoformat()}")
    expect(block(page, r"Plan, Webshop, .*09:00 – 10:30, 1:30")).to_be_visible()
    assert_accessible(page)

    drag(page, at(page, day, 9.5), at(page, day + timedelta(days=1), 11.5))
    expect(block(page, r"Plan, .*11:00 – 12:30, 1:30")).to_be_visible()
    notice(page, "Moved").get_by_role("button", name="Undo").click()
    expect(block(page, r"Plan, .*09:00 – 10:30")).to_be_visible()

    drag(page, at(page, day, 10.47), at(page, day, 11.0))
    expect(block(page, r"Plan, .*09:00 – 11:00, 2:00")).to_be_visible()
    drag(page, at(page, day, 9.03), at(page, day, 8.5))
    expect(block(page, r"Plan, .*08:30 – 11:00, 2:30")).to_be_visible()

    drag(page, at(page, day, 13.5), at(page, day, 10.5))
    expect(page.get_by_role("alert").filter(has_text="This overlaps “Plan”")).to_be_visible()
    expect(block(page, r"Build, .*13:00 – 14:00")).to_be_visible()
    expect(page.locator("[data-lifted]")).to_have_count(0)

    thursday = day + timedelta(days=3)
    drag(page, at(page, thursday, 12), at(page, thursday, 13.5))
    form = page.get_by_role("dialog", name="New entry")
    expect(form).to_contain_text("12:00 – 13:30 · 1:30")
    expect(form.get_by_label("Description")).to_be_focused()
    page.keyboard.type("Review")
    page.keyboard.press("Enter")
    expect(block(page, r"Review, .*12:00 – 13:30, 1:30")).to_be_visible()
    expect(form).to_be_hidden()

    page.mouse.dblclick(*at(page, thursday, 12.5))
    expect(block(page, r"Review, .*12:00 – 12:30")).to_be_visible()
    expect(block(page, r"Review, .*12:30 – 13:30")).to_be_visible()
    notice(page, "Entry split").get_by_role("button", name="Undo").click()
    expect(block(page, r"Review, .*12:00 – 13:30, 1:30")).to_be_visible()


def test_the_popover_edits_splits_and_deletes(page: Page, app: App) -> None:
    set_up(page)
    fill_week(app)
    open_calendar(page, f"day={monday().isoformat()}")
    block(page, r"Plan, ").click()
    form = page.get_by_role("dialog", name="Entry")
    expect(form.get_by_label("From")).to_have_value("09:00")
    form.get_by_label("Description").fill("Planning")
    form.get_by_label("To", exact=True).fill("10:20")
    assert_accessible(page)
    form.get_by_label("To", exact=True).press("Enter")
    expect(block(page, r"Planning, .*09:00 – 10:20, 1:20")).to_be_visible()
    expect(form).to_be_hidden()

    block(page, r"Planning, ").click()
    form.get_by_label("From").fill("8:99")
    form.get_by_role("button", name="Save").click()
    expect(form.get_by_role("alert")).to_contain_text("A time looks like 9:00")
    expect(form.get_by_label("From")).to_have_value("8:99")
    form.get_by_label("Split at").fill("9:30")
    form.get_by_role("button", name="Split").click()
    expect(block(page, r"Planning, .*09:30 – 10:20")).to_be_visible()
    block(page, r"Planning, .*09:30 – 10:20").click()
    form.get_by_role("button", name="Delete").click()
    expect(block(page, r"Planning, .*09:30 – 10:20")).to_have_count(0)
    notice(page, "Entry deleted").get_by_role("button", name="Undo").click()
    expect(block(page, r"Planning, .*09:30 – 10:20")).to_be_visible()

    change_elsewhere(app, "Build")
    show_from(page, 8)
    drag(page, at(page, monday(), 13.5), at(page, monday(), 15.5))
    expect(page.get_by_text("This was changed in another place meanwhile.")).to_be_visible()
    expect(block(page, r"Build, .*13:00")).to_be_visible()
    page.get_by_role("button", name="Save mine instead").click()
    expect(block(page, r"Build, .*15:00 – 16:00")).to_be_visible()


def test_by_keyboard_alone(page: Page, app: App) -> None:
    set_up(page)
    fill_week(app)
    open_calendar(page, f"day={monday().isoformat()}")
    block(page, r"Plan, ").focus()
    page.keyboard.press("ArrowDown")
    expect(block(page, r"Build, ")).to_be_focused()
    page.keyboard.press("Alt+ArrowDown")
    expect(block(page, r"Build, .*13:15 – 14:15")).to_be_focused()
    page.keyboard.press("Alt+ArrowRight")
    tuesday = monday() + timedelta(days=1)
    expect(block(page, rf"Build, .*{tuesday:%a} {tuesday.day} .*13:15 – 14:15")).to_be_focused()
    page.keyboard.press("Shift+ArrowDown")
    expect(block(page, r"Build, .*13:15 – 14:30, 1:15")).to_be_focused()
    page.keyboard.press("Alt+Shift+ArrowUp")
    expect(block(page, r"Build, .*13:00 – 14:30, 1:30")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog", name="Entry").get_by_label("Description")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog", name="Entry")).to_be_hidden()
    block(page, r"Build, ").focus()
    page.keyboard.press("x")
    expect(block(page, r"Build, .*13:45 – 14:30")).to_be_visible()
    page.keyboard.press("ArrowLeft")
    expect(block(page, r"Plan, ")).to_be_focused()
    page.keyboard.press("Delete")
    expect(block(page, r"Plan, ")).to_have_count(0)


def test_drawn_on_a_day_by_keyboard(page: Page, app: App) -> None:
    set_up(page)
    fill_week(app)
    tuesday = monday() + timedelta(days=1)
    open_calendar(page, f"day={monday().isoformat()}")
    block(page, r"Build, ").focus()
    page.keyboard.press("Tab")
    expect(column(page, tuesday)).to_be_focused()
    ghost = column(page, tuesday).locator(".tt-cal-ghost")
    page.keyboard.press("Enter")
    expect(ghost).to_have_text("09:00 – 10:001:00 · Enter to log")
    page.keyboard.press("Escape")
    expect(ghost).to_be_hidden()
    page.keyboard.press("Enter")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Shift+ArrowDown")
    expect(ghost).to_be_hidden()
    expect(column(page, tuesday + timedelta(days=1)).locator(".tt-cal-ghost")).to_have_text(
        "09:15 – 10:301:15 · Enter to log"
    )
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog", name="New entry").get_by_label("Description")).to_be_focused()
    page.keyboard.type("Review")
    page.keyboard.press("Enter")
    expect(block(page, r"Review, .*09:15 – 10:30, 1:15")).to_be_visible()
    column(page, tuesday + timedelta(days=1)).focus()
    page.keyboard.press("ArrowDown")
    expect(block(page, r"Review, ")).to_be_focused()


def test_the_timer_grows_and_only_its_start_is_moved(page: Page, app: App) -> None:
    set_up(page)
    act(app, people.set_zone, timezone=afternoon())
    act(app, timer.start_timer, description="Runs")
    running = act(app, entry_list.listed_timer)
    act(app, entries.edit_entry, entry_id=running.entry_id, start_time=clock.now() - timedelta(hours=1))
    open_calendar(page, "view=day")
    runs = block(page, r"Runs, .*– now, running")
    expect(runs).to_have_attribute("data-running", "true")
    wait_until(page, GROWS)
    box, line = runs.bounding_box(), page.locator(".tt-cal-now").bounding_box()
    assert box is not None
    assert line is not None
    assert abs(box["y"] + box["height"] - line["y"]) <= 3, "it ends where now is"
    was = runs.get_attribute("data-first")
    runs.focus()
    page.keyboard.press("Alt+ArrowDown")
    page.keyboard.press("Alt+Shift+ArrowUp")
    expect(page.get_by_role("status").filter(has_text="Moved")).to_be_visible()
    expect(block(page, r"Runs, .*– now, running")).not_to_have_attribute("data-first", was or "")
    expect(page.locator(".tt-cal-head:visible")).to_have_count(1)
    page.get_by_role("button", name="Week").click()
    expect(page.locator(".tt-cal-head:visible")).to_have_count(7)


def test_over_midnight_two_pieces_are_one(page: Page, app: App) -> None:
    set_up(page)
    fill_week(app)
    wednesday = monday() + timedelta(days=2)
    open_calendar(page, f"day={wednesday.isoformat()}")
    expect(block(page, r"Night, ")).to_have_count(2)
    show_from(page, 0)
    thursday = wednesday + timedelta(days=1)
    drag(page, at(page, thursday, 0.5), at(page, thursday, 1.5))
    expect(block(page, r"Night, ")).to_have_count(1)
    expect(block(page, r"Night, .*00:00 – 02:00")).to_be_visible()


def test_on_a_phone(new_page: Callable[..., Page], app: App) -> None:
    phone = new_page(**PHONE)
    set_up(phone)
    fill_week(app)
    day = monday()
    open_calendar(phone, f"day={day.isoformat()}")
    touch = phone.context.new_cdp_session(phone)
    expect(block(phone, r"Plan, ")).to_be_visible()
    scrolled = "document.querySelector('.tt-cal-scroll').scrollTop"
    before = phone.evaluate(scrolled)
    throw(phone, touch, at(phone, day, 9.6), at(phone, day, 8.5))
    assert phone.evaluate(scrolled) > before + 20
    phone.evaluate(f"{scrolled} = {before}")
    expect(block(phone, r"Plan, .*09:00 – 10:30")).to_be_visible()
    finger(touch, at(phone, day, 9.6), at(phone, day, 11.1), hold=True)
    expect(block(phone, r"Plan, .*10:30 – 12:00")).to_be_visible()
    finger(touch, at(phone, day, 11.9), at(phone, day, 12.4), hold=True)
    expect(block(phone, r"Plan, .*10:30 – 12:30, 2:00")).to_be_visible()
    finger(touch, at(phone, day, 8), at(phone, day, 8.01), hold=True)
    drawn = phone.get_by_role("dialog", name="New entry")
    expect(drawn).to_contain_text("08:00 – 09:00 · 1:00")
    drawn.get_by_label("Description").fill("Early")
    drawn.get_by_role("button", name="Log").tap()
    block(phone, r"Early, .*08:00 – 09:00").tap()
    entry = phone.get_by_role("dialog", name="Entry")
    expect(entry.get_by_label("Split at")).to_have_value("08:30")
    entry.get_by_role("button", name="Split").tap()
    expect(block(phone, r"Early, .*08:30 – 09:00")).to_be_visible()
    block(phone, r"Plan, ").tap()
    form = phone.get_by_role("dialog", name="Entry")
    form.get_by_label("Description").fill("Planning")
    form.get_by_role("button", name="Save").tap()
    expect(block(phone, r"Planning, ")).to_be_visible()
    tuesday = day + timedelta(days=1)
    phone.get_by_role("button", name=f"{tuesday:%a} {tuesday.day} {tuesday:%b}").tap()
    expect(column(phone, day)).to_be_hidden()
    expect(column(phone, tuesday)).to_be_visible()
    assert_fits(phone)
    assert_accessible(phone)
