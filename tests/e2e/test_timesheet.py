"""The timesheet in a browser: typed hours, refusals, copying a week, by keyboard, and with a thumb."""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Locator, Page, expect

from tests import databases
from tests.e2e.conftest import App
from tests.e2e.steps import EMAIL, assert_accessible, assert_fits, set_up, start_timer
from timetrack import db
from timetrack.domain import entries, people, projects, tasks

pytestmark = pytest.mark.usefixtures("empty_workspace")
BERLIN = ZoneInfo("Europe/Berlin")
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}


def monday() -> date:
    """Last week's Monday: all its days are over, so all of their time can be filled."""
    today = datetime.now(BERLIN).date()
    return today - timedelta(days=today.weekday() + 7)


def fill_weeks(app: App) -> None:
    """Two projects, and work in the week before last."""
    with databases.pointed_at(app.database_url), db.transaction() as session:
        (mira,) = people.people_by_email(session, [EMAIL]).values()
        shop = projects.create_project(session, mira, name="Webshop", color="blue")
        design = tasks.create_task(session, mira, project_id=shop.project_id, name="Design")
        projects.create_project(session, mira, name="Internal", color="slate")
        for day, hour in ((0, 9), (1, 14)):
            start = datetime.combine(monday() + timedelta(days=day - 7), time(hour), BERLIN)
            entries.create_manual_entry(
                session, mira, start_time=start, end_time=start + timedelta(hours=1, minutes=30),
                project_id=shop.project_id, task_id=design.task_id, description="Checkout",
            )  # fmt: skip


def cell(page: Page, name: str, day: date) -> Locator:
    return page.get_by_label(f"{name}, {day:%a} {day.day} {day:%b}", exact=True)


def add_row(page: Page, words: str) -> None:
    page.get_by_role("button", name="Add project or task").click()
    find = page.locator("#sheet-project").get_by_label("Find a project or task")
    expect(find).to_be_focused()
    find.fill(words)
    page.keyboard.press("Enter")


def test_a_week_is_typed_copied_and_corrected(page: Page, new_page: Callable[..., Page], app: App) -> None:
    set_up(page)
    fill_weeks(app)
    day = monday()
    page.goto(f"/timesheet?week={day:%G-W%V}")
    page.get_by_role("button", name="Copy last week").click()
    page.get_by_role("button", name="Rows and hours").click()
    first = cell(page, "Webshop › Design", day)
    expect(first).to_have_value("1:30")
    expect(page.get_by_role("status").filter(has_text="2 entries, 3:00.")).to_be_visible()

    add_row(page, "internal")
    meeting = cell(page, "Internal", day)
    meeting.fill("45m")
    expect(page.locator("#tt-hint")).to_contain_text("10:30 – 11:15 next free time")
    meeting.press("Enter")
    expect(meeting).to_have_value("0:45")
    elsewhere = new_page(beside=page)
    elsewhere.goto(f"/timesheet?week={day.isoformat()}")
    expect(cell(elsewhere, "Internal", day)).to_have_value("0:45")

    meeting.fill("25h")
    meeting.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("“25h” is more than the 24 hours of a day. Nothing was saved.")
    expect(meeting).to_have_value("25h")
    assert_accessible(page)
    meeting.press("Escape")
    expect(meeting).to_have_value("0:45")

    meeting.fill("0:15")
    meeting.press("Enter")
    expect(cell(elsewhere, "Internal", day)).to_have_value("0:15")
    page.get_by_role("button", name="Undo").last.click()
    expect(meeting).to_have_value("0:45")
    page.get_by_role("button", name="More for Internal").click()
    page.get_by_role("button", name="Clear row").click()
    expect(meeting).to_have_value("")
    page.get_by_role("button", name="Undo").last.click()
    expect(meeting).to_have_value("0:45")
    page.reload()
    expect(cell(page, "Internal", day)).to_have_value("0:45")


def test_by_keyboard_and_while_a_timer_runs(page: Page, app: App) -> None:
    set_up(page)
    fill_weeks(app)
    today = datetime.now(BERLIN).date()
    page.goto("/timesheet")
    start_timer(page, "Running")
    row = page.get_by_role("row", name="No project")
    expect(row.locator("[data-since]").first).to_have_text("0:00")
    cell(page, "No project", today).focus()
    page.keyboard.type("0:00")
    page.keyboard.press("Enter")
    add_row(page, "webshop")
    last = cell(page, "Webshop", today - timedelta(days=today.weekday()))
    expect(last).to_be_visible()
    cell(page, "No project", today - timedelta(days=today.weekday())).focus()
    page.keyboard.press("ArrowDown")
    expect(last).to_be_focused()
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Tab")
    page.keyboard.type("1:99")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("A duration looks like 1:30")
    expect(last).to_have_value("1:99")


def test_on_a_phone_a_day_at_a_time(new_page: Callable[..., Page], app: App) -> None:
    phone = new_page(**PHONE)
    set_up(phone)
    fill_weeks(app)
    day = monday() + timedelta(days=2)
    phone.goto(f"/timesheet?week={day.isoformat()}")
    add_row(phone, "design")
    phone.get_by_role("button", name=f"{day:%a} {day.day} {day:%b}").tap()
    field = cell(phone, "Webshop › Design", day)
    expect(cell(phone, "Webshop › Design", monday())).to_be_hidden()
    field.tap()
    field.fill("2h")
    field.press("Enter")
    expect(field).to_have_value("2:00")
    expect(phone.get_by_role("button", name=f"{day:%a} {day.day} {day:%b}")).to_contain_text("2:00")
    box = field.bounding_box()
    assert box is not None
    assert box["height"] >= 44
    assert_fits(phone)
    assert_accessible(phone)
