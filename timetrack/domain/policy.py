"""Who may see and do what. The only place that decides; everything else asks here."""

from collections.abc import Collection

from sqlalchemy import ColumnElement, or_, select, true

from timetrack.errors import NotPermitted
from timetrack.models import (
    Client,
    Favourite,
    Organisation,
    Project,
    ProjectMember,
    Role,
    SavedFilter,
    TimeEntry,
    User,
    table,
)


def leads(actor: User) -> bool:
    """Managers and administrators see everyone's time and money and keep clients, projects and people."""
    return actor.role in (Role.MANAGER, Role.ADMIN)


def may_edit_time_of(actor: User, user_id: int) -> bool:
    """Everyone keeps their own time; who leads may correct anyone's."""
    return actor.user_id == user_id or leads(actor)


def may_see_money_of(actor: User, user_id: int) -> bool:
    """One's own rate, or anyone's for who leads."""
    return actor.user_id == user_id or leads(actor)


def may_keep(actor: User, role: str) -> bool:
    """Whether ``actor`` keeps people of ``role``: their name, zone, target and rate, their coming and going.

    Managers keep everybody but administrators; those are made, kept and unmade by administrators alone.
    """
    return actor.role == Role.ADMIN or (leads(actor) and role != Role.ADMIN)


def require_keeper(actor: User, *roles: str) -> None:
    """Raise NotPermitted unless ``actor`` keeps people of every one of ``roles``."""
    require_lead(actor)
    if not all(may_keep(actor, role) for role in roles):
        raise NotPermitted("Only an administrator may do this for an administrator. Nothing was changed.")


def require_lead(actor: User) -> None:
    """Raise NotPermitted unless ``actor`` leads."""
    if not leads(actor):
        raise NotPermitted("Only a manager may do this. Nothing was changed.")


def require_admin(actor: User) -> None:
    """Raise NotPermitted unless ``actor`` is an administrator."""
    if actor.role != Role.ADMIN:
        raise NotPermitted("Only an administrator may do this. Nothing was changed.")


def may_remove_demo(actor: User, workspace: Organisation) -> bool:
    """Only an administrator, and only a workspace that was made as a demo."""
    return actor.role == Role.ADMIN and workspace.is_demo


def visible_entries(actor: User) -> ColumnElement[bool]:
    """The entries that ``actor`` may see, as a condition."""
    return true() if leads(actor) else table(TimeEntry).c.user_id == actor.user_id


def may_see_time_of(actor: User, user_id: int) -> bool:
    """Whether ``visible_entries`` holds the entries of a person, asked without a query."""
    return actor.user_id == user_id or leads(actor)


def visible_people(actor: User) -> ColumnElement[bool]:
    """The people whose time ``actor`` may look at, as a condition."""
    return true() if leads(actor) else table(User).c.user_id == actor.user_id


def visible_projects(actor: User) -> ColumnElement[bool]:
    """The projects that ``actor`` may see and put time on, as a condition."""
    if leads(actor):
        return true()
    projects, members = table(Project).c, table(ProjectMember).c
    own = select(members.project_id).where(members.user_id == actor.user_id)
    return or_(projects.is_public, projects.project_id.in_(own))


def may_see_project(actor: User, *, is_public: bool, member_ids: Collection[int]) -> bool:
    """Whether ``visible_projects`` holds a project with these members, asked without a query."""
    return is_public or leads(actor) or actor.user_id in member_ids


def visible_clients(actor: User) -> ColumnElement[bool]:
    """The clients that ``actor`` may see: those of visible projects, as a condition."""
    if leads(actor):
        return true()
    projects = table(Project).c
    return table(Client).c.client_id.in_(select(projects.client_id).where(visible_projects(actor)))


def may_keep_habits_of(actor: User, user_id: int) -> bool:
    """Favourites and saved filters are their owner's alone, whoever leads."""
    return actor.user_id == user_id


def own_favourites(actor: User) -> ColumnElement[bool]:
    """The favourites of ``actor``, which are nobody else's business, as a condition."""
    return table(Favourite).c.user_id == actor.user_id


def own_filters(actor: User) -> ColumnElement[bool]:
    """The saved filters of ``actor``, which are nobody else's business, as a condition."""
    return table(SavedFilter).c.user_id == actor.user_id


def may_bill(actor: User) -> bool:
    """Managers and administrators draft, issue, void and credit invoices, and record what was paid."""
    return leads(actor)


def require_biller(actor: User) -> None:
    """Raise NotPermitted unless ``actor`` bills; invoices show the money of everybody."""
    if not may_bill(actor):
        raise NotPermitted("Only a manager sees and writes invoices. Nothing was changed.")


def require_keeper_of_terms(actor: User) -> None:
    """Raise NotPermitted unless ``actor`` keeps tax rates and series of numbers, as administrators do."""
    require_admin(actor)
