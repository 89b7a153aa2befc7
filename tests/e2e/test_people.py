"""People in a browser: invited by a link, joining, rates and why, leaving and coming back."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from tests import databases, factories, visitors
from tests.e2e.a_week import notice
from tests.e2e.conftest import App
from tests.e2e.steps import PASSWORD, assert_accessible, assert_fits, set_up, start_timer
from timetrack import db

pytestmark = pytest.mark.usefixtures("empty_workspace")

PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}


def row(page: Page, name: str) -> Locator:
    return page.get_by_role("row").filter(has=page.locator(f'input[value="{name}"]'))


def type_into(cell: Locator, text: str) -> None:
    cell.fill(text)
    cell.press("Enter")


def arrive(page: Page, app: App, visitor: visitors.Visitor, path: str) -> None:
    name, _, value = visitor.cookie.partition("=")
    page.context.add_cookies([{"name": name, "value": value, "url": app.url}])
    page.goto(path)


def act(page: Page, name: str, item: str) -> None:
    page.get_by_role("button", name=f"More about {name}").click()
    page.get_by_role("button", name=item, exact=True).click()


def add_noor_by_keyboard(page: Page) -> None:
    page.get_by_role("navigation", name="Main").get_by_role("link", name="People").click()
    page.get_by_role("button", name="Add person").focus()
    page.keyboard.press("Enter")
    form = page.get_by_role("dialog", name="Add person")
    expect(form.get_by_label("Name")).to_be_focused()
    page.keyboard.type("Noor")
    page.keyboard.press("Tab")
    page.keyboard.type("noor at home")
    page.keyboard.press("Enter")
    expect(form.get_by_role("alert")).to_contain_text("is not an e-mail address. Nothing was saved.")
    expect(form.get_by_label("E-mail")).to_have_value("noor at home")
    assert_accessible(page)
    form.get_by_label("E-mail").fill("Noor@Harbour.example")
    page.keyboard.press("Enter")


def take_link(page: Page, app: App) -> str:
    told = page.get_by_role("dialog", name="Invitation for Noor")
    expect(told).to_contain_text("Send this link yourself: no mail goes out.")
    expect(told.get_by_label("Invitation link")).to_have_value(re.compile(rf"^{re.escape(app.url)}/join/[\w-]{{43}}$"))
    link = told.get_by_label("Invitation link").input_value()
    told.get_by_role("button", name="Copy").click()
    expect(told.get_by_role("button", name="Copy")).to_have_attribute("data-done", "")
    assert page.evaluate("navigator.clipboard.readText()") == link
    assert_accessible(page)
    told.get_by_role("button", name="Done").click()
    expect(told).not_to_be_visible()
    expect(page.locator("#field-link")).to_have_value("")
    return link


def join_by_touch(phone: Page, link: str) -> None:
    phone.goto(link[:-1] + ("A" if link[-1] != "A" else "B"))
    expect(phone.get_by_role("alert")).to_contain_text("This invitation link does not work.")
    phone.goto(link)
    expect(phone.get_by_role("heading", name="Join Harbour Studio")).to_be_visible()
    expect(phone.get_by_label("Your name")).to_have_value("Noor")
    expect(phone.get_by_label("Time zone")).to_have_value("Europe/Berlin")
    assert_accessible(phone)
    assert_fits(phone)
    phone.get_by_label("Your name").fill("Noor Haddad")
    phone.get_by_label("Password").fill(PASSWORD)
    phone.get_by_role("button", name="Join", exact=True).tap()
    expect(phone.get_by_label("What are you working on?")).to_be_visible()


def test_somebody_is_added_by_keyboard_joins_by_the_link_and_is_seen_off(
    app: App, page: Page, new_page: Callable[..., Page]
) -> None:
    set_up(page)
    page.context.grant_permissions(["clipboard-read", "clipboard-write"], origin=app.url)
    add_noor_by_keyboard(page)
    link = take_link(page, app)
    expect(row(page, "Noor")).to_contain_text("Invited")

    phone = new_page(**PHONE)
    join_by_touch(phone, link)
    expect(row(page, "Noor Haddad")).to_contain_text("Active")
    start_timer(phone, "Last day")
    expect(phone.get_by_role("link", name="People")).to_have_count(0)
    again = new_page()
    again.goto(link)
    expect(again.get_by_role("alert")).to_contain_text("This invitation was used already.")
    expect(again.get_by_role("link", name="Sign in")).to_be_visible()

    act(page, "Noor Haddad", "Deactivate")
    expect(page.get_by_text("Noor Haddad is deactivated")).to_be_visible()
    expect(phone.get_by_role("button", name="Sign in")).to_be_visible()
    expect(row(page, "Noor Haddad")).to_have_count(0)
    page.get_by_role("link", name="Deactivated").click()
    expect(row(page, "Noor Haddad")).to_contain_text("Deactivated")
    act(page, "Noor Haddad", "Reactivate")
    expect(page.get_by_text("Nobody has left")).to_be_visible()


def test_cells_refuse_with_reasons_and_the_last_administrator_stays(page: Page) -> None:
    set_up(page)
    page.goto("/people")
    mira = row(page, "Mira")
    target = mira.get_by_label("Weekly target of Mira in hours")
    type_into(target, "25h 99")
    expect(mira.get_by_role("alert")).to_contain_text("A week's target looks like 40, 12.5 or 12:30 hours")
    expect(target).to_have_value("25h 99")
    target.press("Escape")
    type_into(target, "32")
    expect(target).to_have_value("32\u00a0h")
    expect(page.get_by_text("/ 32 h")).to_be_visible()
    type_into(mira.get_by_label("Time zone of Mira"), "Mars/Base")
    expect(mira.get_by_role("alert")).to_contain_text("There is no time zone called “Mars/Base”.")
    assert_accessible(page)
    mira.get_by_label("Time zone of Mira").press("Escape")
    mira.get_by_label("Role of Mira").select_option("EMPLOYEE")
    expect(mira.get_by_role("alert")).to_contain_text("They are the only administrator")
    expect(mira.get_by_label("Role of Mira")).to_have_value("ADMIN")


def test_a_rate_says_why_and_a_new_one_leaves_the_past(app: App, page: Page) -> None:
    with databases.pointed_at(app.database_url):
        visitors.found_workspace()
        lou = visitors.joined("Lou Berg")
        with db.transaction() as session:
            portal = factories.project(session, name="Portal", members=[lou.person], hourly_rate=factories.Decimal(60))
            factories.project(session, name="Webshop")
            factories.entry(session, lou.person, start=factories.NOW, hours=2, project_id=portal.project_id)
        ann = visitors.ann()
    arrive(page, app, ann, f"/people/{lou.person.user_id}")
    expect(page.get_by_role("heading", name="Lou Berg", level=1)).to_be_visible()
    page.get_by_role("button", name="project default – why this rate?").click()
    expect(page.get_by_text("€60.00 — the project's rate")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_text("€60.00 — the project's rate")).not_to_be_visible()

    type_into(page.get_by_label("Default rate of Lou Berg"), "70")
    expect(page.get_by_label("Rate on Portal")).to_have_value("€70.00")
    type_into(page.get_by_label("Rate on Portal"), "95")
    why = page.get_by_role("button", name="project rate – why this rate?")
    why.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("€95.00 — Lou's rate on this project")).to_be_visible()
    page.keyboard.press("Escape")
    history = page.get_by_role("region", name="History of the rate")
    expect(history.get_by_role("row")).to_have_count(3)
    expect(history).to_contain_text("Time that was logged before keeps the rate it was logged at.")
    assert_accessible(page)

    page.get_by_label("Add a project").select_option("Webshop")
    page.get_by_role("button", name="Add", exact=True).click()
    expect(page.get_by_label("Rate on Webshop")).to_have_value("€70.00")
    page.get_by_role("button", name="Take Lou Berg off Webshop").click()
    expect(page.get_by_label("Rate on Webshop")).to_have_count(0)
    notice(page, "Taken off the project").get_by_role("button", name="Undo").click()
    expect(page.get_by_label("Rate on Webshop")).to_be_visible()

    page.get_by_role("link", name="Portal", exact=True).click()
    expect(page.get_by_text("Unbilled")).to_be_visible()
    expect(page.get_by_text("€120.00")).to_be_visible()
    page.get_by_role("button", name="project rate – why this rate?").click()
    expect(page.get_by_text("€95.00 — Lou's rate on this project")).to_be_visible()
    assert_accessible(page)


def test_on_a_phone_and_for_who_does_not_lead(app: App, new_page: Callable[..., Page]) -> None:
    with databases.pointed_at(app.database_url):
        visitors.found_workspace()
        kim = visitors.joined("Kim")
        long = visitors.joined("Wolfeschlegelsteinhausenbergerdorff " * 4)
        with db.transaction() as session:
            factories.project(session, name="Rebrand " * 20, members=[long.person])
        ann = visitors.ann()
    phone = new_page(**PHONE)
    arrive(phone, app, ann, "/people")
    expect(phone.get_by_label("Name of Kim")).to_be_visible()
    assert_fits(phone)
    assert_accessible(phone)
    phone.get_by_role("button", name="More about Kim").tap()
    item = phone.get_by_role("button", name="Deactivate", exact=True)
    expect(item).to_be_visible()
    assert_accessible(phone)
    small = phone.evaluate(
        """[...document.querySelectorAll('.tt-kept .tt-icon-btn, .tt-menu-item, .tt-head button, .tt-head a')]
            .filter(e => e.offsetParent).map(e => [e.ariaLabel || e.textContent, e.offsetWidth, e.offsetHeight])
            .filter(([, width, height]) => width < 44 || height < 44)"""
    )
    assert not small
    phone.keyboard.press("Escape")
    phone.goto(f"/people/{long.person.user_id}")
    expect(phone.get_by_label("Rate on")).to_be_visible()
    assert_fits(phone)
    assert_accessible(phone)

    other = new_page(**PHONE)
    arrive(other, app, kim, "/people")
    expect(other.get_by_text("Managers keep the people")).to_be_visible()
    expect(other.get_by_role("button", name="Add person")).to_have_count(0)
    other.goto(f"/people/{ann.person.user_id}")
    expect(other.get_by_text("This person is not here")).to_be_visible()
    assert_accessible(other)
