"""The timer bar in a browser: earlier work is offered as one types, and a project is made on the spot."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, Route, expect

from tests import databases, factories
from tests.e2e.conftest import App
from tests.e2e.portal import PHONE, arrive, portal
from tests.e2e.steps import EMAIL, assert_accessible, set_up
from timetrack import db
from timetrack.domain import people

pytestmark = pytest.mark.usefixtures("empty_workspace")


def worked_on(app: App, description: str) -> None:
    """Mira worked on something."""
    with databases.pointed_at(app.database_url), db.transaction() as session:
        (mira,) = people.people_by_email(session, [EMAIL]).values()
        factories.entry(session, mira, description=description)


def lifeless(page: Page, address: str) -> list[Route]:
    """Open a page whose scripts do not come; what they are asked by, until `come_alive`."""
    held: list[Route] = []
    page.route("**/assets/*.js", lambda route: held.append(route))
    page.goto(address, wait_until="commit")
    return held


def come_alive(page: Page, held: list[Route]) -> None:
    """Let its scripts come."""
    assert held
    page.route("**/assets/*.js", lambda route: route.continue_())
    for route in held:
        route.continue_()


def test_earlier_work_is_taken_up_by_keyboard_and_a_project_is_made(page: Page, app: App) -> None:
    set_up(page)
    worked_on(app, "Review of the wireframes")
    field = page.get_by_label("What are you working on?")
    earlier = page.get_by_role("group", name="Earlier work")
    page.reload()
    field.click()
    expect(earlier).to_be_hidden()
    field.press_sequentially("zz")
    expect(earlier).to_be_hidden()
    field.fill("")
    field.press_sequentially("wire")
    expect(earlier).to_be_visible()
    assert_accessible(page)
    page.keyboard.press("Escape")
    expect(earlier).to_be_hidden()
    expect(field).to_have_value("wire")
    expect(field).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(earlier.get_by_role("button", name="Review of the wireframes")).to_be_focused()
    page.keyboard.press("Enter")
    expect(earlier).to_be_hidden()
    expect(field).to_have_value("Review of the wireframes")
    expect(field).to_be_focused()

    page.get_by_role("region", name="Timer").get_by_role("button", name="Project: No project").click()
    page.keyboard.type("Brand new")
    page.keyboard.press("Enter")
    expect(page.get_by_role("region", name="Timer").get_by_role("button", name="Project: Brand new")).to_be_visible()
    page.get_by_role("button", name="Start timer").click()
    expect(page.get_by_role("button", name="Stop timer")).to_be_visible()
    page.goto("/time")
    expect(page.get_by_role("main").get_by_role("listitem").first).to_contain_text("Brand new")


def test_what_is_pressed_before_the_page_is_alive_is_done_when_it_is(new_page: Callable[..., Page]) -> None:
    page = new_page(service_workers="block")
    set_up(page)
    held = lifeless(page, "/time")
    page.get_by_label("What are you working on?").fill("Before it was alive")
    page.get_by_role("button", name="Start timer").click()
    page.get_by_role("button", name="Start timer").click()
    expect(page).to_have_url(re.compile(r"/time/?$"))
    expect(page.get_by_label("What are you working on?")).to_have_value("Before it was alive")
    come_alive(page, held)
    expect(page.get_by_role("button", name="Stop timer")).to_be_visible()
    expect(page.get_by_label("What are you working on?")).to_have_value("Before it was alive")
    expect(page.get_by_text("A timer is running already")).to_have_count(0)


def test_who_types_before_the_page_is_alive_is_offered_earlier_work(app: App, new_page: Callable[..., Page]) -> None:
    page = new_page(service_workers="block")
    set_up(page)
    worked_on(app, "Review of the wireframes")
    held = lifeless(page, "/time")
    page.get_by_label("What are you working on?").click()
    page.keyboard.type("wire")
    come_alive(page, held)
    offered = page.get_by_role("group", name="Earlier work").get_by_role("button")
    expect(offered).to_have_text(["Review of the wireframes"])


def test_with_a_thumb_and_without_making_projects(app: App, new_page: Callable[..., Page]) -> None:
    phone = new_page(**PHONE)
    jonas = portal(app).jonas
    with databases.pointed_at(app.database_url), db.transaction() as session:
        factories.entry(session, jonas.person, hours=0.5, description="Review of the wireframes")
    arrive(phone, app, jonas, "/")
    field = phone.get_by_label("What are you working on?")
    field.tap()
    field.press_sequentially("rev")
    phone.get_by_role("group", name="Earlier work").get_by_role("button", name="Review of the wireframes").tap()
    expect(field).to_have_value("Review of the wireframes")
    phone.get_by_role("region", name="Timer").get_by_role("button", name="Project: No project").tap()
    phone.keyboard.type("Not there")
    picker = phone.get_by_role("group", name="Project and task")
    expect(picker.get_by_text("Nothing by that name.")).to_be_visible()
    expect(picker.get_by_role("button", name="Create project")).to_be_hidden()


def test_what_one_chose_stays_chosen_when_projects_come_before_it(app: App, page: Page) -> None:
    set_up(page)
    with databases.pointed_at(app.database_url), db.transaction() as session:
        for name in ("Harbour", "Zoo"):
            factories.project(session, name=name)
    page.get_by_role("button", name="Log time").first.click()
    form = page.get_by_role("dialog", name="Log time")
    project = form.get_by_label("Project and task")
    project.select_option("Zoo")
    with databases.pointed_at(app.database_url), db.transaction() as session:
        factories.project(session, name="Aquarium")
    expect(project.get_by_role("option")).to_have_text(["No project", "Aquarium", "Harbour", "Zoo"])
    expect(project.locator("option:checked")).to_have_text("Zoo")
