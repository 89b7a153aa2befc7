"""What makes Timetrack an app that can be installed: its manifest, and the service worker with the build's number."""

import hashlib
from functools import lru_cache
from pathlib import Path

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from timetrack import frontend

COMPRESSED = {".gz", ".br"}
ALWAYS_ASK = {"Cache-Control": "no-cache"}
"""A browser may keep them, but asks each time whether they are still the newest."""


async def worker(_request: Request) -> Response:
    """The service worker. Another build makes it another file, and that is how browsers learn of a new version."""
    return Response(_worker(), media_type="text/javascript", headers=ALWAYS_ASK)


async def manifest(_request: Request) -> Response:
    """Name, icons and shortcuts of the installed app."""
    return Response(_asset("manifest.webmanifest"), media_type="application/manifest+json", headers=ALWAYS_ASK)


@lru_cache
def build_number(pages: Path) -> str:
    """Sixteen digits that are others as soon as any compiled file is."""
    total = hashlib.sha256()
    for path in sorted(pages.rglob("*")):
        if path.is_file() and path.suffix not in COMPRESSED:
            total.update(f"{path.relative_to(pages)}\0".encode())
            total.update(hashlib.sha256(path.read_bytes()).digest())
    return total.hexdigest()[:16]


@lru_cache
def _worker() -> str:
    return _asset("sw.js").replace("{build}", build_number(frontend.pages_dir()))


def _asset(name: str) -> str:
    return (frontend.ROOT / "assets" / name).read_text()


routes = [Route("/sw.js", worker), Route("/manifest.webmanifest", manifest)]
