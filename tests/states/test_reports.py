"""The report pages of one tab: what they show, where their figures lead, and to whom."""

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

import pytest

from tests import factories, visitors
from tests.domain import billing
from tests.states.pages import Tab, open_page
from tests.visitors import Visitor
from timetrack import clock, db
from timetrack.domain.reports.exports import REPORTS
from timetrack.errors import InvalidInput
from timetrack.models import Project, Role
from timetrack.states.report_rows import ReportRow
from timetrack.states.reports import ReportState

pytestmark = [pytest.mark.usefixtures("workspace", "frozen"), pytest.mark.anyio]
DAY, HOUR = timedelta(days=1), timedelta(hours=1)


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture
def frozen(monkeypatch: pytest.MonkeyPatch) -> factories.FrozenClock:
    standing = factories.FrozenClock()
    monkeypatch.setattr(clock, "now", standing.now)
    return standing


@pytest.fixture
def opened(tab: Tab) -> Callable[..., Any]:
    return lambda visitor, address="/reports": open_page(tab, ReportState, visitor, address)


@pytest.fixture
def portal(frozen: factories.FrozenClock) -> Project:
    with db.transaction() as session:
        opal = factories.client(session)
        terms = {"hourly_rate": Decimal(90), "budget_hours": Decimal(10)}
        return factories.project(session, name=f"Portal {opal.client_id}", client_id=opal.client_id, **terms)


@pytest.fixture
def mira(portal: Project) -> Visitor:
    """Three hours on Monday, two of them billable, and one over midnight."""
    with db.transaction() as session:
        person = factories.person(session, name="Mira")
        on = {"project_id": portal.project_id}
        factories.entry(session, person, start=factories.NOW - 2 * DAY, hours=2, description="Wiring", **on)
        factories.entry(session, person, start=factories.NOW - 2 * DAY + 2 * HOUR, hours=1, description="Mail")
        factories.entry(session, person, start=factories.NOW - DAY + 12.5 * HOUR, hours=1, description="Night", **on)
    return visitors.signed_in(person)


@pytest.fixture
def ada(mira: Visitor) -> Visitor:
    with db.transaction() as session:
        person = factories.person(session, name="Ada", role=Role.MANAGER)
    return visitors.signed_in(person)


def texts(row: ReportRow) -> dict[str, str]:
    return {cell.name: cell.text for cell in row.cells}


async def test_ones_own_month_by_day(opened: Callable[..., Any], mira: Visitor, portal: Project) -> None:
    page = await opened(mira)
    assert [(row.name, row.detail, texts(row)["Hours"]) for row in page.rows if row.has_parts] == [
        ("Wed 11 Mar", "1 entry", "0:30"),
        ("Tue 10 Mar", "1 entry", "0:30"),
        ("Mon 9 Mar", "2 entries", "3:00"),
    ]
    assert [row.detail for row in page.rows if row.is_part] == ["Night"]
    assert texts(page.rows[1]) == {"Rate": "€90.00", "Billable": "0:30", "Hours": "0:30", "Amount": "€45.00"}
    assert (page.total.hours_text, page.total.billable_text) == ("4:00", "75\u00a0% billable")
    assert page.total.amount_texts == ("€270.00",)
    assert [(part.name, part.hours_text, part.percent_text) for part in page.parts] == [
        (portal.name, "3:00", "75\u00a0%"),
        ("No project", "1:00", "25\u00a0%"),
    ]
    assert page.notes.startswith("Days in Europe/Berlin. Entries across midnight are split at 00:00.")
    assert page.period_text == "1 – 31 Mar"


async def test_rows_open_and_close(opened: Callable[..., Any], mira: Visitor) -> None:
    page = await opened(mira)
    await ReportState.turn.fn(page, "2026-03-09")
    assert [row.detail for row in page.rows if row.is_part] == ["Night", "Wiring", "Mail"]
    await ReportState.turn.fn(page, "2026-03-09")
    await ReportState.turn.fn(page, "2026-03-11")
    assert not any(row.is_part for row in page.rows)


