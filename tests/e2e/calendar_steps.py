"""What people do on the calendar in a browser: find blocks and hours, drag with a mouse, pull with a finger."""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from playwright.sync_api import CDPSession, Locator, Page, expect

from tests import databases
from tests.e2e.conftest import App
from tests.e2e.steps import BERLIN, EMAIL, monday, wait_until
from timetrack import db
from timetrack.domain import entries, people, projects


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


def open_calendar(page: Page, query: str) -> None:
    """Show the calendar, and wait until its script is there and has scrolled to the working day."""
    page.goto(f"/calendar?{query}")
    expect(page.locator(".tt-cal[data-scrolled]")).to_have_count(1)


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


def throw(page: Page, touch: CDPSession, since: tuple[float, float], until: tuple[float, float]) -> None:
    """Pull with a finger that holds nothing, and wait until what it has thrown lies still."""
    page.evaluate(
        """() => {
            window.lies = false;
            document.querySelector(".tt-cal-scroll").addEventListener("scrollend", () => (window.lies = true), { once: true });
        }"""
    )
    finger(touch, since, until, hold=False)
    wait_until(page, "window.lies")


def log(app: App, name: str, day: date, hour: float, hours: float) -> int:
    """Log work of the one person there is, on their own clocks; the key of the entry."""
    with databases.pointed_at(app.database_url), db.transaction() as session:
        (mira,) = people.people_by_email(session, [EMAIL]).values()
        start = datetime.combine(day, time(int(hour), int(hour * 60) % 60), ZoneInfo(mira.timezone))
        end = start.astimezone(UTC) + timedelta(hours=hours)
        return entries.create_manual_entry(session, mira, start_time=start, end_time=end, description=name).entry_id


def act(app: App, fn: Callable[..., Any], **kwargs: Any) -> Any:
    """Have the one person there is do something in another place."""
    with databases.pointed_at(app.database_url), db.transaction() as session:
        (mira,) = people.people_by_email(session, [EMAIL]).values()
        return fn(session, mira, **kwargs)


def show_from(page: Page, hour: float) -> None:
    """Scroll to an hour, once the page has scrolled to the working day by itself."""
    expect(page.locator(".tt-cal[data-scrolled]")).to_have_count(1)
    page.locator(".tt-cal-scroll").evaluate(
        "(e, hour) => { e.scrollTop = e.querySelector('.tt-cal-body').offsetHeight * hour / 24 }", hour
    )
