"""A visitor's first steps in Timetrack."""

from playwright.sync_api import BrowserContext, Page


def set_up(context: BrowserContext) -> Page:
    """Create the workspace; the page that is left open belongs to its first person."""
    page = context.new_page()
    page.goto("/")
    page.get_by_label("Workspace name").fill("Harbour")
    page.get_by_label("Your name").fill("Mira")
    page.get_by_label("E-mail").fill("mira@harbour.example")
    page.get_by_label("Password").fill("correct horse battery")
    page.get_by_role("button", name="Create workspace").click()
    page.get_by_label("What are you working on?").wait_for()
    return page
