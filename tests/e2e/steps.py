"""What people do in every browser test: set up a workspace, sign in, look for what must not be there."""

import json
from datetime import date, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from timetrack import clock

EMAIL, PASSWORD = "mira@harbour.example", "correct horse battery"
STANDARDS = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}

STANDS_STILL = """async () => {
    const passes = motion => motion.playState === "running" && motion.effect.getComputedTiming().endTime < 2000;
    for (let moving; (moving = document.getAnimations().filter(passes)).length;) {
        await Promise.all(moving.map(motion => motion.finished.catch(() => null)));
    }
}"""
"""Waits until nothing fades any more; what pulses for ever, or counts the seconds of a notice, is left out."""
BERLIN = ZoneInfo("Europe/Berlin")


@cache
def monday() -> date:
    """The first day of last week in Berlin, the same throughout a test: an empty workspace begins the next one."""
    today = datetime.now(BERLIN).date()
    return today - timedelta(days=today.weekday() + 7)


def afternoon() -> str:
    """A zone in which it is 14 o'clock now: whoever is there has had no midnight for hours, and gets none."""
    return f"Etc/GMT{clock.now().hour - 14:+d}"


def set_up(page: Page) -> None:
    """Create a workspace as its first person; the browser guesses the zone."""
    page.goto("/")
    expect(page.get_by_role("button", name="Create workspace")).to_be_visible()
    page.get_by_label("Workspace name").fill("Harbour Studio")
    page.get_by_label("Your name").fill("Mira")
    page.get_by_label("E-mail").fill(EMAIL)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Create workspace").click()
    expect(page.get_by_label("What are you working on?")).to_be_visible()


def sign_in(page: Page, email: str = EMAIL, password: str = PASSWORD) -> None:
    """Sign in by the form."""
    page.goto("/login")
    page.get_by_label("E-mail").fill(email)
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_label("What are you working on?")).to_be_visible()


def start_timer(page: Page, description: str) -> None:
    """Type what is worked on and start."""
    page.get_by_label("What are you working on?").fill(description)
    page.get_by_role("button", name="Start timer").click()
    expect(page.get_by_role("button", name="Stop timer")).to_be_visible()


def log_time(page: Page, description: str, since: str, until: str) -> None:
    """Log worked time by the form."""
    page.get_by_role("button", name="Log time").first.click()
    form = page.get_by_role("dialog", name="Log time")
    form.get_by_label("Description").fill(description)
    form.get_by_label("From").fill(since)
    form.get_by_label("To", exact=True).fill(until)
    form.get_by_role("button", name="Log time").click()


def complained(page: Page, page_errors: list[str], *words: str) -> None:
    """Wait until the console has complained with each of the words; from then on those are forgotten."""
    for said in words:
        while not any(said in error for error in page_errors):
            page.wait_for_event("console")
        page_errors.remove(next(error for error in page_errors if said in error))


def assert_accessible(page: Page) -> None:
    """Nothing that axe-core knows is wrong with the page as it stands."""
    page.evaluate(STANDS_STILL)
    found = Axe().run(page, options=STANDARDS)
    assert not found.response["violations"], found.generate_report()


def assert_fits(page: Page) -> None:
    """Nothing scrolls sideways."""
    assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") == 0


def wait_until(page: Page, condition: str) -> None:
    """Wait until JavaScript finds the condition true, as long as `expect` does.

    Playwright's own `wait_for_function` asks a second time by `eval`, which our content security policy refuses.
    """
    page.evaluate(f"""() => new Promise((done, fail) => {{
        const last = performance.now() + 30000;
        const look = () => {{
            if ({condition}) done();
            else if (performance.now() > last) fail(new Error({json.dumps(condition)} + " did not come true"));
            else setTimeout(look, 50);
        }};
        look();
    }})""")


SMALL = """([within, except]) => {
    const LEAST = 44, small = [];
    const isOf = (one, found) => found && (one.contains(found) || found.closest("label")?.contains(one));
    const reach = (one, x, y, dx, dy) => {
        let far = 0;
        while (far < LEAST && isOf(one, document.elementFromPoint(x + dx * far, y + dy * far))) far += 1;
        return far;
    };
    for (const one of document.querySelector(within).querySelectorAll("a[href], button, input, select, textarea, summary")) {
        const looks = getComputedStyle(one);
        const isSeen = one.checkVisibility({ opacityProperty: true, visibilityProperty: true }) && !one.matches(except);
        const isInText = one.matches("a") && looks.display === "inline";
        if (!isSeen || isInText || one.disabled || looks.pointerEvents === "none") continue;
        one.scrollIntoView({ block: "center", inline: "center", behavior: "instant" });
        const box = (one.matches("[type=checkbox], [type=radio]") && one.closest("label") || one).getBoundingClientRect();
        if (box.width <= 1 || box.height <= 1 || box.bottom <= 0) continue;
        const x = box.left + box.width / 2, y = box.top + box.height / 2;
        const wide = Math.max(box.width, reach(one, x, y, -1, 0) + reach(one, x, y, 1, 0) - 1);
        const high = Math.max(box.height, reach(one, x, y, 0, -1) + reach(one, x, y, 0, 1) - 1);
        if (wide < LEAST - 1 || high < LEAST - 1) small.push(`${Math.round(wide)} × ${Math.round(high)}: ${one.outerHTML.slice(0, 140)}`);
    }
    return small;
}"""
"""What is touched and neither is 44 px wide and high nor has that much around it that leads to it; links in a text aside."""


def too_small(page: Page, but: str, within: str = "body") -> list[str]:
    """What is touched and is not 44 px wide and high, nor has that much around it; what `but` selects is let off."""
    page.evaluate(STANDS_STILL)
    found: list[str] = page.evaluate(SMALL, [within, but])
    return found
