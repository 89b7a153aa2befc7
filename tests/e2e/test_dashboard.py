"""The dashboard in a browser: what it loads, what it draws, what grows, and what it offers to go on with."""

import gzip
import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from playwright.sync_api import Page, Response, expect

from tests import databases, factories
from tests.e2e.conftest import App
from tests.e2e.steps import EMAIL, afternoon, assert_accessible, assert_fits, set_up, start_timer
from timetrack import clock, db
from timetrack.domain import people, periods

pytestmark = pytest.mark.usefixtures("empty_workspace")

BLANK_PAGE = 241_000
"""The JavaScript of a blank Reflex page, gzipped."""


def log_hours(app: App, *, today: float = 0, a_week_ago: float = 0) -> None:
    """Log time of the person who set up from the day's first minute on, and have it be 14 o'clock where they are."""
    with databases.pointed_at(app.database_url), db.transaction() as session:
        person = people.people_by_email(session, [EMAIL])[EMAIL]
        person = people.set_zone(session, person, timezone=afternoon())
        day = periods.local_date(clock.now(), person.timezone)
        for days_ago, hours in ((0, today), (7, a_week_ago)):
            start = periods.day_start(day - timedelta(days=days_ago), person.timezone)
            if hours:
                factories.entry(session, person, start=start, hours=hours, description="Checkout flow")


def test_a_new_workspace_gets_one_sentence_and_a_way_to_the_timer(page: Page) -> None:
    set_up(page)
    expect(page.get_by_text("Nothing tracked yet")).to_be_visible()
    page.get_by_role("link", name="Go to the timer").click()
    expect(page.get_by_label("What are you working on?")).to_be_focused()
    assert_accessible(page)


def test_the_chart_is_drawn_and_is_a_table_too(page: Page, app: App) -> None:
    set_up(page)
    log_hours(app, today=0.5, a_week_ago=7)
    page.goto("/")
    chart = page.get_by_role("img", name=re.compile(r"^Hours this week 0:30, last week"))
    expect(chart.locator(".main-svg").first).to_be_visible()
    expect(chart.get_by_text("0:30")).to_be_visible()
    page.get_by_role("button", name="Show as a table").click()
    table = page.get_by_role("table", name="Hours by day, this week and last")
    expect(table.get_by_role("row")).to_have_count(9)
    expect(table.get_by_role("row").last).to_contain_text("0:30")
    page.get_by_role("button", name="Show as a table").click()
    expect(chart.get_by_text("0:30")).to_be_visible()


def test_the_first_load_is_no_heavier_than_a_blank_page_by_much(new_page: Callable[..., Page], app: App) -> None:
    page = new_page(service_workers="block")
    scripts: list[Response] = []
    page.on("response", lambda answer: scripts.append(answer) if answer.url.endswith(".js") else None)
    set_up(page)
    expect(page.get_by_text("Nothing tracked yet")).to_be_visible()
    assert not [answer.url for answer in scripts if "plotly" in answer.url], "asked for only where something is drawn"
    log_hours(app, today=0.5)
    expect(page.locator(".tt-plot .main-svg").first).to_be_visible()
    page.goto("about:blank")
    page.context.new_cdp_session(page).send("Network.clearBrowserCache")
    scripts.clear()
    page.goto("/")
    expect(page.locator(".tt-plot .main-svg").first).to_be_visible()
    sizes = {answer.url.rpartition("/")[2]: len(gzip.compress(answer.body())) for answer in scripts}
    charts = [name for name in sizes if name.startswith("plotly")]
    assert len(charts) == 1
    first_load = sum(size for name, size in sizes.items() if name not in charts)
    assert first_load <= 1.15 * BLANK_PAGE, sizes


def test_what_runs_grows_and_other_tabs_follow(page: Page, app: App, new_page: Callable[..., Page]) -> None:
    set_up(page)
    log_hours(app)
    start_timer(page, "Address step")
    today = page.get_by_role("region", name="Today")
    expect(today).to_contain_text("0:00")
    expect(page.get_by_role("button", name="Stop", exact=True)).to_be_visible()
    elsewhere = new_page(beside=page)
    elsewhere.clock.install()
    elsewhere.goto("/")
    expect(elsewhere.locator(".tt-plot .main-svg").first).to_be_visible()
    elsewhere.clock.run_for("01:05")
    expect(elsewhere.get_by_role("region", name="Today")).to_contain_text(re.compile("0:0[1-9].*billable 0:00"))
    expect(elsewhere.locator(".tt-plot").get_by_text(re.compile("^0:0[1-9]$"))).to_be_visible()


def test_recent_work_goes_on(page: Page, app: App) -> None:
    set_up(page)
    log_hours(app, today=0.1)
    page.goto("/")
    page.get_by_role("button", name="Resume Checkout flow").click()
    expect(page.get_by_role("button", name="Stop timer")).to_be_visible()
    expect(page.get_by_role("listitem").filter(has_text="Checkout flow").get_by_text("now")).to_be_visible()
    page.get_by_role("button", name="Stop", exact=True).click()
    expect(page.get_by_role("button", name="Start timer")).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1440, 820, 390])
def test_it_is_accessible_and_fits(
    page: Page, new_page: Callable[..., Page], app: App, scheme: str, width: int
) -> None:
    set_up(page)
    log_hours(app, today=0.5, a_week_ago=7)
    shown = new_page(beside=page)
    shown.set_viewport_size({"width": width, "height": 900})
    shown.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    shown.goto("/")
    expect(shown.locator(".tt-plot .main-svg").first).to_be_visible()
    assert_fits(shown)
    assert_accessible(shown)
