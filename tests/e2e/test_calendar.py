"""The calendar in a browser: drawn, moved, resized and split by mouse, by keyboard and with a thumb."""

import re
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import CDPSession, Locator, Page, expect

from tests import databases
from tests.e2e.conftest import App
from tests.e2e.steps import EMAIL, assert_accessible, assert_fits, set_up
from timetrack import db
from timetrack.domain import entries, people, projects

pytestmark = pytest.mark.usefixtures("empty_workspace")
BERLIN = ZoneInfo("Europe/Berlin")
STANDS = """() => new Promise(done => {
    let last = -1;
    const look = () => {
        const now = document.querySelector('.tt-cal-scroll').scrollTop;
        if (now === last) done(true); else { last = now; setTimeout(look, 100); }
    };
    look();
})"""
"""Waits until what a finger has thrown lies still."""
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}


def monday() -> date:
    today = datetime.now(BERLIN).date()
    return today - timedelta(days=today.weekday() + 7)


def fill_week(app: App) -> None:
    """Plan 9:00 – 10:30 and Build 13:00 – 14:00 on last week's Monday, Night 23:00 – 01:00 from Wednesday on."""
    with databases.pointed_at(app.database_url), db.transaction() as session:
        (mira,) = people.people_by_email(session, [EMAIL]).values()
        shop = projects.create_project(session, mira, name="Webshop", color="blue").project_id
        for name, day, since, hours in (("Plan", 0, 9, 1.5), ("Build", 0, 13, 1), ("Night", 2, 23, 2)):
            start = datetime.combine(monday() + timedelta(days=day), time(since), BERLIN)
            end = start + timedelta(hours=hours)
            entries.create_manual_entry(
                session, mira, start_time=start, end_time=end, description=name, project_id=shop
            )


def change_elsewhere(app: App, name: str) -> None:
    """Somebody describes an entry anew, in another place, without this tab hearing of it in time."""
    with databases.connected(app.database_url) as connection:
        connection.execute("UPDATE time_entries SET updated_at = clock_timestamp() WHERE description = %s", [name])


def column(page: Page, day: date) -> Locator:
    return page.locator(f'.tt-cal-day[data-day="{day.isoformat()}"]')


def block(page: Page, label: str) -> Locator:
    return page.get_by_role("button", name=re.compile(label))


def at(page: Page, day: date, hour: float) -> tuple[float, float]:
    """Where an hour of a day lies on the screen, once the page has scrolled to the working day by itself."""
    expect(page.locator(".tt-cal[data-scrolled]")).to_have_count(1)
    box = column(page, day).bounding_box()
    scroller = page.locator(".tt-cal-scroll").bounding_box()
    assert box is not None
    assert scroller is not None
    y = box["y"] + box["height"] * hour / 24
    assert scroller["y"] < y < scroller["y"] + scroller["height"], f"{hour} is not on the screen"
    return box["x"] + box["width"] / 2, y


def drag(page: Page, since: tuple[float, float], until: tuple[float, float]) -> None:
    page.mouse.move(*since)
    page.mouse.down()
    page.mouse.move((since[0] + until[0]) / 2, (since[1] + until[1]) / 2, steps=3)
    page.mouse.move(*until, steps=3)
    page.mouse.up()


def test_by_mouse(page: Page, app: App) -> None:
    set_up(page)
    fill_week(app)
    day = monday()
    page.goto(f"/calendar?view=week&day={day.isoformat()}")
    expect(block(page, r"Plan, Webshop, .*09:00 – 10:30, 1:30")).to_be_visible()
    assert_accessible(page)

    drag(page, at(page, day, 9.5), at(page, day + timedelta(days=1), 11.5))
    expect(block(page, r"Plan, .*11:00 – 12:30, 1:30")).to_be_visible()
    page.get_by_role("button", name="Undo").last.click()
    expect(block(page, r"Plan, .*09:00 – 10:30")).to_be_visible()

    drag(page, at(page, day, 10.47), at(page, day, 11.0))
    expect(block(page, r"Plan, .*09:00 – 11:00, 2:00")).to_be_visible()
    drag(page, at(page, day, 9.03), at(page, day, 8.5))
    expect(block(page, r"Plan, .*08:30 – 11:00, 2:30")).to_be_visible()

    drag(page, at(page, day, 13.5), at(page, day, 10.5))
    expect(page.get_by_role("alert").filter(has_text="This overlaps “Plan”")).to_be_visible()
    expect(block(page, r"Build, .*13:00 – 14:00")).to_be_visible()
    expect(page.locator("[data-lifted]")).to_have_count(0)

    drag(page, at(page, day, 15), at(page, day, 16.5))
    form = page.get_by_role("dialog", name="New entry")
    expect(form).to_contain_text("15:00 – 16:30 · 1:30")
    expect(form.get_by_label("Description")).to_be_focused()
    page.keyboard.type("Review")
    page.keyboard.press("Enter")
    expect(block(page, r"Review, .*15:00 – 16:30, 1:30")).to_be_visible()
    expect(form).to_be_hidden()

    page.mouse.dblclick(*at(page, day, 15.5))
    expect(block(page, r"Review, .*15:00 – 15:30")).to_be_visible()
    expect(block(page, r"Review, .*15:30 – 16:30")).to_be_visible()
    page.get_by_role("button", name="Undo").last.click()
    expect(block(page, r"Review, .*15:00 – 16:30, 1:30")).to_be_visible()


