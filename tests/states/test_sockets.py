"""The guard behind a real socket: whose state a tab gets, what an event may do, what answers and logs give away."""

import asyncio
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any

import pytest

from tests import visitors
from tests.states import raw
from tests.visitors import Visitor

SAMPLE = f"{raw.APP}.tests___states___sample____sample"
Scene = Callable[..., Coroutine[Any, Any, None]]


@pytest.fixture
def ann(workspace: str) -> Visitor:
    return visitors.ann()


def test_the_same_token_with_another_cookie_is_another_tab(sample: str, ann: Visitor) -> None:
    max_ = visitors.joined("Max")

    async def scene() -> None:
        async with raw.tab_of(sample, cookie=ann.cookie, token="shared") as tab:
            await tab.send(f"{SAMPLE}.add", amount=7)
            await tab.finish()
            assert (tab.held["who"], tab.held["total"]) == ("diary of Ann Founder", 7)
        for cookie in (None, "timetrack=forged", max_.cookie):
            async with raw.tab_of(sample, cookie=cookie, token="shared") as tab:
                assert "Ann" not in tab.text.replace('"colleagues', "")
                assert tab.held["total"] == 0
        async with raw.tab_of(sample, cookie=ann.cookie, token="shared") as tab:
            assert tab.held["total"] == 7

    asyncio.run(scene())


def test_a_socket_that_takes_the_token_while_its_owner_is_connected_gets_nothing(sample: str, ann: Visitor) -> None:
    async def scene() -> None:
        own = await raw.open_tab(sample, cookie=ann.cookie, token="t")
        async with raw.tab_of(sample, token="t", hydrate=False) as thief:
            await own.send(f"{SAMPLE}.add", amount=7)
            await own.finish()
            assert own.held["total"] == 7
            assert thief.updates == []
        await own.close()

    asyncio.run(scene())


def test_a_session_that_ended_while_away_finds_an_empty_tab(sample: str, ann: Visitor) -> None:
    async def scene() -> None:
        async with raw.tab_of(sample, cookie=ann.cookie, token="laptop") as tab:
            assert "Ann" in tab.text
        ann.sign_out()
        async with raw.tab_of(sample, cookie=ann.cookie, token="laptop") as tab:
            assert "Ann" not in tab.text
            assert set(tab.redirects) == {"/login?error=expired"}

    asyncio.run(scene())


@pytest.mark.parametrize("payload", [{"amount": "x"}, {"amount": True}, {"amount": 1, "more": 2}, {}, {"self": 1}])
def test_a_malformed_event_has_no_effect_and_is_told(sample: str, ann: Visitor, payload: dict[str, Any]) -> None:
    async def scene() -> None:
        async with raw.tab_of(sample, cookie=ann.cookie) as tab:
            await tab.send_raw({"name": f"{SAMPLE}.add", "payload": payload, "router_data": {"pathname": "/"}})
            await tab.finish()
            assert tab.held["total"] == 0
            assert [told["title"] for told in tab.held["notices"]] == ["Timetrack did not understand this."]

    asyncio.run(scene())


@pytest.mark.parametrize(
    "event",
    [
        f"{SAMPLE}.setvar",
        f"{SAMPLE}._drop_notice",
        f"{SAMPLE}._act",
        f"{SAMPLE}.reset",
        f"{SAMPLE}.get_state",
        f"{SAMPLE}.set_total",
        f"{raw.APP}.setvar",
        f"{raw.BASE}.setvar",
        f"{raw.BASE}.reflex___state____on_load_internal_state.setvar",
        "anything.at.all",
    ],
)
def test_what_is_no_handler_is_not_reached(sample: str, ann: Visitor, event: str) -> None:
    async def scene() -> None:
        async with raw.tab_of(sample, cookie=ann.cookie) as tab:
            tab.forget()
            await tab.send(event, var_name="total", value=99)
            await tab.finish()
            assert tab.updates == []

    asyncio.run(scene())


def test_storage_vars_of_the_browser_reach_no_var_of_ours(sample: str, ann: Visitor) -> None:
    async def scene() -> None:
        async with raw.tab_of(sample, cookie=ann.cookie) as tab:
            wanted = {f"{SAMPLE}.total_rx_state_": 99, f"{SAMPLE}._diary": "x", f"{SAMPLE}.who_rx_state_": "Eve"}
            await tab.send(raw.HYDRATE, vars=wanted)
            await tab.send(f"{raw.BASE}.reflex___state____update_vars_internal_state.update_vars_internal", vars=wanted)
            await tab.finish()
            assert (tab.held["who"], tab.held["total"]) == ("diary of Ann Founder", 0)

    asyncio.run(scene())


def test_an_async_generator_is_guarded_like_any_handler(sample: str, ann: Visitor) -> None:
    async def scene() -> None:
        async with raw.tab_of(sample, cookie=ann.cookie) as tab, raw.tab_of(sample) as outside:
            await tab.send(f"{SAMPLE}.count_up", amount=2)
            await outside.send(f"{SAMPLE}.count_up", amount=2)
            await tab.finish()
            await outside.finish()
            assert tab.held["total"] == 4
            assert outside.held["total"] == 0

    asyncio.run(scene())


