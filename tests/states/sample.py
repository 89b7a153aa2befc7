"""A small app for the guard's own tests: states that hold a secret, take arguments, fail, and watch."""

import asyncio

import reflex as rx
from starlette.applications import Starlette

from timetrack.api import auth, security
from timetrack.domain.people import visible_people
from timetrack.errors import NotPermitted
from timetrack.live import listener
from timetrack.states import protection
from timetrack.states.base import AppState, guarded, public, show_error

HURRIED = asyncio.Event()


class Sample(AppState):
    """What one tab knows of its person."""

    who: str = ""
    total: int = 0
    note: str = ""
    colleagues: list[str] = []  # noqa: RUF012
    refreshed: int = 0
    _diary: str = ""

    @guarded
    async def open(self) -> None:
        """Say who is here, and listen."""
        self._watch(f"user:{self._actor.user_id}", "structure")
        self._show(who=f"diary of {self._actor.name}")
        self._diary = "never sent"
        await self._read_people()

    async def _refresh(self) -> None:
        self.refreshed += 1
        await self._read_people()

    async def _read_people(self) -> None:
        people = await self._read(visible_people)
        self._show(colleagues=[person.name for person in people])

    @guarded
    async def add(self, amount: int, note: str = "", tags: list[str] | None = None) -> None:
        """Add to the total."""
        self.total += amount
        self.note = note + "".join(tags or [])

    @guarded
    async def refuse(self) -> None:
        """Be refused by the domain."""
        raise NotPermitted("You may not do this. Nothing was changed.")

    @guarded
    async def fail(self) -> None:
        """Have a fault."""
        raise ZeroDivisionError("the secret reason")

    @guarded
    async def count_up(self, amount: int):
        """Answer in two parts."""
        self.total += amount
        yield
        self.total += amount

    @guarded
    async def dawdle(self):
        """Say so, and keep this tab busy until another hurries."""
        self.note = "busy"
        yield
        await HURRIED.wait()

    @guarded
    async def hurry(self) -> None:
        """End all dawdling."""
        HURRIED.set()

    @public
    async def greet(self, name: str) -> None:
        """Anybody may be greeted."""
        self.who = f"hello {name}"


class Bare(rx.State):
    """Reflex alone, to measure the guard against."""

    count: int = 0

    @rx.event
    async def add(self, amount: int) -> None:
        """Count."""
        self.count += amount


def index() -> rx.Component:
    """Show something."""
    return rx.el.main(Sample.who, Bare.count)


app = rx.App(
    api_transformer=[
        Starlette(routes=auth.routes),
        lambda inner: security.Security(inner, security.Path("/nonexistent")),
    ],
    backend_exception_handler=show_error,
    frontend_exception_handler=protection.note_browser_error,
)
app.add_page(index, route="/", on_load=Sample.open)
app.register_lifespan_task(listener.lifespan)
protection.protect(app)
