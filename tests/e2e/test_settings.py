"""Settings in a browser: theme without a flash, formats, profile, workspace, logo."""

import re
from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Page, expect

from tests import databases, factories
from tests.api import pictures
from tests.e2e.a_week import notice
from tests.e2e.conftest import App
from tests.e2e.steps import EMAIL, assert_accessible, assert_fits, set_up, sign_in
from timetrack import clock, db
from timetrack.domain import entries, people, profile, timer

pytestmark = pytest.mark.usefixtures("empty_workspace")

PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
GROWING = re.compile(r"^1\.[45]\d\u00a0h")
"""How long a timer runs that ran for 1.45 hours a moment ago."""
IN_ANOTHER_FORM = re.compile(r"(?<![\d:])\d{1,3}:\d{2}(?! [ap]m)")
FIRST_COLOURS = """() => {
    const seen = window.__seen = [];
    new MutationObserver(() => seen.push(document.documentElement.className))
        .observe(document, { attributeFilter: ["class"], subtree: true });
}"""
"""Notes every class the document gets after it was first parsed."""


def section(page: Page, name: str) -> None:
    page.get_by_role("navigation", name="Which settings").get_by_role("link", name=name).click()
    expect(page).to_have_url(re.compile(rf"section={name.lower()}$"))


def test_the_theme_follows_at_once_everywhere_and_is_there_before_the_first_paint(
    app: App, page: Page, new_page: Callable[..., Page]
) -> None:
    set_up(page)
    with databases.pointed_at(app.database_url), db.transaction() as session:
        (mira,) = people.people_by_email(session, [EMAIL]).values()
        factories.entry(session, mira)
    elsewhere = new_page(beside=page)
    elsewhere.goto("/")
    expect(elsewhere.locator(".tt-plot text").first).to_be_visible()
    page.get_by_role("navigation", name="Main").get_by_role("link", name="Settings").click()
    html = page.locator("html")
    expect(html).to_have_class(re.compile("light"))
    page.get_by_role("radio", name="System").focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    expect(page.get_by_role("radio", name="Dark")).to_be_checked()
    expect(html).to_have_class(re.compile("dark"))
    expect(elsewhere.locator("html")).to_have_class(re.compile("dark"))
    expect(elsewhere.locator(".radix-themes").first).to_have_css("background-color", "rgb(17, 17, 19)")
    expect(elsewhere.locator(".tt-plot text").first).to_have_css("fill", "rgb(237, 238, 240)")
    assert_accessible(page)

    page.add_init_script(f"({FIRST_COLOURS})()")
    page.reload()
    expect(page.get_by_role("radio", name="Dark")).to_be_checked()
    assert [seen for seen in page.evaluate("window.__seen") if "light" in seen] == []

    laptop = new_page(viewport={"width": 1280, "height": 800})
    sign_in(laptop)
    expect(laptop.locator("html")).to_have_class(re.compile("dark"))
    page.get_by_text("System", exact=True).click()
    expect(laptop.locator("html")).to_have_class(re.compile("light"))


def test_every_page_reads_as_its_viewer_does_and_grows_so(app: App, page: Page) -> None:
    set_up(page)
    with databases.pointed_at(app.database_url), db.transaction() as session:
        (mira,) = people.people_by_email(session, [EMAIL]).values()
        profile.edit_profile(session, mira, duration_format="DECIMAL", time_format="H12")
        project = factories.project(session, name="Portal", budget_hours=Decimal(10))
        factories.task(session, project, name="Design")
        running = timer.start_timer(session, mira, project_id=project.project_id)
        since = clock.now() - timedelta(seconds=5233)
        entries.edit_entry(session, mira, entry_id=running.entry_id, start_time=since)
    there = f"{since.astimezone(ZoneInfo('Europe/Berlin')):%I:%M %p}".lstrip("0").lower()
    page.goto("/")
    bar = page.get_by_role("timer", name="Elapsed time").first
    expect(bar).to_have_text(GROWING)
    expect(bar).not_to_have_text(bar.inner_text(), timeout=60_000)  # after 5 s; where those were missed, after 36 more
    expect(page).to_have_title(GROWING)
    this_week = re.compile(r"\d\.\d\d\u00a0h")  # on a Monday night less
    expect(page.locator(".tt-side")).to_contain_text(this_week)
    expect(page.get_by_label("Started at")).to_have_value(there)
    for path in ("/", "/projects", f"/projects/{project.project_id}", "/tasks", "/team", "/people", "/clients"):
        page.goto(path)
        expect(page.locator("#content")).to_contain_text(re.compile(r"\S"))
        expect(page.locator(".tt-app")).to_have_attribute("data-ready", "true")
        expect(page.locator("body")).not_to_contain_text(IN_ANOTHER_FORM, use_inner_text=True)
    page.goto("/team")
    expect(page.get_by_text(re.compile(rf"since (.* )?{there}")).first).to_be_visible()
    page.goto("/team/wall")
    expect(page.locator("time")).to_have_text(re.compile(r"^\d{1,2}:\d\d [ap]m$"))
    expect(page.get_by_role("timer").first).to_have_text(GROWING)
    expect(page.locator("body")).not_to_contain_text(IN_ANOTHER_FORM, use_inner_text=True)

    page.goto("/")
    page.get_by_role("button", name="Stop timer").click()
    expect(bar).to_have_text("0.00\u00a0h")


