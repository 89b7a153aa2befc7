"""What a browser needs to install Timetrack, as it is served."""

import asyncio
import json
from pathlib import Path

import httpx
from starlette.applications import Starlette

from timetrack import frontend
from timetrack.api import installable


def get(path: str) -> httpx.Response:
    transport = httpx.ASGITransport(Starlette(routes=installable.routes))

    async def asked() -> httpx.Response:
        async with httpx.AsyncClient(transport=transport, base_url="http://timetrack") as client:
            return await client.get(path)

    return asyncio.run(asked())


def test_the_worker_is_a_script_of_the_root_that_is_asked_for_each_time() -> None:
    answer = get("/sw.js")
    assert (answer.status_code, answer.headers["cache-control"]) == (200, "no-cache")
    assert answer.headers["content-type"].startswith("text/javascript")
    assert "{build}" not in answer.text
    assert f'BUILD = "{installable.build_number(frontend.pages_dir())}"' in answer.text


def test_another_build_has_another_number(tmp_path: Path) -> None:
    numbers = set()
    for text in ("one", "two"):
        (tmp_path / "index.html").write_text(text)
        numbers.add(installable.build_number.__wrapped__(tmp_path))
        (tmp_path / "index.html.gz").write_text(f"packed {text}")
        numbers.add(installable.build_number.__wrapped__(tmp_path))
    assert len(numbers) == 2


def test_the_manifest_names_icons_and_shortcuts_that_exist() -> None:
    answer = get("/manifest.webmanifest")
    assert answer.headers["content-type"] == "application/manifest+json"
    said = json.loads(answer.text)
    assert (said["id"], said["start_url"], said["scope"], said["display"]) == ("/", "/", "/", "standalone")
    assert {icon["purpose"] for icon in said["icons"]} == {"any", "maskable"}
    for icon in said["icons"]:
        assert (frontend.ROOT / "assets" / icon["src"].lstrip("/")).exists()
    assert {(one["name"], one["url"]) for one in said["shortcuts"]} == {
        ("Start timer", "/#start-timer"),
        ("Log time", "/time/#log-time"),
    }
