"""Many entries at once: changed or deleted together, all of them or none."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any, TypedDict, Unpack

from sqlmodel import Session

from timetrack.domain.chosen import lock_chosen
from timetrack.domain.entries import EntryChanges, FindTerms, changed_values
from timetrack.domain.entry_rows import change_entries, remove_entries
from timetrack.domain.rates import Terms, terms_for
from timetrack.domain.text import plain
from timetrack.models import TimeEntry, User


class BulkChanges(TypedDict, total=False):
    """What may change on many entries; what is left out stays. ``hourly_rate`` is set by hand, by who leads."""

    description: str
    project_id: int | None
    task_id: int | None
    is_billable: bool
    hourly_rate: Decimal
    add_tags: Sequence[str]
    remove_tags: Sequence[str]


def edit_entries(
    session: Session,
    actor: User,
    *,
    entry_ids: Sequence[int],
    seen: Mapping[int, datetime] | None = None,
    **changes: Unpack[BulkChanges],
) -> list[TimeEntry]:
    """Change up to 500 entries, perhaps of several people, each by the rules of ``entries.edit_entry``, or none.

    ``seen`` holds the ``updated_at`` of those that were on screen. Returns all of them, earliest first. Raises what
    editing any one of them would raise, and what ``chosen.lock_chosen`` raises.
    """
    chosen, people = lock_chosen(session, actor, entry_ids, seen)
    find_terms = _remembered_terms()
    alike: dict[str, tuple[dict[str, Any], list[int]]] = {}
    for entry in chosen:
        asked = _asked(entry, changes)
        values = changed_values(session, actor, people[entry.user_id], entry, asked, find_terms=find_terms)
        if values:
            alike.setdefault(repr(values), (values, []))[1].append(entry.entry_id)
    now = {entry.entry_id: entry for entry in chosen}
    for values, keys in alike.values():
        owners = {now[key].user_id for key in keys}
        changed = change_entries(session, actor, "EDIT", keys, values, [people[owner] for owner in owners])
        now |= {entry.entry_id: entry for entry in changed}
    return list(now.values())


def delete_entries(session: Session, actor: User, *, entry_ids: Sequence[int]) -> list[TimeEntry]:
    """Delete up to 500 entries, all or none; ``undo_change`` brings them back. Returns them as they were."""
    chosen, people = lock_chosen(session, actor, entry_ids)
    removed = remove_entries(session, actor, "DELETE", [entry.entry_id for entry in chosen], people.values())
    return sorted(removed, key=lambda entry: (entry.start_time, entry.entry_id))


def _asked(entry: TimeEntry, changes: BulkChanges) -> EntryChanges:
    """The same wish in the words of an edit of this one entry."""
    asked: EntryChanges = {}
    if "description" in changes:
        asked["description"] = changes["description"]
    if "project_id" in changes:
        asked["project_id"] = changes["project_id"]
    if "task_id" in changes:
        asked["task_id"] = changes["task_id"]
    if "is_billable" in changes:
        asked["is_billable"] = changes["is_billable"]
    if "hourly_rate" in changes:
        asked["hourly_rate"] = changes["hourly_rate"]
    if "add_tags" in changes or "remove_tags" in changes:
        removed = {plain(tag).casefold() for tag in changes.get("remove_tags", ())}
        kept = [tag for tag in entry.tags if tag.casefold() not in removed]
        asked["tags"] = [*kept, *changes.get("add_tags", ())]
    return asked


def _remembered_terms() -> FindTerms:
    """As ``terms_for``, but each question is put to the database once: hundreds of entries ask the same few."""
    known: dict[Any, Terms] = {}

    def find(session: Session, actor: User, person: User, **work: Any) -> Terms:
        asked = (person.user_id, *work.values())
        if asked not in known:
            known[asked] = terms_for(session, actor, person, **work)
        return known[asked]

    return find