def test_refusals_and_faults_become_notices_that_can_be_closed(sample: str, ann: Visitor) -> None:
    async def scene() -> None:
        async with raw.tab_of(sample, cookie=ann.cookie) as tab:
            await tab.send(f"{SAMPLE}.refuse")
            await tab.send(f"{SAMPLE}.fail")
            await tab.finish()
            refused, failed = tab.held["notices"]
            assert (refused["title"], refused["tone"]) == ("You may not do this.", "error")
            assert failed["title"] == "Something went wrong on our side."
            assert "secret reason" not in tab.text
            for shown in (refused, failed):
                await tab.send(f"{raw.APP}.dismiss_notice", notice_id=shown["notice_id"])
            await tab.finish()
            assert tab.held["notices"] == []

    asyncio.run(scene())


def test_backend_vars_and_the_cookie_are_never_sent(sample: str, ann: Visitor) -> None:
    async def scene() -> None:
        async with raw.tab_of(sample, cookie=ann.cookie) as tab:
            await tab.send(f"{SAMPLE}.add", amount=1)
            await tab.finish()
            assert "never sent" not in tab.text
            assert "argon2" not in tab.text
            assert ann.cookie.partition("=")[2] not in tab.text

    asyncio.run(scene())


@pytest.mark.parametrize("origin", ["http://evil.example", "https://127.0.0.1.evil.example", "null", "file://"])
def test_a_socket_from_another_site_is_refused(sample: str, ann: Visitor, origin: str) -> None:
    async def scene() -> None:
        with pytest.raises(Exception, match="Connection error"):
            await raw.open_tab(sample, cookie=ann.cookie, origin=origin)

    asyncio.run(scene())


@pytest.mark.parametrize("name", ["127.0.0.1", "localhost", "192.168.7.5", "studio-server", "time.example"])
def test_a_socket_from_our_own_page_is_served_whatever_name_it_was_opened_by(
    sample: str, ann: Visitor, name: str
) -> None:
    host = f"{name}:{sample.rpartition(':')[2]}"

    async def scene() -> None:
        async with raw.tab_of(sample, cookie=ann.cookie, origin=f"http://{host}", host=host) as tab:
            assert tab.held["who"] == "diary of Ann Founder"

    asyncio.run(scene())


def test_garbage_neither_stops_the_server_nor_leaves_secrets_in_its_log(sample: str, ann: Visitor, log: Path) -> None:
    async def scene() -> None:
        async with raw.tab_of(sample, cookie=ann.cookie) as tab:
            for garbage in ("my password", {"name": 5, "password": "my password"}, ["my password"], None, {}):
                await tab.send_raw(garbage)
            await tab.send(f"{SAMPLE}.nothing", password="my password")
            await tab.send(f"{SAMPLE}.add", amount="my password")
            await tab.send(f"{SAMPLE}.add", my_password=1)
            await tab.finish()
        async with raw.tab_of(sample, cookie=ann.cookie) as tab:
            await tab.send(f"{SAMPLE}.add", amount=1)
            await tab.finish()
            assert tab.held["total"] == 1

    asyncio.run(scene())
    written = log.read_text()
    assert "refused Sample.add: amount: int_type" in written
    assert "my password" not in written
    assert ann.cookie.partition("=")[2] not in written


@pytest.mark.slow
def test_after_a_restart_the_browser_keeps_what_it_shows_until_its_page_is_loaded(
    workspace: str, ann: Visitor, tmp_path: Path
) -> None:
    """Empty lists in between would take away the field somebody is typing in."""

    async def scene(url: str) -> raw.RawTab:
        async with raw.tab_of(url, cookie=ann.cookie, token="kept") as tab:
            await tab.send(f"{SAMPLE}.add", amount=7)
            await tab.finish()
        return tab

    for _ in range(2):
        with raw.serving("tests.states.sample:app", tmp_path / "log", DATABASE_URL=workspace) as url:
            tab = asyncio.run(scene(url))
            sent = [update["delta"][SAMPLE] for update in tab.updates if SAMPLE in update.get("delta", {})]
            assert sent[0]["who_rx_state_"] == "diary of Ann Founder"
            assert set(sent[0]) == {f"{name}_rx_state_" for name in ("who", "total", "note", "colleagues", "refreshed")}


def test_who_is_signed_out_meanwhile_is_sent_empty_states_at_once(sample: str, ann: Visitor) -> None:
    ann.sign_out()

    async def scene() -> None:
        async with raw.tab_of(sample, cookie=ann.cookie) as tab:
            first = next(update["delta"] for update in tab.updates if update.get("delta"))
            assert first[SAMPLE]["who_rx_state_"] == ""

    asyncio.run(scene())