def test_formats_show_themselves_and_a_refused_profile_keeps_what_was_typed(page: Page) -> None:
    set_up(page)
    page.goto("/settings")
    expect(page.get_by_text("A long call reads 1:27:50.")).to_be_visible()
    page.get_by_text("1.46 h", exact=True).click()
    expect(page.get_by_text("A long call reads 1.46\u00a0h.")).to_be_visible()
    page.get_by_text("5:30 pm", exact=True).click()
    expect(page.get_by_text("A working day reads 9:00 am – 5:30 pm.")).to_be_visible()
    page.get_by_label("Hide my description on the team board").click()
    expect(page.get_by_label("Hide my description on the team board")).to_be_checked()

    page.get_by_label("Name", exact=True).fill("Mira Falk")
    page.get_by_label("Weekly target in hours").fill("25h 99")
    page.get_by_role("button", name="Save profile").click()
    expect(page.get_by_role("alert")).to_contain_text("A week's target looks like")
    expect(page.get_by_label("Weekly target in hours")).to_have_value("25h 99")
    expect(page.get_by_label("Name", exact=True)).to_have_value("Mira Falk")
    page.get_by_label("Weekly target in hours").fill("32:30")
    page.get_by_label("Weekly target in hours").press("Enter")
    expect(page.get_by_text("Profile saved")).to_be_visible()
    expect(page.get_by_label("Weekly target in hours")).to_have_value("32.5\u00a0h")
    expect(page.get_by_role("button", name="Mira Falk")).to_be_visible()
    page.reload()
    expect(page.get_by_label("Hide my description on the team board")).to_be_checked()
    expect(page.get_by_role("radio", name="1.46 h")).to_be_checked()


def test_an_administrator_sets_the_workspace_and_its_logo(page: Page, page_errors: list[str]) -> None:
    set_up(page)
    page.goto("/settings")
    section(page, "Workspace")
    page.get_by_label("Workspace name").fill("Harbour & Sons")
    page.get_by_label("Address").fill("Quay 1\nHamburg")
    page.get_by_label("Round to").select_option("15 min")
    page.get_by_role("button", name="Save workspace").click()
    expect(page.get_by_text("Workspace saved")).to_be_visible()
    expect(page.get_by_text("Harbour & Sons").first).to_be_visible()
    expect(page.get_by_label("Address")).to_have_value("Quay 1\nHamburg")
    assert_accessible(page)

    field = page.locator("#field-logo")
    html = {"name": "logo.png", "mimeType": "image/png", "buffer": b"<!doctype html><script>alert(1)</script>"}
    bomb = {"name": "bomb.png", "mimeType": "image/png", "buffer": pictures.png_claiming(50_000, 50_000)}
    large = {"name": "big.png", "mimeType": "image/png", "buffer": b"x" * (2 * 1024 * 1024 + 1)}
    for file, words in ((html, "This file is none of them."), (bomb, "4,000 × 4,000 are plenty")):
        with page.expect_console_message(lambda message: "status of 422" in message.text):
            field.set_input_files(file)  # type: ignore[arg-type]
        expect(page.locator("#logo-said")).to_contain_text(words)
    page_errors.clear()  # the browser has noted each answer of 422 on its console
    field.set_input_files(large)  # type: ignore[arg-type]
    expect(page.locator("#logo-said")).to_contain_text("2 MB")
    expect(page.get_by_text("No logo yet")).to_be_visible()

    field.set_input_files({"name": "l.jpg", "mimeType": "image/jpeg", "buffer": pictures.picture("JPEG", (900, 300))})
    expect(page.locator("#logo-said")).to_have_text("Logo saved.")
    logo = page.get_by_role("img", name="The workspace's logo")
    expect(logo).to_be_visible()
    expect(logo).to_have_attribute("src", re.compile(r"^/api/workspace/logo/[0-9a-f]{64}\.png$"))
    assert logo.evaluate("e => e.decode().then(() => e.naturalWidth)") == 800
    page.get_by_role("button", name="Remove").click()
    expect(page.get_by_text("No logo yet")).to_be_visible()
    notice(page, "Logo removed").get_by_role("button", name="Undo").click()
    expect(logo).to_be_visible()


SECTIONS = {"Profile": "You", "Workspace": "Workspace", "Sessions": "Where you are signed in", "Password": "Password"}


@pytest.mark.parametrize(("name", "title"), SECTIONS.items())
def test_every_section_fits_a_phone(new_page: Callable[..., Page], name: str, title: str) -> None:
    phone = new_page(**PHONE)
    set_up(phone)
    phone.goto("/settings")
    if name != "Profile":
        section(phone, name)
    expect(phone.get_by_role("heading", name=title, exact=True)).to_be_visible()
    assert_fits(phone)
    assert_accessible(phone)
    small = phone.evaluate(
        """[...document.querySelectorAll('#content :is(button, a, select, input:not([type=file]), .tt-radios > label)')]
            .filter(e => e.offsetParent && !['checkbox', 'radio'].includes(e.type))
            .map(e => [e.ariaLabel || e.textContent, e.offsetWidth, e.offsetHeight])
            .filter(([, width, height]) => width < 44 || height < 44)"""
    )
    assert not small
