"""The settings of one tab, and what a link invites to."""

from collections.abc import Callable
from typing import Any

import pytest
from reflex.istate.data import ReflexURL, SessionData, URLData

from tests import factories, visitors
from tests.states.pages import Tab, open_page
from timetrack import db
from timetrack.domain import invitations, people, workspace
from timetrack.errors import InvalidInput, NotPermitted
from timetrack.models import Role, User
from timetrack.states.door import DoorState
from timetrack.states.settings import SettingsState
from timetrack.states.timer import TimerState

pytestmark = [pytest.mark.usefixtures("workspace"), pytest.mark.anyio]

PROFILE = {"name": "Mira F.", "timezone": "Asia/Tokyo", "week_start": "7", "target": "38.5 h"}
WORKSPACE = {
    "workspace": "Harbour",
    "address": "Quay 1\r\nHamburg",
    "tax_id": "DE 1",
    "currency": "EUR",
    "timezone": "Asia/Tokyo",
    "week_start": "7",
    "rounding_minutes": "15",
    "rounding_mode": "UP",
    "minimum_entry_minutes": "5",
}


@pytest.fixture
def opened(tab: Tab) -> Callable[..., Any]:
    """Open the page as somebody: `await opened(visitor, "?section=workspace")`."""
    return lambda visitor, query="": open_page(tab, SettingsState, visitor, f"/settings{query}")


def kept(person: User) -> User:
    with db.transaction() as session:
        return people.lock_person(session, person.user_id)


async def test_the_section_stands_in_the_address(opened: Callable[..., Any]) -> None:
    ann = visitors.ann()
    assert (await opened(ann)).section == "profile"
    assert (await opened(ann, "?section=password")).section == "password"
    assert (await opened(ann, "?section=<script>")).section == "profile"
    state = await opened(visitors.joined("Max Reader"), "?section=workspace")
    assert [one.label for one in state.sections] == ["Profile", "Sessions", "Password"]
    assert (state.is_admin, state.workspace.name) == (False, "")


async def test_a_profile_is_saved_as_a_whole_or_not_at_all(opened: Callable[..., Any]) -> None:
    mira = visitors.joined("Mira")
    state = await opened(mira)
    for wrong, start in (
        ({"target": "25h 99"}, "A week's target looks like"),
        ({"target": "-1"}, "A week's target looks like"),
        ({"target": "169"}, "A week has 168 hours"),
        ({"timezone": "Mars/Base"}, "There is no time zone"),
        ({"name": "x" * 10_000}, "A name may have 200"),
        ({"name": ""}, "A name is missing"),
        ({"week_start": "8"}, "A week starts on"),
        ({"week_start": "x"}, "This value cannot be used"),
    ):
        await SettingsState.save_profile.fn(state, PROFILE | wrong)
        assert state.profile_refusal.startswith(start)
        assert (state.profile_rev, kept(mira.person).name, kept(mira.person).timezone) == (0, "Mira", "UTC")
    await SettingsState.save_profile.fn(state, PROFILE)
    shown = state.profile
    assert (shown.name, shown.zone, shown.week_start, shown.target_text) == (
        "Mira F.",
        "Asia/Tokyo",
        "7",
        "38.5\u00a0h",
    )
    assert (state.profile_refusal, state.profile_rev) == ("", 1)


async def test_choices_are_kept_at_once_with_a_living_example(opened: Callable[..., Any], tab: Tab) -> None:
    noor = visitors.joined("Noor")
    state = await opened(noor)
    assert (state.profile.duration_example, state.profile.time_example) == ("1:27:50", "09:00 – 17:30")
    await SettingsState.choose_duration_format.fn(state, "DECIMAL")
    await SettingsState.choose_time_format.fn(state, "H12")
    await SettingsState.choose_theme.fn(state, "DARK")
    await SettingsState.hide_description.fn(state, True)
    assert (state.profile.duration_example, state.profile.time_example) == ("1.46\u00a0h", "9:00 am – 5:30 pm")
    assert (kept(noor.person).theme, kept(noor.person).hides_description) == ("DARK", True)
    with pytest.raises(InvalidInput):
        await SettingsState.choose_theme.fn(state, "PINK")
    frame = (await open_page(tab, TimerState, noor, "/")).frame
    assert (frame.theme, frame.leads) == ("dark", False)


