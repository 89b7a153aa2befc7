"""People, projects and entries for tests, made through the domain; every argument has a default that works."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from itertools import count
from typing import Any

from sqlalchemy import insert, select
from sqlmodel import Session

from timetrack import clock, db
from timetrack.domain import audit, clients, entries, people, projects, tasks
from timetrack.models import Client, Organisation, Project, Role, Task, TimeEntry, User, table

NOW = datetime(2026, 3, 11, 10, 0, tzinfo=UTC)
"""A Wednesday, 11:00 in Berlin."""

_number = count(1)


class FrozenClock:
    """What the clock shows until a test moves it: `monkeypatch.setattr(clock, "now", frozen.now)`."""

    def __init__(self, instant: datetime = NOW) -> None:
        self.instant = instant

    def now(self) -> datetime:
        return self.instant

    def forward(self, **by: float) -> datetime:
        """Move on by hours=, minutes=, seconds= …, or back where negative."""
        self.instant += timedelta(**by)
        return self.instant


def organisation(
    session: Session, *, name: str = "Harbour Studio", currency: str = "EUR", timezone: str = "Europe/Berlin"
) -> Organisation:
    """The workspace; made the first time it is asked for."""
    found = db.first(session, Organisation, select(table(Organisation)))
    if found is None:
        values = {"organisation_id": 1, "name": name, "currency": currency, "timezone": timezone}
        made = audit.record(session, None, "CREATE", insert(table(Organisation)).values(values), "structure")
        found = Organisation(**made[0])
    return found


def person(
    session: Session,
    *,
    name: str = "",
    email: str = "",
    role: Role = Role.EMPLOYEE,
    timezone: str = "Europe/Berlin",
    week_start: int = 1,
    hourly_rate: Decimal | str | None = None,
    password_hash: str | None = None,
) -> User:
    """Somebody of the workspace, an employee in Berlin without a rate unless it is said."""
    organisation(session)
    number = next(_number)
    made = people.add_person(
        session,
        None,
        name=name or f"Person {number}",
        email=email or f"person{number}@harbour.example",
        role=role,
        timezone=timezone,
        week_start=week_start,
        password_hash=password_hash,
    )
    if hourly_rate is None:
        return made
    return people.set_default_rate(session, lead(session), user_id=made.user_id, hourly_rate=Decimal(hourly_rate))


def lead(session: Session) -> User:
    """The administrator who makes things for tests."""
    known = people.people_by_email(session, ["lead@harbour.example"])
    if known:
        return known["lead@harbour.example"]
    return person(session, name="Lead", email="lead@harbour.example", role=Role.ADMIN)


def client(session: Session, *, name: str = "", currency: str | None = None) -> Client:
    """Somebody who pays, in the organisation's currency unless it is said."""
    return clients.create_client(session, lead(session), name=name or f"Client {next(_number)}", currency=currency)


def project(
    session: Session, *, name: str = "", is_public: bool = True, members: Sequence[User] = (), **terms: Any
) -> Project:
    """A project by the hour that everyone may put time on; ``terms`` as in ProjectTerms."""
    given = {"is_public": is_public, **terms}
    made = projects.create_project(session, lead(session), name=name or f"Project {next(_number)}", **given)
    for member in members:
        projects.add_member(session, lead(session), project_id=made.project_id, user_id=member.user_id)
    return made


def task(session: Session, of: Project, *, name: str = "", **terms: Any) -> Task:
    """A task of the project ``of``; ``terms`` as in TaskTerms."""
    return tasks.create_task(
        session, lead(session), project_id=of.project_id, name=name or f"Task {next(_number)}", **terms
    )


def entry(
    session: Session,
    of: User,
    *,
    start: datetime | None = None,
    end: datetime | None = None,
    hours: float = 1,
    **values: Any,
) -> TimeEntry:
    """Logged time of a person, by default the hour before now; ``values`` as in create_manual_entry."""
    start = start or clock.now() - timedelta(hours=hours)
    return entries.create_manual_entry(
        session, of, start_time=start, end_time=end or start + timedelta(hours=hours), **values
    )
