"""Calling handlers in tabs without sockets, on one connection: what they changed, and what the browser would then hold."""

import re
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
import reflex as rx
from reflex.istate.data import HeaderData, ReflexURL, SessionData, URLData
from reflex_base.registry import RegisteredEventHandler
from sqlalchemy import Connection, event
from sqlmodel import Session

from tests import factories
from tests.domain.access import OWN, REFUSED, Company, Rows, rows
from tests.domain.access_cases import make_demo
from tests.factories import NOW
from tests.states import forged
from tests.states.forged import Victim
from timetrack import db
from timetrack.domain import auth, colleagues, entries, favourites, payments, split, timer
from timetrack.domain.invoices import sharing
from timetrack.errors import TimetrackError
from timetrack.models import User
from timetrack.states import base, reading
from timetrack.states.base import AppState
from timetrack.states.calendar import CalendarState
from timetrack.states.invoice import InvoiceState
from timetrack.states.time import TimeState

WRITING = re.compile(r"\b(INSERT|DELETE|TRUNCATE|MERGE|UPDATE\s+\w+\s+SET)\b")
ADDRESSES = {
    "ProjectState": "/projects/{project_id}/",
    "PersonState": "/people/{user_id}/",
    "TimeState": "/time/?person={user_id}",
    "NewInvoiceState": "/invoices/new/?client={client_id}",
    "InvoiceState": "/invoices/{draft_id}/",
    "InvoiceSettlingState": "/invoices/{issued_id}/",
    "InvoicePostState": "/invoices/{issued_id}/",
    "JobsState": "/settings/?section=jobs",
    "InvoiceSharingState": "/invoices/{issued_id}/",
}
"""Where a page shows what is Mira's; the others show it, if at all, wherever they are."""

ON_THE_TIME_PAGE = (
    "SpanState", "SelectionState", "EntryCellsState", "EntryMenuState", "BulkState",
    "SplitState", "HistoryState", "ChangesState", "RepairState",
)  # fmt: skip
PAGE_OF: dict[str, type[AppState]] = {
    "CalendarActsState": CalendarState,
    "InvoiceDraftState": InvoiceState,
    "InvoiceSettlingState": InvoiceState,
    "InvoicePostState": InvoiceState,
    "InvoiceSharingState": InvoiceState,
    **dict.fromkeys(ON_THE_TIME_PAGE, TimeState),
}
"""The state of the page beside which a state stands: it knows of an entry what that one has listed."""

ENTRY, TASK = {"entry_id": "entry_id"}, {"task_id": "task_id"}
TICKED = (("SelectionState.tick", {**ENTRY, "is_on": True}),)
CELL = {"day": "2026-03-10", "project_id": "project_id", "task_id": "task_id"}
FIRST: dict[str, Sequence[tuple[str, dict[str, Any]]]] = {
    "CalendarActsState.save": (("CalendarState.pick", ENTRY),),
    "CalendarActsState.split_at": (("CalendarState.pick", ENTRY),),
    "HistoryState.restore_version": (("HistoryState.look_back", ENTRY),),
    "RepairState.carry_out": (
        ("EntryCellsState.move", {**ENTRY, "text": "11:30 – 12:30"}),
        ("EntryCellsState.fix", ENTRY),
    ),
    "SplitState.split": (("SplitState.ask", ENTRY),),
    "NewInvoiceState.make_draft": (("NewInvoiceState.choose_period", {"name": "all"}),),
    "NewInvoiceState.fix_with": (("NewInvoiceState.choose_period", {"name": "all"}),),
    "RecurringState.save": (("RecurringState.ask_edit", {"recurring_id": "recurring_id"}),),
    "TasksState.assign": (("TasksState.pick", TASK),),
    "OffersState.take_up": (("TimerState.open", {}),),
    "BulkState.add_tags": TICKED,
    "EntryCellsState.choose": (("EntryCellsState.pick", ENTRY),),
    "BulkState.choose_task": (("TimerState.open", {}), *TICKED),
    "BulkState.delete_selected": TICKED,
    "BulkState.make_billable": TICKED,
    "BulkState.merge_selected": TICKED,
    "BulkState.remove_tag": TICKED,
    "TimesheetState.use_mine": (("TimesheetState.fill", {**CELL, "text": "1:00", "known": "60"}),),
    "EntryCellsState.use_mine": (("EntryCellsState.describe", {**ENTRY, "text": "forged", "based": "as it was"}),),
}
"""What the same person calls in that tab before; a text may be the name of a key of the victim's."""