async def test_an_administrator_keeps_the_workspace(opened: Callable[..., Any]) -> None:
    state = await opened(visitors.ann(), "?section=workspace")
    for wrong, start in (
        ({"workspace": " "}, "A workspace name is missing"),
        ({"currency": "EURO"}, "“EURO” is not a currency"),
        ({"rounding_minutes": "61"}, "Rounding is a number"),
        ({"minimum_entry_minutes": "-1"}, "This value cannot be used"),
        ({"address": "x" * 10_000}, "An address may have 1,000"),
    ):
        await SettingsState.save_workspace.fn(state, WORKSPACE | wrong)
        assert state.workspace_refusal.startswith(start)
    await SettingsState.save_workspace.fn(state, WORKSPACE)
    shown = state.workspace
    assert (shown.name, shown.address, shown.rounding_minutes, shown.rounding_mode) == (
        "Harbour",
        "Quay 1\nHamburg",
        "15",
        "UP",
    )
    assert (state.workspace_refusal, state.workspace_rev) == ("", 1)


async def test_a_removed_logo_comes_back_by_its_notice(opened: Callable[..., Any]) -> None:
    with db.transaction() as session:
        made = workspace.set_logo(session, factories.lead(session), png=workspace.PNG + b"pixels")
    assert made.logo_sha256 is not None
    state = await opened(visitors.ann(), "?section=workspace")
    assert state.workspace.logo_url == f"/api/workspace/logo/{made.logo_sha256.hex()}.png"
    await SettingsState.remove_logo.fn(state)
    assert state.workspace.logo_url == ""
    await SettingsState.take_back.fn(state, state.notices[-1].notice_id)
    await state._refresh()
    assert state.workspace.logo_url.endswith(f"{made.logo_sha256.hex()}.png")


async def test_nobody_else_keeps_the_workspace(opened: Callable[..., Any]) -> None:
    for visitor in (visitors.joined("Emil"), visitors.joined("Lea Lead", Role.MANAGER)):
        state = await opened(visitor)
        await SettingsState.save_workspace.fn(state, WORKSPACE | {"workspace": "Mine"})
        assert state.workspace_refusal.startswith("Only an administrator")
        with pytest.raises(NotPermitted):
            await SettingsState.remove_logo.fn(state)
    with db.transaction() as session:
        assert people.organisation(session).name != "Mine"


async def door(tab: Tab, token: str, address: str) -> DoorState:
    root: Any = tab("")
    root.rx_router_session = SessionData(client_token="outside", client_ip=address)
    root.rx_router_url = URLData.from_url(ReflexURL(f"http://localhost/join/{token}/"))
    state = await root.get_state(DoorState)
    await DoorState.open_invitation.fn(state)
    return state


async def test_a_link_shows_who_is_invited_where_and_a_dead_one_tells_nothing(tab: Tab) -> None:
    with db.transaction() as session:
        lead, kai = factories.lead(session), factories.person(session, name="Kai", email="kai@harbour.example")
        secret = invitations.invite_person(session, lead, user_id=kai.user_id).secret
    state = await door(tab, secret, "192.0.2.7")
    assert (state.invited_name, state.invited_email) == ("Kai", "kai@harbour.example")
    assert (state.join_to, state.join_refusal) == (f"/auth/join/{secret}", "")

    with db.transaction() as session:
        invitations.accept_invitation(session, token=secret, name="Kai", timezone="UTC", password_hash="x")
    used = await door(tab, secret, "192.0.2.7")
    assert (used.join_to, used.invited_name, used.invited_email, used.was_used) == ("", "", "", True)
    assert used.join_refusal.startswith("This invitation was used already")
    for odd in ("x" * 43, "short", "", "..%2f", "ü" * 43):
        unknown = await door(tab, odd, "192.0.2.8")
        assert (unknown.join_to, unknown.invited_name, unknown.workspace, unknown.was_used) == ("", "", "", False)
        assert unknown.join_refusal.startswith("This invitation link does not work")


async def test_guessing_at_links_ends_in_waiting(tab: Tab) -> None:
    said = [(await door(tab, f"{guess:043}", "192.0.2.9")).join_refusal.split(".")[0] for guess in range(6)]
    assert said == ["This invitation link does not work"] * 5 + ["Too many failed attempts"]
