"""What each report says, to whom, and what it refuses."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise
from typing import Any

import pytest
from sqlmodel import Session

from tests import factories
from tests.domain.reports.conftest import EVERYTHING, FEBRUARY, HOUR, Studio, round_time
from timetrack.domain import colleagues, project_hours, projects
from timetrack.domain.reports import lines
from timetrack.domain.reports.basis import NONE, Asked
from timetrack.domain.reports.clients import clients_report
from timetrack.domain.reports.projects import projects_report
from timetrack.domain.reports.team import team_report
from timetrack.domain.reports.timesheet import timesheet
from timetrack.domain.reports.weeks import weeks_report
from timetrack.domain.rounding import Rounding
from timetrack.errors import InvalidInput, NotFound
from timetrack.models import User

REPORTS = (timesheet, projects_report, clients_report, weeks_report, team_report)
TODAY = Asked(date(2026, 3, 11), date(2026, 3, 11))


@pytest.mark.parametrize("report", REPORTS)
def test_who_does_not_lead_sees_their_own_only(session: Session, studio: Studio, report: Callable[..., Any]) -> None:
    mine = replace(EVERYTHING, user_id=studio.mira.user_id)
    of_mira = report(session, studio.mira, asked=EVERYTHING)
    assert figures(of_mira) == figures(report(session, studio.manager, asked=mine))
    assert "Noor" not in repr(of_mira)
    with pytest.raises(NotFound):
        report(session, studio.mira, asked=replace(EVERYTHING, user_id=studio.noor.user_id))


def figures(report: Any) -> object:
    return getattr(report, "figures", None) or report.hours


@pytest.mark.parametrize("report", REPORTS)
def test_days_that_make_no_span_are_refused(session: Session, studio: Studio, report: Callable[..., Any]) -> None:
    for last in (date(2026, 1, 31), date(2036, 2, 9)):
        with pytest.raises(InvalidInput):
            report(session, studio.manager, asked=replace(FEBRUARY, last=last))


def test_more_lines_than_anybody_reads_are_refused(
    session: Session, studio: Studio, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lines, "LINES_AT_MOST", 20)
    lines._statement.cache_clear()
    with pytest.raises(InvalidInput, match="Choose fewer days"):
        timesheet(session, studio.manager, asked=EVERYTHING)
    lines._statement.cache_clear()


def test_a_night_is_two_days_and_each_line_says_what_was_done(session: Session, studio: Studio) -> None:
    asked = Asked(date(2026, 3, 9), date(2026, 3, 11), user_id=studio.mira.user_id)
    found = timesheet(session, studio.manager, asked=asked)
    monday, tuesday, wednesday = found.days
    assert [(found.names.project(line.project_id).name, line.description) for line in tuesday.lines] == [
        ("Portal", "Part 3")
    ]
    assert monday.figures.seconds
    assert not wednesday.lines
    (line,) = tuesday.lines
    assert (found.names.task(line.task_id), found.names.people[line.user_id]) == ("Wiring", "Mira")
    assert line.hourly_rate == Decimal("95.13")


def test_what_runs_is_counted_and_said(session: Session, studio: Studio) -> None:
    found = timesheet(session, studio.manager, asked=TODAY)
    assert [(line.seconds, line.is_running) for line in found.lines if line.is_running] == [(5400, True)]
    assert found.basis.sentences()[-1] == "What runs is counted up to 12:30."
    assert not timesheet(session, studio.manager, asked=FEBRUARY).basis.counts_running


@pytest.mark.parametrize(
    ("rounding", "sentence"),
    [
        (Rounding(), "Hours are not rounded."),
        (Rounding(15, "UP"), "Each entry is rounded up to 15 min."),
        (Rounding(6, "NEAREST", 10), "Each entry is rounded to the nearest 6 min and counts 10 min at least."),
        (Rounding(5, "DOWN"), "Each entry is rounded down to 5 min."),
        (Rounding(0, "UP", 30), "Each entry counts 30 min at least."),
    ],
)
def test_rounding_is_said_in_words(rounding: Rounding, sentence: str) -> None:
    assert rounding.sentence() == sentence


def test_rounding_changes_what_a_report_counts_and_nothing_that_is_stored(
    session: Session, studio: Studio, mira: User
) -> None:
    session.begin_nested()
    before = project_hours.hours_per_project(session, studio.manager)
    round_time(session, 60, "UP")
    found = timesheet(session, studio.manager, asked=replace(TODAY, user_id=studio.noor.user_id))
    assert [line.seconds for line in found.lines if line.is_running] == [7200]
    assert found.basis.sentences()[2] == "Each entry is rounded up to 60 min."
    assert project_hours.hours_per_project(session, studio.manager) == before


def test_a_project_with_its_tasks_and_its_budget(session: Session, studio: Studio, manager: User) -> None:
    projects.edit_project(session, manager, project_id=studio.portal.project_id, budget_hours=Decimal(400))
    projects.edit_project(session, manager, project_id=studio.shop.project_id, budget_amount=Decimal(10**6))
    found = projects_report(session, manager, asked=FEBRUARY)
    portal = next(one for one in found.projects if one.project_id == studio.portal.project_id)
    assert [(task.name, task.estimated_hours) for task in portal.tasks] == [("Wiring", Decimal(40))]
    assert (portal.named.client_name, portal.billing_type) == ("Opal", "HOURLY")
    assert [one.named.name for one in found.projects[1:]] != ["", ""]
    ever = project_hours.hours_per_project(session, manager)[studio.portal.project_id].seconds
    assert portal.budget
    assert portal.budget.used_seconds == ever
    left_days = (400 * 3600 - ever) / (portal.budget.week_pace_seconds / 7)
    full_date = portal.budget.full_date
    assert full_date
    assert abs((full_date - factories.NOW.date()).days - left_days) <= 1
    shop = next(one for one in found.projects if one.project_id == studio.shop.project_id)
    value = project_hours.value_per_project(session, manager, [studio.shop.project_id])[studio.shop.project_id]
    assert shop.budget
    assert shop.budget.used_amount == value.amounts["JPY"]
    assert shop.budget.used_part == value.amounts["JPY"] / 10**6
    assert all(one.budget is None for one in projects_report(session, studio.mira, asked=FEBRUARY).projects)


def test_an_estimate_is_used_by_all_that_was_ever_worked(session: Session, studio: Studio, manager: User) -> None:
    """As a budget is: a month with few hours on a task does not make it look as if there were much left."""
    ever = sum(one.seconds for one in lines_on(session, manager, EVERYTHING, studio))
    for asked, actor, used in ((FEBRUARY, manager, ever), (TODAY, manager, None), (FEBRUARY, studio.mira, None)):
        tasks = [task for one in projects_report(session, actor, asked=asked).projects for task in one.tasks]
        assert [task.used_seconds for task in tasks if task.task_id] == [used] * any(task.task_id for task in tasks)
    assert ever > sum(one.seconds for one in lines_on(session, manager, FEBRUARY, studio))


def lines_on(session: Session, actor: User, asked: Asked, studio: Studio) -> list[lines.Line]:
    found = timesheet(session, actor, asked=asked)
    return [line for line in found.lines if line.task_id == studio.wiring.task_id]


def test_what_is_for_nothing_can_be_asked_for(session: Session, studio: Studio, manager: User) -> None:
    """The figure beside “No project” leads to just that time."""
    (nothing,) = [one for one in projects_report(session, manager, asked=FEBRUARY).projects if one.project_id is None]
    for asked in (replace(FEBRUARY, project_id=NONE), replace(FEBRUARY, client_id=NONE)):
        found = timesheet(session, manager, asked=asked)
        assert found.figures.seconds == nothing.figures.seconds > 0
        assert {line.project_id for line in found.lines} == {None}
    of_portal = replace(FEBRUARY, project_id=studio.portal.project_id)
    parts = [replace(of_portal, task_id=task) for task in (studio.wiring.task_id, NONE)]
    whole = timesheet(session, manager, asked=of_portal).figures.seconds
    assert sum(timesheet(session, manager, asked=part).figures.seconds for part in parts) == whole > 0


def test_what_runs_is_one_line_with_what_is_done_of_the_same(session: Session, studio: Studio) -> None:
    """An amount is rounded once per line, so a line may not fall in two because a timer runs."""
    on = {"project_id": studio.portal.project_id, "description": ""}
    factories.entry(session, studio.noor, start=factories.NOW - 2 * HOUR, hours=1 / 3, **on)
    asked = replace(TODAY, user_id=studio.noor.user_id, project_id=studio.portal.project_id)
    (line,) = timesheet(session, studio.manager, asked=asked).lines
    assert (line.seconds, line.entries, line.is_running) == (5400 + 1200, 2, True)
    whole = clients_report(session, studio.manager, asked=asked).figures
    assert whole.amounts == {"EUR": line.amount}


def test_the_clock_is_said_as_its_reader_does(session: Session, studio: Studio) -> None:
    reader = User(**{**studio.manager.model_dump(), "time_format": "H12"})
    assert timesheet(session, reader, asked=TODAY).basis.sentences()[-1] == "What runs is counted up to 12:30 pm."


def test_a_budget_without_pace_is_never_full(session: Session, studio: Studio, manager: User) -> None:
    old = factories.project(session, name="Old", budget_hours=Decimal(10))
    factories.entry(session, manager, start=factories.NOW - timedelta(days=60), hours=4, project_id=old.project_id)
    asked = Asked(date(2026, 1, 1), date(2026, 1, 31))
    (found,) = projects_report(session, manager, asked=replace(asked, project_id=old.project_id)).projects
    assert found.budget
    assert (found.budget.used_part, found.budget.full_date) == (Decimal("0.4"), None)


def test_a_client_with_its_projects_amounts_and_what_is_unbilled(session: Session, studio: Studio) -> None:
    found = clients_report(session, studio.manager, asked=FEBRUARY)
    assert [one.name for one in found.clients] == ["Opal", "Tokyo", ""]
    opal = found.clients[0]
    assert opal.figures.amounts.keys() == {"EUR"}
    assert [one.named.name for one in opal.projects] == ["Portal"]
    ever = project_hours.value_per_project(session, studio.manager, [studio.portal.project_id])
    assert opal.projects[0].unbilled == ever[studio.portal.project_id]
    own = clients_report(session, studio.mira, asked=FEBRUARY)
    assert not own.shows_unbilled
    assert not any(project.unbilled.entries for client in own.clients for project in client.projects)


def test_weeks_begin_where_the_actor_says_and_are_held_against_the_one_before(session: Session, studio: Studio) -> None:
    found = weeks_report(session, studio.manager, asked=FEBRUARY)
    assert [(one.first.day, one.last.day) for one in found.weeks] == [(1, 1), (2, 8), (9, 15), (16, 22), (23, 28)]
    seconds = [one.figures.seconds for one in found.weeks]
    changes = [None, *(after - before for before, after in pairwise(seconds))]
    assert [one.change_seconds for one in found.weeks] == changes
    sunday = User(**{**studio.manager.model_dump(), "week_start": 7})
    assert [one.first.day for one in weeks_report(session, sunday, asked=FEBRUARY).weeks] == [1, 8, 15, 22]


def test_targets_are_due_up_to_today(session: Session, studio: Studio) -> None:
    week = Asked(date(2026, 3, 9), date(2026, 3, 15))
    found = team_report(session, studio.manager, asked=week)
    assert found.workdays == 3
    assert {one.target_seconds for one in found.people} == {24 * 3600}
    assert found.target_seconds == len(found.people) * 24 * 3600
    assert [one.name for one in found.people] == sorted((one.name for one in found.people), key=str.casefold)
    assert found.basis.counts_running


def test_who_left_stays_in_the_report_of_days_they_worked(session: Session, studio: Studio, manager: User) -> None:
    colleagues.deactivate_person(session, manager, user_id=studio.noor.user_id)
    in_february = {one.name for one in team_report(session, manager, asked=FEBRUARY).people}
    later = Asked(date(2026, 4, 1), date(2026, 4, 30))
    assert in_february - {one.name for one in team_report(session, manager, asked=later).people} == {"Noor"}


def test_the_quick_way_and_the_way_by_lines_say_the_same(session: Session, studio: Studio) -> None:
    quick = team_report(session, studio.manager, asked=EVERYTHING)
    round_time(session, 0, "UP", 0)
    parts = [
        team_report(session, studio.manager, asked=replace(EVERYTHING, is_billable=kind)) for kind in (True, False)
    ]
    assert quick.hours.seconds == sum(part.hours.seconds for part in parts)
    assert quick.hours.billable_seconds == parts[0].hours.seconds
    assert parts[0].hours.seconds > HOUR.total_seconds()