GIVEN: dict[str, Callable[[Session, Company], Any]] = {
    "DemoState.remove": lambda session, _: make_demo(session),
    "StartState.resume_last": lambda session, company: timer.stop_timer(session, company.world.mira),
    "FavouritesState.move_up": lambda session, company: _put_first(session, company.world.mira),
    "EntryMenuState.join": lambda session, company: _split(session, company),
    "BulkState.merge_selected": lambda session, company: _split(session, company),
    "BulkState.remove_tag": lambda session, company: entries.edit_entry(
        session, company.world.mira, entry_id=company.world.entry.entry_id, tags=["forged"]
    ),
    "InvoiceSettlingState.refund": lambda session, company: payments.record_payment(
        session, company.world.ada, invoice_id=company.world.billing.issued.invoice_id, amount=Decimal(20)
    ),
    "InvoiceSharingState.revoke": lambda session, company: sharing.share(
        session, company.world.ada, invoice_id=company.world.billing.issued.invoice_id
    ),
    "TimesheetState.clear_row": lambda session, company: timer.stop_timer(session, company.world.mira),
    "TimesheetState.copy_hours": lambda session, company: factories.entry(
        session, company.world.mira, start=NOW - timedelta(days=7), project_id=company.world.project.project_id
    ),
}
"""What is so before."""

WORDS = {
    "Zebra Holdings": "S",
    "Quokka": "S",
    "Numbat": "S",
    "Mira Ito": "S",
    "private diary": "CS",
    "running secretly": "CS",
    "50.37": "CS",
    "61.73": "CS",
    "my habit": "CSMA",
    "my filter": "CSMA",
    "Mira Ito's": "CSMA",
}
"""What tells of Mira's things, and whose tab must never hold it."""
ON_THE_BOARD = {("BoardState", "Mira Ito"), ("WallState", "Mira Ito")}
"""Colleagues know each other's names from the team board."""


