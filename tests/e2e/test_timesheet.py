"""The timesheet in a browser: typed hours, refusals, copying a week, by keyboard, and with a thumb."""

import re
from collections.abc import Callable
from datetime import date, datetime, time, timedelta

import pytest
from playwright.sync_api import Locator, Page, expect

from tests import databases
from tests.e2e.a_week import notice
from tests.e2e.conftest import App
from tests.e2e.steps import BERLIN, EMAIL, assert_accessible, assert_fits, monday, set_up, start_timer
from timetrack import db
from timetrack.domain import entries, entry_list, people, projects, tasks

pytestmark = pytest.mark.usefixtures("empty_workspace")
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}


def fill_weeks(app: App) -> date:
    """Two projects, and work in the week before last; last week's Monday."""
    day = monday()
    with databases.pointed_at(app.database_url), db.transaction() as session:
        (mira,) = people.people_by_email(session, [EMAIL]).values()
        shop = projects.create_project(session, mira, name="Webshop", color="blue")
        design = tasks.create_task(session, mira, project_id=shop.project_id, name="Design")
        projects.create_project(session, mira, name="Internal", color="slate")
        for days, hour in ((0, 9), (1, 14)):
            start = datetime.combine(day + timedelta(days=days - 7), time(hour), BERLIN)
            entries.create_manual_entry(
                session, mira, start_time=start, end_time=start + timedelta(hours=1, minutes=30),
                project_id=shop.project_id, task_id=design.task_id, description="Checkout",
            )  # fmt: skip
    return day


def started_on(app: App) -> date:
    """The day on which the timer that runs was started: at midnight it is over."""
    with databases.pointed_at(app.database_url), db.transaction() as session:
        (mira,) = people.people_by_email(session, [EMAIL]).values()
        running = entry_list.listed_timer(session, mira)
        assert running is not None
        return running.start_time.astimezone(BERLIN).date()


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
    day = fill_weeks(app)
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
    expect(page.get_by_role("alert")).to_have_count(0)

    meeting.fill("0:15")
    meeting.press("Enter")
    expect(cell(elsewhere, "Internal", day)).to_have_value("0:15")
    notice(page, "Hours taken off").get_by_role("button", name="Undo").click()
    expect(meeting).to_have_value("0:45")
    page.get_by_role("button", name="More for Internal").click()
    page.get_by_role("button", name="Clear row").click()
    expect(meeting).to_have_value("")
    notice(page, "Row cleared").get_by_role("button", name="Undo").click()
    expect(meeting).to_have_value("0:45")
    page.reload()
    expect(cell(page, "Internal", day)).to_have_value("0:45")


def test_a_cell_in_two_tabs(page: Page, new_page: Callable[..., Page], app: App) -> None:
    set_up(page)
    first, name = fill_weeks(app) - timedelta(days=7), "Webshop › Design"
    page.goto(f"/timesheet?week={first.isoformat()}")
    mine = cell(page, name, first)
    mine.fill("2h")
    elsewhere = new_page(beside=page)
    elsewhere.goto(f"/timesheet?week={first.isoformat()}")
    theirs = cell(elsewhere, name, first)
    theirs.fill("3:00")
    theirs.press("Enter")
    for tab in (page, elsewhere):
        expect(tab.get_by_role("row", name=name).locator(".tt-sheet-sum")).to_have_text("4:30")
    expect(mine).to_have_value("2h")
    mine.press("Enter")
    asked = page.get_by_role("alert")
    expect(asked).to_have_text("Changed in another place meanwhile: 3:00 there, “2h” here. Yours was not saved.")
    expect(mine).to_have_value("3:00")
    assert_accessible(page)
    page.get_by_role("button", name="Keep theirs").click()
    expect(asked).to_have_count(0)

    mine.fill("1:00")
    theirs.fill("0:30")
    theirs.press("Enter")
    expect(page.get_by_role("row", name=name).locator(".tt-sheet-sum")).to_have_text("2:00")
    mine.press("Enter")
    page.get_by_role("button", name="Save mine instead").click()
    expect(theirs).to_have_value("1:00")
    expect(mine).to_have_value("1:00")
    expect(asked).to_have_count(0)


def test_what_cannot_be_is_said_beside_its_row(page: Page, app: App) -> None:
    set_up(page)
    first = fill_weeks(app) - timedelta(days=7)
    page.goto(f"/timesheet?week={first.isoformat()}")
    field, alert = cell(page, "Webshop › Design", first), page.get_by_role("alert")
    for typed, why in {
        "-1": "“-1” is not one",
        "1:99": "“1:99” is not one",
        "١:٣٠": "“١:٣٠” is not one",
        "x" * 10_000: "A duration looks like 1:30, 1.5 or 1h 30m",
    }.items():
        field.fill(typed)
        field.press("Enter")
        expect(alert).to_contain_text(why)
        expect(field).to_have_value(typed)
        assert_fits(page)
    field.press("Escape")
    expect(field).to_have_value("1:30")
    expect(alert).to_have_count(0)
    add_row(page, "internal")
    field.fill("20h")
    field.press("Enter")
    expect(field).to_have_value("20:00")
    other = cell(page, "Internal", first)
    other.fill("5h")
    expect(page.locator("#tt-hint")).to_contain_text("only 4:00 free")
    other.press("Enter")
    expect(alert).to_contain_text(f"{first:%a} {first.day} {first:%b} has 4:00 free, and 5:00 more would be needed.")
    page.get_by_role("button", name="Discard").click()
    expect(other).to_have_value("")
    expect(alert).to_have_count(0)


def test_by_keyboard_and_while_a_timer_runs(page: Page, app: App) -> None:
    set_up(page)
    fill_weeks(app)
    start_timer(page, "Running")
    today = started_on(app)
    page.goto(f"/timesheet?week={today.isoformat()}")
    row = page.get_by_role("row", name="No project")
    expect(row.locator("[data-since]").first).to_have_text(re.compile(r"^0:0\d$"))
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
    expect(page.get_by_role("alert").filter(has_text="A duration looks like 1:30")).to_be_visible()
    expect(last).to_have_value("1:99")


def test_on_a_phone_a_day_at_a_time(new_page: Callable[..., Page], app: App) -> None:
    phone = new_page(**PHONE)
    set_up(phone)
    first = fill_weeks(app)
    day = first + timedelta(days=2)
    phone.goto(f"/timesheet?week={day.isoformat()}")
    add_row(phone, "design")
    phone.get_by_role("button", name=f"{day:%a} {day.day} {day:%b}").tap()
    field = cell(phone, "Webshop › Design", day)
    expect(cell(phone, "Webshop › Design", first)).to_be_hidden()
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
