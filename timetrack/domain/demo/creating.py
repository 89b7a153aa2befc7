"""Making the demo workspace: people, clients, projects, tasks and rates, a quarter of entries, and their invoices."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from sqlalchemy import Table, update
from sqlmodel import Session

from timetrack import clock
from timetrack.domain import audit, auth, periods
from timetrack.domain.batches.importing import import_batch
from timetrack.domain.batches.rows import BatchRow
from timetrack.domain.batches.values import insert_rows
from timetrack.domain.clients import CLIENTS
from timetrack.domain.demo import cast, days
from timetrack.domain.demo.billing import bill_demo
from timetrack.domain.demo.weeks import Recent
from timetrack.domain.entries import entry_values
from timetrack.domain.entry_rows import insert_entry
from timetrack.domain.people import USERS
from timetrack.domain.projects import PROJECTS, RATES
from timetrack.domain.rates import terms_for
from timetrack.domain.tasks import TASKS
from timetrack.models import BillingType, Organisation, Project, Task, User, table

ORGANISATION = table(Organisation)
FIXED_AMOUNT = Decimal(7400)
STEP_HOURS, STEP_AMOUNT = Decimal(1), Decimal(100)


@dataclass(frozen=True)
class Made:
    """What was made: people by name, projects by key, tasks by project and name."""

    people: dict[str, User]
    projects: dict[str, Project]
    tasks: dict[tuple[int, str], Task]


def create_demo(session: Session, *, password_hash: str, timezone: str) -> User:
    """Found a demo workspace and fill it up to now; everybody in it has the same password. Returns its administrator.

    Raises AlreadySetUp where there is a workspace, InvalidInput for an unknown zone.
    """
    now = clock.now()
    mira, *others = cast.PEOPLE
    founder = auth.create_workspace(
        session,
        workspace=cast.WORKSPACE,
        name=mira.name,
        email=mira.email,
        password_hash=password_hash,
        timezone=timezone,
        currency=cast.CURRENCY,
    )
    audit.record(
        session,
        founder,
        "EDIT",
        update(ORGANISATION).where(ORGANISATION.c.organisation_id == 1).values(is_demo=True),
        "structure",
    )
    people = {mira.name: founder} | _add_people(session, founder, others, password_hash)
    rows = days.past_rows(now, founder.timezone)
    today = periods.local_date(now, founder.timezone)
    made = _add_structure(session, founder, people, rows, today)
    import_batch(session, founder, rows=rows, timezone=founder.timezone)
    for actor, start_time, piece in days.running(now, founder.timezone):
        _start(session, made, actor.name, piece, start_time)
    bill_demo(session, founder, projects=made.projects, today=today)
    return founder


def _add_people(session: Session, founder: User, actors: Sequence[cast.Actor], password_hash: str) -> dict[str, User]:
    values = [
        {
            "name": actor.name,
            "email": actor.email,
            "role": actor.role,
            "hourly_rate": actor.hourly_rate,
            "hides_description": actor.hides_description,
            "timezone": founder.timezone,
            "week_start": founder.week_start,
            "password_hash": password_hash,
        }
        for actor in actors
    ]
    return {row["name"]: User(**row) for row in _insert(session, founder, USERS, values)}


def _add_structure(
    session: Session, founder: User, people: dict[str, User], rows: Sequence[BatchRow], today: date
) -> Made:
    clients = _insert(session, founder, CLIENTS, [{"name": n, "currency": cast.CURRENCY} for n in cast.CLIENTS])
    client_ids = {row["name"]: row["client_id"] for row in clients}
    wanted = [_project(job, client_ids, rows) for job in cast.JOBS]
    found = {row["name"]: Project(**row) for row in _insert(session, founder, PROJECTS, wanted)}
    projects = {job.key: found[job.name] for job in cast.JOBS}
    chores = [_task(chore, projects[chore.job], people, rows, today) for chore in cast.CHORES]
    tasks = [Task(**row) for row in _insert(session, founder, TASKS, chores)]
    rates = [
        {
            "project_id": projects[job].project_id,
            "user_id": people[name].user_id,
            "hourly_rate": rate,
        }
        for job, name, rate in cast.RATES
    ]
    _insert(session, founder, RATES, rates)
    return Made(people, projects, {(task.project_id, task.name): task for task in tasks})


def _project(job: cast.Job, client_ids: dict[str, int], rows: Sequence[BatchRow]) -> dict[str, Any]:
    """A project whose budget its hours fill as ``cast`` says: in hours, or in money where it is billed at one price."""
    hours = _hours(row for row in rows if row.project == job.name)
    budget_hours = budget_amount = None
    if job.billing == BillingType.FIXED:
        budget_amount = FIXED_AMOUNT
    if job.used and job.is_in_money and job.hourly_rate:
        budget_amount = _budget(hours * job.hourly_rate, job.used, STEP_AMOUNT)
    elif job.used:
        budget_hours = _budget(hours, job.used, STEP_HOURS)
    return {
        "client_id": client_ids.get(job.client),
        "name": job.name,
        "billing_type": job.billing,
        "hourly_rate": job.hourly_rate,
        "budget_hours": budget_hours,
        "budget_amount": budget_amount,
        "currency": cast.CURRENCY,
        "color": job.color,
        "is_public": job.is_public,
    }


def _task(
    chore: cast.Chore, project: Project, people: dict[str, User], rows: Sequence[BatchRow], today: date
) -> dict[str, Any]:
    hours = _hours(row for row in rows if (row.project, row.task) == (project.name, chore.name))
    return {
        "project_id": project.project_id,
        "name": chore.name,
        "estimated_hours": _budget(hours, chore.used, STEP_HOURS) if chore.used else None,
        "is_billable": chore.is_billable,
        "due_date": None if chore.due_in is None else today + timedelta(days=chore.due_in),
        "assignee_id": people[chore.assignee].user_id if chore.assignee else None,
    }


def _start(session: Session, made: Made, name: str, piece: Recent, start_time: datetime) -> None:
    """Have a timer run since a while ago."""
    person, project = made.people[name], made.projects[piece.job]
    task = made.tasks[project.project_id, piece.chore]
    terms = terms_for(session, person, person, project_id=project.project_id, task_id=task.task_id)
    values = entry_values(person, terms, piece.description, days.TAGS.get(piece.chore, ()))
    insert_entry(session, person, "START", values | {"start_time": start_time}, person)


def _insert(session: Session, founder: User, subject: Table, rows: Sequence[dict[str, Any]]) -> list[audit.Changed]:
    return audit.record(session, founder, "CREATE", insert_rows(subject, rows), "structure", "team")


def _hours(rows: Iterable[BatchRow]) -> Decimal:
    seconds = sum((end - start).total_seconds() for row in rows for start, end in row.readings)
    return Decimal(int(seconds)) / 3600


def _budget(used: Decimal, percent: int, step: Decimal) -> Decimal:
    """The whole of which ``used`` is so many percent, in round numbers; at least one step."""
    return max((used * 100 / percent / step).quantize(Decimal(1), rounding=ROUND_HALF_UP), Decimal(1)) * step
