"""The board: everyone's work, today and this week, from one statement whatever the number of people."""

from datetime import timedelta

import pytest
from sqlalchemy import select, update
from sqlmodel import Session

from bench.script import recorded
from tests import factories
from tests.factories import NOW, FrozenClock
from timetrack import clock, db
from timetrack.db import first
from timetrack.domain import policy, timer
from timetrack.domain.board import BoardPerson, board, board_of
from timetrack.domain.entry_list import EntryFilter, hours_per_period
from timetrack.domain.people import USERS
from timetrack.domain.periods import day_bounds, local_date
from timetrack.domain.projects import PROJECTS
from timetrack.models import Project, Role, User

BERLIN = {"zone": "Europe/Berlin", "week_start": 1}
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.fixture(autouse=True)
def frozen(monkeypatch: pytest.MonkeyPatch) -> FrozenClock:
    standing = FrozenClock()
    monkeypatch.setattr(clock, "now", standing.now)
    return standing


def shown(session: Session, person: User, **days: object) -> BoardPerson:
    """The person's place on the board."""
    (found,) = board_of(session, [person.user_id], **{**BERLIN, **days})  # type: ignore[arg-type]
    return found


def test_who_works_shows_what_and_since_when(session: Session, frozen: FrozenClock) -> None:
    portal = factories.project(session, name="Portal", color="pink")
    mira, task = factories.person(session), factories.task(session, portal, name="Wiring")
    timer.start_timer(session, mira, description="Pull", project_id=portal.project_id, task_id=task.task_id)
    frozen.forward(minutes=5)
    found = shown(session, mira)
    assert found.state == "working"
    assert found.running is not None
    assert (found.running.description, found.running.start_time) == ("Pull", NOW)
    assert (found.running.project_name, found.running.color, found.running.task_name) == ("Portal", "pink", "Wiring")
    assert (found.today_seconds, found.week_seconds) == (300, 300)


def test_time_today_without_a_timer_is_away_and_none_is_out(session: Session) -> None:
    away, out, new = (factories.person(session) for _ in range(3))
    factories.entry(session, away, start=NOW - 2 * HOUR, description="Early")
    factories.entry(session, out, start=NOW - DAY, hours=3, description="Yesterday")
    assert [shown(session, person).state for person in (away, out, new)] == ["away", "out", "out"]
    found = shown(session, out)
    assert found.last is not None
    assert (found.last.description, found.today_seconds, found.week_seconds) == ("Yesterday", 0, 3 * 3600)
    assert shown(session, new).work == ()


def test_hours_are_those_of_every_other_screen(session: Session) -> None:
    mira = factories.person(session)
    factories.entry(session, mira, start=NOW - DAY - 14 * HOUR, hours=6)
    factories.entry(session, mira, start=NOW - 13 * HOUR, hours=4)
    factories.entry(session, mira, start=NOW - 9 * DAY, hours=4)
    found = shown(session, mira)
    today = local_date(NOW, "Europe/Berlin")
    bounds = day_bounds(today - timedelta(days=today.weekday()), today, "Europe/Berlin")
    hours = [h.seconds for h in hours_per_period(session, mira, EntryFilter(mira.user_id), bounds, at=NOW)]
    assert (found.today_seconds, found.week_seconds) == (hours[-1], sum(hours))
    assert [work.start_time for work in found.work] == [NOW - 13 * HOUR]


def test_today_is_a_day_in_the_zone_that_asks(session: Session) -> None:
    mira = factories.person(session)
    factories.entry(session, mira, start=NOW - 13 * HOUR, hours=4)
    assert shown(session, mira).today_seconds == 2 * 3600
    assert shown(session, mira, zone="Pacific/Auckland").today_seconds == 4 * 3600
    assert shown(session, mira, zone="America/Los_Angeles").state == "out"


def test_the_whole_board_is_by_name_and_without_who_left(session: Session) -> None:
    names = ["zoe", "Ann", "mia"]
    people = {name: factories.person(session, name=name) for name in names}
    gone = people["mia"].user_id
    session.execute(update(USERS).where(USERS.c.user_id == gone).values(deactivated_at=NOW))
    found = [person.name for person in board(session, **BERLIN) if person.name in names]
    assert found == ["Ann", "zoe"]
    assert board_of(session, [gone], **BERLIN) == []
    assert board_of(session, [], **BERLIN) == []


def test_it_is_one_statement_for_any_number_of_people(database: str) -> None:
    for more in (1, 11):
        with db.transaction() as session:
            for _ in range(more):
                timer.start_timer(session, factories.person(session), description="Wiring")
        with recorded(db.engine()) as sent, db.reading() as session:
            everybody = board(session, **BERLIN)
            board_of(session, [person.user_id for person in everybody], **BERLIN)
        assert [statement.split()[0] for statement, _ in sent] == ["BEGIN", "WITH", "WITH"]
    assert len(everybody) == 12


def test_members_decide_in_memory_as_they_do_in_the_database(session: Session) -> None:
    members = [factories.person(session), factories.person(session)]
    people = [*members, factories.person(session), factories.person(session, role=Role.MANAGER)]
    secret = factories.project(session, is_public=False, members=members)
    public = factories.project(session)
    for project in (secret, public):
        timer.start_timer(session, members[0], project_id=project.project_id)
        (work,) = shown(session, members[0]).work[-1:]
        for person in people:
            wanted = select(PROJECTS).where(
                policy.visible_projects(person), PROJECTS.c.project_id == project.project_id
            )
            is_visible = first(session, Project, wanted) is not None
            assert is_visible == policy.may_see_project(person, is_public=work.is_public, member_ids=work.member_ids)
        timer.stop_timer(session, members[0])
