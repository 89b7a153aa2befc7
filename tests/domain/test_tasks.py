"""Tasks: the parts of a project."""

from datetime import date
from decimal import Decimal

import pytest
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session

from tests import factories
from timetrack.db import constraint_error
from timetrack.domain import tasks
from timetrack.errors import AlreadyExists, InvalidInput, NotFound, NotPermitted
from timetrack.models import User


def test_who_may_put_time_on_a_project_may_name_its_tasks(session: Session, mira: User, noor: User) -> None:
    project = factories.project(session, is_public=False, members=[mira])
    made = tasks.create_task(session, mira, project_id=project.project_id, name="Wireframes", is_billable=False)
    assert (made.name, made.is_billable) == ("Wireframes", None), "what is billable is for those who lead"
    with pytest.raises(NotFound):
        tasks.create_task(session, noor, project_id=project.project_id, name="Mine")
    with pytest.raises(NotFound):
        tasks.create_task(session, noor, project_id=10**9, name="Mine")


def test_a_name_is_taken_within_its_project(session: Session, manager: User) -> None:
    project = factories.project(session)
    factories.task(session, project, name="Wireframes")
    factories.task(session, factories.project(session), name="Wireframes")
    with pytest.raises(IntegrityError) as refused, session.begin_nested():
        tasks.create_task(session, manager, project_id=project.project_id, name="WIREFRAMES")
    assert type(constraint_error(refused.value)) is AlreadyExists


def test_editing_archiving_and_taking_back(session: Session, manager: User) -> None:
    project = factories.project(session)
    made = factories.task(session, project, estimated_hours=Decimal("12.25"), is_billable=True)
    edited = tasks.edit_task(session, manager, task_id=made.task_id, name="Drafts", is_billable=None)
    assert (edited.name, edited.is_billable, edited.estimated_hours) == ("Drafts", None, Decimal("12.25"))
    assert tasks.edit_task(session, manager, task_id=made.task_id) == edited
    archived = tasks.archive_task(session, manager, task_id=made.task_id)
    assert tasks.visible_tasks(session, manager, project_id=project.project_id) == []
    assert tasks.visible_tasks(session, manager, project_id=project.project_id, archived=True) == [archived]
    assert tasks.unarchive_task(session, manager, task_id=made.task_id) == edited


@pytest.mark.parametrize("hours", ["-1", "NaN", "sNaN", "Infinity", "100000000", "99999999.995", "0.001"])
def test_an_estimate_that_cannot_be_is_refused(session: Session, manager: User, hours: str) -> None:
    made = factories.task(session, factories.project(session))
    with pytest.raises(InvalidInput):
        tasks.edit_task(session, manager, task_id=made.task_id, estimated_hours=Decimal(hours))


def test_a_task_that_is_not_there(session: Session, manager: User) -> None:
    for act in (tasks.edit_task, tasks.archive_task, tasks.unarchive_task):
        with pytest.raises(NotFound):
            act(session, manager, task_id=10**9)


def test_a_task_is_asked_of_somebody_on_its_project(session: Session, mira: User, noor: User, manager: User) -> None:
    project = factories.project(session, is_public=False, members=[mira])
    made = factories.task(session, project, due_date=date(2026, 3, 12), assignee_id=mira.user_id)
    assert (made.due_date, made.assignee_id) == (date(2026, 3, 12), mira.user_id)
    names = [person.name for person in tasks.assignable_people(session, manager, project_id=project.project_id)]
    assert "Mira" in names
    assert "Ada" in names
    assert "Noor" not in names
    for user_id in (noor.user_id, 10**9):
        with pytest.raises(InvalidInput, match="not on the project"):
            tasks.edit_task(session, manager, task_id=made.task_id, assignee_id=user_id)
        with pytest.raises(InvalidInput, match="not on the project"):
            tasks.create_task(
                session, manager, project_id=project.project_id, name=f"For {user_id}", assignee_id=user_id
            )
    edited = tasks.edit_task(session, manager, task_id=made.task_id, assignee_id=None, due_date=None)
    assert (edited.due_date, edited.assignee_id) == (None, None)
    open_to_all = factories.task(session, factories.project(session))
    assert tasks.edit_task(session, manager, task_id=open_to_all.task_id, assignee_id=noor.user_id)


def test_who_does_not_lead_asks_nobody(session: Session, mira: User, noor: User) -> None:
    project = factories.project(session)
    made = tasks.create_task(session, mira, project_id=project.project_id, name="Drafts", assignee_id=noor.user_id)
    assert made.assignee_id is None
    for act in (
        lambda: tasks.edit_task(session, mira, task_id=made.task_id, assignee_id=mira.user_id),
        lambda: tasks.edit_task(session, mira, task_id=made.task_id, due_date=date(2026, 3, 12)),
        lambda: tasks.assignable_people(session, mira, project_id=project.project_id),
    ):
        with pytest.raises(NotPermitted):
            act()
