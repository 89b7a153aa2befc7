"""Clients, projects and tasks in a browser: kept by who leads, read by who works on them."""

import re
from collections.abc import Callable
from decimal import Decimal

import pytest
from playwright.sync_api import Locator, Page, expect

from tests import databases, factories, visitors
from tests.e2e.a_week import notice
from tests.e2e.conftest import App
from tests.e2e.steps import assert_accessible, assert_fits, set_up
from timetrack import db
from timetrack.models import Project

pytestmark = pytest.mark.usefixtures("empty_workspace")

PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}


def row(page: Page, name: str) -> Locator:
    return page.get_by_role("row").filter(has=page.locator(f'input[value="{name}"]'))


def type_into(cell: Locator, text: str) -> None:
    cell.fill(text)
    cell.press("Enter")


def add_client(page: Page, name: str, currency: str = "EUR") -> None:
    page.get_by_role("button", name="Add client").first.click()
    form = page.get_by_role("dialog", name="Add client")
    form.get_by_label("Name").fill(name)
    form.get_by_label("Currency").fill(currency)
    form.get_by_role("button", name="Add client").click()


def portal_with_jonas(app: App) -> tuple[Project, visitors.Visitor]:
    """A project that Jonas, an employee, is on, with work of his and of somebody else, and one he is not on."""
    with databases.pointed_at(app.database_url):
        visitors.found_workspace()
        jonas, lena = visitors.joined("Jonas Weber"), visitors.joined("Lena Brandt")
        with db.transaction() as session:
            client = factories.client(session, name="Opal Clinic")
            both = {"is_public": False, "members": [jonas.person, lena.person], "client_id": client.client_id}
            portal = factories.project(
                session, name="Patient portal", hourly_rate=Decimal(80), budget_hours=Decimal(9), **both
            )
            factories.project(session, name="Secret", is_public=False)
            factories.project(session, name="Rebrand " * 24)
            task = factories.task(session, portal, name="Wireframes", estimated_hours=Decimal(4))
            work = {"project_id": portal.project_id, "task_id": task.task_id}
            factories.entry(session, jonas.person, start=factories.NOW, hours=1.5, **work)
            factories.entry(session, lena.person, start=factories.NOW, hours=2, **work)
    return portal, jonas


def arrive(page: Page, app: App, visitor: visitors.Visitor, path: str) -> None:
    name, _, value = visitor.cookie.partition("=")
    page.context.add_cookies([{"name": name, "value": value, "url": app.url}])
    page.goto(path)


def test_clients_are_added_renamed_and_put_away(page: Page) -> None:
    set_up(page)
    page.goto("/clients")
    expect(page.get_by_text("No clients yet")).to_be_visible()
    add_client(page, "Opal Clinic")
    expect(row(page, "Opal Clinic")).to_be_visible()
    add_client(page, "opal clinic")
    form = page.get_by_role("dialog", name="Add client")
    expect(form.get_by_role("alert")).to_have_text("There is one with this name already. Nothing was saved.")
    expect(form.get_by_label("Name")).to_have_value("opal clinic")
    form.get_by_label("Name").fill("Alder Bikes")
    form.get_by_role("button", name="Add client").click()
    expect(form).not_to_be_visible()

    name = row(page, "Alder Bikes").get_by_label("Name of Alder Bikes")
    type_into(name, "OPAL clinic")
    expect(page.get_by_role("alert")).to_contain_text("There is one with this name already.")
    expect(name).to_have_value("OPAL clinic")
    name.press("Escape")
    expect(name).to_have_value("Alder Bikes")
    expect(page.get_by_role("alert")).not_to_be_visible()
    type_into(name, "Alder & Sons")
    expect(row(page, "Alder & Sons")).to_be_visible()
    type_into(row(page, "Alder & Sons").get_by_label("Currency"), "gbp")
    expect(row(page, "Alder & Sons").get_by_label("Currency")).to_have_value("GBP")

    page.get_by_role("button", name="Archive Alder & Sons").click()
    expect(row(page, "Alder & Sons")).to_have_count(0)
    notice(page, "Client archived").get_by_role("button", name="Undo").click()
    expect(row(page, "Alder & Sons")).to_be_visible()
    page.get_by_role("link", name="Archived").click()
    expect(page).to_have_url(re.compile(r"/clients/?\?show=archived$"))
    expect(page.get_by_text("Nothing is archived")).to_be_visible()