async def test_every_figure_leads_to_its_entries(opened: Callable[..., Any], mira: Visitor, portal: Project) -> None:
    page = await opened(mira)
    day, line = page.rows[0], page.rows[1]
    assert [cell.path for cell in day.cells if cell.is_loud] == ["/time/?from=2026-03-11&to=2026-03-11"]
    (path,) = [cell.path for cell in line.cells if cell.is_loud]
    assert parse_qs(urlsplit(path).query)["project"] == [str(portal.project_id)]
    assert page.parts[0].path == f"/time/?from=2026-03-01&to=2026-03-31&project={portal.project_id}"


@pytest.mark.parametrize("name", [name for name in REPORTS if name != "receivables"])
async def test_each_report_for_who_leads(
    opened: Callable[..., Any], ada: Visitor, mira: Visitor, portal: Project, name: str
) -> None:
    page = await opened(ada, f"/reports/{name}/?from=2026-03-01&to=2026-03-31&person={mira.person.user_id}")
    assert page.total.hours_text == "4:00"
    assert [tab.label for tab in page.tabs if tab.is_current] == [
        {"timesheet": "Timesheet", "weeks": "Week by week", "team": "Utilisation"}.get(name, name.title())
    ]
    query = parse_qs(urlsplit(page.files[0].path).query)
    assert (page.files[0].path.split("?")[0], query["person"]) == (
        f"/api/reports/{name}.csv",
        [str(mira.person.user_id)],
    )
    assert all(len(row.cells) == len(page.columns) - 2 for row in page.rows if "more" not in row.key)


async def test_budgets_and_unbilled_work_are_for_who_leads(
    opened: Callable[..., Any], ada: Visitor, mira: Visitor, portal: Project
) -> None:
    of_project = f"?from=2026-03-01&to=2026-03-31&project={portal.project_id}"
    led = await opened(ada, f"/reports/projects/{of_project}")
    assert texts(led.rows[0])["Used"].startswith("30\u00a0% · full ")
    assert "Unbilled" in (await opened(ada, f"/reports/clients/{of_project}")).columns
    own = await opened(mira, f"/reports/projects/{of_project}")
    assert texts(own.rows[0])["Used"] == "–"
    assert "Unbilled" not in (await opened(mira, f"/reports/clients/{of_project}")).columns


async def test_targets_are_shown_beside_hours(opened: Callable[..., Any], ada: Visitor, mira: Visitor) -> None:
    asked = f"?from=2026-03-09&to=2026-03-15&person={mira.person.user_id}"
    page = await opened(ada, f"/reports/team/{asked}")
    assert [(row.name, texts(row)["Target"], texts(row)["Of target"]) for row in page.rows] == [
        ("Mira", "24:00", "17\u00a0%")
    ]
    assert page.chart.target_text == "target 24:00 for 3 working days so far"


