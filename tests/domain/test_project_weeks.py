"""A project's hours week by week."""

from datetime import date, timedelta

from sqlmodel import Session

from tests import factories
from timetrack.domain import timer
from timetrack.domain.project_weeks import WorkedWeek, weeks_of_project
from timetrack.models import User


def test_weeks_run_from_the_first_entry_until_now_with_what_runs(
    session: Session, manager: User, mira: User, noor: User, frozen: factories.FrozenClock
) -> None:
    portal = factories.project(session)
    factories.entry(session, mira, start=factories.NOW - timedelta(days=15), hours=2, project_id=portal.project_id)
    factories.entry(session, noor, start=factories.NOW - timedelta(days=2), hours=3, project_id=portal.project_id)
    timer.start_timer(session, mira, project_id=portal.project_id)
    frozen.forward(hours=1)
    assert weeks_of_project(session, manager, portal.project_id) == [
        WorkedWeek(date(2026, 2, 23), 7200),
        WorkedWeek(date(2026, 3, 2), 0),
        WorkedWeek(date(2026, 3, 9), 4 * 3600),
    ]
    assert [week.seconds for week in weeks_of_project(session, noor, portal.project_id)] == [3 * 3600]


def test_an_entry_over_sunday_midnight_counts_in_both_weeks(session: Session, mira: User) -> None:
    portal = factories.project(session)
    midnight = factories.NOW.replace(day=8, hour=23)  # Sunday 8 March, 24:00 in Berlin
    factories.entry(session, mira, start=midnight - timedelta(hours=1), hours=3, project_id=portal.project_id)
    assert [week.seconds for week in weeks_of_project(session, mira, portal.project_id)] == [3600, 7200]


def test_a_project_nobody_worked_on_has_no_weeks(session: Session, mira: User, manager: User) -> None:
    portal = factories.project(session)
    factories.entry(session, mira, start=factories.NOW + timedelta(days=1), hours=1, project_id=portal.project_id)
    assert weeks_of_project(session, mira, portal.project_id) == []
    assert weeks_of_project(session, manager, factories.project(session).project_id) == []