def test_the_popover_edits_splits_and_deletes(page: Page, app: App) -> None:
    set_up(page)
    fill_week(app)
    page.goto(f"/calendar?day={monday().isoformat()}")
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
    page.get_by_role("button", name="Undo").last.click()
    expect(block(page, r"Planning, .*09:30 – 10:20")).to_be_visible()

    change_elsewhere(app, "Build")
    drag(page, at(page, monday(), 13.5), at(page, monday(), 15.5))
    expect(page.get_by_text("This was changed in another place meanwhile.")).to_be_visible()
    expect(block(page, r"Build, .*13:00")).to_be_visible()
    page.get_by_role("button", name="Save mine instead").click()
    expect(block(page, r"Build, .*15:00 – 16:00")).to_be_visible()


def test_by_keyboard_alone(page: Page, app: App) -> None:
    set_up(page)
    fill_week(app)
    page.goto(f"/calendar?day={monday().isoformat()}")
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


def test_over_midnight_two_pieces_are_one(page: Page, app: App) -> None:
    set_up(page)
    fill_week(app)
    wednesday = monday() + timedelta(days=2)
    page.goto(f"/calendar?day={wednesday.isoformat()}")
    expect(block(page, r"Night, ")).to_have_count(2)
    expect(page.locator(".tt-cal[data-scrolled]")).to_have_count(1)
    page.locator(".tt-cal-scroll").evaluate("e => e.scrollTop = 0")
    thursday = wednesday + timedelta(days=1)
    drag(page, at(page, thursday, 0.5), at(page, thursday, 1.5))
    expect(block(page, r"Night, ")).to_have_count(1)
    expect(block(page, r"Night, .*00:00 – 02:00")).to_be_visible()


def test_on_a_phone(new_page: Callable[..., Page], app: App) -> None:
    phone = new_page(**PHONE)
    set_up(phone)
    fill_week(app)
    day = monday()
    phone.goto(f"/calendar?day={day.isoformat()}")
    touch = phone.context.new_cdp_session(phone)
    expect(block(phone, r"Plan, ")).to_be_visible()
    expect(phone.locator(".tt-cal[data-scrolled]")).to_have_count(1)
    scrolled = "document.querySelector('.tt-cal-scroll').scrollTop"
    before = phone.evaluate(scrolled)
    finger(touch, at(phone, day, 9.6), at(phone, day, 8.5), hold=False)
    phone.wait_for_function(f"{scrolled} > {before + 20}")
    phone.wait_for_function(STANDS)
    phone.evaluate(f"{scrolled} = {before}")
    expect(block(phone, r"Plan, .*09:00 – 10:30")).to_be_visible()
    finger(touch, at(phone, day, 9.6), at(phone, day, 11.1), hold=True)
    expect(block(phone, r"Plan, .*10:30 – 12:00")).to_be_visible()
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


def finger(touch: CDPSession, since: tuple[float, float], until: tuple[float, float], *, hold: bool) -> None:
    """Touch, wait as one does to pick something up or not at all, pull, and let go."""
    send = touch.send
    send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [{"x": since[0], "y": since[1]}]})
    if hold:
        touch.send("Runtime.evaluate", {"expression": "new Promise(r => setTimeout(r, 450))", "awaitPromise": True})
    for part in range(1, 9):
        point = {"x": since[0], "y": since[1] + (until[1] - since[1]) * part / 8}
        send("Input.dispatchTouchEvent", {"type": "touchMove", "touchPoints": [point]})
    send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
