"""A small workspace to measure in: a person, or many, and one project with one task."""

from decimal import Decimal

from sqlalchemy import insert

from timetrack import db
from timetrack.domain import audit, people, projects, tasks
from timetrack.models import Organisation, Role, User, table


def workspace(number_of_people: int) -> tuple[list[User], int, int]:
    """Set up the workspace; returns its people, the id of the project and of the task."""
    with db.transaction() as session:
        harbour = {"organisation_id": 1, "name": "Harbour", "currency": "EUR", "timezone": "Europe/Berlin"}
        audit.record(session, None, "SETUP", insert(table(Organisation)).values(harbour))
        team = [
            people.add_person(
                session,
                None,
                name=f"Person {n}",
                email=f"person{n}@harbour.example",
                role=Role.ADMIN,
                timezone="Europe/Berlin",
            )
            for n in range(number_of_people)
        ]
        project = projects.create_project(session, team[0], name="Portal", hourly_rate=Decimal(95))
        task = tasks.create_task(session, team[0], project_id=project.project_id, name="Wiring")
    return team, project.project_id, task.task_id
