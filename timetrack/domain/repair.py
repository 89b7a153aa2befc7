"""Overlap repair: what each way out of an overlap would do, and doing it in one go."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Unpack, cast

from sqlalchemy import select
from sqlmodel import Session

from timetrack import clock
from timetrack.db import rows
from timetrack.domain import policy
from timetrack.domain.chosen import CHOSEN
from timetrack.domain.entries import (
    LONGEST,
    EntryChanges,
    changed_range,
    changed_values,
    check_range,
    entry_values,
    lock_entry,
    lock_owner,
    refuse_overlap,
    visible_entry,
)
from timetrack.domain.entry_rows import ENTRIES, change_entry, colliding_entries, insert_entry
from timetrack.domain.free_time import Stretch
from timetrack.domain.rates import terms_for
from timetrack.domain.repair_ways import Lane, Repair, Way, ways_out
from timetrack.domain.split import work_of
from timetrack.domain.timer import Work
from timetrack.errors import ChangedElsewhere, InvalidInput, NotPermitted
from timetrack.models import TimeEntry, User

GONE_BY = "What is in the way was changed meanwhile. Look again at what each way would do; nothing was saved."


def repairs(
    session: Session,
    actor: User,
    *,
    entry_id: int | None,
    start_time: datetime,
    end_time: datetime | None,
    user_id: int | None = None,
) -> list[Repair]:
    """The ways in which an entry could get the times that were refused; none where nothing is in the way.

    Without ``entry_id`` it is a new one, of ``user_id`` or oneself; without ``end_time`` the end stays as it is, and
    what runs runs on. TRIM is not offered when mine would cover another entry wholly, SHIFT not for a running timer,
    SPLIT not when nothing of mine is left. Raises what logging and editing raise for times that make no sense.
    """
    entry = None if entry_id is None else visible_entry(session, actor, entry_id)
    owner_id = entry.user_id if entry else user_id or actor.user_id
    if not policy.may_edit_time_of(actor, owner_id):
        raise NotPermitted("You may only change your own time. Nothing was changed.")
    return _ways(session, owner_id, entry, _asked_range(entry, start_time, end_time))


def apply_repair(
    session: Session,
    actor: User,
    *,
    way: str,
    entry_id: int | None,
    start_time: datetime,
    end_time: datetime | None,
    seen: datetime | None = None,
    user_id: int | None = None,
    previewed: Repair | None = None,
    **work: Unpack[Work],
) -> TimeEntry:
    """Go one of the ways of ``repairs``; whatever it does to other entries is one change together with mine.

    ``work`` is what a new entry says, or what else changes on mine. Where nothing is in the way any more, mine gets the
    times as they were asked for. Returns mine, the first piece of it. Raises ChangedElsewhere when ``way`` would not do
    what was ``previewed`` or mine is newer than what was ``seen``, OverlappingEntry when ``way`` is not open.
    """
    if entry_id is None:
        entry, person = None, lock_owner(session, actor, user_id or actor.user_id)
    else:
        entry, person = lock_entry(session, actor, entry_id)
    if entry and seen is not None and seen != entry.updated_at:
        raise ChangedElsewhere
    asked = _asked_range(entry, start_time, end_time)
    repair = _chosen_way(_ways(session, person.user_id, entry, asked), way, previewed)
    said = _said(session, actor, person, entry, work)
    if repair is None:
        refuse_overlap(session, person, asked.start_time, asked.end_time, but=entry_id)
        return _place(session, actor, person, entry, said, [asked])
    if repair.way == Way.TRIM:
        _trim(session, actor, person, repair.others)
    return _place(session, actor, person, entry, said, repair.mine.after)


def _asked_range(entry: TimeEntry | None, start_time: datetime, end_time: datetime | None) -> Stretch:
    if entry is not None:
        changed = changed_range(entry, start_time, end_time)
        return Stretch(changed["start_time"], changed.get("end_time"))
    if end_time is None:
        raise InvalidInput("A new entry needs its end. Nothing was saved.")
    return Stretch(*check_range(start_time, end_time))


def _ways(session: Session, owner_id: int, entry: TimeEntry | None, asked: Stretch) -> list[Repair]:
    since, until = asked.start_time - LONGEST, asked.end_time and asked.end_time + LONGEST
    entry_id = entry.entry_id if entry else None
    found = colliding_entries(session, owner_id, since, until, but=entry_id, at_most=None)
    near = [_lane(other.entry_id, other.description, Stretch(other.start_time, other.end_time)) for other in found]
    return ways_out(_lane(entry_id, entry.description if entry else "", asked), near, clock.now())


def _lane(entry_id: int | None, description: str, there: Stretch) -> Lane:
    return Lane(entry_id, description, before=there, after=(there,))


def _chosen_way(found: Sequence[Repair], way: str, previewed: Repair | None) -> Repair | None:
    """The way to go, None where it is not open. Raises ChangedElsewhere, InvalidInput for what is no way at all."""
    if way not in set(Way):
        raise InvalidInput("Choose how to make room: trim, shift or split. Nothing was saved.")
    chosen = next((repair for repair in found if repair.way == way), None)
    if previewed is not None and previewed != chosen:
        raise ChangedElsewhere(GONE_BY)
    return chosen


def _said(session: Session, actor: User, person: User, entry: TimeEntry | None, work: Work) -> dict[str, Any]:
    """The columns of mine but its times: all of them for a new entry, those that change for one that exists."""
    if entry is not None:
        changes = {name: value for name, value in work.items() if (name, value) != ("is_billable", None)}
        return changed_values(session, actor, person, entry, cast(EntryChanges, changes))
    terms = terms_for(
        session,
        actor,
        person,
        project_id=work.get("project_id"),
        task_id=work.get("task_id"),
        is_billable=work.get("is_billable"),
    )
    return entry_values(person, terms, work.get("description", ""), work.get("tags", ()))


def _trim(session: Session, actor: User, person: User, others: Sequence[Lane]) -> None:
    """Shrink each first, then put its second piece where it was; a running timer keeps the piece that runs."""
    chosen = [lane.entry_id for lane in others]
    there = {entry.entry_id: entry for entry in rows(session, TimeEntry, select(ENTRIES).where(CHOSEN), chosen=chosen)}
    for lane in others:
        entry, pieces = there[lane.entry_id or 0], list(lane.after)
        kept = pieces.pop(-1 if entry.end_time is None else 0)
        _move(session, actor, "TRIM", person, entry, {}, kept)
        for piece in pieces:
            insert_entry(session, actor, "TRIM", work_of(entry) | vars(piece), person)


def _place(
    session: Session,
    actor: User,
    person: User,
    entry: TimeEntry | None,
    said: dict[str, Any],
    pieces: Sequence[Stretch],
) -> TimeEntry:
    """Put mine into the first of ``pieces``, and what it says into each of the others."""
    first, *rest = pieces
    if entry is None:
        made = insert_entry(session, actor, "CREATE", said | vars(first), person)
    else:
        made = _move(session, actor, "EDIT", person, entry, said, first)
    for piece in rest:
        insert_entry(session, actor, "SPLIT" if entry else "CREATE", work_of(made) | vars(piece), person)
    return made


def _move(
    session: Session, actor: User, action: str, person: User, entry: TimeEntry, said: dict[str, Any], there: Stretch
) -> TimeEntry:
    values = said | {name: at for name, at in vars(there).items() if at != getattr(entry, name)}
    return change_entry(session, actor, action, entry.entry_id, values, person) if values else entry
