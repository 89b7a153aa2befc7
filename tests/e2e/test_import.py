"""Two months of a team, exported from Toggl: imported by the command line, then every day of them on the Time page."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import App
from tests.e2e.steps import set_up
from timetrack import frontend

FIXTURES = Path(__file__).parents[1] / "fixtures" / "imports"


@pytest.mark.usefixtures("empty_workspace")
def test_imported_days_stand_on_the_time_page_to_the_second(app: App, page: Page) -> None:
    set_up(page)
    said = import_toggl(app, "--dry-run")
    assert "890" in said
    import_toggl(app)
    expected = json.loads((FIXTURES / "toggl_spring.expected.json").read_text())["seconds_per_day"]
    page.goto("/time")
    people = page.get_by_label("Whose time")
    expect(people).to_be_visible()
    keys = dict(people.locator("option").evaluate_all("found => found.map(option => [option.text, option.value])"))
    people.select_option(label="Ada Example")
    expect(page).to_have_url(re.compile(f"person={keys['Ada Example']}"))
    for email, days in expected.items():
        for first, last in (("2026-03-01", "2026-03-31"), ("2026-04-01", "2026-04-30")):
            (person,) = [key for name, key in keys.items() if name.casefold()[:3] == email[:3]]
            shown = days_between(page, person, first, last)
            wanted = {day: seconds for day, seconds in days.items() if first <= day <= last}
            assert shown == {day: f"{seconds // 3600}:{seconds // 60 % 60:02d}" for day, seconds in wanted.items()}


def import_toggl(app: App, *options: str) -> str:
    """Run the command against the served app's database."""
    file = str(FIXTURES / "toggl_spring.csv")
    done = subprocess.run(
        [sys.executable, "-m", "timetrack", "import", "toggl", file, "--timezone", "Europe/Berlin", *options],
        cwd=frontend.ROOT,
        env=os.environ | {"DATABASE_URL": app.database_url},
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout


def days_between(page: Page, person: str, first: str, last: str) -> dict[str, str]:
    """The total of every day card of a person from one day to another, all pages loaded."""
    page.goto(f"/time?person={person}&from={first}&to={last}")
    expect(page.locator(f'[data-day^="{first[:7]}"]').first).to_be_visible()  # before that, what this tab showed last
    more = page.get_by_role("button", name="Show older")
    while more.count():  # it is there or not as soon as the days are
        before = page.locator("li[data-entry]").count()
        more.click()
        expect(page.locator("li[data-entry]")).not_to_have_count(before)
    cards = page.locator("[data-day]").evaluate_all(
        "cards => cards.map(card => [card.dataset.day, card.querySelector('.tt-day-total').textContent])"
    )
    return dict(cards)
