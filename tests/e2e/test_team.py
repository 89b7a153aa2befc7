"""The team board and the wall screen in a browser: they move by themselves, and say no more than they may."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect
from sqlalchemy import text

from tests import databases, factories, visitors
from tests.e2e.conftest import App, replace_worker
from tests.e2e.steps import assert_accessible, assert_fits, set_up, start_timer
from tests.visitors import Visitor
from timetrack import db
from timetrack.domain import timer
from timetrack.models import Role

pytestmark = pytest.mark.usefixtures("empty_workspace")
CUT_OFF = re.compile("WebSocket connection to .* failed|net::ERR_|status of 50")
"""What a browser notes on its console while the server is away."""
NOT_AT_WORK = re.compile("Out today|Away")
"""What a card says once the timer stands still: work of less than a minute leaves nothing of the day behind."""


def colleague(app: App, name: str, role: Role = Role.EMPLOYEE) -> Visitor:
    """Somebody who is signed in elsewhere."""
    with databases.pointed_at(app.database_url):
        return visitors.joined(name, role)


def starts(app: App, who: Visitor, description: str, project: str = "") -> None:
    with databases.pointed_at(app.database_url), db.transaction() as session:
        on = factories.project(session, name=project, is_public=False, members=[who.person]) if project else None
        timer.start_timer(session, who.person, description=description, project_id=on and on.project_id)


def card(page: Page, name: str) -> Locator:
    return page.locator(".tt-board-card, .tt-wall-card").filter(has=page.get_by_role("heading", name=name))


def signed_in(new_page: Callable[..., Page], app: App, who: Visitor, **options: object) -> Page:
    page = new_page(**options)
    name, _, value = who.cookie.partition("=")
    page.context.add_cookies([{"name": name, "value": value, "url": app.url}])
    return page


def test_a_colleagues_board_moves_and_grows_by_itself(page: Page, new_page: Callable[..., Page], app: App) -> None:
    set_up(page)
    board = signed_in(new_page, app, colleague(app, "Jonas"))
    board.goto("/team")
    expect(card(board, "Mira")).to_contain_text("Out today")
    expect(card(board, "Jonas")).to_contain_text("(you)")
    start_timer(page, "Checkout flow")
    mira = card(board, "Mira")
    expect(mira).to_contain_text("Checkout flow")
    expect(mira.get_by_role("timer")).to_have_text(re.compile(r"^0:\d\d:\d[1-9]$"))
    expect(board.get_by_role("button", name="1 working")).to_be_visible()
    page.get_by_role("button", name="Stop timer").click()
    expect(mira).to_contain_text(NOT_AT_WORK)


def test_what_a_colleague_may_not_see_is_not_said(page: Page, new_page: Callable[..., Page], app: App) -> None:
    set_up(page)
    jonas, lena = colleague(app, "Jonas"), colleague(app, "Lena")
    with databases.pointed_at(app.database_url), db.transaction() as session:
        session.execute(text("UPDATE users SET hides_description = true WHERE name = 'Lena'"))
    board = signed_in(new_page, app, jonas)
    board.goto("/team")
    page.goto("/team")
    boss = colleague(app, "Boss", Role.MANAGER)
    starts(app, boss, "Due diligence", "Merger")
    starts(app, lena, "Job applications")
    expect(card(board, "Boss")).to_contain_text("Another project")
    expect(card(board, "Lena")).to_contain_text("Description hidden")
    expect(card(page, "Boss")).to_contain_text("Merger")
    expect(board.get_by_text(re.compile("Merger|diligence|applications"))).to_have_count(0)


def test_people_are_found_by_name_and_by_who_works_from_the_keyboard(page: Page, app: App) -> None:
    set_up(page)
    starts(app, colleague(app, "Jonas"), "API paging")
    colleague(app, "Lena")
    page.goto("/team")
    expect(card(page, "Jonas")).to_be_visible()
    working = page.get_by_role("button", name="1 working")
    working.focus()
    page.keyboard.press("Enter")
    expect(card(page, "Lena")).to_have_count(0)
    expect(card(page, "Jonas")).to_be_visible()
    expect(working).to_have_attribute("aria-pressed", "true")
    page.get_by_label("Find a person").press_sequentially("xyz")
    expect(page.get_by_text("Nobody here")).to_be_visible()
    page.get_by_role("button", name="Show everybody").press("Enter")
    expect(card(page, "Lena")).to_be_visible()
    expect(page.get_by_label("Find a person")).to_have_value("")
    page.get_by_role("button", name="Table").press("Space")
    table = page.get_by_role("table", name="The team")
    expect(table.get_by_role("row", name=re.compile("Jonas.*Working.*API paging"))).to_be_visible()


def test_a_wall_goes_on_after_the_server_was_replaced(
    page: Page, new_page: Callable[..., Page], app: App, page_errors: list[str]
) -> None:
    set_up(page)
    jonas = colleague(app, "Jonas")
    wall = signed_in(new_page, app, jonas, viewport={"width": 1920, "height": 1080})
    wall.goto("/team/wall")
    expect(card(wall, "Mira")).to_contain_text("Out")
    starts(app, jonas, "API paging")
    clock = card(wall, "Jonas").get_by_role("timer")
    expect(clock).to_be_visible()
    assert clock.evaluate("clock => getComputedStyle(clock).fontSize") == "88px"
    assert_fits(wall)
    assert_accessible(wall)
    page.close()
    replace_worker(app)
    with databases.pointed_at(app.database_url), db.transaction() as session:
        timer.stop_timer(session, jonas.person)
    expect(card(wall, "Jonas")).to_contain_text(NOT_AT_WORK)
    assert [error for error in page_errors if not CUT_OFF.search(error)] == []
    page_errors.clear()  # connected again, the wall has no more to say about the connection that was cut


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1440, 820, 390])
def test_it_is_accessible_and_fits(
    page: Page, new_page: Callable[..., Page], app: App, scheme: str, width: int
) -> None:
    set_up(page)
    starts(app, colleague(app, "Jonas with a rather long name of his own"), "A long description " * 5, "Grid dashboard")
    starts(app, colleague(app, "Lena"), "")
    colleague(app, "Noor")
    shown = new_page(beside=page)
    shown.set_viewport_size({"width": width, "height": 900})
    shown.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    shown.goto("/team")
    expect(card(shown, "Noor")).to_be_visible()
    assert_fits(shown)
    assert_accessible(shown)
    shown.get_by_role("button", name="Table").click()
    expect(shown.get_by_role("table", name="The team")).to_be_visible()
    assert_fits(shown)
    assert_accessible(shown)
    if width == 390:
        small = shown.locator("#content :is(button, input, a):visible").evaluate_all(
            "all => all.filter(one => one.getBoundingClientRect().height < 44).map(one => one.outerHTML.slice(0, 120))"
        )
        assert small == []
