"""What a person's hour cost when: the changes of their rates, from the audit log; and what it costs where now."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from sqlalchemy import BigInteger, RowMapping, and_, func, or_, select
from sqlmodel import Session

from timetrack.domain import policy
from timetrack.domain.people import organisation
from timetrack.domain.rates import pick
from timetrack.errors import NotPermitted
from timetrack.models import (
    AuditRecord,
    Client,
    Project,
    ProjectMember,
    ProjectStatus,
    ProjectUserRate,
    RateSource,
    User,
    table,
)

RECORDS, USERS, PROJECTS = table(AuditRecord), table(User), table(Project)
SHOWN_AT_MOST = 50


@dataclass(frozen=True)
class RateChange:
    """One change: of the default rate where there is no project. None is no rate; amounts are in ``currency``."""

    recorded_at: datetime
    actor_name: str | None
    project_name: str | None
    before: Decimal | None
    after: Decimal | None
    currency: str


@dataclass(frozen=True)
class ProjectRate:
    """What a person's hour costs on a project now. ``own_rate`` is the rate set for them there."""

    project_id: int
    name: str
    color: str
    client_name: str | None
    currency: str
    is_member: bool
    is_public: bool
    own_rate: Decimal | None
    hourly_rate: Decimal
    rate_source: RateSource


def rate_changes(session: Session, actor: User, *, user_id: int) -> list[RateChange]:
    """The last fifty changes of a person's rates, newest first. Raises NotPermitted for who may not see them."""
    _require_sight(actor, user_id)
    home = organisation(session).currency
    before, after = (side.op("->>")("hourly_rate") for side in (RECORDS.c.before, RECORDS.c.after))
    row = func.coalesce(RECORDS.c.after, RECORDS.c.before)
    of_project = and_(
        RECORDS.c.subject_type == "project_user_rates", row.op("->>")("user_id").cast(BigInteger) == user_id
    )
    of_person = and_(RECORDS.c.subject_type == "users", RECORDS.c.subject_id == user_id)
    is_project = RECORDS.c.subject_type == "project_user_rates"
    wanted = (
        select(RECORDS.c.recorded_at, USERS.c.name, PROJECTS.c.name, before, after, PROJECTS.c.currency)
        .outerjoin(USERS, USERS.c.user_id == RECORDS.c.actor_id)
        .outerjoin(PROJECTS, and_(is_project, PROJECTS.c.project_id == row.op("->>")("project_id").cast(BigInteger)))
        .where(or_(of_person, of_project), before.is_distinct_from(after))
        .order_by(RECORDS.c.audit_id.desc())
        .limit(SHOWN_AT_MOST)
    )
    return [
        RateChange(at, who, project, _amount(was), _amount(now), currency or home)
        for at, who, project, was, now, currency in session.execute(wanted)
    ]


def project_rates(session: Session, actor: User, person: User) -> list[ProjectRate]:
    """The active projects that a person is on, or has a rate of their own on, by name.

    A default rate is in the organisation's currency and counts on projects in that currency only. Raises NotPermitted
    for who may not see the person's rates.
    """
    _require_sight(actor, person.user_id)
    home = organisation(session).currency
    members, rates, clients = table(ProjectMember), table(ProjectUserRate), table(Client)
    wanted = (
        select(PROJECTS, clients.c.name.label("client_name"), members.c.member_id, rates.c.hourly_rate.label("own_rate"))
        .outerjoin(clients, clients.c.client_id == PROJECTS.c.client_id)
        .outerjoin(members, and_(members.c.project_id == PROJECTS.c.project_id, members.c.user_id == person.user_id))
        .outerjoin(rates, and_(rates.c.project_id == PROJECTS.c.project_id, rates.c.user_id == person.user_id))
        .where(PROJECTS.c.status == ProjectStatus.ACTIVE, or_(members.c.member_id.is_not(None), rates.c.rate_id.is_not(None)))
        .order_by(func.lower(PROJECTS.c.name), PROJECTS.c.project_id)
    )  # fmt: skip
    return [_project_rate(row, person, home) for row in session.execute(wanted).mappings()]


def _project_rate(row: RowMapping, person: User, home: str) -> ProjectRate:
    own_default = person.hourly_rate if row["currency"] == home else None
    rate, source = pick(row["own_rate"], own_default, row["hourly_rate"])
    return ProjectRate(
        project_id=row["project_id"],
        name=row["name"],
        color=row["color"],
        client_name=row["client_name"],
        currency=row["currency"],
        is_member=row["member_id"] is not None,
        is_public=row["is_public"],
        own_rate=row["own_rate"],
        hourly_rate=rate,
        rate_source=source,
    )


def _amount(recorded: str | None) -> Decimal | None:
    return None if recorded is None else Decimal(recorded)


def _require_sight(actor: User, user_id: int) -> None:
    if not policy.may_see_money_of(actor, user_id):
        raise NotPermitted