@dataclass
class Walk:
    """One connection on which everything is undone again, and the people of a company in tabs of their own."""

    connection: Connection
    company: Company
    ids: dict[str, int]
    leaks: list[str] = field(default_factory=list)
    tabs: dict[tuple[str, type], AppState] = field(default_factory=dict)
    """Open ones, until something was changed in them."""
    undisturbed: Rows = field(default_factory=dict)
    has_written: bool = False
    """Whether a statement was sent that can have changed a row; where there was none, no row is compared."""

    def __post_init__(self) -> None:
        event.listen(self.connection, "before_cursor_execute", self._note)

    @property
    def victim(self) -> Victim:
        """Mira."""
        return Victim(self.ids, self.ids["user_id"], {"change_id": str(self.company.world.change_id)})

    async def open(self, role: str, kind: type[AppState]) -> AppState:
        """The state of a page of Mira's in a new tab of somebody; of nobody, where there is no such role."""
        root: Any = rx.State(_reflex_internal_init=True)  # type: ignore[call-arg]
        secret = self.company.secrets.get(role, "forged")
        root.rx_router_headers = HeaderData(cookie=f"{auth.cookie_name()}={secret}")
        root.rx_router_session = SessionData(client_token=f"{role} {kind.__name__}")
        page = PAGE_OF.get(kind.__name__, kind)
        address = ADDRESSES.get(kind.__name__, ADDRESSES.get(page.__name__, "/")).format(**self.ids)
        root.rx_router_url = URLData.from_url(ReflexURL(f"http://localhost{address}"))
        state: AppState = await root.get_state(kind)
        shown = await state.get_state(page)
        if hasattr(shown, "open"):
            await run(type(shown).open, shown)  # type: ignore[attr-defined]
        return state

    async def reach(self, role: str, found: RegisteredEventHandler) -> str:
        """A cell of the table: the role where something of others changed, ``=`` where only their own, else ``-``."""
        name, kind = forged.short_name(found), found.states[0]
        was = self.undisturbed = self.undisturbed or self.rows()
        with self.undone():
            if name in GIVEN or name in FIRST:
                self.tabs.pop((role, kind), None)
            if name in GIVEN:
                with db.transaction() as session:
                    GIVEN[name](session, self.company)
                was = self.rows()
            state = self.tabs.get((role, kind)) or await self.open(role, kind)
            for handler, given in FIRST.get(name, ()):
                await self._before(state, handler, given)
            await self.call(state, found)
            changed = self.changed(was)
        self.leaks += [f"{name} shows {role} {word}" for word in self.shown(role, state)]
        if changed or name in GIVEN:
            self.tabs.pop((role, kind), None)
        else:
            self.tabs[role, kind] = state
        return self._cell(role, changed)

    async def _before(self, state: AppState, handler: str, given: dict[str, Any]) -> None:
        owner, _, name = handler.partition(".")
        kind = next(one for one in AppState.get_substates() if one.__name__ == owner)
        known = {argument: self.ids.get(value, value) for argument, value in given.items()}
        await run(getattr(kind, name), await state.get_state(kind), **known)

    async def call(self, state: AppState, found: RegisteredEventHandler) -> None:
        """Call a handler with arguments that would do something, were it allowed to."""
        await run(found.handler, state, **forged.fitting(found, self.victim))

    def deactivate(self, role: str) -> None:
        """Have an administrator let somebody go."""
        with db.transaction() as session:
            roles = self.company.roles
            colleagues.deactivate_person(session, roles["A"], user_id=roles[role].user_id)

    def rows(self) -> Rows:
        """Every row there is now."""
        with Session(self.connection) as session:
            return rows(session)

    def changed(self, was: Rows) -> list[dict[str, Any]]:
        """The rows that are not as they were."""
        now = self.rows() if self.has_written else was
        return [now.get(key) or was[key] for key in was.keys() | now.keys() if was.get(key) != now.get(key)]

    def shown(self, role: str, state: AppState) -> list[str]:
        """The words that the browser of this tab holds by now and must not."""
        kind, text = type(state).__name__, held(state)
        own_name = "Mira Ito's" if kind == "AccountState" else ""
        return [
            word
            for word, kept_from in WORDS.items()
            if role in kept_from and word in text and (kind, word) not in ON_THE_BOARD and word != own_name
        ]

    @contextmanager
    def undone(self) -> Iterator[None]:
        """Take back whatever is done inside."""
        savepoint, self.has_written = self.connection.begin_nested(), False
        try:
            yield
        finally:
            savepoint.rollback()

    def _note(self, _connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        self.has_written = self.has_written or WRITING.search(statement) is not None

    def _cell(self, role: str, changed: list[dict[str, Any]]) -> str:
        if not changed:
            return REFUSED
        own = self.company.roles[role].user_id if role in self.company.roles else None
        return OWN if role != "O" and all(row.get("user_id") == own for row in changed) else role


async def run(handler: Any, state: AppState, **arguments: Any) -> None:
    """Call a handler to its end; refusals are none of the caller's business."""
    with suppress(TimetrackError):
        answer = await handler.fn(state, **arguments)
        if isinstance(answer, AsyncIterator):
            async for _ in answer:
                pass


def held(state: AppState) -> str:
    """Everything that the browser of this tab may hold by now."""
    root: Any = state
    while root.parent_state is not None:
        root = root.parent_state
    return repr([{name: getattr(one, name) for name in one.base_vars} for one in _with_substates(root)])


@contextmanager
def on_one_connection() -> Iterator[Connection]:
    """Whatever states and domain do meanwhile happens on one connection and in this thread; all of it is undone."""

    async def at_once(fn: Any, *given: Any, **named: Any) -> Any:
        return fn(*given, **named)

    with pytest.MonkeyPatch.context() as patch, db.engine().connect() as connection, connection.begin() as outer:
        patch.setattr(db, "engine", lambda: connection)
        patch.setattr(db, "_without_transactions", lambda made: made)
        for module in (reading, base):
            patch.setattr(module, "in_thread", at_once)
        yield connection
        outer.rollback()


def _put_first(session: Session, person: User) -> None:
    (habit,) = favourites.favourites_of(session, person)
    added = favourites.add_favourite(session, person, description="another habit", project_id=None, task_id=None)
    favourites.move_favourite(session, person, favourite_id=added.favourite_id, before_id=habit.favourite_id)


def _split(session: Session, company: Company) -> None:
    entry = company.world.entry
    split.split_entry(session, company.world.mira, entry_id=entry.entry_id, at=entry.start_time + timedelta(minutes=20))


def _with_substates(state: Any) -> Iterator[Any]:
    yield state
    for one in state.substates.values():
        yield from _with_substates(one)
