"""Cases of the access matrix beyond one per function: whose row it is decides too. See ``test_access.py``."""

from datetime import timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import text, update
from sqlmodel import Session

from tests import factories
from tests.domain.access import ME
from tests.domain.recipes import Recipe, World
from tests.factories import NOW
from timetrack.domain import audit, bulk, colleagues, entries, favourites, invitations, people, undo
from timetrack.domain.demo import cast, removing
from timetrack.models import Organisation, Role, User, table

HOUR = timedelta(hours=1)

CASES: dict[str, Recipe] = {
    "entries.create_manual_entry of one's own": lambda s, w: _log(s, w, project_id=None),
    "entries.create_manual_entry on a closed project": lambda s, w: _log(s, w, project_id=w.project.project_id),
    "entries.edit_entry that runs": lambda s, w: entries.edit_entry(
        s, w.mira, entry_id=w.running.entry_id, start_time=w.running.start_time - timedelta(minutes=5)
    ),
    "entries.edit_entry to another rate": lambda s, w: entries.edit_entry(
        s, w.mira, entry_id=w.entry.entry_id, hourly_rate=Decimal(1)
    ),
    "bulk.edit_entries all of them the owner's": lambda s, w: bulk.edit_entries(
        s, w.mira, entry_ids=[w.entry.entry_id, w.running.entry_id], project_id=None
    ),
    "bulk.edit_entries to another rate": lambda s, w: bulk.edit_entries(
        s, w.mira, entry_ids=[w.entry.entry_id], hourly_rate=Decimal(1)
    ),
    "bulk.delete_entries all of them the owner's": lambda s, w: bulk.delete_entries(
        s, w.mira, entry_ids=[w.entry.entry_id]
    ),
    "undo.undo_change of a favourite": lambda s, w: undo.undo_change(s, w.mira, change_id=_new_favourite(s, w)),
    "colleagues.edit_person who administers": lambda s, w: colleagues.edit_person(
        s, w.ada, user_id=_admin(s).user_id, name="New"
    ),
    "colleagues.change_role to administrator": lambda s, w: colleagues.change_role(
        s, w.ada, user_id=w.mira.user_id, role="ADMIN"
    ),
    "colleagues.change_role of one's own": lambda s, w: colleagues.change_role(s, w.ada, user_id=ME, role="EMPLOYEE"),
    "colleagues.change_role of an administrator": lambda s, w: colleagues.change_role(
        s, w.ada, user_id=_admin(s).user_id, role="EMPLOYEE"
    ),
    "colleagues.deactivate_person who administers": lambda s, w: colleagues.deactivate_person(
        s, w.ada, user_id=_admin(s).user_id
    ),
    "colleagues.deactivate_person oneself": lambda s, w: colleagues.deactivate_person(s, w.ada, user_id=ME),
    "people.set_default_rate of one's own": lambda s, w: people.set_default_rate(
        s, w.ada, user_id=ME, hourly_rate=Decimal(1)
    ),
    "people.set_default_rate of an administrator": lambda s, w: people.set_default_rate(
        s, w.ada, user_id=_admin(s).user_id, hourly_rate=Decimal(1)
    ),
    "invitations.invite_person who administers": lambda s, w: invitations.invite_person(
        s, w.ada, user_id=factories.person(s, role=Role.ADMIN).user_id
    ),
    "demo.removing.remove_demo": lambda s, w: _remove_demo(s, w),
}


def _log(session: Session, world: World, **on: Any) -> Any:
    """For whoever runs it: no key of a person is named."""
    return entries.create_manual_entry(
        session, world.mira, start_time=NOW - 12 * HOUR, end_time=NOW - 11 * HOUR, description="Call", **on
    )


def _admin(session: Session) -> User:
    """An administrator who is nobody of the five; a second is left in any case."""
    return factories.lead(session)


def _new_favourite(session: Session, world: World) -> UUID:
    session.info.pop("change_id", None)
    favourites.add_favourite(session, world.mira, description="Another habit", project_id=None, task_id=None)
    made = audit.change_of(session)
    session.info.pop("change_id", None)
    return made


def make_demo(session: Session) -> None:
    """Have the workspace look like a demo with nobody else in it."""
    session.execute(update(table(Organisation)).values(is_demo=True))
    session.execute(text("UPDATE users SET email = user_id || '@' || :demo"), {"demo": cast.DOMAIN})


def _remove_demo(session: Session, world: World) -> None:
    make_demo(session)
    removing.remove_demo(session, world.ada)
