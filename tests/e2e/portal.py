"""A small workspace to find one's way in: two people, two clients, three projects, tasks and a day of work."""

from dataclasses import dataclass, replace
from datetime import timedelta
from decimal import Decimal

from playwright.sync_api import Page, expect

from tests import databases, factories, visitors
from tests.e2e.conftest import App
from tests.e2e.steps import afternoon
from tests.visitors import Visitor
from timetrack import clock, db
from timetrack.domain import people
from timetrack.models import Project, Task

PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}


@dataclass(frozen=True)
class Portal:
    """Ann leads; Jonas is on the project and on no other that is not public."""

    ann: Visitor
    jonas: Visitor
    project: Project
    task: Task


def portal(app: App) -> Portal:
    """Fill the empty workspace; where both are, the day and the week began hours before their work."""
    with databases.pointed_at(app.database_url):
        visitors.found_workspace()
        ann, jonas = visitors.ann(), visitors.joined("Jonas Weber")
        with db.transaction() as session:
            ann, jonas = (
                replace(one, person=people.set_zone(session, one.person, timezone=afternoon())) for one in (ann, jonas)
            )
            client = factories.client(session, name="Opal Clinic")
            project = factories.project(
                session, name="Patient portal", client_id=client.client_id, is_public=False, members=[jonas.person]
            )
            task = factories.task(session, project, name="Wireframes", estimated_hours=Decimal(1))
            factories.task(session, factories.project(session, name="Support retainer"), name="Tickets")
            factories.project(session, name="Secret portal", is_public=False)
            on = {"project_id": project.project_id, "task_id": task.task_id}
            before = clock.now() - timedelta(hours=4)
            factories.entry(session, jonas.person, start=before, hours=1.5, description="Portal wireframes", **on)
            factories.entry(session, ann.person, start=before, description="Import of records")
    return Portal(ann, jonas, project, task)


def arrive(page: Page, app: App, visitor: Visitor, path: str = "/") -> None:
    """Open a page as somebody, and wait until it knows who they are."""
    name, _, value = visitor.cookie.partition("=")
    page.context.add_cookies([{"name": name, "value": value, "url": app.url}])
    page.goto(path)
    expect(page.locator('.tt-app[data-ready="true"]')).to_be_visible()
