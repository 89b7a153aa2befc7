"""A first day: set up, track, see it elsewhere, correct it, be refused kindly, compare the week."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.a_week import notice
from tests.e2e.calendar_steps import act
from tests.e2e.conftest import App
from tests.e2e.steps import EMAIL, afternoon, assert_accessible, assert_fits, log_time, set_up, sign_in, start_timer
from timetrack.components.places import PLACES
from timetrack.domain import people

pytestmark = pytest.mark.usefixtures("empty_workspace")


def entry(page: Page, description: str) -> object:
    return page.get_by_role("listitem").filter(has=page.locator(f'input[value="{description}"]'))


NOTE_COLOURS = """(() => {
    window.colours = [];
    const look = () => {
        const text = document.querySelector("main, form, h1");
        const colour = text && getComputedStyle(text).color;
        if (colour && window.colours.at(-1) !== colour) window.colours.push(colour);
        requestAnimationFrame(look);
    };
    look();
})()"""
"""Notes on every frame in which colour the page writes."""


def test_from_setup_to_a_running_timer_in_every_tab(page: Page, new_page: Callable[..., Page]) -> None:
    set_up(page)
    elsewhere = new_page(beside=page)
    elsewhere.goto("/time")
    expect(elsewhere.get_by_role("button", name="Start timer")).to_be_visible()

    start_timer(page, "Checkout flow: address step")
    expect(elsewhere.get_by_role("button", name="Stop timer")).to_be_visible()
    expect(elsewhere.get_by_label("What are you working on?")).to_have_value("Checkout flow: address step")
    expect(page).to_have_title(re.compile(r"^0:00:\d\d · Checkout flow: address step — Timetrack$"))

    elsewhere.get_by_role("button", name="Stop timer").click()
    notice(elsewhere, "Under a minute, so it was dropped.").get_by_role("button", name="Keep it").click()
    expect(page.get_by_role("button", name="Start timer")).to_be_visible()
    expect(entry(elsewhere, "Checkout flow: address step")).to_be_visible()


def test_a_row_is_corrected_in_place(page: Page, app: App) -> None:
    set_up(page)
    act(app, people.set_zone, timezone=afternoon())
    page.goto("/time")
    log_time(page, "Daily stand-up", "0:10", "0:20")
    row = entry(page, "Daily stand-up")
    expect(row).to_be_visible()

    row.get_by_label("Duration").fill("5m")
    row.get_by_label("Duration").press("Enter")
    expect(row.get_by_label("From and to")).to_have_value("00:10 – 00:15")
    row.get_by_label("From and to").fill("0:20 - 0:30:20")
    row.get_by_label("From and to").press("Enter")
    expect(row.get_by_label("Duration")).to_have_value("0:10:20")
    row.get_by_label("Description").fill("Stand-up")
    row.get_by_label("Description").press("Escape")
    expect(row.get_by_label("Description")).to_have_value("Daily stand-up")
    row.get_by_label("Description").fill("Stand-up")
    row.get_by_label("Description").press("Control+Enter")
    expect(entry(page, "Stand-up")).to_be_visible()
    page.reload()
    expect(entry(page, "Stand-up").get_by_label("From and to")).to_have_value("00:20 – 00:30")

    row = entry(page, "Stand-up")
    row.get_by_label("More").click()
    row.get_by_label("Tags, separated by commas").fill("ux, v2")
    row.get_by_label("Tags, separated by commas").press("Enter")
    expect(row.get_by_text("v2", exact=True)).to_be_visible()
    page.get_by_role("button", name="Delete").click()
    expect(entry(page, "Stand-up")).to_have_count(0)
    notice(page, "Entry deleted").get_by_role("button", name="Undo").click()
    expect(entry(page, "Stand-up")).to_be_visible()


def test_an_overlap_is_refused_and_nothing_typed_is_lost(page: Page, app: App) -> None:
    set_up(page)
    act(app, people.set_zone, timezone=afternoon())
    page.goto("/time")
    log_time(page, "Design review", "0:05", "0:30")
    expect(entry(page, "Design review")).to_be_visible()
    log_time(page, "Call: tax rules", "0:20", "0:40")
    form = page.get_by_role("dialog", name="Log time")
    expect(form.get_by_role("alert")).to_contain_text(
        "This overlaps “Design review” (00:05 – 00:30). Nothing was saved."
    )
    expect(form.get_by_label("Description")).to_have_value("Call: tax rules")
    form.get_by_label("From").fill("0:30")
    form.get_by_role("button", name="Log time").click()
    expect(entry(page, "Call: tax rules")).to_be_visible()

    cell = entry(page, "Call: tax rules").get_by_label("From and to")
    cell.fill("0:10 – 0:40")
    cell.press("Enter")
    expect(page.get_by_role("alert").filter(has_text="It overlaps “Design review”")).to_be_visible()
    expect(cell).to_have_value("0:10 – 0:40")
    page.get_by_role("button", name="Discard").click()
    expect(cell).to_have_value("00:30 – 00:40")


def test_by_keyboard_alone(page: Page) -> None:
    set_up(page)
    page.goto("/time")
    field = page.get_by_label("What are you working on?")
    expect(field).to_be_visible()
    for _ in range(40):
        page.keyboard.press("Tab")
        if field.evaluate("e => e === document.activeElement"):
            break
    page.keyboard.type("From the keyboard")
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Stop timer")).to_be_visible()
    for _ in range(40):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.getAttribute('aria-label')") == "Stop timer":
            break
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Start timer")).to_be_visible()


def test_on_a_phone(new_page: Callable[..., Page]) -> None:
    phone = new_page(viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    set_up(phone)
    start_timer(phone, "On the way")
    for path in (place.path for place in PLACES):
        phone.goto(path)
        expect(phone.get_by_role("button", name="Stop timer")).to_be_visible()
        expect(phone.locator(".tt-content .tt-bone")).to_have_count(0)
        assert_fits(phone)
        assert_accessible(phone)
    small = phone.evaluate(
        """[...document.querySelectorAll('.tt-bar button, .tt-tabs a')].filter(e => e.offsetParent).map(e => {
            const around = getComputedStyle(e, '::after');
            const more = ['top', 'bottom'].map(side => Math.max(0, -parseFloat(around[side]) || 0));
            return [e.ariaLabel || e.textContent, e.offsetWidth, e.offsetHeight + more[0] + more[1]];
        }).filter(([, width, height]) => width < 44 || height < 44)"""
    )
    assert not small


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1440, 820])
def test_every_page_is_accessible(new_page: Callable[..., Page], scheme: str, width: int) -> None:
    page = new_page(viewport={"width": width, "height": 900}, color_scheme=scheme)
    page.goto("/setup")
    expect(page.get_by_role("button", name="Create workspace")).to_be_visible()
    assert_accessible(page)
    set_up(page)
    for path in (place.path for place in PLACES):
        page.goto(path)
        expect(page.locator('.tt-app[data-ready="true"]')).to_be_visible()
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        expect(page.locator(".tt-content .tt-bone")).to_have_count(0)
        assert_accessible(page)
        assert_fits(page)


def test_a_dark_page_is_dark_from_its_first_paint_on(new_page: Callable[..., Page]) -> None:
    page = new_page(color_scheme="dark")
    page.context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": 4})
    page.add_init_script(NOTE_COLOURS)
    page.goto("/setup")
    expect(page.get_by_role("button", name="Create workspace")).to_be_enabled()
    page.wait_for_load_state("networkidle")
    assert len(page.evaluate("window.colours")) == 1


def test_signing_out_reaches_every_tab_and_a_wrong_password_keeps_the_email(
    app: App, page: Page, new_page: Callable[..., Page]
) -> None:
    set_up(page)
    elsewhere = new_page(beside=page)
    elsewhere.goto("/time")
    expect(elsewhere.get_by_role("button", name="Start timer")).to_be_visible()
    page.get_by_role("button", name=re.compile("Mira")).first.click()
    page.get_by_role("button", name="Sign out").click()
    expect(page).to_have_url(re.compile(r"/login/?$"))  # where the form led, not where the end of the session did
    expect(page.get_by_role("button", name="Sign in")).to_be_visible()
    expect(elsewhere.get_by_role("button", name="Sign in")).to_be_visible()

    page.get_by_label("E-mail").fill(EMAIL)
    page.get_by_label("Password").fill("something else")
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("alert")).to_be_visible()
    expect(page.get_by_label("E-mail")).to_have_value(EMAIL)
    sign_in(page)


def test_the_password_is_changed_and_other_places_are_signed_out(page: Page, new_page: Callable[..., Page]) -> None:
    set_up(page)
    laptop = new_page(viewport={"width": 1280, "height": 800})
    sign_in(laptop)
    page.goto("/settings?section=sessions")
    expect(page.get_by_role("button", name="Sign out there")).to_have_count(1)
    page.get_by_role("link", name="Password", exact=True).click()
    page.get_by_label("Current password").fill("not this one")
    page.get_by_label("New password").fill("a different passphrase")
    page.get_by_role("button", name="Change password").click()
    expect(page.get_by_role("alert")).to_be_visible()
    page.get_by_label("Current password").fill("correct horse battery")
    page.get_by_label("New password").fill("a different passphrase")
    page.get_by_role("button", name="Change password").click()
    expect(page.get_by_text("Password changed")).to_be_visible()
    expect(laptop.get_by_role("button", name="Sign in")).to_be_visible()
    sign_in(laptop, password="a different passphrase")
