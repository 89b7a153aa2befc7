"""Favourites: work at hand, each once, in the order its person gives it, and nobody else's business."""

import pytest
from sqlmodel import Session

from tests import factories
from timetrack.domain import favourites, projects, tasks
from timetrack.domain.favourites import FAVOURITES_AT_MOST
from timetrack.errors import AlreadyExists, InvalidInput, NotFound, ProjectAccessDenied
from timetrack.models import User


def added(session: Session, of: User, *descriptions: str) -> list[int]:
    return [favourites.add_favourite(session, of, description=said).favourite_id for said in descriptions]


def order(session: Session, of: User) -> list[str]:
    return [one.description for one in favourites.favourites_of(session, of)]


def test_they_come_with_their_names_in_the_order_added(session: Session, mira: User, noor: User) -> None:
    client = factories.client(session, name="Opal")
    project = factories.project(session, name="Portal", client_id=client.client_id)
    task = factories.task(session, project, name="Wireframes")
    added(session, mira, "Mail")
    work = {"project_id": project.project_id, "task_id": task.task_id, "tags": ["ux"], "is_billable": False}
    favourites.add_favourite(session, mira, description="  Wiring\n", **work)
    mail, wiring = favourites.favourites_of(session, mira)
    assert (mail.description, mail.project_name, mail.is_billable, mail.is_open) == ("Mail", None, None, True)
    assert (wiring.description, wiring.tags, wiring.is_billable) == ("Wiring", ["ux"], False)
    assert (wiring.client_name, wiring.project_name, wiring.task_name) == ("Opal", "Portal", "Wireframes")
    assert favourites.favourites_of(session, noor) == []


def test_the_same_work_is_kept_once(session: Session, mira: User, noor: User) -> None:
    added(session, mira, "Mail")
    with pytest.raises(AlreadyExists, match="one of your favourites already"):
        added(session, mira, " Mail ")
    added(session, noor, "Mail")


def test_one_that_says_nothing_and_one_too_many_are_refused(session: Session, mira: User) -> None:
    with pytest.raises(InvalidInput, match="a description or a project"):
        added(session, mira, "  ")
    added(session, mira, *(f"Work {n}" for n in range(FAVOURITES_AT_MOST)))
    with pytest.raises(InvalidInput, match="You may keep 50 favourites"):
        added(session, mira, "One more")


def test_only_work_one_may_do_is_kept_and_what_is_closed_is_told(session: Session, mira: User) -> None:
    closed = factories.project(session, is_public=False)
    with pytest.raises(ProjectAccessDenied):
        favourites.add_favourite(session, mira, project_id=closed.project_id)
    lead = factories.lead(session)
    projects.add_member(session, lead, project_id=closed.project_id, user_id=mira.user_id)
    favourites.add_favourite(session, mira, project_id=closed.project_id)
    assert favourites.favourites_of(session, mira)[0].is_open
    projects.remove_member(session, lead, project_id=closed.project_id, user_id=mira.user_id)
    assert not favourites.favourites_of(session, mira)[0].is_open
    done = factories.project(session)
    favourites.add_favourite(session, mira, project_id=done.project_id)
    projects.set_project_status(session, lead, project_id=done.project_id, status="ARCHIVED")
    assert not favourites.favourites_of(session, mira)[1].is_open


def test_a_task_of_another_project_is_refused(session: Session, mira: User) -> None:
    task = factories.task(session, factories.project(session))
    tasks.archive_task(session, factories.lead(session), task_id=task.task_id)
    with pytest.raises(NotFound):
        favourites.add_favourite(session, mira, project_id=factories.project(session).project_id, task_id=task.task_id)


def test_they_are_put_in_order(session: Session, mira: User) -> None:
    a, b, c, d = added(session, mira, "a", "b", "c", "d")
    for moved, before, expected in ((d, a, "dabc"), (d, None, "abcd"), (a, c, "bacd"), (b, b, "bacd"), (c, d, "bacd")):
        favourites.move_favourite(session, mira, favourite_id=moved, before_id=before)
        assert "".join(order(session, mira)) == expected
    favourites.remove_favourite(session, mira, favourite_id=c)
    favourites.move_favourite(session, mira, favourite_id=d, before_id=b)
    assert order(session, mira) == ["d", "b", "a"]


def test_anothers_are_not_there(session: Session, mira: User, noor: User, manager: User) -> None:
    (hers,), (his,) = added(session, mira, "Mail"), added(session, noor, "Call")
    for somebody in (noor, manager):
        with pytest.raises(NotFound):
            favourites.remove_favourite(session, somebody, favourite_id=hers)
        with pytest.raises(NotFound):
            favourites.move_favourite(session, somebody, favourite_id=hers, before_id=None)
    with pytest.raises(NotFound):
        favourites.move_favourite(session, noor, favourite_id=his, before_id=hers)
    assert order(session, mira) == ["Mail"]
