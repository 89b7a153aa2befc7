"""Opening a page in a tab without a browser."""

from collections.abc import Callable
from typing import Any, TypeVar

import reflex as rx
from reflex.istate.data import ReflexURL, URLData

from tests.visitors import Visitor

State = TypeVar("State", bound=rx.State)
Tab = Callable[[str], rx.State]


async def open_page(tab: Tab, kind: type[State], visitor: Visitor, address: str) -> State:
    """The state of the page at ``address``, loaded as ``visitor``."""
    root: Any = tab(visitor.cookie)
    root.rx_router_url = URLData.from_url(ReflexURL(f"http://localhost{address}"))
    state = await root.get_state(kind)
    await kind.open.fn(state)  # type: ignore[attr-defined]
    return state


async def call(state: rx.State, handler: Any, *given: Any) -> Any:
    """Call a handler of whichever state of that tab has it."""
    return await handler.fn(await state.get_state(handler.state), *given)
