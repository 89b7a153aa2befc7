"""Time entries: logged by hand, changed, deleted and brought back. No two of a person ever overlap."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any, TypedDict, Unpack

from sqlalchemy import select
from sqlmodel import Session

from timetrack import clock
from timetrack.db import first
from timetrack.domain import money, periods, policy
from timetrack.domain.entry_rows import (
    ENTRIES,
    change_entry,
    colliding_entries,
    insert_entry,
    look_around,
    remove_entry,
)
from timetrack.domain.people import lock_colleague
from timetrack.domain.rates import Terms, agreed, terms_for
from timetrack.domain.text import line, tag_list
from timetrack.errors import (
    ChangedElsewhere,
    EntryEndsBeforeStart,
    EntryTooLong,
    InvalidInput,
    NotFound,
    NotPermitted,
    OverlappingEntry,
)
from timetrack.models import DESCRIPTION_LENGTH, AuditRecord, RateSource, TimeEntry, User, table

LONGEST = timedelta(hours=24)
FindTerms = Callable[..., Terms]
EARLIEST = datetime(1970, 1, 2, tzinfo=UTC)


class EntryChanges(TypedDict, total=False):
    """What may change on an entry; what is left out stays. ``hourly_rate`` set by hand is kept from then on."""

    description: str
    project_id: int | None
    task_id: int | None
    start_time: datetime
    end_time: datetime
    is_billable: bool
    tags: Sequence[str]
    hourly_rate: Decimal


def create_manual_entry(
    session: Session,
    actor: User,
    *,
    start_time: datetime,
    end_time: datetime,
    description: str = "",
    project_id: int | None = None,
    task_id: int | None = None,
    tags: Sequence[str] = (),
    is_billable: bool | None = None,
    user_id: int | None = None,
) -> TimeEntry:
    """Log work that is done, one's own or, for who leads, somebody else's.

    Raises OverlappingEntry naming what is there, EntryTooLong past 24 hours, EntryEndsBeforeStart,
    ProjectAccessDenied.
    """
    person = lock_owner(session, actor, user_id or actor.user_id)
    start_time, end_time = check_range(start_time, end_time)
    there, found = look_around(session, person, start_time, end_time, project_id=project_id, task_id=task_id)
    refuse_collision(there, person, start_time)
    terms = agreed(found, actor, person, project_id=project_id, task_id=task_id, is_billable=is_billable)
    values = entry_values(person, terms, description, tags) | {"start_time": start_time, "end_time": end_time}
    return insert_entry(session, actor, "CREATE", values, person)


def edit_entry(
    session: Session, actor: User, *, entry_id: int, seen: datetime | None = None, **changes: Unpack[EntryChanges]
) -> TimeEntry:
    """Change an entry; ``seen`` is the ``updated_at`` that was on screen.

    Another project, task or billable flag finds its rate anew unless the rate was set by hand; nothing else moves it.
    Raises ChangedElsewhere when the entry is newer than what was seen, and everything that logging an entry can raise.
    """
    entry, person = lock_entry(session, actor, entry_id)
    if seen is not None and seen != entry.updated_at:
        raise ChangedElsewhere
    changed = changed_values(session, actor, person, entry, changes)
    if not changed:
        return entry
    if {"start_time", "end_time"} & changed.keys():
        start_time, end_time = changed.get("start_time", entry.start_time), changed.get("end_time", entry.end_time)
        refuse_overlap(session, person, start_time, end_time, but=entry_id)
    return change_entry(session, actor, "EDIT", entry_id, changed, person)


def delete_entry(session: Session, actor: User, *, entry_id: int) -> TimeEntry:
    """Delete an entry; ``restore_entry`` brings it back. Returns it as it was."""
    _, person = lock_entry(session, actor, entry_id)
    return remove_entry(session, actor, "DELETE", entry_id, person)


def restore_entry(session: Session, actor: User, *, entry_id: int, **changes: Unpack[EntryChanges]) -> TimeEntry:
    """Bring back an entry that was deleted, or discarded as a slip, just as it was; then make ``changes``, if any.

    Raises OverlappingEntry when something else took its place, NotFound when it was never there or is there now.
    """
    before = _last_deleted(session, actor, entry_id)
    person = lock_owner(session, actor, before["user_id"])
    if _last_deleted(session, actor, entry_id) != before:
        raise NotFound
    start_time = datetime.fromisoformat(before["start_time"])
    end_time = before["end_time"] and datetime.fromisoformat(before["end_time"])
    refuse_overlap(session, person, start_time, end_time)
    values = {name: before[name] for name in before if name not in ("duration_seconds", "updated_at")}
    values |= {"start_time": start_time, "end_time": end_time}
    restored = insert_entry(session, actor, "RESTORE", values, person)
    return edit_entry(session, actor, entry_id=entry_id, **changes) if changes else restored


def visible_entry(session: Session, actor: User, entry_id: int) -> TimeEntry:
    """An entry that ``actor`` may see. Raises NotFound otherwise."""
    wanted = select(ENTRIES).where(ENTRIES.c.entry_id == entry_id, policy.visible_entries(actor))
    entry = first(session, TimeEntry, wanted)
    if entry is None:
        raise NotFound("This entry is not here any more. Nothing was changed.")
    return entry


def lock_entry(session: Session, actor: User, entry_id: int) -> tuple[TimeEntry, User]:
    """Lock an entry's owner, then read the entry as it is now. Raises NotFound for what ``actor`` may not see."""
    owner_id = visible_entry(session, actor, entry_id).user_id
    person = lock_owner(session, actor, owner_id)
    return visible_entry(session, actor, entry_id), person


