"""A Chromium for the tests: the one that is there, else one that gets installed, else a sentence that says what to do."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, BrowserContext, BrowserType, sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
INSTALL_SECONDS = 600


class NoBrowser(Exception):
    """No Chromium was found, and none could be installed."""


@contextmanager
def launched() -> Iterator[Browser]:
    """A headless Chromium, closed afterwards."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(**_options(playwright.chromium))
        yield browser
        browser.close()


@contextmanager
def lasting(browser: Browser, profile: Path) -> Iterator[BrowserContext]:
    """A Chromium beside ``browser`` that keeps what it knows in ``profile``: only such a one can install an app."""
    context = browser.browser_type.launch_persistent_context(profile, **_options(browser.browser_type))
    yield context
    context.close()


def executable(chromium: BrowserType) -> str:
    """Where Chromium is: CHROMIUM_PATH, the PATH, Playwright's own, Playwright's after installing, Debian's package."""
    found = installed(chromium)
    if found:
        return found
    for command in installers():
        sys.stderr.write(f"No Chromium here; trying: {' '.join(command)}\n")
        with open(os.devnull, "w") as nowhere:
            subprocess.run(command, check=False, stdout=nowhere, stderr=nowhere, timeout=INSTALL_SECONDS)
        found = installed(chromium)
        if found:
            return found
    raise NoBrowser(
        "The browser tests need Chromium, and it could not be installed here."
        " Install it (on Debian or Ubuntu: apt-get install chromium), or set CHROMIUM_PATH to a Chrome you have."
    )


def installed(chromium: BrowserType) -> str | None:
    """A Chromium that is on this machine already."""
    named = os.environ.get("CHROMIUM_PATH")
    if named:
        if not os.access(named, os.X_OK):
            raise NoBrowser(f"CHROMIUM_PATH is {named}, which cannot be run.")
        return named
    own = chromium.executable_path
    return next(filter(None, map(shutil.which, NAMES)), None) or (own if Path(own).exists() else None)


def _options(chromium: BrowserType) -> dict[str, Any]:
    sandbox = ["--no-sandbox"] if os.geteuid() == 0 else []
    return {"executable_path": executable(chromium), "args": [*sandbox, "--disable-dev-shm-usage"]}


def installers() -> list[list[str]]:
    """What to try, in this order; system packages need root."""
    is_root = os.geteuid() == 0
    with_libraries = ["--with-deps"] if is_root else []
    ways = [[sys.executable, "-m", "playwright", "install", *with_libraries, "chromium"]]
    if is_root and shutil.which("apt-get"):
        ways += [["apt-get", "update"], ["apt-get", "install", "--yes", "--no-install-recommends", "chromium"]]
    return ways
