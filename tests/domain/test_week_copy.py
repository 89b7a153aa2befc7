"""A week's hours copied into another."""

from datetime import date, timedelta

import pytest
from sqlmodel import Session

from tests import factories
from tests.domain.test_timesheet import MONDAY, TUESDAY, log, ranges
from timetrack.domain import projects, timer
from timetrack.domain.timesheet import week_grid
from timetrack.domain.week_copy import copy_week
from timetrack.errors import InvalidInput
from timetrack.models import User

WEEK = timedelta(days=7)
NEXT = MONDAY + WEEK


def test_hours_go_to_the_same_times_of_day(session: Session, mira: User) -> None:
    site = factories.project(session).project_id
    log(session, mira, MONDAY, "09:00", "10:30", project_id=site, description="Plan", tags=["a"], is_billable=False)
    log(session, mira, TUESDAY, "23:00", "01:00")
    done = copy_week(session, mira, from_week=MONDAY, to_week=NEXT)
    assert (done.entries, done.seconds, done.left_out) == (2, 3.5 * 3600, ())
    assert ranges(session, mira, NEXT) == ["09:00 – 10:30"]
    assert ranges(session, mira, NEXT + timedelta(days=1)) == ["23:00 – 01:00"]
    copied = week_grid(session, mira, first_day=NEXT)
    assert [row.cells for row in copied] == [row.cells for row in week_grid(session, mira, first_day=MONDAY)]


def test_what_is_taken_moves_on_to_the_next_free_time(session: Session, mira: User) -> None:
    site = factories.project(session).project_id
    log(session, mira, MONDAY, "09:00", "10:00", description="Moves")
    log(session, mira, MONDAY, "10:30", "11:00", description="Stays")
    log(session, mira, NEXT, "09:30", "10:15", project_id=site)
    copy_week(session, mira, from_week=MONDAY, to_week=NEXT)
    assert ranges(session, mira, NEXT) == [
        "09:00 – 09:30", "09:30 – 10:15", "10:15 – 10:30", "10:30 – 11:00", "11:00 – 11:15",
    ]  # fmt: skip
    assert sum(cell.seconds for cell in week_grid(session, mira, first_day=NEXT)[1].cells) == 5400


def test_the_clocks_change_between_the_weeks_and_the_hours_do_not(session: Session, mira: User) -> None:
    before, sunday = date(2026, 3, 16), date(2026, 3, 22)
    log(session, mira, sunday, "01:30", "04:00")
    log(session, mira, sunday, "09:00", "10:00")
    copy_week(session, mira, from_week=before, to_week=before + WEEK)
    assert ranges(session, mira, sunday + WEEK) == ["01:30 – 05:00", "09:00 – 10:00"]


def test_a_week_with_hours_on_those_rows_and_an_empty_one_are_refused(session: Session, mira: User) -> None:
    with pytest.raises(InvalidInput, match="no finished hours"):
        copy_week(session, mira, from_week=MONDAY, to_week=NEXT)
    log(session, mira, MONDAY, "09:00", "10:00")
    copy_week(session, mira, from_week=MONDAY, to_week=NEXT)
    with pytest.raises(InvalidInput, match="This week has hours on no project already"):
        copy_week(session, mira, from_week=MONDAY, to_week=NEXT)
    assert ranges(session, mira, NEXT) == ["09:00 – 10:00"]


def test_a_closed_project_is_left_out_and_named(session: Session, mira: User) -> None:
    site = factories.project(session, name="Old site")
    log(session, mira, MONDAY, "09:00", "10:00", project_id=site.project_id)
    log(session, mira, MONDAY, "10:00", "11:00")
    lead = factories.lead(session)
    projects.set_project_status(session, lead, project_id=site.project_id, status="COMPLETED")
    done = copy_week(session, mira, from_week=MONDAY, to_week=NEXT)
    assert (done.entries, done.left_out) == (1, ("Old site",))


def test_nothing_is_copied_where_a_day_has_no_room(session: Session, mira: User) -> None:
    log(session, mira, MONDAY, "08:00", "20:00")
    log(session, mira, TUESDAY, "08:00", "09:00")
    site = factories.project(session).project_id
    log(session, mira, NEXT, "05:00", "18:00", project_id=site)
    with pytest.raises(
        InvalidInput, match=r"Mon 16 Mar has 11:00 free, and 12:00 would go there\. Nothing was copied\."
    ):
        copy_week(session, mira, from_week=MONDAY, to_week=NEXT)


def test_beside_a_running_timer_there_is_no_room_after_it(session: Session, mira: User) -> None:
    log(session, mira, MONDAY, "08:00", "09:00")
    timer.start_timer(session, mira, project_id=factories.project(session).project_id)
    with pytest.raises(InvalidInput, match="The running timer takes the time from its start on"):
        copy_week(session, mira, from_week=MONDAY, to_week=NEXT)
