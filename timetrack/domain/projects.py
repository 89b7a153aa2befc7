"""Projects: their terms, their members and what each member's hour costs there."""

from decimal import Decimal
from typing import Any, TypedDict, Unpack

from sqlalchemy import delete, func, insert, select, update
from sqlmodel import Session

from timetrack.db import first, rows
from timetrack.domain import audit, money, policy
from timetrack.domain.clients import CLIENTS, check_currency
from timetrack.domain.people import organisation
from timetrack.domain.text import line
from timetrack.errors import InvalidInput, NotFound
from timetrack.models import (
    BillingType,
    Client,
    Color,
    Project,
    ProjectMember,
    ProjectStatus,
    ProjectUserRate,
    User,
    table,
)

PROJECTS, MEMBERS, RATES = table(Project), table(ProjectMember), table(ProjectUserRate)
PALETTE = [color for color in Color if color != Color.SLATE]


class ProjectTerms(TypedDict, total=False):
    """What may be set on a project; what is left out stays. Amounts are in the project's ``currency``."""

    client_id: int | None
    billing_type: str
    hourly_rate: Decimal | None
    budget_hours: Decimal | None
    budget_amount: Decimal | None
    currency: str
    color: str
    is_public: bool


class ProjectChanges(ProjectTerms, total=False):
    """The same for a project that exists already, whose name may change too."""

    name: str


def visible_projects(
    session: Session, actor: User, *, statuses: tuple[str, ...] = (ProjectStatus.ACTIVE,), client_id: int | None = None
) -> list[Project]:
    """The projects that ``actor`` may see, by name."""
    wanted = select(PROJECTS).where(policy.visible_projects(actor), PROJECTS.c.status.in_(statuses))
    if client_id is not None:
        wanted = wanted.where(PROJECTS.c.client_id == client_id)
    return rows(session, Project, wanted.order_by(func.lower(PROJECTS.c.name)))


def visible_project(session: Session, actor: User, project_id: int) -> Project:
    """One project that ``actor`` may see. Raises NotFound for any other."""
    wanted = select(PROJECTS).where(policy.visible_projects(actor), PROJECTS.c.project_id == project_id)
    found = first(session, Project, wanted)
    if found is None:
        raise NotFound("This project is not here any more, or not yours to see.")
    return found


def create_project(session: Session, actor: User, *, name: str, **terms: Unpack[ProjectTerms]) -> Project:
    """Add a project. Its currency is the client's, or the organisation's for internal work, unless it is said.

    Raises AlreadyExists when the client has one of this name.
    """
    policy.require_lead(actor)
    values = _checked({**terms, "name": name})
    values.setdefault("currency", _home_currency(session, values.get("client_id")))
    values.setdefault("color", _next_color(session))
    values.setdefault("billing_type", BillingType.HOURLY)
    values.setdefault("is_public", False)
    (made,) = audit.record(session, actor, "CREATE", insert(PROJECTS).values(values), "structure")
    return Project(**made)


def edit_project(session: Session, actor: User, *, project_id: int, **terms: Unpack[ProjectChanges]) -> Project:
    """Change a project's terms. Entries that exist keep the rate and currency they were made with."""
    return _change(session, actor, "EDIT", project_id, _checked(dict(terms)))


def set_project_status(session: Session, actor: User, *, project_id: int, status: str) -> Project:
    """Archive, complete or reopen a project; only an active one takes new time."""
    if status not in list(ProjectStatus):
        raise InvalidInput
    return _change(session, actor, status, project_id, {"status": status})


def add_member(session: Session, actor: User, *, project_id: int, user_id: int) -> None:
    """Let a person put time on a project; nothing happens when they may already."""
    policy.require_lead(actor)
    lock_project(session, project_id)
    member = (MEMBERS.c.project_id == project_id, MEMBERS.c.user_id == user_id)
    if session.execute(select(MEMBERS.c.member_id).where(*member)).first() is None:
        made = insert(MEMBERS).values(project_id=project_id, user_id=user_id)
        audit.record(session, actor, "ADD_MEMBER", made, "structure", f"user:{user_id}")


