"""The people of a project: who may put time on it, what they worked, what their hour costs there now and why."""

from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy import select
from sqlmodel import Session

from timetrack.db import rows
from timetrack.domain import policy
from timetrack.domain.entry_list import Hours
from timetrack.domain.people import organisation
from timetrack.domain.project_hours import Share, total
from timetrack.domain.projects import members, project_user_rates
from timetrack.domain.rates import pick
from timetrack.models import Project, RateSource, User, table

USERS = table(User)


@dataclass(frozen=True)
class ProjectPerson:
    """One person on a project. ``hourly_rate`` in the project's currency is what new time would cost, None if hidden."""

    user_id: int
    name: str
    is_member: bool
    hours: Hours | None
    hourly_rate: Decimal | None
    rate_source: RateSource | None


def project_people(session: Session, actor: User, project: Project, shares: list[Share]) -> list[ProjectPerson]:
    """The members, then those who worked there without being one, each by name.

    Who does not lead sees the members' names, and hours and rate only of themselves.
    """
    on_it = members(session, actor, project.project_id)
    ids = {person.user_id for person in on_it}
    others = sorted({share.user_id for share in shares} - ids)
    guests = rows(session, User, select(USERS).where(USERS.c.user_id.in_(others)).order_by(USERS.c.name))
    own_rates = project_user_rates(session, actor, project.project_id)
    is_home = project.currency == organisation(session).currency
    return [
        _person(actor, person, project, shares, own_rates.get(person.user_id), is_home, person.user_id in ids)
        for person in [*on_it, *guests]
    ]


def addable_people(session: Session, actor: User, project_id: int) -> list[User]:
    """Those who could join a project, by name. Raises NotPermitted for who does not lead."""
    policy.require_lead(actor)
    ids = [person.user_id for person in members(session, actor, project_id)]
    wanted = select(USERS).where(USERS.c.user_id.not_in(ids), USERS.c.deactivated_at.is_(None))
    return rows(session, User, wanted.order_by(USERS.c.name))


def _person(
    actor: User,
    person: User,
    project: Project,
    shares: list[Share],
    project_user_rate: Decimal | None,
    is_home: bool,
    is_member: bool,
) -> ProjectPerson:
    """A person's own rate is in the organisation's currency, so it counts only on projects in that currency."""
    if not policy.may_see_money_of(actor, person.user_id):
        return ProjectPerson(person.user_id, person.name, is_member, None, None, None)
    rate, source = pick(project_user_rate, person.hourly_rate if is_home else None, project.hourly_rate)
    hours = total(share for share in shares if share.user_id == person.user_id)
    return ProjectPerson(person.user_id, person.name, is_member, hours, rate, source)
