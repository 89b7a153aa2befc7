"""A studio with some work in the week before this one: what the browser tests of the Time page stand on."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from decimal import Decimal

from playwright.sync_api import Locator, Page, expect

from tests import databases, factories, visitors
from tests.e2e.conftest import App
from tests.e2e.portal import arrive
from tests.e2e.steps import BERLIN, monday
from tests.visitors import Visitor
from timetrack import db
from timetrack.domain import entries
from timetrack.models import Project, Role, Task

PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}


@dataclass(frozen=True)
class Studio:
    """Mira works, Nils leads."""

    mira: Visitor
    nils: Visitor
    webshop: Project
    design: Task


def last_week(query: str = "") -> str:
    """The address of last week."""
    return f"/time/?from={monday()}&to={monday() + timedelta(days=6)}{query}"


def studio(app: App) -> Studio:
    """Fill the empty workspace: on Monday six entries, identical ones among them, on Tuesday a long one."""
    with databases.pointed_at(app.database_url):
        visitors.found_workspace()
        with db.transaction() as session:
            people = [factories.person(session, name="Mira"), factories.person(session, name="Nils", role=Role.MANAGER)]
        mira, nils = (visitors.signed_in(person, stay=True) for person in people)
        with db.transaction() as session:
            webshop = factories.project(session, name="Webshop relaunch", color="blue", hourly_rate=Decimal(95))
            design = factories.task(session, webshop, name="Design")
            factories.task(session, webshop, name="Build")
            on = {"project_id": webshop.project_id, "task_id": design.task_id}
            support = {"project_id": factories.project(session, name="Support retainer", color="brown").project_id}
            for day, since, until, description, work in (
                (0, "08:30", "08:52", "Support inbox", support),
                (0, "08:52", "10:20", "Checkout flow", {**on, "tags": ["ux"]}),
                (0, "10:20", "10:45", "Support inbox", support),
                (0, "11:15", "12:30", "Wireframes", on),
                (0, "13:10", "13:40", "Daily stand-up", {}),
                (1, "09:00", "11:00", "Workshop", on),
            ):
                start, end = (
                    datetime.combine(monday() + timedelta(days=day), time.fromisoformat(at), BERLIN)
                    for at in (since, until)
                )
                entries.create_manual_entry(
                    session, mira.person, start_time=start, end_time=end, description=description, **work
                )
    return Studio(mira, nils, webshop, design)


def open_week(page: Page, app: App, who: Visitor, query: str = "") -> None:
    """Show last week."""
    arrive(page, app, who, last_week(query))
    expect(page.locator(".tt-entry").first).to_be_visible()


def row(page: Page, description: str) -> Locator:
    """The line of an entry, the newest of those called so."""
    return page.locator(".tt-entry", has=page.locator(f'input[value="{description}"]')).first


def do(page: Page, description: str, what: str) -> None:
    """Choose something in the ⋮ of an entry."""
    row(page, description).get_by_label("More").click()
    page.locator(f'.tt-pop:popover-open [data-do="{what}"]').click()


def notice(page: Page, words: str) -> Locator:
    """A notice that says so."""
    return page.locator(".tt-toast", has_text=words)


def kept_notice(page: Page, words: str) -> Locator:
    """A notice that says so, and stays however long it takes until its button is pressed."""
    shown = notice(page, words)
    shown.locator(".tt-toast-life").evaluate("life => life.getAnimations().forEach(motion => motion.pause())")
    return shown