def test_a_project_with_its_new_client_and_tasks_by_keyboard_alone(page: Page, new_page: Callable[..., Page]) -> None:
    set_up(page)
    page.goto("/projects")
    page.get_by_role("button", name="New project").first.focus()
    page.keyboard.press("Enter")
    form = page.get_by_role("dialog", name="New project")
    expect(form.get_by_label("Name", exact=True)).to_be_focused()
    page.keyboard.type("Patient portal")
    page.keyboard.press("Tab")
    page.keyboard.type("New")
    page.keyboard.press("Tab")
    expect(form.get_by_label("New client's name")).to_be_focused()
    page.keyboard.type("Opal Clinic")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.type("95")
    page.keyboard.press("Tab")
    page.keyboard.type("a hundred")
    page.keyboard.press("Enter")
    expect(form.get_by_role("alert")).to_contain_text("A budget looks like 40, 12.5 or 12:30 hours")
    expect(form.get_by_label("New client's name")).to_have_value("Opal Clinic")
    form.get_by_label("Budget in hours").fill("100")
    page.keyboard.press("Enter")

    expect(page.get_by_role("heading", name="Patient portal")).to_be_visible()
    expect(page.get_by_text("of 100 h · 0 %")).to_be_visible()
    elsewhere = new_page(beside=page)
    elsewhere.goto(page.url)
    page.get_by_label("New task", exact=True).focus()
    page.keyboard.type("Wireframes")
    page.keyboard.press("Tab")
    page.keyboard.type("40")
    page.keyboard.press("Enter")
    expect(row(page, "Wireframes").get_by_label("Estimate of Wireframes in hours")).to_have_value("40\u00a0h")
    expect(row(elsewhere, "Wireframes")).to_be_visible()
    expect(page.get_by_label("New task", exact=True)).to_have_value("")

    type_into(row(page, "Wireframes").get_by_label("Estimate"), "lots")
    expect(page.get_by_role("alert")).to_contain_text("An estimate looks like")
    expect(row(page, "Wireframes").get_by_label("Estimate")).to_have_value("lots")
    row(page, "Wireframes").get_by_label("Is Wireframes billable").select_option("no")
    page.get_by_role("button", name="Archive Wireframes").click()
    expect(elsewhere.get_by_text("Archived tasks")).to_be_visible()
    elsewhere.get_by_text("Archived tasks").click()
    elsewhere.get_by_role("button", name="Bring back Wireframes").click()
    expect(row(page, "Wireframes").get_by_label("Is Wireframes billable")).to_have_value("no")


def test_terms_are_edited_in_the_list_and_in_the_dialog(page: Page) -> None:
    set_up(page)
    page.goto("/projects")
    page.get_by_role("button", name="New project").first.click()
    page.get_by_label("Name", exact=True).fill("Webshop")
    page.get_by_role("button", name="Create project").click()
    expect(page.get_by_role("heading", name="Webshop")).to_be_visible()
    page.get_by_role("button", name="Colour: blue").click()
    page.get_by_role("button", name="teal").click()
    expect(page.get_by_role("button", name="Colour: teal")).to_be_visible()
    page.get_by_role("button", name="Edit").click()
    form = page.get_by_role("dialog", name="Edit project")
    expect(form.get_by_label("Name")).to_have_value("Webshop")
    form.get_by_label("Name").fill("Webshop relaunch")
    form.get_by_label("Budget in money").fill("9,600.00")
    form.get_by_role("button", name="Save").click()
    expect(form).not_to_be_visible()
    expect(page.get_by_text("of €9,600.00 · 0 %")).to_be_visible()

    page.get_by_role("link", name="All projects").click()
    line = row(page, "Webshop relaunch")
    type_into(line.get_by_label("Rate"), "90")
    expect(line.get_by_label("Rate")).to_have_value("€90.00")
    type_into(line.get_by_label("Budget"), "160")
    expect(line.get_by_label("Budget")).to_have_value("160\u00a0h")
    line.get_by_text("Hourly").click(force=True)
    expect(page.get_by_role("heading", name="Webshop relaunch")).to_be_visible()
    page.get_by_role("button", name="Archive", exact=True).click()
    expect(page.get_by_text("Archived", exact=True)).to_be_visible()
    page.goto("/projects?status=archived")
    expect(row(page, "Webshop relaunch")).to_be_visible()


