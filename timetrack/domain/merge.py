"""Merging: entries that follow one another become one."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import chain, pairwise

from sqlmodel import Session

from timetrack import clock
from timetrack.domain import durations
from timetrack.domain.chosen import lock_chosen
from timetrack.domain.entries import LONGEST
from timetrack.domain.entry_rows import change_entry, colliding_entries, remove_entries
from timetrack.domain.text import line, tag_list
from timetrack.errors import EntryTooLong, InvalidInput
from timetrack.models import DESCRIPTION_LENGTH, TimeEntry, User

SAME = {
    "project_id": "projects",
    "task_id": "tasks",
    "is_billable": "billable marks",
    "currency": "currencies",
    "hourly_rate": "rates",
}
"""What entries must have in common to be one, and what to call it when they have not."""


def merge_entries(session: Session, actor: User, *, entry_ids: Sequence[int], with_gaps: bool = False) -> TimeEntry:
    """Make one entry of several of one person that follow one another: the first, up to where the last ends.

    They must touch; ``with_gaps`` adds the free time between them. They must agree in project, task, billable mark,
    rate and currency. Different descriptions are joined with “ · ”, tags united. Where the last still runs, the whole
    runs on. Raises InvalidInput saying what keeps them apart, EntryTooLong past 24 hours.
    """
    chosen, people = lock_chosen(session, actor, entry_ids)
    if len(chosen) < 2 or len(people) > 1:
        raise InvalidInput("Choose two or more entries of one person to merge. Nothing was changed.")
    _require_same(chosen)
    if not with_gaps:
        _refuse_gaps(chosen, actor.duration_format)
    first, last = chosen[0], chosen[-1]
    _refuse_long(first.start_time, last.end_time)
    _refuse_others(session, chosen)
    merged = {"end_time": last.end_time, "description": _description(chosen), "tags": _tags(chosen)}
    (person,) = people.values()
    remove_entries(session, actor, "MERGE", [entry.entry_id for entry in chosen[1:]], [person])
    return change_entry(session, actor, "MERGE", first.entry_id, merged, person)


def _require_same(chosen: Sequence[TimeEntry]) -> None:
    for column, what in SAME.items():
        if any(getattr(entry, column) != getattr(chosen[0], column) for entry in chosen):
            raise InvalidInput(f"These entries have different {what}, so they stay apart. Nothing was changed.")


def _refuse_gaps(chosen: Sequence[TimeEntry], form: str) -> None:
    gaps = [after.start_time - before.end_time for before, after in pairwise(chosen) if before.end_time]
    between = sum(gaps, timedelta())
    if between:
        free = durations.shown(int(between.total_seconds()), form)
        raise InvalidInput(f"There is {free} between these entries that would be added to them. Nothing was changed.")


def _refuse_long(start_time: datetime, end_time: datetime | None) -> None:
    if (end_time or clock.now()) - start_time > LONGEST:
        raise EntryTooLong("Merged, these entries would be longer than 24 hours. Nothing was changed.")


def _refuse_others(session: Session, chosen: Sequence[TimeEntry]) -> None:
    first, last, own = chosen[0], chosen[-1], {entry.entry_id for entry in chosen}
    there = colliding_entries(session, first.user_id, first.start_time, last.end_time, at_most=len(own) + 1)
    between = next((other for other in there if other.entry_id not in own), None)
    if between is not None:
        named = f"“{between.description}”" if between.description else "An entry without a description"
        raise InvalidInput(f"{named} lies between these entries. Nothing was changed.")


def _description(chosen: Sequence[TimeEntry]) -> str:
    distinct = dict.fromkeys(entry.description for entry in chosen if entry.description)
    return line(" · ".join(distinct), what="The description of merged entries", at_most=DESCRIPTION_LENGTH)


def _tags(chosen: Sequence[TimeEntry]) -> list[str]:
    return tag_list(chain.from_iterable(entry.tags for entry in chosen))