def remove_member(session: Session, actor: User, *, project_id: int, user_id: int) -> None:
    """Take a person off a project; their entries stay."""
    policy.require_lead(actor)
    lock_project(session, project_id)
    gone = delete(MEMBERS).where(MEMBERS.c.project_id == project_id, MEMBERS.c.user_id == user_id)
    audit.record(session, actor, "REMOVE_MEMBER", gone, "structure", f"user:{user_id}")


def members(session: Session, actor: User, project_id: int) -> list[User]:
    """The people on a project, by name. Raises NotFound when ``actor`` may not see it."""
    visible_project(session, actor, project_id)
    people = table(User)
    wanted = select(people).join(MEMBERS, MEMBERS.c.user_id == people.c.user_id)
    return rows(session, User, wanted.where(MEMBERS.c.project_id == project_id).order_by(people.c.name))


def set_project_user_rate(
    session: Session, actor: User, *, project_id: int, user_id: int, hourly_rate: Decimal | None
) -> Decimal | None:
    """Set, or with None lift, what a person's hour costs on a project; past entries keep their rate.

    Returns what it was before.
    """
    policy.require_lead(actor)
    money.check_amount(hourly_rate, what="A rate")
    lock_project(session, project_id)
    where = (RATES.c.project_id == project_id, RATES.c.user_id == user_id)
    topics = ("structure", f"user:{user_id}")
    before = session.scalar(select(RATES.c.hourly_rate).where(*where))
    if hourly_rate is None:
        audit.record(session, actor, "LIFT_RATE", delete(RATES).where(*where), *topics)
    elif before is not None:
        audit.record(session, actor, "SET_RATE", update(RATES).where(*where).values(hourly_rate=hourly_rate), *topics)
    else:
        made = insert(RATES).values(project_id=project_id, user_id=user_id, hourly_rate=hourly_rate)
        audit.record(session, actor, "SET_RATE", made, *topics)
    return before


def project_user_rates(session: Session, actor: User, project_id: int) -> dict[int, Decimal]:
    """What each person's hour costs on a project, where it was set; who does not lead sees only their own."""
    wanted = select(RATES.c.user_id, RATES.c.hourly_rate).where(RATES.c.project_id == project_id)
    found = session.execute(wanted).all()
    return {user_id: rate for user_id, rate in found if policy.may_see_money_of(actor, user_id)}


def lock_project(session: Session, project_id: int) -> Project:
    """Lock a project that is about to change. Raises NotFound when there is none."""
    found = first(
        session, Project, select(PROJECTS).where(PROJECTS.c.project_id == project_id).with_for_update(key_share=True)
    )
    if found is None:
        raise NotFound
    return found


def _change(session: Session, actor: User, action: str, project_id: int, values: dict[str, Any]) -> Project:
    policy.require_lead(actor)
    project = lock_project(session, project_id)
    if not values:
        return project
    change = update(PROJECTS).where(PROJECTS.c.project_id == project_id).values(**values)
    (made,) = audit.record(session, actor, action, change, "structure", f"project:{project_id}")
    return Project(**made)


def _checked(terms: dict[str, Any]) -> dict[str, Any]:
    if "name" in terms:
        terms["name"] = line(terms["name"], what="A project's name", at_most=200, needed=True)
    if "currency" in terms:
        terms["currency"] = check_currency(terms["currency"])
    if terms.get("billing_type", BillingType.HOURLY) not in list(BillingType):
        raise InvalidInput("A project is billed by the hour, at a fixed amount, or not at all. Nothing was saved.")
    if terms.get("color", Color.BLUE) not in list(Color):
        raise InvalidInput("This colour is not in the palette. Nothing was saved.")
    money.check_amount(terms.get("hourly_rate"), what="A rate")
    money.check_amount(terms.get("budget_amount"), what="A budget")
    money.check_amount(terms.get("budget_hours"), what="A budget of hours", highest=money.MOST_HOURS)
    return terms


def _home_currency(session: Session, client_id: int | None) -> str:
    if client_id is None:
        return organisation(session).currency
    client = first(session, Client, select(CLIENTS).where(CLIENTS.c.client_id == client_id))
    if client is None:
        raise NotFound("This client is not here any more. Nothing was saved.")
    return client.currency


def _next_color(session: Session) -> Color:
    count = session.execute(select(func.count()).select_from(PROJECTS)).scalar_one()
    return PALETTE[int(count) * 5 % len(PALETTE)]
