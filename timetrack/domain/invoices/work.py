"""Work that no invoice has yet: what a line is made of, found per project, rate, and task or person."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, Select, Text, any_, cast, func, literal, null, select
from sqlalchemy.dialects.postgresql import ARRAY
from sqlmodel import Session

from timetrack.db import first, rows
from timetrack.domain import periods
from timetrack.domain.clients import CLIENTS
from timetrack.domain.entry_rows import ENTRIES
from timetrack.domain.invoices.invoice_rows import INVOICES, LINKS
from timetrack.domain.invoices.wishes import Grouping
from timetrack.domain.people import USERS
from timetrack.domain.projects import PROJECTS
from timetrack.domain.rounding import Rounding
from timetrack.domain.tasks import TASKS
from timetrack.errors import EntryInvoiced, InvalidInput, NotFound
from timetrack.models import BillingType, Client, Organisation, Project, RateSource

Conditions = list[ColumnElement[bool]]
_ANY_DAY = (None, None)


@dataclass(frozen=True)
class Work:
    """Entries of one project and rate, earliest first, with the seconds that each counts for.

    They are of one task too, or ``detail`` says what else they are of: a person, or the day and words of one entry.
    """

    project_id: int
    project_name: str
    billing_type: str
    task_id: int | None
    task_name: str | None
    hourly_rate: Decimal
    currency: str
    has_rate: bool
    entry_ids: Sequence[int]
    seconds: Sequence[int]
    detail: str = ""

    @property
    def description(self) -> str:
        """How a line for it reads: “Portal · Wireframes”."""
        return " · ".join(part for part in (self.project_name, self.task_name, self.detail) if part)


@dataclass(frozen=True)
class Span:
    """Work of a client: that began between two instants, on some projects or on all."""

    client_id: int
    since: datetime | None
    until: datetime | None
    project_ids: Sequence[int] | None = None

    def conditions(self, *, running: bool = False) -> Conditions:
        """What is billable and done in it, or ``running``, invoiced or not, over entries and projects."""
        entries = ENTRIES.c
        found: Conditions = [
            PROJECTS.c.client_id == self.client_id,
            entries.is_billable,
            entries.end_time.is_(None) if running else entries.end_time.is_not(None),
        ]
        if self.since is not None:
            found.append(entries.start_time >= self.since)
        if self.until is not None:
            found.append(entries.start_time < self.until)
        if self.project_ids is not None:
            found.append(entries.project_id == any_(literal(list(self.project_ids), ARRAY(BigInteger))))
        return found


def span_of(
    workspace: Organisation,
    client_id: int,
    first_day: date | None,
    last_day: date | None,
    project_ids: Sequence[int] | None,
) -> Span:
    """The work that began on these days in the workspace's zone. An entry over midnight belongs to its first day."""
    if (first_day is None) != (last_day is None):
        raise InvalidInput("A period has a first and a last day. Nothing was saved.")
    if first_day is None or last_day is None:
        return Span(client_id, *_ANY_DAY, project_ids)
    if last_day < first_day:
        raise InvalidInput("A period ends on its first day or later. Nothing was saved.")
    if last_day.year > periods.LAST_YEAR:
        raise InvalidInput(f"The year {last_day.year} is out of range. Nothing was saved.")
    since, until = (
        periods.day_start(first_day, workspace.timezone),
        periods.day_start(last_day + periods.ONE_DAY, workspace.timezone),
    )
    return Span(client_id, since, until, project_ids)


def not_invoiced() -> ColumnElement[bool]:
    """The entries that no invoice has, as a condition."""
    return ~select(LINKS.c.entry_id).where(LINKS.c.entry_id == ENTRIES.c.entry_id).exists()


def lock_workers(session: Session, span: Span) -> list[int]:
    """Lock everyone whose work would be billed, in one order; their keys. They may have left since."""
    wanted = select(ENTRIES.c.user_id).join(PROJECTS, PROJECTS.c.project_id == ENTRIES.c.project_id)
    found = session.scalars(wanted.where(*span.conditions(), not_invoiced()).distinct()).all()
    lock = select(USERS.c.user_id).where(USERS.c.user_id.in_(found)).order_by(USERS.c.user_id)
    return list(session.scalars(lock.with_for_update(key_share=True)))


def uninvoiced(
    session: Session,
    span: Span,
    rounding: Rounding,
    *,
    people: Sequence[int] | None = None,
    grouping: Grouping = Grouping.TASK,
    zone: str = "UTC",
) -> list[Work]:
    """The work that no invoice has, by name of project and task, the higher rate first; of ``people`` or of everyone.

    Entries to which no rule gave a rate come by themselves: ``has_rate`` tells. Where each entry comes by itself its
    day is that in ``zone``.
    """
    entries, has_rate = ENTRIES.c, ENTRIES.c.rate_source != RateSource.NONE
    apart = _apart(grouping, zone)
    key: tuple[Any, ...] = (
        *PROJECTS.c["project_id", "name", "billing_type"],
        *apart.task,
        *entries["hourly_rate", "currency"],
        has_rate,
    )
    wanted = (
        select(
            *key,
            func.array_agg(cast(func.extract("epoch", entries.start_time), BigInteger)).label("started"),
            func.array_agg(entries.entry_id).label("entry_ids"),
            func.array_agg(rounding.billed_column(entries.duration_seconds)).label("seconds"),
            apart.detail,
        )
        .select_from(ENTRIES)
        .join(PROJECTS, PROJECTS.c.project_id == entries.project_id)
        .outerjoin(TASKS, TASKS.c.task_id == entries.task_id)
        .where(*span.conditions(), not_invoiced())
        .group_by(*key, *apart.by)
        .order_by(
            func.lower(PROJECTS.c.name),
            PROJECTS.c.project_id,
            *apart.order,
            entries.hourly_rate.desc(),
            entries.currency,
            has_rate.desc(),
        )
    )
    if grouping == Grouping.PERSON:
        wanted = wanted.join(USERS, USERS.c.user_id == entries.user_id)
    if people is not None:
        wanted = wanted.where(entries.user_id == any_(literal(list(people), ARRAY(BigInteger))))
    return [_earliest_first(*found) for found in session.execute(wanted)]


