"""Keeping open tabs true: what a topic made stale is read again and sent, to whoever may still see it."""

import asyncio
import logging
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import reflex as rx
from reflex.state import StateUpdate
from reflex_base.event import Event

from timetrack.domain import auth
from timetrack.errors import NotFound, NotPermitted
from timetrack.states import watch
from timetrack.states.base import SIGNED_OUT, AppState, acting_for, forget, in_thread
from timetrack.states.reading import Burst, Topics

log = logging.getLogger(__name__)

AT_ONCE = 8


@dataclass
class Stale:
    """What of one tab has to be read again, for whom, why, and what the burst has read for others meanwhile.

    ``topics`` None stands for anything: nobody knows what changed.
    """

    visit: auth.Visit | None
    burst: Burst
    states: set[type[AppState]] = field(default_factory=set)
    topics: Topics = frozenset()


class Tabs:
    """The tabs whose sockets end in this process."""

    def __init__(self, app: rx.App) -> None:
        self.app = app
        self._stale: dict[str, Stale] = {}
        self._running: dict[str, asyncio.Task[None]] = {}
        self._turn = asyncio.Semaphore(AT_ONCE)

    async def announce(self, topics: Iterable[str]) -> None:
        """Refresh every tab that one of ``topics`` concerns."""
        named = frozenset(topics)
        await self._mark(list(watch.concerned(named)), named)

    async def announce_all(self) -> None:
        """Refresh every tab: nobody knows what was announced while we did not listen."""
        await self._mark([(tab, list(tab.shown)) for tab in watch.tabs()], None)

    async def keep_alive(self) -> None:
        """Keep the state of connected tabs, which Reflex drops after an idle hour, and forget tabs that left."""
        connected = self._connected()
        for tab in watch.tabs():
            if tab.token in connected:
                await self.app.state_manager.get_state(_whole(tab.token))
            else:
                watch.forget(tab.token)

    async def close(self) -> None:
        """Stop what is still being refreshed."""
        for task in [*self._running.values()]:
            task.cancel()

    async def _mark(self, concerned: list[tuple[watch.Tab, list[type]]], topics: Topics) -> None:
        """Note what is stale. A tab that is being refreshed goes on with it, so a slow one delays no other."""
        connected = self._connected()
        here = [(tab, states) for tab, states in concerned if tab.token in connected]
        if not here:
            return
        visits = await in_thread(auth.visits, {tab.session_key for tab, _ in here})
        burst: Burst = {}
        for tab, states in here:
            visit = visits.get(tab.session_key)
            stale = self._stale.setdefault(tab.token, Stale(visit, burst))
            stale.visit, stale.burst = visit, burst
            has_new_role = _has_new_role(tab, visit)
            stale.states.update(tab.shown if has_new_role else states)
            stale.topics = _both(stale.topics, None if has_new_role else topics)
            if tab.token not in self._running:
                self._running[tab.token] = asyncio.create_task(self._work_off(tab.token))

    async def _work_off(self, token: str) -> None:
        try:
            while stale := self._stale.pop(token, None):
                await self._bring_up_to_date(token, stale)
        except Exception:
            log.exception("a tab could not be refreshed")
        finally:
            del self._running[token]

    async def _bring_up_to_date(self, token: str, stale: Stale) -> None:
        if stale.visit is None:
            return await self._send_away(token)
        if not stale.states:
            return None
        with acting_for(stale.visit, stale.burst, stale.topics):
            async with self.app.modify_state(_whole(token)) as root, self._turn:
                for shown in stale.states:
                    await _refresh(await root.get_state(shown))
        return None

    async def _send_away(self, token: str) -> None:
        """Empty a tab whose session ended and lead it to the sign-in page."""
        async with self.app.modify_state(_whole(token)) as root:
            await forget(root)
        if self.app.event_namespace is not None:
            redirect = Event.from_event_type(rx.redirect(SIGNED_OUT))
            await self.app.event_namespace.emit_update(StateUpdate(events=redirect), token)

    def _connected(self) -> Mapping[str, str]:
        """The tokens whose sockets are open, here."""
        return self.app.event_namespace.token_to_sid if self.app.event_namespace else {}


async def _refresh(state: AppState) -> None:
    """Have ``state`` read again; what its viewer may not see any more is emptied."""
    try:
        await state._refresh()
    except (NotPermitted, NotFound) as refused:
        log.info("%s was emptied: %s", type(state).__name__, refused.code)
        await state._empty()


def _has_new_role(tab: watch.Tab, visit: auth.Visit | None) -> bool:
    if visit is None or visit.actor.role == tab.role:
        return False
    tab.role = visit.actor.role
    return True


def _both(one: Topics, other: Topics) -> Topics:
    return None if one is None or other is None else one | other


def _whole(token: str) -> rx.BaseStateToken:
    return rx.BaseStateToken(ident=token, cls=rx.State)