def lock_owner(session: Session, actor: User, user_id: int) -> User:
    """Lock the person whose time ``actor`` is about to change. Raises NotPermitted for somebody else's."""
    if not policy.may_edit_time_of(actor, user_id):
        raise NotPermitted("You may only change your own time. Nothing was changed.")
    return lock_colleague(session, actor, user_id)


def check_range(start_time: datetime, end_time: datetime) -> tuple[datetime, datetime]:
    """Both ends in whole seconds of UTC. Raises EntryEndsBeforeStart, EntryTooLong, InvalidInput without a zone."""
    start_time, end_time = whole_second(start_time), whole_second(end_time)
    if end_time <= start_time:
        raise EntryEndsBeforeStart
    if end_time - start_time > LONGEST:
        raise EntryTooLong
    return start_time, end_time


def whole_second(instant: datetime) -> datetime:
    """``instant`` in UTC, cut to the second. Raises InvalidInput for one without a zone or out of all reason."""
    if instant.tzinfo is None:
        raise InvalidInput("A time needs its zone. Nothing was saved.")
    latest = clock.now() + timedelta(days=3660)
    if not EARLIEST <= instant <= latest:
        raise InvalidInput(f"{instant.year} is out of range for an entry. Nothing was saved.")
    return instant.astimezone(UTC).replace(microsecond=0)


def changed_range(entry: TimeEntry, start_time: datetime | None, end_time: datetime | None) -> dict[str, datetime]:
    """The columns of an entry that would begin and end so; None leaves an end as it is, and what runs running.

    Raises what ``check_range`` raises, InvalidInput for a timer that would start in the future.
    """
    start_time, end_time = start_time or entry.start_time, end_time or entry.end_time
    if end_time is None:
        start_time = whole_second(start_time)
        if start_time > clock.now():
            raise InvalidInput("A running timer cannot start in the future. Nothing was saved.")
        return {"start_time": start_time}
    start_time, end_time = check_range(start_time, end_time)
    return {"start_time": start_time, "end_time": end_time}