def _earliest_first(*found: Any) -> Work:
    """Sorted here: to sort them in its arrays the database compares the whole key of a line for every two entries."""
    *key, started, entry_ids, seconds, detail = found
    in_order = sorted(zip(started, entry_ids, seconds, strict=True))
    return Work(*key, [one[1] for one in in_order], [one[2] for one in in_order], detail)  # type: ignore[call-arg]


@dataclass(frozen=True)
class _Apart:
    """What keeps entries of one project and rate on lines of their own, and how such a line is named and placed."""

    task: tuple[Any, Any]
    by: tuple[Any, ...]
    order: tuple[Any, ...]
    detail: ColumnElement[str]


def _apart(grouping: Grouping, zone: str) -> _Apart:
    of_task, no_task = TASKS.c.task_id, (cast(null(), BigInteger), cast(null(), Text))
    nothing, name = cast(literal(""), Text), func.lower(TASKS.c.name)
    match grouping:
        case Grouping.TASK:
            return _Apart((of_task, TASKS.c.name), (), (name,), nothing)
        case Grouping.PROJECT:
            return _Apart(no_task, (), (), nothing)
        case Grouping.PERSON:
            who = USERS.c.name
            return _Apart(no_task, (USERS.c.user_id, who), (func.lower(who), USERS.c.user_id), func.min(who))
        case Grouping.ENTRY:
            began = ENTRIES.c.start_time
            day = func.to_char(func.timezone(zone, began), "FMDD Mon")
            words = func.concat_ws(" · ", day, func.nullif(ENTRIES.c.description, ""))
            by = (ENTRIES.c.entry_id, began, ENTRIES.c.description)
            return _Apart((of_task, TASKS.c.name), by, (began, ENTRIES.c.entry_id), func.min(words))


def refuse_where_invoiced(session: Session, span: Span) -> None:
    """Raise EntryInvoiced, naming the invoice, where there is work but another invoice has it."""
    found = invoice_with(session, span)
    if found is not None:
        raise EntryInvoiced(f"This work is on {place(*found)} already. Nothing was saved.")


def invoice_with(session: Session, span: Span) -> tuple[str | None, int] | None:
    """Number and key of the newest invoice that has some of this work; None where none has."""
    wanted = _holding().join(PROJECTS, PROJECTS.c.project_id == ENTRIES.c.project_id).where(*span.conditions())
    found = session.execute(wanted).first()
    return None if found is None else (found.number, found.invoice_id)


def refuse_invoiced(session: Session, entry_ids: Sequence[int]) -> None:
    """Raise EntryInvoiced, naming the invoice, where an invoice has some of these entries."""
    these = ENTRIES.c.entry_id == any_(literal(list(entry_ids), ARRAY(BigInteger)))
    found = session.execute(_holding().where(these)).first()
    if found is not None:
        raise EntryInvoiced(
            f"Some of this work is on {place(found.number, found.invoice_id)} by now. Nothing was saved."
        )


def _holding() -> Select[tuple[str | None, int]]:
    """The newest invoice that has an entry, over entries."""
    return (
        select(INVOICES.c.number, INVOICES.c.invoice_id)
        .select_from(ENTRIES)
        .join(LINKS, LINKS.c.entry_id == ENTRIES.c.entry_id)
        .join(INVOICES, INVOICES.c.invoice_id == LINKS.c.invoice_id)
        .order_by(INVOICES.c.invoice_id.desc())
        .limit(1)
    )


def place(number: str | None, invoice_id: int) -> str:
    """What to call an invoice that may be a draft: invoice 2026-0007, draft 12."""
    return f"invoice {number}" if number else f"draft {invoice_id}"


def client_of(session: Session, client_id: int) -> Client:
    """Who pays. Raises NotFound when there is nobody."""
    found = first(session, Client, select(CLIENTS).where(CLIENTS.c.client_id == client_id))
    if found is None:
        raise NotFound("This client is not here any more. Nothing was saved.")
    return found


def projects_of(session: Session, client: Client, project_ids: Sequence[int]) -> dict[int, Project]:
    """Projects of a client, by key. Raises InvalidInput for one of another, and for one that is not billed."""
    wanted = select(PROJECTS).where(PROJECTS.c.project_id.in_(project_ids), PROJECTS.c.client_id == client.client_id)
    found = {project.project_id: project for project in rows(session, Project, wanted)}
    if found.keys() != set(project_ids):
        raise InvalidInput(f"One of these is not a project of {client.name}. Nothing was saved.")
    for project in found.values():
        if project.billing_type == BillingType.NON_BILLABLE:
            raise InvalidInput(f"“{project.name}” is not billed, so it is on no invoice. Nothing was saved.")
    return found
