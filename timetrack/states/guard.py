"""The guard: what an event handler is wrapped in, so that nobody calls it who may not and nothing odd gets in."""

import functools
import inspect
from collections.abc import AsyncIterator, Callable, Coroutine
from typing import Any, Protocol, TypeAlias

from timetrack.states.arguments import checked

Handler: TypeAlias = Callable[..., Coroutine[Any, Any, Any] | AsyncIterator[Any]]
_ACCESS = "_timetrack_access"


class Guarded(Protocol):
    """What the guard asks of a state."""

    async def _enter(self) -> bool:
        """Look up who is behind this event; whether anybody is."""
        ...

    async def _leave(self) -> Any:
        """Forget everything and send the tab away."""

    def _vouch(self) -> None:
        """Have the browser sent all of this state, once."""


def guarded(handler: Handler) -> Any:
    """Let only signed-in people call ``handler``, with exactly the arguments it names, as ``self._actor``.

    The session is looked up for every event. Without a valid one nothing happens but that the tab forgets what it
    held and goes to the sign-in page. What pages see is the event handler that Reflex makes of it, hence Any.
    """
    _require_async(handler)

    @functools.wraps(handler)
    async def guard(self: Guarded, /, *given: Any, **named: Any) -> Any:
        if not await self._enter():
            return await self._leave()
        return await _passed(handler, self, given, named)

    return _marked(guard, "guarded")


def public(handler: Handler) -> Any:
    """Let anybody call ``handler``, signed in or not, with exactly the arguments it names."""
    _require_async(handler)

    @functools.wraps(handler)
    async def door(self: Guarded, /, *given: Any, **named: Any) -> Any:
        return await _passed(handler, self, given, named)

    return _marked(door, "public")


def access_of(handler: Callable[..., Any]) -> str | None:
    """Whether an event handler is "guarded" or "public"; None for one of Reflex's own."""
    return getattr(handler, _ACCESS, None)


async def _passed(handler: Callable[..., Any], state: Guarded, given: Any, named: Any) -> Any:
    result = handler(state, **checked(handler, given, named))
    answer = await result if inspect.isawaitable(result) else result
    state._vouch()
    return answer


def _marked(wrapper: Any, access: str) -> Any:
    setattr(wrapper, _ACCESS, access)
    return wrapper


def _require_async(handler: Callable[..., Any]) -> None:
    if not inspect.iscoroutinefunction(handler) and not inspect.isasyncgenfunction(handler):
        raise TypeError(f"{handler.__qualname__} must be async: a sync handler holds up everybody's events")
