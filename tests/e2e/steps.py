"""What people do in every browser test: set up a workspace, sign in, look for what must not be there."""

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

EMAIL, PASSWORD = "mira@harbour.example", "correct horse battery"
STANDARDS = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}

STANDS_STILL = """Promise.all(document.getAnimations()
    .filter(motion => motion.effect.getComputedTiming().iterations !== Infinity)
    .map(motion => motion.finished.catch(() => null))).then(() => null)"""
"""Waits until nothing fades any more; what pulses for ever is left out."""


def set_up(page: Page) -> None:
    """Create a workspace as its first person; the browser guesses the zone."""
    page.goto("/")
    expect(page.get_by_role("button", name="Create workspace")).to_be_visible(timeout=15000)
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


def assert_accessible(page: Page) -> None:
    """Nothing that axe-core knows is wrong with the page as it stands."""
    page.evaluate(STANDS_STILL)
    found = Axe().run(page, options=STANDARDS)
    assert not found.response["violations"], found.generate_report()


def assert_fits(page: Page) -> None:
    """Nothing scrolls sideways."""
    assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") == 0


SMALL = """() => {
    const LEAST = 44, small = [];
    const isOf = (one, found) => found && (one.contains(found) || found.closest("label")?.contains(one));
    const isHit = (one, x, y) => isOf(one, document.elementFromPoint(x, y));
    for (const one of document.querySelectorAll("a[href], button, input, select, textarea, summary, [role=menuitem], [role=option]")) {
        const isSeen = one.checkVisibility({ opacityProperty: true, visibilityProperty: true });
        const isInText = one.matches("a") && getComputedStyle(one).display === "inline";
        if (!isSeen || isInText || one.disabled || getComputedStyle(one).pointerEvents === "none") continue;
        one.scrollIntoView({ block: "center", inline: "center", behavior: "instant" });
        const box = (one.matches("[type=checkbox], [type=radio]") && one.closest("label") || one).getBoundingClientRect();
        if (box.width <= 1 || box.height <= 1) continue;
        const x = box.left + box.width / 2, y = box.top + box.height / 2, far = LEAST / 2 - 1;
        const isWide = box.width >= LEAST - .5 || (isHit(one, x - far, y) && isHit(one, x + far, y));
        const isHigh = box.height >= LEAST - .5 || (isHit(one, x, y - far) && isHit(one, x, y + far));
        if (!isWide || !isHigh) small.push(`${Math.round(box.width)} × ${Math.round(box.height)}: ${one.outerHTML.slice(0, 140)}`);
    }
    return small;
}"""
"""What can be tapped and is neither 44 px wide and high, nor reached by a tap 21 px beside its middle; links in a text aside."""


def too_small(page: Page) -> list[str]:
    """What is touched and is not 44 px wide and high, nor has that much around it."""
    found: list[str] = page.evaluate(SMALL)
    return found
