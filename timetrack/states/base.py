"""The base of every state: who is acting, the guard each event handler passes, and the way to the domain.

Reflex makes every public method of a state callable from any socket, with any arguments. So a class whose public
methods are not all marked ``@guarded`` or ``@public`` cannot be defined.
"""

import inspect
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, TypeVar
from uuid import UUID

import reflex as rx
from reflex.event import EventSpec
from reflex.state import BaseState
from reflex_base.registry import RegistrationContext

from timetrack import db
from timetrack.domain import audit, auth, undo
from timetrack.domain.entry_list import ListedEntry
from timetrack.errors import NotFound, NotSignedIn
from timetrack.models import User
from timetrack.states import notices, reading, visiting, watch
from timetrack.states.guard import access_of, guarded, public
from timetrack.states.notices import Notice
from timetrack.states.reading import in_thread

Result = TypeVar("Result")
WayBack = tuple[Callable[..., Any], dict[str, Any]]

__all__ = ["AppState", "acting_for", "forget", "guarded", "in_thread", "public", "show_error", "withdraw"]

SIGN_IN = "/login"
SIGNED_OUT = "/login?error=expired"
_change: ContextVar[UUID | None] = ContextVar("change", default=None)


class AppState(rx.State):
    """What every state of Timetrack can do, and the notices it can show."""

    notices: list[Notice] = []  # noqa: RUF012
    _ways_back: dict[str, WayBack] = {}  # noqa: RUF012
    _vouched_for: frozenset[str] = frozenset()

    def __init_subclass__(cls, mixin: bool = False, **kwargs: Any) -> None:
        _refuse_unmarked(cls)
        super().__init_subclass__(mixin=mixin, **kwargs)
        if not mixin:
            withdraw(cls, "setvar")

    @public
    async def dismiss_notice(self, notice_id: str) -> None:
        """Take a notice away."""
        self._drop_notice(notice_id)

    @public
    async def show_notice(self, title: str, detail: str, tone: str) -> None:
        """Show this tab a notice."""
        self._tell(title, detail, tone=tone)

    @guarded
    async def take_back(self, notice_id: str) -> None:
        """Do what the button of a notice offers, once."""
        way_back = self._drop_notice(notice_id)
        if way_back is not None:
            fn, kwargs = way_back
            await self._act(fn, **kwargs)

    @property
    def _actor(self) -> User:
        """Who is acting. Raises NotSignedIn in a public handler that nobody signed in has called."""
        visit = visiting.visit()
        if visit is None:
            raise NotSignedIn
        return visit.actor

    @property
    def _session_id(self) -> int:
        """The session that is acting."""
        visit = visiting.visit()
        if visit is None:
            raise NotSignedIn
        return visit.session_id

    async def _act(self, fn: Callable[..., Result], **kwargs: Any) -> Result:
        """Run a domain function as the actor, in a thread, in a transaction of its own."""
        result, change_id = await in_thread(_in_transaction, fn, self._actor, kwargs)
        _change.set(change_id)
        return result

    def _undo(self) -> WayBack:
        """The way back from what the event at hand did last, for ``_tell``."""
        change_id = _change.get()
        if change_id is None:
            raise NotFound
        return undo.undo_change, {"change_id": change_id}

    async def _read(self, fn: Callable[..., Result], **kwargs: Any) -> Result:
        """Run a domain function that only reads.

        While tabs are refreshed, what several tabs of one person ask for is read once.
        """
        return await reading.read(fn, self._actor, kwargs)

    async def _read_shared(self, fn: Callable[..., Result], **kwargs: Any) -> Result:
        """Run a domain function that asks for no actor: while tabs are refreshed, it is read once for everybody.

        The state leaves out, by ``policy``, what its viewer may not see of it. Raises NotSignedIn.
        """
        self._actor  # noqa: B018 - nobody reads who is not signed in
        return await reading.read(fn, None, kwargs)

    @property
    def _topics(self) -> reading.Topics:
        """What was announced and has this state refreshed; None where anything may be stale."""
        return reading.topics()

    def _show(self, **values: Any) -> None:
        """Set those vars whose value is new, so that nothing is sent for the others."""
        for name, value in values.items():
            if getattr(self, name) != value:
                setattr(self, name, value)

    def _tell(
        self,
        title: str,
        detail: str = "",
        *,
        tone: str = "success",
        action: str = "Undo",
        way_back: WayBack | None = None,
    ) -> None:
        """Show a notice; the oldest gives way when there are too many.

        ``way_back`` is a domain function with its arguments; the button called ``action`` runs it as the actor.
        """
        told = notices.notice(title, detail, tone=tone, action=action if way_back else "")
        for gone in self.notices[: 1 - notices.SHOWN_AT_MOST]:
            self._drop_notice(gone.notice_id)
        self.notices = [*self.notices, told]
        if way_back is not None:
            self._ways_back[told.notice_id] = way_back

    def _drop_notice(self, notice_id: str) -> WayBack | None:
        self.notices = [shown for shown in self.notices if shown.notice_id != notice_id]
        return self._ways_back.pop(notice_id, None)

    def _watch(self, *topics: str) -> None:
        """Have ``_refresh`` called when one of ``topics`` changes, until this tab loads another page.

        Call it before reading what is shown, so that no change falls between.
        """
        key = self._session_key()
        if key is not None:
            tab = watch.know(self.router.session.client_token, key, self._session_id, self._actor)
            watch.show(tab, self.router.url.path, type(self), topics)

    async def _refresh(self) -> None:
        """Read again what this state shows. States that call ``_watch`` say how."""

    async def _show_change(self) -> None:
        """Read again what a click in the timer bar of this very tab can have changed; no more where less will do."""
        await self._refresh()

    async def _show_started(self, entry: ListedEntry) -> None:  # noqa: ARG002
        """Show the timer that this very tab has just started; who knows enough for that need not read again."""
        await self._show_change()

    async def _empty(self) -> None:
        """Forget what is shown here: its viewer may not see it any more."""
        self.reset()

    async def _enter(self) -> bool:
        """Look up who is behind this tab, for the event at hand; whether anybody is."""
        key = self._session_key()
        visit = await in_thread(auth.visit, key) if key else None
        visiting.begin(visit)
        if visit is not None and key is not None:
            watch.know(self.router.session.client_token, key, visit.session_id, visit.actor)
        return visit is not None

    async def _leave(self) -> EventSpec:
        """Forget everything this tab held and send it to the sign-in page."""
        await forget(self)
        return rx.redirect(SIGNED_OUT if self._session_key() else SIGN_IN)

    def _session_key(self) -> bytes | None:
        secret = auth.cookie_secret(self.router.headers.cookie)
        return auth.key_of(secret) if secret else None

    def _vouch(self) -> None:
        """Once a handler of this state has run here, the browser is to hold what the state holds: all of it."""
        state: Any = self
        while isinstance(state, AppState):
            if state.get_full_name() not in self._vouched_for:
                self._vouched_for |= {state.get_full_name()}
                state.dirty_vars.update(state.base_vars)
                state._mark_dirty()
            state = state.parent_state

    def dict(self, include_computed: bool = True, initial: bool = False, **kwargs: Any) -> Any:
        """What a connecting tab is sent at once: nothing of a state that no handler has run in here.

        After a restart the browser so keeps what it shows, and what somebody is typing there, until its page has been
        loaded anew; empty lists in between would take the fields away.
        """
        held = super().dict(include_computed=include_computed, initial=initial, **kwargs)
        if not initial and self.get_full_name() not in self._vouched_for:
            del held[self.get_full_name()]
        return held

    dict.__override_base_method__ = True  # type: ignore[attr-defined]