@pytest.mark.parametrize("name", REPORTS)
async def test_nobody_opens_anothers_report(
    opened: Callable[..., Any], ada: Visitor, mira: Visitor, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The page says so, and neither shows nor hears anything of the other person."""
    watched: list[str] = []
    monkeypatch.setattr(ReportState, "_watch", lambda _, *topics: watched.extend(topics))
    page = await opened(mira, f"/reports/{name}/?person={ada.person.user_id}")
    assert (page.is_loaded, page.rows, page.parts, page.notes) == (True, [], [], "")
    assert page.refusal
    assert f"user:{ada.person.user_id}" not in watched
    assert "Ada" not in repr(page.dict())


async def test_what_is_for_no_project_leads_to_just_that(opened: Callable[..., Any], mira: Visitor) -> None:
    page = await opened(mira)
    (path,) = [part.path for part in page.parts if part.name == "No project"]
    assert path == "/reports/timesheet/?from=2026-03-01&to=2026-03-31&project=none"
    leads_to = await opened(mira, path)
    assert (leads_to.total.hours_text, leads_to.filter_text) == ("1:00", "no project")


@pytest.mark.parametrize("typed", ["x", "-1", "9" * 40, "none", "1 OR 1=1", "a\tb" * 99])
async def test_no_choice_is_too_strange(opened: Callable[..., Any], mira: Visitor, typed: str) -> None:
    page = await opened(mira)
    for name in ("person", "project", "client", "tag", "billable", typed):
        gone = await ReportState.filter_by.fn(page, name, typed)
        if gone is not None:
            there = await opened(mira, target(gone))
            assert there.total.hours_text in ("0:00", "1:00", "4:00")
    await ReportState.turn.fn(page, typed)
    await ReportState.show_period.fn(page, typed)


async def test_more_days_than_a_report_covers_are_refused(opened: Callable[..., Any], mira: Visitor) -> None:
    page = await opened(mira)
    with pytest.raises(InvalidInput, match="ten years"):
        await ReportState.show_between.fn(page, {"from": "2000-01-01", "to": "2026-01-01"})
    assert await ReportState.show_between.fn(page, {"from": "2026-03-01", "to": "2026-03-31"}) is None


async def test_filters_are_in_the_address(opened: Callable[..., Any], ada: Visitor, mira: Visitor) -> None:
    page = await opened(ada, f"/reports/timesheet/?from=2026-03-01&to=2026-03-31&person={mira.person.user_id}&tag=x")
    assert (page.filter_text, page.rows, page.tag) == ("tag x", [], "x")
    for name, value, said in (
        ("billable", "yes", "billable=yes"),
        ("tag", "call", "tag=call"),
        ("project", "12", "project=12"),
        ("person", "", "person=all"),
    ):
        assert said in target(await ReportState.filter_by.fn(page, name, value))
    assert await ReportState.filter_by.fn(page, "salary", "1") is None
    assert "tag" not in target(await ReportState.clear_filters.fn(page))


async def test_days_move_by_whole_spans(opened: Callable[..., Any], mira: Visitor) -> None:
    page = await opened(mira, "/reports/timesheet/?from=2026-03-01&to=2026-03-31")
    assert "from=2026-02-01&to=2026-02-28" in target(await ReportState.earlier.fn(page))
    assert "from=2026-04-01&to=2026-04-30" in target(await ReportState.later.fn(page))
    assert "from=2025-01-01&to=2025-12-31" in target(await ReportState.show_period.fn(page, "last-year"))
    assert await ReportState.show_period.fn(page, "decade") is None
    days = {"from": "2026-03-09", "to": "2026-03-11"}
    assert "from=2026-03-09&to=2026-03-11" in target(await ReportState.show_between.fn(page, days))
    with pytest.raises(InvalidInput):
        await ReportState.show_between.fn(page, {"from": "2026-03-11", "to": "2026-03-09"})


def target(event: Any) -> str:
    """Where a redirect leads."""
    return unquote(str(event.args[0][1]))


async def test_what_is_owed_leads_to_its_invoices(opened: Callable[..., Any], ada: Visitor, mira: Visitor) -> None:
    with db.transaction() as session:
        owes = factories.client(session, name="Owing")
        billing.issued(session, owes, billing.extra("120"), project_ids=(), terms_days=0)
    page = await opened(ada, f"/reports/receivables/?client={owes.client_id}")
    assert [row.name for row in page.rows] == ["Owing", "All in EUR"]
    assert texts(page.rows[0])["Not due"] == "€120.00"
    assert page.rows[0].cells[0].path == f"/invoices/?client={owes.client_id}&late=not-due"
    assert (page.is_of_days, page.total.hours_text, page.total.billable_text) == (False, "€120.00", "nothing overdue")
    assert "Receivables" in [tab.label for tab in page.tabs]
    assert "Receivables" not in [tab.label for tab in (await opened(mira)).tabs]
