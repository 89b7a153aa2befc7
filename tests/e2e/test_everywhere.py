"""What holds on every page: a thumb reaches everything, nothing scrolls sideways, keys and palette answer, dialogs are accessible."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import App
from tests.e2e.portal import PHONE, Portal, arrive, portal
from tests.e2e.steps import assert_accessible, assert_fits, start_timer, too_small
from timetrack.components.places import PLACES

pytestmark = pytest.mark.usefixtures("empty_workspace")

BEFORE = (("/login", "Sign in to Harbour Studio"), ("/join/nobody-has-this-one", "This invitation link does not work."))
LET_OFF = ".tt-cal-block, .tt-entry *"
"""A block of the calendar is as high as its work is long. A row of an entry has two lines of 32 px; its menu has them large."""
DIALOGS = (
    ("/", "log-time", "Log time"),
    ("/", "new-task", "Add a task"),
    ("/", "keys", "Keyboard"),
    ("/projects", "new-project", "New project"),
)


def test_a_thumb_reaches_everything(app: App, new_page: Callable[..., Page]) -> None:
    here = portal(app)
    phone = new_page(**PHONE)
    for path, words in BEFORE:
        phone.goto(path)
        expect(phone.get_by_text(words)).to_be_visible()
        reached(phone, path)
    arrive(phone, app, here.ann, "/")
    start_timer(phone, "Call with the clinic")
    for path in pages(here):
        arrive(phone, app, here.ann, path)
        loaded(phone)
        reached(phone, path)
    phone.get_by_role("button", name="More", exact=True).tap()
    expect(phone.locator("#more-pages")).to_be_visible()
    reached(phone, "more pages", within="#more-pages")
    phone.keyboard.press("Escape")
    phone.get_by_role("button", name="Quick actions").tap()
    expect(phone.locator("#quick-menu")).to_be_visible()
    reached(phone, "quick actions", within="#quick-menu")


def test_keys_palette_and_quick_actions_answer_on_every_page(app: App, page: Page) -> None:
    here = portal(app)
    for path in pages(here):
        arrive(page, app, here.ann, path)
        page.keyboard.press("Control+k")
        expect(page.get_by_role("combobox", name="Search or do something")).to_be_focused()
        page.keyboard.press("Control+k")
        expect(page.locator("#palette")).not_to_be_visible()
        expect(page.locator("body")).to_be_focused()
        page.keyboard.press("?")
        expect(page.get_by_role("dialog", name="Keyboard")).to_be_visible()
        page.keyboard.press("Escape")
        expect(page.get_by_role("dialog", name="Keyboard")).not_to_be_visible()
        page.keyboard.press("n")
        expect(page.get_by_role("dialog", name="Log time")).to_be_visible()
        page.keyboard.press("Escape")
        expect(page.get_by_role("dialog", name="Log time")).not_to_be_visible()
        page.get_by_role("button", name="Quick actions").click()
        expect(page.get_by_role("menuitem", name="Start Timer")).to_be_focused()
        page.keyboard.press("Enter")
        expect(page.get_by_label("What are you working on?")).to_be_focused()


@pytest.mark.parametrize("looks", [{"viewport": {"width": 1280, "height": 800}}, PHONE | {"color_scheme": "dark"}])
def test_each_dialog_is_accessible(app: App, new_page: Callable[..., Page], looks: dict[str, object]) -> None:
    here, page = portal(app), new_page(**looks)
    for path, act, name in DIALOGS:
        arrive(page, app, here.ann, f"{path}#{act}" if act != "keys" else path)
        if act == "keys":
            page.evaluate("timetrackAct('keys')")
        expect(page.get_by_role("dialog", name=name)).to_be_visible()
        assert_accessible(page)
        assert_fits(page)
        page.keyboard.press("Escape")
        expect(page.get_by_role("dialog", name=name)).not_to_be_visible()
    arrive(page, app, here.ann, "/clients")
    page.get_by_role("button", name="Add client").click()
    expect(page.get_by_role("dialog", name="Add client")).to_be_visible()
    assert_accessible(page)
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog", name="Add client")).not_to_be_visible()
    arrive(page, app, here.ann, f"/projects/{here.project.project_id}")
    page.get_by_role("button", name="Edit", exact=True).click()
    expect(page.get_by_role("dialog")).to_be_visible()
    assert_accessible(page)
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Search").locator("visible=true").first.click()
    expect(page.get_by_role("combobox", name="Search or do something")).to_be_focused()
    assert_accessible(page)
    page.locator("#palette").get_by_role("button", name="Close").locator("visible=true").click()
    expect(page.locator("#palette")).not_to_be_visible()


def pages(here: Portal) -> list[str]:
    """Every place of the navigation, and the pages about one thing."""
    return [
        *[place.path for place in PLACES],
        f"/projects/{here.project.project_id}",
        f"/people/{here.jonas.person.user_id}",
        "/reports/projects",
        "/reports/team",
        "/reports/receivables",
    ]


def loaded(page: Page) -> None:
    """Wait until no bones are shown any more."""
    expect(page.locator(".tt-content .tt-bone")).to_have_count(0)


def reached(page: Page, where: str, within: str = "body") -> None:
    """Nothing is too small for a thumb, and nothing lies beside the screen."""
    assert_fits(page)
    assert too_small(page, LET_OFF, within) == [], where