@contextmanager
def acting_for(visit: auth.Visit, burst: reading.Burst, topics: reading.Topics = None) -> Iterator[None]:
    """Let states act for ``visit`` outside an event, because of ``topics``, sharing what ``burst`` has read already."""
    with visiting.of(visit), reading.sharing(burst, topics):
        yield


async def forget(state: BaseState) -> None:
    """Empty every state of ours in the tab that ``state`` belongs to."""
    root = await state.get_state(AppState)
    watch.forget(root.router.session.client_token)
    root.reset()
    root._vouched_for = frozenset(cls.get_full_name() for cls in _with_substates(AppState))


def show_error(exception: Exception) -> EventSpec:
    """The one seam that turns what a handler raised into a notice; states stay as they were, so typed text does too."""
    if isinstance(exception, NotSignedIn):
        return rx.redirect(SIGNED_OUT)
    return AppState.show_notice(*notices.lines(exception), "error")  # type: ignore[call-arg,return-value]


def withdraw(state: type[BaseState], handler: str) -> None:
    """Make an event handler that Reflex adds by itself unreachable from sockets."""
    state.event_handlers.pop(handler, None)
    RegistrationContext.get().event_handlers.pop(f"{state.get_full_name()}.{handler}", None)


def _in_transaction(fn: Callable[..., Result], actor: User, kwargs: dict[str, Any]) -> tuple[Result, UUID]:
    with db.transaction() as session:
        return fn(session, actor, **kwargs), audit.change_of(session)


def _with_substates(cls: type[BaseState]) -> Iterator[type[BaseState]]:
    yield cls
    for substate in cls.get_substates():
        yield from _with_substates(substate)


def _refuse_unmarked(cls: type) -> None:
    for owner in cls.__mro__[: cls.__mro__.index(AppState)]:
        for name, value in vars(owner).items():
            if name.startswith("_") or not inspect.isfunction(value):
                continue
            if access_of(value) is None:
                raise TypeError(f"{owner.__qualname__}.{name} must be @guarded or @public: any socket can call it")
            if name.startswith("set_"):
                raise TypeError(
                    f"{owner.__qualname__}.{name} may not be called set_*: Reflex would treat it as a setter"
                )
