"""How to call what writes clients, projects and tasks: see ``tests/domain/recipes.py``."""

from decimal import Decimal

from tests.domain.people_recipes import Recipe
from timetrack.domain import clients, new_project, projects, tasks

WRITES: dict[str, Recipe] = {
    "clients.create_client": lambda s, w: clients.create_client(s, w.ada, name=f"Client of {w.ada.email}"),
    "clients.rename_client": lambda s, w: clients.rename_client(
        s, w.ada, client_id=w.client.client_id, name=f"Renamed {w.client.client_id}"
    ),
    "clients.set_client_currency": lambda s, w: clients.set_client_currency(
        s, w.ada, client_id=w.client.client_id, currency="USD"
    ),
    "clients.archive_client": lambda s, w: clients.archive_client(s, w.ada, client_id=w.client.client_id),
    "clients.unarchive_client": lambda s, w: clients.unarchive_client(s, w.ada, client_id=w.old_client.client_id),
    "new_project.create_project_for_new_client": lambda s, w: new_project.create_project_for_new_client(
        s, w.ada, client_name=f"New client of {w.ada.email}", name="New"
    ),
    "projects.create_project": lambda s, w: projects.create_project(s, w.ada, name=f"Project of {w.ada.email}"),
    "projects.edit_project": lambda s, w: projects.edit_project(
        s, w.ada, project_id=w.project.project_id, hourly_rate=Decimal(66)
    ),
    "projects.set_project_status": lambda s, w: projects.set_project_status(
        s, w.ada, project_id=w.project.project_id, status="ARCHIVED"
    ),
    "projects.add_member": lambda s, w: projects.add_member(
        s, w.ada, project_id=w.project.project_id, user_id=w.noor.user_id
    ),
    "projects.remove_member": lambda s, w: projects.remove_member(
        s, w.ada, project_id=w.project.project_id, user_id=w.mira.user_id
    ),
    "projects.set_project_user_rate": lambda s, w: [
        projects.set_project_user_rate(
            s, w.ada, project_id=w.project.project_id, user_id=w.mira.user_id, hourly_rate=rate and Decimal(rate)
        )
        for rate in ("1", "2", None, "3")
    ],
    "tasks.create_task": lambda s, w: tasks.create_task(s, w.mira, project_id=w.project.project_id, name="New"),
    "tasks.edit_task": lambda s, w: tasks.edit_task(
        s, w.ada, task_id=w.task.task_id, is_billable=False, assignee_id=w.mira.user_id
    ),
    "tasks.archive_task": lambda s, w: tasks.archive_task(s, w.ada, task_id=w.task.task_id),
    "tasks.unarchive_task": lambda s, w: tasks.unarchive_task(s, w.ada, task_id=w.old_task.task_id),
}
