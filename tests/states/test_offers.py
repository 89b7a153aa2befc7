"""What the timer bar offers: earlier work of one's own, taken up whole, and a project made on the spot."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from tests import factories, visitors
from tests.states.pages import Tab, open_page
from tests.visitors import Visitor
from timetrack import clock, db
from timetrack.domain import projects, timer
from timetrack.errors import NotFound, TimetrackError
from timetrack.models import ProjectStatus
from timetrack.states.offers import OffersState
from timetrack.states.timer import TimerState

pytestmark = [pytest.mark.usefixtures("workspace"), pytest.mark.anyio]
Offered = tuple[TimerState, OffersState]


@pytest.fixture
def bar(tab: Tab) -> Callable[..., Any]:
    """The timer bar of a dashboard and what it offers: `await bar(visitor)`."""

    async def opened(visitor: Visitor) -> Offered:
        shown = await open_page(tab, TimerState, visitor, "/")
        return shown, await shown.get_state(OffersState)

    return opened


def offered(offers: OffersState) -> list[tuple[str, str]]:
    return [(work.description, work.project) for work in offers.earlier]


async def test_earlier_work_is_offered_once_and_only_where_it_can_go_on(bar: Callable[..., Any]) -> None:
    noor = visitors.joined("Noor Offers")
    with db.transaction() as session:
        open_one = factories.project(session, name="Open offers", members=[noor.person])
        closed = factories.project(session, name="Closed offers", members=[noor.person])
        since = clock.now() - timedelta(days=2)
        for hours, project, name in ((1, open_one, "Review"), (2, closed, "Gone"), (3, open_one, "Review")):
            factories.entry(
                session,
                noor.person,
                start=since + timedelta(hours=hours),
                end=since + timedelta(hours=hours, minutes=30),
                project_id=project.project_id,
                description=name,
            )
        factories.entry(session, visitors.ann().person, start=since, description="Somebody else's")
        ann = visitors.ann().person
        projects.set_project_status(session, ann, project_id=closed.project_id, status=ProjectStatus.ARCHIVED)
        timer.start_timer(session, noor.person, description="Runs now")
    _, offers = await bar(noor)
    await OffersState.recall.fn(offers)
    assert offered(offers) == [("Review", "Open offers")]


async def test_what_is_taken_up_is_the_next_timer_or_what_the_timer_is_on(bar: Callable[..., Any]) -> None:
    noor = visitors.joined("Noor Takes")
    with db.transaction() as session:
        project = factories.project(session, name="Taken", members=[noor.person])
        task = factories.task(session, project, name="Draft")
        since = clock.now() - timedelta(hours=5)
        entry = factories.entry(
            session,
            noor.person,
            start=since,
            project_id=project.project_id,
            task_id=task.task_id,
            description="Review",
            tags=["ux"],
        )
        foreign = factories.entry(session, visitors.ann().person, start=since, description="Foreign")
    shown, offers = await bar(noor)
    await OffersState.take_up.fn(offers, entry.entry_id)
    row = shown.timer
    assert (row.is_running, row.description, row.project, row.task, row.tags_text) == (
        False, "Review", "Taken", "Draft", "ux",
    )  # fmt: skip
    with pytest.raises(NotFound):
        await OffersState.take_up.fn(offers, foreign.entry_id)
    assert shown.timer == row

    await TimerState.choose.fn(shown, 0, 0)
    await TimerState.start.fn(shown, {"description": "Something"})
    await OffersState.take_up.fn(offers, entry.entry_id)
    with db.transaction() as session:
        running = timer.running_entry(session, noor.person.user_id)
    assert running is not None
    assert (running.description, running.task_id, running.tags) == ("Review", task.task_id, ["ux"])


async def test_a_project_is_made_on_the_spot_by_who_leads(bar: Callable[..., Any]) -> None:
    shown, offers = await bar(visitors.ann())
    await OffersState.add_project.fn(offers, {"name": "  Brand new "})
    assert (shown.timer.project, offers.notices[-1].title) == ("Brand new", "Project added")
    with pytest.raises(TimetrackError, match="There is one with this name already"):
        await OffersState.add_project.fn(offers, {"name": "brand new"})
    await OffersState.take_back.fn(offers, offers.notices[-1].notice_id)
    with db.transaction() as session:
        found = projects.visible_projects(session, visitors.ann().person)
    assert "Brand new" not in [project.name for project in found]
    _, employee = await bar(visitors.joined("Noor Employee"))
    with pytest.raises(TimetrackError):
        await OffersState.add_project.fn(employee, {"name": "Not mine to make"})
