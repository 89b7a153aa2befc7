"""The database is stopped and started again under an open tab: it is refreshed, and hears what comes after."""

import asyncio
from pathlib import Path

import pytest

from tests import databases, visitors
from tests.live.test_live import _add_client
from tests.states import raw
from tests.states.test_sockets import SAMPLE
from timetrack import schema
from timetrack.embedded import EmbeddedServer


@pytest.mark.slow
def test_a_restarted_database_is_listened_to_again(tmp_path: Path) -> None:
    server = EmbeddedServer(tmp_path)
    server.start()
    try:
        server.create_database()
        url = server.url("timetrack", "timetrack", driver="+psycopg")
        schema.upgrade(url)
        with databases.pointed_at(url):
            visitors.found_workspace()
            log = tmp_path / "log"
            with raw.serving("tests.states.sample:app", log, DATABASE_URL=url) as served:
                asyncio.run(_scene(server, served))
    finally:
        server.stop()


async def _scene(server: EmbeddedServer, served: str) -> None:
    ann = visitors.ann()
    async with raw.tab_of(served, cookie=ann.cookie) as tab:
        tab.forget()
        await asyncio.to_thread(server.stop)
        await tab.send(f"{SAMPLE}.add", amount=1)
        await tab.hears("does not answer")
        await asyncio.to_thread(server.start)
        await tab.hears("refreshed")
        await tab.settle()
        tab.forget()
        await asyncio.to_thread(_add_client, ann, "After the restart")
        await tab.hears("refreshed")
        await tab.send(f"{SAMPLE}.add", amount=1)
        await tab.finish()
        assert tab.held["total"] == 1
