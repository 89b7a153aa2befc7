"""How to call what can be done to entries beyond logging, editing and deleting one: see ``tests/domain/recipes.py``."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from sqlmodel import Session

from tests import factories
from tests.factories import NOW
from timetrack.domain import (
    bulk,
    chosen,
    duplicate,
    entries,
    entry_rows,
    favourites,
    history,
    merge,
    recent_changes,
    repair,
    saved_filters,
    split,
)

HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)
Recipe = Callable[[Session, Any], Any]

READS: dict[str, Recipe] = {
    "chosen.lock_chosen": lambda s, w: chosen.lock_chosen(s, w.ada, [w.entry.entry_id, w.running.entry_id]),
    "entries.changed_values": lambda s, w: entries.changed_values(s, w.mira, w.mira, w.entry, {"project_id": None}),
    "favourites.favourites_of": lambda s, w: favourites.favourites_of(s, w.mira),
    "saved_filters.filters_of": lambda s, w: saved_filters.filters_of(s, w.mira),
    "history.entry_history": lambda s, w: history.entry_history(s, w.mira, w.deleted.entry_id),
    "recent_changes.recent_changes": lambda s, w: recent_changes.recent_changes(s, w.mira),
    "repair.repairs": lambda s, w: repair.repairs(s, w.mira, **_over_the_entry()),
}

WRITES: dict[str, Recipe] = {
    "bulk.edit_entries": lambda s, w: bulk.edit_entries(
        s, w.ada, entry_ids=[w.entry.entry_id, w.running.entry_id, _noors(s, w)], project_id=None, add_tags=["ux"]
    ),
    "bulk.delete_entries": lambda s, w: bulk.delete_entries(s, w.ada, entry_ids=[w.entry.entry_id, _noors(s, w)]),
    "duplicate.duplicate_entry": lambda s, w: duplicate.duplicate_entry(s, w.mira, entry_id=w.entry.entry_id),
    "entry_rows.change_entries": lambda s, w: entry_rows.change_entries(
        s, w.mira, "EDIT", [w.entry.entry_id, w.running.entry_id], {"description": "x"}, [w.mira]
    ),
    "entry_rows.remove_entries": lambda s, w: entry_rows.remove_entries(
        s, w.mira, "DELETE", [w.entry.entry_id, w.running.entry_id], [w.mira]
    ),
    "favourites.add_favourite": lambda s, w: _favourites(s, w, 1),
    "favourites.remove_favourite": lambda s, w: favourites.remove_favourite(
        s, w.mira, favourite_id=_favourites(s, w, 2)[0]
    ),
    "favourites.move_favourite": lambda s, w: favourites.move_favourite(
        s, w.mira, favourite_id=_favourites(s, w, 3)[0], before_id=None
    ),
    "saved_filters.save_filter": lambda s, w: [_filter(s, w, query) for query in ("tag=ux", "tag=call")],
    "saved_filters.rename_filter": lambda s, w: saved_filters.rename_filter(
        s, w.mira, filter_id=_filter(s, w), name="Portal"
    ),
    "saved_filters.delete_filter": lambda s, w: [
        _filter(s, w),
        saved_filters.delete_filter(
            s, w.mira, filter_id=saved_filters.save_filter(s, w.mira, name="Other", query="").filter_id
        ),
    ],
    "history.restore_version": lambda s, w: history.restore_version(s, w.mira, entry_id=w.deleted.entry_id, sequence=1),
    "merge.merge_entries": lambda s, w: merge.merge_entries(
        s, w.mira, entry_ids=[part.entry_id for part in _split(s, w)]
    ),
    "repair.apply_repair": lambda s, w: repair.apply_repair(
        s, w.mira, way="TRIM", description="Call", **_over_the_entry()
    ),
    "split.split_entry": lambda s, w: _split(s, w),
}


def _split(session: Session, world: Any) -> Any:
    return split.split_entry(session, world.mira, entry_id=world.entry.entry_id, at=NOW - 5 * HOUR + 10 * MINUTE)


def _over_the_entry() -> dict[str, Any]:
    """In its middle, so that it would be cut in two."""
    return {"entry_id": None, "start_time": NOW - 5 * HOUR + 10 * MINUTE, "end_time": NOW - 5 * HOUR + 20 * MINUTE}


def _noors(session: Session, world: Any) -> int:
    return factories.entry(session, world.noor).entry_id


def _favourites(session: Session, world: Any, count: int) -> list[int]:
    on = {"project_id": world.project.project_id, "task_id": world.task.task_id}
    return [
        favourites.add_favourite(session, world.mira, description=f"Work {n}", **on).favourite_id for n in range(count)
    ]


def _filter(session: Session, world: Any, query: str = "tag=ux") -> int:
    return saved_filters.save_filter(session, world.mira, name="Opal", query=query).filter_id
