"""Favourites: work that a person starts often, in an order of their own."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import and_, case, delete, insert, select, update
from sqlmodel import Session

from timetrack.db import rows
from timetrack.domain import audit, policy
from timetrack.domain.people import lock_person
from timetrack.domain.rates import terms_for
from timetrack.domain.text import line, tag_list
from timetrack.errors import AlreadyExists, InvalidInput, NotFound
from timetrack.models import DESCRIPTION_LENGTH, Client, Favourite, Project, ProjectStatus, Task, User, table

FAVOURITES, PROJECTS, TASKS, CLIENTS = (table(model) for model in (Favourite, Project, Task, Client))
FAVOURITES_AT_MOST = 50


@dataclass(frozen=True)
class ListedFavourite:
    """A favourite with the names it is shown with; what is not open takes no time any more."""

    favourite_id: int
    description: str
    project_id: int | None
    task_id: int | None
    is_billable: bool | None
    tags: list[str]
    project_name: str | None
    color: str | None
    task_name: str | None
    client_name: str | None
    is_open: bool


def favourites_of(session: Session, actor: User) -> list[ListedFavourite]:
    """The favourites of ``actor``, in the order they gave them."""
    is_open = and_(PROJECTS.c.status == ProjectStatus.ACTIVE, policy.visible_projects(actor))
    shown = FAVOURITES.c["favourite_id", "description", "project_id", "task_id", "is_billable", "tags"]
    wanted = (
        select(
            *shown,
            PROJECTS.c.name.label("project_name"),
            PROJECTS.c.color,
            TASKS.c.name.label("task_name"),
            CLIENTS.c.name.label("client_name"),
            case((FAVOURITES.c.project_id.is_(None), True), else_=is_open).label("is_open"),
        )
        .outerjoin_from(FAVOURITES, PROJECTS, PROJECTS.c.project_id == FAVOURITES.c.project_id)
        .outerjoin(TASKS, TASKS.c.task_id == FAVOURITES.c.task_id)
        .outerjoin(CLIENTS, CLIENTS.c.client_id == PROJECTS.c.client_id)
        .where(policy.own_favourites(actor))
        .order_by(FAVOURITES.c.position, FAVOURITES.c.favourite_id)
    )
    return [ListedFavourite(**row) for row in session.execute(wanted).mappings()]


def add_favourite(
    session: Session,
    actor: User,
    *,
    description: str = "",
    project_id: int | None = None,
    task_id: int | None = None,
    tags: Sequence[str] = (),
    is_billable: bool | None = None,
) -> Favourite:
    """Keep some work at hand, behind the others; without ``is_billable`` the task and the project decide.

    Raises AlreadyExists for the same description on the same project and task, InvalidInput for a favourite that says
    neither what nor for which project, or for more than 50, ProjectAccessDenied.
    """
    person = lock_person(session, actor.user_id)
    terms_for(session, actor, person, project_id=project_id, task_id=task_id)
    there = _own(session, actor)
    if len(there) >= FAVOURITES_AT_MOST:
        raise InvalidInput(f"You may keep {FAVOURITES_AT_MOST} favourites. Take one away first; nothing was saved.")
    said = line(description, what="A description", at_most=DESCRIPTION_LENGTH)
    if not said and project_id is None:
        raise InvalidInput("A favourite needs a description or a project. Nothing was saved.")
    if (said, project_id, task_id) in {(one.description, one.project_id, one.task_id) for one in there}:
        raise AlreadyExists("This is one of your favourites already. Nothing was saved.")
    values = {
        "user_id": person.user_id,
        "description": said,
        "project_id": project_id,
        "task_id": task_id,
        "tags": tag_list(tags),
        "is_billable": is_billable,
        "position": there[-1].position + 1 if there else 0,
    }
    return _write(session, actor, "CREATE", insert(FAVOURITES).values(values))[0]


def remove_favourite(session: Session, actor: User, *, favourite_id: int) -> Favourite:
    """Take a favourite away. Returns it as it was."""
    lock_person(session, actor.user_id)
    the_favourite = and_(FAVOURITES.c.favourite_id == favourite_id, policy.own_favourites(actor))
    removed = _write(session, actor, "DELETE", delete(FAVOURITES).where(the_favourite))
    if not removed:
        raise NotFound("This favourite is not here any more. Nothing was changed.")
    return removed[0]


def move_favourite(session: Session, actor: User, *, favourite_id: int, before_id: int | None) -> None:
    """Put a favourite before another one, or behind all. Only those whose place changes are written."""
    lock_person(session, actor.user_id)
    there = {one.favourite_id: one.position for one in _own(session, actor)}
    if favourite_id not in there or (before_id is not None and before_id not in there):
        raise NotFound("This favourite is not here any more. Nothing was changed.")
    if before_id == favourite_id:
        return
    order = [key for key in there if key != favourite_id]
    order.insert(len(order) if before_id is None else order.index(before_id), favourite_id)
    moved = {key: place for place, key in enumerate(order) if there[key] != place}
    if moved:
        key = FAVOURITES.c.favourite_id
        change = update(FAVOURITES).where(key.in_(moved)).values(position=case(moved, value=key))
        _write(session, actor, "MOVE", change)


def _own(session: Session, actor: User) -> list[Favourite]:
    wanted = select(FAVOURITES).where(policy.own_favourites(actor))
    return rows(session, Favourite, wanted.order_by(FAVOURITES.c.position, FAVOURITES.c.favourite_id))


def _write(session: Session, actor: User, action: str, write: audit.Write) -> list[Favourite]:
    return [Favourite(**row) for row in audit.record(session, actor, action, write, f"user:{actor.user_id}")]
