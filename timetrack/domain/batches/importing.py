"""Taking a batch over: every row that finds a free place comes in, with a record of its own."""

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import BigInteger, Select, any_, func, literal, or_, select
from sqlalchemy.dialects.postgresql import ARRAY
from sqlmodel import Session

from timetrack.domain import audit, policy
from timetrack.domain.batches.places import Identity, Span, Timeline, place
from timetrack.domain.batches.rows import Batch, BatchRow, PersonTotal, Placed, Remark
from timetrack.domain.batches.structure import ACTION, Structure, create_absent, find_structure
from timetrack.domain.batches.terms import RateCard, rate_card
from timetrack.domain.batches.values import insert_rows
from timetrack.domain.clients import CLIENTS
from timetrack.domain.entries import LONGEST
from timetrack.domain.entry_rows import ENTRIES
from timetrack.domain.people import lock_workspace, organisation
from timetrack.domain.periods import zone_of
from timetrack.domain.projects import PROJECTS
from timetrack.domain.tasks import TASKS
from timetrack.models import RateSource, User

AT_ONCE = 5000


def import_batch(session: Session, actor: User | None, *, rows: Sequence[BatchRow], timezone: str) -> Batch:
    """Take over ``rows``: those that touch time of their person are refused, those that are there already passed over.

    Clients, projects (by client) and tasks are found by name, people by e-mail, and created when a row that comes in
    needs them; people created are not invited yet, live in ``timezone`` and are on the projects they worked on. The
    rates are those of now. Without an actor the installation itself acts. Two batches wait for each other.
    Raises NotFound before there is a workspace, InvalidInput for an unknown zone, NotPermitted.
    """
    if actor is not None:
        policy.require_lead(actor)
    zone = zone_of(timezone).key
    lock_workspace(session)
    workspace = organisation(session)
    structure = find_structure(session, rows)
    there = _timelines(session, structure, rows)
    places = place(rows, there, lambda row: _identity(structure, row), structure.closed, zone)
    batch = create_absent(session, actor, structure, places.placed, workspace=workspace, timezone=zone)
    batch.refused = places.refused
    card = rate_card(session, structure, places.placed, home_currency=workspace.currency)
    for some in _portions(places.placed):
        _write(session, actor, some, card, batch, zone)
    batch.totals = _totals(structure, rows, places.placed, places.already)
    return batch


def _identity(structure: Structure, row: BatchRow) -> Identity:
    lower = structure.lower
    return lower[row.client], lower[row.project], lower[row.task], row.description


def _timelines(session: Session, structure: Structure, rows: Sequence[BatchRow]) -> dict[str, Timeline]:
    """The time that is taken around ``rows``, per e-mail; a running timer takes everything from its start on."""
    emails = {person.user_id: email for email, person in structure.people.items()}
    timelines = {email: Timeline() for email in emails.values()}
    if emails:
        for found in session.execute(_time_of(list(emails), rows)):
            span = Span(found.start_time, found.end_time, tuple(found[3:]))
            timelines[emails[found.user_id]].add(span)
    return timelines


def _time_of(people: list[int], rows: Sequence[BatchRow]) -> Select[Any]:
    entries = ENTRIES.c
    since = min(start for row in rows for start, _ in row.readings) - LONGEST
    until = max(end for row in rows for _, end in row.readings)
    names = [func.coalesce(func.lower(named.c.name), "") for named in (CLIENTS, PROJECTS, TASKS)]
    return (
        select(entries.user_id, entries.start_time, entries.end_time, *names, entries.description)
        .outerjoin_from(ENTRIES, PROJECTS, PROJECTS.c.project_id == entries.project_id)
        .outerjoin(CLIENTS, CLIENTS.c.client_id == PROJECTS.c.client_id)
        .outerjoin(TASKS, TASKS.c.task_id == entries.task_id)
        .where(
            entries.user_id == any_(literal(people, ARRAY(BigInteger))),
            or_(entries.start_time >= since, entries.end_time.is_(None)),
            entries.start_time < until,
        )
        .order_by(entries.start_time)
    )


def _portions(placed: Sequence[Placed]) -> Iterator[Sequence[Placed]]:
    for at in range(0, len(placed), AT_ONCE):
        yield placed[at : at + AT_ONCE]


def _write(
    session: Session, actor: User | None, placed: Sequence[Placed], card: RateCard, batch: Batch, zone: str
) -> None:
    """Insert some entries with their audit records, and note in ``batch`` what their terms leave to say."""
    people = card.structure.people
    values = []
    for found in placed:
        row, terms = found.row, card.terms(found.row)
        values.append(
            {
                "user_id": people[row.email].user_id,
                "description": row.description,
                "tags": row.tags,
                "start_time": found.start_time,
                "end_time": found.end_time,
                **vars(terms),
            }
        )
        if terms.is_billable and terms.rate_source == RateSource.NONE:
            batch.without_rate += 1
        if row.is_billable and not terms.is_billable:
            why = "its project is not billed" if terms.project_id else "it has no project"
            batch.remarks.append(Remark(row.number, row.about(zone), f"is kept as not billable: {why}"))
    topics = sorted({f"user:{entry['user_id']}" for entry in values})
    audit.record(session, actor, ACTION, insert_rows(ENTRIES, values), *topics, "team")


def _totals(
    structure: Structure, rows: Sequence[BatchRow], placed: Sequence[Placed], already: Sequence[BatchRow]
) -> list[PersonTotal]:
    totals: dict[str, PersonTotal] = {}
    for row in rows:
        if row.email not in totals:
            person = structure.people.get(row.email)
            totals[row.email] = PersonTotal(person.name if person else row.person_name, row.email)
    for found in placed:
        totals[found.row.email].entries += 1
        totals[found.row.email].seconds += found.seconds
    for row in already:
        totals[row.email].already += 1
    return list(totals.values())
