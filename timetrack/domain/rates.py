"""What an hour costs, and which rule says so; whether it is billable, and who may work on what."""

from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Any

from sqlalchemy import BigInteger, Select, and_, bindparam, select
from sqlmodel import Session

from timetrack.db import Prepared
from timetrack.domain import policy
from timetrack.errors import InvalidInput, NotFound, ProjectAccessDenied
from timetrack.models import (
    BillingType,
    Organisation,
    Project,
    ProjectMember,
    ProjectStatus,
    ProjectUserRate,
    RateSource,
    Task,
    User,
    table,
)


@dataclass(frozen=True)
class Terms:
    """On which terms a person works: what is kept with the entry. ``hourly_rate`` is in ``currency``."""

    project_id: int | None
    task_id: int | None
    is_billable: bool
    hourly_rate: Decimal
    rate_source: RateSource
    currency: str


def pick(
    project_user_rate: Decimal | None, user_rate: Decimal | None, project_rate: Decimal | None
) -> tuple[Decimal, RateSource]:
    """The first rate that is set: the person's on this project, the person's own, the project's; else none, which is 0."""
    if project_user_rate is not None:
        return project_user_rate, RateSource.PROJECT_USER
    if user_rate is not None:
        return user_rate, RateSource.USER
    if project_rate is not None:
        return project_rate, RateSource.PROJECT
    return Decimal(0), RateSource.NONE


def billable(wanted: bool | None, task_rule: bool | None, billing_type: str) -> bool:
    """Whether work counts as billable: the task's rule beats the project's, and somebody may say no to either.

    On a project that is not billable, only a task can make work billable.
    """
    rule = task_rule if task_rule is not None else billing_type != BillingType.NON_BILLABLE
    allowed = rule or billing_type != BillingType.NON_BILLABLE
    return rule if wanted is None else wanted and allowed


def terms_for(
    session: Session,
    actor: User,
    person: User,
    *,
    project_id: int | None,
    task_id: int | None,
    is_billable: bool | None = None,
) -> Terms:
    """The terms on which ``person`` works on a project and task now, in one query. Raises what ``agreed`` raises."""
    (found,) = _terms().records(session, project=project_id, task=task_id, person=person.user_id)
    return agreed(found, actor, person, project_id=project_id, task_id=task_id, is_billable=is_billable)


def agreed(
    found: Any,
    actor: User,
    person: User,
    *,
    project_id: int | None,
    task_id: int | None,
    is_billable: bool | None = None,
) -> Terms:
    """The terms that follow from what ``terms_asked`` found.

    The person's own rate is in the organisation's currency, so it counts only on projects in that currency: rates are
    never converted. Raises ProjectAccessDenied, NotFound for an unknown task, InvalidInput for a closed project.
    """
    if project_id is None and task_id is not None:
        raise InvalidInput("A task needs its project. Nothing was saved.")
    if project_id is None:
        return Terms(None, None, False, Decimal(0), RateSource.NONE, found.home_currency)
    if found.project_id is None or not (found.is_public or found.is_member or policy.leads(actor)):
        raise ProjectAccessDenied
    if found.status != ProjectStatus.ACTIVE:
        raise InvalidInput("This project is closed, so it takes no new time. Nothing was saved.")
    if task_id is not None and found.task_id is None:
        raise NotFound("This task is not part of the project any more. Nothing was saved.")
    own_rate = person.hourly_rate if found.currency == found.home_currency else None
    rate, source = pick(found.project_user_rate, own_rate, found.project_rate)
    is_billable = billable(is_billable, found.task_billable, found.billing_type)
    return Terms(project_id, task_id, is_billable, rate, source, found.currency)


def terms_asked() -> Select[Any]:
    """What decides about terms, in one row: of ``project``, ``task`` and ``person``, each a parameter."""
    organisation, projects, tasks = table(Organisation), table(Project), table(Task)
    rates, members = table(ProjectUserRate), table(ProjectMember)
    project, task, person = (bindparam(name, type_=BigInteger) for name in ("project", "task", "person"))
    return (
        select(
            organisation.c.currency.label("home_currency"),
            *projects.c["project_id", "is_public", "status", "billing_type", "currency"],
            projects.c.hourly_rate.label("project_rate"),
            rates.c.hourly_rate.label("project_user_rate"),
            members.c.member_id.is_not(None).label("is_member"),
            tasks.c.task_id,
            tasks.c.is_billable.label("task_billable"),
        )
        .select_from(organisation)
        .outerjoin(projects, projects.c.project_id == project)
        .outerjoin(tasks, and_(tasks.c.task_id == task, tasks.c.project_id == projects.c.project_id))
        .outerjoin(rates, and_(rates.c.project_id == projects.c.project_id, rates.c.user_id == person))
        .outerjoin(members, and_(members.c.project_id == projects.c.project_id, members.c.user_id == person))
    )


@lru_cache
def _terms() -> Prepared:
    return Prepared(terms_asked())