def refuse_overlap(
    session: Session, person: User, start_time: datetime, end_time: datetime | None, *, but: int | None = None
) -> None:
    """Raise OverlappingEntry, naming the first entry of ``person`` that ``[start_time, end_time)`` would touch."""
    refuse_collision(colliding_entries(session, person.user_id, start_time, end_time, but=but), person, start_time)


def refuse_collision(there: Sequence[Any], person: User, start_time: datetime) -> None:
    """Raise OverlappingEntry, naming the first of what an entry from ``start_time`` on would collide with, if any."""
    if there:
        first_one = there[0]
        today = periods.local_date(start_time, person.timezone)
        form = person.time_format
        shown = periods.shown_range(first_one.start_time, first_one.end_time, person.timezone, today=today, form=form)
        raise OverlappingEntry(
            first_one.entry_id, first_one.description, first_one.start_time, first_one.end_time, shown
        )


def entry_values(person: User, terms: Terms, description: str, tags: Sequence[str]) -> dict[str, Any]:
    """The columns of a new entry but its times."""
    return {
        "user_id": person.user_id,
        "description": line(description, what="A description", at_most=DESCRIPTION_LENGTH),
        "tags": tag_list(tags),
        **vars(terms),
    }


def changed_values(
    session: Session,
    actor: User,
    person: User,
    entry: TimeEntry,
    changes: EntryChanges,
    *,
    find_terms: FindTerms = terms_for,
) -> dict[str, Any]:
    """The columns of an entry that ``changes`` would change, by every rule but that of overlaps."""
    values: dict[str, Any] = {}
    if "description" in changes:
        values["description"] = line(changes["description"], what="A description", at_most=DESCRIPTION_LENGTH)
    if "tags" in changes:
        values["tags"] = tag_list(changes["tags"])
    if {"start_time", "end_time"} & changes.keys():
        values |= changed_range(entry, changes.get("start_time"), changes.get("end_time"))
    if {"project_id", "task_id", "is_billable"} & changes.keys():
        values |= _changed_terms(session, actor, person, entry, changes, find_terms)
    if "hourly_rate" in changes:
        policy.require_lead(actor)
        money.check_amount(changes["hourly_rate"], what="A rate")
        values |= {"hourly_rate": changes["hourly_rate"], "rate_source": RateSource.MANUAL}
    return {name: value for name, value in values.items() if value != getattr(entry, name)}


def _changed_terms(
    session: Session, actor: User, person: User, entry: TimeEntry, changes: EntryChanges, find_terms: FindTerms
) -> dict[str, Any]:
    project_id = changes.get("project_id", entry.project_id)
    moved = project_id != entry.project_id
    task_id = changes.get("task_id", None if moved else entry.task_id)
    kept = None if moved or task_id != entry.task_id else entry.is_billable
    wanted = changes.get("is_billable", kept)
    if (project_id, task_id, wanted) == (entry.project_id, entry.task_id, entry.is_billable):
        return {}
    terms = find_terms(session, actor, person, project_id=project_id, task_id=task_id, is_billable=wanted)
    values = dict(vars(terms))
    if entry.rate_source == RateSource.MANUAL and terms.currency == entry.currency:
        values |= {"hourly_rate": entry.hourly_rate, "rate_source": RateSource.MANUAL}
    return values


def _last_deleted(session: Session, actor: User, entry_id: int) -> dict[str, Any]:
    log = table(AuditRecord).c
    exact_rate = log.before["hourly_rate"].astext.label("hourly_rate")
    wanted = select(log.before, log.after, exact_rate).where(
        log.subject_type == ENTRIES.name, log.subject_id == entry_id
    )
    last = session.execute(wanted.order_by(log.sequence.desc()).limit(1)).first()
    is_deleted = last is not None and last.after is None and last.before is not None
    if last is None or not is_deleted or not policy.may_edit_time_of(actor, last.before["user_id"]):
        raise NotFound("There is no deleted entry to bring back. Nothing was changed.")
    return {**last.before, "hourly_rate": Decimal(last.hourly_rate)}
