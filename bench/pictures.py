"""The pictures of the README: the demo workspace on a Thursday afternoon, in light. `python -m bench pictures`."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page

from bench.apps import timetrack
from bench.measure import say
from tests import browser as chromium
from timetrack import clock, db, frontend
from timetrack.domain.demo.creating import create_demo
from timetrack.domain.passwords import hash_password

MOMENT = datetime(2026, 11, 19, 13, 36, 20, tzinfo=UTC)
FOLDER = frontend.ROOT / "docs" / "images"
DESK = {"viewport": {"width": 1440, "height": 900}}
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True, "device_scale_factor": 2}
PICTURES = (("dashboard", "/", DESK), ("time", "/time", DESK), ("team", "/team", DESK), ("phone", "/", PHONE))
COLORS = 256
EMAIL, PASSWORD = "mira@harbour.example", "correct horse battery"
STANDING_CLOCK = """
from datetime import UTC, datetime
from timetrack import clock
clock.now = lambda: datetime.fromisoformat("{moment}")
"""
"""Read by every Python that is started with its folder on PYTHONPATH: the server then has our moment for ever."""


def main(_most_rows: int) -> None:
    """Take the pictures and say how large they are."""
    with standing_clock(), timetrack() as url, chromium.launched() as browser:
        fill()
        for name, path, looks in PICTURES:
            size = take(browser, url, path, looks, FOLDER / f"{name}.png")
            say(f"docs/images/{name}.png: {size / 1000:.0f} KB")


@contextmanager
def standing_clock() -> Iterator[None]:
    """Here and in whatever is started, it is MOMENT."""
    before, was = os.environ.get("PYTHONPATH", ""), clock.now
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "sitecustomize.py").write_text(STANDING_CLOCK.format(moment=MOMENT.isoformat()))
        os.environ["PYTHONPATH"] = os.pathsep.join([folder, str(frontend.ROOT), before])
        clock.now = lambda: MOMENT
        yield
        os.environ["PYTHONPATH"], clock.now = before, was


def fill() -> None:
    """Fill the empty database with the demo, without the line that says so."""
    with db.transaction() as session:
        create_demo(session, password_hash=hash_password(PASSWORD), timezone="Europe/Berlin")
    with db.engine().begin() as connection:
        connection.exec_driver_sql("UPDATE organisation SET is_demo = false")


def take(browser: Browser, url: str, path: str, looks: dict[str, object], to: Path) -> int:
    """Sign in, open the page and keep its picture in few colours; its bytes."""
    context = browser.new_context(base_url=url, locale="en-GB", timezone_id="Europe/Berlin", **looks)  # type: ignore[arg-type]
    page = context.new_page()
    page.clock.set_fixed_time(MOMENT)
    page.route(
        "**/favicon.ico", lambda route: route.abort()
    )  # whose date would tell the browser what time it really is
    _sign_in(page)
    page.goto(path, wait_until="networkidle")
    page.get_by_role("button", name="Stop timer").wait_for()
    page.wait_for_timeout(1500)
    picture = Image.open(BytesIO(page.screenshot())).convert("RGB")
    picture.quantize(COLORS, dither=Image.Dither.NONE).save(to, optimize=True)
    context.close()
    return to.stat().st_size


def _sign_in(page: Page) -> None:
    page.goto("/login/")
    page.get_by_label("E-mail").fill(EMAIL)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.get_by_label("What are you working on?").wait_for()
