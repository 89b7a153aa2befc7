"""The guard without a socket: what cannot be defined, who gets in, what becomes of errors."""

import asyncio
from collections.abc import Callable

import pytest
import reflex as rx
from reflex_base.registry import RegistrationContext

from tests import visitors
from timetrack.errors import NotPermitted, NotSignedIn, OverlappingEntry
from timetrack.states import notices
from timetrack.states.base import AppState, guarded, public, show_error
from timetrack.states.guard import access_of


class Desk(AppState):
    """A state with one handler of each kind."""

    seen: list[str] = []  # noqa: RUF012

    @guarded
    async def look(self, what: str, times: int = 1) -> None:
        """Note who looked at what."""
        self.seen = [*self.seen, *[f"{self._actor.name}: {what}"] * times]

    @public
    async def peek(self, what: str) -> None:
        """Note what anybody looked at."""
        self.seen = [what]


def test_a_method_without_a_mark_cannot_be_defined() -> None:
    with pytest.raises(TypeError, match="must be @guarded or @public"):

        class Open(AppState):
            async def anything(self) -> None:
                """Forgotten."""


def test_nor_one_that_comes_with_a_mixin() -> None:
    class Mixin(AppState, mixin=True):
        @guarded
        async def fine(self) -> None:
            """Marked."""

    class Careless:
        async def anything(self) -> None:
            """Forgotten."""

    with pytest.raises(TypeError, match="must be @guarded or @public"):

        class Open(Careless, Mixin):
            pass


def test_nor_a_setter() -> None:
    with pytest.raises(TypeError, match="set_"):

        class Settable(AppState):
            @guarded
            async def set_total(self, total: int) -> None:
                """Reflex would reach this as a setter."""


@pytest.mark.parametrize("mark", [guarded, public])
def test_nor_a_handler_that_would_hold_everybody_up(mark: Callable[..., object]) -> None:
    with pytest.raises(TypeError, match="must be async"):

        @mark
        def slow(self: AppState) -> None:
            """Block the loop."""


def test_reflex_sees_the_handlers_own_arguments() -> None:
    handler = Desk.event_handlers["look"]
    assert list(handler._parameters) == ["self", "what", "times"]
    assert handler._get_type_hints()["times"] is int
    assert [name._js_expr for name, _ in Desk.look("x", 2).args] == ["what", "times"]  # type: ignore[attr-defined,call-arg]
    assert access_of(handler.fn) == "guarded"


def test_no_setter_of_reflex_is_left() -> None:
    assert "setvar" not in Desk.event_handlers
    assert f"{Desk.get_full_name()}.setvar" not in RegistrationContext.get().event_handlers


@pytest.mark.usefixtures("workspace")
def test_a_signed_in_person_is_the_actor(tab: Callable[[str], rx.State]) -> None:
    async def scene() -> None:
        desk = await tab(visitors.ann().cookie).get_state(Desk)
        await desk.look("plans", times=2)
        assert desk.seen == ["Ann Founder: plans"] * 2

    asyncio.run(scene())


@pytest.mark.usefixtures("workspace")
@pytest.mark.parametrize(
    ("cookie", "door"),
    [("", "/login"), ("other=1", "/login"), ("timetrack=", "/login"), ("timetrack=forged", "/login?error=expired")],
)
def test_nobody_else_gets_in(tab: Callable[[str], rx.State], cookie: str, door: str) -> None:
    async def scene() -> None:
        desk = await tab(cookie).get_state(Desk)
        desk.seen = ["left by somebody"]
        sent_to = await desk.look("plans")
        assert desk.seen == []
        assert f'"{door}"' in str(sent_to.args)

    asyncio.run(scene())


@pytest.mark.usefixtures("workspace")
def test_a_session_that_ends_ends_at_the_next_event(tab: Callable[[str], rx.State]) -> None:
    async def scene() -> None:
        ann = visitors.ann()
        desk = await tab(ann.cookie).get_state(Desk)
        await desk.look("plans")
        ann.sign_out()
        await desk.look("plans")
        assert desk.seen == []

    asyncio.run(scene())


def test_a_public_handler_has_no_actor(tab: Callable[[str], rx.State]) -> None:
    async def scene() -> None:
        desk = await tab("").get_state(Desk)
        await desk.peek("the sign")
        assert desk.seen == ["the sign"]
        with pytest.raises(NotSignedIn):
            desk._actor  # noqa: B018

    asyncio.run(scene())


@pytest.mark.parametrize(
    ("raised", "title", "detail"),
    [
        (NotPermitted(), "You may not do this.", "Nothing was changed."),
        (OverlappingEntry(), "This overlaps another entry.", "Nothing was saved."),
        (NotPermitted("No."), "No.", ""),
    ],
)
def test_a_refusal_has_two_lines(raised: Exception, title: str, detail: str) -> None:
    assert notices.lines(raised) == (title, detail)


def test_a_fault_is_told_by_its_number_only(caplog: pytest.LogCaptureFixture) -> None:
    title, detail = notices.lines(ZeroDivisionError("the reason"))
    assert title == "Something went wrong on our side."
    assert "the reason" not in detail
    assert "the reason" in caplog.text
    assert detail.split("Fault ")[1].split()[0] in caplog.text


def test_errors_become_notices_and_a_lost_session_the_way_to_the_door() -> None:
    assert show_error(NotPermitted()).handler.fn.__name__ == "show_notice"
    assert "/login" in str(show_error(NotSignedIn()).args)


def test_notices_do_not_pile_up_and_can_be_closed(tab: Callable[[str], rx.State]) -> None:
    async def scene() -> None:
        state = await tab("").get_state(AppState)
        for number in range(7):
            state._tell(f"number {number}", way_back=(print, {}))
        assert [shown.title for shown in state.notices] == [f"number {number}" for number in range(3, 7)]
        assert len(state._ways_back) == 4
        await state.dismiss_notice(state.notices[0].notice_id)
        assert len(state.notices) == len(state._ways_back) == 3

    asyncio.run(scene())
