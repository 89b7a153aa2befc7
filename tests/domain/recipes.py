"""How to call every domain function that takes a session: one recipe each, in a world that has one of everything."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import text, update
from sqlmodel import Session

from tests import factories
from tests.domain import (
    entry_recipes,
    invoice_recipes,
    job_recipes,
    more_invoice_recipes,
    people_recipes,
    report_recipes,
    structure_recipes,
    timesheet_recipes,
)
from tests.domain.people_recipes import LOGO, PASSWORD
from tests.domain.people_recipes import hashed as _hashed
from tests.factories import NOW
from timetrack.domain import (
    audit,
    auth,
    board,
    clients,
    colleagues,
    comparison,
    entries,
    entry_list,
    entry_rows,
    invitations,
    people,
    project_hours,
    project_people,
    project_shares,
    project_weeks,
    projects,
    rates,
    search,
    task_list,
    tasks,
    throttle,
    timer,
    undo,
    worked_totals,
    workspace,
)
from timetrack.domain.batches import importing, structure, terms
from timetrack.domain.batches.rows import BatchRow, Placed
from timetrack.domain.entry_list import EntryFilter
from timetrack.domain.invitations import Invited
from timetrack.domain.task_list import TaskFilter
from timetrack.models import Client, Project, Role, Task, TimeEntry, User

HOUR = timedelta(hours=1)


@dataclass(frozen=True)
class World:
    """Mira has an entry and a running timer, Noor has nothing, Ada leads."""

    ada: User
    mira: User
    noor: User
    client: Client
    project: Project
    task: Task
    entry: TimeEntry
    deleted: TimeEntry
    running: TimeEntry
    session_id: int
    old_client: Client
    old_task: Task
    invited: Invited
    left: User
    logo_sha256: bytes
    change_id: UUID
    billing: invoice_recipes.Billing


def build_world(session: Session) -> World:
    """A world of its own: nobody and nothing in it is shared with another."""
    mira = factories.person(session, password_hash=_hashed(), hourly_rate="50")
    client = factories.client(session)
    project = factories.project(session, client_id=client.client_id, members=[mira])
    task, old_task = factories.task(session, project), factories.task(session, project)
    on = {"project_id": project.project_id, "task_id": task.task_id}
    deleted = factories.entry(session, mira, start=NOW - 9 * HOUR)
    entries.delete_entry(session, mira, entry_id=deleted.entry_id)
    auth.open_session(session, mira, address="192.0.2.1", user_agent="Test", stay=False)
    moved = factories.entry(session, mira, start=NOW - 7 * HOUR)
    lead = factories.lead(session)
    ada, left = factories.person(session, role=Role.ADMIN, password_hash=_hashed()), factories.person(session)
    return World(
        billing=invoice_recipes.build_billing(session, ada, mira),
        invited=invitations.add_invited_person(session, ada, name="Pia", email=f"pia.{ada.email}"),
        left=colleagues.deactivate_person(session, ada, user_id=left.user_id)[0],
        logo_sha256=workspace.set_logo(session, ada, png=LOGO).logo_sha256 or b"",
        old_client=clients.archive_client(session, lead, client_id=factories.client(session).client_id),
        old_task=tasks.archive_task(session, lead, task_id=old_task.task_id),
        ada=ada,
        mira=mira,
        noor=factories.person(session),
        client=client,
        project=project,
        task=task,
        entry=factories.entry(session, mira, start=NOW - 5 * HOUR, **on),
        deleted=deleted,
        running=timer.start_timer(session, mira, **on),
        session_id=session.scalar(text("SELECT max(session_id) FROM sessions")),
        change_id=_as_one_change(
            session, lambda: entries.edit_entry(session, mira, entry_id=moved.entry_id, description="Moved")
        ),
    )


Recipe = Callable[[Session, World], Any]

READS: dict[str, Recipe] = {
    "audit.broken_chains": lambda s, _: audit.broken_chains(s),
    "audit.change_of": lambda s, _: audit.change_of(s),
    "board.board": lambda s, _: board.board(s, zone="UTC", week_start=1),
    "board.board_of": lambda s, w: board.board_of(s, [w.mira.user_id], zone="UTC", week_start=1),
    "auth.is_set_up": lambda s, _: auth.is_set_up(s),
    "auth.sessions_of": lambda s, w: auth.sessions_of(s, w.mira),
    "batches.structure.find_structure": lambda s, w: structure.find_structure(s, [batch_row(w)]),
    "batches.terms.rate_card": lambda s, w: terms.rate_card(
        s, structure.find_structure(s, [batch_row(w)]), [placed(w)], home_currency="EUR"
    ),
    "clients.visible_clients": lambda s, w: clients.visible_clients(s, w.mira),
    "comparison.week_comparison": lambda s, w: comparison.week_comparison(s, w.mira),
    "entries.visible_entry": lambda s, w: entries.visible_entry(s, w.mira, w.entry.entry_id),
    "entries.lock_entry": lambda s, w: entries.lock_entry(s, w.mira, w.entry.entry_id),
    "entries.lock_owner": lambda s, w: entries.lock_owner(s, w.ada, w.mira.user_id),
    "entries.refuse_overlap": lambda s, w: entries.refuse_overlap(s, w.mira, NOW - 3 * HOUR, NOW - 2 * HOUR),
    "entry_list.entry_page": lambda s, w: entry_list.entry_page(s, w.mira, EntryFilter(w.mira.user_id)),
    "entry_list.listed_entry": lambda s, w: entry_list.listed_entry(s, w.mira, w.entry.entry_id),
    "entry_list.listed_timer": lambda s, w: entry_list.listed_timer(s, w.mira),
    "entry_list.recent_work": lambda s, w: entry_list.recent_work(s, w.mira),
    "entry_list.hours_per_period": lambda s, w: entry_list.hours_per_period(
        s, w.mira, EntryFilter(w.mira.user_id), [NOW - 9 * HOUR, NOW], at=NOW
    ),
    "entry_list.hours_per_project": lambda s, w: entry_list.hours_per_project(
        s, w.mira, EntryFilter(w.mira.user_id), [NOW - 9 * HOUR, NOW], at=NOW
    ),
    "entry_list.hours_per_day": lambda s, w: entry_list.hours_per_day(
        s, w.mira, EntryFilter(w.mira.user_id), date(2026, 3, 11), date(2026, 3, 12), "UTC", at=NOW
    ),
    "entry_rows.colliding_entries": lambda s, w: entry_rows.colliding_entries(s, w.mira.user_id, NOW, None),
    "entry_rows.look_around": lambda s, w: entry_rows.look_around(s, w.mira, NOW, None, project_id=None, task_id=None),
    "people.lock_workspace": lambda s, _: people.lock_workspace(s),
    "people.lock_person": lambda s, w: people.lock_person(s, w.mira.user_id),
    "people.lock_colleague": lambda s, w: people.lock_colleague(s, w.ada, w.mira.user_id),
    "people.organisation": lambda s, _: people.organisation(s),
    "people.visible_people": lambda s, w: people.visible_people(s, w.ada),
    "people.visible_person": lambda s, w: people.visible_person(s, w.ada, w.mira.user_id),
    "people.people_by_email": lambda s, w: people.people_by_email(s, [w.mira.email]),
    "project_hours.hours_per_project": lambda s, w: project_hours.hours_per_project(s, w.mira),
    "project_hours.shares_of_project": lambda s, w: project_hours.shares_of_project(s, w.mira, w.project.project_id),
    "project_hours.value_per_project": lambda s, w: project_hours.value_per_project(s, w.ada, [w.project.project_id]),
    "project_hours.slices": lambda s, w: project_hours.slices(s, w.mira),
    "project_weeks.weeks_of_project": lambda s, w: project_weeks.weeks_of_project(s, w.mira, w.project.project_id),
    "project_people.project_people": lambda s, w: project_people.project_people(s, w.mira, w.project, []),
    "project_people.addable_people": lambda s, w: project_people.addable_people(s, w.ada, w.project.project_id),
    "project_shares.project_shares": lambda s, w: project_shares.project_shares(
        s, w.mira, EntryFilter(w.mira.user_id), [NOW - 9 * HOUR, NOW], at=NOW
    ),
    "projects.visible_projects": lambda s, w: projects.visible_projects(s, w.mira),
    "projects.visible_project": lambda s, w: projects.visible_project(s, w.mira, w.project.project_id),
    "projects.members": lambda s, w: projects.members(s, w.mira, w.project.project_id),
    "projects.project_user_rates": lambda s, w: projects.project_user_rates(s, w.mira, w.project.project_id),
    "projects.lock_project": lambda s, w: projects.lock_project(s, w.project.project_id),
    "rates.terms_for": lambda s, w: rates.terms_for(s, w.mira, w.mira, project_id=None, task_id=None),
    "search.search": lambda s, w: search.search(s, w.mira, words="a"),
    "task_list.task_page": lambda s, w: task_list.task_page(s, w.mira, wanted=TaskFilter()),
    "task_list.seconds_per_task": lambda s, w: task_list.seconds_per_task(
        s, w.mira, tasks=task_list.task_page(s, w.mira, wanted=TaskFilter())
    ),
    "tasks.assignable_people": lambda s, w: tasks.assignable_people(s, w.ada, project_id=w.project.project_id),
    "tasks.visible_tasks": lambda s, w: tasks.visible_tasks(s, w.mira),
    "throttle.charge": lambda s, w: throttle.charge(s, throttle.attempt(w.mira.email, "192.0.2.1")),
    "throttle.forgive": lambda s, w: throttle.forgive(s, throttle.attempt(w.mira.email, "192.0.2.1")),
    "timer.running_entry": lambda s, w: timer.running_entry(s, w.mira.user_id),
    "worked_totals.worked_in_all": lambda s, w: worked_totals.worked_in_all(s, w.mira, by=["project_id"]),
    "worked_totals.worked_between": lambda s, w: worked_totals.worked_between(
        s, w.mira, NOW - 9 * HOUR, NOW, by=["project_id"]
    ),
    "worked_totals.drifted_totals": lambda s, _: worked_totals.drifted_totals(s),
    "worked_totals.recount_totals": lambda s, _: worked_totals.recount_totals(s),
    **entry_recipes.READS,
    **invoice_recipes.READS,
    **job_recipes.READS,
    **more_invoice_recipes.READS,
    **people_recipes.READS,
    **report_recipes.READS,
    **timesheet_recipes.READS,
}
"""They change nothing that is worth a record."""

WRITES: dict[str, Recipe] = {
    "audit.record": lambda s, w: audit.record(
        s, w.ada, "EDIT", update(clients.CLIENTS).where(_the_client(w)).values(name="x"), "structure"
    ),
    "auth.open_session": lambda s, w: auth.open_session(s, w.noor, address="192.0.2.1", user_agent="Test", stay=True),
    "auth.sign_out": lambda s, w: auth.sign_out(s, w.mira, session_id=w.session_id),
    "auth.revoke_session": lambda s, w: auth.revoke_session(s, w.mira, session_id=w.session_id),
    "auth.change_password": lambda s, w: auth.change_password(
        s, w.mira, current=PASSWORD, new="another long password", address="192.0.2.1"
    ),
    "batches.importing.import_batch": lambda s, w: importing.import_batch(
        s, w.ada, rows=[batch_row(w, project="Imported"), batch_row(w, client="", project="")], timezone="Asia/Tokyo"
    ),
    "batches.structure.create_absent": lambda s, w: structure.create_absent(
        s,
        w.ada,
        structure.find_structure(s, [batch_row(w, client="Imported")]),
        [placed(w, client="Imported")],
        workspace=people.organisation(s),
        timezone="UTC",
    ),
    "entries.create_manual_entry": lambda s, w: factories.entry(s, w.ada, user_id=w.noor.user_id, tags=["ux"]),
    "entries.edit_entry": lambda s, w: entries.edit_entry(s, w.ada, entry_id=w.entry.entry_id, description="Mended"),
    "entries.delete_entry": lambda s, w: entries.delete_entry(s, w.mira, entry_id=w.entry.entry_id),
    "entries.restore_entry": lambda s, w: entries.restore_entry(s, w.mira, entry_id=w.deleted.entry_id),
    "entry_rows.insert_entry": lambda s, w: entry_rows.insert_entry(s, w.noor, "CREATE", _row(s, w), w.noor),
    "entry_rows.change_entry": lambda s, w: entry_rows.change_entry(
        s, w.mira, "EDIT", w.entry.entry_id, {"description": "x"}, w.mira
    ),
    "entry_rows.end_running": lambda s, w: entry_rows.end_running(
        s, w.mira, w.mira, NOW + HOUR, earliest=NOW - HOUR, latest=NOW + HOUR
    ),
    "entry_rows.remove_entry": lambda s, w: entry_rows.remove_entry(s, w.mira, "DELETE", w.entry.entry_id, w.mira),
    "people.add_person": lambda s, w: people.add_person(
        s, w.ada, name="Kai", email=f"kai.{w.ada.email}", timezone="UTC", password_hash=_hashed()
    ),
    "people.set_default_rate": lambda s, w: people.set_default_rate(
        s, w.ada, user_id=w.mira.user_id, hourly_rate=Decimal(77)
    ),
    "people.set_zone": lambda s, w: people.set_zone(s, w.mira, timezone="Asia/Tokyo"),
    "timer.start_timer": lambda s, w: timer.start_timer(s, w.noor),
    "timer.stop_timer": lambda s, w: timer.stop_timer(s, w.mira),
    "timer.switch_timer": lambda s, w: timer.switch_timer(s, w.mira, description="Call"),
    "timer.resume_entry": lambda s, w: timer.resume_entry(s, w.mira, entry_id=w.entry.entry_id),
    **entry_recipes.WRITES,
    **invoice_recipes.WRITES,
    **job_recipes.WRITES,
    **more_invoice_recipes.WRITES,
    **people_recipes.WRITES,
    **structure_recipes.WRITES,
    **timesheet_recipes.WRITES,
    "undo.undo_change": lambda s, w: undo.undo_change(s, w.mira, change_id=w.change_id),
}
"""Whatever they change leaves a record and is announced."""

FOUNDING = {
    "auth.create_workspace",
    "demo.billing.bill_demo",
    "demo.creating.create_demo",
    "demo.removing.remove_demo",
}
"""What founds or removes the workspace as a whole: with tests of their own."""


def batch_row(world: World, **names: str) -> BatchRow:
    """An hour that Noor worked, as a file might tell it."""
    given = {"client": world.client.name, "project": world.project.name, "task": world.task.name, **names}
    return BatchRow(
        number=2, email=world.noor.email, person_name="Noor", description="Imported", tags=("ux",), is_billable=None,
        readings=((NOW - 2 * HOUR, NOW - HOUR),), **given,
    )  # fmt: skip


def placed(world: World, **names: str) -> Placed:
    """The same with its place."""
    return Placed(batch_row(world, **names), NOW - 2 * HOUR, NOW - HOUR)


def _as_one_change(session: Session, act: Callable[[], Any]) -> UUID:
    """Do something that the log tells apart from what was done before in this transaction."""
    session.info.pop("change_id", None)
    act()
    return audit.change_of(session)


def _the_client(world: World) -> Any:
    return clients.CLIENTS.c.client_id == world.client.client_id


def _row(session: Session, world: World) -> dict[str, Any]:
    terms = rates.terms_for(session, world.noor, world.noor, project_id=None, task_id=None)
    return entries.entry_values(world.noor, terms, "", ()) | {"start_time": NOW - HOUR, "end_time": NOW}