def test_a_person_joins_and_gets_a_rate(page: Page, app: App) -> None:
    portal, _ = portal_with_jonas(app)
    with databases.pointed_at(app.database_url):
        ann = visitors.ann()
    arrive(page, app, ann, f"/projects/{portal.project_id}")
    rate = page.get_by_label("Rate of Jonas Weber on this project")
    expect(rate).to_have_value("€80.00")
    type_into(rate, "95")
    expect(rate).to_have_value("€95.00")
    expect(page.get_by_text("project rate")).to_be_visible()
    lena = page.get_by_role("button", name="Take Lena Brandt off the project")
    lena.click()
    notice(page, "Taken off the project").get_by_role("button", name="Undo").click()
    expect(lena).to_be_visible()
    page.get_by_label("Add to the project").select_option("Ann Founder")
    page.get_by_role("button", name="Add", exact=True).click()
    expect(page.get_by_role("button", name="Take Ann Founder off the project")).to_be_visible()
    page.get_by_role("button", name="Show as a table").click()
    expect(page.get_by_role("table", name="Hours by week")).to_be_visible()
    assert_accessible(page)


def test_an_employee_reads_without_money_and_a_foreign_project_is_not_here(page: Page, app: App) -> None:
    portal, jonas = portal_with_jonas(app)
    arrive(page, app, jonas, "/projects")
    expect(page.get_by_role("row", name="Patient portal")).to_contain_text("1:30")
    assert_fits(page)
    expect(page.get_by_text("Secret")).to_have_count(0)
    expect(page.get_by_role("button", name="New project")).to_have_count(0)
    page.get_by_role("link", name="Open Patient portal").click()
    expect(page.get_by_text("Your hours").first).to_be_visible()
    expect(page.get_by_text("€80.00").locator("visible=true")).to_have_count(1)
    expect(page.get_by_role("button", name="Edit")).to_have_count(0)
    assert_accessible(page)
    page.goto(f"/projects/{portal.project_id + 2}")
    expect(page.get_by_role("heading", name=re.compile("^Rebrand Rebrand"))).to_be_visible()
    assert_fits(page)
    page.goto(f"/projects/{portal.project_id + 1}")
    expect(page.get_by_role("heading", name="This project is not here")).to_be_visible()
    assert_accessible(page)
    page.goto("/clients")
    expect(page.get_by_role("row", name="Opal Clinic")).to_contain_text("1:30")
    assert_accessible(page)


@pytest.mark.parametrize(
    "looks", [{"viewport": {"width": 1440, "height": 900}}, PHONE, {**PHONE, "color_scheme": "dark"}]
)
def test_the_pages_are_accessible_and_fit(app: App, new_page: Callable[..., Page], looks: dict[str, object]) -> None:
    portal, _ = portal_with_jonas(app)
    with databases.pointed_at(app.database_url):
        ann = visitors.ann()
    page = new_page(**looks)
    for path, shown in (
        ("/clients", "Opal Clinic"),
        ("/projects", "Patient portal"),
        (f"/projects/{portal.project_id}", "Wireframes"),
    ):
        arrive(page, app, ann, path)
        expect(row(page, shown).first).to_be_visible()
        assert_accessible(page)
        assert_fits(page)


@pytest.mark.parametrize("path", ["/clients", "/projects", "/projects/{}"])
def test_dialogs_are_accessible(page: Page, app: App, path: str) -> None:
    portal, _ = portal_with_jonas(app)
    with databases.pointed_at(app.database_url):
        ann = visitors.ann()
    arrive(page, app, ann, path.format(portal.project_id))
    page.get_by_role("button", name=re.compile("^(Add client|New project|Edit)$")).click()
    expect(page.get_by_role("dialog")).to_be_visible()
    assert_accessible(page)
